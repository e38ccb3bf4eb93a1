/* SPDX-License-Identifier: Apache-2.0
 *
 * What those who sign note on a record for whoever looks at it next: beside the record, never in
 * it; nothing changes or removes a note.
 */
#ifndef HOCBA_STORE_RECORD_NOTES_H
#define HOCBA_STORE_RECORD_NOTES_H

#include "store/store.h"

enum { RECORD_NOTES_MAX = 100, CLASS_NOTES_MAX = 2000 }; /* in one list */

struct record_note {
    int64_t number;
    const char *record; /* uuid */
    const char *role;   /* signer_role_key() */
    const char *text;
    struct moment at;
    const char *by;      /* login */
    const char *by_name; /* read only */
};

struct record_notes {
    LIST(struct record_note) list;
};

MUST_CHECK enum status store_add_record_note(struct store *store, const struct record_note *note,
                                             struct error *err);
/* In the order in which they were written. */
MUST_CHECK enum status store_list_record_notes(struct store *store, const char *uuid,
                                               struct arena *arena, struct record_notes *notes,
                                               struct error *err);
MUST_CHECK enum status store_list_class_notes(struct store *store, const char *class_id,
                                              struct arena *arena, struct record_notes *notes,
                                              struct error *err);

#endif
