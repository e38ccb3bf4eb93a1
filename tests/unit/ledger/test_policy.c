/* SPDX-License-Identifier: Apache-2.0
 *
 * Policies and offline proofs: a ledger of one log and five witnesses with keys of their own.
 */
#include "tests/support/test.h"

#include <stdlib.h>

#include "ledger/proof.h"

enum { WITNESSES = 5, ENTRIES = 11, LOG = WITNESSES };

#define ORIGIN "so-cai.example/22"

struct keys {
    struct secret *keys[WITNESSES + 1];
    uint8_t public[WITNESSES + 1][ED25519_PUBLIC_SIZE];
    struct arena *arena;
    const char *vkeys[WITNESSES + 1];
};

static struct span
name_of(const struct keys *keys, int i)
{
    return i == LOG ? SPAN(ORIGIN) : span_of(arena_printf(keys->arena, "w%d.example", i + 1));
}

static int
make_keys(void **state)
{
    struct keys *keys = heap_alloc(sizeof *keys);

    keys->arena = arena_new();
    for (int i = 0; i <= WITNESSES; i++) {
        AUTO(buffer) *text = buffer_new(1024);
        uint8_t seed[ED25519_SEED_SIZE] = {(uint8_t)(i + 1)};
        keys->keys[i] = ed25519_key_of_seed(seed, keys->public[i]);
        struct note_key key = note_key_of(
            name_of(keys, i), i == LOG ? NOTE_ED25519 : NOTE_COSIGNATURE, keys->public[i]);
        note_key_write(&key, text);
        keys->vkeys[i] = arena_copy(keys->arena, text->data, text->size);
    }
    *state = keys;
    return 0;
}

static int
free_keys(void **state)
{
    struct keys *keys = *state;

    for (int i = 0; i <= WITNESSES; i++)
        secret_free(keys->keys[i]);
    arena_free(keys->arena);
    free(keys);
    return 0;
}

/* "$L" and "$1".."$5" stand for the keys. */
static struct span
with_keys(const struct keys *keys, const char *text)
{
    AUTO(buffer) *out = buffer_new(POLICY_FILE_MAX);

    for (; *text; text++) {
        if (*text == '$') {
            text++;
            buffer_text(out, keys->vkeys[*text == 'L' ? LOG : *text - '1']);
        } else {
            buffer_char(out, *text);
        }
    }
    return (struct span){arena_copy(keys->arena, out->data ? out->data : "", out->size), out->size};
}

