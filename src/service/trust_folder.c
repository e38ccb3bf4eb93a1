/* SPDX-License-Identifier: Apache-2.0 */
#include "service/trust_folder.h"

#include "base/file.h"

/* A file is in the table once for each purpose at most. */
enum { FILES_MAX = ANCHORS_MAX * TRUST_PURPOSES };

struct folder {
    struct arena *arena;
    const char *path;
    struct trust_file files[FILES_MAX];
    size_t count;
};

static enum status
read_named(struct folder *folder, struct span name, struct error *err)
{
    const char *text = arena_copy(folder->arena, name.data, name.size);
    const char *path = arena_printf(folder->arena, "%s/%s", folder->path, text);

    for (size_t i = 0; i < folder->count; i++)
        if (text_equal(folder->files[i].name, text))
            return OK;
    if (name.size == 0 || text[0] == '.' || strchr(text, '/') || strlen(text) != name.size)
        return fail(err, USAGE, "Kho tin cậy: tên tệp trong %s phải nằm ngay trong thư mục đó.",
                    TRUST_TABLE_NAME);
    if (!file_exists(path))
        return OK; /* the table's reader says which line names it */
    if (folder->count == FILES_MAX)
        return fail(err, USAGE, "Kho tin cậy: %s có quá nhiều tệp.", TRUST_TABLE_NAME);
    struct trust_file *file = &folder->files[folder->count];
    TRY(file_read(folder->arena, path, CERTIFICATE_PEM_MAX, &file->bytes, err));
    file->name = text;
    folder->count++;
    return OK;
}

/* Every file that the table names. */
static enum status
read_files(struct folder *folder, struct span table, struct error *err)
{
    while (table.size > 0) {
        const char *end = memchr(table.data, '\n', table.size);
        struct span line = {table.data, end ? (size_t)(end - table.data) : table.size};
        const char *tab = memchr(line.data, '\t', line.size);
        if (tab && line.data[0] != '#')
            TRY(read_named(folder, (struct span){line.data, (size_t)(tab - line.data)}, err));
        size_t used = line.size + (end != NULL);
        table = (struct span){table.data + used, table.size - used};
    }
    return OK;
}

static enum status
read_at(struct folder *folder, struct trust_bytes *bytes, struct error *err)
{
    const char *table_path = arena_printf(folder->arena, "%s/%s", folder->path, TRUST_TABLE_NAME);

    if (!file_exists(table_path))
        return file_read(folder->arena, folder->path, ANCHORS_PEM_MAX, &bytes->pem, err);
    TRY(file_read(folder->arena, table_path, TRUST_TABLE_MAX, &bytes->table, err));
    TRY(read_files(folder, bytes->table, err));
    bytes->files = folder->files;
    bytes->count = folder->count;
    return OK;
}

enum status
trust_read(const char *path, struct arena *arena, struct trust_bytes *bytes, struct error *err)
{
    struct folder *folder = arena_make(arena, struct folder);

    folder->arena = arena;
    folder->path = path;
    *bytes = (struct trust_bytes){0};
    if (read_at(folder, bytes, err) == OK)
        return OK;
    err->status = USAGE;
    return USAGE;
}

enum status
trust_open(const char *path, struct trust **trust, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct trust_bytes bytes;

    TRY(trust_read(path, arena, &bytes, err));
    return bytes.pem.data ? trust_parse_pem(bytes.pem, trust, err)
                          : trust_parse_table(bytes.table, bytes.files, bytes.count, trust, err);
}
