/* SPDX-License-Identifier: Apache-2.0
 *
 * The tiles at the right edge of a growing tree: each hash of a node is computed once, for the tile
 * above and for the root alike.
 */
#ifndef HOCBA_LEDGER_TILE_EDGE_H
#define HOCBA_LEDGER_TILE_EDGE_H

#include "ledger/tile.h"

struct tile_edge { /* {0} is the empty tree */
    uint64_t size; /* leaves */
    struct tile_level {
        struct digest hashes[TILE_WIDTH];
        unsigned width; /* below TILE_WIDTH */
        uint64_t index;
    } levels[TILE_LEVELS];
};

/* A tile, with its hashes; borrowed. */
typedef enum status tile_take(void *context, const struct tile *tile, const struct digest *hashes,
                              struct error *err);

/* The next leaf's hash. Every tile that it fills is given to `take`, the lowest first. */
MUST_CHECK enum status tile_edge_append(struct tile_edge *edge, const struct digest *leaf,
                                        tile_take *take, void *context, struct error *err);
/* The tiles that are not full. */
MUST_CHECK enum status tile_edge_rest(const struct tile_edge *edge, tile_take *take, void *context,
                                      struct error *err);
struct digest tile_edge_root(const struct tile_edge *edge);

#endif
