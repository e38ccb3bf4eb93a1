/* SPDX-License-Identifier: Apache-2.0
 *
 * Requests of schools about records that were issued, the decisions of the managing level, and the
 * changes of status that follow, all append-only (service/revocation.h).  A change of status is
 * written in the transaction of the record's step that it is, and waits for its entry in the
 * ledger.
 */
#ifndef HOCBA_STORE_REVOCATIONS_H
#define HOCBA_STORE_REVOCATIONS_H

#include "store/store.h"

#define WISH_REPLACE  "replace"  /* a corrected record will take its place */
#define WISH_WITHDRAW "withdraw" /* withdrawn, and nothing takes its place */
#define WISH_GIVE_UP  "give_up"  /* the replacement that was agreed to will not come */

struct revocation {
    const char *id; /* UUID: MA_YEU_CAU */
    const char *unit, *year;
    struct moment made;
    const char *by;
    /* Read only. */
    const char *school; /* its name */
    const char *asker;  /* the name of `by`, or the gateway's client; NULL: the operator */
    size_t items;
    bool signed_by_officer;
    size_t refused_above;  /* items that the gateway above has refused (store/report_wishes.h) */
    const char *decision;  /* sha256; NULL: nothing is decided yet */
    struct moment decided; /* {0} */
};
struct revocations {
    LIST(struct revocation) list;
};

struct revocation_item {
    const char *request;
    const char *record; /* uuid */
    const char *wish, *reason, *evidence;
    bool received; /* by the gateway: not a record of this instance */
    /* Read only, joined. */
    const char *state; /* of the record now */
    const char *pupil_code, *pupil_name;
    const char *class_name; /* NULL: of a received one */
};
struct revocation_items {
    LIST(struct revocation_item) list;
};

/* Add a request with its items in one transaction. CONFLICT: its id is used. Whether a record may
 * be asked about is the caller's question. */
MUST_CHECK enum status store_add_revocation(struct store *store, const struct revocation *request,
                                            const struct revocation_items *items,
                                            struct error *err);
MUST_CHECK enum status store_find_revocation(struct store *store, const char *id,
                                             struct arena *arena, struct revocation *request,
                                             struct error *err);
/* unit NULL: of all schools. `open`: only those that are not decided. The newest first; `after`:
 * those that follow the request with that id; NULL: from the first. */
MUST_CHECK enum status store_list_revocations(struct store *store, const char *unit, bool open,
                                              const char *after, int64_t limit, struct arena *arena,
                                              struct revocations *requests, struct error *err);
/* By class, pupil's name. */
MUST_CHECK enum status store_list_revocation_items(struct store *store, const char *request,
                                                   struct arena *arena,
                                                   struct revocation_items *items,
                                                   struct error *err);
/* The request about this record that is not decided yet; NULL when there is none. */
MUST_CHECK enum status store_find_open_revocation(struct store *store, const char *record,
                                                  struct arena *arena, const char **request,
                                                  struct error *err);

/* --- decisions -------------------------------------------------------------------------------- */

/* What the officer signed and no seal has confirmed; the newest of a request counts. */
struct revocation_paper {
    const char *request, *certificate; /* of the officer */
    struct moment made;
    const char *by;
    struct span bytes;
};
MUST_CHECK enum status store_add_paper(struct store *store, const struct revocation_paper *paper,
                                       struct error *err);
/* NOT_FOUND: no officer has signed a decision about this request. */
MUST_CHECK enum status store_find_paper(struct store *store, const char *request,
                                        struct arena *arena, struct revocation_paper *paper,
                                        struct error *err);

struct revocation_decision {
    const char *sha256; /* hex: of its issued form, the H of its leaves */
    const char *request;
    const char *officer, *seal; /* SHA-256 (hex) of the certificates */
    struct moment made;
    const char *by;
    struct span bytes;
    int64_t position; /* in the ledger; -1: not entered yet; read only */
};
struct revocation_decisions {
    LIST(struct revocation_decision) list;
};
/* CONFLICT: the request is decided. */
MUST_CHECK enum status store_add_decision_paper(struct store *store,
                                                const struct revocation_decision *decision,
                                                struct error *err);
MUST_CHECK enum status store_find_decision_paper(struct store *store, const char *sha256,
                                                 struct arena *arena,
                                                 struct revocation_decision *decision,
                                                 struct error *err);
/* `unentered`: only those that have no entry in the ledger. The first first. */
MUST_CHECK enum status store_list_decision_papers(struct store *store, bool unentered,
                                                  int64_t limit, struct arena *arena,
                                                  struct revocation_decisions *decisions,
                                                  struct error *err);

/* --- changes of status ------------------------------------------------------------------------ */

struct status_change {
    int64_t event; /* number of the record's step */
    const char *record;
    const char *decision;    /* sha256 */
    const char *status;      /* record_status_key() of ledger/status.h */
    const char *replacement; /* of "superseded": uuid; else NULL */
    /* Read only. */
    struct moment at;
    const char *seal; /* of the decision: SHA-256 (hex) of the certificate */
    int64_t position; /* in the ledger; -1: not entered yet */
    bool received;    /* of a record that the gateway received (store/received.h) */
};
struct status_changes {
    LIST(struct status_change) list;
};
/* Of the record's newest step, in whose transaction this is. */
MUST_CHECK enum status
store_add_status_change(struct store *store, const struct status_change *change, struct error *err);
/* The newest; NOT_FOUND: the record is as it was issued. */
MUST_CHECK enum status store_find_status_change(struct store *store, const char *record,
                                                struct arena *arena, struct status_change *change,
                                                struct error *err);
/* `unentered`: only those that have no entry in the ledger. In their order. */
MUST_CHECK enum status store_list_status_changes(struct store *store, bool unentered, int64_t limit,
                                                 struct arena *arena,
                                                 struct status_changes *changes, struct error *err);
/* Adding what is there already changes nothing. */
MUST_CHECK enum status store_add_status_entry(struct store *store,
                                              const struct status_change *change, int64_t position,
                                              struct moment entered, struct error *err);

#endif
