/* SPDX-License-Identifier: Apache-2.0 */
#include "witness/serve.h"

#include "web/server.h"

enum { MONITOR_PATH_SIZE = 1 + 2 * SHA256_SIZE + sizeof "/checkpoint" - 1 };

struct serving {
    struct witness *witness;
    const struct witness_service *service;
};

static void
add_checkpoint(void *context, const struct web_request *request, struct arena *arena,
               struct web_answer *answer)
{
    const struct serving *serving = context;
    const struct witness_service *service = serving->service;

    answer->code = (int)witness_submit(serving->witness, service->logs, request->body,
                                       service->clock(), arena, &answer->body);
    if (answer->code == WITNESS_CONFLICT)
        answer->type = "text/x.tlog.size";
}

/* "/<64 lower-case digits>/checkpoint" */
static bool
read_monitor_path(const char *path, struct digest *hash)
{
    char again[SHA256_HEX_SIZE];
    struct span hex = {path + 1, 2 * (size_t)SHA256_SIZE};

    return strlen(path) == MONITOR_PATH_SIZE && text_ends(path, "/checkpoint") &&
           digest_parse_hex(hex, hash) && memcmp(digest_hex(hash, again), hex.data, hex.size) == 0;
}

static void
get_checkpoint(void *context, const struct web_request *request, struct arena *arena,
               struct web_answer *answer)
{
    const struct serving *serving = context;
    struct digest hash;
    struct error unused;

    if (!read_monitor_path(request->path, &hash) ||
        witness_find(serving->witness, &hash, arena, &answer->body, &unused) != OK)
        return;
    answer->code = 200;
    answer->cache = "no-cache";
}

enum status
witness_serve(struct witness *witness, const struct witness_service *service, struct error *err)
{
    static const struct web_route routes[] = {
        {"POST", "/add-checkpoint", WITNESS_BODY_MAX, add_checkpoint, NULL},
        {"GET", "/*", 0, get_checkpoint, NULL},
        {0},
    };
    struct serving serving = {.witness = witness, .service = service};
    const struct web_server server = {
        .listen = service->listen,
        .routes = routes,
        .context = &serving,
        .ready = service->ready,
    };

    TRY(witness_lock(witness, err));
    return web_serve(&server, err);
}
