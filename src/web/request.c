/* SPDX-License-Identifier: Apache-2.0 */
#include "web/request.h"

#include <ctype.h>
#include <strings.h>

#include "base/encode.h"
#include "base/utf8.h"

enum { BOUNDARY_MAX = 70 }; /* RFC 2046 section 5.1.1 */

/* --- words ------------------------------------------------------------------------------------ */

const char *
request_decode(struct span text, bool plus_is_space, struct arena *arena)
{
    char *out = arena_alloc(arena, text.size + 1);
    size_t size = 0;

    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        if (c == '%') {
            uint8_t byte;
            if (text.size - i < 3 || !hex_read((struct span){text.data + i + 1, 2}, &byte, 1))
                return NULL;
            c = (char)byte;
            i += 2;
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        out[size++] = c;
    }
    return utf8_is_valid((struct span){out, size}) ? out : NULL;
}

/* Cut what stands before `mark` off the front of `rest`; all of it when there is no mark. */
static struct span
cut(struct span *rest, char mark)
{
    const char *end = rest->size ? memchr(rest->data, mark, rest->size) : NULL;
    struct span front = {rest->data, end ? (size_t)(end - rest->data) : rest->size};
    size_t taken = front.size + (end ? 1 : 0);

    *rest = (struct span){rest->data + taken, rest->size - taken};
    return front;
}

bool
request_read_fields(struct span text, struct arena *arena, struct web_fields *fields)
{
    while (text.size > 0) {
        struct span value = cut(&text, '&');
        struct span name = cut(&value, '=');
        if (name.size == 0 && value.size == 0)
            continue;
        if (fields->list.count == WEB_FIELDS_MAX)
            return false;
        const char *name_text = request_decode(name, true, arena);
        const char *value_text = request_decode(value, true, arena);
        if (!name_text || !value_text)
            return false;
        *list_add(arena, fields->list) =
            (struct web_field){.name = name_text, .value = span_of(value_text)};
    }
    return true;
}

const char *
request_find_cookie(const char *header, const char *name, struct arena *arena)
{
    struct span rest = span_of(header ? header : "");

    while (rest.size > 0) {
        struct span value = cut(&rest, ';');
        while (value.size > 0 && *value.data == ' ')
            value = (struct span){value.data + 1, value.size - 1};
        struct span key = cut(&value, '=');
        if (key.size == strlen(name) && memcmp(key.data, name, key.size) == 0)
            return arena_copy(arena, value.data, value.size);
    }
    return NULL;
}

/* --- forms ------------------------------------------------------------------------------------ */

/* Where `needle` stands in `text`; text.size when it does not. */
static size_t
find(struct span text, struct span needle)
{
    const char *at = memmem(text.data, text.size, needle.data, needle.size);

    return at ? (size_t)(at - text.data) : text.size;
}

static struct span
skip(struct span text, size_t size)
{
    return (struct span){text.data + size, text.size - size};
}

/* name="..." of a Content-Disposition: browsers write a quote inside as %22 and nothing else
 * escaped (RFC 7578 section 4.2, HTML 4.10.21.8). NULL: none. */
static const char *
find_parameter(struct span header, const char *name, struct arena *arena)
{
    const char *pattern = arena_printf(arena, "; %s=\"", name);
    size_t at = find(header, span_of(pattern));

    if (at == header.size)
        return NULL;
    struct span rest = skip(header, at + strlen(pattern));
    const char *end = rest.size ? memchr(rest.data, '"', rest.size) : NULL;
    if (!end || !utf8_is_valid((struct span){rest.data, (size_t)(end - rest.data)}))
        return NULL;
    return arena_copy(arena, rest.data, (size_t)(end - rest.data));
}

/* The Content-Disposition among a part's headers; empty when there is none. */
static struct span
find_disposition(struct span headers)
{
    static const char wanted[] = "content-disposition:";
    const size_t size = sizeof wanted - 1;
    struct span line;

    while (headers.size > 0) {
        line = cut(&headers, '\n');
        if (line.size >= size && strncasecmp(line.data, wanted, size) == 0)
            return line;
    }
    return SPAN("");
}

