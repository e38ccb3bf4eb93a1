/* SPDX-License-Identifier: Apache-2.0
 *
 * A ledger out of a backup: it signs on by itself only where the second place shows that nothing is
 * missing, and otherwise only after what is missing came out of a full copy.
 */
#include "tests/unit/writer/stage.h"

#include <stdlib.h>

enum { PATH_SIZE = 512 };

static void
copy_ledger(const char *from, const char *to)
{
    char command[3 * PATH_SIZE];

    snprintf(command, sizeof command, "rm -rf '%s' && cp -r '%s' '%s'", to, from, to);
    assert_int_equal(system(command), 0);
}

/* What a backup and a restore do, besides sealing. */
static void
restore(const char *from)
{
    struct error err;
    char command[3 * PATH_SIZE];

    snprintf(command, sizeof command, "rm -rf '%s' && mkdir '%s' && cp '%s/key' '%s/origin' '%s/'",
             at("ledger"), at("ledger"), from, from, at("ledger"));
    assert_int_equal(system(command), 0);
    assert_ok(writer_copy_file(from, at("ledger/ledger.db"), &err));
    assert_ok(writer_mark_restored(at("ledger"), &err));
}

/* A full copy: a ledger's folder whose entries are read, one of them perhaps bent. */
struct full {
    struct writer *writer;
    struct buffer *entry;
    uint64_t bent; /* the index; 0: none */
};

static enum status
read_full(void *context, uint64_t index, struct span *entry, struct error *err)
{
    struct full *full = context;
    struct leaf leaf;

    TRY(writer_read(full->writer, index, &leaf, err));
    if (index == full->bent)
        leaf.hash.bytes[7] ^= 1;
    full->entry->size = 0;
    leaf_write(&leaf, full->entry);
    *entry = buffer_span(full->entry);
    return OK;
}

static void
open_full(struct full *full, const char *folder)
{
    const struct writer_options reading = {.clock = tick};
    struct error err;

    *full = (struct full){.entry = buffer_new(LEAF_MAX)};
    assert_ok(writer_open(folder, &reading, &full->writer, &err));
}

static void
close_full(struct full *full)
{
    writer_free(full->writer);
    buffer_free(full->entry);
}

static struct adoption
offer(struct full *full, struct arena *arena)
{
    struct span note;
    struct error err;
    bool final;

    assert_ok(writer_checkpoint(full->writer, &note, &final, &err));
    return (struct adoption){.note = {arena_copy(arena, note.data, note.size), note.size},
                             .read = read_full,
                             .context = full};
}

static enum status
adopt(const struct adoption *adoption, struct adopted *adopted, struct error *err)
{
    struct writer_options options = {.place.where = at("place"), .clock = tick};

    return writer_adopt(at("ledger"), &options, adoption, adopted, err);
}

enum { PUPILS = 600, BEFORE = 100, LEAVES = PUPILS + 2 };

static void
append_pupils(struct writer *writer, unsigned from, unsigned to)
{
    static struct leaf leaves[PUPILS + 1];
    static struct written written[PUPILS + 1];
    AUTO(arena) *arena = arena_new();
    struct error err;

    for (unsigned i = from; i < to; i++)
        leaves[i - from] = issue_leaf(i);
    assert_ok(writer_append(writer, leaves, to - from, arena, written, &err));
    assert_int_equal(written[to - from - 1].status, OK);
}

/* at("old"): two keys and BEFORE records; at("full"): PUPILS. at("ledger") is gone. */
static void
make_old_and_full(void)
{
    make_ledger();
    struct writer *writer = reopen(NULL);

    enrol(writer);
    append_pupils(writer, 0, BEFORE);
    writer_free(writer);
    copy_ledger(at("ledger"), at("old"));
    writer = reopen(NULL);
    append_pupils(writer, BEFORE, PUPILS);
    writer_free(writer);
    copy_ledger(at("ledger"), at("full"));
}

static void
test_the_newest_signs_on(void **state)
{
    (void)state;
    struct written written;

    make_old_and_full();
    restore(at("full"));
    AUTO(writer) *writer = reopen(NULL);
    append(writer, issue_leaf(PUPILS), &written);
    assert_int_equal(written.index, LEAVES);
    writer_free(writer);
    writer = reopen(NULL); /* the mark is gone */
    expect_clean(writer, LEAVES + 1);
}

