/* SPDX-License-Identifier: Apache-2.0 */
#include "store/migrate.h"

#include "base/file.h"
#include "store/ask.h"

struct migration_list
migrations_known(void)
{
    return (struct migration_list){migrations, MIGRATION_COUNT};
}

struct applied {
    int64_t number;
    const char *name, *checksum;
};

static void
read_applied(struct row *row, void *into)
{
    struct applied *applied = into;
    applied->number = row_int(row);
    applied->name = row_text(row);
    applied->checksum = row_text(row);
}

static enum status
check_applied(struct store *store, struct migration_list list, const struct applied *applied,
              size_t position, struct error *err)
{
    if (applied->number > list.count)
        return fail(err, CONFLICT,
                    "Kho dữ liệu này do bản hocba mới hơn tạo ra (phiên bản kho %d, bản này biết "
                    "đến %d). Không động vào gì cả; hãy dùng bản hocba mới.",
                    (int)applied->number, list.count);
    const struct migration *known = &list.items[position];
    if (applied->number != known->number ||
        !text_equal(applied->checksum, known->checksum[store->driver->dialect])) {
        fail(err, CORRUPT,
             "Cấu trúc kho dữ liệu không đúng như hocba đã tạo. Không động vào gì "
             "cả; hãy phục hồi từ bản sao lưu hoặc gọi người quản trị.");
        return fail_detail(err, "migration %d: checksum differs", (int)applied->number);
    }
    return OK;
}

enum status
migrate_find_version(struct store *store, struct migration_list list, int *version,
                     struct error *err)
{
    AUTO(arena) *arena = arena_new();
    int64_t ours, tables;
    TRY(ask_int(ASK(store, SQL_count_migration_table), &ours, err));
    TRY(ask_int(ASK(store, SQL_count_tables), &tables, err));
    if (!ours && tables)
        return fail(err, INVALID,
                    "Nơi ấy có dữ liệu khác, không phải kho của hocba. "
                    "Không động vào gì cả; hãy chọn nơi khác.");
    if (!ours) {
        *version = 0;
        return OK;
    }
    LIST(struct applied) applied = {0};
    TRY(ask_list(ASK(store, SQL_list_migrations), read_applied, arena, applied, err));
    for (size_t i = 0; i < applied.count; i++)
        TRY(check_applied(store, list, &applied.items[i], i, err));
    *version = (int)applied.count;
    return OK;
}

struct applying {
    struct migration_list list;
    int number;
    struct moment now;
};

/* The version is read again inside: another process may have migrated in the meantime. */
static enum status
apply(struct store *store, void *context, struct error *err)
{
    const struct applying *it = context;
    int version;
    TRY(migrate_find_version(store, it->list, &version, err));
    if (version >= it->number)
        return OK;
    const struct migration *migration = &it->list.items[it->number - 1];
    enum dialect dialect = store->driver->dialect;
    TRY(store->driver->script(store->connection, migration->text[dialect], err));
    return ask(ASK(store, SQL_add_migration, v_int(migration->number), v_text(migration->name),
                   v_text(migration->checksum[dialect]), v_moment(it->now)),
               err);
}

/* "<place>.v1-2024-05-31": an earlier copy of the same day and version is as good. */
static enum status
copy_before(struct store *store, int version, struct moment now, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    char day[DATE_TEXT_SIZE];
    const char *path = arena_printf(arena, "%s.v%d-%s", store->place, version,
                                    date_write_iso(moment_to_date(now), day));
    if (!store->driver->copy || file_exists(path))
        return OK;
    return store->driver->copy(store->connection, path, err);
}

enum status
migrate_forward(struct store *store, struct migration_list list, struct moment now,
                struct error *err)
{
    int version;
    TRY(migrate_find_version(store, list, &version, err));
    if (version > 0 && version < list.count)
        TRY(copy_before(store, version, now, err));
    for (int number = version + 1; number <= list.count; number++) {
        struct applying it = {list, number, now};
        TRY(store_transact(store, apply, &it, err));
    }
    return OK;
}
