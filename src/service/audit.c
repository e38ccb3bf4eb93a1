/* SPDX-License-Identifier: Apache-2.0 */
#include "service/audit.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/file.h"
#include "ledger/proof.h"
#include "ledger/status_list.h"
#include "ledger/tag_index.h"
#include "service/access.h"
#include "service/audit_decisions.h"
#include "service/audit_document.h"
#include "service/audit_freezes.h"
#include "service/audit_received.h"
#include "service/audit_shared.h"
#include "service/ledger.h"
#include "service/policy_file.h"
#include "service/public_files.h"
#include "service/trust_folder.h"
#include "store/ledger_entries.h"
#include "store/records.h"

enum { PATHS_AT_ONCE = 4096, ENTRIES_AT_ONCE = 1000 };

struct auditing {
    const struct audit_plan *plan;
    struct arena *arena; /* of the report */
    struct public_files *files;
    struct audit_report *report;
    struct document_judge *judge;
    const struct anchors *anchors; /* of signers, the auditor's; NULL: not asked */
    struct tag_index schools;      /* in the report's list */
    struct audit_known *known;
    size_t count, room;
    LIST(struct audit_change) changes;
    LIST(struct audit_closing) closings;
    struct digest rule; /* of the newest policy that was written down */
};

/* --- what the auditor brings along ------------------------------------------------------------ */

/* A checkpoint as it is, or the one in a proof. */
static struct span
checkpoint_in(struct span bytes, struct arena *arena)
{
    struct proof proof;
    struct error err;

    return proof_parse(bytes, arena, &proof, &err) == OK ? proof.checkpoint : bytes;
}

static enum status
read_notes(const char *const *paths, size_t count, size_t most, struct arena *arena,
           struct audit_note **notes, struct error *err)
{
    if (count > most)
        return fail(err, USAGE, "Quá nhiều tệp: tối đa %zu.", most);
    *notes = arena_make_array(arena, count + 1, struct audit_note);
    for (size_t i = 0; i < count; i++) {
        (*notes)[i].name = path_name(paths[i]);
        if (file_read(arena, paths[i], AUDIT_FILE_MAX, &(*notes)[i].bytes, err) != OK) {
            err->status = USAGE;
            return USAGE;
        }
    }
    return OK;
}

/* Of the files that were seen, a status list says so itself. */
static enum status
read_kept(const struct auditing *work, struct audit_order *order, struct error *err)
{
    const struct audit_plan *plan = work->plan;
    struct audit_note *seen, *named, *lists;

    TRY(read_notes(plan->seen, plan->seen_count, AUDIT_SEEN_MAX, work->arena, &seen, err));
    TRY(read_notes(plan->lists, plan->list_count, AUDIT_LISTS_MAX, work->arena, &named, err));
    lists =
        arena_make_array(work->arena, plan->list_count + plan->seen_count + 1, struct audit_note);
    for (size_t i = 0; i < plan->list_count; i++)
        lists[order->list_count++] = named[i];
    for (size_t i = 0; i < plan->seen_count; i++) {
        if (status_list_is(seen[i].bytes))
            lists[order->list_count++] = seen[i];
        else
            seen[order->seen_count++] =
                (struct audit_note){seen[i].name, checkpoint_in(seen[i].bytes, work->arena)};
    }
    order->seen = seen;
    order->lists = lists;
    return order->list_count <= AUDIT_LISTS_MAX
               ? OK
               : fail(err, USAGE, "Quá nhiều bảng tình trạng: tối đa %d.", AUDIT_LISTS_MAX);
}

/* --- leaves ----------------------------------------------------------------------------------- */

static void
count_school(struct auditing *work, const struct leaf *leaf)
{
    struct audit_report *report = work->report;
    uint32_t found = tag_index_find(&work->schools, report->schools.items, leaf->kid);

    if (found == TAG_NONE) {
        struct audit_school *school = list_add(work->arena, report->schools);
        memcpy(school->kid, leaf->kid, LEAF_KID_SIZE);
        school->records = 0;
        found = (uint32_t)report->schools.count - 1;
        tag_index_add(&work->schools, report->schools.items, found);
    }
    report->schools.items[found].records++;
}

