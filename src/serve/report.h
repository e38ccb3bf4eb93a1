/* SPDX-License-Identifier: Apache-2.0
 *
 * Reporting upwards, for who reports and for the department: where it goes, what waits, what came
 * of each record and what to do.  In the address: don-vi (who reports), nam-hoc, truong (whose
 * records), ket-qua (waiting, sent, accepted, refused), sau (the row that the page begins behind).
 */
#ifndef HOCBA_SERVE_REPORT_H
#define HOCBA_SERVE_REPORT_H

#include "serve/outcome.h"
#include "serve/visit.h"
#include "service/report_view.h"

visit_run report_page;       /* GET /bao-cao */
visit_run report_again_take; /* POST /bao-cao/nop-lai */
visit_run report_file_take;  /* GET /bao-cao/tep/{} */
visit_run report_api;        /* GET /api/v1/reports */
visit_run report_again_api;  /* POST /api/v1/reports/again */

/* For the template. */
struct report_look {
    struct report_filter filter;
    struct report_view it;
    struct notice notice;
};
const char *report_word(const struct visit *visit, int word);
const char *report_tone(int word); /* "good" "warn" "bad" "info" */
/* The class of a figure's card: "late" "calm" or "". */
const char *report_card(const struct report_view *view, int word);
/* The same page with another word, or behind another row; NULL: the first. */
const char *report_path(const struct visit *visit, const struct report_look *look, int word,
                        const char *after);
const char *report_file_path(const struct visit *visit, const struct report_look *look,
                             const char *kind);

#endif
