/* SPDX-License-Identifier: Apache-2.0 */
#include "web/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { PORT_MAX = 65535, HOST_SIZE = 64 };

union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    struct sockaddr_un local;
};

/* "host:port", the host a literal address; names are not resolved. */
static bool
read_address(const char *text, union address *address, socklen_t *size)
{
    char host[HOST_SIZE];
    const char *colon = strrchr(text, ':');
    int port;

    if (!colon || (size_t)(colon - text) >= sizeof host ||
        !text_to_int(colon + 1, 0, PORT_MAX, &port))
        return false;
    memcpy(host, text, (size_t)(colon - text));
    host[colon - text] = '\0';
    *address = (union address){0};
    if (inet_pton(AF_INET, host, &address->v4.sin_addr) == 1) {
        address->v4.sin_family = AF_INET;
        address->v4.sin_port = htons((uint16_t)port);
        *size = sizeof address->v4;
        return true;
    }
    size_t length = strlen(host);
    if (length < 3 || host[0] != '[' || host[length - 1] != ']')
        return false;
    host[length - 1] = '\0';
    address->v6.sin6_family = AF_INET6;
    address->v6.sin6_port = htons((uint16_t)port);
    *size = sizeof address->v6;
    return inet_pton(AF_INET6, host + 1, &address->v6.sin6_addr) == 1;
}

static bool
read_local(const char *path, union address *address, socklen_t *size)
{
    *address = (union address){.local = {.sun_family = AF_UNIX}};
    if (!*path || strlen(path) >= sizeof address->local.sun_path)
        return false;
    memcpy(address->local.sun_path, path, strlen(path) + 1);
    *size = sizeof address->local;
    return true;
}

/* A socket that a killed server left behind is in the way; anything else is not ours to remove. */
static void
remove_stale(const char *path)
{
    struct stat stat;

    if (lstat(path, &stat) == 0 && S_ISSOCK(stat.st_mode))
        unlink(path);
}

static void
write_address(int fd, const char *text, char out[LISTEN_ADDRESS_SIZE])
{
    union address bound = {0};
    socklen_t size = sizeof bound;
    const char *colon = strrchr(text, ':');

    if (getsockname(fd, &bound.any, &size) != 0 || bound.any.sa_family == AF_UNIX) {
        snprintf(out, LISTEN_ADDRESS_SIZE, "%s", text);
        return;
    }
    unsigned port = ntohs(bound.any.sa_family == AF_INET ? bound.v4.sin_port : bound.v6.sin6_port);
    snprintf(out, LISTEN_ADDRESS_SIZE, "http://%.*s:%u", (int)(colon - text), text, port);
}

enum status
listen_open(const char *text, int *fd, char out[LISTEN_ADDRESS_SIZE], struct error *err)
{
    union address address;
    socklen_t size;
    const int yes = 1;
    bool local = text_starts(text, "unix:");

    if (local ? !read_local(text + 5, &address, &size) : !read_address(text, &address, &size))
        return fail(err, USAGE, "Địa chỉ nghe phải là 127.0.0.1:CỔNG, [::1]:CỔNG hoặc unix:/TỆP.");
    int opened = socket(address.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (opened < 0)
        return fail(err, UNAVAILABLE, "Không mở được cổng nghe: %s.", strerror(errno));
    if (local)
        remove_stale(text + 5);
    setsockopt(opened, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(opened, &address.any, size) != 0 || listen(opened, SOMAXCONN) != 0) {
        int why = errno;
        close(opened);
        return fail(err, UNAVAILABLE, "Không nghe được ở %s: %s.", text, strerror(why));
    }
    write_address(opened, text, out);
    *fd = opened;
    return OK;
}
