/* SPDX-License-Identifier: Apache-2.0
 *
 * The API of a pupil's page and of the page of slips: the same verbs.
 */
#include "serve/family.h"
#include "serve/inside.h"
#include "serve/lookup.h"
#include "service/access_log.h"

static void
write_years(struct json *json, const struct enrolments *years)
{
    json_open_list(json, "years");
    for (size_t i = 0; i < years->list.count; i++) {
        const struct enrolled *year = &years->list.items[i];
        json_open(json, '{');
        json_text_field(json, "year", year->year);
        json_text_field(json, "class", year->class_name);
        json_text_field(json, "class_id", year->enrolment.class_id);
        json_int_field(json, "grade", year->enrolment.grade);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void
write_records(struct json *json, const struct record_contents *contents)
{
    json_open_list(json, "records");
    for (size_t i = 0; i < contents->list.count; i++) {
        const struct record_content *content = &contents->list.items[i];
        json_open(json, '{');
        json_text_field(json, "uuid", content->row->uuid);
        json_text_field(json, "code", content->code);
        json_text_field(json, "year", content->row->year);
        json_text_field(json, "standing", public_state_key(content->standing.state));
        json_moment_field(json, "issued_at", content->standing.issued);
        json_moment_field(json, "since", content->standing.since);
        json_text_field(json, "newer", content->standing.newer);
        json_text_field(json, "decision", content->decision ? content->decision->number : NULL);
        json_close(json, '}');
    }
    json_close(json, ']');
}

/* Who looked. */
static void
write_looks(struct json *json, const struct access_rows *log)
{
    json_open_list(json, "looks");
    for (size_t i = 0; i < log->list.count; i++) {
        const struct access_row *row = &log->list.items[i];
        json_open(json, '{');
        json_moment_field(json, "at", row->at);
        json_text_field(json, "by", row->name ? row->name : row->login);
        json_text_field(json, "what", row->what);
        json_text_field(json, "detail", row->detail);
        json_close(json, '}');
    }
    json_close(json, ']');
}

enum status
pupil_send(struct visit *visit, const struct pupil_file *file, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);
    struct record_contents contents;
    struct access_rows log = {0};

    TRY(record_contents_read(visit->app, file, &contents, err));
    TRY(access_log_of_pupil(visit->app, file->pupil.id, &log, err));
    json_open(&json, '{');
    json_text_field(&json, "pupil", file->pupil.id);
    json_text_field(&json, "name", file->pupil.name);
    json_text_field(&json, "code", file->pupil.code);
    json_day_field(&json, "birth", file->pupil.birth_date);
    json_text_field(&json, "school", file->unit.name);
    write_years(&json, &file->years);
    write_records(&json, &contents);
    write_looks(&json, &log);
    json_close(&json, '}');
    visit_send_json(visit, out);
    return OK;
}

enum status
pupil_api(struct visit *visit, struct error *err)
{
    struct pupil_file file;

    TRY(lookup_pupil(visit->app, visit->argument[0], &file, err));
    TRY(access_log_add(visit->app, ACCESS_PUPIL, file.pupil.id, file.pupil.unit, NULL,
                       visit->request->address, err));
    return pupil_send(visit, &file, err);
}

enum status
family_codes_api(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct family_states states = {0};
    struct json json = json_to(out);

    TRY(family_list(visit->app, visit->argument[0], &states, err));
    json_open(&json, '{');
    json_open_list(&json, "families");
    for (size_t i = 0; i < states.list.count; i++) {
        const struct family_state *state = &states.list.items[i];
        json_open(&json, '{');
        json_text_field(&json, "pupil", state->enrolled.pupil.id);
        json_text_field(&json, "code", state->enrolled.pupil.code);
        json_text_field(&json, "name", state->enrolled.pupil.name);
        json_moment_field(&json, "since", state->code.id ? state->code.made : (struct moment){0});
        json_text_field(&json, "by", state->code.made_by);
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_close(&json, '}');
    visit_send_json(visit, out);
    return OK;
}

enum status
family_slips_api(struct visit *visit, struct error *err)
{
    struct json_value body;

    TRY(visit_read_json(visit, &body, err));
    const struct json_value *renew = json_find(&body, "renew");
    const struct slips_order order = {.of = {visit->argument[0], json_find_text(&body, "pupil")},
                                      .renew = renew && renew->kind == JSON_TRUTH && renew->truth,
                                      .address = visit->serve->order->public_address};
    return slips_send(visit, &order, err);
}

enum status
family_end_api(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);
    struct json_value body;

    TRY(visit_read_json(visit, &body, err));
    TRY(family_end_code(visit->app, visit->argument[0], json_find_text(&body, "reason"), err));
    json_open(&json, '{');
    json_bool_field(&json, "ended", true);
    json_close(&json, '}');
    visit_send_json(visit, out);
    return OK;
}
