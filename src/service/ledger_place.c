/* SPDX-License-Identifier: Apache-2.0 */
#include "service/ledger_place.h"

#include <stdlib.h>

#include "base/file.h"
#include "crypto/secret.h"
#include "net/http.h"

enum { CONNECT_MS = 2 * 1000, TOTAL_MS = 5 * 1000, URL_MAX = 1024 };

struct place_peer {
    struct http_client *client;
    const char *token_file; /* NULL: none */
};

static enum status
add_token(const struct place_peer *peer, struct http_request *request, struct arena *wiped,
          struct error *err)
{
    AUTO(secret) *token = NULL;

    if (!peer->token_file)
        return OK;
    TRY(file_check_private(peer->token_file, err));
    TRY(secret_read_line(peer->token_file, &token, err));
    request->headers[1] =
        (struct http_header){"Authorization", arena_printf(wiped, "Bearer %s", secret_text(token))};
    return OK;
}

static enum status
exchange(void *context, const struct place_request *question, struct arena *arena,
         struct place_answer *answer, struct error *err)
{
    AUTO(arena) *wiped = arena_new_wiped();
    const struct place_peer *peer = context;
    struct http_answer got = {0};
    struct http_request request = {.url = question->url,
                                   .connect_ms = CONNECT_MS,
                                   .total_ms = TOTAL_MS,
                                   .headers = {{"Accept", "text/plain"}}};

    if (question->put) {
        request.method = "PUT";
        request.content_type = "text/plain; charset=utf-8";
        request.body = question->body;
        request.headers[0] = question->seen ? (struct http_header){"If-Match", question->seen}
                                            : (struct http_header){"If-None-Match", "*"};
    }
    TRY(add_token(peer, &request, wiped, err));
    TRY(http_send(peer->client, &request, arena, &got, err));
    *answer = (struct place_answer){got.code, got.etag, got.body};
    return OK;
}

enum status
place_peer_open(const char *where, const char *token_file, struct place_plan *plan,
                struct place_peer **peer, struct error *err)
{
    *plan = (struct place_plan){.where = where};
    *peer = NULL;
    if (!where || !place_is_address(where))
        return OK;
    if (!http_is_private(where) || strlen(where) > URL_MAX)
        return fail(err, USAGE,
                    "Nơi giữ điểm chốt thứ hai (ledger.place) phải là một thư mục, địa chỉ "
                    "https://, hoặc http:// trên chính máy này.");
    *peer = heap_alloc(sizeof **peer);
    **peer = (struct place_peer){.client = http_client_new(&(struct http_options){0}),
                                 .token_file = token_file};
    plan->exchange = exchange;
    plan->context = *peer;
    return OK;
}

void
place_peer_free(struct place_peer *peer)
{
    if (!peer)
        return;
    http_client_free(peer->client);
    free(peer);
}
