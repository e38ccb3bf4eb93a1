/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/identity.h"

static void
write_row(struct json *json, const struct identity_row *row)
{
    const struct identity_stored *it = &row->stored;

    json_open(json, '{');
    json_text_field(json, "pupil", it->pupil);
    json_text_field(json, "code", it->code);
    json_text_field(json, "name", it->name);
    json_text_field(json, "class", it->class_name);
    json_text_field(json, "personal_number", it->personal_number);
    json_day_field(json, "birth", it->birth_date);
    json_text_field(json, "state", identity_state_key(row->state));
    json_text_field(json, "why", row->why);
    json_text_field(json, "todo", row->todo);
    json_text_field(json, "differs", row->differs);
    json_text_field(json, "case", row->differs ? it->answer.question : NULL);
    json_bool_field(json, "may_accept", identity_row_can_be_taken(row));
    json_close(json, '}');
}

void
identity_send(struct visit *visit, const struct identity_look *look)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);

    json_open(&json, '{');
    json_text_field(&json, "year", look->view.year);
    json_key(&json, "counts");
    json_open(&json, '{');
    for (int i = 0; i < IDENTITY_STATE_COUNT; i++)
        json_int_field(&json, identity_state_key((enum identity_state)i),
                       (int64_t)look->view.counts[i]);
    json_close(&json, '}');
    json_open_list(&json, "pupils");
    for (size_t i = 0; i < look->view.rows.count; i++)
        if (identity_is_problem(look->view.rows.items[i].state))
            write_row(&json, &look->view.rows.items[i]);
    json_close(&json, ']');
    json_close(&json, '}');
    visit_send_json(visit, out);
}
