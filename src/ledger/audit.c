/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/audit.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

#include "ledger/status_list.h"
#include "ledger/tile_edge.h"

enum { PROGRESS_EVERY = 64 /* bundles */ };

/* A checkpoint seen before that can be believed, and what the replay must come to. */
struct landmark {
    const char *name;
    uint64_t size;
    struct digest root;
    int64_t seen; /* the quorum had seen it by then; 0: not witnessed */
};

struct due_list {
    const char *name;
    struct status_list list;
};

/* An entry of the bundle at hand. */
struct read_entry {
    struct leaf leaf;
    bool is_leaf;
};

struct run {
    const struct audit_order *order;
    struct audit *audit;
    struct arena *arena;
    struct status_replay *replay;
    struct tile_edge edge; /* of what was replayed */
    struct read_entry bundle[TILE_WIDTH];
    struct span bytes[TILE_WIDTH]; /* of each; empty: it could not be read */
    struct digest hashes[TILE_WIDTH];
    struct landmark *landmarks;
    size_t landmark_count, next_landmark;
    struct due_list *lists;
    size_t list_count, next_list;
    int64_t seen_before; /* no later leaf may claim an earlier time than this */
};

static const char *const rule_keys[AUDIT_RULE_COUNT] = {
    "checkpoint", "entries", "tiles", "root",     "fork",     "status", "time",
    "snapshot",   "list",    "store", "manifest", "decision", "freeze", "key",
};

const char *
audit_rule_key(enum audit_rule rule)
{
    return rule_keys[rule];
}

void
audit_find(struct audit *audit, enum audit_rule rule, uint64_t leaf, const char *sentence)
{
    if (audit->finding_count++ >= AUDIT_FINDINGS_MAX)
        return;
    *list_add(audit->arena, audit->findings) =
        (struct audit_finding){rule, leaf, arena_text(audit->arena, sentence)};
}

static void
find(struct run *run, enum audit_rule rule, uint64_t leaf, const char *sentence)
{
    audit_find(run->audit, rule, leaf, sentence);
}

/* A public file. NOT_FOUND and CORRUPT are findings; anything else ends the audit. */
static enum status
read_file(struct run *run, const char *path, size_t most, enum audit_rule rule, struct span *bytes,
          struct error *err)
{
    *bytes = (struct span){0};
    enum status status = run->order->read(run->order->context, path, most, bytes, err);
    if (status == OK)
        return OK;
    if (status != NOT_FOUND && status != INVALID && status != CORRUPT)
        return status;
    find(run, rule, UINT64_MAX,
         arena_printf(run->arena, "Không đọc được %s của sổ cái: %s", path, err->message));
    return OK;
}

/* --- checkpoints ------------------------------------------------------------------------------ */

static int
by_size(const void *a, const void *b)
{
    const struct landmark *left = a, *right = b;

    return (left->size > right->size) - (left->size < right->size);
}

/* One that is not this ledger's under the policy says nothing: who kept it is told so, since it
 * would have been compared. */
static bool
read_landmark(struct run *run, const struct audit_note *note, struct policy_answer *answer)
{
    struct error err;

    if (policy_check(run->order->policy, note->bytes, run->arena, answer, &err) == OK) {
        if (!run->audit->answer.log ||
            span_equal(answer->checkpoint.origin, run->audit->answer.checkpoint.origin))
            return true;
        fail(&err, INVALID, "nó là của sổ cái khác.");
    }
    find(
        run, AUDIT_CHECKPOINT, UINT64_MAX,
        arena_printf(run->arena, "Không đối chiếu được điểm chốt %s: %s", note->name, err.message));
    return false;
}

/* It must be a beginning of this ledger. */
static void
take_landmark(struct run *run, const struct audit_note *note)
{
    struct policy_answer answer;

    if (!read_landmark(run, note, &answer))
        return;
    run->landmarks[run->landmark_count++] = (struct landmark){
        note->name, answer.checkpoint.size, answer.checkpoint.root, answer.seen_by};
    if (answer.checkpoint.size > run->audit->answer.checkpoint.size)
        find(run, AUDIT_FORK, UINT64_MAX,
             arena_printf(run->arena,
                          "Điểm chốt %s đã ký cho %" PRIu64
                          " mục, nhiều hơn sổ cái hiện có: sổ cái đã bị lùi lại.",
                          note->name, answer.checkpoint.size));
}

