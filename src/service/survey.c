/* SPDX-License-Identifier: Apache-2.0 */
#include "model/curriculum.h"
#include "model/record.h"
#include "model/role.h"
#include "service/access.h"
#include "service/code.h"
#include "service/pilot.h"
#include "service/survey_inside.h"

static const struct {
    const char *key, *word;
} states[] = {
    [SURVEY_WAITING] = {"waiting", "chưa mở"},
    [SURVEY_OPEN] = {"open", "đang mở"},
    [SURVEY_CLOSED] = {"closed", "đã đóng"},
};

const char *
survey_state_key(enum survey_state state)
{
    return states[state].key;
}

const char *
survey_state_word(enum survey_state state)
{
    return states[state].word;
}

enum survey_state
survey_state_of(const struct app *app, const struct survey_row *row)
{
    struct date today = app_today(app);

    if (row->closed || date_compare(today, row->to) > 0)
        return SURVEY_CLOSED;
    return date_compare(today, row->from) < 0 ? SURVEY_WAITING : SURVEY_OPEN;
}

/* --- reading ---------------------------------------------------------------------------------- */

static enum status
read_form(struct app *app, const struct survey_row *row, struct survey_form *form,
          struct error *err)
{
    struct survey_question_rows questions = {0};
    struct survey_option_rows options = {0};

    *form = (struct survey_form){.title = row->title, .intro = row->intro};
    TRY(store_list_survey_questions(app->store, row->id, app->arena, &questions, &options, err));
    bool known = survey_audience_parse(row->audience, &form->audience);
    for (size_t i = 0; i < questions.list.count && i < SURVEY_QUESTIONS_MAX; i++) {
        const struct survey_question_row *one = &questions.list.items[i];
        struct survey_question *question = list_add(app->arena, form->questions);
        *question = (struct survey_question){.required = one->required,
                                             .text = one->question,
                                             .least = (int)one->least,
                                             .most = (int)one->most};
        known = known && survey_kind_parse(one->kind, &question->kind);
        for (size_t k = 0; k < options.list.count; k++)
            if (options.list.items[k].question == one->place &&
                question->word_count < SURVEY_OPTIONS_MAX)
                question->words[question->word_count++] = options.list.items[k].word;
    }
    return known ? OK : fail(err, CORRUPT, "Phiếu khảo sát %s không đọc được.", row->code);
}

enum status
survey_of_row(struct app *app, const struct survey_row *row, struct survey *survey,
              struct error *err)
{
    survey->it = *row;
    survey->state = survey_state_of(app, row);
    return read_form(app, row, &survey->form, err);
}

enum status
survey_load(struct app *app, const char *code, struct survey *survey, struct error *err)
{
    struct survey_rows rows = {0};

    TRY(store_list_surveys(app->store, code ? code : "", NULL, app->arena, &rows, err));
    if (rows.list.count == 0)
        return fail(err, NOT_FOUND, "Không có phiếu khảo sát mang mã %s.", code ? code : "trống");
    return survey_of_row(app, &rows.list.items[0], survey, err);
}

/* --- whom it asks ----------------------------------------------------------------------------- */

enum status
survey_list_asked(struct app *app, const struct survey_row *row, const char *taker,
                  const char *school, struct survey_groups *groups, struct error *err)
{
    struct survey_asked asked = {
        .survey = row->id, .on = app_today(app), .taker = taker, .school = school};
    enum survey_audience audience;

    *groups = (struct survey_groups){0};
    if (!survey_audience_parse(row->audience, &audience))
        return fail(err, CORRUPT, "Phiếu khảo sát %s không đọc được.", row->code);
    if (date_compare(asked.on, row->to) > 0)
        asked.on = row->to;
    if (audience == SURVEY_TEACHERS) {
        asked.roles[0] = role_key(ROLE_CLASS_TEACHER);
        asked.roles[1] = role_key(ROLE_SUBJECT_TEACHER);
    } else if (audience == SURVEY_PRINCIPALS) {
        asked.roles[0] = role_key(ROLE_PRINCIPAL);
        asked.roles[1] = role_key(ROLE_DEPUTY_PRINCIPAL);
    }
    return store_list_survey_asked(app->store, &asked, app->arena, groups, err);
}

void
survey_count(const struct survey_row *row, const struct survey_groups *groups, int64_t *expected,
             int64_t *answered)
{
    *expected = *answered = 0;
    for (size_t i = 0; i < groups->list.count; i++) {
        *expected += groups->list.items[i].expected;
        *answered += groups->list.items[i].count;
    }
    if (row->answers > *answered) {
        *expected += row->answers - *answered;
        *answered = row->answers;
    }
}

/* --- making and closing ----------------------------------------------------------------------- */

