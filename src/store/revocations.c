/* SPDX-License-Identifier: Apache-2.0 */
#include "store/revocations.h"

#include "store/ask.h"
#include "store/document.h"

/* --- requests --------------------------------------------------------------------------------- */

struct adding {
    const struct revocation *request;
    const struct revocation_items *items;
};

static enum status
add_request(struct store *store, void *context, struct error *err)
{
    const struct adding *it = context;
    const struct revocation *request = it->request;
    bool hit;

    TRY(ask_hit(ASK(store, SQL_add_revocation_request, v_text(request->id), v_text(request->unit),
                    v_text(request->year), v_moment(request->made), v_text(request->by)),
                &hit, err));
    if (!hit)
        return fail(err, CONFLICT, "Mã yêu cầu này đã được dùng. Chưa ghi gì.");
    for (size_t i = 0; i < it->items->list.count; i++) {
        const struct revocation_item *item = &it->items->list.items[i];
        enum statement_id id = item->received ? SQL_add_received_item : SQL_add_revocation_item;
        TRY(ask(ASK(store, id, v_text(request->id), v_text(item->record), v_text(item->wish),
                    v_text(item->reason), v_text(item->evidence)),
                err));
    }
    return OK;
}

enum status
store_add_revocation(struct store *store, const struct revocation *request,
                     const struct revocation_items *items, struct error *err)
{
    struct adding it = {request, items};

    return store_transact(store, add_request, &it, err);
}

static void
read_request(struct row *row, void *into)
{
    struct revocation *request = into;
    request->id = row_text(row);
    request->unit = row_text(row);
    request->year = row_text(row);
    request->made = row_moment(row);
    request->by = row_text(row);
    request->items = (size_t)row_int(row);
    request->signed_by_officer = row_int(row) != 0;
    request->refused_above = (size_t)row_int(row);
    request->school = row_text(row);
    request->asker = row_text(row);
    request->decision = row_text(row);
    request->decided = request->decision ? row_moment(row) : (struct moment){0};
}

enum status
store_find_revocation(struct store *store, const char *id, struct arena *arena,
                      struct revocation *request, struct error *err)
{
    bool found;

    TRY(ask_one(ASK(store, SQL_find_revocation_request, v_text(id)), read_request, arena, request,
                &found, err));
    return found ? OK : fail(err, NOT_FOUND, "Không có yêu cầu thu hồi mã “%s”.", id);
}

enum status
store_list_revocations(struct store *store, const char *unit, bool open, const char *after,
                       int64_t limit, struct arena *arena, struct revocations *requests,
                       struct error *err)
{
    return ask_list(ASK(store, SQL_list_revocation_requests, v_text(unit), v_int(open),
                        v_text(after), v_int(limit)),
                    read_request, arena, requests->list, err);
}

static void
read_item(struct row *row, void *into)
{
    struct revocation_item *item = into;
    item->request = row_text(row);
    item->record = row_text(row);
    item->wish = row_text(row);
    item->reason = row_text(row);
    item->evidence = row_text(row);
    item->state = row_text(row);
    item->pupil_code = row_text(row);
    item->pupil_name = row_text(row);
    item->class_name = row_text(row);
    item->received = row_int(row) != 0;
}

enum status
store_list_revocation_items(struct store *store, const char *request, struct arena *arena,
                            struct revocation_items *items, struct error *err)
{
    return ask_list(ASK(store, SQL_list_revocation_items, v_text(request)), read_item, arena,
                    items->list, err);
}

enum status
store_find_open_revocation(struct store *store, const char *record, struct arena *arena,
                           const char **request, struct error *err)
{
    return ask_text(ASK(store, SQL_find_open_revocation, v_text(record)), arena, request, err);
}

/* --- decisions -------------------------------------------------------------------------------- */

enum status
store_add_paper(struct store *store, const struct revocation_paper *paper, struct error *err)
{
    return ask(ASK(store, SQL_add_revocation_paper, v_text(paper->request),
                   v_text(paper->certificate), v_moment(paper->made), v_text(paper->by),
                   v_bytes(paper->bytes)),
               err);
}

