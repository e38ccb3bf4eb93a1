/* SPDX-License-Identifier: Apache-2.0 */
#include "service/ledger_ask.h"

#include "net/http.h"

enum {
    WITNESS_CONNECT_MS = 2 * 1000,
    WITNESS_TOTAL_MS = 5 * 1000,
    WITNESS_URL_MAX = 1024,
};

static enum status
start_question(struct http_client *client, struct witness_question *question, struct arena *arena,
               struct error *err)
{
    struct span url = question->witness->url;
    const char *slash = url.data[url.size - 1] == '/' ? "" : "/";

    if (url.size > WITNESS_URL_MAX)
        return fail(err, USAGE, "Địa chỉ nhân chứng quá dài.");
    struct http_request request = {
        .url = arena_printf(arena, "%.*s%sadd-checkpoint", (int)url.size, url.data, slash),
        .content_type = "text/plain; charset=utf-8",
        .body = question->body,
        .connect_ms = WITNESS_CONNECT_MS,
        .total_ms = WITNESS_TOTAL_MS};
    return http_start(client, &request, question, err);
}

/* The next that answers, or gives up. */
static void
take_one(struct http_client *client, struct arena *arena)
{
    struct http_answer answer = {0};
    struct error why;
    void *tag;
    enum status status = http_next(client, arena, &tag, &answer, &why);
    struct witness_question *question = tag;

    if (!question)
        return;
    question->status = status;
    question->code = answer.code;
    question->answer = answer.body;
    if (status != OK)
        question->why = why;
}

void
ask_witnesses(void *context, struct witness_question *questions, size_t count, struct arena *arena)
{
    struct http_client *client = context;
    size_t running = 0;

    for (size_t i = 0; i < count; i++) {
        if (running == HTTP_AT_ONCE_MAX) {
            take_one(client, arena);
            running--;
        }
        questions[i].status = start_question(client, &questions[i], arena, &questions[i].why);
        running += questions[i].status == OK;
    }
    for (; running > 0; running--)
        take_one(client, arena);
}
