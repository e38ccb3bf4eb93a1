/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/api.h"

#include "serve/shape.h"

/* The form's value for a word of a choice; any other as it came: whoever reads it refuses it. */
static struct span
value_of(const struct shape *member, struct span given)
{
    for (size_t i = 0; i < member->words.count; i++)
        if (span_is(given, member->words.items[i].word))
            return span_of(member->words.items[i].form);
    return given;
}

static void
read_query(const struct shape *shape, struct arena *arena, struct web_fields *query)
{
    size_t came = query->list.count;

    for (size_t i = 0; i < came; i++)
        for (size_t k = 0; k < shape->members.count; k++) {
            const struct shape *member = &shape->members.items[k];
            struct web_field field = query->list.items[i];
            if (!text_equal(member->name, field.name) || text_equal(member->name, member->form))
                continue;
            field.name = member->form;
            field.value = value_of(member, field.value);
            *list_add(arena, query->list) = field;
        }
}

static enum status
read_form(struct visit *visit, const char *shape, struct web_fields *form, struct error *err)
{
    struct json_value body = {.kind = JSON_OBJECT};

    *form = (struct web_fields){0};
    if (visit->request->body.size > 0)
        TRY(visit_read_json(visit, &body, err));
    return shape_fill_form(shape_parse(shape, visit->arena), &body, visit->arena, form, err);
}

enum status
api_read(struct visit *visit, const struct route *route, struct error *err)
{
    struct web_request *request;

    if (!route->asks && !route->form)
        return OK;
    request = arena_make(visit->arena, struct web_request);
    *request = *visit->request;
    if (route->asks)
        read_query(shape_parse(route->asks, visit->arena), visit->arena, &request->query);
    if (route->form)
        TRY(read_form(visit, route->form, &request->form, err));
    visit->request = request;
    return OK;
}

void
api_send_done(struct visit *visit, const char *page, const char *note)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);

    json_open(&json, '{');
    json_bool_field(&json, "done", true);
    json_text_field(&json, "id", visit->made);
    json_text_field(&json, "page", page);
    json_text_field(&json, "note", note);
    json_close(&json, '}');
    visit_send_json(visit, out);
}
