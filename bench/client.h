/* SPDX-License-Identifier: Apache-2.0
 *
 * A server of a program of its own and connections to it, for measuring: a connection stays open,
 * asks and reads the whole answer.  Aborts on any error.
 */
#ifndef HOCBA_BENCH_CLIENT_H
#define HOCBA_BENCH_CLIENT_H

#include <sys/types.h>

#include "base/text.h"

struct bench_server {
    pid_t pid;
    int port;
};

/* `words`: the command, ends with NULL; it prints "127.0.0.1:PORT" when it is ready. What it writes
 * to its error output goes to the file `log`. */
struct bench_server bench_server_start(const char *const words[], const char *log);
/* Started without waiting: the port is known and answers soon. */
struct bench_server bench_server_start_at(const char *const words[], const char *log, int port);
/* Seconds of processors that it and its children have used so far, to a hundredth. */
double bench_server_processor(const struct bench_server *server);
void bench_server_stop(const struct bench_server *server);

enum { BENCH_ANSWER_MAX = 4 * 1024 * 1024 };

struct bench_answer {
    int code;
    char *data; /* BENCH_ANSWER_MAX bytes of the caller's, or fewer if `room` says so */
    size_t room;
    struct span body; /* inside; a NUL stands after it */
};

int bench_connect(int port);
void bench_ask(int fd, struct span request, struct bench_answer *answer);

#endif
