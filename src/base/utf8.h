/* SPDX-License-Identifier: Apache-2.0
 *
 * UTF-8 (RFC 3629), without any library: what JSON and the agent need.
 */
#ifndef HOCBA_BASE_UTF8_H
#define HOCBA_BASE_UTF8_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/* Well-formed UTF-8 (no surrogates, no overlong forms, no NUL). */
bool utf8_is_valid(struct span text);
/* The beginning of a valid text, of at most some 90 bytes, to stand in a sentence: whole
 * characters, and "…" where more follows. */
const char *utf8_excerpt(struct arena *arena, const char *text);
/* Decode one character at *p (valid UTF-8, *p < end) and step over it. */
uint32_t utf8_next(const char **p, const char *end);
/* Append one character. */
void utf8_add(struct buffer *out, uint32_t character);

#endif
