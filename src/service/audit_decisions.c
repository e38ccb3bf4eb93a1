/* SPDX-License-Identifier: Apache-2.0 */
#include "service/audit_decisions.h"

#include "ledger/status.h"
#include "model/state.h"
#include "service/ledger.h"
#include "store/key_closings.h"
#include "store/ledger_entries.h"
#include "store/received.h"
#include "store/records.h"
#include "store/revocations.h"
#include "verify/decision.h"
#include "verify/signature.h"

enum { ENTRIES_AT_ONCE = 1000 };

static void
find(struct decision_audit *work, int64_t leaf, const char *sentence)
{
    audit_find(work->audit, AUDIT_DECISION, leaf < 0 ? UINT64_MAX : (uint64_t)leaf, sentence);
}

static const char *
number_of(const struct decision_file *file)
{
    return file->data.number;
}

/* --- a decision and its leaf ------------------------------------------------------------------ */

static void
check_leaf(struct decision_audit *work, const struct revocation_decision *decision,
           const struct decision_file *file)
{
    struct digest digest = signed_document_digest(decision->bytes);
    struct arena *arena = work->app->arena;
    size_t place = (size_t)decision->position;

    if (decision->position < 0) {
        find(work, -1,
             arena_printf(arena, "Quyết định %s có hiệu lực mà chưa ghi vào sổ cái.",
                          number_of(file)));
        return;
    }
    if (place < work->count && work->known[place].is_decision &&
        digest_equal(&work->known[place].hash, &digest)) {
        work->known[place].found = true;
        return;
    }
    find(work, decision->position,
         arena_printf(arena,
                      "Quyết định %s trong kho KHÁC với quyết định đã ghi vào sổ cái ở mục %lld.",
                      number_of(file), (long long)decision->position));
}

/* --- what it says, and what the ledger has ---------------------------------------------------- */

/* The status that a ruling brings about by itself; false: none. */
static bool
brings(enum ruling ruling, enum record_status *status)
{
    static const enum record_status statuses[RULING_COUNT] = {
        [RULING_REPLACE] = RECORD_SUSPENDED,
        [RULING_REVOKE] = RECORD_REVOKED,
        [RULING_GIVE_UP] = RECORD_VALID,
    };

    *status = statuses[ruling];
    return ruling != RULING_REFUSE;
}

/* A change under this decision, of this record, to this status, is explained. */
static bool
explain(struct decision_audit *work, const struct decision_file *file, const struct digest *digest,
        uint64_t target, enum record_status status)
{
    for (size_t i = 0; i < work->change_count; i++) {
        struct audit_change *change = &work->changes[i];
        if (change->leaf.target != target || change->leaf.status != status ||
            !digest_equal(&change->leaf.hash, digest) ||
            memcmp(change->leaf.kid, file->seal.kid, LEAF_KID_SIZE) != 0)
            continue;
        change->found = true;
        return true;
    }
    return false;
}

/* A record that the ledger refused, ended by a decision about this very document: it stands in no
 * entry, and needs none. */
static bool
is_ended(const struct decision_audit *work, const struct decision_row *row)
{
    AUTO(arena) *arena = arena_new();
    struct app *app = work->app;
    struct issued_document document;
    struct digest digest;
    struct error ignored;
    bool settled;

    if (store_is_settled(app->store, row->record, &settled, &ignored) != OK || !settled)
        return false;
    bool read = store_find_issued(app->store, row->record, arena, &document, &ignored) == OK
                    ? ledger_issued_digest(document.bytes, &digest)
                    : ledger_received_stored(app, row->record, &digest, &ignored) == OK;
    return read && memcmp(digest.bytes, row->issued, sizeof row->issued) == 0;
}

static enum status
check_row(struct decision_audit *work, const struct decision_file *file,
          const struct digest *digest, const struct decision_row *row, struct error *err)
{
    struct app *app = work->app;
    enum record_status status;
    struct ledger_entry entry;

    if (!brings(row->ruling, &status))
        return OK;
    enum status found = store_find_ledger_entry(app->store, row->record, app->arena, &entry, err);
    if (found != OK && found != NOT_FOUND)
        return found;
    bool known =
        found == OK && entry.position >= 0 && (size_t)entry.position < work->count &&
        memcmp(work->known[entry.position].hash.bytes, row->issued, sizeof row->issued) == 0;
    if (!known && is_ended(work, row))
        return OK;
    if (!known) {
        find(work, -1,
             arena_printf(app->arena, "Quyết định %s nêu học bạ %s mà sổ cái không có bản ấy.",
                          number_of(file), row->record));
        return OK;
    }
    if (!explain(work, file, digest, (uint64_t)entry.position, status))
        find(work, entry.position,
             arena_printf(app->arena,
                          "Quyết định %s đổi tình trạng của học bạ %s (%s), nhưng sổ cái không có "
                          "thay đổi ấy.",
                          number_of(file), row->record, record_status_word(status)));
    if (row->ruling == RULING_REPLACE)
        (void)explain(work, file, digest, (uint64_t)entry.position, RECORD_SUPERSEDED);
    return OK;
}

