/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/tile.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

/* --- paths ------------------------------------------------------------------------------------ */

const char *
tile_write_path(const struct tile *tile, char *out)
{
    size_t at = 0;
    uint64_t scale = 1;

    assert(tile->width >= 1 && tile->width <= TILE_WIDTH);
    if (tile->level == TILE_ENTRIES)
        at += (size_t)snprintf(out, TILE_PATH_SIZE, "tile/entries/");
    else
        at += (size_t)snprintf(out, TILE_PATH_SIZE, "tile/%d/", tile->level);
    while (tile->index / scale >= 1000)
        scale *= 1000;
    for (; scale > 1; scale /= 1000)
        at += (size_t)snprintf(out + at, TILE_PATH_SIZE - at, "x%03u/",
                               (unsigned)(tile->index / scale % 1000));
    at += (size_t)snprintf(out + at, TILE_PATH_SIZE - at, "%03u", (unsigned)(tile->index % 1000));
    if (tile->width < TILE_WIDTH)
        snprintf(out + at, TILE_PATH_SIZE - at, ".p/%u", tile->width);
    return out;
}

/* Whatever reads as a tile and is written back as the same text. */
bool
tile_parse_path(struct span path, struct tile *tile)
{
    char text[TILE_PATH_SIZE], again[TILE_PATH_SIZE];
    struct tile read = {.width = TILE_WIDTH};
    const char *at = text;

    if (path.size >= sizeof text || memchr(path.data, 0, path.size))
        return false;
    memcpy(text, path.data, path.size);
    text[path.size] = '\0';
    if (strncmp(at, "tile/entries/", 13) == 0) {
        read.level = TILE_ENTRIES;
        at += 13;
    } else if (strncmp(at, "tile/", 5) == 0 && at[5] >= '0' && at[5] < '0' + TILE_LEVELS) {
        read.level = at[5] - '0';
        at += 7;
    } else {
        return false;
    }
    for (; at < text + path.size && *at != '.'; at++) {
        if (*at >= '0' && *at <= '9' && read.index < UINT64_MAX / 10 - 1)
            read.index = read.index * 10 + (uint64_t)(*at - '0');
        else if (*at != 'x' && *at != '/')
            return false;
    }
    if (*at == '.') {
        int width;
        if (strncmp(at, ".p/", 3) != 0 || !text_to_int(at + 3, 1, TILE_WIDTH - 1, &width))
            return false;
        read.width = (unsigned)width;
    }
    if (strcmp(tile_write_path(&read, again), text) != 0)
        return false;
    *tile = read;
    return true;
}

unsigned
tile_width_at(int level, uint64_t index, uint64_t size)
{
    unsigned shift = level == TILE_ENTRIES ? 0 : (unsigned)level * TILE_HEIGHT;
    uint64_t hashes = size >> shift;

    if (index > UINT64_MAX / TILE_WIDTH - 1 || hashes <= index * TILE_WIDTH)
        return 0;
    uint64_t width = hashes - index * TILE_WIDTH;
    return width < TILE_WIDTH ? (unsigned)width : TILE_WIDTH;
}

void
tile_fold(struct digest hashes[TILE_WIDTH])
{
    for (unsigned width = TILE_WIDTH; width > 1; width /= 2)
        tree_node_hashes(hashes, width / 2, hashes);
}

/* --- entries ---------------------------------------------------------------------------------- */

enum status
tile_next_entry(struct span *bundle, struct span *entry, struct error *err)
{
    const uint8_t *bytes = (const uint8_t *)bundle->data;
    size_t size = bundle->size < 2 ? 0 : (size_t)(bytes[0] << 8 | bytes[1]);

    if (bundle->size < 2 || size > bundle->size - 2)
        return fail(err, CORRUPT, "Gói mục của sổ cái bị cụt (tlog-tiles).");
    *entry = (struct span){bundle->data + 2, size};
    *bundle = (struct span){bundle->data + 2 + size, bundle->size - 2 - size};
    return OK;
}

void
tile_add_entry(struct buffer *bundle, struct span entry)
{
    uint8_t length[2] = {(uint8_t)(entry.size >> 8), (uint8_t)entry.size};

    assert(entry.size <= TILE_ENTRY_MAX);
    buffer_add(bundle, length, sizeof length);
    buffer_add(bundle, entry.data, entry.size);
}

/* --- reading hashes out of tiles -------------------------------------------------------------- */

/* A full tile of leaves is read once per proof; the tiles above it and those at the tree's edge are
 * read for almost every one, so they keep places of their own: nine million leaves have 138 tiles
 * above those of leaves. */
enum { PLACE_LEAVES, PLACE_LEAVES_EDGE, PLACES_FIRST_UPPER, PLACES = 256 };

struct tile_place {
    struct tile tile; /* width 0: empty */
    /* The tile's own small tree: node i is over 2i and 2i + 1, the hashes of the tile stand from
     * TILE_WIDTH on. Nodes beyond a partial tile's edge are never asked for. */
    struct digest nodes[2 * TILE_WIDTH];
};

static struct tile_place *
place_of(struct tile_source *source, const struct tile *tile)
{
    if (!source->places)
        source->places = heap_alloc(PLACES * sizeof *source->places);
    if (tile->level == 0)
        return &source->places[tile->width == TILE_WIDTH ? PLACE_LEAVES : PLACE_LEAVES_EDGE];
    uint64_t mixed = tile->index + (uint64_t)tile->level * 199;
    return &source->places[PLACES_FIRST_UPPER + mixed % (PLACES - PLACES_FIRST_UPPER)];
}

static enum status
load(struct tile_source *source, const struct tile *tile, struct tile_place *place,
     struct error *err)
{
    struct span bytes;

    place->tile.width = 0;
    TRY(source->read(source->context, tile, &bytes, err));
    if (bytes.size != (size_t)tile->width * SHA256_SIZE)
        return fail(err, CORRUPT, "Một mảnh của sổ cái không đúng độ dài (tlog-tiles).");
    memcpy(place->nodes + TILE_WIDTH, bytes.data, bytes.size);
    for (unsigned row = TILE_WIDTH / 2, full = tile->width / 2; row > 0; row /= 2, full /= 2)
        tree_node_hashes(&place->nodes[2 * (size_t)row], full, &place->nodes[row]);
    place->tile = *tile;
    return OK;
}

static enum status
read_node(void *context, unsigned level, uint64_t index, struct digest *hash, struct error *err)
{
    struct tile_source *source = context;
    unsigned inside = level % TILE_HEIGHT, row = TILE_WIDTH >> inside;
    struct tile tile = {.level = (int)(level / TILE_HEIGHT), .index = index / row};

    tile.width = tile_width_at(tile.level, tile.index, source->size);
    if ((index % row + 1) << inside > tile.width)
        return fail(err, INVALID, "Sổ cái chưa có mục đó.");
    struct tile_place *place = place_of(source, &tile);
    if (place->tile.width != tile.width || place->tile.level != tile.level ||
        place->tile.index != tile.index)
        TRY(load(source, &tile, place, err));
    *hash = place->nodes[row + index % row];
    return OK;
}

struct tree_reader
tile_reader(struct tile_source *source)
{
    return (struct tree_reader){read_node, source};
}

void
tile_source_clear(struct tile_source *source)
{
    free(source->places);
    source->places = NULL;
}
