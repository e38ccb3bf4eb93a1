/* SPDX-License-Identifier: Apache-2.0
 *
 * The audit of a small ledger: clean as it is, and one finding of the right kind for each thing
 * that the ledger's own keeper, who has its key and all of its files, could do to it.
 */
#include "tests/support/test.h"

#include <stdlib.h>

#include "ledger/audit.h"
#include "ledger/checkpoint.h"
#include "ledger/status_list.h"
#include "ledger/tile.h"

#define ORIGIN "so-cai.example/22"

enum { FILES_MAX = 64, LEAVES_MAX = 1000, SCHOOL = 1, DEPARTMENT = 2, DAY = 86400 };
#define START INT64_C(1717128000)

struct file {
    const char *path;
    struct span bytes;
};

/* A ledger as its keeper has it: leaves, key, and the public files made from them. */
struct stage {
    struct arena *arena;
    struct secret *log, *witness;
    uint8_t log_public[ED25519_PUBLIC_SIZE], witness_public[ED25519_PUBLIC_SIZE];
    const struct policy *policy;
    struct leaf leaves[LEAVES_MAX];
    size_t count;
    struct file files[FILES_MAX];
    size_t file_count;
    struct audit_note seen[4], lists[4];
    size_t seen_count, list_count;
};

static struct span
keep(struct stage *stage, const struct buffer *buffer)
{
    return (struct span){arena_copy(stage->arena, buffer->data ? buffer->data : "", buffer->size),
                         buffer->size};
}

/* --- leaves ----------------------------------------------------------------------------------- */

static struct leaf *
add(struct stage *stage, enum leaf_kind kind, uint8_t key)
{
    struct leaf *leaf = &stage->leaves[stage->count];

    *leaf = (struct leaf){.kind = kind, .time = START + (int64_t)stage->count * 60};
    leaf->kid[0] = key;
    leaf->hash = sha256((struct span){(const char *)&stage->count, sizeof stage->count});
    stage->count++;
    return leaf;
}

static void
add_issue(struct stage *stage, unsigned pupil)
{
    struct leaf *leaf = add(stage, LEAF_ISSUE, SCHOOL);

    leaf->slot[0] = (uint8_t)pupil;
    leaf->slot[1] = (uint8_t)(pupil >> 8);
}

static void
add_status(struct stage *stage, uint64_t target, enum record_status status)
{
    struct leaf *leaf = add(stage, LEAF_STATUS, DEPARTMENT);

    leaf->target = target;
    leaf->status = status;
}

/* The bits after the first `count` leaves, of leaves [0, to). */
static struct span
bits_at(struct stage *stage, size_t count, uint64_t to)
{
    AUTO(status_replay) *replay = status_replay_new();
    AUTO(buffer) *bits = buffer_new(LEAVES_MAX);
    struct error err;

    for (size_t i = 0; i < count; i++)
        assert_ok(status_replay_add(replay, &stage->leaves[i], &err));
    status_write_bits(replay, 0, to, bits);
    return keep(stage, bits);
}

static void
add_snapshot(struct stage *stage)
{
    size_t count = stage->count;
    struct leaf *leaf = add(stage, LEAF_SNAPSHOT, DEPARTMENT);

    leaf->size = count;
    leaf->hash = sha256(bits_at(stage, count, count));
}

/* --- public files ----------------------------------------------------------------------------- */

static void
put(struct stage *stage, const char *path, struct span bytes)
{
    assert_true(stage->file_count < FILES_MAX);
    stage->files[stage->file_count++] = (struct file){arena_text(stage->arena, path), bytes};
}

static struct file *
file_at(struct stage *stage, const char *path)
{
    for (size_t i = 0; i < stage->file_count; i++)
        if (text_equal(stage->files[i].path, path))
            return &stage->files[i];
    fail_msg("no %s", path);
    return NULL;
}

/* All tiles of one level out of its hashes; returns the hashes of the level above. */
static size_t
put_tiles(struct stage *stage, int level, const struct digest *hashes, size_t count,
          struct digest *above)
{
    char path[TILE_PATH_SIZE];
    size_t full = 0;

