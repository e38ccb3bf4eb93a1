/* SPDX-License-Identifier: Apache-2.0
 *
 * Slips that a school hands to families: eight on an A4 page, to be cut along the dashed lines.
 * A slip holds a code; it says nothing of a pupil but name and class.
 */
#ifndef HOCBA_PRINT_SLIPS_H
#define HOCBA_PRINT_SLIPS_H

#include "base/text.h"

enum { PRINT_SLIPS_MAX = 5000 };

struct print_slip {
    const char *school, *name, *class_name; /* class_name: "Lớp 4A1, năm học 2023-2024" */
    const char *code;
};

struct print_slips {
    const struct print_slip *items;
    size_t count;
    const char *address; /* where the code is used; NULL: the school tells */
    bool training;
};

/* Append the PDF; no clock. INVALID: a character without a glyph, or too many. */
MUST_CHECK enum status slips_print(const struct print_slips *slips, struct buffer *pdf,
                                   struct error *err);

#endif
