/* SPDX-License-Identifier: Apache-2.0
 *
 * Requests about issued records, decisions, changes of status: what is open, what is newest, what
 * waits for the ledger, and in which order.
 */
#include "tests/store/support.h"

#include "store/ledger_entries.h"
#include "store/revocations.h"

#define DECIDED "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"

static void
issue(struct store *store, unsigned n, int seconds)
{
    AUTO(arena) *arena = arena_new();
    struct error err;

    add_record(store, n, SPAN("<HOC_BA/>"));
    assert_ok(store_step_record(store, id(300 + n), "issue", "created", "issued", stamp_at(seconds),
                                &err));
    assert_ok(store_add_issued(store, id(300 + n), invented_document(arena, 1, n),
                               stamp_at(seconds)->at, &err));
}

static void
ask(struct store *store, unsigned number, int seconds)
{
    struct revocation request = {.id = id(number),
                                 .unit = id(2),
                                 .year = "2023-2024",
                                 .made = stamp_at(seconds)->at,
                                 .by = "an.nguyen"};
    struct revocation_item rows[] = {
        {.record = id(302), .wish = WISH_WITHDRAW, .reason = "hai", .evidence = "Biên bản 1"},
        {.record = id(301), .wish = WISH_REPLACE, .reason = "một"}};
    struct revocation_items items = {.list = {.items = rows, .count = 2, .room = 2}};
    struct error err;

    assert_ok(store_add_revocation(store, &request, &items, &err));
    assert_int_equal(store_add_revocation(store, &request, &items, &err), CONFLICT);
}

static void
decide(struct store *store, unsigned number)
{
    struct revocation_paper paper = {.request = id(number),
                                     .certificate = "aa00",
                                     .made = stamp_at(30)->at,
                                     .by = "an.nguyen",
                                     .bytes = SPAN("<một/>")};
    struct revocation_decision decision = {.sha256 = DECIDED,
                                           .request = id(number),
                                           .officer = "aa00",
                                           .seal = "aa00",
                                           .made = stamp_at(40)->at,
                                           .by = "an.nguyen",
                                           .bytes = SPAN("<hai/>")};
    struct revocation_paper newest;
    AUTO(arena) *arena = arena_new();
    struct error err;

    assert_int_equal(store_find_paper(store, id(number), arena, &newest, &err), NOT_FOUND);
    assert_ok(store_add_paper(store, &paper, &err));
    paper.bytes = SPAN("<ba/>");
    assert_ok(store_add_paper(store, &paper, &err));
    assert_ok(store_find_paper(store, id(number), arena, &newest, &err));
    assert_true(span_is(newest.bytes, "<ba/>"));
    assert_ok(store_add_decision_paper(store, &decision, &err));
    assert_int_equal(store_add_decision_paper(store, &decision, &err), CONFLICT);
}

static void
test_requests(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    struct revocations requests = {0};
    struct revocation_items items = {0};
    struct revocation found;
    const char *open;
    struct error err;

    add_school(store);
    add_pupil(store, 1, "Trần Văn Một");
    add_pupil(store, 2, "Trần Văn Hai");
    issue(store, 1, 10);
    issue(store, 2, 11);
    ask(store, 600, 20);
    assert_ok(store_list_revocations(store, id(2), true, NULL, 10, arena, &requests, &err));
    assert_int_equal(requests.list.count, 1);
    assert_int_equal(requests.list.items[0].items, 2);
    assert_false(requests.list.items[0].signed_by_officer);
    assert_ok(store_list_revocation_items(store, id(600), arena, &items, &err));
    assert_int_equal(items.list.count, 2);
    assert_string_equal(items.list.items[0].record, id(302)); /* by name: Hai, Một */
    assert_string_equal(items.list.items[0].evidence, "Biên bản 1");
    assert_string_equal(items.list.items[1].state, "issued");
    assert_ok(store_find_open_revocation(store, id(301), arena, &open, &err));
    assert_string_equal(open, id(600));
    decide(store, 600);
    assert_ok(store_find_open_revocation(store, id(301), arena, &open, &err));
    assert_null(open);
    assert_ok(store_find_revocation(store, id(600), arena, &found, &err));
    assert_string_equal(found.decision, DECIDED);
    assert_true(found.signed_by_officer && found.decided.seconds == stamp_at(40)->at.seconds);
    requests = (struct revocations){0};
    assert_ok(store_list_revocations(store, NULL, true, NULL, 10, arena, &requests, &err));
    assert_int_equal(requests.list.count, 0);
    assert_int_equal(store_find_revocation(store, id(601), arena, &found, &err), NOT_FOUND);
}

