/* SPDX-License-Identifier: Apache-2.0 */
#include "keeper/place.h"

#include <pthread.h>
#include <stdio.h>

#include "base/file.h"
#include "keeper/clients.h"
#include "web/server.h"
#include "writer/place.h"

#define BEARER "Bearer "

enum { ETAG_SIZE = 2 + SHA256_HEX_SIZE };

struct serving {
    const struct place_service *service;
    pthread_mutex_t lock; /* of the folder: compared and swapped by one thread at a time */
};

/* --- whose ledger -------------------------------------------------------------------------------
 */

static enum status
read_owners(const char *path, struct arena *arena, struct span *text, struct error *err)
{
    TRY(file_check_private(path, err));
    return file_read(arena, path, PLACE_OWNERS_MAX, text, err);
}

/* "<origin> <SHA-256 of its token>" */
static bool
read_owner(struct span line, struct span *origin, struct digest *token)
{
    const char *blank = memchr(line.data, ' ', line.size);
    size_t size = blank ? (size_t)(blank - line.data) : 0;

    *origin = (struct span){line.data, size};
    return size && size <= CHECKPOINT_ORIGIN_MAX && note_name_is_valid(*origin) &&
           digest_parse_hex((struct span){blank + 1, line.size - size - 1}, token);
}

/* The origin that is called so, when the token is its own. DENIED: it is not, or nothing is called
 * so; with no name at all, the whole file is read. */
static enum status
find_owner(const char *path, const char *name, const struct digest *token, struct arena *arena,
           struct span *origin, struct error *err)
{
    struct span text, line;
    struct digest its;
    char its_name[PLACE_NAME_SIZE];

    TRY(read_owners(path, arena, &text, err));
    for (int number = 1; span_next_line(&text, &line); number++) {
        if (line.size == 0 || line.data[0] == '#')
            continue;
        if (!read_owner(line, origin, &its))
            return fail(err, INVALID, "Dòng %d của tệp “%s” không đúng dạng.", number, path);
        place_name(*origin, its_name);
        if (name && digest_equal(&its, token) && text_equal(its_name, name))
            return OK;
    }
    return text.size ? fail(err, INVALID, "Tệp “%s” bị cụt ở dòng cuối.", path)
                     : fail(err, DENIED, "Mã không phải của sổ cái này. Không đổi gì.");
}

/* --- answering ----------------------------------------------------------------------------------
 */

static void
say(struct web_answer *answer, struct arena *arena, int code, const char *sentence)
{
    answer->code = code;
    answer->type = "text/plain; charset=utf-8";
    answer->body = span_of(arena_text(arena, sentence));
}

/* What stands there, and its ETag: the digest of its text. "" where nothing stands. */
static enum status
read_there(struct place *place, struct arena *arena, struct checkpoint *there, struct span *text,
           char etag[ETAG_SIZE], struct error *err)
{
    AUTO(buffer) *written = buffer_new(CHECKPOINT_TEXT_MAX);
    char hex[SHA256_HEX_SIZE];

    etag[0] = '\0';
    enum status status = place_read(place, arena, there, err);
    if (status != OK)
        return status == NOT_FOUND ? OK : status;
    checkpoint_write(there, written);
    *text = (struct span){arena_copy(arena, written->data, written->size), written->size};
    struct digest digest = sha256(*text);
    snprintf(etag, ETAG_SIZE, "\"%s\"", digest_hex(&digest, hex));
    return OK;
}

/* One request, its token and its name known to be good. */
struct asked {
    const struct web_request *request;
    struct arena *arena;
    struct span origin;
    struct place *place;
    struct checkpoint there;
    struct span text;
    char etag[ETAG_SIZE];
};

/* RFC 9110 13.1: one ETag, or "*" where nothing stands. 0: the condition holds. */
static int
check_condition(const struct asked *asked)
{
    const char *match = web_header(asked->request, "If-Match");
    const char *none = web_header(asked->request, "If-None-Match");

    if (!match == !none || (none && !text_equal(none, "*")))
        return 428;
    if (none)
        return asked->etag[0] ? 412 : 0;
    return asked->etag[0] && text_equal(match, asked->etag) ? 0 : 412;
}