static enum status
check_decision(struct decision_audit *work, const struct revocation_decision *decision,
               struct error *err)
{
    struct digest digest = signed_document_digest(decision->bytes);
    struct arena *arena = work->app->arena;
    struct decision_file file;
    struct error why;

    work->decisions++;
    if (decision_read(decision->bytes, arena, &file, &why) != OK) {
        find(work, decision->position, arena_text(arena, why.message));
        return OK;
    }
    if (!file.sealed)
        find(work, decision->position,
             arena_printf(arena, "Quyết định %s không có con dấu.", number_of(&file)));
    if (work->anchors && file.sealed &&
        decision_judge(decision->bytes, work->anchors, file.seal.at.seconds, arena, &file, &why) !=
            OK)
        find(work, decision->position, why.message);
    check_leaf(work, decision, &file);
    for (size_t i = 0; i < file.data.rows.count; i++)
        TRY(check_row(work, &file, &digest, &file.data.rows.items[i], err));
    return OK;
}

static void
check_unexplained(struct decision_audit *work)
{
    struct arena *arena = work->app->arena;

    for (size_t i = 0; i < work->change_count; i++)
        if (!work->changes[i].found)
            find(work, (int64_t)work->changes[i].index,
                 arena_printf(arena,
                              "Sổ cái đổi tình trạng của mục %llu thành “%s” mà kho không có quyết "
                              "định nào nói như vậy.",
                              (unsigned long long)work->changes[i].leaf.target,
                              record_status_word(work->changes[i].leaf.status)));
    for (size_t i = 0; i < work->count; i++)
        if (work->known[i].is_decision && !work->known[i].found)
            find(work, (int64_t)i,
                 arena_printf(arena,
                              "Sổ cái có quyết định ở mục %zu mà kho không có: đã bị xóa khỏi kho.",
                              i));
}

/* --- what the store shows --------------------------------------------------------------------- */

static enum record_status
status_in_ledger(const struct decision_audit *work, uint64_t target)
{
    enum record_status status = RECORD_VALID;

    for (size_t i = 0; i < work->change_count; i++)
        if (work->changes[i].leaf.target == target)
            status = work->changes[i].leaf.status;
    return status != RECORD_SUPERSEDED &&
                   audit_is_void(work->closings, work->closing_count, work->known, target)
               ? RECORD_REVOKED
               : status;
}

static bool
shows(const char *state_text, enum record_status status)
{
    enum state state;

    if (!state_parse(state_text, &state))
        return false;
    switch (status) {
    case RECORD_SUSPENDED: return state == STATE_SUSPENDED;
    case RECORD_REVOKED: return state == STATE_REVOKED;
    case RECORD_SUPERSEDED: return state == STATE_REPLACED;
    case RECORD_VALID: break;
    }
    return state_counts(state);
}

static enum status
check_shown(struct decision_audit *work, const char *uuid, struct error *err)
{
    struct app *app = work->app;
    struct record_row row;
    struct ledger_entry entry;

    enum status found = store_find_ledger_entry(app->store, uuid, app->arena, &entry, err);
    if (found == NOT_FOUND)
        return OK; /* never issued, or a finding of the records' own */
    TRY(found);
    TRY(store_find_record(app->store, uuid, app->arena, &row, err));
    enum record_status status = status_in_ledger(work, (uint64_t)entry.position);
    if (!shows(row.state, status))
        find(work, entry.position,
             arena_printf(app->arena,
                          "Kho để học bạ %s ở trạng thái “%s”, nhưng theo sổ cái học bạ ấy %s.",
                          uuid, row.state, record_status_word(status)));
    return OK;
}

/* The first entry that a compromised key may revoke; INT64_MAX: none. */
static int64_t
first_void(const struct decision_audit *work)
{
    int64_t from = INT64_MAX;

    for (size_t i = 0; i < work->closing_count; i++)
        if (work->closings[i].leaf.action == KEY_COMPROMISE &&
            (int64_t)work->closings[i].leaf.from < from)
            from = (int64_t)work->closings[i].leaf.from;
    return from;
}

static bool
is_void(const struct decision_audit *work, int64_t position)
{
    return position >= 0 && (size_t)position < work->count &&
           audit_is_void(work->closings, work->closing_count, work->known, (uint64_t)position);
}

/* Every record issued here that a compromised key revokes. */
static enum status
check_void(struct decision_audit *work, struct error *err)
{
    for (int64_t from = first_void(work); from < INT64_MAX;) {
        AUTO(arena) *arena = arena_new();
        struct ledger_entries entries = {0};
        TRY(store_list_ledger_entries(work->app->store, from, ENTRIES_AT_ONCE, arena, &entries,
                                      err));
        for (size_t i = 0; i < entries.list.count; i++)
            if (entries.list.items[i].record && is_void(work, entries.list.items[i].position))
                TRY(check_shown(work, entries.list.items[i].record, err));
        from = entries.list.count < ENTRIES_AT_ONCE
                   ? INT64_MAX
                   : entries.list.items[entries.list.count - 1].position + 1;
    }
    return OK;
}

