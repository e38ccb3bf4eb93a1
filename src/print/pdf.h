/* SPDX-License-Identifier: Apache-2.0
 *
 * A PDF writer (ISO 32000-1): one revision, classic cross-reference table, deflated streams, three
 * embedded fonts /F0 /F1 /F2 (regular, bold, italic) on every page.  Deterministic: dates come
 * in, the file's /ID is made from its bytes.  Points; A4 portrait; the caller writes page content
 * in PDF's own coordinates (print/page.h does, from the top).
 */
#ifndef HOCBA_PRINT_PDF_H
#define HOCBA_PRINT_PDF_H

#include "base/date.h"
#include "base/text.h"
#include "print/font.h"

enum { PDF_PAGES_MAX = 50000 };

#define PDF_A4_WIDTH  595.28
#define PDF_A4_HEIGHT 841.89

/* Shown by viewers; texts are UTF-8, NULL or {0} for none. */
struct pdf_info {
    const char *title, *author, *subject, *creator;
    struct moment made;
};

struct pdf;

/* `out` receives the bytes and outlives the handle. */
struct pdf *pdf_new(struct buffer *out);
void pdf_free(struct pdf *pdf); /* NULL is a no-op */
DEFINE_AUTO(pdf)

/* Add a page with its content stream; pages are numbered from 0 in the order of adding. */
void pdf_add_page(struct pdf *pdf, struct span content);
size_t pdf_page_count(const struct pdf *pdf);
/* A line in the viewer's outline that leads to a page. */
void pdf_add_bookmark(struct pdf *pdf, const char *title, size_t page);
/* Characters that were used; those outside the fixed set get into the embedded fonts. */
void pdf_use(struct pdf *pdf, enum font_face face, uint32_t character);
/* Append a number with at most three decimals and a blank to a content stream. */
void pdf_number(struct buffer *out, double value);
/* Write fonts, page tree, metadata and cross-references. INVALID past the buffer's ceiling. */
MUST_CHECK enum status pdf_finish(struct pdf *pdf, const struct pdf_info *info, struct error *err);

#endif
