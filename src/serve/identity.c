/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/identity.h"

#include "serve/pages.h"

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
    identity_look_show(out, visit, look);
    visit_send_page(visit, out);
    return OK;
}

enum status
identity_page(struct visit *visit, struct error *err)
{
    struct identity_look look = {0};

    return send_look(visit, &look, err);
}

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
    struct identity_look look = {0};
    enum status status = decide(visit, err);

    if (status == OK) {
        visit_go(visit, "/dinh-danh");
        return OK;
    }
    if (!outcome_is_shown(visit, status, err, &look.notice))
        return status;
    struct error why = *err;
    if (send_look(visit, &look, err) == OK)
        return OK;
    *err = why;
    return status;
}
