/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/survey.h"

static void
write_line(struct json *json, const struct survey_row *row, enum survey_audience audience,
           enum survey_state state)
{
    json_text_field(json, "code", row->code);
    json_text_field(json, "year", row->year);
    json_text_field(json, "title", row->title);
    json_text_field(json, "audience", survey_audience_key(audience));
    json_text_field(json, "state", survey_state_key(state));
    json_day_field(json, "from", row->from);
    json_day_field(json, "to", row->to);
    json_text_field(json, "closed", row->closed);
}

void
surveys_send(struct visit *visit, const struct surveys_view *view)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);

    json_open(&json, '{');
    json_open_list(&json, "surveys");
    for (size_t i = 0; i < view->lines.list.count; i++) {
        const struct survey_line *line = &view->lines.list.items[i];
        json_open(&json, '{');
        write_line(&json, &line->it, line->audience, line->state);
        json_int_field(&json, "expected", line->expected);
        json_int_field(&json, "answered", line->answered);
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_open_list(&json, "ask_me");
    for (size_t i = 0; i < view->askings.list.count; i++) {
        const struct survey_asking *asking = &view->askings.list.items[i];
        json_open(&json, '{');
        write_line(&json, &asking->it.it, asking->it.form.audience, asking->it.state);
        json_bool_field(&json, "answered", asking->taken);
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_text_field(&json, "ready_text", view->text);
    json_close(&json, '}');
    visit_send_json(visit, out);
}

static void
write_question(struct json *json, const struct survey_question *question, size_t number)
{
    json_int_field(json, "number", (int64_t)number);
    json_text_field(json, "kind", survey_kind_key(question->kind));
    json_bool_field(json, "required", question->required);
    json_text_field(json, "text", question->text);
    json_open_list(json, "words");
    for (int i = 0; i < question->word_count; i++)
        json_text(json, question->words[i]);
    json_close(json, ']');
    json_int_field(json, "least", question->least);
    json_int_field(json, "most", question->most);
}

void
survey_answer_send(struct visit *visit, const struct survey_answer_view *view)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    const struct survey *survey = &view->it.it;
    struct json json = json_to(out);

    json_open(&json, '{');
    write_line(&json, &survey->it, survey->form.audience, survey->state);
    json_text_field(&json, "intro", survey->form.intro);
    json_bool_field(&json, "answered", view->it.taken);
    json_open_list(&json, "questions");
    for (size_t i = 0; i < survey->form.questions.count; i++) {
        json_open(&json, '{');
        write_question(&json, &survey->form.questions.items[i], i + 1);
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_close(&json, '}');
    visit_send_json(visit, out);
}

static void
write_tally(struct json *json, const struct survey_question *question,
            const struct survey_tally *tally)
{
    json_int_field(json, "answered", tally->answered);
    json_open_list(json, "counts");
    for (int i = 0; i < question->word_count; i++)
        json_int(json, tally->counts[i]);
    json_close(json, ']');
    json_int_field(json, "mean_hundredths", tally->mean);
    json_int_field(json, "lowest", tally->least);
    json_int_field(json, "median", tally->median);
    json_int_field(json, "highest", tally->most);
}

static void
write_parts(struct json *json, const char *key, const struct survey_results *it,
            const struct survey_parts *parts)
{
    json_open_list(json, key);
    for (size_t i = 0; i < parts->list.count; i++) {
        const struct survey_part *part = &parts->list.items[i];
        json_open(json, '{');
        json_text_field(json, "key", part->key);
        json_text_field(json, "name", part->name);
        json_int_field(json, "answers", part->answers);
        json_open_list(json, "questions");
        for (size_t q = 0; q < it->it.form.questions.count; q++) {
            json_open(json, '{');
            write_tally(json, &it->it.form.questions.items[q], &part->tallies[q]);
            json_close(json, '}');
        }
        json_close(json, ']');
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void
write_results(struct json *json, const struct survey_results *it)
{
    json_open_list(json, "questions");
    for (size_t q = 0; q < it->it.form.questions.count; q++) {
        json_open(json, '{');
        write_question(json, &it->it.form.questions.items[q], q + 1);
        write_tally(json, &it->it.form.questions.items[q], &it->all.tallies[q]);
        json_close(json, '}');
    }
    json_close(json, ']');
    write_parts(json, "by_role", it, &it->roles);
    write_parts(json, "by_school", it, &it->schools);
    json_open_list(json, "texts");
    for (size_t i = 0; i < it->texts.list.count; i++) {
        json_open(json, '{');
        json_int_field(json, "question", it->texts.list.items[i].question);
        json_text_field(json, "text", it->texts.list.items[i].body);
        json_close(json, '}');
    }
    json_close(json, ']');
}

void
survey_send(struct visit *visit, const struct survey_view *view)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    const struct survey_results *it = &view->it;
    struct json json = json_to(out);

    json_open(&json, '{');
    write_line(&json, &it->it.it, it->it.form.audience, it->it.state);
    json_int_field(&json, "expected", it->expected);
    json_int_field(&json, "answered", it->answered);
    json_bool_field(&json, "enough", it->enough);
    json_open_list(&json, "turnout");
    for (size_t i = 0; i < it->turnout.list.count; i++) {
        const struct survey_group *group = &it->turnout.list.items[i];
        json_open(&json, '{');
        json_text_field(&json, "school", group->school_code);
        json_text_field(&json, "name", group->school_name);
        json_int_field(&json, "expected", group->expected);
        json_int_field(&json, "answered", group->count);
        json_close(&json, '}');
    }
    json_close(&json, ']');
    write_results(&json, it);
    json_close(&json, '}');
    visit_send_json(visit, out);
}
