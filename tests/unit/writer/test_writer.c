/* SPDX-License-Identifier: Apache-2.0
 *
 * The writer of a ledger: each leaf once, whatever happens to the process, the disk or the folder;
 * nothing signed that would fork what was signed before.
 */
#include "tests/support/test.h"

#include <ftw.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "ledger/audit.h"
#include "ledger/proof.h"
#include "ledger/tile.h"
#include "writer/writer.h"

#define ORIGIN "so-cai.example/22"

enum { PATH_SIZE = 512, SCHOOL = 1, DEPARTMENT = 2, KILLS = 1000, PUPILS_MAX = 4096 };

static char folder[] = "/tmp/hocba-writer-XXXXXX";
static int64_t now = 1717128000;

static int64_t
tick(void)
{
    return now++;
}

static const char *
at(const char *name)
{
    static char paths[8][PATH_SIZE];
    static int next;
    char *path = paths[next++ % 8];

    snprintf(path, PATH_SIZE, "%s/%s", folder, name);
    return path;
}

static int
remove_one(const char *path, const struct stat *info, int kind, struct FTW *where)
{
    (void)info;
    (void)kind;
    (void)where;
    return remove(path);
}

static void
clear(void)
{
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* A new ledger and an empty second place. */
static void
make(void)
{
    struct error err;

    clear();
    assert_ok(folder_make(at("place"), 0700, &err));
    assert_ok(writer_create(at("ledger"), span_of(ORIGIN), &err));
}

static enum status
try_open(const struct policy *policy, struct writer **writer, struct error *err)
{
    struct writer_options options = {.place = at("place"), .policy = policy, .clock = tick};

    return writer_open(at("ledger"), &options, writer, err);
}

static struct writer *
reopen(const struct policy *policy)
{
    struct writer *writer;
    struct error err;

    assert_ok(try_open(policy, &writer, &err));
    return writer;
}

static struct leaf
key_leaf(uint8_t key, enum key_action action)
{
    struct leaf leaf = {.kind = LEAF_KEY, .action = action};

    leaf.kid[0] = key;
    leaf.hash.bytes[0] = key;
    return leaf;
}

static struct leaf
issue_leaf(unsigned pupil)
{
    struct leaf leaf = {.kind = LEAF_ISSUE};

    leaf.kid[0] = SCHOOL;
    leaf.hash = sha256((struct span){(const char *)&pupil, sizeof pupil});
    memcpy(leaf.slot, leaf.hash.bytes + 3, sizeof leaf.slot);
    return leaf;
}

static void
append(struct writer *writer, struct leaf leaf, struct written *written)
{
    AUTO(arena) *arena = arena_new();
    struct error err;

    assert_ok(writer_append(writer, &leaf, 1, arena, written, &err));
}

static void
enrol(struct writer *writer)
{
    struct written written;

    append(writer, key_leaf(DEPARTMENT, KEY_ENROL_DEPARTMENT), &written);
    append(writer, key_leaf(SCHOOL, KEY_ENROL), &written);
}

/* --- appending -------------------------------------------------------------------------------- */

static void
test_each_once(void **state)
{
    (void)state;
    struct written first, again, other;
    make();
    AUTO(writer) *writer = reopen(NULL);

    append(writer, issue_leaf(1), &first);
    assert_int_equal(first.status, INVALID); /* R2: an unknown key */
    assert_int_equal(writer_size(writer), 0);
    enrol(writer);
    append(writer, issue_leaf(1), &first);
    assert_int_equal(first.status, OK);
    assert_int_equal(first.index, 2);
    append(writer, issue_leaf(1), &again);
    assert_true(again.already);
    assert_int_equal(again.index, 2);
    assert_int_equal(again.time, first.time);
    struct leaf second = issue_leaf(1);
    second.hash.bytes[0] ^= 1; /* another record in the same slot */
    append(writer, second, &other);
    assert_int_equal(other.status, INVALID);
    assert_int_equal(writer_size(writer), 3);
}

/* Ten thousand leaves in batches: the tree of the tiles is the tree of the leaves. */
static void
test_tiles(void **state)
{
    (void)state;
    enum { BATCHES = 7, BATCH = 300 };
    AUTO(arena) *arena = arena_new();
    struct error err;
    make();
    AUTO(writer) *writer = reopen(NULL);

    enrol(writer);
    for (unsigned b = 0; b < BATCHES; b++) {
        static struct leaf leaves[BATCH];
        static struct written written[BATCH];
        for (unsigned i = 0; i < BATCH; i++)
            leaves[i] = issue_leaf(b * BATCH + i);
        assert_ok(writer_append(writer, leaves, BATCH, arena, written, &err));
        assert_int_equal(written[BATCH - 1].index, 2 + b * BATCH + BATCH - 1);
        if (b % 3 == 2) { /* what is in memory and what is stored are the same */
            writer_free(writer);
            writer = reopen(NULL);
        }
    }
    assert_int_equal(writer_size(writer), 2 + BATCHES * BATCH);
    assert_ok(writer_export(writer, at("public"), &err));
}

/* --- the audit of what was exported ----------------------------------------------------------- */

static enum status
read_public(void *context, const char *path, size_t most, struct span *bytes, struct error *err)
{
    char whole[PATH_SIZE + 64];

    snprintf(whole, sizeof whole, "%s/%s", at("public"), path);
    return file_read(context, whole, most, bytes, err);
}

static const struct policy *
policy_of(struct writer *writer, const char *more, struct arena *arena)
{
    AUTO(buffer) *text = buffer_new(POLICY_FILE_MAX);
    struct span vkey = writer_key(writer);
    const struct policy *policy;
    struct error err;

    buffer_printf(text, "log %.*s\n%s", (int)vkey.size, vkey.data, more);
    struct span copy = {arena_copy(arena, text->data, text->size), text->size};
    assert_ok(policy_parse(copy, arena, &policy, &err));
    return policy;
}

static void
expect_clean(struct writer *writer, uint64_t leaves)
{
    AUTO(arena) *arena = arena_new();
    struct audit_order order = {.read = read_public, .context = arena};
    struct audit audit;
    struct error err;

    order.policy = policy_of(writer, "quorum none\n", arena);
    assert_ok(writer_export(writer, at("public"), &err));
    assert_ok(audit_run(&order, arena, &audit, &err));
    if (audit.finding_count)
        fail_msg("%s", audit.findings.items[0].sentence);
    assert_int_equal(audit.leaves, leaves);
}

/* --- crashes ---------------------------------------------------------------------------------- */

/* What a child has acknowledged: the last pupil, and where it stands. */
struct acknowledged {
    unsigned pupils;
    uint64_t index[PUPILS_MAX];
};

static void
append_until_killed(unsigned from, int pipe_in)
{
    AUTO(arena) *arena = arena_new();
    struct error err;
    AUTO(writer) *writer = reopen(NULL);

    for (unsigned pupil = from;; pupil++) {
        struct leaf leaf = issue_leaf(pupil);
        struct written written;
        if (writer_append(writer, &leaf, 1, arena, &written, &err) != OK || written.status != OK ||
            write(pipe_in, &written.index, sizeof written.index) != sizeof written.index)
            _exit(1);
    }
}

/* A child appends and is killed at some instant; the next one hands in the last ten again. */
static void
run_and_kill(struct acknowledged *seen, unsigned microseconds)
{
    unsigned from = seen->pupils > 10 ? seen->pupils - 10 : 0;
    int ends[2], status;
    uint64_t index;

    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(ends[0]);
        append_until_killed(from, ends[1]);
    }
    close(ends[1]);
    usleep(microseconds);
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, &status, 0), child);
    for (unsigned pupil = from; read(ends[0], &index, sizeof index) == sizeof index; pupil++) {
        assert_true(pupil < PUPILS_MAX);
        if (pupil < seen->pupils && seen->index[pupil] != index)
            fail_msg("pupil %u moved from %lu to %lu", pupil, (unsigned long)seen->index[pupil],
                     (unsigned long)index);
        seen->index[pupil] = index;
        if (pupil >= seen->pupils)
            seen->pupils = pupil + 1;
    }
    close(ends[0]);
}

