/* SPDX-License-Identifier: Apache-2.0
 *
 * All or nothing, several connections at once, and a process that dies in the middle of writing.
 */
#include "tests/store/support.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/ask.h"
#include "store/drafts.h"
#include "store/instance.h"
#include "store/pupils.h"

/* --- all or nothing -------------------------------------------------------------------------- */

struct plan {
    enum status end; /* what the work says at its end */
    bool stumble;    /* a statement fails inside and the work ignores it */
};

static enum status
write_two(struct store *store, void *context, struct error *err)
{
    const struct plan *plan = context;
    TRY(store_set_instance(store, "a", "1", err));
    if (plan->stumble) {
        struct error ignored;
        if (store_set_instance(store, "bad", "\xFF", &ignored) == OK)
            return fail(err, CORRUPT, "accepted");
        struct enrolment nowhere = {.id = id(1), .pupil = id(1), .class_id = id(1), .grade = 4};
        if (store_add_enrolment(store, &nowhere, stamp_at(0), &ignored) == OK)
            return fail(err, CORRUPT, "accepted");
    }
    TRY(store_set_instance(store, "b", "2", err));
    return plan->end == OK ? OK : fail(err, plan->end, "changed my mind");
}

static enum status
write_outer(struct store *store, void *context, struct error *err)
{
    TRY(store_transact(store, write_two, context, err));
    return fail(err, DENIED, "the outer one says no");
}

static void
test_all_or_nothing(void **state)
{
    (void)state;
    static const struct {
        const char *about;
        store_work *work;
        struct plan plan;
        enum status want;
        bool kept;
    } rows[] = {
        {"works", write_two, {OK, false}, OK, true},
        {"fails at its end", write_two, {DENIED, false}, DENIED, false},
        {"the inner one belongs to the outer", write_outer, {OK, false}, DENIED, false},
        /* PostgreSQL, SQLite and foreign keys that are checked at once or at the end */
        {"a failed statement cannot be ignored", write_two, {OK, true}, INVALID, false},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct error err;
        AUTO(arena) *arena = arena_new();
        AUTO(store) *store = open_empty();
        const char *value;
        struct plan plan = rows[i].plan;
        enum status status = store_transact(store, rows[i].work, &plan, &err);
        if (status != rows[i].want)
            row_fail(rows[i].about, "status %d %s", status, err.detail);
        assert_ok(store_get_instance(store, "a", arena, &value, &err));
        if ((value != NULL) != rows[i].kept)
            row_fail(rows[i].about, "kept: %s", value ? value : "no");
        assert_ok(store_set_instance(store, "after", "1", &err));
    }
}

/* --- several connections --------------------------------------------------------------------- */

enum { THREADS = 8, INCREMENTS = 12 };

static enum status
increment(struct store *store, void *context, struct error *err)
{
    (void)context;
    AUTO(arena) *arena = arena_new();
    const char *value;
    int number = 0;
    TRY(store_get_instance(store, "counter", arena, &value, err));
    if (value && !text_to_int(value, 0, 1000000, &number))
        return fail(err, CORRUPT, "counter");
    return store_set_instance(store, "counter", arena_printf(arena, "%d", number + 1), err);
}

static void *
increment_often(void *place)
{
    struct error err;
    struct store_options options = {.place = place, .now = stamp_at(0)->at};
    AUTO(store) *store = NULL;
    if (store_open(&options, &store, &err) != OK)
        return NULL;
    intptr_t done = 0;
    for (int i = 0; i < INCREMENTS; i++)
        done += store_transact(store, increment, NULL, &err) == OK;
    return (void *)done;
}

static void
test_no_increment_is_lost(void **state)
{
    (void)state;
    struct error err;
    char place[PLACE_SIZE];
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_at(empty_place(place), true);
    pthread_t threads[THREADS];
    int done = 0, number;
    assert_ok(store_set_instance(store, "counter", "0", &err));
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, increment_often, place), 0);
    for (int i = 0; i < THREADS; i++) {
        void *result;
        pthread_join(threads[i], &result);
        done += (int)(intptr_t)result;
    }
    const char *value;
    assert_ok(store_get_instance(store, "counter", arena, &value, &err));
    assert_true(text_to_int(value, 0, 1000000, &number));
    assert_int_equal(number, done); /* what was acknowledged, no more and no less */
    assert_int_equal(done, THREADS * INCREMENTS);
}

struct meddling {
    struct store *other;
    int runs;
};

/* Somebody else changes what we read, after we read it: the first run is in vain. */
static enum status
read_then_meddle(struct store *store, void *context, struct error *err)
{
    struct meddling *it = context;
    AUTO(arena) *arena = arena_new();
    const char *value;
    TRY(store_get_instance(store, "counter", arena, &value, err));
    if (++it->runs == 1)
        TRY(store_set_instance(it->other, "counter", "100", err));
    TRY(store_set_instance(store, "counter", arena_printf(arena, "%s+1", value), err));
    return OK;
}

