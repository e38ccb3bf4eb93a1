/* SPDX-License-Identifier: Apache-2.0
 *
 * Base64 (RFC 4648, with padding, no line breaks), hexadecimal, percent-encoding (RFC 3986).
 */
#ifndef HOCBA_BASE_ENCODE_H
#define HOCBA_BASE_ENCODE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

static inline size_t
base64_size(size_t bytes)
{
    return (bytes + 2) / 3 * 4;
}

/* Append the base64 of `data`. */
void base64_add(struct buffer *out, const void *data, size_t size);
/* The base64 of `data` as an arena text. */
char *base64_write(struct arena *arena, const void *data, size_t size);
/* Strict: padding right, no blanks, unused bits zero. `out` has room for text.size / 4 * 3. */
bool base64_read(struct span text, uint8_t *out, size_t *size);

/* Append what a URL or a form holds of this text: all but RFC 3986's unreserved as %XX. */
void percent_add(struct buffer *out, const char *text);

/* Lower-case hexadecimal, 2 * size + 1 bytes into `out`; returns out. */
const char *hex_write(const uint8_t *data, size_t size, char *out);
/* Exactly 2 * size hexadecimal digits of either case. */
bool hex_read(struct span text, uint8_t *out, size_t size);

#endif
