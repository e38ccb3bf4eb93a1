/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/system.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"

enum { BACKLOG = 16, WAIT_MAX = 64 };

extern char **environ;

enum status
system_start(struct error *err)
{
    (void)err;
    signal(SIGPIPE, SIG_IGN); /* a browser that hangs up is no reason to end */
    return OK;
}

char **
system_arguments(int *count, char **given)
{
    (void)count;
    return given;
}

/* ---- sockets ---- */

enum status
system_listen(uint16_t *port, socket_handle *listener, struct error *err)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), yes = 1;
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(*port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;

    if (fd < 0)
        return fail(err, UNAVAILABLE, "Máy này không mở được kết nối mạng.");
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || listen(fd, BACKLOG) != 0 ||
        getsockname(fd, (struct sockaddr *)&address, &size) != 0) {
        fail(err, CONFLICT, "Cổng %u đang có chương trình khác dùng; có thể agent đã chạy rồi.",
             (unsigned)*port);
        fail_detail(err, "bind 127.0.0.1: %s", strerror(errno));
        close(fd);
        return err->status;
    }
    *port = ntohs(address.sin_port);
    *listener = fd;
    return OK;
}

socket_handle
system_accept(socket_handle listener)
{
    int fd = accept4((int)listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

    return fd < 0 ? NO_SOCKET : fd;
}

void
system_close(socket_handle socket)
{
    if (socket != NO_SOCKET)
        close((int)socket);
}

static int
moved(ssize_t n)
{
    if (n >= 0)
        return (int)n;
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? SOCKET_AGAIN : SOCKET_BROKEN;
}

int
system_receive(socket_handle socket, void *data, size_t size)
{
    return moved(recv((int)socket, data, size, 0));
}

int
system_send(socket_handle socket, const void *data, size_t size)
{
    return moved(send((int)socket, data, size, MSG_NOSIGNAL));
}

void
system_wait(struct socket_wait *sockets, size_t count, int timeout_ms)
{
    struct pollfd fds[WAIT_MAX];

    if (count > WAIT_MAX)
        count = WAIT_MAX;
    for (size_t i = 0; i < count; i++)
        fds[i] = (struct pollfd){
            (int)sockets[i].socket,
            (short)((sockets[i].read ? POLLIN : 0) | (sockets[i].write ? POLLOUT : 0)), 0};
    int ready = poll(fds, count, timeout_ms);
    for (size_t i = 0; i < count; i++) {
        short got = ready > 0 ? fds[i].revents : 0;
        bool broken = got & (POLLERR | POLLHUP | POLLNVAL);
        sockets[i].read = sockets[i].read && (broken || got & POLLIN);
        sockets[i].write = sockets[i].write && (broken || got & POLLOUT);
    }
}

/* ---- time, memory ---- */

int64_t
system_clock_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void
system_sleep_ms(int ms)
{
    poll(NULL, 0, ms);
}

void
system_wipe(void *memory, size_t size)
{
    explicit_bzero(memory, size);
}

/* ---- a lock, a thread ---- */

struct system_lock {
    pthread_mutex_t mutex;
};

struct system_lock *
system_lock_new(void)
{
    struct system_lock *lock = heap_alloc(sizeof *lock);

    pthread_mutex_init(&lock->mutex, NULL);
    return lock;
}

void
system_lock_free(struct system_lock *lock)
{
    if (!lock)
        return;
    pthread_mutex_destroy(&lock->mutex);
    free(lock);
}

void
system_lock_take(struct system_lock *lock)
{
    pthread_mutex_lock(&lock->mutex);
}

void
system_lock_leave(struct system_lock *lock)
{
    pthread_mutex_unlock(&lock->mutex);
}

struct system_thread {
    pthread_t thread;
    void (*run)(void *state);
    void *state;
};

static void *
thread_main(void *argument)
{
    struct system_thread *thread = argument;

    thread->run(thread->state);
    return NULL;
}

struct system_thread *
system_thread_start(void (*run)(void *state), void *state)
{
    struct system_thread *thread = heap_alloc(sizeof *thread);

    thread->run = run;
    thread->state = state;
    if (pthread_create(&thread->thread, NULL, thread_main, thread) == 0)
        return thread;
    free(thread);
    return NULL;
}

void
system_thread_join(struct system_thread *thread)
{
    if (!thread)
        return;
    pthread_join(thread->thread, NULL);
    free(thread);
}

/* ---- a helper program ---- */

struct child {
    pid_t pid;
    int to, from;
};

static bool
start_child(const char *program, const char *argument, struct child *child)
{
    char *argv[] = {(char *)(uintptr_t)program, (char *)(uintptr_t)argument, NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t pipe_signal;
    int in[2], out[2];

    if (pipe2(in, O_CLOEXEC) != 0)
        return false;
    if (pipe2(out, O_CLOEXEC) != 0) {
        close(in[0]);
        close(in[1]);
        return false;
    }
    sigemptyset(&pipe_signal);
    sigaddset(&pipe_signal, SIGPIPE);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigdefault(&attributes, &pipe_signal);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    bool started = posix_spawnp(&child->pid, program, &actions, &attributes, argv, environ) == 0;
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    close(in[0]);
    close(out[1]);
    child->to = in[1];
    child->from = out[0];
    if (started) {
        (void)fcntl(child->to, F_SETFL, O_NONBLOCK);
        return true;
    }
    close(child->to);
    close(child->from);
    return false;
}

/* Write what it still takes; closes its input when all is written or it takes no more. */
static void
feed(struct child *child, struct span *input)
{
    ssize_t n = input->size ? write(child->to, input->data, input->size) : 0;

    if (n > 0) {
        input->data += n;
        input->size -= (size_t)n;
    }
    if (input->size == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) {
        close(child->to);
        child->to = -1;
    }
}

/* Feed and read side by side, so that neither waits for the other. */
static size_t
talk(struct child *child, struct span input, char *answer, size_t room)
{
    size_t got = 0;

    while (child->from >= 0) {
        struct pollfd fds[] = {{child->from, POLLIN, 0}, {child->to, POLLOUT, 0}};
        char beyond[256];

        if (poll(fds, child->to >= 0 ? 2 : 1, -1) < 0 && errno != EINTR)
            break;
        if (child->to >= 0 && fds[1].revents)
            feed(child, &input);
        if (!fds[0].revents)
            continue;
        ssize_t n = got < room ? read(child->from, answer + got, room - got)
                               : read(child->from, beyond, sizeof beyond);
        if (n == 0 || (n < 0 && errno != EINTR))
            break;
        if (n > 0 && got < room)
            got += (size_t)n;
    }
    return got;
}

enum status
system_run(const char *program, const char *argument, struct span input, char *answer,
           size_t answer_size, int *exit_code, struct error *err)
{
    struct child child;
    int ended = 0;

    if (!start_child(program, argument, &child))
        return fail(err, UNAVAILABLE, "Không chạy được chương trình hỏi: %s.", program);
    size_t got = talk(&child, input, answer, answer_size - 1);
    answer[got] = '\0';
    close(child.from);
    if (child.to >= 0)
        close(child.to);
    while (waitpid(child.pid, &ended, 0) < 0 && errno == EINTR)
        ;
    *exit_code = WIFEXITED(ended) ? WEXITSTATUS(ended) : 255;
    return OK;
}

/* ---- files and places ---- */

enum status
system_read_file(struct arena *arena, const char *path, size_t ceiling, struct span *bytes,
                 struct error *err)
{
    return file_read(arena, path, ceiling, bytes, err);
}

const char *
system_settings_path(struct arena *arena)
{
    const char *folder = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");

    if (folder && *folder)
        return arena_printf(arena, "%s/hocba/agent.conf", folder);
    return arena_printf(arena, "%s/.config/hocba/agent.conf", home ? home : "");
}
