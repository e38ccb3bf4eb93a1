/* SPDX-License-Identifier: Apache-2.0 */
#include "store/dump.h"

#include "crypto/hash.h"
#include "store/ask.h"
#include "store/dump_form.h"
#include "store/view.h"

enum { CHUNK = 64 * 1024 };

struct writer {
    dump_sink *sink;
    void *context;
    struct sha256_stream *hash;
    struct buffer chunk;
    struct dump_counts counts;
};

static enum status
flush(struct writer *writer, struct error *err)
{
    struct span bytes = buffer_span(&writer->chunk);
    if (bytes.size == 0)
        return OK;
    sha256_stream_add(writer->hash, bytes.data, bytes.size);
    writer->counts.bytes += (int64_t)bytes.size;
    TRY(writer->sink(writer->context, bytes, err));
    writer->chunk.size = 0;
    return OK;
}

static void
add_number(struct writer *writer, uint64_t number, int size)
{
    char bytes[8];
    for (int i = 0; i < size; i++)
        bytes[i] = (char)(number >> 8 * i);
    buffer_add(&writer->chunk, bytes, (size_t)size);
}

static void
add_counted(struct writer *writer, struct span bytes)
{
    add_number(writer, bytes.size, 4);
    buffer_add(&writer->chunk, bytes.data, bytes.size);
}

static void
add_value(struct writer *writer, struct value value)
{
    static const char kinds[] = {
        [VALUE_NULL] = DUMP_NULL,
        [VALUE_INT] = DUMP_INT,
        [VALUE_TEXT] = DUMP_TEXT,
        [VALUE_BYTES] = DUMP_BYTES,
    };
    buffer_char(&writer->chunk, kinds[value.kind]);
    if (value.kind == VALUE_INT)
        add_number(writer, (uint64_t)value.number, 8);
    else if (value.kind != VALUE_NULL)
        add_counted(writer, value.bytes);
}

static enum status
write_rows(struct store *store, const struct dump_table *table, struct cursor *cursor,
           struct writer *writer, struct error *err)
{
    uint64_t rows = 0;
    for (;; rows++) {
        bool row;
        TRY(ask_step(store, cursor, &row, err));
        if (!row)
            break;
        buffer_char(&writer->chunk, DUMP_ROW);
        for (size_t i = 0; i < table->column_count; i++)
            add_value(writer, store->driver->column(cursor, (int)i));
        if (writer->chunk.size >= CHUNK)
            TRY(flush(writer, err));
    }
    buffer_char(&writer->chunk, DUMP_END_OF_TABLE);
    add_number(writer, rows, 8);
    writer->counts.rows += (int64_t)rows;
    writer->counts.tables++;
    return flush(writer, err);
}

static enum status
write_table(struct store *store, const struct dump_table *table, struct writer *writer,
            struct error *err)
{
    add_counted(writer, span_of(table->name));
    add_number(writer, table->column_count, 4);
    for (size_t i = 0; i < table->column_count; i++)
        add_counted(writer, span_of(table->columns[i]));
    struct cursor *cursor;
    TRY(ask_start(ASK(store, (enum statement_id)table->dump), &cursor, err));
    enum status status = write_rows(store, table, cursor, writer, err);
    store->driver->finish(cursor);
    return status;
}

static enum status
write_all(struct store *store, void *context, struct error *err)
{
    struct writer *writer = context;
    buffer_text(&writer->chunk, DUMP_MAGIC);
    add_number(writer, DUMP_FORM, 4);
    add_number(writer, MIGRATION_COUNT, 4);
    add_number(writer, DUMP_TABLE_COUNT, 4);
    for (size_t i = 0; i < DUMP_TABLE_COUNT; i++)
        TRY(write_table(store, &dump_tables[i], writer, err));
    buffer_text(&writer->chunk, DUMP_TAIL);
    TRY(flush(writer, err));
    struct digest digest = sha256_stream_finish(writer->hash);
    writer->counts.bytes += SHA256_SIZE;
    return writer->sink(writer->context,
                        (struct span){(const char *)digest.bytes, sizeof digest.bytes}, err);
}

enum status
store_dump(struct store *store, dump_sink *sink, void *context, struct dump_counts *counts,
           struct error *err)
{
    AUTO(sha256_stream) *hash = sha256_stream_new();
    struct writer writer = {sink, context, hash, {0}, {0}};
    buffer_init(&writer.chunk, DUMP_VALUE_MAX + CHUNK);
    enum status status = store_read_whole(store, write_all, &writer, err);
    if (status == OK && writer.chunk.overflow)
        status = fail(err, CORRUPT, "Một dòng dữ liệu lớn quá mức. Không sao lưu được.");
    buffer_clear(&writer.chunk);
    if (status == OK && counts)
        *counts = writer.counts;
    return status;
}
