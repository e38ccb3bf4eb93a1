/* SPDX-License-Identifier: Apache-2.0 */
#include "base/qr.h"

#include <assert.h>
#include <qrencode.h>

bool
qr_make(struct span bytes, struct qr *qr)
{
    if (bytes.size == 0 || bytes.size > QR_BYTES_MAX)
        return false;
    QRcode *code =
        QRcode_encodeData((int)bytes.size, (const unsigned char *)bytes.data, 0, QR_ECLEVEL_M);
    if (!code)
        return false;
    assert(code->width <= QR_SIDE_MAX); /* a level M code of so many bytes is no larger */
    *qr = (struct qr){.side = code->width};
    for (int row = 0; row < code->width; row++)
        for (int column = 0; column < code->width; column++)
            qr->dark[row][column] = code->data[row * code->width + column] & 1;
    QRcode_free(code);
    return true;
}
