/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/identity.h"

#include "serve/pages.h"
#include "service/access.h"

bool
identity_row_can_be_taken(const struct identity_row *row)
{
    return row->differs && text_equal(row->stored.answer.result, IDENTITY_DIFFERS);
}

size_t
identity_count_problems(const struct identity_view *view)
{
    size_t count = 0;

    for (int i = 0; i < IDENTITY_STATE_COUNT; i++)
        if (identity_is_problem((enum identity_state)i))
            count += view->counts[i];
    return count;
}

static enum status
send_look(struct visit *visit, struct identity_look *look, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct unit school;

    TRY(school_find(visit->app, NULL, &school, err));
    TRY(identity_load(visit->app, &school, NULL, &look->view, err));
    if (visit->api) {
        identity_send(visit, look);
        return OK;
    }
    identity_look_show(out, visit, look);
    visit_send_page(visit, out);
    return OK;
}

/* The page again with what went wrong, where it can be shown. */
static enum status
send_why(struct visit *visit, enum status status, struct error *err)
{
    struct identity_look look = {0};

    if (!outcome_is_shown(visit, status, err, &look.notice))
        return status;
    struct error why = *err;
    if (send_look(visit, &look, err) == OK)
        return OK;
    *err = why;
    return status;
}

enum status
identity_page(struct visit *visit, struct error *err)
{
    const char *told = web_query(visit->request, "da-nhan");
    struct identity_look look = {0};
    int count;

    if (told && text_to_int(told, 0, IDENTITY_CASES_MAX, &count))
        look.notice.good = arena_printf(
            visit->arena, "%d %s", count,
            T("kết quả đã nhận. Hồ sơ chưa đổi gì: xem từng chỗ khác dưới đây rồi nhận hoặc giữ.",
              "answers taken in. No pupil was changed: look at each difference below, then accept "
              "or keep."));
    return send_look(visit, &look, err);
}

/* --- the file and its answer ------------------------------------------------------------------ */

static enum status
make_file(struct visit *visit, struct buffer *out, struct error *err)
{
    const struct web_field *certificate = web_file(visit->request, "chung_thu");
    struct identity_request request = {.basis = web_form(visit->request, "can_cu"),
                                       .all = web_form(visit->request, "tat_ca") != NULL};
    struct unit school;
    size_t cases;

    TRY(school_find(visit->app, NULL, &school, err));
    TRY(access_check(visit->app, MAY_EXCHANGE_IDENTITY, school.id, err));
    if (!certificate || certificate->value.size == 0)
        return fail(err, USAGE, "Hãy chọn chứng thư số của nơi nhận. Chưa gửi gì.");
    request.certificate = certificate->value;
    return identity_export(visit->app, &school, &request, out, &cases, err);
}

enum status
identity_export_take(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(2 * IDENTITY_FILE_MAX);
    enum status status = make_file(visit, out, err);

    if (status != OK)
        return send_why(visit, status, err);
    visit_send_file(visit, buffer_span(out), "application/pkcs7-mime", "doi-chieu-dinh-danh.p7m",
                    true);
    return OK;
}

static enum status
take_answer(struct visit *visit, struct identity_counts *counts, struct error *err)
{
    const struct web_field *file = web_file(visit->request, "tep");
    struct unit school;

    TRY(school_find(visit->app, NULL, &school, err));
    TRY(access_check(visit->app, MAY_EXCHANGE_IDENTITY, school.id, err));
    if (!file || file->value.size == 0)
        return fail(err, USAGE, "Hãy chọn tệp trả lời đã giải mã. Chưa nhận gì.");
    return identity_import(visit->app, file->value, counts, err);
}

enum status
identity_answer_take(struct visit *visit, struct error *err)
{
    struct identity_counts counts = {0};
    enum status status = take_answer(visit, &counts, err);

    if (status != OK)
        return send_why(visit, status, err);
    visit_go(visit, "/dinh-danh?da-nhan=%zu", counts.match + counts.differs + counts.not_found);
    return OK;
}

/* --- deciding --------------------------------------------------------------------------------- */

static enum status
decide(struct visit *visit, struct error *err)
{
    const char *step = web_form(visit->request, "buoc"), *question;

    TRY(visit_need(visit, "truong_hop", "trường hợp", &question, err));
    if (!text_equal(step, "nhan") && !text_equal(step, "giu"))
        return fail(err, USAGE, "Chưa chọn nhận hay giữ.");
    return identity_rule(visit->app, question, text_equal(step, "nhan"),
                         web_form(visit->request, "ly_do"), err);
}

enum status
identity_take(struct visit *visit, struct error *err)
{
    enum status status = decide(visit, err);

    if (status != OK)
        return send_why(visit, status, err);
    visit_go(visit, "/dinh-danh");
    return OK;
}
