/* SPDX-License-Identifier: Apache-2.0 */
#include "signer/serve.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "signers/signer.h"

/* ---- questions ---- */

struct answering {
    const struct keys *keys;
    struct jobs *jobs;
    struct buffer *question, *answer;
};

static enum status
malformed(struct error *err)
{
    return fail(err, INVALID, "Yêu cầu tới tiến trình giữ khóa sai dạng.");
}

static enum status
answer_hello(struct answering *it, struct wire_reader *reader, struct error *err)
{
    (void)wire_number(reader); /* the other side compares */
    if (!wire_at_end(reader))
        return malformed(err);
    wire_begin(it->answer, WIRE_HELLO);
    wire_add_number(it->answer, WIRE_VERSION);
    return OK;
}

static enum status
answer_list(struct answering *it, struct wire_reader *reader, struct error *err)
{
    if (!wire_at_end(reader))
        return malformed(err);
    wire_begin(it->answer, WIRE_KEYS);
    wire_add_number(it->answer, (uint32_t)it->keys->count);
    for (size_t i = 0; i < it->keys->count; i++) {
        const struct key *key = &it->keys->items[i];
        wire_add_number(it->answer, SIGNER_BATCH_MAX);
        wire_add_number(it->answer, 0); /* how fast: not known */
        wire_add_number(it->answer, key->token && token_pin_each(key->token));
        wire_add_bytes(it->answer, span_of(key->place));
        wire_add_number(it->answer, (uint32_t)key->chain->count);
        for (size_t j = 0; j < key->chain->count; j++)
            wire_add_bytes(it->answer, key->chain->items[j]->der);
    }
    return OK;
}

static bool
id_is_fine(struct span id)
{
    return id.size > 0 && memchr(id.data, '\0', id.size) == NULL;
}

static enum status
answer_start(struct answering *it, struct wire_reader *reader, struct error *err)
{
    struct digest certificate;
    struct span id = wire_bytes(reader, SIGNER_ID_MAX), hash = wire_bytes(reader, SHA256_SIZE);
    uint32_t count = wire_number(reader);

    if (reader->bad || !id_is_fine(id) || hash.size != SHA256_SIZE || count == 0 ||
        count > SIGNER_BATCH_MAX || reader->rest.size != (size_t)count * SHA256_SIZE)
        return malformed(err);
    memcpy(certificate.bytes, hash.data, SHA256_SIZE);
    TRY(jobs_start(it->jobs, id, &certificate, reader->rest, err));
    wire_begin(it->answer, WIRE_TAKEN);
    return OK;
}

static enum status
answer_poll(struct answering *it, struct wire_reader *reader, struct error *err)
{
    struct span id = wire_bytes(reader, SIGNER_ID_MAX);
    uint32_t from = wire_number(reader);

    if (!wire_at_end(reader))
        return malformed(err);
    return jobs_poll(it->jobs, id, from, it->answer, err);
}

static enum status
answer_cancel(struct answering *it, struct wire_reader *reader, struct error *err)
{
    struct span id = wire_bytes(reader, SIGNER_ID_MAX);

    if (!wire_at_end(reader))
        return malformed(err);
    TRY(jobs_cancel(it->jobs, id, err));
    wire_begin(it->answer, WIRE_TAKEN);
    return OK;
}

static const struct {
    enum wire_kind kind;
    enum status (*answer)(struct answering *it, struct wire_reader *reader, struct error *err);
} questions[] = {
    {WIRE_HELLO, answer_hello}, {WIRE_LIST, answer_list},     {WIRE_START, answer_start},
    {WIRE_POLL, answer_poll},   {WIRE_CANCEL, answer_cancel},
};

static enum status
answer(struct answering *it, struct error *err)
{
    struct wire_reader reader;
    enum wire_kind kind = wire_open(&reader, buffer_span(it->question));

    for (size_t i = 0; i < COUNT_OF(questions); i++) {
        if (questions[i].kind == kind)
            return questions[i].answer(it, &reader, err);
    }
    return malformed(err);
}

static void
write_failure(struct buffer *message, const struct error *err)
{
    wire_begin(message, WIRE_FAILED);
    wire_add_error(message, err);
}

void
serve_connection(const struct keys *keys, struct jobs *jobs, int fd)
{
    AUTO(buffer) *question = buffer_new(WIRE_MESSAGE_MAX), *out = buffer_new(WIRE_MESSAGE_MAX);
    struct answering it = {keys, jobs, question, out};
    enum status sent = OK;
    struct error err;

    while (sent == OK && wire_receive(fd, -1, question, &err) == OK) {
        err = (struct error){0};
        if (answer(&it, &err) != OK)
            write_failure(out, &err);
        sent = wire_send(fd, out, &err);
    }
    close(fd);
}

void
serve_refusal(int fd, const struct error *err)
{
    AUTO(buffer) *message = buffer_new(WIRE_MESSAGE_MAX);
    struct error unread;

    if (wire_receive(fd, -1, message, &unread) != OK)
        return;
    write_failure(message, err);
    (void)!wire_send(fd, message, &unread);
}

/* ---- a socket of its own ---- */

static bool
somebody_answers(const struct sockaddr_un *address)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool answered = fd >= 0 && connect(fd, (const struct sockaddr *)address, sizeof *address) == 0;

    if (fd >= 0)
        close(fd);
    return answered;
}

enum status
serve_listen(const char *path, int *fd, struct error *err)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};

    if (strlen(path) >= sizeof address.sun_path)
        return fail(err, USAGE, "Đường dẫn của socket quá dài: %s", path);
    memcpy(address.sun_path, path, strlen(path));
    if (somebody_answers(&address))
        return fail(err, CONFLICT, "Đã có một hocba-signer chạy ở %s.", path);
    (void)unlink(path);
    mode_t before = umask(0177);
    *fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool bound = *fd >= 0 && bind(*fd, (const struct sockaddr *)&address, sizeof address) == 0;
    umask(before);
    if (bound && listen(*fd, CONNECTIONS_MAX) == 0)
        return OK;
    fail(err, UNAVAILABLE, "Không mở được socket %s.", path);
    return fail_detail(err, "%s", strerror(errno));
}

struct caller {
    const struct keys *keys;
    struct jobs *jobs;
    int fd;
};

static atomic_int callers;

static void *
serve_caller(void *context)
{
    struct caller *caller = context;

    serve_connection(caller->keys, caller->jobs, caller->fd);
    free(caller);
    atomic_fetch_sub(&callers, 1);
    return NULL;
}

static bool
may_call(int fd)
{
    struct ucred peer;
    socklen_t size = sizeof peer;

    return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
           (peer.uid == geteuid() || peer.uid == 0);
}

void
serve_socket(const struct keys *keys, struct jobs *jobs, int fd)
{
    for (;;) {
        int peer = accept4(fd, NULL, NULL, SOCK_CLOEXEC);
        pthread_t thread;

        if (peer < 0)
            continue;
        if (!may_call(peer) || atomic_load(&callers) >= CONNECTIONS_MAX) {
            close(peer);
            continue;
        }
        struct caller *caller = heap_alloc(sizeof *caller);
        *caller = (struct caller){keys, jobs, peer};
        atomic_fetch_add(&callers, 1);
        if (pthread_create(&thread, NULL, serve_caller, caller) == 0) {
            pthread_detach(thread);
            continue;
        }
        atomic_fetch_sub(&callers, 1);
        close(peer);
        free(caller);
    }
}
