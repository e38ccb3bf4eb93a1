/* SPDX-License-Identifier: Apache-2.0
 *
 * The minutes of an inspection as an administrative paper (Nghị định 30/2020/NĐ-CP): heading, what
 * was looked at and found, both sides' signatures as they were verified.  As many A4 pages as it
 * takes; nothing is cut.
 */
#ifndef HOCBA_PRINT_MINUTES_H
#define HOCBA_PRINT_MINUTES_H

#include "base/date.h"
#include "base/list.h"
#include "base/text.h"

struct print_minutes_signer {
    const char *name;        /* of the certificate; NULL: not signed yet */
    const char *certificate; /* SHA-256, hex */
    struct moment at;
};

struct print_minutes_row {
    const char *title, *result, *remark; /* remark NULL: none */
};

struct print_minutes_finding {
    const char *severity, *article, *finding, *evidence; /* evidence NULL: none */
    struct date deadline;
    LIST(const char *) files; /* "ảnh.jpg (SHA-256 ...)" */
};

struct print_minutes {
    const char *department, *school, *round, *decision, *year, *place;
    struct moment from, to;
    const char *head, *team, *host, *looked_at, *opinion;
    LIST(struct print_minutes_row) conditions;
    LIST(const char *) records;
    LIST(struct print_minutes_finding) findings;
    struct print_minutes_signer head_signer, principal_signer;
    const char *sha256; /* of the signed file; at the foot of each page */
    bool draft;         /* BẢN XEM TRƯỚC on every page */
    bool training;      /* THỬ NGHIỆM on every page */
};

/* Append the PDF; no clock. INVALID: a character without a glyph. */
MUST_CHECK enum status minutes_render(const struct print_minutes *minutes, struct buffer *pdf,
                                      struct error *err);

#endif
