/* SPDX-License-Identifier: Apache-2.0
 *
 * A ledger for referees, made by the writer and cosigned by a witness, in a folder:
 *
 *     public/          the public files, over more leaves than one tile of the second level holds
 *     status.cwt       the status list of the whole
 *     part.cwt         that of a stretch of it, as of the whole
 *     policy           the ledger's key, the witness's, the quorum
 *     proofs/N         .tlog-proof of leaf N
 *     consistency      "old size root-of-old root hash..." a line, hashes in hex
 *     rules            random ledgers as bundles of entries, good and bad, each behind a byte count
 *     rules.answers    a line per ledger: for each leaf '+' or '!' (it breaks a rule), a space, its
 *                      status at the end: V R S X, '-' for what is no record
 *     bent             entries with a byte changed, left out or put in, as one bundle
 *     bent.answers     for each '+' or '!' (it is no entry)
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/encode.h"
#include "base/file.h"
#include "ledger/leaf.h"
#include "ledger/tile.h"
#include "witness/witness.h"
#include "writer/writer.h"

#define ORIGIN "so-cai.example/referees"

enum {
    SCHOOLS = 3,
    DEPARTMENT = SCHOOLS,
    FIRST_RECORD = SCHOOLS + 1,
    RECORDS = 66000,
    LEDGERS = 400,
    LEDGER_LEAVES = 40,
    BENT = 20000,
    PATH_SIZE = 512,
    BUNDLE_ROOM = 4 * 1024 * 1024,
};

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "make_ledger: line %d: %s\n", __LINE__, #condition);                   \
            exit(1);                                                                               \
        }                                                                                          \
    } while (0)

static const char *folder;
static int64_t now = 1717128000;

static const char *
at(const char *name)
{
    static char paths[4][PATH_SIZE];
    static int next;
    char *path = paths[next++ % 4];

    snprintf(path, PATH_SIZE, "%s/%s", folder, name);
    return path;
}

static void
keep(const char *name, const struct buffer *bytes)
{
    struct error err;

    CHECK(file_write(at(name), buffer_span(bytes), 0644, &err) == OK);
}

static int64_t
clock_of_test(void)
{
    return now++;
}

/* Always the same numbers. */
static uint32_t
draw(uint32_t below)
{
    static uint64_t state = 88172645463325252U;

    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 20) % below;
}

static void
draw_bytes(uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        bytes[i] = (uint8_t)draw(256);
}

/* --- a whole ledger --------------------------------------------------------------------------- */

struct stage {
    struct writer *writer;
    struct witness *witness;
    const struct policy *logs, *policy;
    struct arena *arena;
};

static void
ask(void *context, struct witness_question *questions, size_t count, struct arena *arena)
{
    struct stage *stage = context;

    for (size_t i = 0; i < count; i++)
        questions[i].code = (int)witness_submit(stage->witness, stage->logs, questions[i].body, now,
                                                arena, &questions[i].answer);
}

static const struct policy *
policy_of(struct stage *stage, const struct buffer *text)
{
    const struct policy *policy;
    struct error err;
    struct span copy = {arena_copy(stage->arena, text->data, text->size), text->size};

    CHECK(policy_parse(copy, stage->arena, &policy, &err) == OK);
    return policy;
}

static void
open_writer(struct stage *stage)
{
    char place[PATH_SIZE];
    struct error err;

    snprintf(place, sizeof place, "%s", at("place"));
    struct writer_options options = {
        .place.where = place, .policy = stage->policy, .clock = clock_of_test};
    CHECK(writer_open(at("writer"), &options, &stage->writer, &err) == OK);
}

/* The ledger's own key is known only once it is there. */
static void
set_up(struct stage *stage)
{
    AUTO(buffer) *text = buffer_new(POLICY_FILE_MAX);
    struct error err;

    CHECK(folder_make(at("place"), 0700, &err) == OK);
    CHECK(writer_create(at("writer"), span_of(ORIGIN), &err) == OK);
    CHECK(witness_create(at("witness"), span_of("w.example"), &err) == OK);
    CHECK(witness_open(at("witness"), &stage->witness, &err) == OK);
    CHECK(witness_lock(stage->witness, &err) == OK);
    open_writer(stage);
    struct span key = writer_key(stage->writer);
    buffer_printf(text, "log %.*s\n", (int)key.size, key.data);
    size_t log_line = text->size;
    buffer_text(text, "quorum none\n");
    stage->logs = policy_of(stage, text);
    text->size = log_line;
    buffer_text(text, "witness w ");
    witness_write_key(stage->witness, text);
    buffer_text(text, " https://w.example/\nquorum w\n");
    stage->policy = policy_of(stage, text);
    keep("policy", text);
    writer_free(stage->writer);
    open_writer(stage);
}

