/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/visit.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/encode.h"
#include "serve/api.h"
#include "serve/inside.h"
#include "serve/sign_in.h"

#define PAGE_TYPE "text/html; charset=utf-8"
#define JSON_TYPE "application/json"

/* The bytes move into the request's arena: they are sent after the visit has ended. */
static void
send(struct visit *visit, const struct buffer *out, const char *type)
{
    struct web_answer *answer = visit->answer;

    if (out->overflow) { /* half a page would look like a whole one */
        visit_send_error(
            visit, 503,
            T("Danh sách dài quá, không hiện được thành một trang. Dữ liệu còn nguyên; "
              "hãy lọc bớt, hoặc dùng lệnh hocba trên máy chủ.",
              "The list is too long for one page. Nothing is lost; filter it, or use "
              "the hocba command on the server."));
        return;
    }
    answer->body =
        (struct span){arena_copy(visit->arena, out->data ? out->data : "", out->size), out->size};
    answer->type = type;
    answer->compressible = true;
    if (answer->code == 0)
        answer->code = 200;
}

void
visit_send_page(struct visit *visit, const struct buffer *out)
{
    send(visit, out, PAGE_TYPE);
}

void
visit_send_json(struct visit *visit, const struct buffer *out)
{
    send(visit, out, JSON_TYPE);
}

/* RFC 6266 with RFC 5987's form: what is not a plain character is escaped. */
static const char *
file_disposition(struct visit *visit, const char *name, bool attachment)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);

    buffer_printf(out, "%s; filename*=UTF-8''", attachment ? "attachment" : "inline");
    percent_add(out, name);
    return arena_copy(visit->arena, out->data, out->size);
}

void
visit_send_file(struct visit *visit, struct span bytes, const char *type, const char *name,
                bool attachment)
{
    struct web_answer *answer = visit->answer;

    answer->code = 200;
    answer->type = arena_text(visit->arena, type); /* the answer outlives the app */
    answer->body = (struct span){arena_copy(visit->arena, bytes.data ? bytes.data : "", bytes.size),
                                 bytes.size};
    web_answer_add(answer, "Content-Disposition", file_disposition(visit, name, attachment));
}

void
visit_go(struct visit *visit, const char *format, ...)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    char path[1024];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(path, sizeof path, format, arguments);
    va_end(arguments);
    if (visit->api) {
        api_send_done(visit, path, NULL);
        return;
    }
    /* A path of ours and nothing else, whatever stood in a form. */
    bool ours = path[0] == '/' && path[1] != '/' && path[1] != '\\';
    for (const char *c = ours ? path : "/"; *c; c++) {
        if (isascii(*c) && isgraph(*c) && *c != '"')
            buffer_char(out, *c);
        else
            buffer_printf(out, "%%%02X", (unsigned char)*c);
    }
    visit->answer->code = 303;
    web_answer_add(visit->answer, "Location", arena_copy(visit->arena, out->data, out->size));
}

static const char *
cookie_name(const struct visit *visit, const char *name)
{
    return arena_printf(visit->arena, "%s%s", visit->serve->secure ? "__Host-" : "", name);
}

void
visit_set_cookie(struct visit *visit, const char *name, const char *value, int max_age)
{
    const char *age =
        max_age == 0 ? "" : arena_printf(visit->arena, "; Max-Age=%d", max_age < 0 ? 0 : max_age);

    web_answer_add(visit->answer, "Set-Cookie",
                   arena_printf(visit->arena, "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s",
                                cookie_name(visit, name), value, age,
                                visit->serve->secure ? "; Secure" : ""));
}

const char *
visit_cookie(const struct visit *visit, const char *name)
{
    return web_cookie(visit->request, cookie_name(visit, name), visit->arena);
}

enum status
visit_read_json(struct visit *visit, struct json_value *value, struct error *err)
{
    return json_read(visit->request->body, visit->arena, value, err);
}

enum status
visit_need(struct visit *visit, const char *name, const char *label, const char **value,
           struct error *err)
{
    const char *text = web_form(visit->request, name);

    if (text_is_blank(text))
        return fail(err, USAGE, "Hãy nhập %s; chưa có gì thay đổi.", label);
    *value = text;
    return OK;
}

const char *
asset_path(const struct visit *visit, const char *name)
{
    return arena_printf(visit->arena, "/tinh/%s/%s", visit->serve->version, name);
}
