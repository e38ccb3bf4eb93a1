/* SPDX-License-Identifier: Apache-2.0
 *
 * Workbooks from a page: /lop/{}/nhap-tep shows first what a file would change, row by row, and
 * takes it in only when asked again.  What a column is taken for can be said otherwise, and what is
 * wrong taken along as a table.  Works without JavaScript: the file goes along in the form.
 */
#ifndef HOCBA_SERVE_WORKBOOKS_H
#define HOCBA_SERVE_WORKBOOKS_H

#include "serve/visit.h"
#include "service/import_mapping.h"
#include "store/classes.h"

enum {
    UPLOAD_MAX = 2 * 1024 * 1024,      /* of a workbook */
    UPLOAD_BODY_MAX = 6 * 1024 * 1024, /* its form, in base64 the second time */
    UPLOAD_PROBLEMS_MAX = 300,         /* shown; the others are counted */
    UPLOAD_CHOICES_MAX = 600,          /* columns that the page lets say what they are */
};

visit_run workbook_form_page, workbook_take;
/* A workbook of the class to fill in without a network: ?ky (?period in the API). */
visit_run workbook_entry_file;
visit_run workbook_take_api; /* serve/workbooks_api.c */

/* What the page shows. */
struct workbook_view {
    struct school_class class;
    const struct import_report *report; /* NULL: no file yet */
    const char *file;                   /* base64, to send again */
    struct column_choices choices;      /* what the person says that columns are */
    struct import_mapping before;       /* offered: what was chosen the last time ... */
    bool remembered;                    /* ... and is taken for this file */
    bool accept_repairs, skip_refused;
    bool seen_anew; /* was to be taken in, but with other columns than those seen */
};

/* Finds the class of the path and imports, or tries to, what the report names; for the API too. */
MUST_CHECK enum status workbook_run(struct visit *visit, struct workbook_view *view, bool dry,
                                    struct import_report *report, struct error *err);
/* What was chosen of a file with these headings before: view->choices, before, remembered. */
MUST_CHECK enum status workbook_remember(struct visit *visit, struct workbook_view *view,
                                         const struct import_report *report, struct error *err);
const char *workbook_path(const struct visit *visit, const struct school_class *class);
/* "trang Toán, hàng 5, cột C" */
const char *workbook_place(const struct visit *visit, const struct import_problem *problem);
/* The name of the field in which a form says what a column is: "cot.2!D". */
const char *workbook_column_field(const struct visit *visit, size_t sheet, size_t column);
/* What was chosen of all columns, as one text to compare. */
const char *workbook_chosen(const struct visit *visit, const struct import_report *report);
bool workbook_has_columns(const struct import_report *report);
bool workbook_asks_columns(const struct import_report *report);
size_t workbook_count(const struct import_report *report, enum import_severity severity);
bool workbook_may_go(const struct workbook_view *view);

#endif