static void
test_reading(void **state)
{
    const struct keys *keys = *state;
    static const struct {
        const char *about, *text, *says; /* NULL: fine */
    } rows[] = {
        {"the smallest", "quorum none\n", NULL},
        {"the text's own shape",
         "# một dòng ghi chú\n\nlog $L https://so-cai.example/22/\nwitness X1 $1\nwitness X2 $2 "
         "https://w2.example\n group\tX 2 X1 X2\nwitness Y1 $3\ngroup Y any Y1\ngroup all-of all X "
         "Y\nquorum all-of\n",
         NULL},
        {"one witness as quorum", "witness X $1\nquorum X\n", NULL},
        {"no quorum", "log $L\n", "quorum"},
        {"two quorums", "quorum none\nquorum none\n", "dòng 2"},
        {"quorum before its name", "quorum X\nwitness X $1\n", "dòng 1"},
        {"doubled log", "log $L\nlog $L\nquorum none\n", "dòng 2"},
        {"doubled witness", "witness a $1\nwitness b $1\nquorum none\n", "dòng 2"},
        {"doubled name", "witness a $1\nwitness a $2\nquorum none\n", "dòng 2"},
        {"a witness called none", "witness none $1\nquorum none\n", "dòng 1"},
        {"a log's key for a witness", "witness a $L\nquorum none\n", "dòng 1"},
        {"a witness's key for a log", "log $1\nquorum none\n", "dòng 1"},
        {"a group of nobody", "group g all\nquorum none\n", "dòng 1"},
        {"more than there are", "witness a $1\ngroup g 2 a\nquorum g\n", "dòng 2"},
        {"none needed", "witness a $1\ngroup g 0 a\nquorum g\n", "dòng 2"},
        {"a member twice", "witness a $1\ngroup g 1 a a\nquorum g\n", "dòng 2"},
        {"a member of two groups", "witness a $1\ngroup g 1 a\ngroup h 1 a\nquorum g\n", "dòng 3"},
        {"none as a member", "group g 1 none\nquorum g\n", "dòng 1"},
        {"a group of itself", "group g 1 g\nquorum g\n", "dòng 1"},
        {"an unknown word", "logs $L\nquorum none\n", "dòng 1"},
        {"a broken key", "log abc+00000000+AQ==\nquorum none\n", "dòng 1"},
        {"a key of a later kind counts as nobody's",
         "witness a example.com/foo+530d903a+BukyeRrm56g=\nquorum a\n", NULL},
        {"a control character", "quorum none\x01\n", "dòng 1"},
        {"no last newline", "quorum none", "dòng 1"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct policy *policy;
        struct error err = {0};
        enum status status =
            policy_parse(with_keys(keys, rows[i].text), keys->arena, &policy, &err);
        if (status != (rows[i].says ? INVALID : OK))
            row_fail(rows[i].about, "%d %s", status, err.message);
        if (rows[i].says && !strstr(err.message, rows[i].says))
            row_fail(rows[i].about, "%s", err.message);
    }
}

/* --- judging ---------------------------------------------------------------------------------- */

static struct digest hashes[ENTRIES];

static enum status
read_hash(void *context, unsigned level, uint64_t index, struct digest *hash, struct error *err)
{
    struct tree_edge edge = {0};

    (void)context;
    (void)err;
    for (uint64_t i = index << level; i < (index + 1) << level; i++)
        tree_append(&edge, &hashes[i]);
    *hash = tree_root(&edge);
    return OK;
}

/* A checkpoint of the ENTRIES, signed by the log and cosigned by those whose digits `by` names, at
 * 1000 seconds times the digit; 'L' is the log. */
static struct span
checkpoint_by(const struct keys *keys, const char *by)
{
    AUTO(buffer) *text = buffer_new(NOTE_MAX), *all = buffer_new(NOTE_MAX);
    struct tree_edge edge = {0};

    for (size_t i = 0; i < ENTRIES; i++) {
        hashes[i] = tree_leaf_hash((struct span){&"mười một mục"[i], 1});
        tree_append(&edge, &hashes[i]);
    }
    struct checkpoint checkpoint = {SPAN(ORIGIN), ENTRIES, tree_root(&edge), {0}};
    checkpoint_write(&checkpoint, text);
    buffer_add(all, text->data, text->size);
    buffer_char(all, '\n');
    for (; *by; by++) {
        int who = *by == 'L' ? LOG : *by - '1';
        if (who == LOG)
            note_sign(buffer_span(text), name_of(keys, LOG), keys->keys[who], keys->public[who],
                      all);
        else
            note_cosign(buffer_span(text), 1000 * (who + 1), name_of(keys, who), keys->keys[who],
                        keys->public[who], all);
    }
    return (struct span){arena_copy(keys->arena, all->data, all->size), all->size};
}

#define FIVE                                                                                       \
    "log $L\nwitness 1 $1\nwitness 2 $2\nwitness 3 $3\nwitness 4 $4\nwitness 5 $5\n"               \
    "group X 2 1 2 3\ngroup Y any 4 5\ngroup both all X Y\nquorum both\n"

static void
test_judging(void **state)
{
    const struct keys *keys = *state;
    static const struct {
        const char *about, *policy, *by;
        enum status status;
        enum policy_verdict verdict;
        int64_t seen_by, unseen_until;
    } rows[] = {
        {"both groups", FIVE, "L124", OK, POLICY_MET, 4000, 1000},
        {"the earliest that suffice", FIVE, "L12345", OK, POLICY_MET, 4000, 4000},
        {"the second group is missing", FIVE, "L123", OK, POLICY_PROVISIONAL, 0, 2000},
        {"one of the first group", FIVE, "L15", OK, POLICY_PROVISIONAL, 0, 0},
        {"the log alone", FIVE, "L", OK, POLICY_PROVISIONAL, 0, 0},
        {"witnesses without the log", FIVE, "124", UNTRUSTED, 0, 0, 0},
        {"no quorum asked", "log $L\nquorum none\n", "L", OK, POLICY_MET, 0, 0},
        {"unknown witnesses are ignored", "log $L\nquorum none\n", "L123", OK, POLICY_MET, 0, 0},
        {"no log known", "quorum none\n", "L", UNTRUSTED, 0, 0, 0},
        {"one witness as quorum", "log $L\nwitness w $2\nquorum w\n", "L2", OK, POLICY_MET, 2000,
         2000},
        {"a witness of a later kind cannot count",
         "log $L\nwitness w example.com/foo+530d903a+BukyeRrm56g=\nquorum w\n", "L12345", OK,
         POLICY_PROVISIONAL, 0, 0},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct policy *policy;
        struct policy_answer answer = {0};
        struct error err = {0};
        assert_ok(policy_parse(with_keys(keys, rows[i].policy), keys->arena, &policy, &err));
        enum status status =
            policy_check(policy, checkpoint_by(keys, rows[i].by), keys->arena, &answer, &err);
        if (status != rows[i].status)
            row_fail(rows[i].about, "%d %s", status, err.message);
        if (status == OK &&
            (answer.verdict != rows[i].verdict || answer.seen_by != rows[i].seen_by ||
             answer.unseen_until != rows[i].unseen_until))
            row_fail(rows[i].about, "%d %lld %lld", answer.verdict, (long long)answer.seen_by,
                     (long long)answer.unseen_until);
    }
}

/* A cosignature of a known witness that is wrong refuses the checkpoint, though others suffice. */
static void
test_wrong_cosignature(void **state)
{
    const struct keys *keys = *state;
    const struct policy *policy;
    struct policy_answer answer;
    struct error err = {0};
    struct span note = checkpoint_by(keys, "L124");

    assert_ok(policy_parse(with_keys(keys, FIVE), keys->arena, &policy, &err));
    char *bent = arena_copy(keys->arena, note.data, note.size);
    bent[note.size - 10] = bent[note.size - 10] == 'A' ? 'B' : 'A';
    note.data = bent;
    assert_int_equal(policy_check(policy, note, keys->arena, &answer, &err), UNTRUSTED);
}

/* For whoever verifies: one log, no addresses, the same verdicts. */
static void
test_writing(void **state)
{
    const struct keys *keys = *state;
    static const struct {
        const char *from, *to;
    } rows[] = {
        {"# ours\n\nlog $L https://so-cai.example/\nwitness 1 $1 http://10.0.0.1/\n"
         "witness\t2 $2\ngroup X any 1 2\nwitness 3 $3\ngroup both all X 3\nquorum both\n",
         "log $L\nwitness 1 $1\nwitness 2 $2\nwitness 3 $3\ngroup X 1 1 2\n"
         "group both 2 X 3\nquorum both\n"},
        {"quorum none\nlog $L\n", "log $L\nquorum none\n"},
        {"log $L\nwitness w example.com/foo+530d903a+BukyeRrm56g=\nquorum w\n",
         "log $L\nwitness w example.com/foo+530d903a+BukyeRrm56g=\nquorum w\n"},
    };
    struct note_key log;
    struct error err;

    assert_ok(note_key_parse(span_of(keys->vkeys[LOG]), keys->arena, &log, &err));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(buffer) *text = buffer_new(POLICY_FILE_MAX);
        const struct policy *policy;
        assert_ok(policy_parse(with_keys(keys, rows[i].from), keys->arena, &policy, &err));
        assert_ok(policy_write(policy, &log, text, &err));
        struct span due = with_keys(keys, rows[i].to);
        assert_int_equal(text->size, due.size);
        assert_memory_equal(text->data, due.data, due.size);
        assert_ok(policy_parse(buffer_span(text), keys->arena, &policy, &err));
    }
    AUTO(buffer) *text = buffer_new(POLICY_FILE_MAX);
    const struct policy *policy;
    assert_ok(policy_parse(SPAN("quorum none\n"), keys->arena, &policy, &err));
    assert_int_equal(policy_write(policy, &log, text, &err), NOT_FOUND);
}