static bool
leads_on(const struct asked *asked, const struct checkpoint *next)
{
    return !asked->etag[0] || next->size > asked->there.size ||
           (next->size == asked->there.size && digest_equal(&next->root, &asked->there.root));
}

static void
put(struct asked *asked, struct web_answer *answer)
{
    struct checkpoint next;
    struct error err;
    int refused = check_condition(asked);

    if (refused)
        return say(answer, asked->arena, refused,
                   refused == 428 ? "Cần If-Match hoặc If-None-Match: *. Không đổi gì."
                                  : "Ở đây đã là một điểm chốt khác. Không đổi gì.");
    if (checkpoint_parse(asked->request->body, &next, &err) != OK || next.extension.size ||
        !span_equal(next.origin, asked->origin))
        return say(answer, asked->arena, 400, "Không phải điểm chốt của sổ cái này.");
    if (!leads_on(asked, &next))
        return say(answer, asked->arena, 409, "Điểm chốt ở đây có nhiều mục hơn. Không đổi gì.");
    if (place_swap(asked->place, &next, &err) != OK)
        return say(answer, asked->arena, 503, err.message);
    answer->code = 204;
}

static void
get(struct asked *asked, struct web_answer *answer)
{
    if (!asked->etag[0])
        return;
    answer->code = 200;
    answer->type = "text/plain; charset=utf-8";
    answer->body = asked->text;
    web_answer_add(answer, "ETag", arena_text(asked->arena, asked->etag));
}

/* The place is taken for this request alone, so that a writer on this host may use the folder too.
 */
static void
with_place(struct serving *serving, struct asked *asked, struct web_answer *answer,
           void (*then)(struct asked *asked, struct web_answer *answer))
{
    const struct place_plan plan = {.where = serving->service->folder};
    AUTO(place) *place = NULL;
    struct error err;

    enum status status = place_open(&plan, asked->origin, &place, &err);
    if (status == OK)
        status = read_there(place, asked->arena, &asked->there, &asked->text, asked->etag, &err);
    asked->place = place;
    if (status == OK)
        then(asked, answer);
    else
        say(answer, asked->arena, 503, err.message);
}

static void
serve_one(struct serving *serving, const struct web_request *request, struct arena *arena,
          struct web_answer *answer, void (*then)(struct asked *asked, struct web_answer *answer))
{
    const char *header = web_header(request, "Authorization");
    struct asked asked = {.request = request, .arena = arena};
    struct error err;

    if (!header || !text_starts(header, BEARER) || strlen(header) > TOKEN_MAX) {
        answer->code = 401;
        web_answer_add(answer, "WWW-Authenticate", "Bearer");
        return;
    }
    struct digest token = sha256(span_of(header + strlen(BEARER)));
    enum status status = find_owner(serving->service->owners, request->arguments[0], &token, arena,
                                    &asked.origin, &err);
    if (status != OK)
        return say(answer, arena, status == DENIED ? 403 : 503, err.message);
    pthread_mutex_lock(&serving->lock);
    with_place(serving, &asked, answer, then);
    pthread_mutex_unlock(&serving->lock);
}

static void
serve_get(void *context, const struct web_request *request, struct arena *arena,
          struct web_answer *answer)
{
    answer->cache = "no-store";
    serve_one(context, request, arena, answer, get);
}

static void
serve_put(void *context, const struct web_request *request, struct arena *arena,
          struct web_answer *answer)
{
    serve_one(context, request, arena, answer, put);
}

enum status
place_serve(const struct place_service *service, struct error *err)
{
    static const struct web_route routes[] = {
        {"GET", "/{}", 0, serve_get, NULL},
        {"PUT", "/{}", CHECKPOINT_TEXT_MAX, serve_put, NULL},
        {0},
    };
    AUTO(arena) *arena = arena_new();
    struct serving serving = {.service = service, .lock = PTHREAD_MUTEX_INITIALIZER};
    const struct web_server server = {.listen = service->listen,
                                      .routes = routes,
                                      .context = &serving,
                                      .ready = service->ready,
                                      .wiped = true};
    struct span unused;

    enum status status = find_owner(service->owners, NULL, NULL, arena, &unused, err);
    if (status != DENIED)
        return status;
    if (!file_exists(service->folder))
        return fail(err, NOT_FOUND, "Không có thư mục “%s”.", service->folder);
    return web_serve(&server, err);
}
