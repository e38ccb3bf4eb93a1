/* SPDX-License-Identifier: Apache-2.0
 *
 * Whatever comes to the agent's port: the request, the batch in its body, the certificate's name.
 * What is taken must keep its promises: spans inside the bytes, texts fit to be shown.
 */
#include <assert.h>

#include "agent/batch.h"
#include "agent/certificate_name.h"
#include "agent/request.h"
#include "agent/words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
inside(struct span part, struct span whole)
{
    assert(part.size == 0 ||
           (part.data >= whole.data && part.data + part.size <= whole.data + whole.size));
}

static void
try_batch(struct span json)
{
    AUTO(buffer) *question = buffer_new(WORDS_TEXT_MAX);
    struct token_certificate with = {0};
    struct batch *batch;
    struct error err;

    if (batch_parse(json, SPAN("https://hocba.example.vn"), &batch, &err) != OK) {
        assert(err.message[0]);
        return;
    }
    assert(batch->count > 0 && batch->count <= BATCH_ITEMS_MAX);
    words_question(batch, &with, NULL, question);
    size_t lines = 0;
    for (size_t i = 0; i < question->size; i++)
        lines += question->data[i] == '\n';
    assert(lines == 9 + batch->count); /* ours and one for each item */
    batch_free(batch);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span bytes = {(const char *)data, size};
    struct request request;

    if (request_parse(bytes, &request) == 200) {
        inside(request.path, bytes);
        inside(request.query, bytes);
        inside(request.host, bytes);
        inside(request.origin, bytes);
        inside(request.body, bytes);
    }
    try_batch(bytes); /* without a length to keep right */
    AUTO(arena) *arena = arena_new();
    const char *holder = certificate_holder(bytes, arena);
    assert(!holder || words_are_plain(holder, WORDS_LABEL_MAX));
    return 0;
}
