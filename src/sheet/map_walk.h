/* SPDX-License-Identifier: Apache-2.0
 *
 * A walk down the rows below a header: what its files share.  Inside map_*.c only.
 */
#ifndef HOCBA_SHEET_MAP_WALK_H
#define HOCBA_SHEET_MAP_WALK_H

#include "sheet/map.h"

struct walk {
    struct mapping *mapping;
    size_t index; /* of the sheet */
    const struct sheet *sheet;
    struct import_sheet *about;
    const struct header *header;
    const struct titles *titles;
    struct import_row row;                      /* being made */
    const char *row_subject;                    /* of a column that names it */
    bool month_first[WORKBOOK_COLUMNS_MAX + 2]; /* columns with dates that can only be so */
};

/* --- which rows are pupils (map_pupils.c) ----------------------------------------------------- */

bool row_is_empty(const struct walk *walk, size_t row);
/* The header once more (a page break of a report), or its column numbers. */
bool row_repeats_header(const struct walk *walk, size_t row);
/* A total, a date or a signature: what stands below the pupils. */
bool row_ends_pupils(const struct walk *walk, size_t row);
/* Something but a name and what every row has? A signature under the table has nothing. */
bool is_pupil_row(struct walk *walk, size_t row);
/* Pupils below the total in row `end` would be lost: say so. */
void warn_of_rest(struct walk *walk, size_t end);

/* --- who it is (map_identity.c) --------------------------------------------------------------- */

/* Look for columns of birth dates that can only be month first; once, before the rows. */
void find_month_first(struct walk *walk);
/* What of a row says who and when it is about; before its values. */
void take_identity(struct walk *walk, size_t row, size_t column);
/* Of a profile, who the pupil is counts as values too. */
void identity_as_values(struct walk *walk, size_t row);

/* --- one row (map_rows.c) --------------------------------------------------------------------- */

struct place place_of(const struct walk *walk, size_t row, size_t column, const char *key);
/* `text` NULL: nothing. One key said twice must say the same. */
void add_value(struct walk *walk, const struct place *place, const char *text);

#endif
