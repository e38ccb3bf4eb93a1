/* SPDX-License-Identifier: Apache-2.0
 *
 * How a second place by address is reached (writer/place.h): https, or http on this machine, with
 * the token of a file that only its owner reads.
 */
#ifndef HOCBA_SERVICE_LEDGER_PLACE_H
#define HOCBA_SERVICE_LEDGER_PLACE_H

#include "writer/place.h"

struct place_peer;

/* Fill `plan` for a folder, an address, or NULL: none. `where` and `token_file` are borrowed; *peer
 * is NULL but for an address, and outlives the writer. USAGE: an address that others can read on
 * the way. */
MUST_CHECK enum status place_peer_open(const char *where, const char *token_file,
                                       struct place_plan *plan, struct place_peer **peer,
                                       struct error *err);
void place_peer_free(struct place_peer *peer); /* NULL is a no-op */
DEFINE_AUTO(place_peer)

#endif