/* --- proofs ----------------------------------------------------------------------------------- */

static struct span
proof_of(const struct keys *keys, uint64_t index, struct span checkpoint, struct span extra)
{
    AUTO(buffer) *out = buffer_new(PROOF_FILE_MAX);
    struct tree_reader reader = {read_hash, NULL};
    struct proof proof = {.extra = extra, .index = index, .checkpoint = checkpoint};
    struct error err;

    assert_ok(tree_prove_inclusion(&reader, index, ENTRIES, &proof.path, &err));
    proof_write(&proof, out);
    return (struct span){arena_copy(keys->arena, out->data, out->size), out->size};
}

static void
test_proofs(void **state)
{
    const struct keys *keys = *state;
    const struct policy *policy;
    struct policy_answer answer;
    struct error err = {0};
    struct span checkpoint = checkpoint_by(keys, "L124");

    assert_ok(policy_parse(with_keys(keys, FIVE), keys->arena, &policy, &err));
    for (uint64_t i = 0; i < ENTRIES; i++) {
        struct span entry = {&"mười một mục"[i], 1}, other = {"khác", 5};
        struct proof proof;
        struct span file = proof_of(keys, i, checkpoint, i % 2 ? entry : (struct span){0});
        assert_ok(proof_parse(file, keys->arena, &proof, &err));
        assert_true(!proof.extra.data == !(i % 2));
        assert_ok(proof_check(&proof, entry, policy, keys->arena, &answer, &err));
        assert_int_equal(answer.verdict, POLICY_MET);
        assert_int_equal(proof_check(&proof, other, policy, keys->arena, &answer, &err), UNTRUSTED);
        proof.index = (i + 1) % ENTRIES;
        assert_int_equal(proof_check(&proof, entry, policy, keys->arena, &answer, &err), UNTRUSTED);
    }
}

