/* SPDX-License-Identifier: Apache-2.0
 *
 * The public files of a ledger (c2sp.org/tlog-tiles), for any web server.
 */
#include <stdlib.h>

#include "base/file.h"
#include "writer/writer_internal.h"

struct exporting {
    struct writer *writer;
    const char *folder;
    uint64_t size;
    struct arena *arena;
};

static enum status
bytes_of(struct writer *writer, const struct tile *tile, struct buffer *out, struct error *err)
{
    struct span bytes;

    if (tile->level != TILE_ENTRIES) {
        TRY(database_read_tile(writer->database, tile->level, tile->index, &bytes, err));
        if (bytes.size < tile->width * SHA256_SIZE)
            return fail(err, CORRUPT, "Một mảnh của sổ cái bị cụt; chưa xuất xong.");
        buffer_add(out, bytes.data, tile->width * SHA256_SIZE);
        return OK;
    }
    for (unsigned i = 0; i < tile->width; i++) {
        TRY(database_read_leaf(writer->database, tile->index * TILE_WIDTH + i, &bytes, err));
        tile_add_entry(out, bytes);
    }
    return OK;
}

enum status
writer_read_tile(struct writer *writer, const struct tile *tile, struct buffer *out,
                 struct error *err)
{
    if (tile->width > tile_width_at(tile->level, tile->index, writer->size))
        return fail(err, NOT_FOUND, "Sổ cái không có tệp này.");
    return bytes_of(writer, tile, out, err);
}

static enum status
write_tile(struct exporting *work, const struct tile *tile, struct error *err)
{
    AUTO(buffer) *bytes = buffer_new(WRITER_TILE_MAX);
    char name[TILE_PATH_SIZE];
    const char *path =
        arena_printf(work->arena, "%s/%s", work->folder, tile_write_path(tile, name));

    if (file_exists(path))
        return OK; /* tiles never change: a partial one has its width in its name */
    TRY(bytes_of(work->writer, tile, bytes, err));
    const char *slash = strrchr(path, '/');
    TRY(folder_make(arena_copy(work->arena, path, (size_t)(slash - path)), 0755, err));
    return file_write(path, buffer_span(bytes), 0644, err);
}

static enum status
write_level(struct exporting *work, int level, struct error *err)
{
    struct tile tile = {.level = level};

    for (;; tile.index++) {
        tile.width = tile_width_at(level, tile.index, work->size);
        if (tile.width == 0)
            return OK;
        TRY(write_tile(work, &tile, err));
    }
}

enum status
writer_export(struct writer *writer, const char *folder, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct exporting work = {.writer = writer, .folder = folder, .arena = arena};
    struct checkpoint checkpoint;
    struct span note;
    struct note *parsed = arena_make(arena, struct note);
    bool final;

    TRY(folder_make(folder, 0755, err));
    TRY(writer_checkpoint(writer, &note, &final, err));
    note.data = arena_copy(arena, note.data, note.size);
    TRY(note_parse(note, arena, parsed, err));
    TRY(checkpoint_parse(parsed->text, &checkpoint, err));
    work.size = checkpoint.size;
    for (int level = TILE_ENTRIES; level < TILE_LEVELS; level++)
        TRY(write_level(&work, level, err));
    /* Last: whoever sees it finds the tiles under it. */
    return file_write(arena_printf(arena, "%s/checkpoint", folder), note, 0644, err);
}
