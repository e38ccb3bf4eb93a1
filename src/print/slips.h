/* SPDX-License-Identifier: Apache-2.0
 *
 * Slips that a school hands out, eight on an A4 page, to be cut along the dashed lines: to families
 * with the code that opens a record, to its people with their first password.  A slip says nothing
 * else of them but a name and a line.
 */
#ifndef HOCBA_PRINT_SLIPS_H
#define HOCBA_PRINT_SLIPS_H

#include "base/text.h"

enum { PRINT_SLIPS_MAX = 5000 };

enum slip_kind { SLIP_FAMILY, SLIP_ACCOUNT };

struct print_slip {
    const char *school, *name;
    const char *line; /* "Lớp 4A1, năm học 2023-2024", "Tên đăng nhập: an.nguyen" */
    const char *code;
};

struct print_slips {
    enum slip_kind kind;
    const struct print_slip *items;
    size_t count;
    const char *address; /* where the code is used; NULL: the school tells */
    bool training;
};

/* Append the PDF; no clock. INVALID: a character without a glyph, or too many. */
MUST_CHECK enum status slips_print(const struct print_slips *slips, struct buffer *pdf,
                                   struct error *err);

#endif
