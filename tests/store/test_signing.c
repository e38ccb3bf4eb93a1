/* SPDX-License-Identifier: Apache-2.0
 *
 * Open batches: kept before anything is sent, found again by class, role, certificate and signer,
 * gone with their items.
 */
#include "tests/store/support.h"

#include "store/receipts.h"
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

static void
end_item(struct store *store, const char *batch, int place, const char *outcome, int at)
{
    struct error err;
    const struct receipt_item item = {
        .place = place, .outcome = outcome, .message = "vì sao", .ended = stamp_at(at)->at};

    assert_ok(store_end_receipt_item(store, batch, &item, &err));
}

static size_t
refused(struct store *store)
{
    AUTO(arena) *arena = arena_new();
    struct failed_records list = {0};
    struct error err;

    assert_ok(store_list_refused(store, id(3), arena, &list, &err));
    for (size_t i = 0; i < list.list.count; i++) {
        assert_string_equal(list.list.items[i].record, id(302));
        assert_string_equal(list.list.items[i].class_name, "4A1");
        assert_string_equal(list.list.items[i].message, "vì sao");
    }
    return list.list.count;
}

/* What a batch came to, what of it is still to be tried, and how fast it went. */
static void
test_receipts(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    struct receipts receipts = {0};
    struct receipt_items items = {0};
    struct receipt one;
    struct pace pace;
    struct error err;
    bool first;

    add_school(store);
    for (unsigned i = 1; i <= 2; i++) {
        add_pupil(store, i, "Trần Văn Số");
        add_record(store, i, SPAN("<HOC_BA/>"));
    }
    add_receipt(store, id(741), 10);
    assert_ok(store_tell_receipt(store, id(741), stamp_at(11)->at, &first, &err));
    assert_false(first);
    assert_ok(store_list_receipts(store, id(3), id(4), arena, &receipts, &err));
    assert_int_equal(receipts.list.count, 0); /* nothing was signed yet */
    end_item(store, id(741), 0, RECEIPT_SIGNED, 12);
    end_item(store, id(741), 1, RECEIPT_FAILED, 14);
    end_item(store, id(741), 0, RECEIPT_FAILED, 15); /* what is signed stays signed */
    assert_ok(store_list_receipts(store, id(3), id(4), arena, &receipts, &err));
    assert_int_equal(receipts.list.count, 1);
    assert_ok(store_find_receipt(store, id(741), arena, &one, &err));
    assert_int_equal(one.signed_count, 1);
    assert_int_equal(one.failed, 1);
    assert_int_equal(one.open, 0);
    assert_int_equal(one.ended.seconds, stamp_at(14)->at.seconds);
    assert_ok(store_list_receipt_items(store, id(741), arena, &items, &err));
    assert_int_equal(items.list.count, 2);
    assert_string_equal(items.list.items[0].pupil_name, "Trần Văn Số");
    assert_string_equal(items.list.items[1].outcome, RECEIPT_FAILED);

    assert_ok(run_sql(store, "UPDATE record SET state = 'signed_gvcn'", &err));
    assert_int_equal(refused(store), 1);
    add_receipt(store, id(742), 20);
    assert_int_equal(refused(store), 1); /* tried again, not ended */
    end_item(store, id(742), 1, RECEIPT_SIGNED, 21);
    assert_int_equal(refused(store), 0);

    assert_ok(store_find_pace(store, "ab", "page", 2, &pace, &err));
    assert_int_equal(pace.count, 0);
    end_item(store, id(742), 0, RECEIPT_SIGNED, 25);
    assert_ok(store_find_pace(store, "ab", "page", 2, &pace, &err));
    assert_int_equal(pace.count, 2);
    assert_int_equal(pace.seconds, stamp_at(25)->at.seconds - stamp_at(21)->at.seconds);

    /* With its batch goes a receipt that says nothing. */
    add_receipt(store, id(743), 30);
    assert_ok(store_remove_sign_batch(store, id(743), &err));
    assert_int_equal(store_find_receipt(store, id(743), arena, &one, &err), NOT_FOUND);
    assert_ok(store_remove_sign_batch(store, id(742), &err));
    assert_ok(store_find_receipt(store, id(742), arena, &one, &err));
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {cmocka_unit_test(test_open_batches),
                                              cmocka_unit_test(test_receipts)};
    return cmocka_run_group_tests_name("store/signing", tests, NULL, NULL);
}
