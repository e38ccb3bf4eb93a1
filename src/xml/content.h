/* SPDX-License-Identifier: Apache-2.0
 *
 * The parameter `content` of the exchange between suppliers, departments and the Ministry (CV2088
 * II.2.2, the function for coding in its annex):
 *
 *     base64( length of the text in bytes, four bytes, least first || gzip(text in UTF-8) )
 *
 * Ten megabytes are the ceiling of a transaction (II.2.8): of what was sent, of the length that it
 * declares and of what really comes out.  Nothing is unpacked past the declared length, and a
 * length that gzip cannot reach from so few bytes is refused before any memory is taken.
 */
#ifndef HOCBA_XML_CONTENT_H
#define HOCBA_XML_CONTENT_H

#include "base/text.h"

enum {
    CONTENT_MAX = 10 * 1024 * 1024,
    CONTENT_LENGTH_SIZE = 4,
    CONTENT_RATIO_MAX = 1032, /* deflate makes at most so many bytes of one */
};

/* Append the content of a text. INVALID: the text is empty, not UTF-8, or over the ceiling, or
 * `out` is too small. */
MUST_CHECK enum status content_pack(struct span text, struct buffer *out, struct error *err);

/* `text` lives in the arena, with a NUL after it. Blanks and line breaks in the base64 do not
 * count; gzip may have several members (RFC 1952). INVALID, err->detail names the rule: "size",
 * "base64", "length" (not what was declared), "gzip", "encoding". */
MUST_CHECK enum status content_unpack(struct span content, struct arena *arena, struct span *text,
                                      struct error *err);

#endif
