/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/revocation.h"

#include "model/state.h"
#include "serve/inside.h"
#include "serve/pages.h"
#include "service/ledger.h"
#include "service/sign_job.h"

/* --- words ------------------------------------------------------------------------------------ */

const char *
revocation_wish(const struct visit *visit, const char *wish)
{
    return text_equal(wish, WISH_REPLACE)    ? T("thay thế", "replace")
           : text_equal(wish, WISH_WITHDRAW) ? T("thu hồi", "withdraw")
                                             : T("thôi thay thế", "give the replacement up");
}

const char *
revocation_stage(const struct visit *visit, const struct revocation *request, const char **tone)
{
    *tone = request->decision ? "good" : "warn";
    return request->decision            ? T("đã quyết định", "decided")
           : request->signed_by_officer ? T("chờ đóng dấu", "waits for the seal")
                                        : T("chờ quyết định", "waits for a decision");
}

const struct decision_row *
revocation_row(const struct revocation_look *look, const char *record)
{
    for (size_t i = 0; i < look->it.decision.rows.count; i++)
        if (text_equal(look->it.decision.rows.items[i].record, record))
            return &look->it.decision.rows.items[i];
    return NULL;
}

const char *
revocation_ruling_tone(enum ruling ruling)
{
    return ruling == RULING_REFUSE ? "bad" : ruling == RULING_REVOKE ? "warn" : "good";
}

/* --- the list --------------------------------------------------------------------------------- */

enum status
revocations_page(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct revocations requests = {0};

    TRY(revocation_list(visit->app, NULL, false, &requests, err));
    revocations_show(out, visit, &requests);
    visit_send_page(visit, out);
    return OK;
}

/* --- asking ----------------------------------------------------------------------------------- */

static enum status
send_form(struct visit *visit, struct revocation_asking *asking, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    enum state state;

    TRY(revocation_ask_about(visit->app, visit->argument[0], &asking->row, err));
    asking->suspended = state_parse(asking->row.state, &state) && state == STATE_SUSPENDED;
    revocation_form_show(out, visit, asking);
    visit_send_page(visit, out);
    return OK;
}

enum status
revocation_form(struct visit *visit, struct error *err)
{
    struct revocation_asking asking = {0};

    return send_form(visit, &asking, err);
}

enum status
revocation_take(struct visit *visit, struct error *err)
{
    struct revocation_asking asking = {.wish = web_form(visit->request, "de_nghi"),
                                       .reason = web_form(visit->request, "ly_do"),
                                       .evidence = web_form(visit->request, "can_cu")};
    struct revocation_item item = {.record = visit->argument[0],
                                   .wish = asking.wish,
                                   .reason = asking.reason,
                                   .evidence = asking.evidence};
    struct revocation_items items = {.list = {&item, 1, 1}};
    const char *id;

    enum status status = revocation_request(visit->app, &items, &id, err);
    if (status == OK) {
        visit_go(visit, "/thu-hoi/%s", id);
        return OK;
    }
    if (status != INVALID && status != CONFLICT && status != USAGE)
        return status;
    visit->answer->code = status == CONFLICT ? 409 : 400;
    asking.notice.bad = arena_text(visit->arena, err->message);
    struct error why = *err;
    if (send_form(visit, &asking, err) == OK)
        return OK;
    *err = why;
    return status;
}

/* --- one request ------------------------------------------------------------------------------ */

/* The key with which this person would sign: the officer's own, or the department's seal. */
static enum status
find_key(struct visit *visit, const struct revocation_view *view, const char **path,
         struct error *err)
{
    return view->may_seal && !view->may_decide
               ? sign_key_find_seal(visit->app, view->department_code, path, err)
               : sign_key_find_own(visit->app, path, err);
}

static enum status
send_look(struct visit *visit, struct revocation_look *look, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct account account;
    const char *path;

    TRY(revocation_show(visit->app, visit->argument[0], &look->it, err));
    if (look->it.may_decide || look->it.may_seal) {
        TRY(find_key(visit, &look->it, &path, err));
        TRY(account_of(visit->app, visit->session, &account, err));
        if (!path)
            look->key.bad = T("Máy chủ không giữ khóa ký nào cho việc này. Ký bằng thẻ hay cách "
                              "khác: lệnh hocba revocation.",
                              "The server keeps no key for this. Sign with a token or otherwise: "
                              "the command hocba revocation.");
        else if (!account.totp)
            look->key.bad = T("Muốn ký bằng khóa ở máy chủ, trước hết hãy bật xác thực hai lớp ở "
                              "trang Tài khoản.",
                              "To sign with the key on the server, first turn on two-factor "
                              "sign-in at your account.");
    }
    revocation_look_show(out, visit, look);
    visit_send_page(visit, out);
    return OK;
}

enum status
revocation_page(struct visit *visit, struct error *err)
{
    struct revocation_look look = {0};

    return send_look(visit, &look, err);
}

