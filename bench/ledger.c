/* SPDX-License-Identifier: Apache-2.0
 *
 * The ledger of a country's year: the tree over nine million leaves beside as many bare pairs of
 * SHA-256 through the same call, proofs out of its tiles in a file, durable appends beside a bare
 * SQLite loop that writes the same rows, and the status list of a province.
 */
#include "bench/bench.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "crypto/random.h"
#include "ledger/proof.h"
#include "ledger/status_list.h"
#include "ledger/tile.h"
#include "writer/writer.h"

enum {
    LEAVES = 9 * 1000 * 1000,
    ENTRY = 68, /* bytes of an issue */
    LEVELS = 3, /* 256^3 leaves */
    BATCH = 256,
    BATCHES = 60,
    ROUNDS = 3,
    TURNS = 90,
    PROVINCE = 140 * 1000,
    PATH_SIZE = 128,
};

static char folder[] = "/tmp/hocba-bench-XXXXXX";

static const char *
at(const char *name)
{
    static char path[PATH_SIZE];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

/* --- the tree --------------------------------------------------------------------------------- */

static struct span
entry_of(uint64_t index, char entry[ENTRY])
{
    memset(entry, 0x5a, ENTRY);
    memcpy(entry, &index, sizeof index);
    return (struct span){entry, ENTRY};
}

static double
bare_pairs(uint64_t from, uint64_t to)
{
    struct digest pair[2] = {0};
    char entry[ENTRY + 1] = {0};
    double start = bench_clock();

    for (uint64_t i = from; i < to; i++) {
        entry_of(i, entry + 1);
        pair[i & 1] = sha256_short(entry, sizeof entry);
        char node[1 + 2 * SHA256_SIZE] = {1};
        memcpy(node + 1, pair, sizeof pair);
        pair[0] = sha256_short(node, sizeof node);
    }
    BENCH_CHECK(pair[0].bytes[0] || pair[0].bytes[1]);
    return bench_clock() - start;
}

static double
build_tree(struct tree_edge *edge, uint64_t from, uint64_t to)
{
    char entry[ENTRY];
    double start = bench_clock();

    for (uint64_t i = from; i < to; i++) {
        struct digest leaf = tree_leaf_hash(entry_of(i, entry));
        tree_append(edge, &leaf);
    }
    return bench_clock() - start;
}

/* In turns, so that what else the machine does falls on both. */
static void
bench_tree(struct digest *root)
{
    struct tree_edge edge = {0};
    double bare = 0, ours = 0;

    for (uint64_t at = 0; at < LEAVES; at += LEAVES / TURNS) {
        bare += bare_pairs(at, at + LEAVES / TURNS);
        ours += build_tree(&edge, at, at + LEAVES / TURNS);
    }
    *root = tree_root(&edge);
    bench_row("tree of 9,000,000 leaves (<= 1.3)", ours, "s", (struct bench_beside){0},
              (struct bench_beside){"bare SHA-256 pairs", bare});
}

/* --- proofs out of tiles ---------------------------------------------------------------------- */

/* All tiles of a level one behind the other, each level in its file. */
struct tiles {
    int files[LEVELS];
    char bytes[TILE_BYTES];
    struct tile_source source;
    struct digest root;
    uint64_t next;
};

static enum status
read_tile(void *context, const struct tile *tile, struct span *bytes, struct error *err)
{
    struct tiles *tiles = context;
    size_t size = tile->width * SHA256_SIZE;

    if (tile->level >= LEVELS || pread(tiles->files[tile->level], tiles->bytes, size,
                                       (off_t)(tile->index * TILE_BYTES)) != (ssize_t)size)
        return fail(err, CORRUPT, "mảnh");
    *bytes = (struct span){tiles->bytes, size};
    return OK;
}

static struct digest
tile_root(const struct digest hashes[TILE_WIDTH])
{
    struct tree_edge edge = {0};

    for (int i = 0; i < TILE_WIDTH; i++)
        tree_append(&edge, &hashes[i]);
    return tree_root(&edge);
}

static void
write_hash(FILE *files[LEVELS], struct digest filling[LEVELS][TILE_WIDTH], unsigned width[LEVELS],
           struct digest hash)
{
    for (int level = 0; level < LEVELS; level++) {
        BENCH_CHECK(fwrite(&hash, sizeof hash, 1, files[level]) == 1);
        filling[level][width[level]++] = hash;
        if (width[level] < TILE_WIDTH)
            return;
        hash = tile_root(filling[level]);
        width[level] = 0;
    }
}

static void
write_tiles(struct tiles *tiles)
{
    static struct digest filling[LEVELS][TILE_WIDTH];
    unsigned width[LEVELS] = {0};
    FILE *files[LEVELS];
    char name[16], entry[ENTRY];

    for (int i = 0; i < LEVELS; i++) {
        snprintf(name, sizeof name, "level%d", i);
        BENCH_CHECK((files[i] = fopen(at(name), "w")) != NULL);
        tiles->files[i] = open(at(name), O_RDONLY | O_CLOEXEC);
    }
    for (uint64_t i = 0; i < LEAVES; i++)
        write_hash(files, filling, width, tree_leaf_hash(entry_of(i, entry)));
    for (int i = 0; i < LEVELS; i++)
        BENCH_CHECK(fclose(files[i]) == 0);
}

/* Another place each time, as schools ask. */
static void
prove_one(void *context)
{
    struct tiles *tiles = context;
    struct tree_reader reader = tile_reader(&tiles->source);
    uint64_t index = tiles->next = (tiles->next + UINT64_C(5040619)) % LEAVES;
    struct tree_proof proof;
    struct error err;

    BENCH_CHECK(tree_prove_inclusion(&reader, index, LEAVES, &proof, &err) == OK);
    if (index % 64 == 0) {
        char entry[ENTRY];
        struct digest leaf = tree_leaf_hash(entry_of(index, entry));
        BENCH_CHECK(tree_check_inclusion(&leaf, index, LEAVES, proof.hashes, proof.count,
                                         &tiles->root, &err) == OK);
    }
}

static void
bench_proofs(const struct digest *root)
{
    static struct tiles tiles;

    tiles.source = (struct tile_source){.read = read_tile, .context = &tiles, .size = LEAVES};
    tiles.root = *root;
    write_tiles(&tiles);
    bench_row("inclusion proofs from tiles, 9,000,000 leaves (>= 10,000/s)",
              1 / bench_seconds(prove_one, &tiles), "/s", (struct bench_beside){0},
              (struct bench_beside){0});
    tile_source_clear(&tiles.source);
    for (int i = 0; i < LEVELS; i++)
        close(tiles.files[i]);
}

/* --- durable appends -------------------------------------------------------------------------- */

static void
run(sqlite3 *handle, const char *text)
{
    BENCH_CHECK(sqlite3_exec(handle, text, NULL, NULL, NULL) == SQLITE_OK);
}

static void
bind_random(sqlite3_stmt *statement, int place, int size)
{
    uint8_t bytes[ENTRY];

    random_bytes(bytes, (size_t)size);
    sqlite3_bind_blob(statement, place, bytes, size, SQLITE_TRANSIENT);
}

/* The rows of the ledger's file, as many bytes and indexes, and nothing that is computed. */
static double
bare_appends(void)
{
    static const char tile[TILE_BYTES];
    sqlite3 *handle;
    sqlite3_stmt *leaf, *hashes;

    remove(at("bare.db"));
    BENCH_CHECK(sqlite3_open(at("bare.db"), &handle) == SQLITE_OK);
    run(handle, "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                "CREATE TABLE leaf (position INTEGER PRIMARY KEY, rid BLOB NOT NULL UNIQUE,"
                " hash BLOB NOT NULL, entry BLOB NOT NULL);"
                "CREATE INDEX leaf_hash ON leaf(hash);"
                "CREATE TABLE tile (position INTEGER PRIMARY KEY, hashes BLOB NOT NULL);");
    sqlite3_prepare_v2(handle, "INSERT INTO leaf (rid, hash, entry) VALUES (?1, ?2, ?3)", -1, &leaf,
                       NULL);
    sqlite3_prepare_v2(handle, "INSERT INTO tile (hashes) VALUES (?1)", -1, &hashes, NULL);
    double start = bench_clock();
    for (int b = 0; b < BATCHES; b++) {
        run(handle, "BEGIN IMMEDIATE");
        for (int i = 0; i < BATCH; i++) {
            bind_random(leaf, 1, SHA256_SIZE);
            bind_random(leaf, 2, SHA256_SIZE);
            bind_random(leaf, 3, ENTRY);
            BENCH_CHECK(sqlite3_step(leaf) == SQLITE_DONE);
            sqlite3_reset(leaf);
        }
        sqlite3_bind_blob(hashes, 1, tile, sizeof tile, SQLITE_STATIC);
        BENCH_CHECK(sqlite3_step(hashes) == SQLITE_DONE);
        sqlite3_reset(hashes);
        run(handle, "COMMIT");
    }
    double spent = bench_clock() - start;
    sqlite3_finalize(leaf);
    sqlite3_finalize(hashes);
    sqlite3_close(handle);
    return spent;
}

static int64_t
seconds_now(void)
{
    return time(NULL);
}

static void
append(struct writer *writer, struct leaf *leaves, size_t count)
{
    static struct written written[BATCH];
    AUTO(arena) *arena = arena_new();
    struct error err;

    BENCH_CHECK(writer_append(writer, leaves, count, arena, written, &err) == OK);
    BENCH_CHECK(written[count - 1].status == OK && !written[count - 1].already);
}

static double
our_appends(const char *place, int round)
{
    static struct leaf leaves[BATCH];
    char home[PATH_SIZE], name[32];
    AUTO(writer) *writer = NULL;
    struct writer_options options = {.place.where = place, .clock = seconds_now};
    struct error err;

    snprintf(name, sizeof name, "ledger%d%c", round, place ? 'p' : 'n');
    snprintf(home, sizeof home, "%s", at(name));
    BENCH_CHECK(writer_create(home, span_of(name), &err) == OK);
    BENCH_CHECK(writer_open(home, &options, &writer, &err) == OK);
    leaves[0] = (struct leaf){.kind = LEAF_KEY, .action = KEY_ENROL};
    append(writer, leaves, 1);
    double start = bench_clock();
    for (int b = 0; b < BATCHES; b++) {
        for (int i = 0; i < BATCH; i++) {
            leaves[i] = (struct leaf){.kind = LEAF_ISSUE};
            random_bytes(leaves[i].hash.bytes, SHA256_SIZE);
            random_bytes(leaves[i].slot, LEAF_SLOT_SIZE);
        }
        append(writer, leaves, BATCH);
    }
    return bench_clock() - start;
}

/* The best of a few rounds each, in turns: a disk has its moods. */
static void
bench_appends(void)
{
    double bare = 1e9, alone = 1e9, placed = 1e9, leaves = (double)BATCH * BATCHES;
    char place[PATH_SIZE];
    struct error err;

    snprintf(place, sizeof place, "%s", at("place"));
    BENCH_CHECK(folder_make(place, 0700, &err) == OK);
    for (int i = 0; i < ROUNDS; i++) {
        double spent[] = {bare_appends(), our_appends(NULL, i), our_appends(place, i)};
        bare = spent[0] < bare ? spent[0] : bare;
        alone = spent[1] < alone ? spent[1] : alone;
        placed = spent[2] < placed ? spent[2] : placed;
    }
    struct bench_beside limit = {"a bare SQLite loop", leaves / bare};
    bench_row("durable appends, batches of 256 (>= 0.7)", leaves / alone, "/s",
              (struct bench_beside){0}, limit);
    bench_row("the same with a second place", leaves / placed, "/s", (struct bench_beside){0},
              limit);
}

/* --- the status list -------------------------------------------------------------------------- */

static void
bench_status_list(void)
{
    static uint8_t bits[PROVINCE / 4];
    AUTO(buffer) *packed = buffer_new(sizeof bits + 1024);
    uint32_t random = 1;

    for (int i = 0; i < PROVINCE / 100; i++) {
        random = random * 1664525 + 1013904223;
        uint32_t at = (uint32_t)((uint64_t)random * PROVINCE >> 32);
        bits[at / 4] |= (uint8_t)(RECORD_SUPERSEDED << at % 4 * 2);
    }
    status_list_pack((struct span){(const char *)bits, sizeof bits}, packed);
    bench_row("status list of 140,000 records, 1 % corrected (<= 2,560)", (double)packed->size,
              "bytes", (struct bench_beside){0}, (struct bench_beside){0});
}

int
main(void)
{
    struct digest root;
    char command[PATH_SIZE + 16];

    BENCH_CHECK(mkdtemp(folder) != NULL);
    bench_tree(&root);
    bench_proofs(&root);
    bench_appends();
    bench_status_list();
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    return system(command) == 0 ? 0 : 1;
}
