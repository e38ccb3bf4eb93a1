/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/obstacles.h"

static void
write_obstacle(struct json *json, const struct obstacle *it, bool may_solve)
{
    json_open(json, '{');
    json_text_field(json, "id", it->id);
    json_text_field(json, "unit", it->unit_code);
    json_text_field(json, "unit_name", it->unit_name);
    json_text_field(json, "by", it->person_name);
    json_text_field(json, "page", it->page);
    json_text_field(json, "text", it->text);
    json_text_field(json, "state", obstacle_state_key(obstacle_state(it)));
    json_moment_field(json, "at", it->at);
    json_moment_field(json, "seen_at", it->seen_at);
    json_moment_field(json, "solved_at", it->solved_at);
    json_text_field(json, "solved_by", it->solved_by);
    json_text_field(json, "answer", it->answer);
    json_bool_field(json, "may_solve", may_solve);
    json_close(json, '}');
}

void
obstacles_send(struct visit *visit, const struct obstacles_view *view)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);

    json_open(&json, '{');
    json_open_list(&json, "obstacles");
    for (size_t i = 0; i < view->it.list.count; i++)
        write_obstacle(&json, &view->it.list.items[i], view->may_solve[i]);
    json_close(&json, ']');
    json_bool_field(&json, "more", view->it.more);
    json_close(&json, '}');
    visit_send_json(visit, out);
}