enum status
revocation_file(struct visit *visit, struct error *err)
{
    struct revocation_view view;

    TRY(revocation_show(visit->app, visit->argument[0], &view, err));
    if (!view.decided)
        return fail(err, NOT_FOUND, "Yêu cầu này chưa có quyết định.");
    visit_send_file(visit, view.file, "application/xml", "quyet-dinh.xml", true);
    return OK;
}

/* --- deciding --------------------------------------------------------------------------------- */

/* Refused is what its select says; the reason stands beside it. */
static void
read_refusals(struct visit *visit, const struct revocation_items *items,
              struct revocation_ruling *ruling)
{
    for (size_t i = 0; i < items->list.count; i++) {
        const char *record = items->list.items[i].record;
        const char *answer =
            web_form(visit->request, arena_printf(visit->arena, "ket_luan-%s", record));
        if (!text_equal(answer, "tu_choi"))
            continue;
        *list_add(visit->arena, ruling->refusals) = (struct revocation_refusal){
            record, web_form(visit->request, arena_printf(visit->arena, "ly_do-%s", record))};
    }
}

static enum status
unlock(struct visit *visit, const struct revocation_view *view, struct signer_source *source,
       struct signer_session **session, struct error *err)
{
    const char *password = web_form(visit->request, "mat_khau"), *path;

    if (!password || !password[0] || strlen(password) > PASSPHRASE_MAX)
        return fail(err, USAGE, "Hãy nhập mật khẩu của khóa; chưa ký gì.");
    AUTO(secret) *secret = secret_copy(password, strlen(password));
    const struct sign_key_order key = {.session = visit->session,
                                       .password = secret,
                                       .code = web_form(visit->request, "ma"),
                                       .address = visit->request->address};
    TRY(find_key(visit, view, &path, err));
    return sign_jobs_unlock_path(visit->serve->jobs, visit->app, path, &key, source, session, err);
}

static enum status
decide(struct visit *visit, struct error *err)
{
    AUTO(signer_session) *session = NULL;
    struct revocation_ruling ruling = {.request = visit->argument[0],
                                       .number = web_form(visit->request, "so")};
    struct signer_source source;
    struct revocation_view view;
    struct decision_data data;

    TRY(revocation_show(visit->app, ruling.request, &view, err));
    read_refusals(visit, &view.items, &ruling);
    TRY(revocation_check(visit->app, &ruling, err));
    TRY(unlock(visit, &view, &source, &session, err));
    return revocation_decide(visit->app, session, &ruling, &data, err);
}

static enum status
seal(struct visit *visit, struct error *err)
{
    AUTO(signer_session) *session = NULL;
    struct revocation_sealed sealed;
    struct signer_source source;
    struct revocation_view view;
    const char *paper = web_form(visit->request, "quyet_dinh");

    TRY(revocation_show(visit->app, visit->argument[0], &view, err));
    if (!view.may_seal)
        return fail(err, DENIED, "Chỉ văn thư của Sở đóng dấu quyết định. Chưa ký gì.");
    if (text_is_blank(paper) || !text_equal(paper, view.paper))
        return fail(err, CONFLICT,
                    "Quyết định trên trang không phải bản mới nhất. Chưa đóng dấu; hãy xem lại.");
    TRY(unlock(visit, &view, &source, &session, err));
    return revocation_seal(visit->app, session, visit->argument[0], paper, NULL, &sealed, err);
}

/* What took effect is kept; what the ledger does not take now it takes the next time. */
static void
enter(struct visit *visit, struct notice *notice)
{
    struct ledger_entering entering;
    struct error why;

    if (ledger_exists(visit->app) && ledger_enter(visit->app, &entering, &why) != OK)
        notice->bad = arena_printf(
            visit->arena, "%s %s",
            T("Chưa ghi vào sổ cái, sẽ ghi ở lần sau:", "Not entered in the ledger yet:"),
            why.message);
}

static enum status
send_outcome(struct visit *visit, enum status status, struct revocation_look *look,
             struct error *err)
{
    if (status != OK && status != INVALID && status != DENIED && status != CONFLICT &&
        status != USAGE)
        return status;
    if (status != OK) {
        visit->answer->code = status == DENIED ? 403 : status == CONFLICT ? 409 : 400;
        look->notice = (struct notice){.bad = arena_text(visit->arena, err->message)};
    }
    struct error why = *err;
    if (send_look(visit, look, err) == OK)
        return OK;
    *err = why; /* who may not see the page hears only the first sentence */
    return status == OK ? err->status : status;
}

enum status
revocation_rule_take(struct visit *visit, struct error *err)
{
    struct revocation_look look = {
        .notice.good = T("Đã ký quyết định. Quyết định có hiệu lực khi văn thư đóng dấu.",
                         "The decision is signed. It takes effect with the seal.")};

    return send_outcome(visit, decide(visit, err), &look, err);
}

enum status
revocation_seal_take(struct visit *visit, struct error *err)
{
    struct revocation_look look = {.notice.good = T("Đã đóng dấu; quyết định có hiệu lực.",
                                                    "Sealed; the decision is in force.")};

    enum status status = seal(visit, err);
    if (status == OK)
        enter(visit, &look.notice);
    return send_outcome(visit, status, &look, err);
}
