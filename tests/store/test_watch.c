/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether anything was committed: asked of the database, whoever wrote (another process:
 * tests/e2e/serve/test_kept.py).
 */
#include "tests/store/support.h"

#include <pthread.h>

#include "store/instance.h"
#include "store/view.h"
#include "store/watch.h"

static int64_t
look(struct store_watch *watch)
{
    struct error err;
    int64_t number;

    assert_ok(store_watch_look(watch, &number, &err));
    return number;
}

/* A PostgreSQL server also works for itself now and then: until two looks say the same. */
static int64_t
settled(struct store_watch *watch)
{
    int64_t before = look(watch), now;

    for (int i = 0; i < 1000 && (now = look(watch)) != before; i++)
        before = now;
    assert_int_equal(look(watch), before);
    return before;
}

static enum status
write_one(struct store *store, void *context, struct error *err)
{
    return store_set_instance(store, "a", context, err);
}

static enum status
read_one(struct store *store, void *context, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    const char *value;

    (void)context;
    return store_get_instance(store, "a", arena, &value, err);
}

static void
test_every_commit_counts(void **state)
{
    (void)state;
    char place[PLACE_SIZE];
    struct error err;
    AUTO(store) *store = open_at(empty_place(place), true);
    AUTO(store) *other = open_at(place, false);
    AUTO(store_watch) *watch = store_watch_new(place);

    assert_true(look(watch) > 0);
    for (int i = 0; i < 20; i++) {
        char value[8];
        snprintf(value, sizeof value, "%d", i);
        int64_t before = settled(watch);
        assert_ok(store_transact(i % 2 ? store : other, write_one, value, &err));
        assert_true(look(watch) > before);
    }
    int64_t before = settled(watch);
    assert_ok(store_set_instance(store, "a", "alone", &err)); /* a transaction of its own */
    assert_true(look(watch) > before);
    assert_ok(store_set_instance(other, "a", NULL, &err));
    assert_true(look(watch) > before + 1);
}

static void
test_reading_does_not_count(void **state)
{
    (void)state;
    char place[PLACE_SIZE];
    struct error err;
    AUTO(store) *store = open_at(empty_place(place), true);
    AUTO(store_watch) *watch = store_watch_new(place);
    bool still = false;

    for (int i = 0; i < 100 && !still; i++) {
        int64_t before = settled(watch);
        assert_ok(store_read_whole(store, read_one, NULL, &err));
        assert_ok(read_one(store, NULL, &err));
        still = look(watch) == before;
    }
    assert_true(still);
}

struct peeking {
    struct store_watch *watch;
    int64_t inside;
    const char *place, *key; /* of a writer */
};

/* What is written and not committed shows nobody anything yet. */
static enum status
write_and_look(struct store *store, void *context, struct error *err)
{
    struct peeking *it = context;

    TRY(store_set_instance(store, "a", "inside", err));
    it->inside = settled(it->watch);
    return OK;
}

static void
test_a_long_transaction_counts_when_it_ends(void **state)
{
    (void)state;
    char place[PLACE_SIZE];
    struct error err;
    AUTO(store) *store = open_at(empty_place(place), true);
    AUTO(store_watch) *watch = store_watch_new(place);
    struct peeking it = {.watch = watch};

    assert_ok(store_transact(store, write_and_look, &it, &err));
    assert_true(look(watch) > it.inside);
}

/* Many look at once and share what one of them asked: each sees its own commit all the same. */
enum { WRITERS = 4, COMMITS = 25 };

static void *
commit_and_look(void *context)
{
    struct peeking *it = context;
    AUTO(store) *store = open_at(it->place, false);
    struct error err;

    for (int i = 0; i < COMMITS; i++) {
        char value[16];
        int64_t before = look(it->watch);
        snprintf(value, sizeof value, "%d", i);
        assert_ok(store_set_instance(store, it->key, value, &err));
        assert_true(look(it->watch) > before);
    }
    return NULL;
}

static void
test_many_look_at_once(void **state)
{
    (void)state;
    static const char *const keys[WRITERS] = {"a", "b", "c", "d"};
    char place[PLACE_SIZE];
    AUTO(store) *store = open_at(empty_place(place), true);
    AUTO(store_watch) *watch = store_watch_new(place);
    struct peeking each[WRITERS];
    pthread_t threads[WRITERS];

    assert_non_null(store);
    for (size_t i = 0; i < WRITERS; i++) {
        each[i] = (struct peeking){.watch = watch, .place = place, .key = keys[i]};
        assert_int_equal(pthread_create(&threads[i], NULL, commit_and_look, &each[i]), 0);
    }
    for (size_t i = 0; i < WRITERS; i++)
        pthread_join(threads[i], NULL);
}

static void
test_no_database(void **state)
{
    (void)state;
    char place[PLACE_SIZE];
    struct error err;
    int64_t number;
    AUTO(store_watch) *watch = store_watch_new(
        on_postgres() ? "postgresql://nobody@/none?host=/nonexistent" : "/nonexistent/hocba.db");

    assert_true(store_watch_look(watch, &number, &err) != OK);
    assert_true(store_watch_look(watch, &number, &err) != OK);
    /* It comes later: a watch does not have to be made again. */
    AUTO(store_watch) *late = store_watch_new(empty_place(place));
    if (!on_postgres())
        assert_true(store_watch_look(late, &number, &err) != OK);
    AUTO(store) *store = open_at(place, true);
    assert_true(look(late) > 0);
    assert_non_null(store);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_commit_counts),
        cmocka_unit_test(test_reading_does_not_count),
        cmocka_unit_test(test_a_long_transaction_counts_when_it_ends),
        cmocka_unit_test(test_many_look_at_once),
        cmocka_unit_test(test_no_database),
    };
    return cmocka_run_group_tests(tests, NULL, remove_test_folder);
}
