/* SPDX-License-Identifier: Apache-2.0
 *
 * A stream out of an OLE2 compound file ([MS-CFB]), which is a small file system.  Bounded by the
 * file: no chain of sectors is followed further than the file has sectors.
 */
#ifndef HOCBA_SHEET_OLE_H
#define HOCBA_SHEET_OLE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"

/* Does the file reach as far as its directory? A file cut short mostly does not. */
bool ole_has_directory(struct span file);

/* A copy of the stream of that ASCII name, in whatever storage; false when there is none or the
 * file's own tables lead nowhere. */
bool ole_read_stream(struct span file, const char *name, struct arena *arena, struct span *stream);

/* Little-endian numbers at a place; 0 behind the end. */
uint16_t little_16(struct span bytes, size_t at);
uint32_t little_32(struct span bytes, size_t at);

#endif
