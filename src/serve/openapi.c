/* SPDX-License-Identifier: Apache-2.0
 *
 * The API described (OpenAPI 3.1), out of the table of routes itself: it cannot say anything else.
 */
#include <assert.h>
#include <ctype.h>

#include "serve/api.h"
#include "serve/shape.h"
#include "serve/shared.h"

/* --- paths ------------------------------------------------------------------------------------ */

/* What stands for a {}, by what stands before it; the longest that fits says it. */
static const struct {
    const char *end, *name;
} part_names[] = {
    {"/tinh/{}", "version"},
    {"/tinh/{}/{}", "name"},
    {"/uy-quyen/{}", "delegation"},
    {"/delegations/{}", "delegation"},
    {"/lop/{}", "class"},
    {"/classes/{}", "class"},
    {"/y-kien/{}", "enrolment"},
    {"/y-kien/{}/{}", "sheet"},
    {"/remarks/{}", "enrolment"},
    {"/remarks/{}/{}", "sheet"},
    {"/ky/{}", "class"},
    {"/ky/{}/{}", "role"},
    {"/xem/{}", "record"},
    {"/bang-chung/{}", "record"},
    {"/tra-ve/{}", "role"},
    {"/ghi-chu/{}", "role"},
    {"/queue/{}", "class"},
    {"/queue/{}/{}", "role"},
    {"/papers/{}", "record"},
    {"/proofs/{}", "record"},
    {"/jobs/{}", "job"},
    {"/chung-thu/{}", "certificate"},
    {"/certificates/{}", "certificate"},
    {"/chot-nam/{}", "year"},
    {"/years/{}", "year"},
    {"/thu-hoi/{}", "request"},
    {"/de-nghi/{}", "record"},
    {"/v1/revocations/{}", "request"},
    {"/gateway/v1/revocations/{}", "message"},
    {"/tiep-nhan/{}", "list"},
    {"/handed-in/{}", "list"},
    {"/tep/{}", "kind"},
    {"/files/{}", "kind"},
    {"/hoc-sinh/{}/tep/{}", "place"},
    {"/gia-dinh/tep/{}", "place"},
    {"/pupils/{}/files/{}", "place"},
    {"/family/files/{}", "place"},
    {"/tep/{}/{}", "kind"},
    {"/files/{}/{}", "kind"},
    {"/kiem-tra/{}", "round"},
    {"/kiem-tra/{}/{}", "school"},
    {"/kiem-tra/{}/tep/{}", "number"},
    {"/hoc-ba/{}", "record"},
    {"/inspections/{}", "round"},
    {"/inspections/{}/files/{}", "number"},
    {"/schools/{}", "school"},
    {"/records/{}", "record"},
    {"/vuong-mac/{}", "obstacle"},
    {"/obstacles/{}", "obstacle"},
    {"/tap-huan/{}", "session"},
    {"/truong/{}", "school"},
    {"/trainings/{}", "session"},
    {"/khao-sat/{}", "survey"},
    {"/surveys/{}", "survey"},
    {"/hoc-sinh/{}", "pupil"},
    {"/pupils/{}", "pupil"},
    {"/cong-tiep-nhan/{}", "packet"},
    {"/packets/{}", "packet"},
    {"/luot-ky/{}", "batch"},
    {"/doc-soat/{}", "edit"},
    {"/edits/{}", "edit"},
    {"/batches/{}", "batch"},
    {"/xac-minh/{}", "code"},
};

static const char *
part_name(const char *path, size_t size)
{
    const char *name = NULL;
    size_t longest = 0;

    for (size_t i = 0; i < COUNT_OF(part_names); i++) {
        size_t end = strlen(part_names[i].end);
        if (end <= longest || end > size || memcmp(path + size - end, part_names[i].end, end) != 0)
            continue;
        longest = end;
        name = part_names[i].name;
    }
    assert(name); /* a new kind of part needs its name above */
    return name;
}

struct parts {
    const char *names[WEB_ARGUMENTS_MAX];
    int count;
};

/* "/api/v1/classes/{}/grid" -> "/api/v1/classes/{class}/grid". */
static const char *
named_path(const char *path, struct arena *arena, struct parts *parts)
{
    AUTO(buffer) *out = buffer_new(1024);

    *parts = (struct parts){.count = 0};
    for (const char *c = path; *c; c++) {
        buffer_char(out, *c);
        if (*c != '{')
            continue;
        parts->names[parts->count] = part_name(path, (size_t)(c - path) + 2);
        buffer_text(out, parts->names[parts->count++]);
    }
    return arena_copy(arena, out->data, out->size);
}

/* --- what comes ------------------------------------------------------------------------------- */

static void
write_parameter(struct json *json, const char *name, const char *in, const struct shape *shape)
{
    json_open(json, '{');
    json_text_field(json, "name", name);
    json_text_field(json, "in", in);
    json_bool_field(json, "required", !shape->optional);
    json_key(json, "schema");
    shape_write_schema(json, shape);
    json_close(json, '}');
}

static void
write_parameters(struct json *json, const struct route *route, const struct parts *parts,
                 struct arena *arena)
{
    static const struct shape text = {.kind = SHAPE_TEXT};

