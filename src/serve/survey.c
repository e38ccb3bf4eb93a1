/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/survey.h"

#include "serve/form.h"
#include "serve/pages.h"

/* --- words ------------------------------------------------------------------------------------ */

const char *
survey_audience_say(const struct visit *visit, enum survey_audience audience)
{
    static const char *const english[SURVEY_AUDIENCE_COUNT] = {"teachers", "principals", "parents"};

    return visit->english ? english[audience] : survey_audience_word(audience);
}

const char *
survey_state_say(const struct visit *visit, enum survey_state state)
{
    static const char *const english[] = {"not open yet", "open", "closed"};

    return visit->english ? english[state] : survey_state_word(state);
}

const char *
survey_state_tone(enum survey_state state)
{
    static const char *const tones[] = {"info", "good", "warn"};

    return tones[state];
}

const char *
survey_mean(const struct visit *visit, int64_t hundredths)
{
    return arena_printf(visit->arena, "%lld%s%02lld", (long long)(hundredths / 100), T(",", "."),
                        (long long)(hundredths % 100));
}

const char *
survey_share(const struct visit *visit, int64_t count, int64_t whole)
{
    return whole > 0 ? arena_printf(visit->arena, "%lld (%lld %%)", (long long)count,
                                    (long long)(count * 100 / whole))
                     : arena_printf(visit->arena, "%lld", (long long)count);
}

const char *
survey_field(const struct visit *visit, size_t question)
{
    return arena_printf(visit->arena, "c%zu", question);
}

void
survey_read_form(const struct visit *visit, struct survey_givens *givens)
{
    const struct web_fields *form = &visit->request->form;
    int number;

    *givens = (struct survey_givens){0};
    for (size_t i = 0; i < form->list.count; i++) {
        const struct web_field *field = &form->list.items[i];
        if (field->name[0] != 'c' ||
            !text_to_int(field->name + 1, 1, SURVEY_QUESTIONS_MAX, &number) ||
            memchr(field->value.data, '\0', field->value.size))
            continue;
        *list_add(visit->arena, givens->list) = (struct survey_given){
            number, arena_copy(visit->arena, field->value.data, field->value.size)};
    }
}

/* --- the list --------------------------------------------------------------------------------- */

static enum status
send_list(struct visit *visit, struct surveys_view *view, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);

    TRY(survey_list(visit->app, NULL, &view->lines, err));
    TRY(survey_list_mine(visit->app, &view->askings, err));
    if (visit->api) {
        surveys_send(visit, view);
        return OK;
    }
    surveys_show(out, visit, view);
    visit_send_page(visit, out);
    return OK;
}

enum status
surveys_page(struct visit *visit, struct error *err)
{
    enum survey_audience audience = SURVEY_TEACHERS;
    struct surveys_view view = {0};

    if (survey_audience_parse(web_query(visit->request, "mau"), &audience))
        view.text = survey_form_ready(audience).data;
    if (web_query(visit->request, "da-gui"))
        view.notice.good = T("Đã gửi. Cảm ơn thầy cô; không ai biết phiếu nào là của ai.",
                             "Sent. Thank you; nobody knows which answer is whose.");
    return send_list(visit, &view, err);
}

static enum status
add(struct visit *visit, const char **code, struct error *err)
{
    struct survey_order order = {.code = web_form(visit->request, "ma"),
                                 .year = web_form(visit->request, "nam_hoc"),
                                 .text = web_form(visit->request, "phieu")};

    TRY(form_read_day(visit, "tu_ngay", &order.from, err));
    TRY(form_read_day(visit, "den_ngay", &order.to, err));
    return survey_add(visit->app, &order, code, err);
}

enum status
survey_add_take(struct visit *visit, struct error *err)
{
    struct surveys_view view = {.text = web_form(visit->request, "phieu")};
    const char *code;
    enum status status = add(visit, &code, err);

    if (status == OK) {
        visit->made = code;
        visit_go(visit, "/khao-sat/%s", code);
        return OK;
    }
    return outcome_is_shown(visit, status, err, &view.notice) ? send_list(visit, &view, err)
                                                              : status;
}

/* --- what was answered ------------------------------------------------------------------------ */

static enum status
send_results(struct visit *visit, struct survey_view *view, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);

    TRY(survey_results(visit->app, visit->argument[0], &view->it, err));
    view->may_close = view->it.it.state != SURVEY_CLOSED;
    if (visit->api) {
        survey_send(visit, view);
        return OK;
    }
    survey_results_show(out, visit, view);
    visit_send_page(visit, out);
    return OK;
}

enum status
survey_page(struct visit *visit, struct error *err)
{
    struct survey_view view = {0};

    return send_results(visit, &view, err);
}

enum status
survey_close_take(struct visit *visit, struct error *err)
{
    struct survey_view view = {0};
    enum status status =
        survey_close(visit->app, visit->argument[0], web_form(visit->request, "ly_do"), err);

    if (status == OK) {
        visit_go(visit, "/khao-sat/%s", visit->argument[0]);
        return OK;
    }
    return outcome_is_shown(visit, status, err, &view.notice) ? send_results(visit, &view, err)
                                                              : status;
}

enum status
survey_file_send(struct visit *visit, struct error *err)
{
    const char *kind = visit->argument[1];
    bool workbook = text_equal(kind, "xlsx");
    struct survey_results results;
    struct span bytes;

    if (!workbook && !text_equal(kind, "csv"))
        return fail(err, NOT_FOUND, "Chỉ có tệp csv và xlsx.");
    TRY(survey_results(visit->app, visit->argument[0], &results, err));
    TRY(survey_file(visit->app, &results, workbook, &bytes, err));
    visit_send_file(visit, bytes,
                    workbook ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
                             : "text/csv; charset=utf-8",
                    arena_printf(visit->arena, "khao-sat-%s.%s", results.it.it.code, kind), true);
    return OK;
}

/* --- answering -------------------------------------------------------------------------------- */

static enum status
send_answer_form(struct visit *visit, struct survey_answer_view *view, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);

    TRY(survey_find_mine(visit->app, visit->argument[0], &view->it, err));
    view->action = arena_printf(visit->arena, "/khao-sat/%s/tra-loi", view->it.it.it.code);
    if (visit->api) {
        survey_answer_send(visit, view);
        return OK;
    }
    survey_answer_show(out, visit, view);
    visit_send_page(visit, out);
    return OK;
}

enum status
survey_answer_form(struct visit *visit, struct error *err)
{
    struct survey_answer_view view = {0};

    return send_answer_form(visit, &view, err);
}

enum status
survey_answer_take(struct visit *visit, struct error *err)
{
    struct survey_answer_view view = {0};
    struct survey_givens givens;

    survey_read_form(visit, &givens);
    enum status status = survey_take(visit->app, visit->argument[0], &givens, err);
    if (status == OK) {
        visit_go(visit, "/khao-sat?da-gui=1");
        return OK;
    }
    return outcome_is_shown(visit, status, err, &view.notice) ? send_answer_form(visit, &view, err)
                                                              : status;
}
