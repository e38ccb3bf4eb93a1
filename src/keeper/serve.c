/* SPDX-License-Identifier: Apache-2.0 */
#include "keeper/serve.h"

#include <stdio.h>

#include "ledger/checkpoint.h"
#include "ledger/proof.h"
#include "ledger/status_list.h"
#include "web/server.h"

#define BEARER "Bearer "

static int
code_of(enum status status)
{
    switch (status) {
    case OK: return 200;
    case INVALID:
    case USAGE: return 400;
    case DENIED: return 403;
    case NOT_FOUND: return 404;
    case CONFLICT: return 409;
    default: return 503;
    }
}

/* What there is, or the sentence that says why not. */
static void
answer_with(struct web_answer *answer, struct arena *arena, const struct buffer *bytes,
            enum status status, const struct error *err)
{
    struct span text = status == OK ? buffer_span(bytes) : span_of(err->message);

    answer->code = code_of(status);
    answer->body = (struct span){arena_copy(arena, text.data, text.size), text.size};
    if (status != OK)
        answer->type = "text/plain; charset=utf-8";
}

/* --- handing in ---------------------------------------------------------------------------------
 */

typedef enum status keeper_take(struct keeper *keeper, const char *token, struct span body,
                                struct buffer *answer, struct error *err);

/* What only a client may do. */
static void
take(keeper_take *verb, void *context, const struct web_request *request, struct arena *arena,
     struct web_answer *answer)
{
    AUTO(buffer) *bytes = buffer_new(WRITTEN_TEXT_MAX);
    const char *token = web_header(request, "Authorization");
    struct error err;

    if (!token || !text_starts(token, BEARER) || strlen(token) > TOKEN_MAX) {
        answer->code = 401;
        web_answer_add(answer, "WWW-Authenticate", "Bearer");
        return;
    }
    enum status status = verb(context, token + strlen(BEARER), request->body, bytes, &err);
    answer->type = "text/plain; charset=utf-8";
    answer_with(answer, arena, bytes, status, &err);
}

static void
append(void *context, const struct web_request *request, struct arena *arena,
       struct web_answer *answer)
{
    take(keeper_append, context, request, arena, answer);
}

static void
ask_slots(void *context, const struct web_request *request, struct arena *arena,
          struct web_answer *answer)
{
    take(keeper_ask_slots, context, request, arena, answer);
}

/* --- what everybody may read --------------------------------------------------------------------
 */

static void
get_origin(void *context, const struct web_request *request, struct arena *arena,
           struct web_answer *answer)
{
    AUTO(buffer) *bytes = buffer_new(CHECKPOINT_TEXT_MAX);

    (void)request;
    keeper_origin(context, bytes);
    answer->cache = "no-cache";
    answer_with(answer, arena, bytes, OK, NULL);
}

static void
get_checkpoint(void *context, const struct web_request *request, struct arena *arena,
               struct web_answer *answer)
{
    AUTO(buffer) *bytes = buffer_new(NOTE_MAX);
    struct error err;

    (void)request;
    answer->cache = "no-cache";
    answer_with(answer, arena, bytes, keeper_checkpoint(context, bytes, &err), &err);
}

/* Tiles never change: a partial one has its width in its name. */
static void
get_tile(void *context, const struct web_request *request, struct arena *arena,
         struct web_answer *answer)
{
    AUTO(buffer) *bytes = buffer_new(WRITER_TILE_MAX);
    struct error err;
    struct tile tile;

    if (!tile_parse_path(span_of(request->path + 1), &tile))
        return;
    enum status status = keeper_tile(context, &tile, bytes, &err);
    answer->type = "application/octet-stream";
    if (status == OK)
        answer->cache = "public, max-age=31536000, immutable";
    answer_with(answer, arena, bytes, status, &err);
}

typedef enum status about_entry(struct keeper *keeper, uint64_t index, struct buffer *out,
                                struct error *err);

static void
answer_entry(void *context, const struct web_request *request, about_entry *ask,
             struct arena *arena, struct web_answer *answer)
{
    AUTO(buffer) *bytes = buffer_new(PROOF_FILE_MAX);
    struct error err;
    uint64_t index;

    if (!ledger_parse_number(span_of(request->arguments[0]), &index))
        return;
    answer->cache = "no-cache";
    answer_with(answer, arena, bytes, ask(context, index, bytes, &err), &err);
}

static void
get_proof(void *context, const struct web_request *request, struct arena *arena,
          struct web_answer *answer)
{
    answer_entry(context, request, keeper_prove, arena, answer);
}

static void
get_checkpoint_before(void *context, const struct web_request *request, struct arena *arena,
                      struct web_answer *answer)
{
    answer_entry(context, request, keeper_checkpoint_before, arena, answer);
}

static void
answer_list(struct keeper *keeper, int year, struct arena *arena, struct web_answer *answer)
{
    AUTO(buffer) *bytes = buffer_new(STATUS_LIST_FILE_MAX);
    struct error err;

    answer->type = "application/statuslist+cwt";
    answer->cache = "no-cache";
    answer_with(answer, arena, bytes, keeper_list_statuses(keeper, year, bytes, &err), &err);
}

static void
get_list(void *context, const struct web_request *request, struct arena *arena,
         struct web_answer *answer)
{
    (void)request;
    answer_list(context, KEEPER_WHOLE, arena, answer);
}

/* "2024-2025.cwt" and nothing else. */
static bool
read_year(const char *name, int *year)
{
    char again[sizeof "2024-2025.cwt"];

    *year = 0;
    for (int i = 0; i < 4; i++) {
        if (name[i] < '0' || name[i] > '9')
            return false;
        *year = 10 * *year + (name[i] - '0');
    }
    snprintf(again, sizeof again, "%04d-%04d.cwt", *year % 10000, (*year + 1) % 10000);
    return *year > 1900 && text_equal(name, again);
}

static void
get_year(void *context, const struct web_request *request, struct arena *arena,
         struct web_answer *answer)
{
    int year;

    if (read_year(request->arguments[0], &year))
        answer_list(context, year, arena, answer);
}

enum status
keeper_serve(struct keeper *keeper, const struct keeper_service *service, struct error *err)
{
    static const struct web_route routes[] = {
        {"POST", "/append", HANDED_TEXT_MAX, append, NULL},
        {"POST", "/slots", HANDED_TEXT_MAX, ask_slots, NULL},
        {"GET", "/origin", 0, get_origin, NULL},
        {"GET", "/checkpoint", 0, get_checkpoint, NULL},
        {"GET", "/checkpoint-before/{}", 0, get_checkpoint_before, NULL},
        {"GET", "/tile/*", 0, get_tile, NULL},
        {"GET", "/proof/{}", 0, get_proof, NULL},
        {"GET", "/status.cwt", 0, get_list, NULL},
        {"GET", "/status/{}", 0, get_year, NULL},
        {0},
    };
    const struct web_server server = {.listen = service->listen,
                                      .routes = routes,
                                      .context = keeper,
                                      .ready = service->ready,
                                      .wiped = true};

    return web_serve(&server, err);
}
