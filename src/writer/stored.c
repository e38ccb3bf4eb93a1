/* SPDX-License-Identifier: Apache-2.0
 *
 * The tree as it is stored, and whether what is stored holds together.
 */
#include "writer/writer_internal.h"

static enum status
read_tile(void *context, const struct tile *tile, struct span *bytes, struct error *err)
{
    struct writer *writer = context;

    TRY(database_read_tile(writer->database, tile->level, tile->index, bytes, err));
    if (bytes->size < tile->width * SHA256_SIZE)
        return fail(err, CORRUPT, "Một mảnh của sổ cái bị cụt. Không ký thêm gì.");
    bytes->size = tile->width * SHA256_SIZE; /* tiles grow at their end alone */
    return OK;
}

struct tree_reader
stored_tree(struct writer *writer, uint64_t size)
{
    tile_source_clear(&writer->source);
    writer->source = (struct tile_source){.read = read_tile, .context = writer, .size = size};
    return tile_reader(&writer->source);
}

enum status
stored_root(struct writer *writer, uint64_t size, struct digest *root, struct error *err)
{
    struct tree_reader reader = stored_tree(writer, size);

    return tree_read_root(&reader, size, root, err);
}

/* --- before a signature ----------------------------------------------------------------------- */

static enum status
mismatch(struct error *err)
{
    return fail(err, CORRUPT, "Sổ cái vừa ghi đọc lại không khớp (ổ đĩa hỏng?). Không ký gì.");
}

/* Leaves [from, to) of one tile: the stored entries give the stored hashes. */
static enum status
check_entries(struct writer *writer, uint64_t from, uint64_t to, struct error *err)
{
    struct digest hashes[TILE_WIDTH];
    size_t first = from % TILE_WIDTH, count = to - from;
    struct span entry, bytes;

    for (size_t i = 0; i < count; i++) {
        TRY(database_read_leaf(writer->database, from + i, &entry, err));
        hashes[i] = tree_leaf_hash(entry);
    }
    TRY(database_read_tile(writer->database, 0, from / TILE_WIDTH, &bytes, err));
    bool same = bytes.size >= (first + count) * SHA256_SIZE &&
                memcmp(bytes.data + first * SHA256_SIZE, hashes->bytes, count * SHA256_SIZE) == 0;
    return same ? OK : mismatch(err);
}

/* A full tile is one hash of the tile above it. */
static enum status
check_above(struct writer *writer, int level, uint64_t index, struct error *err)
{
    struct digest hashes[TILE_WIDTH];
    size_t at = index % TILE_WIDTH * SHA256_SIZE;
    struct span bytes;

    TRY(database_read_tile(writer->database, level, index, &bytes, err));
    if (bytes.size != TILE_BYTES)
        return mismatch(err);
    memcpy(hashes, bytes.data, TILE_BYTES);
    tile_fold(hashes);
    TRY(database_read_tile(writer->database, level + 1, index / TILE_WIDTH, &bytes, err));
    bool same =
        bytes.size >= at + SHA256_SIZE && memcmp(bytes.data + at, hashes->bytes, SHA256_SIZE) == 0;
    return same ? OK : mismatch(err);
}

enum status
check_stored(struct writer *writer, uint64_t from, struct error *err)
{
    for (uint64_t at = from; at < writer->size;) {
        uint64_t end = (at / TILE_WIDTH + 1) * TILE_WIDTH;
        end = end < writer->size ? end : writer->size;
        TRY(check_entries(writer, at, end, err));
        at = end;
    }
    for (int level = 0; level < TILE_LEVELS - 1; level++) {
        unsigned shift = (unsigned)(level + 1) * TILE_HEIGHT;
        for (uint64_t i = from >> shift; i < writer->size >> shift; i++)
            TRY(check_above(writer, level, i, err));
    }
    return OK;
}