static void
test_killed(void **state)
{
    (void)state;
    static struct acknowledged seen;
    unsigned random = 12345;
    make();
    {
        AUTO(writer) *writer = reopen(NULL);
        enrol(writer);
    }
    for (int i = 0; i < KILLS && seen.pupils < PUPILS_MAX - 2000; i++) {
        random = random * 1103515245 + 12345;
        run_and_kill(&seen, 1000 + random / 65536 % 25000);
    }
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
    print_message("# %u leaves acknowledged over %d kills\n", seen.pupils, KILLS);
}

/* --- old copies, two writers ------------------------------------------------------------------ */

static void
copy_ledger(const char *from, const char *to)
{
    char command[3 * PATH_SIZE];

    snprintf(command, sizeof command, "rm -rf '%s' && cp -r '%s' '%s'", to, from, to);
    assert_int_equal(system(command), 0);
}

static void
test_old_copy_is_refused(void **state)
{
    (void)state;
    struct written written;
    struct error err;
    struct writer *writer = NULL;

    make();
    writer = reopen(NULL);
    enrol(writer);
    writer_free(writer);
    copy_ledger(at("ledger"), at("copy"));
    writer = reopen(NULL);
    append(writer, issue_leaf(1), &written);
    writer_free(writer);
    copy_ledger(at("copy"), at("ledger"));
    assert_int_equal(try_open(NULL, &writer, &err), CONFLICT);
    assert_non_null(strstr(err.message, "bản cũ"));
}

