/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/qr.h"

#include "base/qr.h"

enum { SVG_MAX = 256 * 1024 };

struct html
qr_svg(const char *text, const char *label, struct arena *arena)
{
    AUTO(buffer) *out = buffer_new(SVG_MAX);
    struct qr qr;

    if (!qr_make(span_of(text), &qr))
        return (struct html){SPAN("")};
    int side = qr.side + 2 * QR_QUIET;
    buffer_printf(out, "<svg class=\"qr\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"", side,
                  side);
    html_text(out, label);
    buffer_printf(out, "\"><path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path d=\"", side, side);
    for (int y = 0; y < qr.side; y++)
        for (int x = 0; x < qr.side; x++)
            if (qr.dark[y][x])
                buffer_printf(out, "M%d %dh1v1h-1z", x + QR_QUIET, y + QR_QUIET);
    buffer_text(out, "\"/></svg>");
    return (struct html){{arena_copy(arena, buffer_span(out).data, out->size), out->size}};
}
