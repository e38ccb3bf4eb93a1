/* SPDX-License-Identifier: Apache-2.0
 *
 * A whole province out of tables (xlsx, csv): units, classes, people with their assignments, pupils
 * with their classes.  A sheet is known by its header row (province_tables); several files and
 * sheets of one kind are taken one after the other.
 *
 * Units go first, all or none; then each school by itself, all or nothing, so that a run that was
 * stopped or refused is run again: what is there already is left alone.  A dry run does the same
 * and takes it back.
 */
#ifndef HOCBA_SERVICE_PROVINCE_H
#define HOCBA_SERVICE_PROVINCE_H

#include "service/app.h"
#include "sheet/workbook.h"

enum {
    PROVINCE_COLUMNS_MAX = 12,
    PROVINCE_FILES_MAX = 2000,
    PROVINCE_PROBLEMS_MAX = 1000,
    PROVINCE_ROWS_MAX = 1000 * 1000
};

enum province_kind {
    PROVINCE_UNITS,
    PROVINCE_CLASSES,
    PROVINCE_PEOPLE,
    PROVINCE_PUPILS,
    PROVINCE_KINDS
};

struct province_column {
    const char *label; /* "Mã trường": matched without diacritics and case; NULL ends */
    bool required;
};
struct province_table {
    const char *file, *word; /* of the template: "hoc-sinh"; "học sinh" */
    struct province_column columns[PROVINCE_COLUMNS_MAX + 1];
};
extern const struct province_table province_tables[PROVINCE_KINDS];

struct province_row {
    const char *file, *sheet;
    size_t row;                              /* from 1 */
    size_t columns[PROVINCE_COLUMNS_MAX];    /* of the sheet, from 1; 0: it has none */
    const char *cells[PROVINCE_COLUMNS_MAX]; /* beside the table's columns; NULL: empty */
};
struct province_problem {
    const char *file, *sheet;
    size_t row, column; /* from 1; 0: none in particular */
    const char *message;
};
struct province_data {
    LIST(struct province_row) rows[PROVINCE_KINDS];
    LIST(struct province_problem) problems;
    size_t more_problems; /* above PROVINCE_PROBLEMS_MAX */
};

/* Add one file's rows, PROVINCE_ROWS_MAX of a kind in all (INVALID above); a sheet that is no
 * table, and a row without what it must have, are problems.
 */
MUST_CHECK enum status province_read(struct span bytes, const char *name, struct arena *arena,
                                     struct province_data *data, struct error *err);
void province_note(struct province_data *data, struct arena *arena, const struct province_row *row,
                   size_t column, const char *message);

struct province_report {
    size_t made[PROVINCE_KINDS], there[PROVINCE_KINDS]; /* rows */
    size_t schools, refused;                            /* schools that went in, that did not */
};
/* OK also when schools were refused; see data->problems.  Nothing is written while there are
 * problems of reading. */
MUST_CHECK enum status province_import(struct app *app, struct province_data *data, bool write,
                                       struct province_report *report, struct error *err);

#endif
