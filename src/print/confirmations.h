/* SPDX-License-Identifier: Apache-2.0
 *
 * The sheet on which a family confirms what the school keeps of a pupil: an A4 page each, with the
 * values as they are, room for what is wrong, and a place to sign.
 */
#ifndef HOCBA_PRINT_CONFIRMATIONS_H
#define HOCBA_PRINT_CONFIRMATIONS_H

#include "base/date.h"
#include "base/list.h"
#include "base/text.h"

enum { PRINT_CONFIRMATIONS_MAX = 500 };

struct print_line {
    const char *label, *value; /* value NULL: not known, to be filled in */
};

struct print_confirmation {
    const char *school, *name, *class_name; /* class_name: "Lớp 4A1, năm học 2023-2024" */
    int64_t sheet;                          /* "phiếu số 2" */
    LIST(struct print_line) lines;
};

struct print_confirmations {
    const struct print_confirmation *items;
    size_t count;
    struct date day; /* printed on the sheets */
    bool training;
};

/* Append the PDF; no clock. INVALID: a character without a glyph, or too many. */
MUST_CHECK enum status confirmations_print(const struct print_confirmations *sheets,
                                           struct buffer *pdf, struct error *err);

#endif
