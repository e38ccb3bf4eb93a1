/* SPDX-License-Identifier: Apache-2.0
 *
 * A disk that fails: each write and each sync of a batch fails once, or from then on, or is cut in
 * the middle.  Whatever was said to the caller, the entries that are handed in again stand there
 * once, and the ledger is whole.
 */
#include "tests/unit/writer/stage.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

enum { BATCH = 3, SMALL_TEAR = 2 };

/* --- SQLite's own files, but for what is to fail ---------------------------------------------- */

static struct {
    int left; /* operations until one fails; 0: none does */
    bool for_good, torn;
    int failed;
} disk;

/* Logs are opened with other methods than databases: those have no shared memory. */
static sqlite3_io_methods real, failing[2];
static int (*real_open)(sqlite3_vfs *, sqlite3_filename, sqlite3_file *, int, int *);

static bool
fails_now(void)
{
    bool fails = disk.left == 1;

    if (disk.left > 1 || (fails && !disk.for_good))
        disk.left--;
    disk.failed += fails;
    return fails;
}

static int
write_or_fail(sqlite3_file *file, const void *data, int size, sqlite3_int64 offset)
{
    if (!fails_now())
        return real.xWrite(file, data, size, offset);
    if (disk.torn)
        real.xWrite(file, data, size / SMALL_TEAR, offset);
    return disk.torn ? SQLITE_IOERR_WRITE : SQLITE_FULL;
}

static int
sync_or_fail(sqlite3_file *file, int flags)
{
    return fails_now() ? SQLITE_IOERR_FSYNC : real.xSync(file, flags);
}

static int
open_failing(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *out)
{
    int result = real_open(vfs, name, file, flags, out);

    if (result != SQLITE_OK || !file->pMethods)
        return result;
    sqlite3_io_methods *methods = &failing[(flags & SQLITE_OPEN_MAIN_DB) != 0];
    real = *file->pMethods; /* both write and sync alike */
    *methods = real;
    methods->xWrite = write_or_fail;
    methods->xSync = sync_or_fail;
    file->pMethods = methods;
    return SQLITE_OK;
}

static void
install(void)
{
    static sqlite3_vfs vfs;

    vfs = *sqlite3_vfs_find(NULL);
    real_open = vfs.xOpen;
    vfs.xOpen = open_failing;
    vfs.zName = "failing";
    assert_int_equal(sqlite3_vfs_register(&vfs, 1), SQLITE_OK);
}

/* --- batches ---------------------------------------------------------------------------------- */

static enum status
hand_in(struct writer *writer, unsigned pupil, struct written written[BATCH])
{
    AUTO(arena) *arena = arena_new();
    struct leaf leaves[BATCH];
    struct error err;

    for (unsigned i = 0; i < BATCH; i++)
        leaves[i] = issue_leaf(pupil + i);
    return writer_append(writer, leaves, BATCH, arena, written, &err);
}

static void
expect_places(const struct written written[BATCH], unsigned pupil)
{
    for (unsigned i = 0; i < BATCH; i++) {
        assert_int_equal(written[i].status, OK);
        assert_int_equal(written[i].index, pupil + i + 2);
    }
}

/* One batch whose `nth` operation fails; then the disk is well again, in this process or in the
 * next. False when a batch has fewer operations. */
static bool
fail_once(struct writer **writer, unsigned pupil, int nth, bool restart)
{
    struct written written[BATCH];

    disk.left = nth;
    disk.failed = 0;
    enum status status = hand_in(*writer, pupil, written);
    bool failed = disk.failed > 0;
    disk.left = 0;
    if (status == OK)
        expect_places(written, pupil);
    if (!failed)
        assert_int_equal(status, OK);
    if (restart) {
        writer_free(*writer);
        *writer = reopen(NULL);
    }
    assert_int_equal(hand_in(*writer, pupil, written), OK);
    expect_places(written, pupil);
    return failed;
}

static void
test_disk_fails(void **state)
{
    (void)state;
    unsigned pupil = 0;
    int failures = 0;

    install();
    make_ledger();
    struct writer *writer = reopen(NULL);
    enrol(writer);
    for (int way = 0; way < 8; way++) {
        disk.for_good = way & 1;
        disk.torn = way & 2;
        for (int nth = 1; fail_once(&writer, pupil, nth, way & 4); nth++, pupil += BATCH)
            failures++;
        pupil += BATCH;
    }
    expect_clean(writer, pupil + 2);
    writer_free(writer);
    assert_true(failures >= 8 * 4); /* a batch writes and syncs at least twice each */
    print_message("# %d failures\n", failures);
}

/* --- the second place ------------------------------------------------------------------------- */

/* Its disk is gone while leaves are committed: nothing is signed, and the same call signs later. */
static void
test_place_fails(void **state)
{
    (void)state;
    struct written written[BATCH];
    AUTO(buffer) *proof = buffer_new(1024 * 1024);
    struct error err;
    bool final;

    make_ledger();
    AUTO(writer) *writer = reopen(NULL);
    enrol(writer);
    assert_int_equal(rename(at("place"), at("away")), 0);
    assert_int_equal(hand_in(writer, 0, written), UNAVAILABLE);
    assert_int_equal(writer_prove(writer, 2, proof, &final, &err), NOT_FOUND);
    assert_int_equal(rename(at("away"), at("place")), 0);
    assert_int_equal(hand_in(writer, 0, written), OK);
    expect_places(written, 0);
    assert_ok(writer_prove(writer, 2, proof, &final, &err));
    expect_clean(writer, BATCH + 2);
}

/* A bit that flips on the disk before the signature is found, at any level of tiles. */
static void
test_flipped_bit(void **state)
{
    (void)state;
    static const char *const bent[] = {
        "UPDATE tile SET hashes = zeroblob(length(hashes)) WHERE level = 0",
        ("DROP TRIGGER leaf_no_update; UPDATE leaf SET entry = zeroblob(length(entry))"
         " WHERE position = 1"),
        "DELETE FROM tile WHERE level = 0",
    };

    for (size_t i = 0; i < sizeof bent / sizeof *bent; i++) {
        struct writer *writer = NULL;
        sqlite3 *handle;
        struct error err;
        make_ledger();
        writer = reopen(NULL);
        enrol(writer);
        writer_free(writer);
        assert_int_equal(sqlite3_open(at("ledger/ledger.db"), &handle), SQLITE_OK);
        assert_int_equal(sqlite3_exec(handle, bent[i], NULL, NULL, NULL), SQLITE_OK);
        assert_int_equal(sqlite3_exec(handle, "DELETE FROM checkpoint", NULL, NULL, NULL),
                         SQLITE_OK);
        sqlite3_close(handle);
        /* The second place alone would find it too. */
        struct writer_options options = {.clock = tick};
        if (writer_open(at("ledger"), &options, &writer, &err) == OK)
            row_fail(bent[i], "signed");
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_disk_fails),
        cmocka_unit_test(test_place_fails),
        cmocka_unit_test(test_flipped_bit),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