static void
append(struct stage *stage, struct leaf *leaves, size_t count)
{
    static struct written written[WRITER_BATCH_MAX];
    AUTO(arena) *arena = arena_new();
    struct error err;

    CHECK(writer_append(stage->writer, leaves, count, arena, written, &err) == OK);
    for (size_t i = 0; i < count; i++)
        CHECK(written[i].status == OK);
}

static struct leaf
leaf_by(unsigned key, enum leaf_kind kind)
{
    struct leaf leaf = {.kind = kind};

    leaf.kid[0] = (uint8_t)(key + 1);
    draw_bytes(leaf.hash.bytes, SHA256_SIZE);
    return leaf;
}

static struct leaf
record_in(uint64_t slot, unsigned school)
{
    struct leaf leaf = leaf_by(school, slot % 5 == 0 ? LEAF_ENTERED : LEAF_ISSUE);

    memcpy(leaf.slot, &slot, sizeof slot);
    leaf.issued = leaf.kind == LEAF_ENTERED ? 1600000000 : 0;
    return leaf;
}

static struct leaf
change(unsigned key, uint64_t target, enum record_status status, uint64_t replacement)
{
    struct leaf leaf = leaf_by(key, LEAF_STATUS);

    leaf.target = target;
    leaf.status = status;
    leaf.has_replacement = status == RECORD_SUPERSEDED;
    leaf.replacement = replacement;
    return leaf;
}

static void
append_records(struct stage *stage)
{
    static struct leaf leaves[WRITER_BATCH_MAX];
    size_t count = 0;

    for (unsigned key = 0; key <= DEPARTMENT; key++) {
        leaves[count] = leaf_by(key, LEAF_KEY);
        leaves[count++].action = key == DEPARTMENT ? KEY_ENROL_DEPARTMENT : KEY_ENROL;
    }
    for (uint64_t i = 0; i < RECORDS; i++) {
        if (count == WRITER_BATCH_MAX) {
            append(stage, leaves, count);
            count = 0;
        }
        leaves[count++] = record_in(i, (unsigned)(i % SCHOOLS));
    }
    append(stage, leaves, count);
}

/* Every change that there is, and every kind of entry. School 2 loses its key. */
static void
append_changes(struct stage *stage)
{
    enum { A = FIRST_RECORD, B = A + 3, C = A + 6, D = A + 1, NEW = FIRST_RECORD + RECORDS };
    struct leaf leaves[] = {
        change(0, A, RECORD_SUSPENDED, 0),
        record_in(0, 0),
        change(DEPARTMENT, A, RECORD_SUPERSEDED, NEW + 1),
        change(DEPARTMENT, B, RECORD_SUSPENDED, 0),
        change(DEPARTMENT, B, RECORD_VALID, 0),
        change(0, C, RECORD_REVOKED, 0),
        change(1, D, RECORD_SUSPENDED, 0),
        change(DEPARTMENT, D + 3, RECORD_SUSPENDED, 0),
        change(DEPARTMENT, D + 3, RECORD_REVOKED, 0),
        leaf_by(0, LEAF_CONFIG),
        leaf_by(0, LEAF_DOCUMENT),
        leaf_by(1, LEAF_DOCUMENT),
        leaf_by(1, LEAF_KEY),
        leaf_by(2, LEAF_KEY),
    };
    size_t count = sizeof leaves / sizeof *leaves;

    leaves[count - 4].document = DOCUMENT_MANIFEST;
    leaves[count - 3].document = DOCUMENT_FREEZE;
    leaves[count - 2].action = KEY_RETIRE;
    leaves[count - 1].action = KEY_COMPROMISE;
    leaves[count - 1].from = FIRST_RECORD + RECORDS / 2;
    append(stage, leaves, count);
}

static void
publish(struct stage *stage)
{
    AUTO(buffer) *list = buffer_new(4 * 1024 * 1024);
    struct cosigning result;
    struct error err;

    CHECK(writer_snapshot(stage->writer, &err) == OK);
    CHECK(writer_cosign(stage->writer, ask, stage, stage->arena, &result, &err) == OK);
    CHECK(result.final);
    CHECK(writer_export(stage->writer, at("public"), &err) == OK);
    writer_list_statuses(stage->writer, 0, writer_size(stage->writer), 24 * 60 * 60, list);
    keep("status.cwt", list);
    list->size = 0;
    writer_list_statuses(stage->writer, 1000, 50000, 24 * 60 * 60, list);
    keep("part.cwt", list);
}

