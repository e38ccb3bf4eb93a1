/* SPDX-License-Identifier: Apache-2.0
 *
 * Writing XLSX: the list of problems, the class summary of TT27 Phụ lục 2 in its nine forms (with
 * the correction of QĐ2904), and a class's workbook to be filled in where there is no network.
 * Texts are written as texts; one that begins like a formula
 * (= + - @ TAB CR) gets an apostrophe before it, so that a CSV export of it stays harmless too.
 * Results are bytes in the arena.  The same input gives the same bytes.
 */
#ifndef HOCBA_SHEET_XLSX_WRITE_H
#define HOCBA_SHEET_XLSX_WRITE_H

#include "model/record.h"
#include "sheet/workbook_map.h"

/* One line of the list of problems; texts may be NULL. */
struct problem_line {
    const char *file, *sheet;
    size_t row, column; /* from 1; 0: none */
    enum import_severity severity;
    const char *pupil;   /* name and code */
    const char *article; /* "TT27 Điều 7.1.d" */
    const char *message, *proposal;
};

MUST_CHECK enum status xlsx_write_problems(const struct problem_line *lines, size_t count,
                                           const char *title, struct arena *arena,
                                           struct span *bytes, struct error *err);

/* One pupil of the class summary. */
struct summary_pupil {
    const struct record *record;
    /* periods before the year's end: levels and marks of that period; of the year's end the
     * record's own are written and these are not read */
    struct summary_mark {
        const char *code;
        enum level level;
        int mark; /* MARK_NONE */
    } marks[SUBJECTS_MAX];
    size_t mark_count;
    enum rating ratings[TRAIT_COUNT];
    bool award, award_sudden; /* X under khen thưởng */
    const char *note;         /* Ghi chú, or NULL */
};

struct class_summary {
    const char *department_name; /* above the school, or NULL */
    const char *school_name, *class_name, *year_name;
    int grade; /* 1..5: with the period it selects the form */
    enum period period;
    const struct summary_pupil *pupils;
    size_t count;
    const char *class_teacher_name, *principal_name; /* below the signature lines, or NULL */
    const char *place;                               /* "Hạ Long" */
    struct date date;                                /* {0}: left to be filled in */
    bool training;                                   /* THỬ NGHIỆM in header and footer */
};

/* The number of the form, 1..9 (TT27 Phụ lục 2), or 0 for a grade outside 1..5. */
int summary_form(int grade, enum period period);

/* INVALID when the grade or the year has no curriculum. */
MUST_CHECK enum status xlsx_write_summary(const struct class_summary *summary, struct arena *arena,
                                          struct span *bytes, struct error *err);

/* A column of an entry workbook, under a title that import understands. */
struct entry_column {
    const char *title;
    const char *const *choices; /* a list to choose from, NULL-terminated; NULL: none */
    bool mark;                  /* a whole number from 0 to 10 */
    int max;                    /* characters of a text; 0: not bounded here */
};

struct entry_sheet {
    const char *name;  /* on its tab */
    const char *title; /* "SỔ ĐÁNH GIÁ MÔN Toán": by it import knows the subject */
    const struct entry_column *columns;
    size_t column_count;
    const char *const *values; /* one per pupil and column, pupil by pupil; "": nothing yet */
};

struct entry_pupil {
    const char *code, *name; /* code NULL: none */
    struct date birth_date;
};

struct entry_book {
    const char *school_name, *class_name, *year_name;
    enum period period;
    const struct entry_pupil *pupils;
    size_t count;
    const struct entry_sheet *sheets;
    size_t sheet_count;
    int64_t base; /* the newest change of what is in it: import keeps what others change later */
    struct date date;
    bool training; /* THỬ NGHIỆM in header and footer */
};

/* One sheet each; who a pupil is cannot be written over (without a password), and what is chosen
 * or counted is checked by the spreadsheet as it is typed. */
MUST_CHECK enum status xlsx_write_entry(const struct entry_book *book, struct arena *arena,
                                        struct span *bytes, struct error *err);
/* The title line that tells the base, and what it says in one that was read; -1: nothing. */
const char *entry_base_write(int64_t base, struct arena *arena);
int64_t entry_base_read(const char *title);

#endif
