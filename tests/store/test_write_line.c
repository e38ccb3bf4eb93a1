/* SPDX-License-Identifier: Apache-2.0
 *
 * Writers of one process stand in line for one SQLite file, and wait for the disk together.
 */
#include "tests/store/support.h"

#include <pthread.h>
#include <sqlite3.h>
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

/* --- to the disk ------------------------------------------------------------------------------ */

/* A disk that answers when it is told to. */
struct disk {
    struct write_line *line;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int begun, allowed; /* calls */
    bool works;
};

static bool
bring(void *context)
{
    struct disk *disk = context;

    pthread_mutex_lock(&disk->lock);
    int mine = ++disk->begun;
    pthread_cond_broadcast(&disk->changed);
    while (disk->allowed < mine)
        pthread_cond_wait(&disk->changed, &disk->lock);
    bool works = disk->works;
    pthread_mutex_unlock(&disk->lock);
    return works;
}

static void
allow(struct disk *disk, int calls)
{
    pthread_mutex_lock(&disk->lock);
    disk->allowed = calls;
    pthread_cond_broadcast(&disk->changed);
    pthread_mutex_unlock(&disk->lock);
}

static void
wait_for_call(struct disk *disk, int call)
{
    pthread_mutex_lock(&disk->lock);
    while (disk->begun < call)
        pthread_cond_wait(&disk->changed, &disk->lock);
    pthread_mutex_unlock(&disk->lock);
}

struct writing {
    struct disk *disk;
    uint64_t number;
    bool kept;
};

static void *
keep(void *context)
{
    struct writing *writing = context;

    writing->kept = write_line_sync(writing->disk->line, writing->number, bring, writing->disk);
    return NULL;
}

static struct disk
a_disk(void)
{
    return (struct disk){.line = write_line_open(a_file()),
                         .lock = PTHREAD_MUTEX_INITIALIZER,
                         .changed = PTHREAD_COND_INITIALIZER,
                         .works = true};
}

/* While one waits for the disk seven more write; the next call is for all of them, and the first
 * was for none of them. */
static void
test_one_call_for_many(void **state)
{
    struct disk disk = a_disk();
    pthread_t threads[THREADS];
    struct writing writings[THREADS];

    (void)state;
    for (int i = 0; i < THREADS; i++) {
        writings[i] = (struct writing){&disk, write_line_written(disk.line), false};
        assert_int_equal(pthread_create(&threads[i], NULL, keep, &writings[i]), 0);
        wait_for_call(&disk, 1); /* which the first made before the others wrote */
    }
    allow(&disk, 1);
    pthread_join(threads[0], NULL);
    assert_true(writings[0].kept);
    wait_for_call(&disk, 2);
    allow(&disk, 2);
    for (int i = 1; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        assert_true(writings[i].kept);
    }
    assert_int_equal(disk.begun, 2);
    write_line_close(disk.line);
}

/* What the disk refused once is never called kept, also when it says yes the next time. */
static void
test_a_disk_that_refuses(void **state)
{
    struct disk disk = a_disk();

    (void)state;
    disk.allowed = THREADS;
    assert_true(write_line_sync(disk.line, write_line_written(disk.line), bring, &disk));
    disk.works = false;
    uint64_t lost = write_line_written(disk.line);
    assert_false(write_line_sync(disk.line, lost, bring, &disk));
    disk.works = true;
    assert_false(write_line_sync(disk.line, lost, bring, &disk));
    assert_false(write_line_sync(disk.line, write_line_written(disk.line), bring, &disk));
    assert_true(write_line_is_broken(disk.line));
    assert_int_equal(disk.begun, 2);
    write_line_close(disk.line);
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

/* --- SQLite's own calls ----------------------------------------------------------------------- */

/* SQLite's files, whose calls to the disk are counted and can be refused. */
static sqlite3_vfs counted;
static const sqlite3_io_methods *plain;
static sqlite3_io_methods watched;
static int log_syncs;
static bool refuse_syncs;

static int
count_sync(sqlite3_file *file, int flags)
{
    log_syncs++;
    return refuse_syncs ? SQLITE_IOERR_FSYNC : plain->xSync(file, flags);
}

static int
open_counted(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
    sqlite3_vfs *below = vfs->pAppData;
    int result = below->xOpen(below, name, file, flags, out);

    if (result == SQLITE_OK && flags & SQLITE_OPEN_WAL) {
        plain = file->pMethods;
        watched = *plain;
        watched.xSync = count_sync;
        file->pMethods = &watched;
    }
    return result;
}

static void
count_the_logs_syncs(void)
{
    sqlite3_vfs *below = sqlite3_vfs_find(NULL);

    counted = *below;
    counted.zName = "counted";
    counted.pAppData = below;
    counted.xOpen = open_counted;
    counted.pNext = NULL;
    assert_int_equal(sqlite3_vfs_register(&counted, 1), SQLITE_OK);
}

static enum status
write_a_row(struct store *store, void *context, struct error *err)
{
    (void)context;
    return run_sql(store, "INSERT INTO rows VALUES (1)", err);
}

/* Nobody is told that it is kept before the log was brought to the disk; where that fails, nobody
 * is told so ever after. */
static void
test_kept_means_on_the_disk(void **state)
{
    char place[PLACE_SIZE];
    struct error err;

    (void)state;
    count_the_logs_syncs();
    AUTO(store) *store = open_at(empty_place_of(false, place), true);
    assert_ok(run_sql(store, "CREATE TABLE rows (number INTEGER)", &err));
    for (int i = 0; i < 3; i++) {
        int before = log_syncs;
        assert_ok(store_transact(store, write_a_row, NULL, &err));
        assert_true(log_syncs > before);
    }
    refuse_syncs = true;
    assert_int_equal(store_transact(store, write_a_row, NULL, &err), UNAVAILABLE);
    refuse_syncs = false;
    assert_int_equal(store_transact(store, write_a_row, NULL, &err), UNAVAILABLE);
    sqlite3_vfs_unregister(&counted);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_patience),
        cmocka_unit_test(test_one_line_for_a_file),
        cmocka_unit_test(test_one_call_for_many),
        cmocka_unit_test(test_a_disk_that_refuses),
        cmocka_unit_test(test_every_end_gives_the_turn),
        cmocka_unit_test(test_kept_means_on_the_disk),
    };

    return cmocka_run_group_tests(tests, NULL, remove_test_folder);
}
