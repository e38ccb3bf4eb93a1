/* SPDX-License-Identifier: Apache-2.0 */
#include "store/ledger_entries.h"

#include "store/ask.h"
#include "store/document.h"

static void
read_entry(struct row *row, void *into)
{
    struct ledger_entry *entry = into;
    entry->position = row_int(row);
    entry->kind = row_text(row);
    entry->sha256 = row_text(row);
    entry->record = row_text(row);
    entry->entered = row_moment(row);
}

enum status
store_add_ledger_entry(struct store *store, const struct ledger_entry *entry, struct error *err)
{
    return ask(ASK(store, SQL_add_ledger_entry, v_int(entry->position), v_text(entry->kind),
                   v_text(entry->sha256), v_text(entry->record), v_moment(entry->entered)),
               err);
}

enum status
store_find_ledger_entry(struct store *store, const char *record, struct arena *arena,
                        struct ledger_entry *entry, struct error *err)
{
    bool found;
    TRY(ask_one(ASK(store, SQL_find_ledger_entry, v_text(record)), read_entry, arena, entry, &found,
                err));
    return found ? OK : fail(err, NOT_FOUND, "Học bạ này chưa được ghi vào sổ cái.");
}

enum status
store_list_ledger_entries(struct store *store, int64_t from, int64_t limit, struct arena *arena,
                          struct ledger_entries *entries, struct error *err)
{
    return ask_list(ASK(store, SQL_list_ledger_entries, v_int(from), v_int(limit)), read_entry,
                    arena, entries->list, err);
}

struct first_entered {
    struct moment own, received;
};

static void
read_first_entered(struct row *row, void *into)
{
    struct first_entered *first = into;

    first->own = row_moment(row);
    first->received = row_moment(row);
}

enum status
store_find_entered_from(struct store *store, int64_t from, struct moment *entered,
                        struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct first_entered first = {0};
    bool found;

    TRY(ask_one(ASK(store, SQL_find_entered_from, v_int(from)), read_first_entered, arena, &first,
                &found, err));
    bool own = first.own.seconds &&
               (!first.received.seconds || first.own.seconds <= first.received.seconds);
    *entered = own ? first.own : first.received;
    return OK;
}

void
store_read_unentered(struct row *row, void *into)
{
    struct unentered *one = into;
    one->record = row_text(row);
    one->issued = row_moment(row);
    one->pupil_code = row_text(row);
    one->grade = (int)row_int(row);
    one->year = row_text(row);
    one->unit = row_text(row);
    one->seal = row_text(row);
    one->step = row_int(row);
    one->replaces = row_int(row) != 0;
    one->received = row_int(row) != 0;
}

enum status
store_list_unentered(struct store *store, int64_t limit, struct arena *arena,
                     struct unentered_list *unentered, struct error *err)
{
    return ask_list(ASK(store, SQL_list_unentered, v_int(limit)), store_read_unentered, arena,
                    unentered->list, err);
}

static void
read_id(struct row *row, void *into)
{
    const char **id = into;
    *id = row_text(row);
}

enum status
store_list_without_entry(struct store *store, int64_t limit, struct arena *arena,
                         struct record_ids *records, struct error *err)
{
    return ask_list(ASK(store, SQL_list_without_entry, v_int(limit)), read_id, arena, records->list,
                    err);
}

static void
read_count(struct row *row, void *into)
{
    int64_t *count = into;
    *count = row_int(row);
}

enum status
store_count_ledger(struct store *store, struct ledger_counts *counts, struct error *err)
{
    bool found;
    TRY(ask_one(ASK(store, SQL_count_ledger_entries), read_count, NULL, &counts->entered, &found,
                err));
    TRY(ask_one(ASK(store, SQL_count_unentered), read_count, NULL, &counts->unentered, &found,
                err));
    return ask_one(ASK(store, SQL_count_unentered_changes), read_count, NULL, &counts->changes,
                   &found, err);
}
