/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/issued.h"

#include "model/role.h"
#include "model/state.h"
#include "serve/inside.h"
#include "serve/pages.h"
#include "service/issue.h"
#include "service/ledger.h"

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
    struct account account;
    const char *path;

    view->leader = visit->roles & (ROLE_BIT(ROLE_PRINCIPAL) | ROLE_BIT(ROLE_DEPUTY_PRINCIPAL));
    TRY(sign_key_find(visit->app, &view->it.class, SIGNER_PRINCIPAL, &path, err));
    TRY(account_of(visit->app, visit->session, &account, err));
    if (!path)
        view->key.bad = T("Máy chủ không giữ khóa nào của thầy cô. Ký bảng kê bằng thẻ hay cách "
                          "khác: lệnh hocba class close.",
                          "The server keeps no key of yours. Sign the manifest with a token or "
                          "otherwise: the command hocba class close.");
    else if (!account.totp)
        view->key.bad = T("Muốn ký bằng khóa ở máy chủ, trước hết hãy bật xác thực hai lớp ở trang "
                          "Tài khoản.",
                          "To sign with the key on the server, first turn on two-factor sign-in at "
                          "your account.");
    return OK;
}

static enum status
send_issued(struct visit *visit, struct issued_view *view, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);

    TRY(issued_load(visit->app, visit->argument[0], &view->it, err));
    TRY(find_key(visit, view, err));
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

/* What is issued is issued; what the ledger does not take now it takes the next time. */
static void
enter(struct visit *visit, struct issued_view *view)
{
    struct ledger_entering entering;
    struct error why;

    if (!ledger_exists(visit->app))
        return;
    if (ledger_enter(visit->app, &entering, &why) != OK)
        view->notice.bad = arena_printf(
            visit->arena, "%s %s",
            T("Chưa ghi vào sổ cái, sẽ ghi ở lần sau:", "Not entered in the ledger yet:"),
            why.message);
    else if (entering.refused > 0)
        view->notice.bad =
            arena_printf(visit->arena, "%s %s", T("Sổ cái không nhận:", "Refused by the ledger:"),
                         entering.refusal);
    else if (!entering.final && !view->notice.good)
        view->notice.good = T("Đã ghi vào sổ cái. Nhân chứng chưa ký nhận hết, nên bằng chứng còn "
                              "tạm thời.",
                              "Entered in the ledger. Its witnesses have not all signed, so proofs "
                              "are provisional.");
}

enum status
issue_take(struct visit *visit, struct error *err)
{
    struct class_order order = {.class_id = visit->argument[0]};
    struct issued_view view = {0};
    struct batch batch = {0};

    TRY(issue_records(visit->app, &order, &batch, err));
    view.batch = &batch;
    if (batch.done + batch.already > 0)
        enter(visit, &view);
    return send_issued(visit, &view, err);
}

/* Pairs of hoc_sinh and ly_do, as the form has them. */
static enum status
read_reasons(const struct visit *visit, struct buffer *out, struct error *err)
{
    const struct web_fields *form = &visit->request->form;
    const char *pupil = NULL;

    for (size_t i = 0; i < form->list.count; i++) {
        const struct web_field *field = &form->list.items[i];
        const char *text = field->value.data;
        if (text_equal(field->name, "hoc_sinh"))
            pupil = text;
        if (!text_equal(field->name, "ly_do") || !pupil || text_is_blank(text))
            continue;
        if (text_has_control(text) || text_has_control(pupil))
            return fail(err, USAGE, "Lý do viết trên một dòng.");
        buffer_printf(out, "%s\t%s\n", pupil, text);
    }
    return OK;
}

static enum status
close_class(struct visit *visit, const struct secret *password, struct span reasons,
            struct manifest_made *made, struct error *err)
{
    AUTO(signer_session) *session = NULL;
    const struct sign_key_order key = {.session = visit->session,
                                       .password = password,
                                       .code = web_form(visit->request, "ma"),
                                       .address = visit->request->address};
    struct manifest_order order = {.class_id = visit->argument[0], .reasons = reasons};
    struct signer_source source;
    struct school_class class;

    TRY(store_find_class(visit->app->store, order.class_id, visit->arena, &class, err));
    TRY(manifest_check(visit->app, &order, err));
    TRY(sign_jobs_unlock(visit->serve->jobs, visit->app, &class, SIGNER_PRINCIPAL, &key, &source,
                         &session, err));
    return manifest_close(visit->app, session, &order, made, err);
}

enum status
manifest_take(struct visit *visit, struct error *err)
{
    AUTO(buffer) *reasons = buffer_new(MANIFEST_REASONS_MAX);
    const char *password = web_form(visit->request, "mat_khau");
    struct issued_view view = {0};
    struct manifest_made made;

    if (!password || !password[0] || strlen(password) > PASSPHRASE_MAX)
        return fail(err, USAGE, "Hãy nhập mật khẩu của khóa; chưa ký gì.");
    AUTO(secret) *secret = secret_copy(password, strlen(password));
    TRY(read_reasons(visit, reasons, err));
    enum status status = close_class(visit, secret, buffer_span(reasons), &made, err);
    if (status == OK) {
        view.notice.good = made.already
                               ? T("Bảng kê mới nhất đã ghi đúng như vậy; không phải ký lại.",
                                   "The newest manifest says the same; nothing to sign.")
                               : T("Đã chốt lớp.", "The class is closed.");
        enter(visit, &view);
        return send_issued(visit, &view, err);
    }
    if (status != INVALID && status != DENIED && status != CONFLICT && status != USAGE)
        return status;
    visit->answer->code = status == DENIED ? 403 : status == CONFLICT ? 409 : 400;
    view.notice.bad = arena_text(visit->arena, err->message);
    struct error why = *err;
    if (send_issued(visit, &view, err) == OK)
        return OK;
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
