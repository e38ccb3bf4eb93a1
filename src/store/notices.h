/* SPDX-License-Identifier: Apache-2.0
 *
 * Notices: what a person should hear of, a row for each person, written in the transaction of the
 * event itself.
 */
#ifndef HOCBA_STORE_NOTICES_H
#define HOCBA_STORE_NOTICES_H

#include "store/record_notes.h"

#define NOTICE_RECORD_RETURNED "record_returned"
#define NOTICE_CLASS_RETURNED  "class_returned"
#define NOTICE_CLASS_OPENED    "class_opened"
#define NOTICE_BATCH_SIGNED    "batch_signed"
#define NOTICE_EDITS_PROPOSED  "edits_proposed"
#define NOTICE_EDIT_DECLINED   "edit_declined"
#define NOTICE_KEY_CLOSED      "key_closed"

enum { NOTICES_MAX = 200 }; /* in one list */

struct notice_row {
    const char *id, *person; /* ids */
    const char *kind;
    const char *class_id; /* NOTICE_KEY_CLOSED: NULL */
    const char *subject; /* the record's uuid, the key of the period, the batch's id, or the SHA-256
                            of the paper that closes a key */
    const char *role;    /* signer_role_key() as which the person signs it; NULL: does not */
    struct moment at;
    const char *by, *reason; /* a login; reason NULL: none */
    /* Read only. */
    bool seen;
    const char *class_name, *year;
    const char *pupil_name; /* NOTICE_RECORD_RETURNED; else NULL */
    const char *by_name;
    int64_t signed_count;      /* NOTICE_BATCH_SIGNED: until now */
    const char *signed_role;   /* ... and as what; else NULL */
    struct record_notes notes; /* NOTICE_RECORD_RETURNED: on the record; by service/ */
};

struct notice_rows {
    LIST(struct notice_row) list;
};

MUST_CHECK enum status store_add_notice(struct store *store, const struct notice_row *row,
                                        struct error *err);
/* Is there one of this kind and class that this person has not seen? */
MUST_CHECK enum status store_find_unseen_notice(struct store *store, const struct notice_row *like,
                                                bool *found, struct error *err);
/* Of the classes of the person's own unit, or of no class, from `since` on, newest first, at most
 * NOTICES_MAX. */
MUST_CHECK enum status store_list_notices(struct store *store, const char *person,
                                          struct moment since, struct arena *arena,
                                          struct notice_rows *rows, struct error *err);
MUST_CHECK enum status store_count_unseen_notices(struct store *store, const char *person,
                                                  struct moment since, int64_t *count,
                                                  struct error *err);
MUST_CHECK enum status store_see_notice(struct store *store, const char *id, const char *person,
                                        struct moment at, struct error *err);

#endif
