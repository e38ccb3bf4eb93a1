/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/freeze.h"

static void
write_class(struct json *json, const struct freeze_look_row *row)
{
    json_open(json, '{');
    json_text_field(json, "class", row->class.id);
    json_text_field(json, "name", row->class.name);
    json_bool_field(json, "empty", row->empty);
    json_bool_field(json, "closed", row->manifest.closed);
    json_bool_field(json, "current", row->manifest.current);
    json_int_field(json, "with_record", (int64_t)row->manifest.counts[ABSENCE_NONE]);
    json_int_field(json, "reassessed_later", (int64_t)row->manifest.counts[ABSENCE_REASSESSMENT]);
    json_int_field(json, "unexplained", (int64_t)row->manifest.unexplained);
    json_text_field(json, "reason", row->reason);
    json_close(json, '}');
}

void
freeze_send(struct visit *visit, const struct freeze_view *view)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    const struct freeze_look *look = &view->look;
    struct json json = json_to(out);

    json_open(&json, '{');
    json_text_field(&json, "school", view->school.code);
    json_text_field(&json, "year", view->year);
    json_open_list(&json, "years");
    for (size_t i = 0; i < view->years.list.count; i++)
        json_text(&json, view->years.list.items[i].name);
    json_close(&json, ']');
    json_bool_field(&json, "frozen", look->frozen);
    json_bool_field(&json, "signed", look->signed_);
    json_bool_field(&json, "current", look->current);
    json_text_field(&json, "sha256", look->signed_ ? look->newest.sha256 : NULL);
    json_bool_field(&json, "in_ledger", look->signed_ && look->newest.position >= 0);
    json_int_field(&json, "closed", (int64_t)look->closed);
    json_int_field(&json, "open", (int64_t)look->open);
    json_int_field(&json, "empty", (int64_t)look->empty);
    json_text_field(&json, "waiting", look->waiting);
    json_open_list(&json, "classes");
    for (size_t i = 0; i < look->rows.count; i++)
        write_class(&json, &look->rows.items[i]);
    json_close(&json, ']');
    json_close(&json, '}');
    visit_send_json(visit, out);
}