static enum status
read_checkpoint(struct run *run, struct error *err)
{
    struct audit *audit = run->audit;
    struct span bytes;
    struct error why;

    TRY(read_file(run, "checkpoint", NOTE_MAX, AUDIT_CHECKPOINT, &bytes, err));
    if (!bytes.data)
        return OK;
    struct span copy = {arena_copy(run->arena, bytes.data, bytes.size), bytes.size};
    if (policy_check(run->order->policy, copy, run->arena, &audit->answer, &why) != OK) {
        audit->answer = (struct policy_answer){0};
        find(run, AUDIT_CHECKPOINT, UINT64_MAX, why.message);
        return OK;
    }
    if (audit->answer.verdict == POLICY_PROVISIONAL)
        find(run, AUDIT_CHECKPOINT, UINT64_MAX,
             "Điểm chốt hiện tại chưa đủ nhân chứng ký nhận theo chính sách.");
    run->landmarks = arena_make_array(run->arena, run->order->seen_count + 1, struct landmark);
    take_landmark(run, &(struct audit_note){"hiện tại", copy});
    for (size_t i = 0; i < run->order->seen_count; i++)
        take_landmark(run, &run->order->seen[i]);
    qsort(run->landmarks, run->landmark_count, sizeof *run->landmarks, by_size);
    return OK;
}

/* The replay stands at a size: every landmark of that size must have this root. */
static void
pass_landmarks(struct run *run)
{
    for (; run->next_landmark < run->landmark_count; run->next_landmark++) {
        const struct landmark *mark = &run->landmarks[run->next_landmark];
        if (mark->size > run->edge.size)
            return;
        struct digest root = tile_edge_root(&run->edge);
        if (!digest_equal(&root, &mark->root))
            find(run, AUDIT_FORK, UINT64_MAX,
                 arena_printf(run->arena,
                              "Điểm chốt %s (%" PRIu64
                              " mục) không phải phần đầu của sổ cái này: sổ cái đã bị viết lại.",
                              mark->name, mark->size));
        if (mark->seen > run->seen_before)
            run->seen_before = mark->seen;
    }
}

/* --- status lists ----------------------------------------------------------------------------- */

static int
by_end(const void *a, const void *b)
{
    const struct due_list *left = a, *right = b;

    return (left->list.as_of > right->list.as_of) - (left->list.as_of < right->list.as_of);
}

static void
read_lists(struct run *run)
{
    const struct policy_answer *answer = &run->audit->answer;
    struct error err;

    run->lists = arena_make_array(run->arena, run->order->list_count + 1, struct due_list);
    for (size_t i = 0; answer->log && i < run->order->list_count; i++) {
        struct due_list *due = &run->lists[run->list_count];
        const struct audit_note *file = &run->order->lists[i];
        due->name = file->name;
        if (status_list_read(file->bytes, answer->checkpoint.origin, answer->log->key.public,
                             run->arena, &due->list, &err) == OK)
            run->list_count++;
        else
            find(run, AUDIT_LIST, UINT64_MAX,
                 arena_printf(run->arena, "Bảng tình trạng %s: %s", file->name, err.message));
    }
    qsort(run->lists, run->list_count, sizeof *run->lists, by_end);
}

static void
check_list(struct run *run, const struct due_list *due)
{
    AUTO(buffer) *bits = buffer_new(STATUS_LIST_BITS_MAX);
    bool right = due->list.as_of <= run->edge.size;

    if (right) {
        status_write_bits(run->replay, due->list.from, due->list.to, bits);
        right = span_equal(buffer_span(bits), due->list.bits);
    }
    if (!right)
        find(run, AUDIT_LIST, UINT64_MAX,
             arena_printf(run->arena,
                          "Bảng tình trạng %s không đúng với sổ cái: người giữ sổ đã ký một bảng "
                          "sai.",
                          due->name));
}

