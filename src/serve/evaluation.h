/* SPDX-License-Identifier: Apache-2.0
 *
 * The evaluation of the department's pilot: its report section by section, with charts, what the
 * department writes itself, and the files to send.  In the address: nam-hoc (the pilot's year), tu
 * and den (the period's days), phan-to=co (break down by area, campus, ethnicity, disability, which
 * reads every pupil; the files always do).
 */
#ifndef HOCBA_SERVE_EVALUATION_H
#define HOCBA_SERVE_EVALUATION_H

#include "serve/outcome.h"
#include "service/evaluation.h"

visit_run evaluation_page;      /* GET /danh-gia */
visit_run evaluation_take;      /* POST /danh-gia */
visit_run evaluation_file_take; /* GET /danh-gia/tep/{} */
visit_run evaluation_api;       /* GET /api/v1/evaluation */

/* For the template. */
struct evaluation_view {
    bool loaded; /* else only the form and why not */
    struct unit department;
    struct evaluation it;
    struct dossier dossier;
    bool may_write;
    const char *texts[EVALUATION_PARTS]; /* of the forms: what stands, or what was refused */
    struct notice notice;
};

enum {
    EVALUATION_BODY_MAX = 256 * 1024, /* of a form: EVALUATION_TEXT_MAX graphemes, escaped */
    EVALUATION_ROWS_SHOWN = 1000,     /* of a table on the page; the files have all */
    EVALUATION_CHART_WIDTH = 640,
    EVALUATION_CHART_HEIGHT = 230
};

/* The address of a page or file about the same period. */
const char *evaluation_path(const struct visit *visit, const struct evaluation_view *view,
                            const char *path, bool groups);
/* Of what a number of the report counts (struct dossier_cell); work "" or state "": any. */
const char *evaluation_list_path(const struct visit *visit, const struct evaluation_view *view,
                                 const char *list);
/* The period's day for a form's field: "2024-05-31". */
const char *evaluation_field(const struct visit *visit, struct date day);
const char *evaluation_word_of(const char *part); /* Vietnamese */
/* Columns of a whole, as SVG. */
struct html evaluation_columns(const struct visit *visit, const struct dossier_chart *chart);

#endif