static void
take_leaf(void *context, uint64_t index, const struct leaf *leaf)
{
    struct auditing *work = context;

    if (leaf_is_record(leaf))
        count_school(work, leaf);
    if (leaf->kind == LEAF_CONFIG) {
        work->report->rule = index;
        work->rule = leaf->hash;
    }
    if (!work->plan->app)
        return;
    bool closing = leaf->kind == LEAF_KEY && !leaf_enrols(leaf);
    if (closing)
        *list_add(work->arena, work->closings) = (struct audit_closing){index, *leaf, false};
    if (leaf->kind == LEAF_STATUS)
        *list_add(work->arena, work->changes) = (struct audit_change){index, *leaf, false};
    while (work->count <= index) {
        if (work->count == work->room) {
            work->room = work->room ? 2 * work->room : PATHS_AT_ONCE;
            work->known = heap_resize(work->known, work->room, sizeof *work->known);
        }
        work->known[work->count++] = (struct audit_known){0};
    }
    bool document = leaf->kind == LEAF_DOCUMENT;
    work->known[index] =
        (struct audit_known){.hash = leaf->hash,
                             .is_record = leaf_is_record(leaf),
                             .is_closing = closing,
                             .is_manifest = document && leaf->document == DOCUMENT_MANIFEST,
                             .is_decision = document && leaf->document == DOCUMENT_DECISION,
                             .is_freeze = document && leaf->document == DOCUMENT_FREEZE};
    memcpy(work->known[index].kid, leaf->kid, LEAF_KID_SIZE);
}

/* --- the store -------------------------------------------------------------------------------- */

static void
find(struct auditing *work, uint64_t leaf, const char *sentence)
{
    audit_find(&work->report->audit, AUDIT_STORE, leaf, sentence);
}

/* Its leaf is of these bytes: but did the school's people and its seal sign them? */
static void
look_into(struct auditing *work, const struct ledger_entry *entry,
          const struct issued_document *document)
{
    struct judged_document judged = {.bytes = document->bytes,
                                     .uuid = entry->record,
                                     .at = document->issued,
                                     .kid = work->known[entry->position].kid};
    struct error why;

    if (document_judge_look(work->judge, &judged, &why) != OK)
        find(work, (uint64_t)entry->position,
             arena_printf(work->arena,
                          "Học bạ %s khớp với sổ cái nhưng không phải do trường ký: %s",
                          entry->record, why.message));
}

static enum status
compare_document(struct auditing *work, const struct ledger_entry *entry, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    const struct audit_known *known = &work->known[entry->position];
    struct issued_document document;
    struct error why;

    enum status status =
        store_find_issued(work->plan->app->store, entry->record, arena, &document, &why);
    if (status == UNAVAILABLE) {
        *err = why;
        return status;
    }
    work->report->compared++;
    if (status != OK) {
        find(work, (uint64_t)entry->position, why.message);
        return OK;
    }
    struct digest digest;
    if (!ledger_issued_digest(document.bytes, &digest) || !digest_equal(&digest, &known->hash))
        find(work, (uint64_t)entry->position,
             arena_printf(
                 arena, "Học bạ %s trong kho KHÁC với học bạ đã ghi vào sổ cái ở mục %" PRId64 ".",
                 entry->record, entry->position));
    else
        look_into(work, entry, &document);
    return OK;
}

static enum status
compare_entry(struct auditing *work, const struct ledger_entry *entry, struct error *err)
{
    if (!entry->record)
        return OK;
    if (entry->position < 0 || (uint64_t)entry->position >= work->count ||
        !work->known[entry->position].is_record) {
        find(work, (uint64_t)entry->position,
             arena_printf(work->arena,
                          "Kho ghi học bạ %s ở mục %" PRId64
                          ", nhưng sổ cái không có học bạ nào ở đó.",
                          entry->record, entry->position));
        return OK;
    }
    work->known[entry->position].found = true;
    return compare_document(work, entry, err);
}

