/* SPDX-License-Identifier: Apache-2.0
 *
 * Compression of PDF streams (/FlateDecode: zlib, RFC 1950).  The only user of libdeflate here.
 */
#ifndef HOCBA_PRINT_DEFLATE_H
#define HOCBA_PRINT_DEFLATE_H

#include "base/text.h"

enum { DEFLATE_FAST = 6, DEFLATE_SMALL = 12 };

struct deflate;

struct deflate *deflate_new(int level);
void deflate_free(struct deflate *deflate); /* NULL is a no-op */
DEFINE_AUTO(deflate)

/* The compressed bytes, borrowed until the next call. */
struct span deflate_run(struct deflate *deflate, struct span bytes);

#endif