static void
write_proofs(struct stage *stage)
{
    uint64_t size = writer_size(stage->writer);
    const uint64_t places[] = {0, 1, 255, 256, 40000, 65535, 65536, size - 1};
    struct error err;

    CHECK(folder_make(at("proofs"), 0700, &err) == OK);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        AUTO(buffer) *proof = buffer_new(512 * 1024);
        char name[64];
        bool final;
        CHECK(writer_prove(stage->writer, places[i], proof, &final, &err) == OK && final);
        snprintf(name, sizeof name, "proofs/%" PRIu64, places[i]);
        keep(name, proof);
    }
}

/* --- proofs of consistency, out of the public tiles ------------------------------------------- */

static enum status
read_tile(void *context, const struct tile *tile, struct span *bytes, struct error *err)
{
    char path[TILE_PATH_SIZE + 16], name[TILE_PATH_SIZE];

    snprintf(path, sizeof path, "public/%s", tile_write_path(tile, name));
    return file_read(context, at(path), TILE_BYTES, bytes, err);
}

static void
write_hash(struct buffer *out, const struct digest *hash)
{
    char hex[SHA256_HEX_SIZE];

    buffer_printf(out, " %s", digest_hex(hash, hex));
}

static void
write_consistency(struct stage *stage)
{
    AUTO(buffer) *out = buffer_new(BUNDLE_ROOM);
    struct tile_source source = {
        .read = read_tile, .context = stage->arena, .size = writer_size(stage->writer)};
    struct tree_reader reader = tile_reader(&source);
    uint64_t old[] = {1, 2, 255, 256, 257, 1000, 32768, 65535, 65536, 65537, source.size - 1};
    struct tree_proof proof;
    struct digest roots[2];
    struct error err;

    for (size_t i = 0; i < sizeof old / sizeof *old; i++) {
        CHECK(tree_read_root(&reader, old[i], &roots[0], &err) == OK);
        CHECK(tree_read_root(&reader, source.size, &roots[1], &err) == OK);
        CHECK(tree_prove_consistency(&reader, old[i], source.size, &proof, &err) == OK);
        buffer_printf(out, "%" PRIu64 " %" PRIu64, old[i], source.size);
        write_hash(out, &roots[0]);
        write_hash(out, &roots[1]);
        for (size_t j = 0; j < proof.count; j++)
            write_hash(out, &proof.hashes[j]);
        buffer_char(out, '\n');
    }
    tile_source_clear(&source);
    keep("consistency", out);
}

/* --- rules and encodings, good and bad -------------------------------------------------------- */

static struct leaf
random_leaf(int64_t *time, uint64_t size)
{
    static const enum leaf_kind kinds[] = {
        LEAF_ISSUE,    LEAF_ISSUE,    LEAF_ENTERED, LEAF_STATUS, LEAF_STATUS,
        LEAF_STATUS,   LEAF_STATUS,   LEAF_STATUS,  LEAF_CONFIG, LEAF_SNAPSHOT,
        LEAF_DOCUMENT, LEAF_DOCUMENT, LEAF_KEY,
    };
    struct leaf leaf = leaf_by(draw(4), kinds[draw(sizeof kinds / sizeof *kinds)]);

    leaf.time = *time += draw(20) ? (int)draw(3) : -2;
    leaf.slot[LEAF_SLOT_SIZE - 1] = (uint8_t)draw(3);
    leaf.target = draw((uint32_t)size + 2);
    leaf.status = (enum record_status)draw(4);
    leaf.has_replacement = draw(8) ? leaf.status == RECORD_SUPERSEDED : draw(2);
    leaf.replacement = draw((uint32_t)size + 1);
    leaf.action = (enum key_action)(1 + draw(4));
    leaf.from = leaf.action == KEY_COMPROMISE ? draw((uint32_t)size + 2) : 0;
    leaf.size = draw((uint32_t)size + 2);
    leaf.issued = draw(1000);
    leaf.document = (enum document_kind)(1 + draw(3));
    if (leaf.kind == LEAF_STATUS || leaf.kind == LEAF_DOCUMENT) /* a few decisions */
        leaf.hash = (struct digest){.bytes = {(uint8_t)draw(2)}};
    return leaf;
}

