/* SPDX-License-Identifier: Apache-2.0
 *
 * Packets kept once.  The records of a packet are kept already, byte for byte, as received ones
 * (store/intake.h); so of the packet only its frame is kept: what is between and around them, and
 * where they stood.  What is not exactly a received record (a refused one, one that was received
 * before with other evidence) is part of the frame.  docs/decisions/0012-packets-kept-once.md.
 */
#ifndef HOCBA_STORE_PACKETS_H
#define HOCBA_STORE_PACKETS_H

#include "store/intake.h"

/* The packet of an ended message. */
struct packet_text {
    int64_t message;
    const char *unit;          /* id: whose dictionary helps */
    struct span text;          /* the packet's XML */
    const struct span *places; /* <HOC_BA>...</HOC_BA> in it, in their order */
    size_t count;
};

/* Within a transaction: keep the frame and let the content go that came over the wire, once the
 * packet was composed again from what is kept, byte for byte. Where it was not, the content stays,
 * which is no failure: *packed tells. */
MUST_CHECK enum status store_pack_message(struct store *store, const struct packet_text *packet,
                                          bool *packed, struct error *err);
/* The text as it came in; NOT_FOUND: the content is kept as it was sent (store_find_content()).
 * CORRUPT when it does not give the hash. */
MUST_CHECK enum status store_find_packet(struct store *store, int64_t message, struct arena *arena,
                                         struct span *text, struct error *err);

#endif