/* Whether a decision that stands in the ledger ended this very document. */
static bool
is_settled_rightly(const struct decision_audit *work, const struct settled_refusal *settled)
{
    struct app *app = work->app;
    struct revocation_decision decision;
    struct decision_file file;
    struct error why;

    if (store_find_decision_paper(app->store, settled->decision, app->arena, &decision, &why) !=
            OK ||
        decision.position < 0 || decision_read(decision.bytes, app->arena, &file, &why) != OK)
        return false;
    for (size_t i = 0; i < file.data.rows.count; i++) {
        const struct decision_row *row = &file.data.rows.items[i];
        if (text_equal(row->record, settled->record))
            return (row->ruling == RULING_REVOKE || row->ruling == RULING_REPLACE) &&
                   is_ended(work, row);
    }
    return false;
}

static enum status
check_settled(struct decision_audit *work, struct error *err)
{
    struct app *app = work->app;
    struct settled_refusals all = {0};

    TRY(store_list_settled_refusals(app->store, STORE_ROWS_MAX, app->arena, &all, err));
    for (size_t i = 0; i < all.list.count; i++) {
        work->settled++;
        if (!is_settled_rightly(work, &all.list.items[i]))
            find(
                work, -1,
                arena_printf(app->arena,
                             "Học bạ %s không có trong sổ cái, và không có quyết định nào trong sổ "
                             "thu hồi hay thay thế đúng học bạ ấy.",
                             all.list.items[i].record));
    }
    return OK;
}

/* Every record whose status changed in the ledger, and every one that the store shows as changed.
 */
static enum status
check_states(struct decision_audit *work, struct error *err)
{
    static const enum state stopped[] = {STATE_SUSPENDED, STATE_REVOKED, STATE_REPLACED};
    struct app *app = work->app;
    struct status_changes changes = {0};

    TRY(store_list_status_changes(app->store, false, STORE_ROWS_MAX, app->arena, &changes, err));
    for (size_t i = 0; i < changes.list.count; i++)
        TRY(check_shown(work, changes.list.items[i].record, err));
    for (size_t i = 0; i < COUNT_OF(stopped); i++) {
        struct record_filter filter = {.state = state_key(stopped[i])};
        struct record_rows rows = {0};
        TRY(store_list_records(app->store, &filter, app->arena, &rows, err));
        for (size_t j = 0; j < rows.list.count; j++)
            TRY(check_shown(work, rows.list.items[j].uuid, err));
    }
    return OK;
}

/* What the gateway received stands as the ledger has it. */
static enum status
check_received_one(struct decision_audit *work, const char *uuid, struct error *err)
{
    struct app *app = work->app;
    struct received_state state;
    bool settled = false;

    TRY(store_find_received_state(app->store, uuid, app->arena, &state, err));
    if (state.position < 0)
        TRY(store_is_settled(app->store, uuid, &settled, err));
    if (settled)
        return OK;
    enum record_status status = status_in_ledger(work, (uint64_t)state.position);
    if (!text_equal(state.status, record_status_key(status)))
        find(work, state.position,
             arena_printf(app->arena,
                          "Kho để học bạ nhận qua cổng %s ở tình trạng “%s”, nhưng theo sổ cái "
                          "học bạ ấy %s.",
                          uuid, state.status, record_status_word(status)));
    return OK;
}

/* As its newest change says ... */
static enum status
check_received(struct decision_audit *work, struct error *err)
{
    struct status_changes changes = {0};

    TRY(store_list_received_changes(work->app->store, false, STORE_ROWS_MAX, work->app->arena,
                                    &changes, err));
    for (size_t i = 0; i < changes.list.count; i++)
        TRY(check_received_one(work, changes.list.items[i].record, err));
    return OK;
}

/* ... and as a compromised key leaves it. */
static enum status
check_received_void(struct decision_audit *work, struct error *err)
{
    for (int64_t from = first_void(work); from < INT64_MAX;) {
        AUTO(arena) *arena = arena_new();
        struct received_entries entries = {0};
        TRY(store_list_received_entries(work->app->store, from, ENTRIES_AT_ONCE, arena, &entries,
                                        err));
        for (size_t i = 0; i < entries.list.count; i++)
            if (is_void(work, entries.list.items[i].position))
                TRY(check_received_one(work, entries.list.items[i].uuid, err));
        from = entries.list.count < ENTRIES_AT_ONCE
                   ? INT64_MAX
                   : entries.list.items[entries.list.count - 1].position + 1;
    }
    return OK;
}

enum status
audit_decisions(struct decision_audit *work, struct error *err)
{
    struct revocation_decisions all = {0};

    TRY(store_list_decision_papers(work->app->store, false, STORE_ROWS_MAX, work->app->arena, &all,
                                   err));
    for (size_t i = 0; i < all.list.count; i++)
        TRY(check_decision(work, &all.list.items[i], err));
    check_unexplained(work);
    TRY(check_received(work, err));
    TRY(check_received_void(work, err));
    TRY(check_void(work, err));
    TRY(check_settled(work, err));
    return check_states(work, err);
}