/* A list speaks as of so many of the ledger's leaves. */
static void
pass_lists(struct run *run)
{
    for (; run->next_list < run->list_count; run->next_list++) {
        if (run->lists[run->next_list].list.as_of > run->edge.size)
            return;
        check_list(run, &run->lists[run->next_list]);
    }
}

/* What is left at the end speaks of leaves that are not there. */
static void
end_lists(struct run *run)
{
    pass_lists(run);
    for (; run->next_list < run->list_count; run->next_list++)
        check_list(run, &run->lists[run->next_list]);
}

/* The digest is over the statuses of all leaves before the snapshot's own. */
static void
check_snapshot(struct run *run, uint64_t index, const struct leaf *leaf)
{
    AUTO(buffer) *bits = buffer_new(STATUS_LIST_BITS_MAX);

    if (leaf->size == index && index / 4 < STATUS_LIST_BITS_MAX) {
        status_write_bits(run->replay, 0, leaf->size, bits);
        struct digest digest = sha256(buffer_span(bits));
        if (digest_equal(&digest, &leaf->hash))
            return;
    }
    find(run, AUDIT_SNAPSHOT, index, "Bản chụp tình trạng không đúng với các mục đứng trước nó.");
}

/* --- leaves ----------------------------------------------------------------------------------- */

static void
check_time(struct run *run, uint64_t index, const struct leaf *leaf)
{
    if (run->seen_before && leaf->time + LEAF_CLOCK_LEEWAY < run->seen_before)
        find(run, AUDIT_TIME, index,
             "Mục ghi lùi ngày: nhân chứng đã thấy sổ cái chưa có mục này vào lúc sau đó.");
    const struct landmark *next =
        run->next_landmark < run->landmark_count ? &run->landmarks[run->next_landmark] : NULL;
    if (next && next->seen && leaf->time > next->seen + LEAF_CLOCK_LEEWAY)
        find(run, AUDIT_TIME, index, "Mục ghi thời điểm muộn hơn lúc nhân chứng đã thấy mục này.");
}

/* An entry that cannot be read still has its place; that was said where it was noticed. */
static void
take_unreadable(struct run *run)
{
    const struct leaf nothing = {.kind = LEAF_CONFIG};
    struct error ignored;

    if (status_replay_add(run->replay, &nothing, &ignored) != OK)
        return;
}

static void
take_leaf(struct run *run, uint64_t index, const struct leaf *leaf)
{
    struct error err;

    check_time(run, index, leaf);
    if (leaf->kind == LEAF_SNAPSHOT)
        check_snapshot(run, index, leaf);
    run->audit->records += leaf_is_record(leaf);
    run->audit->changes += leaf->kind == LEAF_STATUS;
    if (status_replay_add(run->replay, leaf, &err) != OK)
        find(run, AUDIT_STATUS, index, err.message);
    if (run->order->take)
        run->order->take(run->order->take_context, index, leaf);
}

/* --- tiles ------------------------------------------------------------------------------------ */

static enum status
check_tile(void *context, const struct tile *tile, const struct digest *hashes, struct error *err)
{
    struct run *run = context;
    char path[TILE_PATH_SIZE];
    struct span bytes;

    TRY(read_file(run, tile_write_path(tile, path), TILE_BYTES, AUDIT_TILES, &bytes, err));
    if (bytes.data &&
        (bytes.size != tile->width * SHA256_SIZE || memcmp(bytes.data, hashes, bytes.size) != 0))
        find(run, AUDIT_TILES, UINT64_MAX,
             arena_printf(run->arena, "%s không chứa băm của các mục trong sổ cái.", path));
    return OK;
}

static enum status
take_entry(struct run *run, const struct read_entry *entry, const struct digest *hash,
           struct error *err)
{
    pass_lists(run);
    if (entry->is_leaf)
        take_leaf(run, run->edge.size, &entry->leaf);
    else
        take_unreadable(run);
    TRY(tile_edge_append(&run->edge, hash, check_tile, run, err));
    pass_landmarks(run);
    return OK;
}

