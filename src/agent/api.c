/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/api.h"

#include <stdio.h>

#include "agent/certificate_name.h"
#include "base/encode.h"
#include "base/json.h"

enum { API_PROTOCOL = 1 };

static const char batches_path[] = "/v1/batches";

static int
http_status(enum status status)
{
    switch (status) {
    case OK: return 200;
    case NOT_FOUND: return 404;
    case CONFLICT: return 409;
    case DENIED: return 403;
    case UNAVAILABLE:
    case UNDECIDED:
    case CORRUPT:
    case UNTRUSTED: return 503;
    case INVALID:
    case USAGE: break;
    }
    return 400;
}

/* A word for programs. */
static const char *
problem_code(int status)
{
    return status == 409   ? "conflict"
           : status == 404 ? "unknown"
           : status == 503 ? "token"
                           : "request";
}

static void
write_problem(const char *code, const char *message, struct buffer *body)
{
    struct json json = json_to(body);

    json_open(&json, '{');
    json_text_field(&json, "code", code);
    json_text_field(&json, "message", message);
    json_close(&json, '}');
}

/* ---- who may ask ---- */

static bool
is_this_computer(const struct api *api, struct span host)
{
    char wanted[32];

    snprintf(wanted, sizeof wanted, "127.0.0.1:%u", (unsigned)api->settings->port);
    if (span_is(host, wanted))
        return true;
    snprintf(wanted, sizeof wanted, "localhost:%u", (unsigned)api->settings->port);
    return span_is(host, wanted);
}

/* ---- the routes ---- */

static void
write_version(struct buffer *body)
{
    struct json json = json_to(body);

    json_open(&json, '{');
    json_text_field(&json, "agent", "hocba");
    json_text_field(&json, "version", HOCBA_VERSION);
    json_int_field(&json, "protocol", API_PROTOCOL);
    json_close(&json, '}');
}

static void
write_certificate(struct json *json, const struct token_certificate *one, struct arena *arena)
{
    uint8_t digest[AGENT_DIGEST_SIZE];
    char hex[AGENT_DIGEST_HEX];

    agent_sha256(one->der, digest);
    json_open(json, '{');
    json_text_field(json, "id", hex_write(digest, sizeof digest, hex));
    json_text_field(json, "certificate", base64_write(arena, one->der.data, one->der.size));
    json_text_field(json, "holder", certificate_holder(one->der, arena));
    json_text_field(json, "token", one->label);
    json_text_field(json, "serial", one->serial);
    json_close(json, '}');
}

static enum status
list_certificates(struct api *api, struct arena *arena, struct buffer *body, struct error *err)
{
    struct json json = json_to(body);
    struct token_certificates found;

    enum status status = signing_list(api->signing, arena, &found, err);
    if (status != OK) /* whatever is wrong with the module or the token, the request is right */
        return status == CONFLICT ? CONFLICT : UNAVAILABLE;
    json_open(&json, '{');
    json_open_list(&json, "certificates");
    for (size_t i = 0; i < found.list.count; i++)
        write_certificate(&json, &found.list.items[i], arena);
    json_close(&json, ']');
    json_close(&json, '}');
    return OK;
}

static enum status
start_batch(struct api *api, const struct request *request, struct arena *arena,
            struct buffer *body, struct error *err)
{
    struct batch *batch;

    /* With this type a browser asks first (a CORS preflight), whatever the page does. */
    if (!span_is(request->content_type, "application/json") &&
        !span_is(request->content_type, "application/json; charset=utf-8"))
        return fail(err, INVALID, "Yêu cầu ký phải là application/json.");
    TRY(batch_parse(request->body, request->origin, &batch, err));
    const char *id = arena_text(arena, batch->id);
    TRY(signing_start(api->signing, batch, err));
    return signing_poll(api->signing, request->origin, span_of(id), 0, body, err);
}

/* "from=N"; anything else is 0. */
static size_t
parse_from(struct span query, struct arena *arena)
{
    const char *text = arena_copy(arena, query.data, query.size);
    int from;

    return text_starts(text, "from=") && text_to_int(text + 5, 0, BATCH_ITEMS_MAX, &from)
               ? (size_t)from
               : 0;
}

/* What stands after "/v1/batches/"; empty when the path is another one. */
static struct span
batch_id(struct span path)
{
    size_t size = sizeof batches_path; /* with the slash in the NUL's place */

    if (path.size <= size || memcmp(path.data, batches_path, size - 1) != 0 ||
        path.data[size - 1] != '/')
        return (struct span){0};
    return (struct span){path.data + size, path.size - size};
}

static enum status
route(struct api *api, const struct request *request, struct arena *arena, struct buffer *body,
      struct error *err)
{
    struct span id = batch_id(request->path);

    if (request->method == METHOD_GET && span_is(request->path, "/v1/version")) {
        write_version(body);
        return OK;
    }
    if (request->method == METHOD_GET && span_is(request->path, "/v1/certificates"))
        return list_certificates(api, arena, body, err);
    if (request->method == METHOD_POST && span_is(request->path, batches_path))
        return start_batch(api, request, arena, body, err);
    if (request->method == METHOD_GET && id.size > 0)
        return signing_poll(api->signing, request->origin, id, parse_from(request->query, arena),
                            body, err);
    if (request->method == METHOD_DELETE && id.size > 0) {
        TRY(signing_cancel(api->signing, request->origin, id, err));
        return signing_poll(api->signing, request->origin, id, BATCH_ITEMS_MAX, body, err);
    }
    return fail(err, NOT_FOUND, "Agent không có địa chỉ này.");
}

/* ---- answers ---- */

static void
refuse_stranger(const char *code, const char *message, struct buffer *out)
{
    AUTO(buffer) *body = buffer_new(RESPONSE_MAX);

    write_problem(code, message, body);
    response_write(&(struct response){.status = 403, .body = buffer_span(body)}, out);
}

void
api_answer(void *state, const struct request *request, struct buffer *out)
{
    struct api *api = state;
    AUTO(buffer) *body = buffer_new(RESPONSE_MAX - REQUEST_HEAD_MAX);
    AUTO(arena) *arena = arena_new();
    struct response response = {.status = 204, .origin = request->origin};
    struct error err;

    if (!is_this_computer(api, request->host)) {
        refuse_stranger("host", "Agent chỉ trả lời cho 127.0.0.1 và localhost.", out);
        return;
    }
    if (!settings_know_origin(api->settings, request->origin)) {
        refuse_stranger("origin", "Trang này chưa được đăng ký với agent.", out);
        return;
    }
    if (request->method == METHOD_OPTIONS) {
        response.preflight = true;
        response.private_network = request->private_network;
    } else {
        response.status = http_status(route(api, request, arena, body, &err));
        if (response.status != 200) {
            body->size = 0;
            write_problem(problem_code(response.status), err.message, body);
        }
    }
    response.body = buffer_span(body);
    response_write(&response, out);
}

void
api_refuse(void *state, int status, struct buffer *out)
{
    (void)state;
    response_write(&(struct response){.status = status}, out);
}
