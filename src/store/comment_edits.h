/* SPDX-License-Identifier: Apache-2.0
 *
 * Edits that somebody suggests for a comment, and what whoever enters that comment said to each.
 */
#ifndef HOCBA_STORE_COMMENT_EDITS_H
#define HOCBA_STORE_COMMENT_EDITS_H

#include "store/store.h"

#define EDIT_ACCEPTED  "accepted"
#define EDIT_DECLINED  "declined"
#define EDIT_WITHDRAWN "withdrawn"

enum { COMMENT_EDITS_MAX = 500 }; /* in one list */

struct comment_edit {
    int64_t number;
    const char *enrolment, *key;
    const char *before, *after; /* the whole text */
    const char *reason;         /* NULL: none */
    struct moment made;
    const char *by; /* a login */
    /* Read only. */
    const char *by_name;
    const char *ruling; /* EDIT_...; NULL: it waits */
    const char *answer; /* of who ruled; NULL: none */
    struct moment ruled;
    const char *ruled_by; /* a name; NULL */
    const char *pupil_name, *class_id;
};

struct comment_edits {
    LIST(struct comment_edit) list;
};

MUST_CHECK enum status store_add_comment_edit(struct store *store, const struct comment_edit *edit,
                                              struct error *err);
/* *ruled: it still waited. */
MUST_CHECK enum status store_rule_comment_edit(struct store *store, int64_t number,
                                               const char *ruling, const char *answer,
                                               struct moment at, const char *by, bool *ruled,
                                               struct error *err);
MUST_CHECK enum status store_find_comment_edit(struct store *store, int64_t number,
                                               struct arena *arena, struct comment_edit *edit,
                                               struct error *err);
/* Of a class, those that wait first. */
MUST_CHECK enum status store_list_comment_edits(struct store *store, const char *class_id,
                                                struct arena *arena, struct comment_edits *edits,
                                                struct error *err);

#endif
