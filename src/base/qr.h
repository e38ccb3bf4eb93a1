/* SPDX-License-Identifier: Apache-2.0
 *
 * QR codes (ISO/IEC 18004): bytes, error correction M (15 % of a code may be lost), versions 1 to
 * 10.  For addresses on paper.
 */
#ifndef HOCBA_BASE_QR_H
#define HOCBA_BASE_QR_H

#include "base/text.h"

#include <stdint.h>

enum {
    QR_BYTES_MAX = 213,
    QR_VERSION_MAX = 10,
    QR_SIDE_MAX = 17 + 4 * QR_VERSION_MAX,
    QR_QUIET = 4
};

struct qr {
    int side; /* modules, without the quiet zone of QR_QUIET on each side */
    uint8_t dark[QR_SIDE_MAX][QR_SIDE_MAX]; /* [row][column] */
};

/* False: more than QR_BYTES_MAX bytes. The smallest version that holds them. */
bool qr_make(struct span bytes, struct qr *qr);

#endif
