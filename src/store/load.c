/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "crypto/hash.h"
#include "store/ask.h"
#include "store/dump.h"
#include "store/dump_form.h"

enum { CHUNK = 64 * 1024 };

/* `store` NULL: only check the form and the hash. */
struct reader {
    struct store *store;
    dump_source *source;
    void *context;
    struct sha256_stream *hash;
    char *chunk;
    size_t at, size;
    uint32_t version; /* of the schema that wrote it */
    struct dump_counts counts;
};

static enum status
damaged(const struct reader *reader, const char *what, struct error *err)
{
    fail(err, CORRUPT,
         "Bản sao lưu bị hỏng hoặc bị cắt cụt, không dùng được. Kho chưa bị động "
         "tới; hãy dùng bản sao lưu khác.");
    return fail_detail(err, "dump: %s near byte %lld", what, (long long)reader->counts.bytes);
}

/* --- bytes ----------------------------------------------------------------------------------- */

/* `size` bytes without hashing them. */
static enum status
take_raw(struct reader *reader, void *to, size_t size, struct error *err)
{
    char *out = to;
    while (size > 0) {
        if (reader->at == reader->size) {
            reader->at = reader->size = 0;
            TRY(reader->source(reader->context, reader->chunk, CHUNK, &reader->size, err));
            if (reader->size == 0)
                return damaged(reader, "end", err);
        }
        size_t part = reader->size - reader->at < size ? reader->size - reader->at : size;
        memcpy(out, reader->chunk + reader->at, part);
        reader->at += part;
        reader->counts.bytes += (int64_t)part;
        out += part;
        size -= part;
    }
    return OK;
}

static enum status
take(struct reader *reader, void *to, size_t size, struct error *err)
{
    TRY(take_raw(reader, to, size, err));
    sha256_stream_add(reader->hash, to, size);
    return OK;
}

static enum status
take_number(struct reader *reader, int size, uint64_t *out, struct error *err)
{
    uint8_t bytes[8];
    TRY(take(reader, bytes, (size_t)size, err));
    uint64_t number = 0;
    for (int i = size; i-- > 0;)
        number = number << 8 | bytes[i];
    *out = number;
    return OK;
}

static enum status
take_counted(struct reader *reader, size_t ceiling, struct arena *arena, struct span *out,
             struct error *err)
{
    uint64_t size;
    TRY(take_number(reader, 4, &size, err));
    if (size > ceiling)
        return damaged(reader, "size", err);
    char *bytes = arena_alloc(arena, size + 1);
    TRY(take(reader, bytes, size, err));
    *out = (struct span){bytes, size};
    return OK;
}

static enum status
take_value(struct reader *reader, struct arena *arena, struct value *value, struct error *err)
{
    char kind;
    uint64_t number;
    *value = (struct value){VALUE_NULL};
    TRY(take(reader, &kind, 1, err));
    switch (kind) {
    case DUMP_NULL: return OK;
    case DUMP_INT:
        TRY(take_number(reader, 8, &number, err));
        *value = (struct value){VALUE_INT, (int64_t)number, {NULL, 0}};
        return OK;
    case DUMP_TEXT:
    case DUMP_BYTES:
        value->kind = kind == DUMP_TEXT ? VALUE_TEXT : VALUE_BYTES;
        return take_counted(reader, DUMP_VALUE_MAX, arena, &value->bytes, err);
    default: return damaged(reader, "kind", err);
    }
}

/* --- tables ---------------------------------------------------------------------------------- */

static enum status
take_row(struct reader *reader, const struct dump_table *table, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct value values[PARAMETERS_MAX];
    for (size_t i = 0; i < table->column_count; i++)
        TRY(take_value(reader, arena, &values[i], err));
    reader->counts.rows++;
    if (!reader->store)
        return OK;
    return ask((struct question){reader->store, (enum statement_id)table->load, values,
                                 table->column_count},
               err);
}

static enum status
take_rows(struct reader *reader, const struct dump_table *table, struct error *err)
{
    uint64_t rows = 0, want;
    char sign;
    for (;; rows++) {
        TRY(take(reader, &sign, 1, err));
        if (sign != DUMP_ROW)
            break;
        TRY(take_row(reader, table, err));
    }
    if (sign != DUMP_END_OF_TABLE)
        return damaged(reader, "row", err);
    TRY(take_number(reader, 8, &want, err));
    return want == rows ? OK : damaged(reader, "row count", err);
}

/* A dump of this schema version has exactly these columns. */
static enum status
take_columns(struct reader *reader, const struct dump_table *table, struct arena *arena,
             struct error *err)
{
    uint64_t count;
    TRY(take_number(reader, 4, &count, err));
    if (count != table->column_count)
        return damaged(reader, "columns", err);
    for (size_t i = 0; i < count; i++) {
        struct span name = {0};
        TRY(take_counted(reader, DUMP_NAME_MAX, arena, &name, err));
        if (!span_is(name, table->columns[i]))
            return damaged(reader, "column name", err);
    }
    return OK;
}

