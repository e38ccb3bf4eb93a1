/* SPDX-License-Identifier: Apache-2.0
 *
 * The API described (OpenAPI 3.1), out of the table of routes itself: it cannot say anything else.
 */
#include "serve/route.h"
#include "serve/shared.h"

#include <ctype.h>

/* "/api/v1/classes/{}/grid" -> "/api/v1/classes/{a}/grid", the parts named a, b, c ... */
static const char *
named_path(const char *path, struct arena *arena, int *count)
{
    struct buffer out;

    buffer_init(&out, 1024);
    *count = 0;
    for (const char *c = path; *c; c++) {
        buffer_char(&out, *c);
        if (*c == '{')
            buffer_char(&out, (char)('a' + (*count)++));
    }
    const char *named = arena_copy(arena, out.data, out.size);
    buffer_clear(&out);
    return named;
}

static void
write_parameters(struct json *json, int count)
{
    json_key(json, "parameters");
    json_open(json, '[');
    for (int i = 0; i < count; i++) {
        char name[2] = {(char)('a' + i), '\0'};
        json_open(json, '{');
        json_text_field(json, "name", name);
        json_text_field(json, "in", "path");
        json_bool_field(json, "required", true);
        json_key(json, "schema");
        json_open(json, '{');
        json_text_field(json, "type", "string");
        json_close(json, '}');
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void
write_operation(struct json *json, const struct route *route, int parameters)
{
    char method[8] = "";

    for (size_t i = 0; i < sizeof method - 1 && route->method[i]; i++)
        method[i] = (char)tolower((unsigned char)route->method[i]);
    json_key(json, method);
    json_open(json, '{');
    json_text_field(json, "summary", route->about);
    write_parameters(json, parameters);
    if (route->guard == SIGNED_IN) {
        json_key(json, "security");
        json_open(json, '[');
        json_open(json, '{');
        json_key(json, "session");
        json_open(json, '[');
        json_close(json, ']');
        json_close(json, '}');
        json_close(json, ']');
    }
    if (route->body_max > 0)
        json_int_field(json, "x-body-max", (int64_t)route->body_max);
    json_key(json, "responses");
    json_open(json, '{');
    json_key(json, "default");
    json_open(json, '{');
    json_text_field(json, "description", "200, or {\"error\": {\"code\", \"message\"}}");
    json_close(json, '}');
    json_close(json, '}');
    json_close(json, '}');
}

/* Each path once, with all its methods. */
static void
write_paths(struct json *json, struct arena *arena)
{
    for (const struct route *route = routes; route->method; route++) {
        bool before = false;
        int parameters;
        for (const struct route *other = routes; other != route; other++)
            before |= text_equal(other->path, route->path);
        if (before)
            continue;
        json_key(json, named_path(route->path, arena, &parameters));
        json_open(json, '{');
        for (const struct route *each = route; each->method; each++)
            if (text_equal(each->path, route->path))
                write_operation(json, each, parameters);
        json_close(json, '}');
    }
}

enum status
api_description(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);

    (void)err;
    json_open(&json, '{');
    json_text_field(&json, "openapi", "3.1.0");
    json_key(&json, "info");
    json_open(&json, '{');
    json_text_field(&json, "title", "hocba");
    json_text_field(&json, "version", HOCBA_VERSION);
    json_close(&json, '}');
    json_key(&json, "components");
    json_open(&json, '{');
    json_key(&json, "securitySchemes");
    json_open(&json, '{');
    json_key(&json, "session");
    json_open(&json, '{');
    json_text_field(&json, "type", "apiKey");
    json_text_field(&json, "in", "cookie");
    json_text_field(&json, "name", "phien");
    json_close(&json, '}');
    json_close(&json, '}');
    json_close(&json, '}');
    json_key(&json, "paths");
    json_open(&json, '{');
    write_paths(&json, visit->arena);
    json_close(&json, '}');
    json_close(&json, '}');
    visit_send_json(visit, out);
    return OK;
}
