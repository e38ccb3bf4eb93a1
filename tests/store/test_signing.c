/* SPDX-License-Identifier: Apache-2.0
 *
 * Open batches: kept before anything is sent, found again by class, role, certificate and signer,
 * gone with their items.
 */
#include "tests/store/support.h"

#include "store/signing.h"

static size_t
found(struct store *store, struct sign_batch like)
{
    AUTO(arena) *arena = arena_new();
    struct sign_batches batches = {0};
    struct error err;

    assert_ok(store_list_sign_batches(store, &like, arena, &batches, &err));
    return batches.list.count;
}

static void
test_open_batches(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    const struct sign_batch like = {
        .class_id = id(4), .role = "gvcn", .certificate = "ab", .signer = "remote"};
    struct sign_batches batches = {0};
    struct sign_items items = {0};
    struct error err;

    add_everything(store); /* with one open batch */
    static const struct {
        const char *about;
        const char *role, *certificate, *signer;
        size_t found;
    } rows[] = {
        {"the same", "gvcn", "ab", "remote", 1},
        {"another role", "cbql", "ab", "remote", 0},
        {"another certificate", "gvcn", "ac", "remote", 0},
        {"another kind of signer", "gvcn", "ab", "key", 0},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct sign_batch asked = {id(1), id(4), rows[i].role, rows[i].certificate, rows[i].signer};
        if (found(store, asked) != rows[i].found)
            row_fail(rows[i].about, "found %zu", found(store, asked));
    }
    assert_ok(store_list_sign_batches(store, &like, arena, &batches, &err));
    const struct sign_batch *batch = &batches.list.items[0];
    assert_string_equal(batch->reference, "tran-1");
    assert_int_equal(batch->started.seconds, stamp_at(6)->at.seconds);
    assert_ok(store_list_sign_items(store, batch->id, arena, &items, &err));
    assert_int_equal(items.list.count, 2);
    assert_true(span_is(items.list.items[1].state, "state 2"));
    assert_string_equal(items.list.items[1].subject, "TV");
    assert_null(items.list.items[0].subject);
    assert_false(items.list.items[0].ended);
    assert_true(items.list.items[1].ended);

    struct sign_batch mine = {
        .class_id = like.class_id, .role = "gvcn", .signer = "remote", .by = batch->by};
    assert_ok(store_list_sign_batches_of(store, &mine, arena, &batches, &err));
    assert_int_equal(batches.list.count, 1);
    mine.by = "somebody.else";
    assert_ok(store_list_sign_batches_of(store, &mine, arena, &batches, &err));
    assert_int_equal(batches.list.count, 0);
    assert_ok(store_list_sign_batches(store, &like, arena, &batches, &err));
    batch = &batches.list.items[0];

    struct sign_batch one;
    assert_ok(store_find_sign_batch(store, batch->id, arena, &one, &err));
    assert_string_equal(one.role, "gvcn");
    assert_string_equal(one.signer, "remote");
    assert_ok(store_remove_sign_batch(store, batch->id, &err));
    assert_int_equal(store_find_sign_batch(store, batch->id, arena, &one, &err), NOT_FOUND);
    assert_int_equal(found(store, like), 0);
    assert_ok(store_list_sign_items(store, batch->id, arena, &items, &err));
    assert_int_equal(items.list.count, 0);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {cmocka_unit_test(test_open_batches)};
    return cmocka_run_group_tests_name("store/signing", tests, NULL, NULL);
}
