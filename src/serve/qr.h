/* SPDX-License-Identifier: Apache-2.0
 *
 * A QR code as a picture in a page.
 */
#ifndef HOCBA_SERVE_QR_H
#define HOCBA_SERVE_QR_H

#include "serve/html.h"

/* An <svg> in the arena, with `label` for who cannot see it; empty bytes: the text is too long. */
struct html qr_svg(const char *text, const char *label, struct arena *arena);

#endif
