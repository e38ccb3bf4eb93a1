/* SPDX-License-Identifier: Apache-2.0
 *
 * The full audit of a country's year from its files: nine million entries read, hashed, put into
 * the tree, every tile compared, every rule of status replayed, as `hocba audit --ledger` does it.
 * With the referee (tests/e2e/referees/go) as an argument, beside Go's golang.org/x/mod/sumdb/tlog
 * over the same files: with the rules replayed in Go too, and the hashes and tiles alone.
 */
#include "bench/bench.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "ledger/checkpoint.h"
#include "ledger/leaf.h"
#include "ledger/tile_edge.h"
#include "service/audit.h"

#define ORIGIN "so-cai.example/bench"

enum { LEAVES = 9 * 1000 * 1000, SCHOOLS = 400, PATH_SIZE = 256, ROUNDS = 3 };

static char folder[] = "/tmp/hocba-bench-XXXXXX";

static const char *
at(const char *name)
{
    static char paths[2][PATH_SIZE];
    static int next;
    char *path = paths[next++ % 2];

    snprintf(path, PATH_SIZE, "%s/%s", folder, name);
    return path;
}

/* --- the files -------------------------------------------------------------------------------- */

struct making {
    struct tile_edge edge;
    struct buffer *bundle;
};

static void
keep(const struct tile *tile, struct span bytes)
{
    char path[TILE_PATH_SIZE], whole[PATH_SIZE];
    FILE *file;

    snprintf(whole, sizeof whole, "%s/%s", folder, tile_write_path(tile, path));
    for (char *slash = strchr(whole + strlen(folder) + 1, '/'); slash;
         slash = strchr(slash + 1, '/')) {
        struct error err;
        *slash = '\0';
        BENCH_CHECK(file_exists(whole) || folder_make(whole, 0755, &err) == OK);
        *slash = '/';
    }
    BENCH_CHECK((file = fopen(whole, "w")) != NULL);
    BENCH_CHECK(fwrite(bytes.data, bytes.size, 1, file) == 1);
    BENCH_CHECK(fclose(file) == 0);
}

static enum status
keep_tile(void *context, const struct tile *tile, const struct digest *hashes, struct error *err)
{
    (void)context;
    (void)err;
    keep(tile, (struct span){(const char *)hashes, tile->width * SHA256_SIZE});
    return OK;
}

static void
keep_bundle(struct making *work, uint64_t count)
{
    struct tile tile = {TILE_ENTRIES, (count - 1) / TILE_WIDTH,
                        (unsigned)((count - 1) % TILE_WIDTH + 1)};

    keep(&tile, buffer_span(work->bundle));
    work->bundle->size = 0;
}

/* Schools issue one after the other, a record for each of their pupils. */
static struct leaf
leaf_at(uint64_t index)
{
    struct leaf leaf = {.kind = LEAF_ISSUE, .time = 1717128000 + (int64_t)(index / 100)};
    uint64_t school = index < SCHOOLS ? index : index / (LEAVES / SCHOOLS + 1);

    memcpy(leaf.kid, &school, sizeof leaf.kid);
    leaf.hash = sha256((struct span){(const char *)&index, sizeof index});
    if (index < SCHOOLS) {
        leaf.kind = LEAF_KEY;
        leaf.action = KEY_ENROL;
    }
    memcpy(leaf.slot, leaf.hash.bytes + LEAF_SLOT_SIZE, LEAF_SLOT_SIZE);
    return leaf;
}

static void
make_files(struct making *work)
{
    AUTO(buffer) *entry = buffer_new(LEAF_MAX);
    struct error err;

    work->bundle = buffer_new(AUDIT_BUNDLE_MAX);
    for (uint64_t i = 0; i < LEAVES; i++) {
        struct leaf leaf = leaf_at(i);
        entry->size = 0;
        leaf_write(&leaf, entry);
        tile_add_entry(work->bundle, buffer_span(entry));
        struct digest hash = tree_leaf_hash(buffer_span(entry));
        BENCH_CHECK(tile_edge_append(&work->edge, &hash, keep_tile, NULL, &err) == OK);
        if (i % TILE_WIDTH == TILE_WIDTH - 1 || i + 1 == LEAVES)
            keep_bundle(work, i + 1);
    }
    BENCH_CHECK(tile_edge_rest(&work->edge, keep_tile, NULL, &err) == OK);
    buffer_free(work->bundle);
}

