/* SPDX-License-Identifier: Apache-2.0
 *
 * docs/ledger.md is what outsiders write a verifier from: each example in it is what the program
 * writes.  argv[1]: the document.
 */
#include "tests/support/test.h"

#include "base/encode.h"
#include "base/file.h"
#include "ledger/leaf.h"
#include "ledger/proof.h"
#include "ledger/tile.h"

#define ORIGIN "so-cai.example/22"
#define START  INT64_C(1717142400)

enum { DOCUMENT_MAX = 256 * 1024, LEAVES = 3 };

static struct span document;

/* Two keys from known seeds, a school's key, its record, and that record withdrawn. */
static struct example {
    struct arena *arena;
    struct secret *log, *witness;
    uint8_t log_public[ED25519_PUBLIC_SIZE], witness_public[ED25519_PUBLIC_SIZE];
    struct span entries[LEAVES];
    struct digest hashes[LEAVES], root;
    struct span policy, checkpoint;
} example;

static struct span
keep(const struct buffer *buffer)
{
    return (struct span){arena_copy(example.arena, buffer->data, buffer->size), buffer->size};
}

static struct secret *
key_of(uint8_t first, uint8_t public[ED25519_PUBLIC_SIZE])
{
    uint8_t seed[ED25519_SEED_SIZE];

    for (int i = 0; i < ED25519_SEED_SIZE; i++)
        seed[i] = (uint8_t)(first + i);
    return ed25519_key_of_seed(seed, public);
}

static void
make_entries(void)
{
    struct digest school = sha256(SPAN("khoa cua truong"));
    struct leaf leaves[LEAVES] = {
        {.kind = LEAF_KEY, .action = KEY_ENROL, .hash = school},
        {.kind = LEAF_ISSUE, .hash = sha256(SPAN("<HOC_BA>mau</HOC_BA>"))},
        {.kind = LEAF_STATUS,
         .hash = sha256(SPAN("<QUYET_DINH>mau</QUYET_DINH>")),
         .target = 1,
         .status = RECORD_REVOKED},
    };

    memcpy(leaves[1].slot, sha256(SPAN("o cua em")).bytes, LEAF_SLOT_SIZE);
    for (int i = 0; i < LEAVES; i++) {
        AUTO(buffer) *entry = buffer_new(LEAF_MAX);
        leaves[i].time = START + i * 60;
        leaf_kid_of(&school, leaves[i].kid);
        leaf_write(&leaves[i], entry);
        example.entries[i] = keep(entry);
        example.hashes[i] = tree_leaf_hash(example.entries[i]);
    }
}

static void
make_policy(void)
{
    AUTO(buffer) *text = buffer_new(POLICY_FILE_MAX);
    struct note_key log = note_key_of(SPAN(ORIGIN), NOTE_ED25519, example.log_public);
    struct note_key witness =
        note_key_of(SPAN("nhan-chung.example"), NOTE_COSIGNATURE, example.witness_public);

    buffer_text(text, "log ");
    note_key_write(&log, text);
    buffer_text(text, "\nwitness nhan-chung ");
    note_key_write(&witness, text);
    buffer_text(text, "\nquorum nhan-chung\n");
    example.policy = keep(text);
}

static void
make_checkpoint(void)
{
    AUTO(buffer) *text = buffer_new(NOTE_MAX), *note = buffer_new(NOTE_MAX);
    struct tree_edge edge = {0};

    for (int i = 0; i < LEAVES; i++)
        tree_append(&edge, &example.hashes[i]);
    example.root = tree_root(&edge);
    struct checkpoint checkpoint = {SPAN(ORIGIN), LEAVES, example.root, {NULL, 0}};
    checkpoint_write(&checkpoint, text);
    buffer_add(note, text->data, text->size);
    buffer_char(note, '\n');
    note_sign(buffer_span(text), SPAN(ORIGIN), example.log, example.log_public, note);
    note_cosign(buffer_span(text), START + 240, SPAN("nhan-chung.example"), example.witness,
                example.witness_public, note);
    example.checkpoint = keep(note);
}

static int
setup(void **state)
{
    (void)state;
    example.arena = arena_new();
    example.log = key_of(1, example.log_public);
    example.witness = key_of(101, example.witness_public);
    make_entries();
    make_policy();
    make_checkpoint();
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    secret_free(example.log);
    secret_free(example.witness);
    arena_free(example.arena);
    return 0;
}

