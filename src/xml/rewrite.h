/* SPDX-License-Identifier: Apache-2.0
 *
 * The slow path's first step for documents of our own profile in another serialisation: the same
 * document, written as docs/format.md section 2 has it.  Where the input differs only in what
 * canonical XML does not see (superfluous or moved namespace declarations, the order and quotes of
 * attributes, <a/>, CRLF, a byte order mark, character references), the bytes of every apex in the
 * output are exclusive C14N 1.0 of that apex in the input, and the whole is what the signers'
 * program wrote.  Nothing is repaired: white space, unknown prefixes and the like come out as they
 * are, or are refused, so that xml_scan() judges the output by the one set of rules.
 */
#ifndef HOCBA_XML_REWRITE_H
#define HOCBA_XML_REWRITE_H

#include "base/text.h"

/* `written` lives in the arena. INVALID (err->detail names the rule): not XML 1.0 in UTF-8, a
 * DOCTYPE, comment, instruction or CDATA section, a namespace outside the profile, a prefixed
 * attribute, over a ceiling of xml/scan.h, or longer than `ceiling` before or after. */
MUST_CHECK enum status xml_rewrite(struct span bytes, size_t ceiling, struct arena *arena,
                                   struct span *written, struct error *err);

#endif
