/* SPDX-License-Identifier: Apache-2.0 */
#include "service/audit_received.h"

#include <inttypes.h>

#include "service/ledger.h"
#include "store/intake.h"
#include "store/received.h"

enum { ENTRIES_AT_ONCE = 1000 };

/* As of when it was taken: what it bears must have been right then. */
static void
look_into(struct received_audit *work, const struct received_entry *entry, struct span bytes,
          struct arena *arena)
{
    struct received_state state;
    struct error why;

    enum status status =
        store_find_received_state(work->app->store, entry->uuid, arena, &state, &why);
    if (status == OK) {
        struct judged_document judged = {.bytes = bytes,
                                         .uuid = entry->uuid,
                                         .at = state.received,
                                         .kid = work->known[entry->position].kid};
        status = document_judge_look(work->judge, &judged, &why);
    }
    if (status != OK)
        audit_find(
            work->audit, AUDIT_STORE, (uint64_t)entry->position,
            arena_printf(arena,
                         "Học bạ nhận qua cổng %s khớp với sổ cái nhưng không phải do trường "
                         "ký: %s",
                         entry->uuid, why.message));
}

static enum status
compare_one(struct received_audit *work, const struct received_entry *entry, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct span bytes = {0};
    struct error why;

    enum status status = store_find_received(work->app->store, entry->uuid, arena, &bytes, &why);
    if (status == UNAVAILABLE) {
        *err = why;
        return status;
    }
    bool there = entry->position >= 0 && (size_t)entry->position < work->count &&
                 work->known[entry->position].is_record;
    struct digest digest;
    if (status == OK)
        status = ledger_received_digest(bytes, &digest, &why);
    work->compared++;
    if (there)
        work->known[entry->position].found = true;
    if (status != OK)
        audit_find(work->audit, AUDIT_STORE, (uint64_t)entry->position, why.message);
    else if (!there || !digest_equal(&digest, &work->known[entry->position].hash))
        audit_find(work->audit, AUDIT_STORE, (uint64_t)entry->position,
                   arena_printf(arena,
                                "Học bạ nhận qua cổng %s KHÁC với mục %" PRId64
                                " của sổ cái, nơi nó được ghi.",
                                entry->uuid, entry->position));
    else
        look_into(work, entry, bytes, arena);
    return OK;
}

static enum status
find_waiting(struct received_audit *work, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct unentered_list waiting = {0};

    TRY(store_list_unentered_received(work->app->store, STORE_ROWS_MAX, arena, &waiting, err));
    for (size_t i = 0; i < waiting.list.count; i++)
        audit_find(work->audit, AUDIT_STORE, UINT64_MAX,
                   arena_printf(arena, "Học bạ %s đã tiếp nhận mà chưa ghi vào sổ cái.",
                                waiting.list.items[i].record));
    return OK;
}

enum status
audit_received(struct received_audit *work, struct error *err)
{
    for (int64_t from = 0;;) {
        AUTO(arena) *arena = arena_new();
        struct received_entries entries = {0};
        TRY(store_list_received_entries(work->app->store, from, ENTRIES_AT_ONCE, arena, &entries,
                                        err));
        for (size_t i = 0; i < entries.list.count; i++)
            TRY(compare_one(work, &entries.list.items[i], err));
        if (entries.list.count < ENTRIES_AT_ONCE)
            return find_waiting(work, err);
        from = entries.list.items[entries.list.count - 1].position + 1;
    }
}