static void
test_another_history_is_refused(void **state)
{
    (void)state;
    struct written written;
    struct error err;
    struct writer *writer = NULL;

    make();
    writer = reopen(NULL);
    enrol(writer);
    writer_free(writer);
    copy_ledger(at("ledger"), at("copy"));
    writer = reopen(NULL);
    append(writer, issue_leaf(1), &written);
    writer_free(writer);
    /* The copy goes on without the second place, then comes back to it. */
    copy_ledger(at("copy"), at("ledger"));
    struct writer_options alone = {.clock = tick};
    assert_ok(writer_open(at("ledger"), &alone, &writer, &err));
    append(writer, issue_leaf(2), &written);
    append(writer, issue_leaf(3), &written);
    writer_free(writer);
    assert_int_equal(try_open(NULL, &writer, &err), CONFLICT);
    assert_non_null(strstr(err.message, "lịch sử khác"));
}

static void
test_second_place_is_one_writers(void **state)
{
    (void)state;
    struct writer *other = NULL;
    struct error err;

    make();
    AUTO(writer) *writer = reopen(NULL);
    enrol(writer);
    copy_ledger(at("ledger"), at("copy"));
    struct writer_options options = {.place = at("place"), .clock = tick};
    assert_int_equal(writer_open(at("copy"), &options, &other, &err), CONFLICT);
}

/* --- cosignatures ----------------------------------------------------------------------------- */

/* A witness as its protocol has it, in this process: what it saw last, and whether it answers. */
struct witness {
    struct secret *key;
    uint8_t public[ED25519_PUBLIC_SIZE];
    uint64_t size;
    bool silent, wrong;
    int asked;
};

static enum status
answer_as_witness(void *context, const struct policy_peer *peer, struct span body,
                  struct arena *arena, int *code, struct span *answer, struct error *err)
{
    struct witness *witness = context;
    AUTO(buffer) *line = buffer_new(NOTE_MAX);
    struct note *note = arena_make(arena, struct note);
    struct checkpoint checkpoint;
    unsigned long old;

    (void)peer;
    witness->asked++;
    if (witness->silent)
        return fail(err, UNAVAILABLE, "Nhân chứng không trả lời.");
    assert_int_equal(sscanf(arena_copy(arena, body.data, body.size), "old %lu\n", &old), 1);
    if (old != witness->size) {
        *code = 409;
        const char *size = arena_printf(arena, "%lu\n", (unsigned long)witness->size);
        *answer = span_of(size);
        return OK;
    }
    const char *gap = memmem(body.data, body.size, "\n\n", 2);
    assert_non_null(gap);
    struct span rest = {gap + 2, body.size - (size_t)(gap + 2 - body.data)};
    assert_int_equal(note_parse(rest, arena, note, err), OK);
    assert_int_equal(checkpoint_parse(note->text, &checkpoint, err), OK);
    note_cosign(witness->wrong ? SPAN("anything\n") : note->text, now, SPAN("w"), witness->key,
                witness->public, line);
    witness->size = checkpoint.size;
    *code = 200;
    *answer = (struct span){arena_copy(arena, line->data, line->size), line->size};
    return OK;
}

