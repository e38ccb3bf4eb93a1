/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/issued.h"

#include "model/role.h"
#include "model/state.h"
#include "serve/form.h"
#include "serve/inside.h"
#include "serve/kept_key.h"
#include "serve/pages.h"
#include "service/issue.h"
#include "service/reasons.h"

/* --- words ------------------------------------------------------------------------------------ */

const struct outcome *
issued_outcome(const struct issued_view *view, const char *uuid)
{
    for (size_t i = 0; view->batch && i < view->batch->list.count; i++)
        if (text_equal(view->batch->list.items[i].uuid, uuid))
            return &view->batch->list.items[i];
    return NULL;
}

const char *
issued_refusal(const struct issued_view *view, const char *uuid)
{
    for (size_t i = 0; i < view->ledger->named_count; i++)
        if (text_equal(view->ledger->named[i].record, uuid))
            return view->ledger->named[i].reason;
    return NULL;
}

const char *
issued_word(const struct visit *visit, const struct issued_view *view, const struct issued_row *row,
            const char **tone)
{
    const struct outcome *outcome = issued_outcome(view, row->row.uuid);
    enum state state;
    bool read = state_parse(row->row.state, &state);

    *tone = row->issued ? "good" : outcome ? "bad" : "";
    if (!row->issued)
        return outcome || !read ? T("chưa", "not issued") : state_word(state);
    if (read && !state_counts(state)) {
        *tone = "bad"; /* issued once; suspended or revoked by now */
        return state_word(state);
    }
    return outcome && outcome->kind == OUTCOME_ALREADY ? T("từ trước", "before")
                                                       : T("đã phát hành", "issued");
}

/* --- showing ---------------------------------------------------------------------------------- */

/* What the person can close the class with. */
static enum status
find_key(struct visit *visit, struct issued_view *view, struct error *err)
{
    const char *path;

    view->leader = visit->roles & (ROLE_BIT(ROLE_PRINCIPAL) | ROLE_BIT(ROLE_DEPUTY_PRINCIPAL));
    TRY(sign_key_find_own(visit->app, &path, err));
    TRY(sign_remote_list(visit->app, &view->services, err));
    return kept_key_look(visit, path, "hocba class close", &view->key, err);
}

static enum status
send_issued(struct visit *visit, struct issued_view *view, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);

    TRY(issued_load(visit->app, visit->argument[0], &view->it, err));
    TRY(find_key(visit, view, err));
    TRY(receipt_list(visit->app, visit->argument[0], &view->receipts, err));
    view->ledger = arena_make(visit->arena, struct ledger_state);
    ledger_keeper_state(visit->serve->keeper, view->ledger);
    issued_show(out, visit, view);
    visit_send_page(visit, out);
    return OK;
}

enum status
issued_page(struct visit *visit, struct error *err)
{
    struct issued_view view = {0};

    return send_issued(visit, &view, err);
}

/* --- doing ------------------------------------------------------------------------------------ */

enum status
issued_issue(struct visit *visit, struct issued_view *view, struct error *err)
{
    struct class_order order = {.class_id = visit->argument[0]};
    struct batch *batch = arena_make(visit->arena, struct batch);

    TRY(issue_records(visit->app, &order, batch, err));
    view->batch = batch;
    if (batch->done + batch->already > 0)
        outcome_enter_ledger(visit, &view->notice);
    return OK;
}

enum status
issue_take(struct visit *visit, struct error *err)
{
    struct issued_view view = {0};

    TRY(issued_issue(visit, &view, err));
    return send_issued(visit, &view, err);
}

static enum status
close_class(struct visit *visit, struct span reasons, struct manifest_made *made, struct error *err)
{
    AUTO(signer_session) *session = NULL;
    struct manifest_order order = {.class_id = visit->argument[0], .reasons = reasons};
    struct signer_source source;
    const char *path;

    TRY(manifest_check(visit->app, &order, err));
    TRY(sign_key_find_own(visit->app, &path, err));
    TRY(kept_key_unlock(visit, path, &source, &session, err));
    return manifest_close(visit->app, session, &order, made, err);
}

enum status
manifest_take(struct visit *visit, struct error *err)
{
    AUTO(buffer) *reasons = buffer_new(REASONS_FILE_MAX);
    struct issued_view view = {0};
    struct manifest_made made;

    TRY(form_read_reasons(visit, "hoc_sinh", reasons, err));
    enum status status = close_class(visit, buffer_span(reasons), &made, err);
    if (status == OK) {
        view.notice.good = made.already
                               ? T("Bảng kê mới nhất đã ghi đúng như vậy; không phải ký lại.",
                                   "The newest manifest says the same; nothing to sign.")
                               : T("Đã chốt lớp.", "The class is closed.");
        outcome_enter_ledger(visit, &view.notice);
    } else if (!outcome_is_shown(visit, status, err, &view.notice)) {
        return status;
    }
    if (visit->api) {
        outcome_send(visit, &view.notice);
        return OK;
    }
    struct error why = *err;
    if (send_issued(visit, &view, err) == OK)
        return OK;
    if (status == OK)
        return err->status;
    *err = why; /* who may not see the page hears only the first sentence */
    return status;
}

/* --- files ------------------------------------------------------------------------------------ */

enum status
issued_proof(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(ISSUED_PROOF_MAX);

    TRY(issued_prove(visit->app, visit->argument[1], out, err));
    visit_send_file(visit, buffer_span(out), "text/plain; charset=utf-8",
                    arena_printf(visit->arena, "%s.tlog-proof", visit->argument[1]), true);
    return OK;
}

enum status
manifest_xml_of(struct visit *visit, struct error *err)
{
    struct manifest_data data;
    struct manifest newest;
    struct school_class class;

    TRY(store_find_class(visit->app->store, visit->argument[0], visit->arena, &class, err));
    TRY(manifest_newest(visit->app, &class, &newest, &data, err));
    visit_send_file(visit, newest.bytes, "application/xml",
                    arena_printf(visit->arena, "bang-ke-%s-%s.xml", class.name, class.year), true);
    return OK;
}