/* Two at a time, three of them made in the same second: each once, the newest first. */
static void
test_pages(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    static const int seconds[] = {20, 25, 25, 25, 30};
    static const unsigned order[] = {604, 601, 602, 603, 600};
    const char *after = NULL;
    struct error err;

    add_school(store);
    add_pupil(store, 1, "Trần Văn Một");
    add_pupil(store, 2, "Trần Văn Hai");
    issue(store, 1, 10);
    issue(store, 2, 11);
    for (unsigned i = 0; i < COUNT_OF(seconds); i++)
        ask(store, 600 + i, seconds[i]);
    for (size_t seen = 0; seen < COUNT_OF(order);) {
        struct revocations page = {0};
        size_t left = COUNT_OF(order) - seen;
        assert_ok(store_list_revocations(store, NULL, false, after, 2, arena, &page, &err));
        assert_int_equal(page.list.count, left < 2 ? left : 2);
        for (size_t i = 0; i < page.list.count; i++, seen++)
            assert_string_equal(page.list.items[i].id, id(order[seen]));
        after = page.list.items[page.list.count - 1].id;
    }
    struct revocations none = {0};
    assert_ok(store_list_revocations(store, NULL, false, after, 2, arena, &none, &err));
    assert_ok(store_list_revocations(store, id(2), true, id(699), 2, arena, &none, &err));
    assert_int_equal(none.list.count, 0);
}

static void
change(struct store *store, unsigned n, const char *verb, const char *from, const char *to,
       const char *status, const char *replacement)
{
    struct status_change change = {
        .record = id(300 + n), .decision = DECIDED, .status = status, .replacement = replacement};
    struct error err;

    assert_ok(store_step_record(store, id(300 + n), verb, from, to, stamp_at(50), &err));
    assert_ok(store_add_status_change(store, &change, &err));
}

static void
test_changes(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    struct status_changes changes = {0};
    struct revocation_decisions papers = {0};
    struct unentered_list due = {0};
    struct status_change newest;
    struct error err;

    add_school(store);
    add_pupil(store, 1, "Trần Văn Một");
    add_pupil(store, 2, "Trần Văn Hai");
    issue(store, 1, 10);
    issue(store, 2, 11);
    ask(store, 600, 20);
    decide(store, 600);
    assert_int_equal(store_find_status_change(store, id(301), arena, &newest, &err), NOT_FOUND);
    change(store, 1, "suspend", "issued", "suspended", "suspended", NULL);
    change(store, 2, "revoke", "issued", "revoked", "revoked", NULL);
    change(store, 1, "replace", "suspended", "replaced", "superseded", id(302));
    assert_ok(store_find_status_change(store, id(301), arena, &newest, &err));
    assert_string_equal(newest.status, "superseded");
    assert_string_equal(newest.seal, "aa00");
    assert_int_equal(newest.position, -1);
    assert_ok(store_list_status_changes(store, true, 10, arena, &changes, &err));
    assert_int_equal(changes.list.count, 3);
    assert_string_equal(changes.list.items[1].record, id(302));
    /* Records and changes have one order. */
    assert_ok(store_list_unentered(store, 10, arena, &due, &err));
    for (size_t i = 0; i < due.list.count; i++)
        assert_true(due.list.items[i].step < changes.list.items[0].event);
    assert_ok(store_add_status_entry(store, &changes.list.items[0], 7, stamp_at(60)->at, &err));
    assert_ok(store_add_status_entry(store, &changes.list.items[0], 7, stamp_at(60)->at, &err));
    changes = (struct status_changes){0};
    assert_ok(store_list_status_changes(store, true, 10, arena, &changes, &err));
    assert_int_equal(changes.list.count, 2);
    assert_ok(store_list_decision_papers(store, true, 10, arena, &papers, &err));
    assert_int_equal(papers.list.count, 1);
    assert_true(span_is(papers.list.items[0].bytes, "<hai/>"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_requests),
        cmocka_unit_test(test_pages),
        cmocka_unit_test(test_changes),
    };
    return cmocka_run_group_tests(tests, NULL, remove_test_folder);
}
