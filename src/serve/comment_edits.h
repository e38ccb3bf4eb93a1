/* SPDX-License-Identifier: Apache-2.0
 *
 * Proof-reading of a class's comments: who looks it through suggests another text, who entered it
 * accepts or declines each.
 */
#ifndef HOCBA_SERVE_COMMENT_EDITS_H
#define HOCBA_SERVE_COMMENT_EDITS_H

#include "model/state.h"
#include "serve/outcome.h"
#include "service/comment_edits.h"
#include "service/draft.h"

visit_run comment_edits_page; /* GET  /lop/{class}/doc-soat: ?mon, ky */
visit_run comment_edit_take;  /* POST /lop/{class}/doc-soat, /api/v1/classes/{class}/edits */
visit_run comment_rule_edit;  /* POST /lop/{class}/doc-soat/{number}, and in the API */
visit_run comment_edits_api;  /* GET  /api/v1/classes/{class}/edits */

/* A comment as it stands. */
struct proofreading_comment {
    const char *enrolment, *pupil, *key, *text;
};
struct proofreading_view {
    struct comment_edit_view it;
    const char *part; /* a subject's code; "": all else */
    const char *period;
    LIST(struct proofreading_comment) comments;
    struct notice notice;
};

/* For the template. */
const char *proofreading_path(const struct visit *visit, const char *class_id);
const char *proofreading_ruling_word(const struct visit *visit, const struct comment_edit *edit);
/* How many of a comment's suggestions wait. */
size_t proofreading_waiting(const struct proofreading_view *view,
                            const struct proofreading_comment *comment);

#endif