static void
test_bent_proofs(void **state)
{
    const struct keys *keys = *state;
#define H "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    static const struct {
        const char *about, *text;
        bool fine;
    } rows[] = {
        {"no hashes", "c2sp.org/tlog-proof@v1\nindex 0\n\nx\n", true},
        {"extra and hashes", "c2sp.org/tlog-proof@v1\nextra AAAA\nindex 3\n" H H "\nx\n", true},
        {"empty extra", "c2sp.org/tlog-proof@v1\nextra \nindex 3\n\nx\n", false},
        {"another version", "c2sp.org/tlog-proof@v2\nindex 0\n\nx\n", false},
        {"extra after index", "c2sp.org/tlog-proof@v1\nindex 0\nextra AAAA\n\nx\n", false},
        {"leading zero", "c2sp.org/tlog-proof@v1\nindex 00\n\nx\n", false},
        {"a short hash", "c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\nx\n", false},
        {"no checkpoint", "c2sp.org/tlog-proof@v1\nindex 0\n" H, false},
        {"nothing", "", false},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct proof proof;
        struct error err;
        enum status status = proof_parse(span_of(rows[i].text), keys->arena, &proof, &err);
        if (status != (rows[i].fine ? OK : INVALID))
            row_fail(rows[i].about, "%d", status);
    }
    /* More hashes than a tree of any size has. */
    AUTO(buffer) *many = buffer_new(PROOF_FILE_MAX);
    struct proof proof;
    struct error err;
    buffer_text(many, "c2sp.org/tlog-proof@v1\nindex 0\n");
    for (int i = 0; i < TREE_PROOF_MAX + 1; i++)
        buffer_text(many, H);
    buffer_text(many, "\nx\n");
    assert_int_equal(proof_parse(buffer_span(many), keys->arena, &proof, &err), INVALID);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reading), cmocka_unit_test(test_judging),
        cmocka_unit_test(test_writing), cmocka_unit_test(test_wrong_cosignature),
        cmocka_unit_test(test_proofs),  cmocka_unit_test(test_bent_proofs),
    };
    return cmocka_run_group_tests(tests, make_keys, free_keys);
}