/* Most of what is drawn fits what was there before, or no long history would come about. */
static struct leaf
likely_leaf(const struct status_replay *replay, uint64_t index, int64_t *time, uint64_t last)
{
    struct leaf leaf = random_leaf(time, index);
    enum record_status status;
    struct error err;

    if (index < 4) {
        leaf = leaf_by((unsigned)index, LEAF_KEY);
        leaf.time = *time;
        leaf.action = index == 3 ? KEY_ENROL_DEPARTMENT : KEY_ENROL;
    }
    if (leaf.kind == LEAF_STATUS && draw(3)) {
        for (int i = 0; i < 20 && status_of(replay, leaf.target, &status, NULL, &err) != OK; i++)
            leaf.target = draw((uint32_t)index);
        leaf.kid[0] = 4;
        leaf.replacement = last;
        if (status_of(replay, leaf.target, &status, NULL, &err) == OK && draw(2))
            leaf.status = status == RECORD_SUSPENDED ? RECORD_SUPERSEDED : RECORD_SUSPENDED;
        leaf.has_replacement = leaf.status == RECORD_SUPERSEDED;
    }
    if (leaf.kind == LEAF_KEY && leaf.action != KEY_ENROL && index > 4 && draw(3))
        leaf.kid[0] = (uint8_t)(1 + draw(6));
    return leaf;
}

static void
write_ledger(struct buffer *rules, struct buffer *answers)
{
    AUTO(status_replay) *replay = status_replay_new();
    AUTO(buffer) *bundle = buffer_new(BUNDLE_ROOM);
    uint64_t last = 0;
    int64_t time = 1000;

    for (uint64_t i = 0; i < LEDGER_LEAVES; i++) {
        AUTO(buffer) *entry = buffer_new(LEAF_MAX);
        struct leaf leaf = likely_leaf(replay, i, &time, last);
        struct error err;
        leaf_write(&leaf, entry);
        tile_add_entry(bundle, buffer_span(entry));
        bool good = status_replay_add(replay, &leaf, &err) == OK;
        buffer_char(answers, good ? '+' : '!');
        last = good && leaf_is_record(&leaf) ? i : last;
    }
    buffer_char(answers, ' ');
    for (uint64_t i = 0; i < LEDGER_LEAVES; i++) {
        enum record_status status;
        struct error err;
        bool record = status_of(replay, i, &status, NULL, &err) == OK;
        buffer_char(answers, record ? "VRSX"[status] : '-');
    }
    buffer_char(answers, '\n');
    uint8_t size[2] = {(uint8_t)(bundle->size >> 8), (uint8_t)bundle->size};
    buffer_add(rules, size, sizeof size);
    buffer_add(rules, bundle->data, bundle->size);
}

static void
bend(struct buffer *entry)
{
    size_t place = draw((uint32_t)entry->size);

    switch (draw(4)) {
    case 0: entry->data[place] = (char)draw(256); break;
    case 1: entry->data[place] ^= (char)(1 << draw(8)); break;
    case 2: entry->size = draw(4) ? entry->size - 1 : place; break;
    case 3: buffer_char(entry, (char)draw(256)); break;
    }
}

static void
write_bent(void)
{
    AUTO(buffer) *bundle = buffer_new(BUNDLE_ROOM), *answers = buffer_new(BENT);
    int64_t time = 1000;

    for (int i = 0; i < BENT; i++) {
        AUTO(buffer) *entry = buffer_new(2 * LEAF_MAX);
        struct leaf leaf = random_leaf(&time, draw(2) ? 300 : 70000), read;
        struct error err;
        leaf_write(&leaf, entry);
        bend(entry);
        tile_add_entry(bundle, buffer_span(entry));
        buffer_char(answers, leaf_parse(buffer_span(entry), &read, &err) == OK ? '+' : '!');
    }
    keep("bent", bundle);
    keep("bent.answers", answers);
}

static void
write_rules(void)
{
    AUTO(buffer) *rules = buffer_new(BUNDLE_ROOM), *answers = buffer_new(BUNDLE_ROOM);

    for (int i = 0; i < LEDGERS; i++)
        write_ledger(rules, answers);
    keep("rules", rules);
    keep("rules.answers", answers);
}

int
main(int argc, char **argv)
{
    AUTO(arena) *arena = arena_new();
    struct stage stage = {.arena = arena};

    CHECK(argc == 2);
    folder = argv[1];
    set_up(&stage);
    append_records(&stage);
    append_changes(&stage);
    publish(&stage);
    write_proofs(&stage);
    write_consistency(&stage);
    write_rules();
    write_bent();
    writer_free(stage.writer);
    witness_free(stage.witness);
    return 0;
}