static void
test_a_conflict_is_tried_again(void **state)
{
    (void)state;
    if (!on_postgres())
        return; /* SQLite has one writer at a time: there the other would wait for us */
    struct error err;
    char place[PLACE_SIZE];
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_at(empty_place(place), true);
    AUTO(store) *other = open_at(place, false);
    struct meddling meddling = {other, 0};
    const char *value;
    assert_ok(store_set_instance(store, "counter", "0", &err));
    assert_ok(store_transact(store, read_then_meddle, &meddling, &err));
    assert_int_equal(meddling.runs, 2);
    assert_ok(store_get_instance(store, "counter", arena, &value, &err));
    assert_string_equal(value, "100+1");
}

/* --- a death in the middle ------------------------------------------------------------------- */

static enum status
write_pair(struct store *store, void *context, struct error *err)
{
    char value[16];
    snprintf(value, sizeof value, "%d", *(int *)context);
    TRY(store_set_value(store, ENTITY_PUPIL, id(101), "dia_chi", value, stamp_at(1), NULL, err));
    return store_set_value(store, ENTITY_ENROLMENT, id(201), "can_nang", value, stamp_at(1), NULL,
                           err);
}

/* Acknowledge each commit through the pipe, until killed. */
static _Noreturn void
write_for_ever(const char *place, int pipe, int number)
{
    struct error err;
    struct store_options options = {.place = place, .now = stamp_at(0)->at};
    struct store *store;
    if (store_open(&options, &store, &err) != OK)
        _exit(1);
    for (;; number++) {
        if (store_transact(store, write_pair, &number, &err) != OK ||
            write(pipe, &number, sizeof number) != sizeof number)
            _exit(1);
    }
}

/* Kill the writer after `count` acknowledgements; returns the last one. */
static int
kill_after(const char *place, int count, int number)
{
    int ends[2], last = number - 1, next;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        write_for_ever(place, ends[1], number);
    }
    close(ends[1]);
    while (count-- > 0 && read(ends[0], &next, sizeof next) == sizeof next)
        last = next;
    kill(child, SIGKILL);
    while (read(ends[0], &next, sizeof next) == sizeof next)
        last = next;
    close(ends[0]);
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
        ;
    return last;
}

static void
test_kill_loses_nothing_acknowledged(void **state)
{
    (void)state;
    struct error err;
    char place[PLACE_SIZE];
    empty_place(place);
    {
        AUTO(store) *store = open_at(place, true);
        add_school(store);
        add_pupil(store, 1, "Trần Văn Nam");
    }
    int last = 0;
    for (int round = 1; round <= 8; round++) {
        AUTO(arena) *arena = arena_new();
        const char *address, *weight;
        struct integrity integrity;
        int got, acknowledged = kill_after(place, round * 7, last + 1);
        AUTO(store) *store = open_at(place, false);
        assert_ok(store_get_value(store, ENTITY_PUPIL, id(101), "dia_chi", arena, &address, &err));
        assert_ok(
            store_get_value(store, ENTITY_ENROLMENT, id(201), "can_nang", arena, &weight, &err));
        assert_string_equal(address, weight); /* both halves of the same transaction */
        assert_true(text_to_int(address, 1, 1000000, &got));
        assert_true(acknowledged > last && got >= acknowledged);
        assert_ok(store_check_integrity(store, arena, &integrity, &err));
        assert_int_equal(integrity.problems.count, 0);
        last = got;
    }
}

/* --- the closed list ------------------------------------------------------------------------- */

static void
test_every_statement_is_prepared(void **state)
{
    (void)state;
    struct error err;
    AUTO(store) *store = open_empty();
    for (int i = 0; i < STATEMENT_COUNT; i++) {
        if (store->driver->prepare(store->connection, i, &err) != OK)
            row_fail(statements[i].name, "%s", err.detail);
        assert_true(statements[i].text[DIALECT_SQLITE] || statements[i].text[DIALECT_POSTGRES]);
        assert_true(statements[i].parameters <= PARAMETERS_MAX);
    }
    assert_ok(store_tidy(store, &err));
}

/* SQLite's lock of an open database on its first shared bytes; another process cannot take them. */
static bool
lock_is_held(const char *place)
{
    enum { SHARED_BYTES = 0x40000002, SHARED_COUNT = 510 };
    int status = 0;
    pid_t child = fork();

    if (child == 0) {
        struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
        lock.l_start = SHARED_BYTES;
        lock.l_len = SHARED_COUNT;
        int file = open(place, O_RDWR | O_CLOEXEC);
        _exit(file >= 0 && fcntl(file, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return status == 0;
}

/* A second connection of one process leaves the first one's locks alone. */
static void
test_second_connection(void **state)
{
    (void)state;
    char place[PLACE_SIZE];

    if (on_postgres())
        return;
    struct store *first = open_at(empty_place(place), true);
    add_school(first);
    assert_true(lock_is_held(place));
    struct store *second = open_at(place, false);
    store_close(second);
    assert_true(lock_is_held(place));
    store_close(first);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_or_nothing),
        cmocka_unit_test(test_no_increment_is_lost),
        cmocka_unit_test(test_a_conflict_is_tried_again),
        cmocka_unit_test(test_kill_loses_nothing_acknowledged),
        cmocka_unit_test(test_every_statement_is_prepared),
        cmocka_unit_test(test_second_connection),
    };
    return cmocka_run_group_tests(tests, NULL, remove_test_folder);
}