    for (size_t at = 0; at < count; at += TILE_WIDTH) {
        struct tile tile = {.level = level, .index = at / TILE_WIDTH};
        tile.width = count - at < TILE_WIDTH ? (unsigned)(count - at) : TILE_WIDTH;
        struct span bytes = {(const char *)&hashes[at], tile.width * SHA256_SIZE};
        put(stage, tile_write_path(&tile, path),
            (struct span){arena_copy(stage->arena, bytes.data, bytes.size), bytes.size});
        if (tile.width < TILE_WIDTH)
            break;
        struct tree_edge edge = {0};
        for (unsigned i = 0; i < TILE_WIDTH; i++)
            tree_append(&edge, &hashes[at + i]);
        above[full++] = tree_root(&edge);
    }
    return full;
}

static struct span
checkpoint_of(struct stage *stage, size_t count, bool witnessed)
{
    AUTO(buffer) *text = buffer_new(CHECKPOINT_TEXT_MAX), *note = buffer_new(NOTE_MAX);
    struct tree_edge edge = {0};

    for (size_t i = 0; i < count; i++) {
        AUTO(buffer) *entry = buffer_new(LEAF_MAX);
        leaf_write(&stage->leaves[i], entry);
        struct digest hash = tree_leaf_hash(buffer_span(entry));
        tree_append(&edge, &hash);
    }
    struct checkpoint checkpoint = {
        .origin = span_of(ORIGIN), .size = count, .root = tree_root(&edge)};
    checkpoint_write(&checkpoint, text);
    buffer_add(note, text->data, text->size);
    buffer_char(note, '\n');
    note_sign(buffer_span(text), span_of(ORIGIN), stage->log, stage->log_public, note);
    if (witnessed)
        note_cosign(buffer_span(text), stage->leaves[count - 1].time + 5, span_of("w"),
                    stage->witness, stage->witness_public, note);
    return keep(stage, note);
}

static void
publish(struct stage *stage)
{
    static struct digest hashes[LEAVES_MAX], above[LEAVES_MAX];
    char path[TILE_PATH_SIZE];

    stage->file_count = 0;
    for (size_t at = 0; at < stage->count; at += TILE_WIDTH) {
        AUTO(buffer) *bundle = buffer_new(AUDIT_BUNDLE_MAX);
        struct tile tile = {.level = TILE_ENTRIES, .index = at / TILE_WIDTH};
        tile.width = tile_width_at(TILE_ENTRIES, tile.index, stage->count);
        for (size_t i = at; i < at + tile.width; i++) {
            AUTO(buffer) *entry = buffer_new(LEAF_MAX);
            leaf_write(&stage->leaves[i], entry);
            tile_add_entry(bundle, buffer_span(entry));
            hashes[i] = tree_leaf_hash(buffer_span(entry));
        }
        put(stage, tile_write_path(&tile, path), keep(stage, bundle));
    }
    size_t full = put_tiles(stage, 0, hashes, stage->count, above);
    put_tiles(stage, 1, above, full, hashes);
    put(stage, "checkpoint", checkpoint_of(stage, stage->count, true));
}

static void
publish_part(struct stage *stage, struct span bits, uint64_t from, uint64_t to)
{
    AUTO(buffer) *out = buffer_new(STATUS_LIST_FILE_MAX);
    int64_t made = stage->leaves[stage->count - 1].time;
    struct status_list list = {.from = from,
                               .to = to,
                               .as_of = stage->count,
                               .made = made,
                               .expires = made + DAY,
                               .lives = 3600,
                               .bits = bits};

    status_list_write(&list, span_of(ORIGIN), stage->log, stage->log_public, out);
    stage->lists[stage->list_count++] = (struct audit_note){"2023-2024.cwt", keep(stage, out)};
}

static void
publish_list(struct stage *stage, struct span bits)
{
    publish_part(stage, bits, 0, stage->count);
}

static void
see(struct stage *stage, size_t count, bool witnessed)
{
    stage->seen[stage->seen_count++] =
        (struct audit_note){"đã thấy", checkpoint_of(stage, count, witnessed)};
}