/* The next table. One that an earlier version did not have yet is passed over: it stays empty. */
static enum status
take_table(struct reader *reader, size_t *position, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct span name = {0};
    TRY(take_counted(reader, DUMP_NAME_MAX, arena, &name, err));
    while (*position < DUMP_TABLE_COUNT && reader->version < MIGRATION_COUNT &&
           !span_is(name, dump_tables[*position].name))
        ++*position;
    if (*position == DUMP_TABLE_COUNT || !span_is(name, dump_tables[*position].name))
        return damaged(reader, "table name", err);
    const struct dump_table *table = &dump_tables[(*position)++];
    TRY(take_columns(reader, table, arena, err));
    reader->counts.tables++;
    return take_rows(reader, table, err);
}

static enum status
take_head(struct reader *reader, uint64_t *tables, struct error *err)
{
    char magic[sizeof DUMP_MAGIC - 1];
    uint64_t form, version;
    TRY(take(reader, magic, sizeof magic, err));
    if (memcmp(magic, DUMP_MAGIC, sizeof magic) != 0)
        return damaged(reader, "magic", err);
    TRY(take_number(reader, 4, &form, err));
    TRY(take_number(reader, 4, &version, err));
    if (form > DUMP_FORM || version > MIGRATION_COUNT)
        return fail(err, UNAVAILABLE,
                    "Bản sao lưu này do bản hocba mới hơn tạo ra. "
                    "Kho chưa bị động tới; hãy dùng bản hocba mới.");
    TRY(take_number(reader, 4, tables, err));
    reader->version = (uint32_t)version;
    if (form != DUMP_FORM || *tables > DUMP_TABLE_COUNT ||
        (version == MIGRATION_COUNT && *tables != DUMP_TABLE_COUNT))
        return damaged(reader, "form", err);
    return OK;
}

/* The hash comes last, so rows go in before it is known; the transaction takes them back. */
static enum status
take_tail(struct reader *reader, struct error *err)
{
    char tail[sizeof DUMP_TAIL - 1];
    TRY(take(reader, tail, sizeof tail, err));
    if (memcmp(tail, DUMP_TAIL, sizeof tail) != 0)
        return damaged(reader, "tail", err);
    struct digest want = sha256_stream_finish(reader->hash), got = {0};
    TRY(take_raw(reader, got.bytes, sizeof got.bytes, err));
    if (!digest_equal(&want, &got))
        return damaged(reader, "hash", err);
    size_t more = reader->size - reader->at;
    if (more == 0)
        TRY(reader->source(reader->context, reader->chunk, CHUNK, &more, err));
    return more == 0 ? OK : damaged(reader, "bytes after the end", err);
}

static enum status
take_all(struct reader *reader, struct error *err)
{
    uint64_t tables = 0;
    size_t position = 0;
    TRY(take_head(reader, &tables, err));
    for (uint64_t i = 0; i < tables; i++)
        TRY(take_table(reader, &position, err));
    return take_tail(reader, err);
}

static enum status
read_stream(struct store *store, dump_source *source, void *context, struct dump_counts *counts,
            struct error *err)
{
    AUTO(sha256_stream) *hash = sha256_stream_new();
    struct reader reader = {.store = store, .source = source, .context = context, .hash = hash};
    reader.chunk = heap_alloc(CHUNK);
    enum status status = take_all(&reader, err);
    free(reader.chunk);
    if (status == OK && counts)
        *counts = reader.counts;
    return status;
}

enum status
dump_check(dump_source *source, void *context, struct dump_counts *counts, struct error *err)
{
    return read_stream(NULL, source, context, counts, err);
}

/* --- into a store ---------------------------------------------------------------------------- */

struct loading {
    dump_source *source;
    void *context;
    struct dump_counts counts;
    bool begun;
};

static enum status
check_empty(struct store *store, struct error *err)
{
    for (size_t i = 0; i < DUMP_TABLE_COUNT; i++) {
        bool hit;
        TRY(ask_hit(ASK(store, (enum statement_id)dump_tables[i].dump), &hit, err));
        if (hit)
            return fail(err, CONFLICT,
                        "Kho đã có dữ liệu, không phục hồi đè lên. "
                        "Không động vào gì cả; hãy chọn nơi trống.");
    }
    return OK;
}

/* PostgreSQL's counters do not follow numbers that were given; SQLite's do. */
static enum status
renumber(struct store *store, struct error *err)
{
    for (size_t i = 0; i < DUMP_TABLE_COUNT; i++)
        if (dump_tables[i].renumber >= 0)
            TRY(ask(ASK(store, dump_tables[i].renumber), err));
    return OK;
}

static enum status
load(struct store *store, void *context, struct error *err)
{
    struct loading *it = context;
    if (it->begun) /* the stream cannot be read twice */
        return fail(err, CONFLICT, "Kho đang có người khác dùng. Hãy phục hồi lại từ đầu.");
    TRY(check_empty(store, err));
    it->begun = true;
    TRY(read_stream(store, it->source, it->context, &it->counts, err));
    TRY(ask(ASK(store, SQL_complete_levels), err)); /* of a dump that had none yet */
    store->lookup_due = true;
    return renumber(store, err);
}

enum status
store_load(struct store *store, dump_source *source, void *context, struct dump_counts *counts,
           struct error *err)
{
    struct loading it = {source, context, {0}, false};
    TRY(store_transact(store, load, &it, err));
    if (counts)
        *counts = it.counts;
    return OK;
}