static enum status
compare_entries(struct auditing *work, struct error *err)
{
    for (int64_t from = 0;;) {
        AUTO(arena) *arena = arena_new();
        struct ledger_entries entries = {0};
        TRY(store_list_ledger_entries(work->plan->app->store, from, ENTRIES_AT_ONCE, arena,
                                      &entries, err));
        for (size_t i = 0; i < entries.list.count; i++)
            TRY(compare_entry(work, &entries.list.items[i], err));
        if (entries.list.count < ENTRIES_AT_ONCE)
            return OK;
        from = entries.list.items[entries.list.count - 1].position + 1;
    }
}

/* What the gateway accepted stands beside what was issued here. */
static enum status
compare_received(struct auditing *work, struct error *err)
{
    struct received_audit received = {.app = work->plan->app,
                                      .audit = &work->report->audit,
                                      .judge = work->judge,
                                      .known = work->known,
                                      .count = work->count};

    TRY(audit_received(&received, err));
    work->report->compared += received.compared;
    return OK;
}

static enum status
leave_out_others(struct auditing *work, struct error *err)
{
    struct shared_audit others = {.app = work->plan->app,
                                  .known = work->known,
                                  .count = work->count,
                                  .changes = work->changes.items,
                                  .change_count = work->changes.count};
    bool shared;

    TRY(audit_is_shared(work->plan->app, &shared, err));
    if (!shared)
        return OK;
    TRY(audit_leave_out_others(&others, err));
    work->changes.count = others.change_count;
    return OK;
}

static int
by_hash(const void *a, const void *b)
{
    const struct audit_known *left = *(struct audit_known *const *)a;
    const struct audit_known *right = *(struct audit_known *const *)b;
    int order = memcmp(left->hash.bytes, right->hash.bytes, sizeof left->hash.bytes);

    return order ? order : (left > right) - (left < right);
}

/* The second entry of a record would stay valid when the first is withdrawn, whatever rows the
 * store has for it. */
static void
find_doubles(struct auditing *work)
{
    struct audit_known **records = heap_alloc((work->count + 1) * sizeof *records);
    size_t count = 0;

    for (size_t i = 0; i < work->count; i++)
        if (work->known[i].is_record)
            records[count++] = &work->known[i];
    qsort(records, count, sizeof(struct audit_known *), by_hash);
    for (size_t i = 1; i < count; i++)
        if (digest_equal(&records[i]->hash, &records[i - 1]->hash))
            find(work, (uint64_t)(records[i] - work->known),
                 arena_printf(work->arena,
                              "Học bạ ở mục %zu của sổ cái đã có mục %zu: một học bạ chỉ có một "
                              "mục.",
                              (size_t)(records[i] - work->known),
                              (size_t)(records[i - 1] - work->known)));
    free(records);
}

static enum status
compare_store(struct auditing *work, struct error *err)
{
    struct record_ids waiting = {0};

    TRY(compare_entries(work, err));
    TRY(compare_received(work, err));
    find_doubles(work);
    for (size_t i = 0; i < work->count; i++)
        if (work->known[i].is_record && !work->known[i].found)
            find(
                work, i,
                arena_printf(work->arena,
                             "Sổ cái có học bạ ở mục %zu mà kho không có: đã bị xóa khỏi kho, hoặc "
                             "không do hệ thống này phát hành.",
                             i));
    TRY(store_list_without_entry(work->plan->app->store, STORE_ROWS_MAX, work->arena, &waiting,
                                 err));
    for (size_t i = 0; i < waiting.list.count; i++)
        find(work, UINT64_MAX,
             arena_printf(work->arena, "Học bạ %s đã phát hành mà chưa ghi vào sổ cái.",
                          waiting.list.items[i]));
    return OK;
}

static enum status
compare_manifests(struct auditing *work, struct error *err)
{
    struct manifest_audit manifests = {.app = work->plan->app,
                                       .anchors = work->anchors,
                                       .audit = &work->report->audit,
                                       .known = work->known,
                                       .count = work->count};

    TRY(audit_manifests(&manifests, err));
    work->report->manifests = manifests.manifests;
    work->report->waiting = manifests.waiting;
    return OK;
}

