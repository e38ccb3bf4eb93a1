/* SPDX-License-Identifier: Apache-2.0 */
#include "signers/wire.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

enum { FRAME_HEAD = 4, SEND_PATIENCE_MS = 10000 };

/* ---- writing ---- */

void
wire_begin(struct buffer *message, enum wire_kind kind)
{
    buffer_clear(message);
    buffer_char(message, (char)kind);
}

void
wire_add_number(struct buffer *message, uint32_t number)
{
    const uint8_t bytes[] = {(uint8_t)(number >> 24), (uint8_t)(number >> 16),
                             (uint8_t)(number >> 8), (uint8_t)number};

    buffer_add(message, bytes, sizeof bytes);
}

void
wire_add_bytes(struct buffer *message, struct span bytes)
{
    wire_add_number(message, (uint32_t)bytes.size);
    buffer_add(message, bytes.data, bytes.size);
}

void
wire_add_error(struct buffer *message, const struct error *err)
{
    wire_add_number(message, err->status);
    wire_add_bytes(message, span_of(err->message));
    wire_add_bytes(message, span_of(err->detail));
}

/* ---- reading ---- */

enum wire_kind
wire_open(struct wire_reader *reader, struct span message)
{
    *reader = (struct wire_reader){.rest = message};
    if (message.size == 0)
        return 0;
    reader->rest = (struct span){message.data + 1, message.size - 1};
    return (unsigned char)message.data[0];
}

static struct span
take(struct wire_reader *reader, size_t size)
{
    struct span taken = {reader->rest.data, size};

    if (reader->bad || size > reader->rest.size) {
        reader->bad = true;
        return (struct span){0};
    }
    reader->rest = (struct span){reader->rest.data + size, reader->rest.size - size};
    return taken;
}

uint32_t
wire_number(struct wire_reader *reader)
{
    struct span bytes = take(reader, 4);
    uint32_t number = 0;

    for (size_t i = 0; i < bytes.size; i++)
        number = number << 8 | (unsigned char)bytes.data[i];
    return number;
}

struct span
wire_bytes(struct wire_reader *reader, size_t ceiling)
{
    uint32_t size = wire_number(reader);

    if (size > ceiling)
        reader->bad = true;
    return take(reader, size);
}

void
wire_error(struct wire_reader *reader, struct error *err)
{
    uint32_t status = wire_number(reader);
    struct span message = wire_bytes(reader, sizeof err->message - 1);
    struct span detail = wire_bytes(reader, sizeof err->detail - 1);

    reader->bad |= status == OK || status > UNDECIDED;
    if (reader->bad)
        return;
    error_fill(err, (enum status)status, "%.*s", (int)message.size, message.data);
    fail_detail(err, "%.*s", (int)detail.size, detail.data);
}

bool
wire_at_end(const struct wire_reader *reader)
{
    return !reader->bad && reader->rest.size == 0;
}

/* ---- frames ---- */

static enum status
broken(struct error *err)
{
    int cause = errno;

    fail(err, UNAVAILABLE, "Mất liên lạc với tiến trình giữ khóa (hocba-signer).");
    return fail_detail(err, "%s", cause ? strerror(cause) : "closed");
}

/* Until the socket is ready; false when it is not in time. */
static bool
wait_for(int fd, short what, int patience_ms)
{
    struct pollfd one = {fd, what, 0};
    int ready;

    do
        ready = poll(&one, 1, patience_ms);
    while (ready < 0 && errno == EINTR);
    errno = ready == 0 ? ETIMEDOUT : errno;
    return ready > 0;
}

static enum status
send_all(int fd, const char *data, size_t size, struct error *err)
{
    while (size > 0) {
        if (!wait_for(fd, POLLOUT, SEND_PATIENCE_MS))
            return broken(err);
        ssize_t sent = send(fd, data, size, MSG_NOSIGNAL);
        if (sent < 0 && errno != EINTR)
            return broken(err);
        data += sent > 0 ? sent : 0;
        size -= sent > 0 ? (size_t)sent : 0;
    }
    return OK;
}

enum status
wire_send(int fd, const struct buffer *message, struct error *err)
{
    uint32_t size = (uint32_t)message->size;
    const char head[FRAME_HEAD] = {(char)(size >> 24), (char)(size >> 16), (char)(size >> 8),
                                   (char)size};

    if (message->overflow || message->size > WIRE_MESSAGE_MAX)
        return fail(err, INVALID, "Lượt ký quá lớn cho một lần gửi.");
    TRY(send_all(fd, head, sizeof head, err));
    return send_all(fd, message->data, message->size, err);
}

/* `size` bytes; *got tells how many came when it fails. */
static enum status
receive_all(int fd, int patience_ms, char *data, size_t size, size_t *got, struct error *err)
{
    for (*got = 0; *got < size;) {
        if (!wait_for(fd, POLLIN, patience_ms))
            return broken(err);
        errno = 0;
        ssize_t came = recv(fd, data + *got, size - *got, 0);
        if (came == 0 || (came < 0 && errno != EINTR))
            return broken(err);
        *got += came > 0 ? (size_t)came : 0;
    }
    return OK;
}

enum status
wire_receive(int fd, int patience_ms, struct buffer *message, struct error *err)
{
    char head[FRAME_HEAD] = {0}, piece[4096];
    size_t size = 0, got;

    buffer_clear(message);
    if (receive_all(fd, patience_ms, head, sizeof head, &got, err) != OK)
        return got == 0 && errno == 0 ? fail(err, NOT_FOUND, "Bên kia đã đóng kết nối.")
                                      : status_is(err->status);
    for (size_t i = 0; i < sizeof head; i++)
        size = size << 8 | (unsigned char)head[i];
    if (size == 0 || size > WIRE_MESSAGE_MAX)
        return fail(err, INVALID, "Tiến trình giữ khóa trả lời sai dạng.");
    while (size > 0) {
        size_t next = size < sizeof piece ? size : sizeof piece;
        TRY(receive_all(fd, patience_ms, piece, next, &got, err));
        buffer_add(message, piece, next);
        size -= next;
    }
    return OK;
}
