/* SPDX-License-Identifier: Apache-2.0 */
#include "store/ask.h"

#include <assert.h>

#include "base/unicode.h"

const char *
day_text_(struct date day, struct day_text *room)
{
    return date_is_none(day) ? NULL : date_write_iso(day, room->text);
}

/* After a failed statement PostgreSQL refuses the rest of the transaction; SQLite would go on.
 * Both shall behave the same: such a transaction can only roll back. */
static enum status
note(struct store *store, enum status status, const struct error *err)
{
    if (status != OK && store->depth > 0 && !store->broken) {
        store->broken = true;
        store->breakage = *err;
    }
    return status;
}

static enum status
check_values(struct question question, struct error *err)
{
    assert(question.count == (size_t)statements[question.id].parameters);
    for (size_t i = 0; i < question.count; i++) {
        const struct value *value = &question.values[i];
        if (value->kind == VALUE_TEXT && value->bytes.size > STORE_TEXT_MAX)
            return fail(err, INVALID, "Một ô chữ dài quá %d byte, không nhận.", STORE_TEXT_MAX);
        if (value->kind == VALUE_TEXT && !utf8_is_valid(value->bytes))
            return fail(err, INVALID, "Một ô chữ không phải UTF-8 hợp lệ, không nhận.");
        if (value->kind == VALUE_BYTES && value->bytes.size > STORE_DOCUMENT_MAX)
            return fail(err, INVALID, "Tệp lớn quá %d byte, không nhận.", STORE_DOCUMENT_MAX);
    }
    return OK;
}

static enum status
start(struct question question, bool streaming, struct cursor **cursor, struct error *err)
{
    struct store *store = question.store;
    if (store->depth > 0 && store->broken) {
        *err = store->breakage;
        return err->status;
    }
    TRY(check_values(question, err));
    return note(store,
                store->driver->start(store->connection, question.id, question.values, streaming,
                                     cursor, err),
                err);
}

enum status
ask_start(struct question question, struct cursor **cursor, struct error *err)
{
    return start(question, true, cursor, err);
}

enum status
ask_step(struct store *store, struct cursor *cursor, bool *row, struct error *err)
{
    return note(store, store->driver->step(cursor, row, err), err);
}

/* Put the question; `take` is called with each row until it says that it has enough. */
static enum status
each_row(struct question question, bool (*take)(struct row *row, void *context),
         struct arena *arena, void *context, struct error *err)
{
    if (!statements[question.id].text[question.store->driver->dialect])
        return OK;
    struct row row = {question.store, NULL, arena, 0};
    TRY(start(question, false, &row.cursor, err));
    bool more = true;
    enum status status = OK;
    while (status == OK && more) {
        status = ask_step(question.store, row.cursor, &more, err);
        row.column = 0;
        if (status == OK && more && take && !take(&row, context))
            break;
    }
    question.store->driver->finish(row.cursor);
    return status;
}

enum status
ask(struct question question, struct error *err)
{
    return each_row(question, NULL, NULL, NULL, err);
}

/* Goes on to the end, so that a RETURNING statement has done all its work. */
static bool
take_hit(struct row *row, void *context)
{
    (void)row;
    *(bool *)context = true;
    return true;
}

enum status
ask_hit(struct question question, bool *hit, struct error *err)
{
    bool got = false;
    TRY(each_row(question, take_hit, NULL, &got, err));
    *hit = got;
    return OK;
}

struct one {
    row_reader *read;
    void *into;
    bool found;
};

static bool
take_one(struct row *row, void *context)
{
    struct one *one = context;
    one->read(row, one->into);
    one->found = true;
    return false;
}

enum status
ask_one(struct question question, row_reader *read, struct arena *arena, void *into, bool *found,
        struct error *err)
{
    struct one one = {read, into, false};
    TRY(each_row(question, take_one, arena, &one, err));
    *found = one.found;
    return OK;
}

static void
read_int(struct row *row, void *into)
{
    *(int64_t *)into = row_int(row);
}

enum status
ask_int(struct question question, int64_t *number, struct error *err)
{
    bool found;
    int64_t got = 0;
    TRY(ask_one(question, read_int, NULL, &got, &found, err));
    *number = got;
    return OK;
}

static void
read_text(struct row *row, void *into)
{
    *(const char **)into = row_text(row);
}

enum status
ask_text(struct question question, struct arena *arena, const char **text, struct error *err)
{
    bool found;
    const char *got = NULL;
    TRY(ask_one(question, read_text, arena, &got, &found, err));
    *text = got;
    return OK;
}

struct listing {
    row_reader *read;
    struct collected list;
    size_t size;
};

static bool
take_item(struct row *row, void *context)
{
    struct listing *it = context;
    it->list.items =
        list_grow_(row->arena, it->list.items, &it->list.room, it->list.count, it->size);
    void *item = (char *)it->list.items + it->list.count++ * it->size;
    it->read(row, memset(item, 0, it->size));
    return it->list.count <= STORE_ROWS_MAX;
}

enum status
ask_list_(struct question question, row_reader *read, size_t size, struct arena *arena,
          struct collected *out, struct error *err)
{
    struct listing it = {read, {0}, size};
    TRY(each_row(question, take_item, arena, &it, err));
    if (it.list.count > STORE_ROWS_MAX)
        return fail(err, INVALID, "Danh sách dài quá %d dòng. Hãy thu hẹp điều kiện tìm.",
                    STORE_ROWS_MAX);
    *out = it.list;
    return OK;
}

static struct value
next(struct row *row)
{
    return row->store->driver->column(row->cursor, row->column++);
}

const char *
row_text(struct row *row)
{
    struct value value = next(row);
    assert(value.kind == VALUE_NULL || value.kind == VALUE_TEXT);
    return value.kind == VALUE_NULL ? NULL
                                    : arena_copy(row->arena, value.bytes.data, value.bytes.size);
}

int64_t
row_int(struct row *row)
{
    struct value value = next(row);
    assert(value.kind == VALUE_NULL || value.kind == VALUE_INT);
    return value.number;
}

struct span
row_bytes(struct row *row)
{
    struct value value = next(row);
    if (value.kind == VALUE_NULL)
        return (struct span){NULL, 0};
    return (struct span){arena_copy(row->arena, value.bytes.data, value.bytes.size),
                         value.bytes.size};
}

struct date
row_day(struct row *row)
{
    struct value value = next(row);
    struct date date = {0};
    if (value.kind == VALUE_TEXT && !date_parse_iso(value.bytes, &date))
        date = (struct date){0};
    return date;
}

struct moment
row_moment(struct row *row)
{
    return moment_in_vietnam(row_int(row));
}
