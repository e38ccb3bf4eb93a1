/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/training.h"

static void
write_session(struct json *json, const struct training *training)
{
    const struct training_session *it = &training->it;

    json_text_field(json, "code", it->code);
    json_text_field(json, "year", it->year);
    json_text_field(json, "title", it->title);
    json_text_field(json, "topic", it->topic);
    json_text_field(json, "place", it->place);
    json_text_field(json, "held_by", it->held_by);
    json_day_field(json, "day", it->held_on);
    json_int_field(json, "minutes", it->minutes);
    json_text_field(json, "cancelled", it->cancelled);
    json_open_list(json, "roles");
    for (size_t i = 0; i < training->roles.list.count; i++)
        json_text(json, training->roles.list.items[i]);
    json_close(json, ']');
    json_int_field(json, "expected", training->expected);
    json_int_field(json, "attended", training->attended);
    json_int_field(json, "others", training->others);
    json_bool_field(json, "may_cancel", training->may_hold);
}

void
trainings_send(struct visit *visit, const struct trainings_view *view)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);

    json_open(&json, '{');
    json_open_list(&json, "sessions");
    for (size_t i = 0; i < view->list.list.count; i++) {
        json_open(&json, '{');
        write_session(&json, &view->list.list.items[i]);
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_close(&json, '}');
    visit_send_json(visit, out);
}

static void
write_total(struct json *json, const struct training_total *total)
{
    json_open(json, '{');
    json_text_field(json, "school", total->school_code);
    json_text_field(json, "name", total->school_name);
    json_int_field(json, "expected", total->expected);
    json_int_field(json, "attended", total->attended);
    json_int_field(json, "others", total->others);
    json_close(json, '}');
}

static void
write_person(struct json *json, const struct training_person *person)
{
    json_open(json, '{');
    json_text_field(json, "school", person->school_code);
    json_text_field(json, "login", person->login);
    json_text_field(json, "name", person->name);
    json_bool_field(json, "expected", person->expected);
    json_bool_field(json, "attended", person->attended);
    json_moment_field(json, "marked", person->marked);
    json_text_field(json, "marked_by", person->marked_by);
    json_close(json, '}');
}

void
training_send(struct visit *visit, const struct training_view *view)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);

    json_open(&json, '{');
    write_session(&json, &view->it);
    json_open_list(&json, "schools");
    for (size_t i = 0; i < view->it.totals.list.count; i++)
        write_total(&json, &view->it.totals.list.items[i]);
    json_close(&json, ']');
    json_text_field(&json, "school", view->school ? view->school->school_code : NULL);
    json_bool_field(&json, "may_mark", view->may_mark);
    json_open_list(&json, "people");
    for (size_t i = 0; i < view->people.list.count; i++)
        write_person(&json, &view->people.list.items[i]);
    json_close(&json, ']');
    json_text_field(&json, "note", view->notice.good);
    json_close(&json, '}');
    visit_send_json(visit, out);
}
