/* SPDX-License-Identifier: Apache-2.0 */
#include "store/surveys.h"

#include "store/ask.h"

/* --- questionnaires --------------------------------------------------------------------------- */

struct adding {
    const struct survey_row *survey;
    const struct survey_question_rows *questions;
    const struct survey_option_rows *options;
    const struct stamp *stamp;
};

static enum status
add_questions(struct store *store, const struct adding *it, struct error *err)
{
    for (size_t i = 0; i < it->questions->list.count; i++) {
        const struct survey_question_row *one = &it->questions->list.items[i];
        TRY(ask(ASK(store, SQL_add_survey_question, v_text(it->survey->id), v_int(one->place),
                    v_text(one->kind), v_int(one->required), v_text(one->question),
                    v_int(one->least), v_int(one->most)),
                err));
    }
    for (size_t i = 0; i < it->options->list.count; i++) {
        const struct survey_option_row *one = &it->options->list.items[i];
        TRY(ask(ASK(store, SQL_add_survey_option, v_text(it->survey->id), v_int(one->question),
                    v_int(one->place), v_text(one->word)),
                err));
    }
    return OK;
}

static enum status
add_survey(struct store *store, void *context, struct error *err)
{
    const struct adding *it = context;
    const struct survey_row *one = it->survey;
    bool hit;

    TRY(ask_hit(ASK(store, SQL_add_survey, v_text(one->id), v_text(one->code), v_text(one->unit),
                    v_text(one->year), v_text(one->audience), v_text(one->title),
                    v_text(one->intro), v_day(one->from), v_day(one->to), v_moment(it->stamp->at),
                    v_text(it->stamp->by)),
                &hit, err));
    if (!hit)
        return fail(err, CONFLICT, "Đã có phiếu khảo sát mang mã %s. Chọn mã khác; chưa ghi gì.",
                    one->code);
    return add_questions(store, it, err);
}

enum status
store_add_survey(struct store *store, const struct survey_row *survey,
                 const struct survey_question_rows *questions,
                 const struct survey_option_rows *options, const struct stamp *stamp,
                 struct error *err)
{
    struct adding it = {survey, questions, options, stamp};

    return store_transact(store, add_survey, &it, err);
}

static void
read_survey(struct row *row, void *into)
{
    struct survey_row *survey = into;

    survey->id = row_text(row);
    survey->code = row_text(row);
    survey->unit = row_text(row);
    survey->year = row_text(row);
    survey->audience = row_text(row);
    survey->title = row_text(row);
    survey->intro = row_text(row);
    survey->from = row_day(row);
    survey->to = row_day(row);
    survey->made = row_moment(row);
    survey->by = row_text(row);
    survey->closed = row_text(row);
    survey->answers = row_int(row);
}

enum status
store_list_surveys(struct store *store, const char *code, const char *year, struct arena *arena,
                   struct survey_rows *surveys, struct error *err)
{
    return ask_list(ASK(store, SQL_list_surveys, v_text(code), v_text(year)), read_survey, arena,
                    surveys->list, err);
}

static void
read_question(struct row *row, void *into)
{
    struct survey_question_row *question = into;

    question->place = row_int(row);
    question->kind = row_text(row);
    question->required = row_int(row) != 0;
    question->question = row_text(row);
    question->least = row_int(row);
    question->most = row_int(row);
}

static void
read_option(struct row *row, void *into)
{
    struct survey_option_row *option = into;

    option->question = row_int(row);
    option->place = row_int(row);
    option->word = row_text(row);
}

enum status
store_list_survey_questions(struct store *store, const char *survey, struct arena *arena,
                            struct survey_question_rows *questions,
                            struct survey_option_rows *options, struct error *err)
{
    TRY(ask_list(ASK(store, SQL_list_survey_questions, v_text(survey)), read_question, arena,
                 questions->list, err));
    return ask_list(ASK(store, SQL_list_survey_options, v_text(survey)), read_option, arena,
                    options->list, err);
}

enum status
store_close_survey(struct store *store, const char *survey, const char *reason,
                   const struct stamp *stamp, struct error *err)
{
    bool hit;

    TRY(ask_hit(ASK(store, SQL_close_survey, v_text(survey), v_text(reason), v_moment(stamp->at),
                    v_text(stamp->by)),
                &hit, err));
    return hit ? OK : fail(err, CONFLICT, "Phiếu khảo sát này đã đóng rồi.");
}

/* --- whom it asks, who has answered ----------------------------------------------------------- */

static void
read_asked(struct row *row, void *into)
{
    struct survey_group *group = into;

    group->school = row_text(row);
    group->school_code = row_text(row);
    group->school_name = row_text(row);
    group->role = row_text(row);
    group->expected = row_int(row);
    group->count = row_int(row);
}

