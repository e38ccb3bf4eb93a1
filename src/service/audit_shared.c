/* SPDX-License-Identifier: Apache-2.0 */
#include "service/audit_shared.h"

#include "ledger/tag_index.h"
#include "service/instance.h"
#include "store/intake.h"
#include "store/ledger_entries.h"

enum { ENTRIES_AT_ONCE = 1000 };

/* The index takes a key's id from the front of an item. */
struct own_key {
    uint8_t kid[LEAF_KID_SIZE];
};

struct own_keys {
    struct tag_index index;
    LIST(struct own_key) list;
};

enum status
audit_is_shared(struct app *app, bool *shared, struct error *err)
{
    struct home_settings settings;

    TRY(home_settings_read(app->home, app->arena, &settings, err));
    *shared = settings.ledger_url != NULL;
    return OK;
}

static void
add_own(const struct shared_audit *work, struct own_keys *keys, int64_t position)
{
    if (position < 0 || (size_t)position >= work->count)
        return;
    if (work->known[position].is_closing) /* it may be anybody's that was closed from here */
        return;
    const uint8_t *kid = work->known[position].kid;
    if (tag_index_find(&keys->index, keys->list.items, kid) != TAG_NONE)
        return;
    memcpy(list_add(work->app->arena, keys->list)->kid, kid, LEAF_KID_SIZE);
    tag_index_add(&keys->index, keys->list.items, (uint32_t)keys->list.count - 1);
}

static enum status
collect_entered(const struct shared_audit *work, struct own_keys *keys, struct error *err)
{
    for (int64_t from = 0;;) {
        AUTO(arena) *arena = arena_new();
        struct ledger_entries entries = {0};
        TRY(store_list_ledger_entries(work->app->store, from, ENTRIES_AT_ONCE, arena, &entries,
                                      err));
        for (size_t i = 0; i < entries.list.count; i++)
            add_own(work, keys, entries.list.items[i].position);
        if (entries.list.count < ENTRIES_AT_ONCE)
            return OK;
        from = entries.list.items[entries.list.count - 1].position + 1;
    }
}

static enum status
collect_received(const struct shared_audit *work, struct own_keys *keys, struct error *err)
{
    for (int64_t from = 0;;) {
        AUTO(arena) *arena = arena_new();
        struct received_entries entries = {0};
        TRY(store_list_received_entries(work->app->store, from, ENTRIES_AT_ONCE, arena, &entries,
                                        err));
        for (size_t i = 0; i < entries.list.count; i++)
            add_own(work, keys, entries.list.items[i].position);
        if (entries.list.count < ENTRIES_AT_ONCE)
            return OK;
        from = entries.list.items[entries.list.count - 1].position + 1;
    }
}

static void
leave_out(struct shared_audit *work, const struct own_keys *keys)
{
    size_t kept = 0;

    for (size_t i = 0; i < work->count; i++) {
        struct audit_known *known = &work->known[i];
        if (tag_index_find(&keys->index, keys->list.items, known->kid) == TAG_NONE)
            known->is_record = known->is_manifest = known->is_decision = known->is_freeze =
                known->is_closing = false;
    }
    for (size_t i = 0; i < work->change_count; i++) {
        uint64_t target = work->changes[i].leaf.target;
        if (target < work->count && work->known[target].is_record)
            work->changes[kept++] = work->changes[i];
    }
    work->change_count = kept;
}

enum status
audit_leave_out_others(struct shared_audit *work, struct error *err)
{
    struct own_keys keys = {0};

    tag_index_init(&keys.index, LEAF_KID_SIZE, sizeof(struct own_key));
    enum status status = collect_entered(work, &keys, err);
    if (status == OK)
        status = collect_received(work, &keys, err);
    if (status == OK)
        leave_out(work, &keys);
    tag_index_clear(&keys.index);
    return status;
}
