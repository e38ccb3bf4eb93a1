/* SPDX-License-Identifier: Apache-2.0
 *
 * Tiles (c2sp.org/tlog-tiles): the tree's hashes in pieces of 256, eight levels high, and the
 * entries in bundles of 256, each a static file that never changes once full.
 *
 *     tile/<level>/<index>[.p/<width>]      width * 32 bytes
 *     tile/entries/<index>[.p/<width>]      width entries, each behind its uint16 length
 */
#ifndef HOCBA_LEDGER_TILE_H
#define HOCBA_LEDGER_TILE_H

#include "ledger/tree.h"

enum {
    TILE_WIDTH = 256,
    TILE_HEIGHT = 8, /* levels of the tree in one tile */
    TILE_LEVELS = 8, /* 2^64 leaves */
    TILE_BYTES = TILE_WIDTH * SHA256_SIZE,
    TILE_PATH_SIZE = 64, /* bytes of a path and its NUL */
    TILE_ENTRY_MAX = 65535,
    TILE_ENTRIES = -1, /* as a level: the bundles of entries */
};

struct tile {
    int level; /* 0..7, or TILE_ENTRIES */
    uint64_t index;
    unsigned width; /* 1..256; 256 is a full tile, which has no ".p/" */
};

/* "tile/0/x001/x234/067.p/5"; `out` has TILE_PATH_SIZE bytes; returns out. */
const char *tile_write_path(const struct tile *tile, char *out);
/* Strict: no other spelling of the same tile. */
bool tile_parse_path(struct span path, struct tile *tile);
/* How many hashes the tile has in a tree of `size` leaves: 0 (there is none) .. 256. */
unsigned tile_width_at(int level, uint64_t index, uint64_t size);

/* The root of a full tile, which becomes one hash of the level above: left in hashes[0]; the others
 * are destroyed. */
void tile_fold(struct digest hashes[TILE_WIDTH]);

/* The next entry of a bundle, cut off its front. CORRUPT when it is cut short. */
MUST_CHECK enum status tile_next_entry(struct span *bundle, struct span *entry, struct error *err);
/* Append an entry with its length; at most TILE_ENTRY_MAX bytes (asserted). */
void tile_add_entry(struct buffer *bundle, struct span entry);

/* A tree_reader over tiles that come from anywhere: a folder, a database, a server. */
struct tile_source {
    /* The bytes of a tile, borrowed until the next call; CORRUPT unless it has its size. */
    enum status (*read)(void *context, const struct tile *tile, struct span *bytes,
                        struct error *err);
    void *context;
    uint64_t size;             /* leaves of the tree whose tiles are read; may grow */
    struct tile_place *places; /* tiles at hand, at most 4 MB; starts as NULL */
};
/* `source` must stay where it is as long as the reader is used; clear it afterwards. */
struct tree_reader tile_reader(struct tile_source *source);
void tile_source_clear(struct tile_source *source);

#endif
