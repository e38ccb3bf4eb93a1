/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside sheet/: from cells under a known header to values and problems.
 */
#ifndef HOCBA_SHEET_MAP_H
#define HOCBA_SHEET_MAP_H

#include "sheet/header.h"
#include "sheet/legacy_font.h"

/* A problem with what it is sorted by. */
struct found_problem {
    struct import_problem problem;
    size_t sheet, order;
};

/* What mapping one file works on. */
struct mapping {
    const struct workbook *workbook;
    const struct import_options *options;
    const struct aliases *aliases;
    struct arena *arena;
    struct import_file *file;
    struct column_meanings meanings;
    bool *choice_used; /* [choices] */
    bool row_failed;   /* an error was found since the row began */
    LIST(struct found_problem) found;
};

/* The place and meaning of a cell whose value is wanted. */
struct place {
    size_t sheet, row, column;
    const char *key;   /* of the value */
    const char *label; /* of the column */
};

/* Add a problem at a place; returns it so that a proposal can be added. */
struct import_problem *map_problem(struct mapping *mapping, enum import_severity severity,
                                   const struct place *place, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The value of a cell, or NULL: it is empty, or a problem says why there is none. */
const char *value_date(struct mapping *mapping, const struct cell *cell, const struct place *place);
const char *value_personal_number(struct mapping *mapping, const struct cell *cell,
                                  const struct place *place);
const char *value_code(struct mapping *mapping, const struct cell *cell, const struct place *place);
const char *value_mark(struct mapping *mapping, const struct cell *cell, const struct place *place);
const char *value_level(struct mapping *mapping, const struct cell *cell,
                        const struct place *place);
const char *value_rating(struct mapping *mapping, const struct cell *cell,
                         const struct place *place);
const char *value_result(struct mapping *mapping, const struct cell *cell,
                         const struct place *place);
const char *value_text(struct mapping *mapping, const struct cell *cell, const struct place *place);
/* By the kind of the record's field. */
const char *value_field(struct mapping *mapping, const struct cell *cell,
                        const struct place *place);
/* An X: "1"; anything else is a problem. */
const char *value_cross(struct mapping *mapping, const struct cell *cell,
                        const struct place *place);
bool cell_is_cross(const struct cell *cell);

/* The shape that a header's columns make. */
enum import_shape map_shape(const struct header *header);
/* Take the columns as somebody chose, and list them in the sheet; false: nobody chose. */
bool map_choices(struct mapping *mapping, size_t index, struct header *header);
/* INVALID: a choice means nothing. */
MUST_CHECK enum status map_check_choices(struct mapping *mapping, struct error *err);
/* INVALID: one without a label found no column. */
MUST_CHECK enum status map_check_places(const struct mapping *mapping, struct error *err);
/* Say what of a header was not understood or occurs twice. */
void map_header_problems(struct mapping *mapping, size_t index, const struct header *header);
/* All rows of one sheet. */
void map_sheet_rows(struct mapping *mapping, size_t index, const struct header *header,
                    const struct titles *titles);
/* Pupils and values that occur twice. */
void map_duplicates(struct mapping *mapping);

#endif
