/* SPDX-License-Identifier: Apache-2.0
 *
 * Checking drafts against the rules: a class of the instance, or a school's own workbooks without
 * any instance (pupils are then matched among the files only; nothing is kept).
 */
#ifndef HOCBA_SERVICE_CHECK_H
#define HOCBA_SERVICE_CHECK_H

#include "service/draft.h"
#include "service/import.h"

struct checked_pupil {
    const char *name, *code, *class_name;
    int grade;
    enum result result; /* as computed */
    struct problems problems;
};

struct check_report {
    LIST(struct checked_pupil) pupils;
    size_t errors, warnings; /* of the rules */
    const char *notice;      /* a deadline of the year that has passed; or NULL */
};

MUST_CHECK enum status check_class(struct app *app, const char *class_id,
                                   struct check_report *report, struct error *err);
/* `reports` as for import_run(); their problems of reading are counted there, not here. */
void check_files(const struct import_order *order, struct import_report *files, size_t count,
                 struct arena *arena, struct check_report *report);
/* Both kinds of problems as a workbook. `files` may be NULL. */
MUST_CHECK enum status check_to_xlsx(const struct check_report *report,
                                     const struct import_report *files, size_t count,
                                     const char *title, struct arena *arena, struct span *bytes,
                                     struct error *err);

#endif