/* --- a ledger --------------------------------------------------------------------------------- */

static const struct policy *
make_policy(struct stage *stage)
{
    AUTO(buffer) *text = buffer_new(POLICY_FILE_MAX);
    struct note_key log = note_key_of(span_of(ORIGIN), NOTE_ED25519, stage->log_public);
    struct note_key witness = note_key_of(span_of("w"), NOTE_COSIGNATURE, stage->witness_public);
    const struct policy *policy;
    struct error err;

    buffer_text(text, "log ");
    note_key_write(&log, text);
    buffer_text(text, "\nwitness w ");
    note_key_write(&witness, text);
    buffer_text(text, "\nquorum w\n");
    assert_ok(policy_parse(keep(stage, text), stage->arena, &policy, &err));
    return policy;
}

enum {
    ISSUES = 600,
    FIRST_ISSUE = 2,
    REVOKED = FIRST_ISSUE + 7,
    SEEN_AT = 300,
    PART_FROM = 4, /* a past year's leaves */
    PART_TO = 100,
};

/* The statuses of its records, as of all that there is. */
static struct span
part_of(struct stage *stage)
{
    struct span all = bits_at(stage, stage->count, PART_TO);

    return (struct span){all.data + PART_FROM / 4, all.size - PART_FROM / 4};
}

/* Two keys, 600 records, one revoked, one replaced, a snapshot, a list, two checkpoints seen. */
static void
fill(struct stage *stage)
{
    add(stage, LEAF_KEY, DEPARTMENT)->action = KEY_ENROL_DEPARTMENT;
    add(stage, LEAF_KEY, SCHOOL)->action = KEY_ENROL;
    for (unsigned i = 0; i < ISSUES; i++)
        add_issue(stage, i);
    add_status(stage, REVOKED, RECORD_REVOKED);
    add_status(stage, FIRST_ISSUE + 9, RECORD_SUSPENDED);
    add_issue(stage, 9);
    add_status(stage, FIRST_ISSUE + 9, RECORD_SUPERSEDED);
    stage->leaves[stage->count - 1].has_replacement = true;
    stage->leaves[stage->count - 1].replacement = stage->count - 2;
    add_snapshot(stage);
    publish_list(stage, bits_at(stage, stage->count, stage->count));
    publish_part(stage, part_of(stage), PART_FROM, PART_TO);
    see(stage, SEEN_AT, true);
    see(stage, stage->count - 2, false);
    publish(stage);
}

static struct stage *
stage_new(void)
{
    struct stage *stage = heap_alloc(sizeof *stage);
    uint8_t log[ED25519_SEED_SIZE] = {1}, witness[ED25519_SEED_SIZE] = {2};

    stage->arena = arena_new();
    stage->log = ed25519_key_of_seed(log, stage->log_public);
    stage->witness = ed25519_key_of_seed(witness, stage->witness_public);
    stage->policy = make_policy(stage);
    fill(stage);
    return stage;
}

static void
stage_free(struct stage *stage)
{
    secret_free(stage->log);
    secret_free(stage->witness);
    arena_free(stage->arena);
    free(stage);
}

static enum status
read_public(void *context, const char *path, size_t most, struct span *bytes, struct error *err)
{
    struct stage *stage = context;

    for (size_t i = 0; i < stage->file_count; i++) {
        if (!text_equal(stage->files[i].path, path))
            continue;
        assert_true(stage->files[i].bytes.size <= most);
        *bytes = stage->files[i].bytes;
        return OK;
    }
    return fail(err, NOT_FOUND, "không có tệp");
}

static void
run_audit(struct stage *stage, struct audit *audit)
{
    struct audit_order order = {.read = read_public,
                                .context = stage,
                                .policy = stage->policy,
                                .seen = stage->seen,
                                .seen_count = stage->seen_count,
                                .lists = stage->lists,
                                .list_count = stage->list_count};
    struct error err;

    assert_ok(audit_run(&order, stage->arena, audit, &err));
}

