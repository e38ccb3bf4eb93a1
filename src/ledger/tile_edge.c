/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/tile_edge.h"

enum status
tile_edge_append(struct tile_edge *edge, const struct digest *leaf, tile_take *take, void *context,
                 struct error *err)
{
    struct digest carried = *leaf;

    edge->size++;
    for (int i = 0; i < TILE_LEVELS; i++) {
        struct tile_level *level = &edge->levels[i];
        level->hashes[level->width++] = carried;
        if (level->width < TILE_WIDTH)
            return OK;
        struct tile full = {i, level->index++, TILE_WIDTH};
        level->width = 0;
        TRY(take(context, &full, level->hashes, err));
        tile_fold(level->hashes);
        carried = level->hashes[0];
    }
    return OK;
}

enum status
tile_edge_rest(const struct tile_edge *edge, tile_take *take, void *context, struct error *err)
{
    for (int i = 0; i < TILE_LEVELS; i++) {
        const struct tile_level *level = &edge->levels[i];
        struct tile part = {i, level->index, level->width};
        if (level->width)
            TRY(take(context, &part, level->hashes, err));
    }
    return OK;
}

/* The root of a few hashes, a power of two of them. */
static struct digest
fold(const struct digest *hashes, unsigned count)
{
    struct digest rest[TILE_WIDTH / 2];

    memcpy(rest, hashes, count * sizeof *rest);
    for (; count > 1; count /= 2)
        tree_node_hashes(rest, count / 2, rest);
    return rest[0];
}

/* The bits of a width are the complete subtrees in the tile, the largest first. */
struct digest
tile_edge_root(const struct tile_edge *edge)
{
    struct tree_edge peaks = {.size = edge->size};

    for (int i = TILE_LEVELS - 1; i >= 0; i--) {
        const struct digest *next = edge->levels[i].hashes;
        for (unsigned part = TILE_WIDTH / 2; part > 0; part /= 2) {
            if (!(edge->levels[i].width & part))
                continue;
            peaks.peaks[peaks.count++] = fold(next, part);
            next += part;
        }
    }
    return tree_root(&peaks);
}