static bool
read_part(struct span part, struct arena *arena, struct web_fields *fields)
{
    size_t end = find(part, SPAN("\r\n\r\n"));

    if (end == part.size || fields->list.count == WEB_FIELDS_MAX)
        return false;
    struct span disposition = find_disposition((struct span){part.data, end + 2});
    struct span value = skip(part, end + 4);
    struct web_field field = {.name = find_parameter(disposition, "name", arena),
                              .file_name = find_parameter(disposition, "filename", arena)};
    if (!field.name)
        return false;
    field.value = (struct span){arena_copy(arena, value.data, value.size), value.size};
    if (!field.file_name && value.size > 0 && !utf8_is_valid(value))
        return false;
    *list_add(arena, fields->list) = field;
    return true;
}

bool
request_read_parts(struct span body, struct span boundary, struct arena *arena,
                   struct web_fields *fields)
{
    struct span mark =
        span_of(arena_printf(arena, "\r\n--%.*s", (int)boundary.size, boundary.data));

    /* The first boundary has no line before it. */
    if (body.size < mark.size - 2 || memcmp(body.data, mark.data + 2, mark.size - 2) != 0)
        return false;
    body = skip(body, mark.size - 2);
    for (;;) {
        if (body.size < 2)
            return false;
        if (memcmp(body.data, "--", 2) == 0)
            return true;
        if (memcmp(body.data, "\r\n", 2) != 0)
            return false;
        body = skip(body, 2);
        size_t end = find(body, mark);
        if (end == body.size || !read_part((struct span){body.data, end}, arena, fields))
            return false;
        body = skip(body, end + mark.size);
    }
}

/* The boundary of a multipart/form-data type; false: none, or not as RFC 2046 has it. */
static bool
read_boundary(const char *type, struct span *boundary)
{
    const char *at = strcasestr(type, "boundary=");

    if (!at)
        return false;
    at += sizeof "boundary=" - 1;
    bool quoted = *at == '"';
    const char *end = quoted ? strchr(++at, '"') : at + strcspn(at, "; ");
    *boundary = (struct span){at, end ? (size_t)(end - at) : 0};
    return boundary->size > 0 && boundary->size <= BOUNDARY_MAX;
}

bool
request_read_form(const char *type, struct span body, struct arena *arena,
                  struct web_fields *fields)
{
    static const char plain[] = "application/x-www-form-urlencoded";
    static const char parts[] = "multipart/form-data";
    struct span boundary;

    if (!type)
        return true;
    if (strncasecmp(type, plain, sizeof plain - 1) == 0)
        return request_read_fields(body, arena, fields);
    if (strncasecmp(type, parts, sizeof parts - 1) == 0)
        return read_boundary(type, &boundary) && request_read_parts(body, boundary, arena, fields);
    return true;
}

/* --- routes ----------------------------------------------------------------------------------- */

/* Does the path fit the pattern? `arguments` gets what stood for each {}. */
static bool
path_fits(const char *pattern, const char *path, struct arena *arena,
          const char *arguments[WEB_ARGUMENTS_MAX])
{
    size_t count = 0;

    while (*pattern) {
        if (pattern[0] == '*')
            return true;
        if (pattern[0] == '{') {
            size_t size = strcspn(path, "/");
            if (size == 0 || count == WEB_ARGUMENTS_MAX)
                return false;
            arguments[count++] = arena_copy(arena, path, size);
            path += size;
            pattern += 2;
        } else if (*pattern++ != *path++) {
            return false;
        }
    }
    return *path == '\0';
}

const struct web_route *
request_find_route(const struct web_route *routes, const char *method, const char *path,
                   struct arena *arena, const char *arguments[WEB_ARGUMENTS_MAX], int *code)
{
    const char *asked = text_equal(method, "HEAD") ? "GET" : method;
    const char *found[WEB_ARGUMENTS_MAX];

    *code = 404;
    for (const struct web_route *route = routes; route->method; route++) {
        memset(found, 0, sizeof found);
        if (!path_fits(route->path, path, arena, found))
            continue;
        if (text_equal(route->method, asked)) {
            memcpy(arguments, found, sizeof found);
            return route;
        }
        *code = 405;
    }
    return NULL;
}