static void
read_paper(struct row *row, void *into)
{
    struct revocation_paper *paper = into;
    paper->request = row_text(row);
    paper->certificate = row_text(row);
    paper->made = row_moment(row);
    paper->by = row_text(row);
    paper->bytes = row_bytes(row);
}

enum status
store_find_paper(struct store *store, const char *request, struct arena *arena,
                 struct revocation_paper *paper, struct error *err)
{
    bool found;

    TRY(ask_one(ASK(store, SQL_find_revocation_paper, v_text(request)), read_paper, arena, paper,
                &found, err));
    return found ? OK : fail(err, NOT_FOUND, "Chưa ai ký quyết định về yêu cầu này.");
}

enum status
store_add_decision_paper(struct store *store, const struct revocation_decision *decision,
                         struct error *err)
{
    bool hit;

    TRY(ask_hit(ASK(store, SQL_add_revocation_decision, v_text(decision->sha256),
                    v_text(decision->request), v_text(decision->officer), v_text(decision->seal),
                    v_moment(decision->made), v_text(decision->by), v_bytes(decision->bytes)),
                &hit, err));
    return hit ? OK : fail(err, CONFLICT, "Yêu cầu này đã có quyết định. Chưa ghi gì.");
}

static void
read_decision(struct row *row, void *into)
{
    struct revocation_decision *decision = into;
    decision->sha256 = row_text(row);
    decision->request = row_text(row);
    decision->officer = row_text(row);
    decision->seal = row_text(row);
    decision->made = row_moment(row);
    decision->by = row_text(row);
    decision->bytes = row_bytes(row);
    decision->position = row_int(row);
}

enum status
store_find_decision_paper(struct store *store, const char *sha256, struct arena *arena,
                          struct revocation_decision *decision, struct error *err)
{
    bool found;

    TRY(ask_one(ASK(store, SQL_find_revocation_decision, v_text(sha256)), read_decision, arena,
                decision, &found, err));
    return found ? OK : fail(err, NOT_FOUND, "Không có quyết định ấy trong kho.");
}

enum status
store_list_decision_papers(struct store *store, bool unentered, int64_t limit, struct arena *arena,
                           struct revocation_decisions *decisions, struct error *err)
{
    return ask_list(ASK(store, SQL_list_revocation_decisions, v_int(unentered), v_int(limit)),
                    read_decision, arena, decisions->list, err);
}

/* --- changes of status ------------------------------------------------------------------------ */

enum status
store_add_status_change(struct store *store, const struct status_change *change, struct error *err)
{
    return ask(ASK(store, SQL_add_status_change, v_text(change->record), v_text(change->decision),
                   v_text(change->status), v_text(change->replacement)),
               err);
}

void
store_read_status_change(struct row *row, void *into)
{
    struct status_change *change = into;
    change->event = row_int(row);
    change->record = row_text(row);
    change->decision = row_text(row);
    change->status = row_text(row);
    change->replacement = row_text(row);
    change->at = row_moment(row);
    change->seal = row_text(row);
    change->position = row_int(row);
    change->received = row_int(row) != 0;
}

enum status
store_find_status_change(struct store *store, const char *record, struct arena *arena,
                         struct status_change *change, struct error *err)
{
    bool found;

    TRY(ask_one(ASK(store, SQL_find_status_change, v_text(record)), store_read_status_change, arena,
                change, &found, err));
    return found ? OK : fail(err, NOT_FOUND, "Tình trạng của học bạ này chưa từng thay đổi.");
}

enum status
store_list_status_changes(struct store *store, bool unentered, int64_t limit, struct arena *arena,
                          struct status_changes *changes, struct error *err)
{
    return ask_list(ASK(store, SQL_list_status_changes, v_int(unentered), v_int(limit)),
                    store_read_status_change, arena, changes->list, err);
}

enum status
store_add_status_entry(struct store *store, const struct status_change *change, int64_t position,
                       struct moment entered, struct error *err)
{
    enum statement_id id = change->received ? SQL_add_received_change_entry : SQL_add_status_entry;

    return ask(ASK(store, id, v_int(change->event), v_int(position), v_moment(entered)), err);
}
