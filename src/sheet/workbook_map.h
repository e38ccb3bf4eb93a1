/* SPDX-License-Identifier: Apache-2.0
 *
 * What a school's workbook says about its pupils: recognises the shape of each sheet by its header
 * words (data/header-aliases.tsv) in any column order under any title rows, and turns each cell
 * into the value of a draft's field.  Pure: knows no store, changes nothing.
 *
 * Nothing is guessed: a cell that is not understood gives a problem and no value; a repair is
 * proposed and, unless the caller accepted repairs, not made.  Pupils are not matched here; each
 * row carries what the file says of the pupil's identity.
 *
 * Everything lives in the arena; texts are NFC, blanks squeezed, otherwise as written.
 */
#ifndef HOCBA_SHEET_WORKBOOK_MAP_H
#define HOCBA_SHEET_WORKBOOK_MAP_H

#include "model/record.h"
#include "sheet/workbook.h"

enum import_shape {
    SHAPE_UNKNOWN,
    SHAPE_PROFILE, /* hồ sơ học sinh: the columns of the national database */
    SHAPE_SUBJECT, /* one subject per sheet: level, mark, comment */
    SHAPE_TRAITS,  /* phẩm chất, năng lực with up to three comments */
    SHAPE_SUMMARY, /* bảng tổng hợp của lớp, TT27 Phụ lục 2 */
};

enum import_severity { IMPORT_NOTICE, IMPORT_WARNING, IMPORT_ERROR };

/* One cell, as the value of one field of the draft.
 *
 * Keys: those of record_fields[]; "mon.<code>.muc|diem|nhan_xet" of a subject; both with
 * ".gk1" ".hk1" ".gk2" behind when the sheet is about an earlier period than the year's end; and
 * those which are no field of the record:
 *   "trang_thai"                 what the profile says of the pupil's state ("Đang học")
 *   "khoi"                       the pupil's grade, as written: "4", "Khối 4"
 *   "ghi_chu"                    the note
 *   "ly_do_chua_co_so_dinh_danh" why the pupil has no personal number
 *   "ly_do_khong_co_ten_me"      why no mother is named
 *   "khen_thuong_cuoi_nam"       "1": an X in the summary's column
 *   "khen_thuong_dot_xuat"       "1": an X
 * A text in the award columns is the field noi_dung_khen_thuong or ..._dot_xuat itself.
 * Texts are what record_set() takes: levels as symbols, dates ISO, sex 1/2, yes/no 1/0. */
struct import_value {
    const char *key;
    const char *text;
    size_t column; /* from 1 */
};

struct import_row {
    size_t sheet;  /* index in import_file.sheets */
    size_t number; /* row of the sheet, from 1 */
    bool refused;  /* has a problem of severity error: do not import any of it */
    /* identity: NULL or {0} where the file does not say */
    const char *code, *personal_number, *name;
    struct date birth_date;
    const char *class_name; /* of the row's own column, else of the sheet */
    const char *year_name;  /* "2023-2024" */
    enum period period;
    LIST(struct import_value)
    values; /* without the identity columns, but: a profile's name, birth
               date, code and number are values too (ho_va_ten ...) */
};

struct import_problem {
    enum import_severity severity;
    const char *sheet;    /* its name; NULL: about the whole file */
    size_t row, column;   /* from 1; 0: none */
    const char *key;      /* of the value concerned, or NULL */
    const char *value;    /* what stands in that cell; NULL: about no single cell */
    const char *message;  /* a whole Vietnamese sentence */
    const char *proposal; /* the value proposed instead, or NULL */
};

/* A column with a label, and what it is taken for. */
struct import_column {
    size_t number;       /* from 1 */
    const char *label;   /* as people read it: "Toán, Điểm KTĐK" */
    const char *said;    /* what it is taken for, in words; "": nothing */
    const char *example; /* the first text below, or "" */
    const char *chosen;  /* the meaning that somebody chose; NULL: as its label says */
};

/* What somebody says that a column is, instead of what its label says. */
struct column_choice {
    size_t sheet;           /* from 1; 0: see sheet_name */
    const char *sheet_name; /* of one sheet; NULL with sheet 0: of every sheet */
    size_t column;          /* from 1 */
    const char *meaning;    /* key of a column_meaning */
    const char *label;      /* it holds only where the column is called so; NULL: in any case */
};

struct column_choices {
    LIST(struct column_choice) list;
};

/* All that a column may be taken for. */
struct column_meaning {
    const char *key;   /* "ho_va_ten" "mon.T.diem" "-" ... */
    const char *label; /* Vietnamese */
    const char *group; /* the same for meanings that stand together */
};

struct column_meanings {
    LIST(struct column_meaning) list;
};

struct import_sheet {
    const char *name;
    enum import_shape shape;
    bool skipped;       /* hidden, or of no known shape: no rows */
    size_t header_row;  /* the first row of the header; 0: none found */
    size_t header_rows; /* how many rows it has */
    size_t row_count;   /* pupils found */
    const char *year_name, *class_name, *school_name; /* of the titles, or NULL */
    const char *subject_code;                         /* of SHAPE_SUBJECT */
    enum period period;
    bool period_found; /* false: the year's end was assumed, with a warning */
    int64_t base; /* of our own entry workbook: its newest change when it was made; -1: another */
    LIST(struct import_column) columns; /* with a label, left to right; also of a skipped sheet */
};

struct import_file {
    enum workbook_format format;
    const char *year_name, *class_name, *school_name; /* when all rows agree, else NULL */
    size_t refused_parts; /* sheets and columns that cannot be read, each told as an error */
    LIST(struct import_sheet) sheets;
    LIST(struct import_row) rows;
    LIST(struct import_problem) problems; /* in the order of sheets and rows */
};

struct import_options {
    const char *year_name;  /* used where the file names none; NULL: none */
    const char *class_name; /* the same */
    bool accept_repairs;    /* take the proposals (lost zeros, converted fonts) as values */
    const struct column_choices *choices; /* NULL: as the labels say */
};

/* Read and map a file. Fails only where workbook_read() does, when a choice names no meaning or no
 * column, or when no sheet has a known shape (INVALID; the sentence says which headers were looked
 * for; file->sheets says what columns there are, to choose from); all else is in problems. */
MUST_CHECK enum status import_read(struct span bytes, const char *name,
                                   const struct import_options *options, struct arena *arena,
                                   struct import_file *file, struct error *err);
/* The same from a workbook already read. */
MUST_CHECK enum status import_map(const struct workbook *workbook, const char *name,
                                  const struct import_options *options, struct arena *arena,
                                  struct import_file *file, struct error *err);

/* The value of `key` in a row, or NULL. */
const char *import_row_value(const struct import_row *row, const char *key);

void column_meanings(struct arena *arena, struct column_meanings *meanings);
/* "D", "2!D" of the second sheet, "Toán!D" of one by name; false: not so. */
bool column_choice_place(const char *text, struct arena *arena, struct column_choice *choice);
/* "D=mon.T.diem; 2!E=-": each place with its meaning. USAGE: what is not so. */
MUST_CHECK enum status column_choices_read(const char *text, struct arena *arena,
                                           struct column_choices *choices, struct error *err);

const char *import_shape_key(enum import_shape shape); /* "profile" "subject" "traits" "summary" */
const char *import_shape_label(enum import_shape shape);        /* Vietnamese */
const char *import_severity_key(enum import_severity severity); /* "notice" "warning" "error" */

#endif