static enum status
compare_decisions(struct auditing *work, struct error *err)
{
    struct decision_audit decisions = {.app = work->plan->app,
                                       .anchors = work->anchors,
                                       .audit = &work->report->audit,
                                       .known = work->known,
                                       .count = work->count,
                                       .changes = work->changes.items,
                                       .change_count = work->changes.count,
                                       .closings = work->closings.items,
                                       .closing_count = work->closings.count};

    TRY(audit_decisions(&decisions, err));
    work->report->decisions = decisions.decisions;
    work->report->settled = decisions.settled;
    return OK;
}

static enum status
compare_keys(struct auditing *work, struct error *err)
{
    struct key_audit keys = {.app = work->plan->app,
                             .anchors = work->anchors,
                             .audit = &work->report->audit,
                             .known = work->known,
                             .count = work->count,
                             .closings = work->closings.items,
                             .closing_count = work->closings.count};

    TRY(audit_keys(&keys, err));
    work->report->keys = keys.papers;
    return OK;
}

static enum status
compare_freezes(struct auditing *work, struct error *err)
{
    struct freeze_audit freezes = {.app = work->plan->app,
                                   .anchors = work->anchors,
                                   .audit = &work->report->audit,
                                   .known = work->known,
                                   .count = work->count};

    TRY(audit_freezes(&freezes, err));
    work->report->freezes = freezes.freezes;
    return OK;
}

/* --- the whole -------------------------------------------------------------------------------- */

static enum status
read_public(void *context, const char *path, size_t most, struct span *bytes, struct error *err)
{
    struct auditing *work = context;

    return public_files_read(work->files, path, most, bytes, err);
}

static enum status
audit_store(struct auditing *work, struct error *err)
{
    AUTO(trust) *trust = NULL;

    if (work->plan->anchors)
        TRY(trust_open(work->plan->anchors, &trust, err));
    if (trust)
        work->anchors = trust_anchors(trust, TRUST_SIGNERS);
    AUTO(document_judge) *judge = document_judge_new(trust);
    work->judge = judge;
    TRY(leave_out_others(work, err));
    TRY(compare_store(work, err));
    TRY(compare_manifests(work, err));
    TRY(compare_freezes(work, err));
    TRY(compare_keys(work, err));
    return compare_decisions(work, err);
}

/* Whether the policy that the auditor goes by is the one that the ledger wrote down last. */
static enum status
compare_rule(struct auditing *work, struct error *err)
{
    struct span text;

    if (work->report->rule == UINT64_MAX)
        return OK;
    TRY(file_read(work->arena, work->plan->policy, AUDIT_FILE_MAX, &text, err));
    struct digest digest = sha256(text);
    work->report->is_rule = digest_equal(&digest, &work->rule);
    return OK;
}

static enum status
audit_all(struct auditing *work, struct error *err)
{
    const struct audit_plan *plan = work->plan;
    struct audit_order order = {.read = read_public,
                                .context = work,
                                .take = take_leaf,
                                .take_context = work,
                                .progress = plan->progress,
                                .progress_context = plan->progress_context};

    if (plan->app)
        TRY(access_check(plan->app, MAY_BACK_UP, NULL, err));
    TRY(policy_file_read(plan->policy, work->arena, &order.policy, err));
    TRY(read_kept(work, &order, err));
    TRY(audit_run(&order, work->arena, &work->report->audit, err));
    TRY(compare_rule(work, err));
    return plan->app ? audit_store(work, err) : OK;
}

enum status
audit_carry_out(const struct audit_plan *plan, struct arena *arena, struct audit_report *report,
                struct error *err)
{
    AUTO(public_files) *files = public_files_open(plan->ledger);
    struct auditing work = {.plan = plan, .arena = arena, .files = files, .report = report};

    *report = (struct audit_report){.rule = UINT64_MAX};
    tag_index_init(&work.schools, LEAF_KID_SIZE, sizeof(struct audit_school));
    enum status status = audit_all(&work, err);
    tag_index_clear(&work.schools);
    free(work.known);
    return status;
}
