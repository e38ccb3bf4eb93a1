/* SPDX-License-Identifier: Apache-2.0
 *
 * A report (báo cáo) as data: sections of paragraphs, tables and charts, with what stands at its
 * head and foot.  Whoever composes one knows nothing of paper; print/ makes a PDF of it, sheet/ a
 * workbook, a page its HTML, so that all of them say the same.
 */
#ifndef HOCBA_MODEL_DOSSIER_H
#define HOCBA_MODEL_DOSSIER_H

#include "base/date.h"
#include "base/list.h"
#include "base/text.h"

enum { DOSSIER_COLUMNS_MAX = 16, DOSSIER_RATE_WHOLE = 1000 };

enum dossier_cell_kind {
    DOSSIER_TEXT,
    DOSSIER_NUMBER,
    DOSSIER_RATE, /* in thousandths: 976 is 97,6 % */
};

struct dossier_cell {
    enum dossier_cell_kind kind;
    const char *text; /* of a text; of another kind what stands in place of the number, or NULL */
    int64_t number;
    const char *list; /* what a number counts, for who can show it: "nhap/new"; NULL: nothing */
};

struct dossier_column {
    const char *heading;
    int share; /* of the width of the table, against the other columns' */
    bool right;
};

struct dossier_table {
    const char *sheet; /* its name in a workbook: at most 31 characters, unique */
    const char *title;
    struct dossier_column columns[DOSSIER_COLUMNS_MAX];
    size_t column_count;
    LIST(struct dossier_cell) cells; /* row by row */
    bool total;                      /* the first row is of all */
    const char *empty;               /* what is said of a table without rows */
};

/* Columns of a whole, as the months of a period. */
struct dossier_bar {
    const char *label;
    int64_t value, whole;
};

struct dossier_chart {
    const char *title;
    LIST(struct dossier_bar) bars;
};

enum dossier_block_kind {
    DOSSIER_PARAGRAPH,
    DOSSIER_POINT,   /* of a list */
    DOSSIER_HEADING, /* below the section's */
    DOSSIER_NOTE,    /* small: how something was computed */
    DOSSIER_TABLE,
    DOSSIER_CHART,
};

struct dossier_block {
    enum dossier_block_kind kind;
    const char *text;
    struct dossier_table *table;
    struct dossier_chart *chart;
};

struct dossier_section {
    const char *key;   /* of addresses: "chi-tieu" */
    const char *title; /* with its number: "II. KẾT QUẢ ..." */
    bool annex;        /* after the signature, on a page of its own */
    LIST(struct dossier_block) blocks;
};

struct dossier {
    const char *above, *from;   /* "UBND TỈNH ..." or NULL; who reports */
    const char *number, *place; /* "Số: ... /BC-SGDĐT"; "Quảng Ninh" */
    struct date date;
    const char *kind, *title, *period; /* "BÁO CÁO"; what about; "Kỳ đánh giá: ..." */
    const char *to;                    /* "Kính gửi: ..." */
    LIST(struct dossier_section) sections;
    const char *signs_for, *signs; /* "KT. GIÁM ĐỐC"; "PHÓ GIÁM ĐỐC" */
    LIST(const char *) receivers;  /* "Nơi nhận" */
    const char *foot;              /* of each page: when the data were asked */
    bool training;                 /* THỬ NGHIỆM on every page */
};

struct dossier_section *dossier_add_section(struct arena *arena, struct dossier *dossier,
                                            const char *key, const char *title);
void dossier_add_text(struct arena *arena, struct dossier_section *section,
                      enum dossier_block_kind kind, const char *text);
/* Several paragraphs, one per line of the text. */
void dossier_add_lines(struct arena *arena, struct dossier_section *section, const char *text);
struct dossier_table *dossier_add_table(struct arena *arena, struct dossier_section *section,
                                        const char *sheet, const char *title);
struct dossier_chart *dossier_add_chart(struct arena *arena, struct dossier_section *section,
                                        const char *title);

void dossier_column(struct dossier_table *table, const char *heading, int share, bool right);
void dossier_text(struct arena *arena, struct dossier_table *table, const char *text);
void dossier_number(struct arena *arena, struct dossier_table *table, int64_t number);
/* One that opens the list of what it counts. */
void dossier_listed(struct arena *arena, struct dossier_table *table, int64_t number,
                    const char *list);
/* part of whole, rounded down, so that 100 % is all of them; without a whole the words instead. */
void dossier_rate(struct arena *arena, struct dossier_table *table, int64_t part, int64_t whole,
                  const char *instead);
static inline size_t
dossier_rows(const struct dossier_table *table)
{
    return table->column_count ? table->cells.count / table->column_count : 0;
}
/* "97,6 %", "1 234", or the text: as people read it. */
const char *dossier_cell_text(struct arena *arena, const struct dossier_cell *cell);
const char *dossier_number_text(struct arena *arena, int64_t number);
const char *dossier_rate_text(struct arena *arena, int64_t part, int64_t whole);

#endif