/* --- what a keeper could do ------------------------------------------------------------------- */

static void
nothing(struct stage *stage)
{
    (void)stage;
}

static void
bend_byte(struct stage *stage, const char *path)
{
    struct file *file = file_at(stage, path);
    char *bytes = arena_copy(stage->arena, file->bytes.data, file->bytes.size);

    bytes[file->bytes.size / 2] ^= 1;
    file->bytes.data = bytes;
}

static void
change_leaf(struct stage *stage)
{
    bend_byte(stage, "tile/entries/000");
}

static void
change_tile(struct stage *stage)
{
    bend_byte(stage, "tile/0/001");
}

static void
change_upper_tile(struct stage *stage)
{
    bend_byte(stage, "tile/1/000.p/2");
}

static void
lose_bundle(struct stage *stage)
{
    file_at(stage, "tile/entries/001")->path = "elsewhere";
}

static void
cut_bundle(struct stage *stage)
{
    file_at(stage, "tile/entries/001")->bytes.size -= 5;
}

static void
lengthen_bundle(struct stage *stage)
{
    struct file *file = file_at(stage, "tile/entries/001");

    file->bytes.data = arena_copy(stage->arena, file->bytes.data, file->bytes.size);
    file->bytes.size++; /* the copy's NUL */
}

static void
strip_witness(struct stage *stage)
{
    file_at(stage, "checkpoint")->bytes = checkpoint_of(stage, stage->count, false);
}

static void
sign_with_another_key(struct stage *stage)
{
    uint8_t seed[ED25519_SEED_SIZE] = {9};

    secret_free(stage->log);
    stage->log = ed25519_key_of_seed(seed, stage->log_public);
    publish(stage);
}

/* Everything made anew and signed anew, the witness fooled too. */
static void
rewrite_history(struct stage *stage)
{
    stage->leaves[100].hash.bytes[0] ^= 1;
    publish(stage);
}

static void
swap_leaves(struct stage *stage)
{
    struct digest first = stage->leaves[50].hash;

    stage->leaves[50].hash = stage->leaves[51].hash;
    stage->leaves[51].hash = first;
    publish(stage);
}

static void
roll_back(struct stage *stage)
{
    stage->list_count = 0;
    stage->count = SEEN_AT - 10;
    publish(stage);
}

static void
drop_status_change(struct stage *stage)
{
    stage->list_count = 0;
    memmove(&stage->leaves[FIRST_ISSUE + ISSUES], &stage->leaves[FIRST_ISSUE + ISSUES + 1],
            (stage->count - FIRST_ISSUE - ISSUES - 1) * sizeof stage->leaves[0]);
    stage->count--;
    publish(stage);
}

static void
date_back(struct stage *stage)
{
    stage->seen_count = 1;
    for (size_t i = SEEN_AT + 20; i < stage->count; i++)
        stage->leaves[i].time = stage->leaves[SEEN_AT - 1].time - 1000;
    publish(stage);
}

static void
date_ahead(struct stage *stage)
{
    stage->list_count = 0;
    stage->seen_count = 0;
    see(stage, SEEN_AT, true);
    for (size_t i = SEEN_AT - 1; i < stage->count; i++)
        stage->leaves[i].time += DAY;
    publish(stage);
}

static void
lie_in_list(struct stage *stage)
{
    char *bits = arena_copy(stage->arena, bits_at(stage, stage->count, stage->count).data,
                            (stage->count + 3) / 4);

    bits[REVOKED / 4] &= (char)~(3 << 2 * (REVOKED % 4));
    stage->list_count = 0;
    publish_list(stage, (struct span){bits, (stage->count + 3) / 4});
}

/* The year is over, and the list still says what was so then. */
static void
lie_about_a_past_year(struct stage *stage)
{
    struct span part = part_of(stage);
    char *bits = arena_copy(stage->arena, part.data, part.size);

    bits[(REVOKED - PART_FROM) / 4] &= (char)~(3 << 2 * (REVOKED % 4));
    stage->list_count = 0;
    publish_part(stage, (struct span){bits, part.size}, PART_FROM, PART_TO);
}

