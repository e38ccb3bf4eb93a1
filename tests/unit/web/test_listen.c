/* SPDX-License-Identifier: Apache-2.0
 *
 * A school's browsers come at once: as many as the system allows wait until they are accepted.
 * With less room their connections seem made and hang, 40 ms to a second, before the first answer.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/support/test.h"
#include "web/listen.h"

enum { BROWSERS = 300, PATIENCE_MS = 30 * 1000 };

static int
system_allows(void)
{
    int allowed = BROWSERS;
    FILE *file = fopen("/proc/sys/net/core/somaxconn", "re");

    if (file) {
        if (fscanf(file, "%d", &allowed) != 1)
            allowed = BROWSERS;
        fclose(file);
    }
    return allowed < BROWSERS ? allowed : BROWSERS;
}

static int
begin_to_connect(uint16_t port)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    assert_true(fd >= 0);
    (void)connect(fd, (const struct sockaddr *)(const void *)&address, sizeof address);
    return fd;
}

static void
test_many_wait_to_be_accepted(void **state)
{
    char where[LISTEN_ADDRESS_SIZE];
    struct error err = {0};
    int listening, count = system_allows(), browsers[BROWSERS];

    (void)state;
    assert_int_equal(listen_open("127.0.0.1:0", &listening, where, &err), OK);
    uint16_t port = (uint16_t)strtoul(strrchr(where, ':') + 1, NULL, 10);
    for (int i = 0; i < count; i++)
        browsers[i] = begin_to_connect(port);
    for (int i = 0; i < count; i++) {
        struct pollfd one = {.fd = browsers[i], .events = POLLOUT};
        assert_int_equal(poll(&one, 1, PATIENCE_MS), 1);
        assert_int_equal(one.revents, POLLOUT);
    }
    for (int i = 0; i < count; i++)
        close(browsers[i]);
    close(listening);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_many_wait_to_be_accepted)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