static void
read_entry(struct run *run, uint64_t index, struct span bytes, struct read_entry *entry)
{
    struct error why;

    entry->is_leaf = leaf_parse(bytes, &entry->leaf, &why) == OK;
    if (entry->is_leaf)
        status_replay_hint(run->replay, &entry->leaf);
    else
        find(run, AUDIT_ENTRIES, index, why.message);
}

/* All entries of a bundle, so that what the rules ask about each is at hand when its turn comes. */
static enum status
read_bundle(struct run *run, uint64_t index, unsigned width, struct error *err)
{
    struct tile tile = {.level = TILE_ENTRIES, .index = index, .width = width};
    char path[TILE_PATH_SIZE];
    struct span bytes;
    struct error why;

    TRY(read_file(run, tile_write_path(&tile, path), AUDIT_BUNDLE_MAX, AUDIT_ENTRIES, &bytes, err));
    bool whole = bytes.data != NULL;
    for (unsigned i = 0; i < width; i++) {
        struct read_entry *entry = &run->bundle[i];
        run->bytes[i] = (struct span){0};
        entry->is_leaf = false;
        if (whole && tile_next_entry(&bytes, &run->bytes[i], &why) != OK) {
            find(run, AUDIT_ENTRIES, index * TILE_WIDTH + i, why.message);
            whole = false;
        }
        if (whole)
            read_entry(run, index * TILE_WIDTH + i, run->bytes[i], entry);
    }
    if (whole && bytes.size)
        find(run, AUDIT_ENTRIES, UINT64_MAX,
             arena_printf(run->arena, "%s có mục thừa ở cuối.", path));
    return OK;
}

/* The bundle's bytes are borrowed until a tile is read, which is when its last entry is done. */
static enum status
replay_bundle(struct run *run, uint64_t index, struct error *err)
{
    unsigned width = tile_width_at(TILE_ENTRIES, index, run->audit->leaves);

    TRY(read_bundle(run, index, width, err));
    tree_leaf_hashes(run->bytes, width, run->hashes);
    for (unsigned i = 0; i < width; i++)
        TRY(take_entry(run, &run->bundle[i], &run->hashes[i], err));
    return OK;
}

static void
count_statuses(struct run *run)
{
    for (uint64_t i = 0; i < run->audit->leaves; i++) {
        enum record_status status;
        struct error err;
        if (status_of(run->replay, i, &status, NULL, &err) == OK)
            run->audit->by_status[status]++;
    }
}

static enum status
replay_all(struct run *run, struct error *err)
{
    uint64_t size = run->audit->leaves, bundles = (size + TILE_WIDTH - 1) / TILE_WIDTH;

    status_replay_expect(run->replay, size);
    pass_landmarks(run);
    for (uint64_t i = 0; i < bundles; i++) {
        TRY(replay_bundle(run, i, err));
        if (run->order->progress && (i % PROGRESS_EVERY == 0 || i + 1 == bundles))
            run->order->progress(run->order->progress_context, run->edge.size, size);
    }
    TRY(tile_edge_rest(&run->edge, check_tile, run, err));
    end_lists(run);
    struct digest root = tile_edge_root(&run->edge);
    if (!digest_equal(&root, &run->audit->answer.checkpoint.root))
        find(run, AUDIT_ROOT, UINT64_MAX,
             "Gốc cây trong điểm chốt không phải gốc của các mục: sổ cái đã bị sửa.");
    count_statuses(run);
    return OK;
}

enum status
audit_run(const struct audit_order *order, struct arena *arena, struct audit *audit,
          struct error *err)
{
    AUTO(status_replay) *replay = status_replay_new();
    struct run *run = heap_alloc(sizeof *run);

    assert(order->seen_count <= AUDIT_SEEN_MAX && order->list_count <= AUDIT_LISTS_MAX);
    *audit = (struct audit){.arena = arena};
    *run = (struct run){.order = order, .audit = audit, .arena = arena, .replay = replay};
    enum status status = read_checkpoint(run, err);
    if (status == OK && audit->answer.log) {
        audit->leaves = audit->answer.checkpoint.size;
        read_lists(run);
        status = replay_all(run, err);
    }
    free(run);
    return status;
}
