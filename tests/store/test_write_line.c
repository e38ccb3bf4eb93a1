/* SPDX-License-Identifier: Apache-2.0
 *
 * Writers of one process stand in line for one SQLite file.
 */
#include "tests/store/support.h"

#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

#include "store/write_line.h"

enum { PATIENT_MS = 60 * 1000, THREADS = 8 };

struct arrival {
    struct write_line *line;
    int number, *order, *served;
};

static void *
enter_and_sign(void *context)
{
    struct arrival *arrival = context;

    if (write_line_enter(arrival->line, PATIENT_MS)) {
        arrival->order[(*arrival->served)++] = arrival->number;
        write_line_leave(arrival->line);
    }
    return NULL;
}

static void
wait_for_length(struct write_line *line, size_t length)
{
    while (write_line_length(line) != length)
        usleep(1000);
}

static const char *
a_file(void)
{
    static char place[PLACE_SIZE];
    FILE *file = fopen(empty_place_of(false, place), "w");

    assert_non_null(file);
    fclose(file);
    return place;
}

/* Who came first goes first. */
static void
test_order(void **state)
{
    struct write_line *line = write_line_open(a_file());
    int order[THREADS] = {0}, served = 0;
    pthread_t threads[THREADS];
    struct arrival arrivals[THREADS];

    (void)state;
    assert_true(write_line_enter(line, PATIENT_MS));
    for (int i = 0; i < THREADS; i++) {
        arrivals[i] = (struct arrival){line, i, order, &served};
        assert_int_equal(pthread_create(&threads[i], NULL, enter_and_sign, &arrivals[i]), 0);
        wait_for_length(line, (size_t)i + 1);
    }
    write_line_leave(line);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(served, THREADS);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(order[i], i);
    write_line_close(line);
}

/* Whoever has no more patience goes, and those behind move up. */
static void
test_patience(void **state)
{
    struct write_line *line = write_line_open(a_file());
    int order[1], served = 0;
    pthread_t thread;
    struct arrival arrival = {line, 7, order, &served};

    (void)state;
    assert_true(write_line_enter(line, PATIENT_MS));
    assert_false(write_line_enter(line, 1));
    assert_int_equal(write_line_length(line), 0);
    assert_int_equal(pthread_create(&thread, NULL, enter_and_sign, &arrival), 0);
    wait_for_length(line, 1);
    assert_false(write_line_enter(line, 1));
    assert_int_equal(write_line_length(line), 1);
    write_line_leave(line);
    pthread_join(thread, NULL);
    assert_int_equal(served, 1);
    assert_true(write_line_enter(line, 1));
    write_line_leave(line);
    write_line_close(line);
}

/* One line for a file, whatever it is called; another file has another. */
static void
test_one_line_for_a_file(void **state)
{
    char place[PLACE_SIZE], other_name[2 * PLACE_SIZE];

    (void)state;
    snprintf(place, sizeof place, "%s", a_file());
    snprintf(other_name, sizeof other_name, "%s/./%s", test_folder(), strrchr(place, '/') + 1);
    struct write_line *line = write_line_open(place), *same = write_line_open(other_name);
    struct write_line *another = write_line_open(a_file());
    assert_ptr_equal(line, same);
    assert_ptr_not_equal(line, another);
    assert_null(write_line_open("/nowhere/at/all"));
    write_line_close(line);
    write_line_close(same);
    write_line_close(another);
}

static enum status
write_nothing(struct store *store, void *context, struct error *err)
{
    (void)store;
    (void)err;
    ++*(int *)context;
    return OK;
}

static enum status
refuse(struct store *store, void *context, struct error *err)
{
    (void)store;
    (void)context;
    return fail(err, INVALID, "Không.");
}

/* A transaction gives its turn away however it ends: the next one of this process begins at once.
 */
static void
test_every_end_gives_the_turn(void **state)
{
    char place[PLACE_SIZE];
    struct error err;
    int done = 0;

    (void)state;
    AUTO(store) *first = open_at(empty_place_of(false, place), true);
    AUTO(store) *second = open_at(place, false);
    struct write_line *line = write_line_open(place);
    assert_ok(store_transact(first, write_nothing, &done, &err));
    assert_int_equal(store_transact(second, refuse, NULL, &err), INVALID);
    assert_ok(store_transact(first, write_nothing, &done, &err));
    assert_int_equal(done, 2);
    assert_true(write_line_enter(line, 1));
    write_line_leave(line);
    write_line_close(line);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_patience),
        cmocka_unit_test(test_one_line_for_a_file),
        cmocka_unit_test(test_every_end_gives_the_turn),
    };

    return cmocka_run_group_tests(tests, NULL, remove_test_folder);
}
