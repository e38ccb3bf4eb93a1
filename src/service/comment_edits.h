/* SPDX-License-Identifier: Apache-2.0
 *
 * A second pair of eyes: whoever looks a class through - its class teacher, the head of grade, the
 * leaders, who sign after - suggests another text for a comment, and whoever enters that comment
 * accepts or declines each one.  Until then nothing changes, and what was accepted stands in the
 * history like any other change, with whose suggestion it was.
 */
#ifndef HOCBA_SERVICE_COMMENT_EDITS_H
#define HOCBA_SERVICE_COMMENT_EDITS_H

#include "service/app.h"
#include "store/classes.h"
#include "store/comment_edits.h"

enum {
    COMMENT_EDIT_REASON_MAX = 400, /* graphemes, of an answer as well */
    COMMENT_EDITS_WAITING = 1000,  /* in one class: each pupil's every comment, and more */
};

struct comment_edit_order {
    const char *enrolment, *key;
    const char *before; /* the text as it was seen; NULL: whatever stands there */
    const char *after, *reason;
};
/* DENIED: who does not look that class through. CONFLICT: another text stands there by now, or the
 * same suggestion waits, or too many do. INVALID: the text would be refused there as well. */
MUST_CHECK enum status comment_edit_propose(struct app *app, const struct comment_edit_order *order,
                                            struct error *err);
/* EDIT_ACCEPTED and EDIT_DECLINED by who may enter that comment, EDIT_WITHDRAWN by who suggested
 * it.  CONFLICT: it was ruled on, the text changed since, or nothing may be entered now. */
MUST_CHECK enum status comment_edit_rule(struct app *app, int64_t number, const char *ruling,
                                         const char *answer, struct error *err);

struct comment_edit_row {
    struct comment_edit it;
    bool may_rule, own; /* accept or decline; withdraw */
    bool stale;         /* it waits, and the text is another one by now */
};
struct comment_edit_view {
    struct school_class class;
    bool may_propose;
    LIST(struct comment_edit_row) list; /* those that wait first */
    size_t waiting;                     /* for the actor */
};
/* Of a class that the actor may see. */
MUST_CHECK enum status comment_edits_load(struct app *app, const char *class_id,
                                          struct comment_edit_view *view, struct error *err);

/* A text in the parts that both have and that differ, cut between words. */
struct comment_difference {
    const char *head, *before, *after, *tail;
};
void comment_edit_compare(const char *before, const char *after, struct arena *arena,
                          struct comment_difference *difference);

#endif
