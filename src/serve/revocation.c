/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/revocation.h"

#include "model/state.h"
#include "serve/kept_key.h"
#include "serve/pages.h"

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
    bool refused = revocation_is_refused(request);

    *tone = request->decision ? "good" : refused ? "bad" : "warn";
    return request->decision            ? T("đã quyết định", "decided")
           : refused                    ? T("bị từ chối", "refused")
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
revocation_above_text(const struct visit *visit, const struct report_wish *wish, const char **tone)
{
    bool agreed = text_equal(wish->state, WISH_STATE_AGREED);
    bool refused = text_equal(wish->state, WISH_STATE_REFUSED);

    *tone = agreed ? "good" : refused ? "bad" : "warn";
    if (!visit->english)
        return revocation_above_word(wish);
    return agreed                                        ? "the gateway agrees"
           : refused                                     ? "the gateway refuses"
           : text_equal(wish->state, WISH_STATE_WAITING) ? "the gateway waits for a decision"
                                                         : "waits to be sent to the gateway";
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
    const char *after = web_query(visit->request, "sau");
    bool more;

    TRY(revocation_list(visit->app, NULL, false, text_is_blank(after) ? NULL : after, &requests,
                        &more, err));
    revocations_show(out, visit, &requests, more);
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
    if (!outcome_is_shown(visit, status, err, &asking.notice))
        return status;
    struct error why = *err;
    if (send_form(visit, &asking, err) == OK)
        return OK;
    *err = why;
    return status;
}

/* --- one request ------------------------------------------------------------------------------ */

static enum status
send_look(struct visit *visit, struct revocation_look *look, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    const char *path;

    TRY(revocation_show(visit->app, visit->argument[0], &look->it, err));
    if (look->it.may_decide) {
        TRY(sign_key_find_own(visit->app, &path, err));
        TRY(kept_key_look(visit, path, "hocba revocation decide", &look->officer, err));
    }
    if (look->it.may_seal) {
        TRY(sign_key_find_seal(visit->app, look->it.department_code, &path, err));
        TRY(kept_key_look(visit, path, "hocba revocation seal", &look->seal, err));
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

/* Each record is agreed to or refused; a reason stands beside the refusal. */
static enum status
read_refusals(struct visit *visit, const struct revocation_items *items,
              struct revocation_ruling *ruling, struct error *err)
{
    for (size_t i = 0; i < items->list.count; i++) {
        const struct revocation_item *item = &items->list.items[i];
        const char *answer =
            web_form(visit->request, arena_printf(visit->arena, "ket_luan-%s", item->record));
        if (text_equal(answer, "dong_y"))
            continue;
        if (!text_equal(answer, "tu_choi"))
            return fail(err, USAGE, "Chưa chọn đồng ý hay từ chối học bạ của %s. Chưa ký gì.",
                        item->pupil_name);
        *list_add(visit->arena, ruling->refusals) = (struct revocation_refusal){
            item->record,
            web_form(visit->request, arena_printf(visit->arena, "ly_do-%s", item->record))};
    }
    return OK;
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
    const char *path;

    TRY(revocation_show(visit->app, ruling.request, &view, err));
    if (!view.may_decide)
        return fail(err, DENIED, "Chỉ người duyệt của Sở quyết định. Chưa ký gì.");
    TRY(read_refusals(visit, &view.items, &ruling, err));
    TRY(revocation_ruling_check(visit->app, &ruling, err));
    TRY(sign_key_find_own(visit->app, &path, err));
    TRY(kept_key_unlock(visit, path, &source, &session, err));
    return revocation_decide(visit->app, session, &ruling, &data, err);
}

static enum status
seal(struct visit *visit, struct error *err)
{
    AUTO(signer_session) *session = NULL;
    struct revocation_sealed sealed;
    struct signer_source source;
    struct revocation_view view;
    const char *paper = web_form(visit->request, "quyet_dinh"), *path;

    TRY(revocation_show(visit->app, visit->argument[0], &view, err));
    if (!view.may_seal)
        return fail(err, DENIED, "Chỉ văn thư của Sở đóng dấu quyết định. Chưa ký gì.");
    if (text_is_blank(paper) || !text_equal(paper, view.paper))
        return fail(err, CONFLICT,
                    "Quyết định trên trang không phải bản mới nhất. Chưa đóng dấu; hãy xem lại.");
    TRY(sign_key_find_seal(visit->app, view.department_code, &path, err));
    TRY(kept_key_unlock(visit, path, &source, &session, err));
    return revocation_seal(visit->app, session, visit->argument[0], paper, NULL, &sealed, err);
}

static enum status
send_outcome(struct visit *visit, enum status status, struct revocation_look *look,
             struct error *err)
{
    if (status != OK && !outcome_is_shown(visit, status, err, &look->notice))
        return status;
    if (visit->api) {
        outcome_send(visit, &look->notice);
        return OK;
    }
    struct error why = *err;
    if (send_look(visit, look, err) == OK)
        return OK;
    if (status == OK)
        return err->status;
    *err = why; /* who may not see the page hears only the first sentence */
    return status;
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
        outcome_enter_ledger(visit, &look.notice);
    return send_outcome(visit, status, &look, err);
}
