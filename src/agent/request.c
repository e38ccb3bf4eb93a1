/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/request.h"

enum { HTTP_BAD = 400, HTTP_BODY_TOO_LARGE = 413, HTTP_HEAD_TOO_LARGE = 431, HTTP_METHOD = 405 };

static const struct {
    const char *name;
    enum method method;
} methods[] = {{"GET", METHOD_GET},
               {"POST", METHOD_POST},
               {"DELETE", METHOD_DELETE},
               {"OPTIONS", METHOD_OPTIONS}};

/* The part of *rest before `stop`, and step over it; false when there is no `stop`. */
static bool
take(struct span *rest, const char *stop, struct span *part)
{
    size_t size = strlen(stop);

    for (size_t i = 0; i + size <= rest->size; i++)
        if (memcmp(rest->data + i, stop, size) == 0) {
            *part = (struct span){rest->data, i};
            *rest = (struct span){rest->data + i + size, rest->size - i - size};
            return true;
        }
    return false;
}

static bool
is_plain(struct span text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] < ' ' || text.data[i] == 0x7F)
            return false;
    return true;
}

static bool
name_is(struct span name, const char *wanted)
{
    if (name.size != strlen(wanted))
        return false;
    for (size_t i = 0; i < name.size; i++) {
        char c = name.data[i];
        if ((c >= 'A' && c <= 'Z' ? (char)(c + 32) : c) != wanted[i])
            return false;
    }
    return true;
}

static int
parse_start(struct span line, struct request *request)
{
    struct span method, target;

    if (!take(&line, " ", &method) || !take(&line, " ", &target) || !span_is(line, "HTTP/1.1") ||
        target.size == 0 || target.data[0] != '/' || !is_plain(target))
        return HTTP_BAD;
    request->query = target;
    if (!take(&request->query, "?", &request->path)) {
        request->path = target;
        request->query = (struct span){target.data + target.size, 0};
    }
    for (size_t i = 0; i < COUNT_OF(methods); i++)
        if (span_is(method, methods[i].name)) {
            request->method = methods[i].method;
            return 0;
        }
    return HTTP_METHOD;
}

/* Each of these at most once: of two, readers might believe different ones. */
static int
set_once(struct span *header, struct span value)
{
    if (header->data)
        return HTTP_BAD;
    *header = value;
    return 0;
}

static int
parse_header(struct span line, struct request *request, struct span *length)
{
    struct span name;

    if (!take(&line, ":", &name) || name.size == 0 || !is_plain(name) ||
        memchr(name.data, ' ', name.size))
        return HTTP_BAD;
    while (line.size > 0 && (*line.data == ' ' || *line.data == '\t')) {
        line.data++;
        line.size--;
    }
    while (line.size > 0 && (line.data[line.size - 1] == ' ' || line.data[line.size - 1] == '\t'))
        line.size--;
    if (name_is(name, "host"))
        return set_once(&request->host, line);
    if (name_is(name, "origin"))
        return set_once(&request->origin, line);
    if (name_is(name, "content-type"))
        return set_once(&request->content_type, line);
    if (name_is(name, "content-length"))
        return set_once(length, line);
    if (name_is(name, "transfer-encoding"))
        return HTTP_BAD;
    if (name_is(name, "access-control-request-private-network"))
        request->private_network = span_is(line, "true");
    return 0;
}

static int
parse_head(struct span head, struct request *request, struct span *length)
{
    struct span line;
    int refused = take(&head, "\r\n", &line) ? parse_start(line, request) : HTTP_BAD;

    for (int count = 0; refused == 0 && head.size > 0; count++) {
        if (count == REQUEST_HEADERS_MAX)
            return HTTP_HEAD_TOO_LARGE;
        if (!take(&head, "\r\n", &line))
            return HTTP_BAD;
        refused = parse_header(line, request, length);
    }
    return refused;
}

/* -1 when it is no number; above the ceiling it only matters that it is. */
static long
parse_length(struct span text)
{
    long value = 0;

    if (!text.data)
        return 0;
    if (text.size == 0 || text.size > 9)
        return text.size ? REQUEST_BODY_MAX + 1L : -1;
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return -1;
        value = value * 10 + (text.data[i] - '0');
    }
    return value;
}

int
request_parse(struct span bytes, struct request *request)
{
    struct span rest = bytes, head, length = {0};

    *request = (struct request){0};
    if (!take(&rest, "\r\n\r\n", &head))
        return bytes.size > REQUEST_HEAD_MAX ? HTTP_HEAD_TOO_LARGE : 0;
    if (head.size > REQUEST_HEAD_MAX)
        return HTTP_HEAD_TOO_LARGE;
    head.size += 2; /* the last line with its end */
    int refused = parse_head(head, request, &length);
    if (refused)
        return refused;
    long size = parse_length(length);
    if (size < 0)
        return HTTP_BAD;
    if (size > REQUEST_BODY_MAX)
        return HTTP_BODY_TOO_LARGE;
    if (rest.size < (size_t)size)
        return 0;
    request->body = (struct span){rest.data, (size_t)size};
    return 200;
}

static const char *
reason(int status)
{
    static const struct {
        int status;
        const char *reason;
    } reasons[] = {{200, "OK"},
                   {204, "No Content"},
                   {400, "Bad Request"},
                   {403, "Forbidden"},
                   {404, "Not Found"},
                   {405, "Method Not Allowed"},
                   {409, "Conflict"},
                   {413, "Content Too Large"},
                   {415, "Unsupported Media Type"},
                   {431, "Request Header Fields Too Large"},
                   {503, "Service Unavailable"}};

    for (size_t i = 0; i < COUNT_OF(reasons); i++)
        if (reasons[i].status == status)
            return reasons[i].reason;
    return "Error";
}

void
response_write(const struct response *response, struct buffer *out)
{
    buffer_printf(out, "HTTP/1.1 %d %s\r\nConnection: close\r\nCache-Control: no-store\r\n",
                  response->status, reason(response->status));
    buffer_text(out, "X-Content-Type-Options: nosniff\r\nVary: Origin\r\n");
    if (response->origin.size > 0) {
        buffer_text(out, "Access-Control-Allow-Origin: ");
        buffer_add(out, response->origin.data, response->origin.size);
        buffer_text(out, "\r\n");
    }
    if (response->preflight)
        buffer_text(out, "Access-Control-Allow-Methods: GET, POST, DELETE\r\n"
                         "Access-Control-Allow-Headers: content-type\r\n"
                         "Access-Control-Max-Age: 600\r\n");
    if (response->private_network)
        buffer_text(out, "Access-Control-Allow-Private-Network: true\r\n");
    if (response->body.size > 0)
        buffer_text(out, "Content-Type: application/json; charset=utf-8\r\n");
    if (response->status != 204)
        buffer_printf(out, "Content-Length: %zu\r\n", response->body.size);
    buffer_text(out, "\r\n");
    buffer_add(out, response->body.data, response->body.size);
}
