/* SPDX-License-Identifier: Apache-2.0
 *
 * A signer that misbehaves: it speaks hocba-signer's protocol with a key of its own (PKCS#12), and
 * writes a line for everything it does:
 *
 *     start ID COUNT     a batch that it had not seen before
 *     own HEX            signed that digest with its key
 *     other HEX          ... with another one
 *
 * usage: signer_peer SOCKET KEY.p12 PIN_FILE LOG drop|slow
 *
 * Always: results come in an order that has nothing to do with the question's.  With `drop` every
 * tenth connection's exchange breaks, in turns before the question is handled and after it, when
 * the answer is lost; and every 25th signature is another key's.  With `slow` a poll takes long and
 * gives little, so that hocba can be killed in the middle.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/encode.h"
#include "base/file.h"
#include "crypto/pkcs12.h"
#include "signers/signer.h"
#include "signers/wire.h"

enum { BATCHES_MAX = 64, DROP_EACH = 10, OTHER_EACH = 25, STRIDE = 7 };

struct batch {
    char id[SIGNER_ID_MAX + 1];
    struct digest *digests;
    struct signature_value *values; /* in the order of `order` */
    size_t *order;
    size_t count, ready;
};

static struct batch batches[BATCHES_MAX];
static size_t batch_count, exchanges, signatures;
static struct private_key *own, *other;
static struct certificate_chain *chain;
static bool drops, slow;
static FILE *journal;

static void
must(enum status status, const struct error *err)
{
    if (status == OK)
        return;
    fprintf(stderr, "signer_peer: %s [%s]\n", err->message, err->detail);
    exit(1);
}

static struct batch *
find(struct span id)
{
    for (size_t i = 0; i < batch_count; i++) {
        if (span_is(id, batches[i].id))
            return &batches[i];
    }
    return NULL;
}

static void
say(const char *what, const struct digest *digest)
{
    char hex[SHA256_HEX_SIZE];

    fprintf(journal, "%s %s\n", what, digest_hex(digest, hex));
    fflush(journal);
}

/* The next item in an order of our own. */
static void
sign_next(struct batch *batch)
{
    struct digest *digest = &batch->digests[batch->order[batch->ready]];
    bool wrong = drops && ++signatures % OTHER_EACH == 0;
    struct error err;

    say(wrong ? "other" : "own", digest);
    must(private_key_sign(wrong ? other : own, digest, &batch->values[batch->ready], &err), &err);
    batch->ready++;
}

static void
answer_list(struct buffer *out)
{
    wire_begin(out, WIRE_KEYS);
    wire_add_number(out, 1);
    wire_add_number(out, 1000);
    wire_add_number(out, 0);
    wire_add_number(out, 0);
    wire_add_bytes(out, SPAN("peer"));
    wire_add_number(out, (uint32_t)chain->count);
    for (size_t i = 0; i < chain->count; i++)
        wire_add_bytes(out, chain->items[i]->der);
}

static void
answer_start(struct wire_reader *reader, struct buffer *out)
{
    struct span id = wire_bytes(reader, SIGNER_ID_MAX);
    (void)wire_bytes(reader, SHA256_SIZE);
    size_t count = wire_number(reader);

    wire_begin(out, WIRE_TAKEN);
    if (find(id))
        return;
    if (batch_count == BATCHES_MAX || reader->rest.size != count * SHA256_SIZE)
        exit(1);
    struct batch *batch = &batches[batch_count++];
    memcpy(batch->id, id.data, id.size);
    batch->count = count;
    batch->digests = heap_resize(NULL, count, sizeof *batch->digests);
    memcpy(batch->digests, reader->rest.data, reader->rest.size);
    batch->values = heap_resize(NULL, count, sizeof *batch->values);
    batch->order = heap_resize(NULL, count, sizeof *batch->order);
    size_t place = 0;
    for (size_t from = STRIDE; from-- > 0;) {
        for (size_t i = from; i < count; i += STRIDE)
            batch->order[place++] = i;
    }
    fprintf(journal, "start %s %zu\n", batch->id, count);
    fflush(journal);
}

static void
answer_poll(struct wire_reader *reader, struct buffer *out)
{
    struct batch *batch = find(wire_bytes(reader, SIGNER_ID_MAX));
    uint32_t from = wire_number(reader);
    struct error err;

    if (!batch) {
        error_fill(&err, NOT_FOUND, "Không biết lượt này.");
        wire_begin(out, WIRE_FAILED);
        wire_add_error(out, &err);
        return;
    }
    if (slow)
        usleep(30 * 1000);
    for (int i = 0; i < (slow ? 2 : STRIDE) && batch->ready < batch->count; i++)
        sign_next(batch);
    wire_begin(out, WIRE_RESULTS);
    wire_add_number(out, batch->ready == batch->count ? SIGNER_FINISHED : SIGNER_RUNNING);
    wire_add_number(out, (uint32_t)(batch->ready - from));
    for (size_t i = from; i < batch->ready; i++) {
        wire_add_number(out, (uint32_t)batch->order[i]);
        wire_add_number(out, OK);
        wire_add_bytes(out, (struct span){(char *)batch->values[i].bytes, batch->values[i].size});
    }
}

static void
answer(const struct buffer *question, struct buffer *out)
{
    struct wire_reader reader;

    switch (wire_open(&reader, buffer_span(question))) {
    case WIRE_HELLO:
        wire_begin(out, WIRE_HELLO);
        wire_add_number(out, WIRE_VERSION);
        return;
    case WIRE_LIST: answer_list(out); return;
    case WIRE_START: answer_start(&reader, out); return;
    case WIRE_POLL: answer_poll(&reader, out); return;
    default: wire_begin(out, WIRE_TAKEN);
    }
}

static void
serve(int fd)
{
    AUTO(buffer) *question = buffer_new(WIRE_MESSAGE_MAX), *out = buffer_new(WIRE_MESSAGE_MAX);
    struct error err;

    while (wire_receive(fd, -1, question, &err) == OK) {
        bool drop = drops && ++exchanges % DROP_EACH == 0;
        if (drop && exchanges / DROP_EACH % 2)
            break;
        answer(question, out);
        if (drop || wire_send(fd, out, &err) != OK)
            break;
    }
    close(fd);
}

int
main(int argc, char **argv)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    AUTO(arena) *arena = arena_new();
    struct secret *pin;
    struct span file;
    struct error err;

    if (argc != 6 || strlen(argv[1]) >= sizeof address.sun_path)
        return 2;
    drops = strcmp(argv[5], "drop") == 0;
    slow = !drops;
    must(file_read(arena, argv[2], PKCS12_MAX, &file, &err), &err);
    must(secret_read_line(argv[3], &pin, &err), &err);
    must(pkcs12_parse(file, pin, &own, &chain, &err), &err);
    must(private_key_make(KEY_P256, 0, &other, &err), &err);
    journal = fopen(argv[4], "a");
    memcpy(address.sun_path, argv[1], strlen(argv[1]));
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (!journal || bind(fd, (const struct sockaddr *)&address, sizeof address) != 0 ||
        listen(fd, 8) != 0)
        return 1;
    puts("ready");
    fflush(stdout);
    for (;;) {
        int peer = accept(fd, NULL, NULL);
        if (peer >= 0)
            serve(peer);
    }
}
