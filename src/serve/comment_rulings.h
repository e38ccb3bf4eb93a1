/* SPDX-License-Identifier: Apache-2.0
 *
 * The school's bank of comments: proposing, and the page of those who curate it.
 */
#ifndef HOCBA_SERVE_COMMENT_RULINGS_H
#define HOCBA_SERVE_COMMENT_RULINGS_H

#include "model/record.h"
#include "serve/comments_api.h"
#include "serve/outcome.h"
#include "service/comment_rulings.h"

visit_run comment_rulings_page, comment_rule_take;
visit_run comment_propose_api, comment_rulings_api, comment_rule_api;

/* --- for the template ------------------------------------------------------------------------- */

enum { COMMENTS_SHOWN_MAX = 200 }; /* of a kind on one page */

struct comment_rulings_view {
    struct unit school;
    const char *part, *period, *level; /* as asked: ?mon ("TV", "nhan_xet_gvcn"), ky, muc; or "" */
    const char *key;                   /* of these; NULL: all */
    struct comment_sentences sentences;
    struct used_comments unruled; /* of that key */
    struct notice notice;
};

/* Does a sentence stand in that list of the page (COMMENT_PROPOSED ...)? */
bool comment_stands_in(const struct comment_rulings_view *view,
                       const struct comment_sentence *sentence, const char *ruling);
size_t comment_count(const struct comment_rulings_view *view, const char *ruling);
/* "Tiếng Việt · Cuối năm học · mức Hoàn thành tốt"; texts of the record's have no level. */
const char *comment_place_say(const struct visit *visit, const char *key, const char *level);
/* "nhận vào kho"; what was done to a sentence. */
const char *comment_ruling_say(const struct visit *visit, const char *ruling);

#endif