static enum status
check_days(struct app *app, const struct survey_order *order, struct error *err)
{
    int first_year;

    if (!order->year || !school_year_parse(order->year, &first_year))
        return fail(err, USAGE, "Năm học viết như 2023-2024.");
    if (date_is_none(order->from) || date_is_none(order->to) ||
        date_compare(order->to, order->from) < 0)
        return fail(err, USAGE, "Phiếu khảo sát cần ngày mở, và ngày đóng từ ngày mở trở đi.");
    if (date_compare(order->to, app_today(app)) < 0)
        return fail(err, USAGE, "Ngày đóng của phiếu khảo sát đã qua. Chưa ghi gì.");
    return OK;
}

static enum status
choose_code(struct app *app, const char *wanted, const char **code, struct error *err)
{
    struct survey_rows all = {0};
    struct codes taken = {0};

    *code = wanted;
    if (!text_is_blank(wanted))
        return code_check("Mã", wanted, err);
    TRY(store_list_surveys(app->store, NULL, NULL, app->arena, &all, err));
    for (size_t i = 0; i < all.list.count; i++)
        *list_add(app->arena, taken.list) = all.list.items[i].code;
    *code = code_next("KS", &taken, app->arena);
    return OK;
}

static void
list_rows(struct app *app, const struct survey_form *form, struct survey_question_rows *questions,
          struct survey_option_rows *options)
{
    for (size_t i = 0; i < form->questions.count; i++) {
        const struct survey_question *one = &form->questions.items[i];
        *list_add(app->arena, questions->list) =
            (struct survey_question_row){.place = (int64_t)i + 1,
                                         .kind = survey_kind_key(one->kind),
                                         .required = one->required,
                                         .question = one->text,
                                         .least = one->least,
                                         .most = one->most};
        for (int k = 0; k < one->word_count; k++)
            *list_add(app->arena, options->list) = (struct survey_option_row){
                .question = (int64_t)i + 1, .place = k + 1, .word = one->words[k]};
    }
}

enum status
survey_add(struct app *app, const struct survey_order *order, const char **code, struct error *err)
{
    struct survey_row row = {.id = app_new_id(app), .year = order->year};
    struct stamp stamp = app_stamp(app, NULL);
    struct survey_question_rows questions = {0};
    struct survey_option_rows options = {0};
    struct unit department;
    struct survey_form form;
    struct pilot pilot;

    TRY(pilot_department(app, order->unit_code, &department, err));
    TRY(access_check(app, MAY_MAKE_SURVEY, department.id, err));
    TRY(check_days(app, order, err));
    TRY(survey_form_parse(order->text, app->arena, &form, err));
    TRY(store_find_pilot(app->store, department.id, order->year, app->arena, &pilot, err));
    TRY(choose_code(app, order->code, &row.code, err));
    row.unit = department.id;
    row.audience = survey_audience_key(form.audience);
    row.title = form.title;
    row.intro = form.intro;
    row.from = order->from;
    row.to = order->to;
    list_rows(app, &form, &questions, &options);
    TRY(store_add_survey(app->store, &row, &questions, &options, &stamp, err));
    *code = row.code;
    return OK;
}

enum status
survey_close(struct app *app, const char *code, const char *reason, struct error *err)
{
    struct stamp stamp = app_stamp(app, NULL);
    struct survey survey;
    const char *text;

    TRY(survey_load(app, code, &survey, err));
    TRY(access_check(app, MAY_MAKE_SURVEY, survey.it.unit, err));
    if (survey.state == SURVEY_CLOSED)
        return fail(err, CONFLICT, "Phiếu khảo sát này đã đóng rồi.");
    if (text_is_blank(reason))
        return fail(err, USAGE, "Đóng phiếu khảo sát sớm cần lý do. Chưa đổi gì.");
    TRY(text_clean(reason, "Lý do", SURVEY_REASON_MAX, app->arena, &text, err));
    return store_close_survey(app->store, survey.it.id, text, &stamp, err);
}

enum status
survey_list(struct app *app, const char *year, struct survey_lines *lines, struct error *err)
{
    struct survey_rows rows = {0};
    struct error refused;

    *lines = (struct survey_lines){0};
    TRY(store_list_surveys(app->store, NULL, year, app->arena, &rows, err));
    for (size_t i = 0; i < rows.list.count; i++) {
        const struct survey_row *row = &rows.list.items[i];
        struct survey_groups groups;
        struct survey_line line = {.it = *row, .state = survey_state_of(app, row)};
        if (access_check(app, MAY_MAKE_SURVEY, row->unit, &refused) != OK)
            continue;
        (void)survey_audience_parse(row->audience, &line.audience);
        TRY(survey_list_asked(app, row, NULL, NULL, &groups, err));
        survey_count(row, &groups, &line.expected, &line.answered);
        *list_add(app->arena, lines->list) = line;
    }
    return OK;
}
