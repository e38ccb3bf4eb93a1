/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/client.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/bench.h"

static pid_t
start(const char *const words[], const char *log, int out)
{
    pid_t pid = fork();

    BENCH_CHECK(pid >= 0);
    if (pid > 0)
        return pid;
    int file = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (file < 0 || dup2(file, STDERR_FILENO) < 0 || dup2(out >= 0 ? out : file, STDOUT_FILENO) < 0)
        _exit(127);
    execvp(words[0], (char *const *)(uintptr_t)words);
    _exit(127);
}

struct bench_server
bench_server_start(const char *const words[], const char *log)
{
    struct bench_server server;
    char line[256] = "";
    int ends[2];

    BENCH_CHECK(pipe2(ends, O_CLOEXEC) == 0);
    server.pid = start(words, log, ends[1]);
    close(ends[1]);
    FILE *out = fdopen(ends[0], "r");
    BENCH_CHECK(out && fgets(line, sizeof line, out));
    const char *colon = strrchr(line, ':');
    BENCH_CHECK(colon);
    server.port = (int)strtol(colon + 1, NULL, 10);
    fclose(out);
    return server;
}

static int
try_connect(int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;

    BENCH_CHECK(fd >= 0);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (connect(fd, (const struct sockaddr *)(const void *)&address, sizeof address) == 0)
        return fd;
    close(fd);
    return -1;
}

struct bench_server
bench_server_start_at(const char *const words[], const char *log, int port)
{
    struct bench_server server = {start(words, log, -1), port};
    int fd;

    while ((fd = try_connect(port)) < 0) {
        BENCH_CHECK(waitpid(server.pid, NULL, WNOHANG) == 0);
        usleep(10 * 1000);
    }
    close(fd);
    return server;
}

/* Of one process, from the 14th and 15th value of its stat (proc(5)): user and system, in ticks. */
static double
processor_of(pid_t pid)
{
    char path[64], line[1024] = "";
    unsigned long user = 0, system = 0;

    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    FILE *file = fopen(path, "re");
    BENCH_CHECK(file && fgets(line, sizeof line, file));
    fclose(file);
    const char *after_name = strrchr(line, ')');
    BENCH_CHECK(after_name &&
                sscanf(after_name, ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user,
                       &system) == 2);
    return (double)(user + system) / (double)sysconf(_SC_CLK_TCK);
}

double
bench_server_processor(const struct bench_server *server)
{
    char path[64];
    double seconds = processor_of(server->pid);
    int child;

    snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)server->pid, (int)server->pid);
    FILE *file = fopen(path, "re");
    BENCH_CHECK(file);
    while (fscanf(file, "%d", &child) == 1)
        seconds += processor_of(child);
    fclose(file);
    return seconds;
}

void
bench_server_stop(const struct bench_server *server)
{
    BENCH_CHECK(kill(server->pid, SIGTERM) == 0);
    BENCH_CHECK(waitpid(server->pid, NULL, 0) == server->pid);
}

int
bench_connect(int port)
{
    int fd = try_connect(port);

    BENCH_CHECK(fd >= 0);
    return fd;
}

/* The body's length, or -1 while the headers are not whole. */
static long
read_head(const char *data, size_t *head)
{
    const char *end = strstr(data, "\r\n\r\n");

    if (!end)
        return -1;
    *head = (size_t)(end + 4 - data);
    const char *length = strcasestr(data, "\r\nContent-Length:");
    BENCH_CHECK(length && length < end);
    return strtol(length + sizeof "\r\nContent-Length:" - 1, NULL, 10);
}

void
bench_ask(int fd, struct span request, struct bench_answer *answer)
{
    size_t have = 0, head = 0;
    long length = -1;

    BENCH_CHECK(send(fd, request.data, request.size, MSG_NOSIGNAL) == (ssize_t)request.size);
    while (length < 0 || have < head + (size_t)length) {
        ssize_t got = recv(fd, answer->data + have, answer->room - 1 - have, 0);
        BENCH_CHECK(got > 0);
        have += (size_t)got;
        answer->data[have] = 0;
        if (length < 0)
            length = read_head(answer->data, &head);
    }
    answer->code = (int)strtol(answer->data + sizeof "HTTP/1.1 " - 1, NULL, 10);
    answer->body = (struct span){answer->data + head, (size_t)length};
}
