/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/qr.h"

#include <qrencode.h>

enum { QUIET = 4, SVG_MAX = 256 * 1024 };

struct html
qr_svg(const char *text, const char *label, struct arena *arena)
{
    AUTO(buffer) *out = buffer_new(SVG_MAX);
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);

    if (!code)
        return (struct html){SPAN("")};
    int side = code->width + 2 * QUIET;
    buffer_printf(out, "<svg class=\"qr\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"", side,
                  side);
    html_text(out, label);
    buffer_printf(out, "\"><path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path d=\"", side, side);
    for (int y = 0; y < code->width; y++)
        for (int x = 0; x < code->width; x++)
            if (code->data[y * code->width + x] & 1)
                buffer_printf(out, "M%d %dh1v1h-1z", x + QUIET, y + QUIET);
    buffer_text(out, "\"/></svg>");
    QRcode_free(code);
    return (struct html){{arena_copy(arena, buffer_span(out).data, out->size), out->size}};
}
