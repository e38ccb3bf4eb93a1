/* SPDX-License-Identifier: Apache-2.0
 *
 * Again and again (argument: how often) a writer is killed at some instant, and the next one is
 * handed the last entries again, since nobody is sure of them: no gap, no duplicate, nothing moved,
 * nothing that was acknowledged lost.
 */
#include "tests/unit/writer/stage.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    PUPILS_MAX = 64 * 1024,
    AGAIN = 10,       /* entries that the next writer is handed again */
    BATCH_MAX = 8,    /* leaves */
    OPENING_US = 5000 /* every fourth is killed before it has acknowledged anything, perhaps */
};

static int kills = 1000;

/* What children have acknowledged: the last pupil, and where each stands. */
struct acknowledged {
    unsigned pupils;
    uint64_t index[PUPILS_MAX];
};

static unsigned
next_random(void)
{
    static unsigned random = 12345;

    random = random * 1103515245 + 12345;
    return random / 65536;
}

static void
append_until_killed(unsigned pupil, unsigned batch, int answers)
{
    AUTO(arena) *arena = arena_new();
    struct error err;
    AUTO(writer) *writer = reopen(NULL);

    for (;;) {
        struct leaf leaves[BATCH_MAX];
        struct written written[BATCH_MAX];
        for (unsigned i = 0; i < batch; i++)
            leaves[i] = issue_leaf(pupil++);
        if (writer_append(writer, leaves, batch, arena, written, &err) != OK)
            _exit(1);
        for (unsigned i = 0; i < batch; i++)
            if (written[i].status != OK || write(answers, &written[i].index, sizeof(uint64_t)) < 0)
                _exit(1);
        batch = batch % BATCH_MAX + 1;
    }
}

static void
take_answer(struct acknowledged *seen, unsigned pupil, uint64_t index)
{
    assert_true(pupil < PUPILS_MAX);
    if (pupil < seen->pupils && seen->index[pupil] != index)
        fail_msg("pupil %u moved from %lu to %lu", pupil, (unsigned long)seen->index[pupil],
                 (unsigned long)index);
    seen->index[pupil] = index;
    if (pupil >= seen->pupils)
        seen->pupils = pupil + 1;
}

static void
run_and_kill(struct acknowledged *seen, bool opening)
{
    unsigned pupil = seen->pupils > AGAIN ? seen->pupils - AGAIN : 0, batch = next_random();
    int ends[2], status;
    uint64_t index;

    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(ends[0]);
        append_until_killed(pupil, batch % BATCH_MAX + 1, ends[1]);
    }
    close(ends[1]);
    if (!opening && read(ends[0], &index, sizeof index) == sizeof index)
        take_answer(seen, pupil++, index);
    usleep(next_random() % OPENING_US);
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status)); /* it did not give up by itself */
    while (read(ends[0], &index, sizeof index) == sizeof index)
        take_answer(seen, pupil++, index);
    close(ends[0]);
}

static void
test_killed(void **state)
{
    (void)state;
    static struct acknowledged seen;
    make_ledger();
    {
        AUTO(writer) *writer = reopen(NULL);
        enrol(writer);
    }
    for (int i = 0; i < kills; i++)
        run_and_kill(&seen, i % 4 == 0);
    AUTO(writer) *writer = reopen(NULL);
    for (unsigned pupil = 0; pupil < seen.pupils; pupil++) {
        struct leaf want = issue_leaf(pupil);
        uint64_t index;
        struct error err;
        assert_ok(writer_find(writer, &want.hash, &index, &err));
        assert_int_equal(index, seen.index[pupil]);
        assert_int_equal(index, pupil + 2); /* no gap, no duplicate */
    }
    expect_clean(writer, writer_size(writer));
    print_message("# %u leaves acknowledged over %d kills\n", seen.pupils, kills);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_killed)};

    if (argc > 1)
        kills = atoi(argv[1]);
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
