/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/serve_page.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <unistd.h>

#include "base/file.h"
#include "bench/bench.h"
#include "bench/client.h"

enum { ASKERS = 8, SECONDS = 4 };

struct asker {
    pthread_t thread;
    int port;
    const char *request;
    size_t size; /* of the body that must come */
    unsigned answered;
};

static void *
ask(void *context)
{
    struct asker *asker = context;
    AUTO(arena) *arena = arena_new();
    struct bench_answer answer = {.data = arena_alloc(arena, BENCH_ANSWER_MAX),
                                  .room = BENCH_ANSWER_MAX};
    int fd = bench_connect(asker->port);
    double end = bench_clock() + SECONDS;

    while (bench_clock() < end) {
        bench_ask(fd, span_of(asker->request), &answer);
        BENCH_CHECK(answer.code == 200 && answer.body.size == asker->size);
        asker->answered++;
    }
    close(fd);
    return NULL;
}

static double
pages_per_second(int port, const char *request, size_t size)
{
    struct asker askers[ASKERS];
    unsigned answered = 0;

    for (int i = 0; i < ASKERS; i++) {
        askers[i] = (struct asker){.port = port, .request = request, .size = size};
        BENCH_CHECK(pthread_create(&askers[i].thread, NULL, ask, &askers[i]) == 0);
    }
    for (int i = 0; i < ASKERS; i++) {
        pthread_join(askers[i].thread, NULL);
        answered += askers[i].answered;
    }
    return (double)answered / SECONDS;
}

static int
free_port(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    BENCH_CHECK(bind(fd, (const struct sockaddr *)(const void *)&address, size) == 0);
    BENCH_CHECK(getsockname(fd, (struct sockaddr *)(void *)&address, &size) == 0);
    close(fd);
    return ntohs(address.sin_port);
}

/* nginx as Debian has it, with as many workers as there are processors. */
static struct bench_server
start_nginx(const char *folder, struct span page, struct arena *arena)
{
    struct error err = {0};
    int port = free_port();
    const char *settings = arena_printf(arena, "%s/nginx.conf", folder);
    const char *text =
        arena_printf(arena,
                     "daemon off; pid %s/nginx.pid; user root; worker_processes auto;\n"
                     "events { worker_connections 256; }\n"
                     "http { sendfile on; keepalive_requests 1000000; access_log %s/nginx.log;\n"
                     "client_body_temp_path %s/b; proxy_temp_path %s/p; fastcgi_temp_path %s/f;\n"
                     "uwsgi_temp_path %s/u; scgi_temp_path %s/s; default_type text/html;\n"
                     "server { listen 127.0.0.1:%d; root %s; } }\n",
                     folder, folder, folder, folder, folder, folder, folder, port, folder);

    BENCH_CHECK(file_write(arena_printf(arena, "%s/page", folder), page, 0600, &err) == OK);
    BENCH_CHECK(file_write(settings, span_of(text), 0600, &err) == OK);
    const char *const words[] = {"/usr/sbin/nginx", "-p", folder,   "-c",
                                 settings,          "-e", "stderr", NULL};
    return bench_server_start_at(words, arena_printf(arena, "%s/nginx-errors", folder), port);
}

void
bench_page(int port, const char *class_id, const char *token, const char *folder)
{
    AUTO(arena) *arena = arena_new();
    struct bench_answer answer = {.data = arena_alloc(arena, BENCH_ANSWER_MAX),
                                  .room = BENCH_ANSWER_MAX};
    const char *request = arena_printf(arena,
                                       "GET /lop/%s/nhap?xem=mon&mon=TV HTTP/1.1\r\n"
                                       "Host: 127.0.0.1\r\nCookie: phien=%s\r\n\r\n",
                                       class_id, token);
    int fd = bench_connect(port);
    char what[120];

    bench_ask(fd, span_of(request), &answer);
    close(fd);
    BENCH_CHECK(answer.code == 200 && strstr(answer.body.data, "data-grid"));
    struct bench_server nginx = start_nginx(folder, answer.body, arena);
    double ours = pages_per_second(port, request, answer.body.size);
    double theirs = pages_per_second(nginx.port, "GET /page HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
                                     answer.body.size);
    bench_server_stop(&nginx);
    snprintf(what, sizeof what, "a signed-in class page of %zu KB, access log on",
             answer.body.size / 1024);
    bench_row(what, ours, "/s", (struct bench_beside){"nginx, the same bytes as a file", theirs},
              (struct bench_beside){"wanted", theirs / 2});
}
