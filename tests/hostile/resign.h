/* SPDX-License-Identifier: Apache-2.0
 *
 * An attacker who holds the signers' keys: makes every digest and value of a bent record right
 * again, whatever was bent, without reading it as our programs do.  What is then refused is refused
 * for what was bent and for nothing else.
 */
#ifndef HOCBA_TESTS_HOSTILE_RESIGN_H
#define HOCBA_TESTS_HOSTILE_RESIGN_H

#include "base/arena.h"
#include "tests/support/key_signer.h"

/* What `&ten;` stands for in the files that declare it. */
#define HOSTILE_ENTITY_TEXT "An"

/* `document` with the first `from` replaced by `to`; the test ends when there is none. */
struct span hostile_replace(struct arena *arena, struct span document, const char *from,
                            const char *to);
/* Digests and values anew, of the class teacher, the principal and the school, in this order; a
 * signature that is not there is left out. A NUL follows the bytes of each result. */
struct span hostile_resign(struct arena *arena, struct span document, struct signer *const by[3]);

#endif