/* The copy is taken while a writer has the ledger open. */
static void
test_a_copy_of_a_live_ledger(void **state)
{
    (void)state;
    struct error err;

    make_ledger();
    struct writer *live = reopen(NULL);
    enrol(live);
    append_pupils(live, 0, BEFORE);
    assert_ok(writer_copy_file(at("ledger"), at("copy.db"), &err));
    assert_int_equal(writer_copy_file(at("ledger"), at("copy.db"), &err), CONFLICT);
    append_pupils(live, BEFORE, BEFORE + 1);
    writer_free(live);
    assert_int_equal(rename(at("copy.db"), at("ledger/ledger.db")), 0);
    struct writer *writer;
    assert_int_equal(try_open(NULL, &writer, &err), CONFLICT);
    assert_non_null(strstr(err.message, "102 mục"));
}

static void
test_an_old_one_is_brought_forward(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    struct adopted adopted;
    struct written written;
    struct writer *writer = NULL;
    struct error err;
    struct full full;

    make_old_and_full();
    open_full(&full, at("full"));
    struct adoption adoption = offer(&full, arena);
    restore(at("old"));
    assert_int_equal(try_open(NULL, &writer, &err), CONFLICT);
    assert_non_null(strstr(err.message, "hocba ledger adopt"));
    assert_int_equal(adopt(&(struct adoption){0}, &adopted, &err), CONFLICT);
    assert_ok(adopt(&adoption, &adopted, &err));
    assert_int_equal(adopted.before, BEFORE + 2);
    assert_int_equal(adopted.after, LEAVES);
    writer = reopen(NULL);
    append(writer, issue_leaf(PUPILS - 1), &written);
    assert_true(written.already);
    append(writer, issue_leaf(PUPILS), &written);
    assert_int_equal(written.index, LEAVES);
    expect_clean(writer, LEAVES + 1);
    writer_free(writer);
    close_full(&full);
}

static void
expect_refused(const struct adoption *adoption, enum status want)
{
    struct adopted adopted;
    struct writer *writer;
    struct error err;

    assert_int_equal(adopt(adoption, &adopted, &err), want);
    assert_int_equal(try_open(NULL, &writer, &err), CONFLICT);
    assert_non_null(strstr(err.message, "102 mục")); /* as it was */
}

static void
test_bent_copies_are_refused(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    struct full full;

    make_old_and_full();
    open_full(&full, at("full"));
    struct adoption adoption = offer(&full, arena), forged = adoption;
    restore(at("old"));
    full.bent = 300;
    expect_refused(&adoption, CORRUPT);
    full.bent = 0;
    char *note = arena_copy(arena, adoption.note.data, adoption.note.size);
    note[adoption.note.size - 10] ^= 1; /* in the signature */
    forged.note.data = note;
    expect_refused(&forged, UNTRUSTED);
    close_full(&full);

    /* A copy that stops before what was signed last. */
    open_full(&full, at("old"));
    adoption = offer(&full, arena);
    expect_refused(&adoption, CONFLICT);
    adoption.alone = true; /* nobody's word stands against the second place's */
    expect_refused(&adoption, CONFLICT);
    close_full(&full);
}

/* Neither a second place nor a witness: only the keeper's word. */
static void
test_alone(void **state)
{
    (void)state;
    const struct writer_options options = {.clock = tick};
    struct adoption nothing = {0};
    struct writer *writer = NULL;
    struct adopted adopted;
    struct error err;

    make_old_and_full();
    restore(at("old"));
    assert_int_equal(writer_open(at("ledger"), &options, &writer, &err), CONFLICT);
    assert_int_equal(writer_adopt(at("ledger"), &options, &nothing, &adopted, &err), CONFLICT);
    nothing.alone = true;
    assert_ok(writer_adopt(at("ledger"), &options, &nothing, &adopted, &err));
    assert_int_equal(adopted.after, BEFORE + 2);
    assert_ok(writer_open(at("ledger"), &options, &writer, &err));
    writer_free(writer);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_newest_signs_on),
        cmocka_unit_test(test_a_copy_of_a_live_ledger),
        cmocka_unit_test(test_an_old_one_is_brought_forward),
        cmocka_unit_test(test_bent_copies_are_refused),
        cmocka_unit_test(test_alone),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
