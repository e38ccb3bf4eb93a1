/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside sheet/: finding a sheet's header rows and what each column means, and what its titles say.
 */
#ifndef HOCBA_SHEET_HEADER_H
#define HOCBA_SHEET_HEADER_H

#include "model/record.h"
#include "sheet/header_alias.h"
#include "sheet/workbook_map.h"

/* What a column holds. */
struct column {
    enum alias_kind kind; /* NONE: not understood; SUBJECT: a part of a subject; TRAIT: a rating */
    const char *key;      /* of FIELD, EXTRA, TRAIT, AWARD, ...PROMOTED: the field */
    const char *subject;  /* of PART: its code, or NULL: the sheet's */
    enum subject_part part;
    bool crossed; /* an X means the level, rating or result below */
    enum level level;
    enum rating rating;
    enum result result;
    bool either;           /* subject or trait of one name: not decided yet */
    const char *trait_key; /* then: the trait's */
    bool ambiguous;        /* names two subjects at once */
    bool has_period;
    enum period period;
    const char *label;  /* as people read it: "Toán, Điểm KTĐK" */
    const char *chosen; /* the meaning that somebody chose; NULL: as the labels say */
    bool joined;        /* goes on the column before it (a name in two columns) */
};

struct header {
    size_t top, bottom;     /* rows */
    size_t anchor;          /* the column that every pupil's row fills: name, else code */
    struct column *columns; /* [1..count] */
    size_t count;
};

/* False when no row looks like a header. `unsure`: one that names pupils is enough, for whoever
 * says what its columns are. */
bool header_find(const struct sheet *sheet, const struct aliases *aliases, bool unsure,
                 struct arena *arena, struct header *header);
/* One column from its labels, top to bottom. */
struct column column_resolve(const char *const *labels, size_t count, const struct aliases *aliases,
                             struct arena *arena);

enum { TITLES_MAX = 60 };

/* What the rows above the header and the sheet's name say. */
struct titles {
    const char *year_name, *class_name, *school_name;
    const char *subject_code; /* NULL: none; "?": two that differ, or one that may be either */
    bool has_period;
    enum period period;
    int64_t base; /* see entry_base_read() */
};

void titles_read(const struct sheet *sheet, size_t header_row, const struct aliases *aliases,
                 struct arena *arena, struct titles *titles);

/* The moment of assessment that a text names; *rest, unless NULL, gets the other words (normal
 * form). False when it names none. */
bool period_find(const char *text, struct arena *arena, enum period *period, const char **rest);
/* The same in a column of moments, where codes of the national portal and "CN" count too. */
bool period_of_cell(const char *text, struct arena *arena, enum period *period);
/* The code of the subject that a text names as a whole, or NULL. */
const char *subject_of_text(const char *text, const struct aliases *aliases, struct arena *arena);
/* "4A1" in "... lớp 4A1 ...", or NULL. */
const char *class_of_text(const char *text, struct arena *arena);
/* "2023-2024" in any text, or NULL. */
const char *year_of_text(const char *text, struct arena *arena);

#endif
