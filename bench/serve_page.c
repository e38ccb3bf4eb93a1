/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/serve_page.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <unistd.h>

#include "base/file.h"
#include "bench/bench.h"
#include "bench/client.h"

enum { ASKERS = 8, ROUNDS = 5, SECONDS = 2 };

/* Whose page is asked for, and how. */
struct asked {
    const struct bench_server *server;
    const char *path, *headers;
    size_t size; /* of the body that must come, or of most of it */
    bool anew;   /* each time at another address, so that no page is given again */
};

struct asker {
    pthread_t thread;
    const struct asked *asked;
    unsigned number, answered;
};

/* How one round went. */
struct pace {
    double per_second, processor_us; /* of the server for one page */
};

static const char *
write_request(const struct asker *asker, char *room, size_t size)
{
    const struct asked *asked = asker->asked;
    char more[40] = "";

    if (asked->anew)
        snprintf(more, sizeof more, "&lan=%u.%08u", asker->number, asker->answered);
    snprintf(room, size, "GET %s%s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n", asked->path, more,
             asked->headers);
    return room;
}

static void *
ask(void *context)
{
    struct asker *asker = context;
    const struct asked *asked = asker->asked;
    AUTO(arena) *arena = arena_new();
    struct bench_answer answer = {.data = arena_alloc(arena, BENCH_ANSWER_MAX),
                                  .room = BENCH_ANSWER_MAX};
    char request[1024];
    int fd = bench_connect(asked->server->port);
    double end = bench_clock() + SECONDS;

    while (bench_clock() < end) {
        bench_ask(fd, span_of(write_request(asker, request, sizeof request)), &answer);
        BENCH_CHECK(answer.code == 200 && answer.body.size >= asked->size);
        BENCH_CHECK(asked->anew || answer.body.size == asked->size);
        asker->answered++;
    }
    close(fd);
    return NULL;
}

static struct pace
measure(const struct asked *asked)
{
    static unsigned number;
    struct asker askers[ASKERS];
    unsigned answered = 0;
    double before = bench_server_processor(asked->server);

    for (int i = 0; i < ASKERS; i++) {
        askers[i] = (struct asker){.asked = asked, .number = number++};
        BENCH_CHECK(pthread_create(&askers[i].thread, NULL, ask, &askers[i]) == 0);
    }
    for (int i = 0; i < ASKERS; i++) {
        pthread_join(askers[i].thread, NULL);
        answered += askers[i].answered;
    }
    double spent = bench_server_processor(asked->server) - before;
    return (struct pace){(double)answered / SECONDS, spent * 1e6 / answered};
}

static int
is_slower(const void *a, const void *b)
{
    const struct pace *x = a, *y = b;

    return (x->per_second > y->per_second) - (x->per_second < y->per_second);
}

static struct pace
median(struct pace paces[ROUNDS])
{
    qsort(paces, ROUNDS, sizeof *paces, is_slower);
    return paces[ROUNDS / 2];
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

static void
print_pace(const char *what, size_t size, struct pace ours, struct pace nginx)
{
    char row[160];

    snprintf(row, sizeof row, "a signed-in class page of %zu KB, access log on, %s", size / 1024,
             what);
    bench_row(row, ours.per_second, "/s",
              (struct bench_beside){"nginx, the same bytes as a file", nginx.per_second},
              (struct bench_beside){"wanted", nginx.per_second / 2});
    snprintf(row, sizeof row, "the same, %s: the server's processor time for one", what);
    bench_row(row, ours.processor_us, "us", (struct bench_beside){"nginx", nginx.processor_us},
              (struct bench_beside){0});
}

void
bench_page(const struct bench_server *server, const char *class_id, const char *token,
           const char *folder)
{
    AUTO(arena) *arena = arena_new();
    struct bench_answer answer = {.data = arena_alloc(arena, BENCH_ANSWER_MAX),
                                  .room = BENCH_ANSWER_MAX};
    struct pace again[ROUNDS], anew[ROUNDS], nginx[ROUNDS];
    const char *path = arena_printf(arena, "/lop/%s/nhap?xem=mon&mon=TV", class_id);
    const char *headers = arena_printf(arena, "Cookie: phien=%s\r\n", token);
    int fd = bench_connect(server->port);

    bench_ask(
        fd,
        span_of(arena_printf(arena, "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n", path, headers)),
        &answer);
    close(fd);
    BENCH_CHECK(answer.code == 200 && strstr(answer.body.data, "data-grid"));
    size_t size = answer.body.size;
    struct bench_server file = start_nginx(folder, answer.body, arena);
    for (int i = 0; i < ROUNDS; i++) { /* in turn: what else runs beside them meets all three */
        again[i] = measure(&(struct asked){server, path, headers, size, false});
        anew[i] = measure(&(struct asked){server, path, headers, size, true});
        nginx[i] = measure(&(struct asked){&file, "/page", "", size, false});
    }
    bench_server_stop(&file);
    print_pace("given again", size, median(again), median(nginx));
    print_pace("made anew each time", size, median(anew), median(nginx));
}
