/* SPDX-License-Identifier: Apache-2.0
 *
 * The writer of a ledger: each leaf once, whatever happens to the process, the disk or the folder;
 * nothing signed that would fork what was signed before.
 */
#include "tests/unit/writer/stage.h"

#include <stdlib.h>

#include "ledger/proof.h"
#include "ledger/tile.h"

enum { PATH_SIZE = 512 };

/* --- appending -------------------------------------------------------------------------------- */

static void
test_each_once(void **state)
{
    (void)state;
    struct written first, again, other;
    make_ledger();
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

/* Leaves in batches over several tiles: the tree of the tiles is the tree of the leaves. */
static void
test_tiles(void **state)
{
    (void)state;
    enum { BATCHES = 7, BATCH = 300 };
    AUTO(arena) *arena = arena_new();
    struct error err;
    make_ledger();
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
    expect_clean(writer, 2 + BATCHES * BATCH);
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

    make_ledger();
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

    make_ledger();
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

    make_ledger();
    AUTO(writer) *writer = reopen(NULL);
    enrol(writer);
    copy_ledger(at("ledger"), at("copy"));
    struct writer_options options = {.place.where = at("place"), .clock = tick};
    assert_int_equal(writer_open(at("copy"), &options, &other, &err), CONFLICT);
}

/* --- cosignatures ----------------------------------------------------------------------------- */

/* A witness as its protocol has it, in this process: what it saw last, and whether it answers. */
struct witness {
    struct secret *key;
    uint8_t public[ED25519_PUBLIC_SIZE];
    const char *name; /* NULL: "w" */
    uint64_t size;
    bool silent, wrong;
    int64_t behind; /* its clock is */
    int answers;    /* a code, whatever it is asked; 0: as the protocol has it */
    int asked;
};

static enum status
answer_one(struct witness *witness, struct span body, struct arena *arena, int *code,
           struct span *answer, struct error *err)
{
    AUTO(buffer) *line = buffer_new(NOTE_MAX);
    struct note *note = arena_make(arena, struct note);
    struct checkpoint checkpoint;
    unsigned long old;

    witness->asked++;
    if (witness->silent)
        return fail(err, UNAVAILABLE, "Nhân chứng không trả lời.");
    if (witness->answers) {
        *code = witness->answers;
        return OK;
    }
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
    note_cosign(witness->wrong ? SPAN("anything\n") : note->text, now - witness->behind,
                span_of(witness->name ? witness->name : "w"), witness->key, witness->public, line);
    witness->size = checkpoint.size;
    *code = 200;
    *answer = (struct span){arena_copy(arena, line->data, line->size), line->size};
    return OK;
}

/* The witnesses of a policy in their order; there may be one. */
static void
answer_as_witness(void *context, struct witness_question *questions, size_t count,
                  struct arena *arena)
{
    struct witness *witnesses = context;

    for (size_t i = 0; i < count; i++) {
        struct witness_question *question = &questions[i];
        struct witness *witness = &witnesses[question->witness->name.data[0] - 'w'];
        question->status = answer_one(witness, question->body, arena, &question->code,
                                      &question->answer, &question->why);
    }
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
    make_ledger();
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

/* Three are asked together: one fails, one does not answer, one has seen nothing yet while the
 * ledger thinks that it has. What two do not say is no reason to wait for the third. */
static void
test_several_witnesses(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *lines = buffer_new(4096);
    struct witness witnesses[] = {
        {.name = "w", .answers = 500}, {.name = "x", .silent = true}, {.name = "y"}};
    struct cosigning result;
    struct written written;
    struct error err;
    const struct policy *policy;

    for (uint8_t i = 0; i < COUNT_OF(witnesses); i++) {
        uint8_t seed[ED25519_SEED_SIZE] = {i};
        witnesses[i].key = ed25519_key_of_seed(seed, witnesses[i].public);
        struct note_key key =
            note_key_of(span_of(witnesses[i].name), NOTE_COSIGNATURE, witnesses[i].public);
        buffer_printf(lines, "witness %s ", witnesses[i].name);
        note_key_write(&key, lines);
        buffer_text(lines, " https://w.example/\n");
    }
    buffer_text(lines, "group two 2 w x y\nquorum two\n");
    make_ledger();
    {
        AUTO(writer) *writer = reopen(NULL);
        policy = policy_of(writer, arena_copy(arena, lines->data, lines->size), arena);
    }
    AUTO(writer) *writer = reopen(policy);
    enrol(writer);
    append(writer, issue_leaf(1), &written);
    assert_ok(writer_cosign(writer, answer_as_witness, witnesses, arena, &result, &err));
    assert_int_equal(result.asked, 3);
    assert_int_equal(result.cosigned, 1);
    assert_int_equal(result.silent, 2);
    assert_non_null(strstr(result.reason, "500"));
    expect_proof(writer, written.index, false, policy);

    witnesses[0].answers = 0;
    witnesses[2].size = 0; /* restored from nothing: it is asked again from there */
    append(writer, issue_leaf(2), &written);
    assert_ok(writer_cosign(writer, answer_as_witness, witnesses, arena, &result, &err));
    assert_int_equal(result.cosigned, 2);
    assert_int_equal(witnesses[2].asked, 3);
    assert_true(result.final);
    expect_proof(writer, written.index, true, policy);
    for (size_t i = 0; i < COUNT_OF(witnesses); i++)
        secret_free(witnesses[i].key);
}

/* What an old copy lost, a witness has seen; it is asked also when it has cosigned all that there
 * is. */
static void
test_witnesses_are_asked_at_the_start(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    uint8_t seed[ED25519_SEED_SIZE] = {5};
    struct witness witness = {0};
    struct writer_options options = {.clock = tick, .ask = answer_as_witness, .context = &witness};
    struct cosigning result;
    struct written written;
    struct writer *writer = NULL;
    struct error err;

    witness.key = ed25519_key_of_seed(seed, witness.public);
    make_ledger();
    assert_ok(writer_open(at("ledger"), &options, &writer, &err));
    options.policy = witnessed_policy(writer, &witness, arena);
    writer_free(writer);
    copy_ledger(at("ledger"), at("empty"));
    assert_ok(writer_open(at("ledger"), &options, &writer, &err));
    assert_int_equal(witness.asked, 1); /* for the empty tree */
    enrol(writer);
    assert_ok(writer_cosign(writer, answer_as_witness, &witness, arena, &result, &err));
    assert_int_equal(witness.size, 2);
    writer_free(writer);
    copy_ledger(at("ledger"), at("copy"));

    assert_ok(writer_open(at("ledger"), &options, &writer, &err));
    append(writer, issue_leaf(1), &written);
    assert_ok(writer_cosign(writer, answer_as_witness, &witness, arena, &result, &err));
    assert_int_equal(witness.size, 3);
    writer_free(writer);
    assert_int_equal(writer_open(at("copy"), &options, &writer, &err), CONFLICT);
    assert_non_null(strstr(err.message, "bản cũ"));
    assert_int_equal(writer_open(at("empty"), &options, &writer, &err), CONFLICT);

    witness.silent = true; /* stops nobody */
    assert_ok(writer_open(at("ledger"), &options, &writer, &err));
    append(writer, issue_leaf(2), &written);
    assert_int_equal(written.index, 3);
    writer_free(writer);
    secret_free(witness.key);
}

/* A writer that goes on in another history learns it from the witness, and signs nothing more. */
static void
test_a_fork_stops_the_writer(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    uint8_t seed[ED25519_SEED_SIZE] = {5};
    struct witness witness = {.answers = 422};
    struct leaf leaf = issue_leaf(2);
    struct cosigning result;
    struct written written;
    struct error err;
    const struct policy *policy;

    witness.key = ed25519_key_of_seed(seed, witness.public);
    make_ledger();
    {
        AUTO(writer) *writer = reopen(NULL);
        policy = witnessed_policy(writer, &witness, arena);
    }
    AUTO(writer) *writer = reopen(policy);
    enrol(writer);
    append(writer, issue_leaf(1), &written);
    assert_int_equal(writer_cosign(writer, answer_as_witness, &witness, arena, &result, &err),
                     CONFLICT);
    assert_int_equal(writer_append(writer, &leaf, 1, arena, &written, &err), CONFLICT);
    assert_int_equal(writer_size(writer), 3);
    secret_free(witness.key);
}

/* What is entered under a wrong clock every verifier or every audit would refuse, for ever: it
 * waits until the clock is that of the witnesses, be there one who answers. */
static void
test_a_wrong_clock(void **state)
{
    (void)state;
    static const int64_t wrong[] = {3600, -3600};
    AUTO(arena) *arena = arena_new();
    uint8_t seed[ED25519_SEED_SIZE] = {5};
    struct witness witness = {0};
    struct writer_options options = {.clock = tick, .ask = answer_as_witness, .context = &witness};
    struct leaf leaf = key_leaf(1, KEY_ENROL);
    struct written written;
    struct error err;

    witness.key = ed25519_key_of_seed(seed, witness.public);
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        AUTO(writer) *writer = NULL;
        make_ledger();
        {
            AUTO(writer) *first = reopen(NULL);
            options.policy = witnessed_policy(first, &witness, arena);
        }
        witness.size = 0;
        witness.behind = wrong[i];
        assert_ok(writer_open(at("ledger"), &options, &writer, &err));
        assert_int_equal(writer_append(writer, &leaf, 1, arena, &written, &err), UNAVAILABLE);
        assert_non_null(strstr(err.message, "Đồng hồ"));
        assert_int_equal(writer_size(writer), 0);
        witness.behind = 100; /* the clock was set right; nobody is to the second */
        assert_ok(writer_append(writer, &leaf, 1, arena, &written, &err));
        assert_int_equal(writer_size(writer), 1);
    }
    secret_free(witness.key);
}

static const struct policy *
policy_of_both(struct writer *writer, const struct witness *witnesses, struct arena *arena)
{
    AUTO(buffer) *lines = buffer_new(2048);

    for (size_t i = 0; i < 2; i++) {
        struct note_key key =
            note_key_of(span_of(witnesses[i].name), NOTE_COSIGNATURE, witnesses[i].public);
        buffer_printf(lines, "witness %s ", witnesses[i].name);
        note_key_write(&key, lines);
        buffer_text(lines, " https://w.example/\n");
    }
    buffer_text(lines, "group one any w x\nquorum one\n");
    return policy_of(writer, arena_copy(arena, lines->data, lines->size), arena);
}

/* Of several, one whose own clock is wrong stops nobody. */
static void
test_a_witness_with_a_wrong_clock(void **state)
{
    (void)state;
    static const struct {
        int64_t w, x;
        enum status status;
    } both[] = {{3600, 0, OK}, {-3600, 100, OK}, {3600, -3600, UNAVAILABLE}};
    AUTO(arena) *arena = arena_new();
    struct witness witnesses[2] = {{.name = "w"}, {.name = "x"}};
    struct writer_options options = {.clock = tick, .ask = answer_as_witness, .context = witnesses};
    struct leaf leaf = key_leaf(1, KEY_ENROL);
    struct written written;
    struct error err;

    for (uint8_t i = 0; i < 2; i++) {
        uint8_t seed[ED25519_SEED_SIZE] = {(uint8_t)(i + 5)};
        witnesses[i].key = ed25519_key_of_seed(seed, witnesses[i].public);
    }
    for (size_t i = 0; i < COUNT_OF(both); i++) {
        AUTO(writer) *writer = NULL;
        make_ledger();
        {
            AUTO(writer) *first = reopen(NULL);
            options.policy = policy_of_both(first, witnesses, arena);
        }
        witnesses[0].size = witnesses[1].size = 0;
        witnesses[0].behind = both[i].w;
        witnesses[1].behind = both[i].x;
        assert_ok(writer_open(at("ledger"), &options, &writer, &err));
        assert_int_equal(writer_append(writer, &leaf, 1, arena, &written, &err), both[i].status);
    }
    for (size_t i = 0; i < 2; i++)
        secret_free(witnesses[i].key);
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

    make_ledger();
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

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_once),
        cmocka_unit_test(test_tiles),
        cmocka_unit_test(test_old_copy_is_refused),
        cmocka_unit_test(test_another_history_is_refused),
        cmocka_unit_test(test_second_place_is_one_writers),
        cmocka_unit_test(test_cosigned),
        cmocka_unit_test(test_several_witnesses),
        cmocka_unit_test(test_witnesses_are_asked_at_the_start),
        cmocka_unit_test(test_a_fork_stops_the_writer),
        cmocka_unit_test(test_a_wrong_clock),
        cmocka_unit_test(test_a_witness_with_a_wrong_clock),
        cmocka_unit_test(test_no_second_place),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