    json_open_list(json, "parameters");
    for (int i = 0; i < parts->count; i++)
        write_parameter(json, parts->names[i], "path", &text);
    if (route->asks) {
        const struct shape *asks = shape_parse(route->asks, arena);
        for (size_t i = 0; i < asks->members.count; i++)
            write_parameter(json, asks->members.items[i].name, "query", &asks->members.items[i]);
    }
    json_close(json, ']');
}

static bool
is_shape(const char *what)
{
    return *what == '{' || *what == '[';
}

/* A shape as JSON, or media types, one after the other. */
static void
write_content(struct json *json, const char *what, struct arena *arena)
{
    json_key(json, "content");
    json_open(json, '{');
    if (is_shape(what)) {
        json_key(json, "application/json");
        json_open(json, '{');
        json_key(json, "schema");
        shape_write_schema(json, shape_parse(what, arena));
        json_close(json, '}');
    }
    while (*what && !is_shape(what)) {
        size_t size = strcspn(what, " ");
        json_key(json, arena_copy(arena, what, size));
        json_open(json, '{');
        json_close(json, '}');
        what += size + strspn(what + size, " ");
    }
    json_close(json, '}');
}

static void
write_body(struct json *json, const struct route *route, struct arena *arena)
{
    const char *takes = route->form ? route->form : route->takes;

    if (!takes)
        return;
    json_key(json, "requestBody");
    json_open(json, '{');
    json_bool_field(json, "required", true);
    write_content(json, takes, arena);
    json_close(json, '}');
}

/* --- what goes -------------------------------------------------------------------------------- */

#define DONE "{done: bool, id: text?, page: text?, note: text?}"

/* A page is one, or leads to one. */
static const char *
gives_of(const struct route *route)
{
    if (route->gives)
        return route->gives;
    return text_starts(route->path, "/api/") ? DONE : "text/html";
}

static void
write_responses(struct json *json, const struct route *route, struct arena *arena)
{
    json_key(json, "responses");
    json_open(json, '{');
    json_key(json, "200");
    json_open(json, '{');
    json_text_field(json, "description", route->about);
    write_content(json, gives_of(route), arena);
    json_close(json, '}');
    json_key(json, "default");
    json_open(json, '{');
    json_text_field(json, "$ref", "#/components/responses/error");
    json_close(json, '}');
    json_close(json, '}');
}

static void
write_security(struct json *json)
{
    json_open_list(json, "security");
    json_open(json, '{');
    json_open_list(json, "session");
    json_close(json, ']');
    json_close(json, '}');
    json_close(json, ']');
}

static void
write_operation(struct json *json, const struct route *route, const struct parts *parts,
                struct arena *arena)
{
    char method[8] = "";

    for (size_t i = 0; i < sizeof method - 1 && route->method[i]; i++)
        method[i] = (char)tolower((unsigned char)route->method[i]);
    json_key(json, method);
    json_open(json, '{');
    json_text_field(json, "summary", route->about);
    write_parameters(json, route, parts, arena);
    write_body(json, route, arena);
    if (route->guard == SIGNED_IN)
        write_security(json);
    if (route->body_max > 0)
        json_int_field(json, "x-body-max", (int64_t)route->body_max);
    write_responses(json, route, arena);
    json_close(json, '}');
}

/* Each path once, with all its methods. */
static void
write_paths(struct json *json, struct arena *arena)
{
    for (const struct route *route = routes; route->method; route++) {
        bool before = false;
        struct parts parts;
        for (const struct route *other = routes; other != route; other++)
            before |= text_equal(other->path, route->path);
        if (before)
            continue;
        json_key(json, named_path(route->path, arena, &parts));
        json_open(json, '{');
        for (const struct route *each = route; each->method; each++)
            if (text_equal(each->path, route->path))
                write_operation(json, each, &parts, arena);
        json_close(json, '}');
    }
}

/* --- the whole -------------------------------------------------------------------------------- */

static void
write_components(struct json *json, struct arena *arena)
{
    json_key(json, "components");
    json_open(json, '{');
    json_key(json, "securitySchemes");
    json_open(json, '{');
    json_key(json, "session");
    json_open(json, '{');
    json_text_field(json, "type", "apiKey");
    json_text_field(json, "in", "cookie");
    json_text_field(json, "name", "phien");
    json_close(json, '}');
    json_close(json, '}');
    json_key(json, "responses");
    json_open(json, '{');
    json_key(json, "error");
    json_open(json, '{');
    json_text_field(json, "description", "Nothing was changed; the message is for the person.");
    write_content(json, API_ERROR_SHAPE, arena);
    json_close(json, '}');
    json_close(json, '}');
    json_close(json, '}');
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
    json_text_field(&json, "description",
                    "Sign in with POST /api/v1/sign-in; what changes something bears the header "
                    "X-CSRF, which GET /api/v1/account gives.");
    json_close(&json, '}');
    write_components(&json, visit->arena);
    json_key(&json, "paths");
    json_open(&json, '{');
    write_paths(&json, visit->arena);
    json_close(&json, '}');
    json_close(&json, '}');
    visit_send_json(visit, out);
    return OK;
}
