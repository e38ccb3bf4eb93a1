/* SPDX-License-Identifier: Apache-2.0
 *
 * gzip for answers: web/ does it to whatever may be compressed; who keeps an answer does it once.
 */
#ifndef HOCBA_WEB_COMPRESS_H
#define HOCBA_WEB_COMPRESS_H

#include "base/text.h"

enum { COMPRESS_FROM = 1024 }; /* a shorter answer is sent as it is */

/* In the arena; false: it would not become shorter. `out` is set only on success. */
bool compress_gzip(struct span bytes, struct arena *arena, struct span *out);
/* Does an Accept-Encoding header (or NULL) take gzip? "gzip;q=0" does not. */
bool compress_is_accepted(const char *accept_encoding);

#endif