enum status
store_list_survey_asked(struct store *store, const struct survey_asked *asked, struct arena *arena,
                        struct survey_groups *groups, struct error *err)
{
    if (asked->roles[0] && asked->taker)
        return ask_list(ASK(store, SQL_find_survey_staff, v_text(asked->survey), v_day(asked->on),
                            v_text(asked->roles[0]), v_text(asked->roles[1]), v_text(asked->taker)),
                        read_asked, arena, groups->list, err);
    if (asked->roles[0])
        return ask_list(ASK(store, SQL_list_survey_staff, v_text(asked->survey), v_day(asked->on),
                            v_text(asked->roles[0]), v_text(asked->roles[1])),
                        read_asked, arena, groups->list, err);
    if (asked->taker)
        return ask_list(ASK(store, SQL_find_survey_family, v_text(asked->survey), v_day(asked->on),
                            v_text(asked->taker)),
                        read_asked, arena, groups->list, err);
    return ask_list(ASK(store, SQL_list_survey_families, v_text(asked->survey), v_day(asked->on),
                        v_text(asked->school)),
                    read_asked, arena, groups->list, err);
}

enum status
store_has_taken_survey(struct store *store, const char *survey, const char *taker, bool *taken,
                       struct error *err)
{
    int64_t count;

    TRY(ask_int(ASK(store, SQL_has_taken_survey, v_text(survey), v_text(taker)), &count, err));
    *taken = count > 0;
    return OK;
}

struct answering {
    const struct survey_answer *answer;
    const char *taker;
};

static enum status
add_answer(struct store *store, void *context, struct error *err)
{
    const struct answering *it = context;
    const struct survey_answer *answer = it->answer;
    bool hit;

    TRY(ask_hit(ASK(store, SQL_take_survey, v_text(answer->survey), v_text(it->taker)), &hit, err));
    if (!hit)
        return fail(err, CONFLICT,
                    "Phiếu này đã được trả lời rồi; câu trả lời trước giữ nguyên. Vì ẩn danh, "
                    "không ai tìm lại được phiếu để sửa.");
    TRY(ask(ASK(store, SQL_add_survey_answer, v_text(answer->id), v_text(answer->survey),
                v_text(answer->school), v_text(answer->role)),
            err));
    for (size_t i = 0; i < answer->values.list.count; i++) {
        const struct survey_value *value = &answer->values.list.items[i];
        TRY(ask(ASK(store, SQL_add_survey_value, v_text(answer->id), v_int(value->question),
                    v_int(value->number), v_text(value->body)),
                err));
    }
    return OK;
}

enum status
store_add_survey_answer(struct store *store, const struct survey_answer *answer, const char *taker,
                        struct error *err)
{
    struct answering it = {answer, taker};

    return store_transact(store, add_answer, &it, err);
}

/* --- what was answered ------------------------------------------------------------------------ */

static void
read_answers(struct row *row, void *into)
{
    struct survey_group *group = into;

    group->school = row_text(row);
    group->school_code = row_text(row);
    group->school_name = row_text(row);
    group->role = row_text(row);
    group->count = row_int(row);
}

enum status
store_count_survey_answers(struct store *store, const char *survey, struct arena *arena,
                           struct survey_groups *groups, struct error *err)
{
    return ask_list(ASK(store, SQL_count_survey_answers, v_text(survey)), read_answers, arena,
                    groups->list, err);
}

static void
read_cell(struct row *row, void *into)
{
    struct survey_cell *cell = into;

    cell->question = row_int(row);
    cell->school = row_text(row);
    cell->role = row_text(row);
    cell->number = row_int(row);
    cell->count = row_int(row);
}

enum status
store_count_survey_values(struct store *store, const char *survey, struct arena *arena,
                          struct survey_cells *values, struct survey_cells *answered,
                          struct error *err)
{
    TRY(ask_list(ASK(store, SQL_count_survey_values, v_text(survey)), read_cell, arena,
                 values->list, err));
    return ask_list(ASK(store, SQL_count_survey_question_answers, v_text(survey)), read_cell, arena,
                    answered->list, err);
}

static void
read_body(struct row *row, void *into)
{
    struct survey_value *text = into;

    text->question = row_int(row);
    text->body = row_text(row);
}

enum status
store_list_survey_texts(struct store *store, const char *survey, struct arena *arena,
                        struct survey_values *texts, struct error *err)
{
    return ask_list(ASK(store, SQL_list_survey_texts, v_text(survey), v_int(SURVEY_TEXTS_MAX)),
                    read_body, arena, texts->list, err);
}
