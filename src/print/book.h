/* SPDX-License-Identifier: Apache-2.0
 *
 * One pupil's book while it is being drawn: what its pages share.  Of print/ only; the public
 * header is record_print.h.
 *
 * Geometry in points from the top left of A4.  Columns, rows and the order of the template follow
 * TT27 Phụ lục 1 as printed by schools; the box at the top right stays free for a 28 mm code.
 */
#ifndef HOCBA_PRINT_BOOK_H
#define HOCBA_PRINT_BOOK_H

#include "print/canvas.h"
#include "print/record_print.h"

#define PAGE_LEFT    44.0
#define PAGE_RIGHT   550.0
#define PAGE_TOP     46.0  /* first baseline */
#define PAGE_BOTTOM  797.0 /* of content; below it stand the page number and marks */
#define CODE_LEFT    465.0 /* of the free box */
#define CODE_BOTTOM  105.0
#define CODE_TOP     18.0  /* of the code in the box */
#define CODE_SIDE    80.0  /* 28 mm, with its quiet zone */
#define HEADER_RIGHT 455.0 /* of lines beside the free box */
#define FOOTER_LINE  812.0
#define MARK_LINE    825.0
#define TABLE_TOP    108.0
#define TABLE_HEADER 38.0
#define SUBJECT_ROW  46.5
#define TRAIT_HEADER 22.0
#define TRAIT_ROW    18.5
#define CELL_PAD     4.0   /* left and right of text */
#define CELL_PAD_V   2.0   /* above and below */
#define COMMENT_LEFT 272.0 /* of the comment column, subjects */
#define TRAIT_LEFT   287.0 /* of the comment column, qualities and competences */
#define COMMENT_MAX  11.0
#define COMMENT_MIN  8.5

/* A comment that goes on elsewhere. */
struct continuation {
    const struct record *record;
    const char *title;
    struct span rest;
    size_t page; /* where it began */
    double x, y; /* where the reference to the new page stands there */
};

struct book {
    struct canvas canvas;
    const struct print_job *job;
    const struct print_book *source;
    const struct print_record **years; /* oldest first */
    size_t year_count;
    const struct record *newest;
    LIST(const struct record *) page_records; /* whose year a page belongs to */
    LIST(struct continuation) pending;        /* of the year being drawn */
    size_t continued;
};

static inline bool
book_is_digital(const struct book *book)
{
    return book->job->style == PRINT_DIGITAL;
}

/* A new page with its marks, for a year. */
void book_add_page(struct book *book, const struct record *record);
/* A comment in its cell: as large as it can be, and what does not fit is noted in `pending`. */
void book_comment(struct book *book, const struct record *record, const char *title,
                  const char *text, double left, double top, double right, double bottom);
/* The box of text in a cell of comments. */
struct layout_box book_comment_box(double left, double top, double right, double bottom);
/* A short text in the middle of a cell, wrapped and shrunk as needed. */
void book_cell(struct book *book, struct ink ink, enum align align, const char *text, double left,
               double top, double right, double bottom);

/* --- text that runs down a page and on to the next ------------------------------------------ */

struct flow {
    struct book *book;
    const struct record *record;
    double y; /* the top of what comes next */
};

/* A label and its value on a dotted line; `share` of the row's width. */
struct entry {
    const char *label, *value;
    double share;
    bool strong;
};

/* Begin on the current page at `y`. */
struct flow flow_at(struct book *book, const struct record *record, double y);
/* Begin on a new page, below the free box. */
struct flow flow_on_new_page(struct book *book, const struct record *record);
/* Make sure that `height` fits above the bottom, on a new page if need be. */
void flow_room(struct flow *flow, double height);
/* A paragraph, line by line over pages. */
void flow_text(struct flow *flow, struct ink ink, double left, const char *text);
void flow_span(struct flow *flow, struct ink ink, double left, struct span text, bool justified);
/* Entries side by side; one below the other when one of them needs more than its share. */
void flow_entries(struct flow *flow, double size, double right, const struct entry *entries,
                  size_t count);

/* --- the pages ------------------------------------------------------------------------------ */

void page_cover(struct book *book);
void page_guide(struct book *book);
void page_personal(struct book *book);
void page_subjects(struct book *book, const struct print_record *year);
void page_traits(struct book *book, const struct print_record *year);
void page_continuations(struct book *book, const struct record *record);

/* The table QUÁ TRÌNH HỌC TẬP. */
void history_table(struct flow *flow);
/* "Hạ Long, ngày 31 tháng 5 năm 2024", or dots. */
const char *signature_place(struct book *book, const struct record *record);
/* The two signature blocks under a year. */
void signature_blocks(struct flow *flow, const struct print_record *year);
/* Whether a subject has a comment of its own; in strict v1.0 none has. */
bool record_has_subject_comments(const struct record *record);
/* Whether NHAN_XET_GVCN says more than the three comments on qualities and competences, of which
 * it is made when the class teacher wrote nothing of her own (they are printed in their cells). */
bool record_has_class_comment(const struct record *record);
/* The principal's block on the personal page. */
void signature_principal(struct flow *flow, const struct print_record *year);
/* The signer of a role, or NULL. */
const struct print_signer *signature_find(const struct print_record *year, enum signer_role role);

#endif
