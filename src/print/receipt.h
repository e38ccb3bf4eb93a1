/* SPDX-License-Identifier: Apache-2.0
 *
 * What somebody signed in one batch, for them to keep: the sentence that they said yes to, the
 * certificate, each record with its digest and what became of it.  The same paper before signing is
 * the list of what will be signed.  As many A4 pages as it takes.
 */
#ifndef HOCBA_PRINT_RECEIPT_H
#define HOCBA_PRINT_RECEIPT_H

#include "base/date.h"
#include "base/list.h"
#include "base/text.h"

struct print_receipt_line {
    const char *label, *value;
};

struct print_receipt_row {
    const char *name;    /* of the pupil */
    const char *record;  /* uuid */
    const char *digest;  /* hex; NULL: none was made */
    const char *outcome; /* "đã ký 10:42 28/11/2026" */
};

struct print_receipt {
    const char *school, *title;
    const char *sentence;
    LIST(struct print_receipt_line) lines;
    LIST(struct print_receipt_row) rows;
    const char *foot; /* on every page */
    bool training;    /* THỬ NGHIỆM on every page */
};

/* Append the PDF; no clock. INVALID: a character without a glyph. */
MUST_CHECK enum status receipt_print(const struct print_receipt *receipt, struct buffer *pdf,
                                     struct error *err);

#endif
