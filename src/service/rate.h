/* SPDX-License-Identifier: Apache-2.0
 *
 * Rates: how often somebody may try, in the memory of the server.  A token bucket per key; a key is
 * an address or a code, kept only as a hash under a key of this process.  Threads may share one.
 *
 * The table has a fixed size: of two keys that would have the same place, the one that tried less
 * lately gives way.  So a flood of addresses makes the limit looser for some, never stricter for
 * anybody else.
 */
#ifndef HOCBA_SERVICE_RATE_H
#define HOCBA_SERVICE_RATE_H

#include "base/text.h"

#include <stdint.h>

enum { RATE_KEYS = 16 * 1024, RATE_WAYS = 8 };

struct rate;

/* `burst` tries at once; one more every `seconds`. */
struct rate *rate_new(unsigned burst, unsigned seconds);
void rate_free(struct rate *rate); /* NULL is a no-op */
DEFINE_AUTO(rate)

/* Take a try at `now` (seconds, never going back). 0: there was one; else how many seconds until
 * the next one. */
unsigned rate_take(struct rate *rate, struct span key, int64_t now);
/* It was no try after all: somebody who may. */
void rate_give_back(struct rate *rate, struct span key, int64_t now);
/* What of an address counts: of IPv6 the first 64 bits, which one household has for itself. */
struct span rate_address(const char *address);

#endif