/* Each line of it stands in the document in this order, indented by four blanks as code is. */
static void
expect_block(const char *about, struct span text)
{
    AUTO(buffer) *block = buffer_new(DOCUMENT_MAX);
    bool fresh = true;

    for (size_t i = 0; i < text.size; i++) {
        if (fresh && text.data[i] != '\n')
            buffer_text(block, "    ");
        buffer_char(block, text.data[i]);
        fresh = text.data[i] == '\n';
    }
    if (!memmem(document.data, document.size, block->data, block->size))
        row_fail(about, "docs/ledger.md must say:\n%.*s", (int)block->size, block->data);
}

static void
expect_hex(const char *about, const void *bytes, size_t size)
{
    AUTO(buffer) *line = buffer_new(1024);
    char hex[2 * LEAF_MAX + 1];

    assert_true(size <= LEAF_MAX);
    buffer_text(line, hex_write(bytes, size, hex));
    buffer_char(line, '\n');
    expect_block(about, buffer_span(line));
}

static void
test_entries(void **state)
{
    (void)state;
    for (int i = 0; i < LEAVES; i++) {
        expect_hex("entry", example.entries[i].data, example.entries[i].size);
        expect_hex("hash of the entry", example.hashes[i].bytes, SHA256_SIZE);
    }
    struct digest node = tree_node_hash(&example.hashes[0], &example.hashes[1]);
    expect_hex("node", node.bytes, SHA256_SIZE);
    expect_hex("root", example.root.bytes, SHA256_SIZE);
}

static void
test_checkpoint(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    const struct policy *policy;
    struct policy_answer answer;
    struct error err;

    expect_block("policy", example.policy);
    expect_block("checkpoint", example.checkpoint);
    assert_ok(policy_parse(example.policy, arena, &policy, &err));
    assert_ok(policy_check(policy, example.checkpoint, arena, &answer, &err));
    assert_int_equal(answer.verdict, POLICY_MET);
    assert_int_equal(answer.seen_by, START + 240);
}

static void
test_proof(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *text = buffer_new(PROOF_FILE_MAX);
    struct proof proof = {.extra = example.entries[1],
                          .index = 1,
                          .path = {.hashes = {example.hashes[0], example.hashes[2]}, .count = 2},
                          .checkpoint = example.checkpoint};
    const struct policy *policy;
    struct policy_answer answer;
    struct error err;

    proof_write(&proof, text);
    expect_block(".tlog-proof", buffer_span(text));
    assert_ok(policy_parse(example.policy, arena, &policy, &err));
    assert_ok(proof_check(&proof, proof.extra, policy, arena, &answer, &err));
    assert_int_equal(answer.verdict, POLICY_MET);
}

static void
test_provisional(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *line = buffer_new(NOTE_MAX), *note = buffer_new(NOTE_MAX);
    const struct policy *policy;
    struct policy_answer answer;
    struct error err;

    proof_mark_write(PROOF_NO_PLACE, line);
    expect_block("mark", buffer_span(line));
    assert_ok(policy_parse(example.policy, arena, &policy, &err));
    for (int i = PROOF_UNMARKED; i < PROOF_MARK_COUNT; i++) {
        buffer_clear(note);
        buffer_add(note, example.checkpoint.data, example.checkpoint.size);
        proof_mark_write((enum proof_mark)i, note);
        assert_int_equal(proof_mark_read(buffer_span(note), arena), i);
        /* Who does not know it passes it over. */
        assert_ok(policy_check(policy, buffer_span(note), arena, &answer, &err));
        assert_int_equal(answer.verdict, POLICY_MET);
    }
}

static void
test_tile_paths(void **state)
{
    (void)state;
    static const struct tile tiles[] = {
        {0, 0, LEAVES}, {TILE_ENTRIES, 0, LEAVES}, {0, 1234067, 256}, {TILE_ENTRIES, 1234067, 256}};

    for (size_t i = 0; i < sizeof tiles / sizeof *tiles; i++) {
        char path[TILE_PATH_SIZE];
        expect_block("path of a tile", span_of(tile_write_path(&tiles[i], path)));
    }
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_entries),    cmocka_unit_test(test_checkpoint),
        cmocka_unit_test(test_proof),      cmocka_unit_test(test_provisional),
        cmocka_unit_test(test_tile_paths),
    };
    AUTO(arena) *arena = arena_new();
    struct error err;

    if (argc != 2 || file_read(arena, argv[1], DOCUMENT_MAX, &document, &err) != OK)
        return 2;
    return cmocka_run_group_tests(tests, setup, teardown);
}
