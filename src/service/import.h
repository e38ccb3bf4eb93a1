/* SPDX-License-Identifier: Apache-2.0
 *
 * Import of a school's workbooks into drafts.
 *
 * Each file is one transaction: it goes in whole, or, when a row is refused, not at all (unless
 * the caller said `skip_refused`).  Files with pupil profiles go first, whatever the order given.
 * Pupils are matched by code, then personal number, then name with birth date; doubt refuses the
 * row.  An empty cell removes nothing.  A dry run does everything and rolls it back.
 */
#ifndef HOCBA_SERVICE_IMPORT_H
#define HOCBA_SERVICE_IMPORT_H

#include "service/app.h"
#include "sheet/workbook_map.h"

enum { IMPORT_FILES_MAX = 500 };

enum import_fate { FATE_NEW, FATE_CHANGED, FATE_UNCHANGED, FATE_REFUSED, FATE_COUNT };

/* What became, or in a dry run would become, of a row. */
struct import_outcome {
    size_t sheet; /* index in file.sheets */
    size_t row;   /* of the sheet, from 1 */
    enum import_fate fate;
};

/* One file: name and bytes by the caller, the rest by import_run(). */
struct import_report {
    const char *name; /* of the file, without its folder */
    struct span bytes;
    enum status status;  /* of reading: OK, or why it could not be read ... */
    const char *message; /* ... as a sentence */
    struct import_file file;
    size_t new_rows, changed, unchanged, refused;
    LIST(struct import_outcome) rows;     /* in the order of the file */
    LIST(struct import_problem) problems; /* of reading and of matching */
    bool applied;                         /* written to the store */
};

struct import_order {
    const char *unit_id;
    const char *year, *class_name;        /* where the files name none; or NULL */
    const struct column_choices *choices; /* of every file; NULL: as the labels say */
    bool dry_run, skip_refused, accept_repairs;
};

/* OK also when files were refused; see the reports, which are in the order in which they were
 * imported. */
MUST_CHECK enum status import_run(struct app *app, const struct import_order *order,
                                  struct import_report *reports, size_t count, struct error *err);
/* Only read: for checking without an instance. */
void import_read_report(const struct import_order *order, struct import_report *report,
                        struct arena *arena);
/* Profiles first, else the order given; after reading. */
void import_sort_reports(struct import_report *reports, size_t count, struct arena *arena);
/* What whoever has the file should do about it: a sentence. */
const char *import_advice(const struct import_problem *problem, struct arena *arena);
/* The problems but mere notes, as a table to work through: of which file, where, what stands there,
 * what is wrong, what to do.  XLSX, else CSV. */
MUST_CHECK enum status import_write_problems(const struct import_report *reports, size_t count,
                                             bool xlsx, struct date today, struct arena *arena,
                                             struct span *bytes, struct error *err);
/* 1..5 of the row's own column, else of the class's name; 0 when neither tells. */
int import_row_grade(const struct import_row *row, const char *class_name);
/* "Toán: điểm", "Ngày sinh": what a key is about, for people. */
const char *value_label(const char *key, struct arena *arena);

#endif