static void
lie_in_snapshot(struct stage *stage)
{
    stage->leaves[stage->count - 1].hash.bytes[3] ^= 1;
    publish(stage);
}

static void
second_record_in_slot(struct stage *stage)
{
    stage->list_count = 0;
    add_issue(stage, 33);
    publish(stage);
}

/* What the auditor kept and cannot hold against anything is not passed over in silence. */
static void
keep_what_says_nothing(struct stage *stage)
{
    stage->seen[stage->seen_count++] =
        (struct audit_note){"đã thấy", SPAN("một tệp cụt không còn chữ ký\n")};
}

static void
keep_a_strangers(struct stage *stage)
{
    uint8_t seed[ED25519_SEED_SIZE] = {1};

    sign_with_another_key(stage);
    stage->seen_count = 0;
    see(stage, SEEN_AT, false);
    secret_free(stage->log);
    stage->log = ed25519_key_of_seed(seed, stage->log_public);
    publish(stage);
}

static const struct {
    const char *about;
    void (*tamper)(struct stage *stage);
    int rule; /* a finding of this kind there must be; -1: none at all */
} rows[] = {
    {"nothing was done", nothing, -1},
    {"a leaf changed in its file", change_leaf, AUDIT_ROOT},
    {"a tile changed", change_tile, AUDIT_TILES},
    {"a tile above changed", change_upper_tile, AUDIT_TILES},
    {"a bundle lost", lose_bundle, AUDIT_ENTRIES},
    {"a bundle cut", cut_bundle, AUDIT_ENTRIES},
    {"a bundle with more", lengthen_bundle, AUDIT_ENTRIES},
    {"not witnessed", strip_witness, AUDIT_CHECKPOINT},
    {"another key", sign_with_another_key, AUDIT_CHECKPOINT},
    {"a fork, signed anew", rewrite_history, AUDIT_FORK},
    {"a swapped pair", swap_leaves, AUDIT_FORK},
    {"rolled back", roll_back, AUDIT_FORK},
    {"a dropped change of status", drop_status_change, AUDIT_FORK},
    {"dated back", date_back, AUDIT_TIME},
    {"dated ahead", date_ahead, AUDIT_TIME},
    {"a list that lies", lie_in_list, AUDIT_LIST},
    {"a past year's list that lies", lie_about_a_past_year, AUDIT_LIST},
    {"a snapshot that lies", lie_in_snapshot, AUDIT_SNAPSHOT},
    {"a kept checkpoint that says nothing", keep_what_says_nothing, AUDIT_CHECKPOINT},
    {"a kept checkpoint under another key", keep_a_strangers, AUDIT_CHECKPOINT},
    {"two records of one pupil and year", second_record_in_slot, AUDIT_STATUS},
};

static void
test_tampering(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct stage *stage = stage_new();
        struct audit audit;
        bool found = false;
        rows[i].tamper(stage);
        run_audit(stage, &audit);
        for (size_t f = 0; f < audit.findings.count; f++)
            found |= (int)audit.findings.items[f].rule == rows[i].rule;
        if (rows[i].rule < 0 ? audit.finding_count != 0 : !found)
            row_fail(rows[i].about, "%zu findings, the first: %s", audit.finding_count,
                     audit.findings.count ? audit.findings.items[0].sentence : "none");
        stage_free(stage);
    }
}

static void
test_counts(void **state)
{
    (void)state;
    struct stage *stage = stage_new();
    struct audit audit;

    run_audit(stage, &audit);
    assert_int_equal(audit.leaves, stage->count);
    assert_int_equal(audit.records, ISSUES + 1);
    assert_int_equal(audit.changes, 3);
    assert_int_equal(audit.by_status[RECORD_REVOKED], 1);
    assert_int_equal(audit.by_status[RECORD_SUPERSEDED], 1);
    assert_int_equal(audit.by_status[RECORD_VALID], ISSUES - 1);
    stage_free(stage);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_tampering),
                                       cmocka_unit_test(test_counts)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