static const struct policy *
witnessed_policy(struct writer *writer, const struct witness *witness, struct arena *arena)
{
    AUTO(buffer) *line = buffer_new(1024);
    struct note_key key = note_key_of(SPAN("w"), NOTE_COSIGNATURE, witness->public);

    buffer_text(line, "witness w ");
    note_key_write(&key, line);
    buffer_text(line, " https://w.example/\nquorum w\n");
    return policy_of(writer, arena_copy(arena, line->data, line->size), arena);
}

static void
expect_proof(struct writer *writer, uint64_t index, bool final, const struct policy *policy)
{
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *out = buffer_new(PROOF_FILE_MAX);
    struct policy_answer answer;
    struct proof proof;
    struct error err;
    bool is_final;

    assert_ok(writer_prove(writer, index, out, &is_final, &err));
    assert_int_equal(is_final, final);
    assert_ok(proof_parse(buffer_span(out), arena, &proof, &err));
    assert_ok(proof_check(&proof, proof.extra, policy, arena, &answer, &err));
    assert_int_equal(answer.verdict, final ? POLICY_MET : POLICY_PROVISIONAL);
}

static void
test_cosigned(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    uint8_t seed[ED25519_SEED_SIZE] = {5};
    struct witness witness = {.silent = true};
    struct cosigning result;
    struct written written;
    struct error err;
    const struct policy *policy;

    witness.key = ed25519_key_of_seed(seed, witness.public);
    make();
    {
        AUTO(writer) *writer = reopen(NULL);
        policy = witnessed_policy(writer, &witness, arena);
    }
    AUTO(writer) *writer = reopen(policy);
    enrol(writer);
    append(writer, issue_leaf(1), &written);
    assert_ok(writer_cosign(writer, answer_as_witness, &witness, arena, &result, &err));
    assert_int_equal(result.silent, 1);
    expect_proof(writer, written.index, false, policy);

    witness.silent = false;
    witness.wrong = true; /* a signature over something else is as good as none */
    assert_ok(writer_cosign(writer, answer_as_witness, &witness, arena, &result, &err));
    assert_false(result.final);
    expect_proof(writer, written.index, false, policy);

    witness.wrong = false;
    witness.size = 0;
    assert_ok(writer_cosign(writer, answer_as_witness, &witness, arena, &result, &err));
    assert_true(result.final);
    expect_proof(writer, written.index, true, policy);
    int asked = witness.asked;
    assert_ok(writer_cosign(writer, answer_as_witness, &witness, arena, &result, &err));
    assert_int_equal(witness.asked, asked); /* it has cosigned this one */

    /* Newer leaves are provisional until it has seen them; older ones stay final. */
    uint64_t first = written.index;
    for (unsigned pupil = 2; pupil < 40; pupil++)
        append(writer, issue_leaf(pupil), &written);
    expect_proof(writer, first, true, policy);
    expect_proof(writer, written.index, false, policy);
    assert_ok(writer_cosign(writer, answer_as_witness, &witness, arena, &result, &err));
    expect_proof(writer, written.index, true, policy);

    /* A witness that has seen more than there is: this ledger was rolled back. */
    witness.size = 100;
    append(writer, issue_leaf(50), &written);
    assert_int_equal(writer_cosign(writer, answer_as_witness, &witness, arena, &result, &err),
                     CONFLICT);
    secret_free(witness.key);
}

/* Without a second place nothing is final, whoever cosigns. */
static void
test_no_second_place(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    struct written written;
    struct error err;
    AUTO(writer) *writer = NULL;
    const struct policy *policy;

    make();
    {
        AUTO(writer) *first = reopen(NULL);
        policy = policy_of(first, "quorum none\n", arena);
    }
    struct writer_options options = {.policy = policy, .clock = tick};
    assert_ok(writer_open(at("ledger"), &options, &writer, &err));
    enrol(writer);
    append(writer, issue_leaf(1), &written);
    AUTO(buffer) *out = buffer_new(PROOF_FILE_MAX);
    bool final = true;
    assert_ok(writer_prove(writer, written.index, out, &final, &err));
    assert_false(final);
}

static int
setup(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : 1;
}

static int
teardown(void **state)
{
    (void)state;
    clear();
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_once),
        cmocka_unit_test(test_tiles),
        cmocka_unit_test(test_killed),
        cmocka_unit_test(test_old_copy_is_refused),
        cmocka_unit_test(test_another_history_is_refused),
        cmocka_unit_test(test_second_place_is_one_writers),
        cmocka_unit_test(test_cosigned),
        cmocka_unit_test(test_no_second_place),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