static void
sign(const struct making *work)
{
    AUTO(buffer) *note = buffer_new(NOTE_MAX), *text = buffer_new(CHECKPOINT_TEXT_MAX);
    AUTO(buffer) *policy = buffer_new(POLICY_FILE_MAX);
    struct checkpoint checkpoint = {span_of(ORIGIN), LEAVES, tile_edge_root(&work->edge), {0}};
    uint8_t public[ED25519_PUBLIC_SIZE];
    AUTO(secret) *key = ed25519_key_new(public, NULL);
    struct note_key own = note_key_of(span_of(ORIGIN), NOTE_ED25519, public);
    struct error err;

    checkpoint_write(&checkpoint, text);
    buffer_add(note, text->data, text->size);
    buffer_char(note, '\n');
    note_sign(buffer_span(text), span_of(ORIGIN), key, public, note);
    buffer_text(policy, "log ");
    note_key_write(&own, policy);
    buffer_text(policy, "\nquorum none\n");
    BENCH_CHECK(file_write(at("checkpoint"), buffer_span(note), 0644, &err) == OK);
    BENCH_CHECK(file_write(at("policy"), buffer_span(policy), 0644, &err) == OK);
}

/* --- the audit -------------------------------------------------------------------------------- */

/* Of processors, not of the clock: what else the machine does is neither's. */
static double
spent_by(int who)
{
    struct rusage use;

    BENCH_CHECK(getrusage(who, &use) == 0);
    return (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
           1e-6 * (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec);
}

static double
audit_once(void)
{
    AUTO(arena) *arena = arena_new();
    struct audit_plan plan = {.ledger = folder, .policy = at("policy")};
    struct audit_report report;
    struct error err;
    double start = spent_by(RUSAGE_SELF);

    BENCH_CHECK(audit_carry_out(&plan, arena, &report, &err) == OK);
    BENCH_CHECK(report.audit.finding_count == 0 && report.audit.leaves == LEAVES);
    BENCH_CHECK(report.audit.by_status[RECORD_VALID] == LEAVES - SCHOOLS);
    return spent_by(RUSAGE_SELF) - start;
}

static double
referee_once(const char *referee, const char *what)
{
    double start = spent_by(RUSAGE_CHILDREN);
    pid_t child = fork();
    int status;

    if (child == 0) {
        dup2(STDERR_FILENO, STDOUT_FILENO);
        execl(referee, referee, what, folder, at("policy"), (char *)NULL);
        _exit(127);
    }
    BENCH_CHECK(child > 0 && waitpid(child, &status, 0) == child && status == 0);
    return spent_by(RUSAGE_CHILDREN) - start;
}

int
main(int argc, char **argv)
{
    static struct making work;
    double ours = 1e9, same = 0, hashes = 0;
    char command[PATH_SIZE];

    BENCH_CHECK(mkdtemp(folder) != NULL);
    make_files(&work);
    sign(&work);
    for (int i = 0; i < ROUNDS; i++) {
        double spent = audit_once();
        ours = spent < ours ? spent : ours;
    }
    if (argc > 1) {
        same = referee_once(argv[1], "ledger");
        hashes = referee_once(argv[1], "hashes");
    }
    bench_row("audit of 9,000,000 entries in their files, processor time (<= 3 s, <= 1/4)", ours,
              "s", (struct bench_beside){"Go x/mod, doing the same", same},
              (struct bench_beside){"Go x/mod, hashes alone", hashes});
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    return system(command) == 0 ? 0 : 1;
}
