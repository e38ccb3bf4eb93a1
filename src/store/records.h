/* SPDX-License-Identifier: Apache-2.0
 *
 * Records: made, signed step by step, issued.  Which step may follow which is model/state.h's
 * table; the store keeps the state, every step with who, when and why, and the document being
 * signed.  An issued document is append-only and given back byte for byte (CORRUPT if it cannot).
 */
#ifndef HOCBA_STORE_RECORDS_H
#define HOCBA_STORE_RECORDS_H

#include "store/store.h"

struct record_row {
    const char *uuid;      /* MA_TRA_CUU_UUID */
    const char *enrolment; /* id */
    const char *state;     /* key of model/state.h */
    struct moment made;
    const char *replaces; /* uuid of the record that this one replaces; NULL */
    struct date planned;  /* NGAY_KY_PHAT_HANH_HOC_BA */
    /* Read only, joined; for lists. */
    const char *pupil, *pupil_code, *pupil_name;
    const char *class_id, *class_name, *year, *unit;
    int grade, list_order;
    const char *replaced_by; /* uuid of the record that replaces this one; NULL */
    const char *again;       /* why it, or the one it replaces, was given back or made anew; NULL */
};

struct record_rows {
    LIST(struct record_row) list;
};

struct record_event {
    int64_t number;
    const char *record, *verb, *from, *to; /* keys of model/state.h; from NULL: it was made */
    struct moment at;
    const char *by, *reason;
};

struct record_events {
    LIST(struct record_event) list;
};

struct record_signature {
    const char *record;
    const char *role;        /* signer_role_key() */
    const char *subject;     /* of a subject teacher, else NULL */
    const char *certificate; /* sha256 hex */
    struct moment at;        /* SigningTime */
    const char *by;          /* login of who signed */
};

struct record_signatures {
    LIST(struct record_signature) list;
};

struct issued_document {
    const char *record; /* uuid */
    const char *sha256; /* hex */
    size_t size;
    struct moment issued;
    struct span bytes; /* exactly as signed */
};

/* --- making and stepping --------------------------------------------------------------------- */

/* Add a record in row->state with its first document and event (verb, from NULL).
 * CONFLICT: the uuid is used already, or the enrolment has a record that this one does not replace.
 */
MUST_CHECK enum status store_add_record(struct store *store, const struct record_row *row,
                                        struct span document, const char *verb,
                                        const struct stamp *stamp, struct error *err);
/* One step: only if the state is still `from` (CONFLICT with a sentence otherwise); appends the
 * event; its reason is the stamp's source. */
MUST_CHECK enum status store_step_record(struct store *store, const char *uuid, const char *verb,
                                         const char *from, const char *to,
                                         const struct stamp *stamp, struct error *err);
/* The record, which was never issued, takes nobody's place any more. */
MUST_CHECK enum status store_unlink_record(struct store *store, const char *uuid,
                                           struct error *err);
/* The document being signed. */
MUST_CHECK enum status store_set_work_document(struct store *store, const char *uuid,
                                               struct span document, struct error *err);
/* NOT_FOUND when the record has none (it was issued). */
MUST_CHECK enum status store_find_work_document(struct store *store, const char *uuid,
                                                struct arena *arena, struct span *document,
                                                struct error *err);
/* CONFLICT: that role (and subject) has signed already; INVALID: the certificate is not registered.
 */
MUST_CHECK enum status store_add_signature(struct store *store,
                                           const struct record_signature *signature,
                                           struct error *err);
/* When a record is made anew its signatures fall; its events stay. */
MUST_CHECK enum status store_remove_signatures(struct store *store, const char *uuid,
                                               struct error *err);
MUST_CHECK enum status store_list_signatures(struct store *store, const char *uuid,
                                             struct arena *arena,
                                             struct record_signatures *signatures,
                                             struct error *err);

/* --- looking up ------------------------------------------------------------------------------ */

MUST_CHECK enum status store_find_record(struct store *store, const char *uuid, struct arena *arena,
                                         struct record_row *row, struct error *err);
/* The enrolment's record that no other replaces; NOT_FOUND when it has none. */
MUST_CHECK enum status store_find_current_record(struct store *store, const char *enrolment,
                                                 struct arena *arena, struct record_row *row,
                                                 struct error *err);
/* NULL: any. `current`: only records that no other replaces. By year, class, list order, name. */
struct record_filter {
    const char *unit, *year, *class_id, *pupil, *state;
    bool current;
};
MUST_CHECK enum status store_list_records(struct store *store, const struct record_filter *filter,
                                          struct arena *arena, struct record_rows *rows,
                                          struct error *err);
MUST_CHECK enum status store_list_record_events(struct store *store, const char *uuid,
                                                struct arena *arena, struct record_events *events,
                                                struct error *err);

/* --- issued documents ------------------------------------------------------------------------ */

/* Keep the document for ever, compressed with the school's dictionary, and drop the work document.
 * CONFLICT: this record was issued already. The state is the caller's step. */
MUST_CHECK enum status store_add_issued(struct store *store, const char *uuid, struct span document,
                                        struct moment issued, struct error *err);
/* The exact bytes; CORRUPT when they no longer give the hash. */
MUST_CHECK enum status store_find_issued(struct store *store, const char *uuid, struct arena *arena,
                                         struct issued_document *document, struct error *err);
/* Bytes at rest: of the documents as issued, as stored, and of the dictionaries. */
struct issued_sizes {
    int64_t documents, raw, stored, dictionaries;
};
MUST_CHECK enum status store_measure_issued(struct store *store, struct issued_sizes *sizes,
                                            struct error *err);

#endif
