/* SPDX-License-Identifier: Apache-2.0
 *
 * Workbooks from a page: /lop/{}/nhap-tep shows first what a file would change, row by row, and
 * takes it in only when asked again.  Works without JavaScript: the file goes along in the form.
 */
#ifndef HOCBA_SERVE_WORKBOOKS_H
#define HOCBA_SERVE_WORKBOOKS_H

#include "serve/visit.h"
#include "service/import.h"
#include "store/classes.h"

enum {
    UPLOAD_MAX = 2 * 1024 * 1024,      /* of a workbook */
    UPLOAD_BODY_MAX = 6 * 1024 * 1024, /* its form, in base64 the second time */
    UPLOAD_PROBLEMS_MAX = 300,         /* shown; the others are counted */
};

visit_run workbook_form_page, workbook_take;
/* A workbook of the class to fill in without a network: ?ky (?period in the API). */
visit_run workbook_entry_file;
visit_run workbook_take_api; /* serve/workbooks_api.c */

/* What the page shows. */
struct workbook_view {
    struct school_class class;
    const struct import_report *report; /* NULL: no file yet */
    const char *file;                   /* base64, to send again; NULL: taken in */
    bool accept_repairs, skip_refused;
};

/* Finds the class of the path and imports, or tries to, what the report names; for the API too. */
MUST_CHECK enum status workbook_run(struct visit *visit, struct workbook_view *view, bool dry,
                                    struct import_report *report, struct error *err);
const char *workbook_path(const struct visit *visit, const struct school_class *class);
/* "trang Toán, hàng 5, cột C" */
const char *workbook_place(const struct visit *visit, const struct import_problem *problem);
/* "D: Toán: mức đạt được; E: ...": what the columns of a sheet were taken for. */
const char *workbook_columns(const struct visit *visit, const struct import_report *report,
                             size_t sheet);
bool workbook_may_go(const struct workbook_view *view);

#endif
