/* SPDX-License-Identifier: Apache-2.0
 *
 * Printing học bạ as PDF: the paper template of TT27 (Phụ lục 1) and the digital rendition of
 * CV2088 (Phụ lục 2).  The same code prints one pupil, several years in one book, and a class.
 *
 * Everything in a job is borrowed for the call.  No clock: the same job gives the same bytes.
 * Nothing is ever cut: a comment shrinks to 8.5 pt, then continues on a further page.  A character
 * without a glyph in the embedded fonts is INVALID, with the character, never an empty box.
 *
 * The top right of every page (x >= 465 pt, y < 105 pt from the top) is the code's alone.
 */
#ifndef HOCBA_PRINT_RECORD_PRINT_H
#define HOCBA_PRINT_RECORD_PRINT_H

#include "base/text.h"
#include "model/record.h"
#include "model/verdict.h"

enum {
    PRINT_BOOKS_MAX = 2000,      /* pupils in one job */
    PRINT_RECORDS_MAX = 12,      /* years of one book */
    PRINT_BYTES_MAX = 512 << 20, /* of one PDF */
};

enum print_style {
    PRINT_TEMPLATE, /* TT27 Phụ lục 1: symbols T/H/C and T/Đ/C */
    PRINT_DIGITAL,  /* CV2088 Phụ lục 2: levels in words, UUID, who signed */
};

/* One signature, as the verifier found it. */
struct print_signer {
    enum signer_role role;
    const char *subject_name; /* of a subject teacher, else NULL */
    const char *name;         /* commonName of the certificate */
    struct moment time;       /* claimed by the signer */
    bool valid;
};

/* One school year. */
struct print_record {
    const struct record *record;
    const struct print_signer *signers;
    size_t signer_count;
    bool verified;        /* the record is the verifier's output, every signature valid */
    int sessions_per_day; /* of the class: turns half-days into days; 0: not known, shown as buổi */
};

/* A year kept on paper: only its line in QUÁ TRÌNH HỌC TẬP is printed. */
struct print_paper_year {
    const char *year_name, *class_name, *school_name, *register_number;
    struct moment since;   /* {0} when not known */
    const char *reference; /* of the paper book: "Học bạ giấy số 112/TĐ" */
};

/* One pupil's book. Records in any order; the cover is made from the newest. */
struct print_book {
    const struct print_record *records;
    size_t record_count;
    const struct print_paper_year *paper_years;
    size_t paper_count;
};

struct print_job {
    const struct print_book *books; /* printed in this order */
    size_t book_count;
    enum print_style style;
    bool draft;    /* BẢN XEM TRƯỚC on every page; the only way to print what is unverified */
    bool training; /* THỬ NGHIỆM on every page */
    struct moment made; /* shown as the file's date; {0}: none */
    /* Where anybody can verify: "https://hocba.truong.edu.vn". Each page of a record then bears its
     * code (model/record_code.h), as letters and as a QR code that leads there; not a draft's.
     * NULL: no code. */
    const char *address;
    void (*progress)(void *context, size_t done, size_t total); /* per book; or NULL */
    void *context;
};

struct print_summary {
    size_t pages;
    size_t continued; /* comments that did not fit their cell and go on on a further page */
};

/* Append the PDF to `pdf`.  `summary` may be NULL.  UNTRUSTED: a record that was not verified in
 * a job that is not a draft; INVALID: a character that cannot be printed, or no record in a book.
 */
MUST_CHECK enum status record_print(const struct print_job *job, struct buffer *pdf,
                                    struct print_summary *summary, struct error *err);

/* The cells of comments, for the meter beside a comment that is being written. */
enum print_cell {
    PRINT_CELL_SUBJECT,
    PRINT_CELL_QUALITIES,
    PRINT_CELL_GENERAL,
    PRINT_CELL_SPECIFIC,
    PRINT_CELL_COUNT,
};

struct print_fit {
    double size_pt; /* in which it will be printed */
    double used;    /* of the cell at the smallest size: 1.0 is full, more continues elsewhere */
    bool continues;
};

/* How a comment will stand in its cell, by the same layout that prints it. */
MUST_CHECK enum status print_fit(enum print_cell cell, const char *text, struct print_fit *fit,
                                 struct error *err);

/* Whether every text of the record has glyphs in the embedded fonts; INVALID with the field and
 * the character.  To be asked before signing: what is signed must be printable. */
MUST_CHECK enum status print_check(const struct record *record, struct error *err);

#endif
