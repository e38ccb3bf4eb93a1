/* SPDX-License-Identifier: Apache-2.0
 *
 * The webhook: for a service that calls back when the person has confirmed.  We listen on this
 * computer's loopback while a command signs; the school's own web server passes the calls on.
 * Anybody may call, so nothing is believed: only values that fit their record are kept, and a call
 * of any other content does no more than make us ask the service.  One call at a time, bounded in
 * bytes and in time.
 */
#include "signers/remote_internal.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

enum { HEAD_MAX = 16 * 1024, CALL_S = 5, CALLERS_MAX = 16 };

enum status
remote_hook_open(struct remote *remote, struct error *err)
{
    static const char head[] = "127.0.0.1:";
    const char *place = remote->settings.webhook;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int port, on = 1;

    if (!text_starts(place, head) || !text_to_int(place + strlen(head), 1, 65535, &port))
        return fail(err, INVALID, "Trong thiết lập ký từ xa, “webhook” có dạng 127.0.0.1:CỔNG.");
    address.sin_port = htons((uint16_t)port);
    remote->hook = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (remote->hook < 0 ||
        setsockopt(remote->hook, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        bind(remote->hook, (const struct sockaddr *)&address, sizeof address) != 0 ||
        listen(remote->hook, CALLERS_MAX) != 0) {
        fail(err, UNAVAILABLE,
             "Không nghe được ở %s để nhận câu trả lời của dịch vụ ký; chưa gửi gì. Có lẽ một lệnh "
             "ký khác đang chạy.",
             place);
        return fail_detail(err, "listen: %s", strerror(errno));
    }
    return OK;
}

static bool
readable(int fd, int ms)
{
    struct pollfd one = {.fd = fd, .events = POLLIN};

    return poll(&one, 1, ms) == 1;
}

/* Something to read before the whole call's time is over. */
static bool
readable_until(int fd, int timer)
{
    struct pollfd both[] = {{.fd = timer, .events = POLLIN}, {.fd = fd, .events = POLLIN}};

    return poll(both, COUNT_OF(both), -1) > 0 && both[0].revents == 0;
}

/* Where the body begins and how long it says that it is; false while the head is not complete. */
static bool
find_body(const struct buffer *call, size_t *begin, size_t *size)
{
    const char *end = call->data ? strstr(call->data, "\r\n\r\n") : NULL;
    const char *length = end ? strcasestr(call->data, "\r\nContent-Length:") : NULL;

    if (!end)
        return false;
    *begin = (size_t)(end - call->data) + 4;
    *size = length && length < end ? strtoul(length + strlen("\r\nContent-Length:"), NULL, 10) : 0;
    return true;
}

/* A whole call, or false: too long, too slow, cut off. */
static bool
read_call(int fd, int timer, struct buffer *call, struct span *body)
{
    size_t begin = 0, size = 0;
    char piece[4096];

    while (readable_until(fd, timer)) {
        ssize_t got = recv(fd, piece, sizeof piece, 0);
        if (got <= 0)
            return false;
        buffer_add(call, piece, (size_t)got);
        if (call->overflow || (!find_body(call, &begin, &size) && call->size > HEAD_MAX) ||
            size > REMOTE_ANSWER_MAX)
            return false;
        if (begin > 0 && call->size - begin >= size) {
            *body = (struct span){call->data + begin, size};
            return true;
        }
    }
    return false;
}

static void
answer_call(int fd, bool taken)
{
    const char *text = taken ? "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                             : "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n"
                               "Connection: close\r\n\r\n";

    (void)!send(fd, text, strlen(text), MSG_NOSIGNAL);
}

static void
take_call(struct remote_step *step, int fd, int timer, bool *news)
{
    AUTO(buffer) *call = buffer_new(HEAD_MAX + REMOTE_ANSWER_MAX);
    AUTO(arena) *arena = arena_new();
    struct json_value message;
    struct error ignored;
    struct span body;

    if (!read_call(fd, timer, call, &body))
        return;
    bool taken = text_starts(call->data, "POST ") &&
                 json_read(body, arena, &message, &ignored) == OK &&
                 remote_sp769_take_message(step, &message, news);
    answer_call(fd, taken);
}

void
remote_hook_wait(struct remote_step *step, int ms, bool *news)
{
    if (!readable(step->remote->hook, ms))
        return;
    int fd = accept4(step->remote->hook, NULL, NULL, SOCK_CLOEXEC);
    int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
    struct itimerspec once = {.it_value.tv_sec = CALL_S};
    if (fd >= 0 && timer >= 0 && timerfd_settime(timer, 0, &once, NULL) == 0)
        take_call(step, fd, timer, news);
    if (timer >= 0)
        close(timer);
    if (fd >= 0)
        close(fd);
}
