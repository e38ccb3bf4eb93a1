/* SPDX-License-Identifier: Apache-2.0 */
#include "store/write_line.h"

#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "base/arena.h"

/* On the waiting thread's stack. */
struct waiter {
    pthread_cond_t called;
    struct waiter *next;
};

struct write_line {
    dev_t device;
    ino_t file;
    unsigned users;
    bool taken;
    struct waiter *first, **last;
    uint64_t written, synced; /* so many writings */
    bool syncing, broken;
    pthread_cond_t ended;    /* a sync */
    struct write_line *next; /* of another file */
};

/* One lock for all lines: a process writes into one or two files, and holds it for a few stores. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct write_line *lines;

static struct write_line *
find(const struct stat *info)
{
    for (struct write_line *line = lines; line; line = line->next)
        if (line->device == info->st_dev && line->file == info->st_ino)
            return line;
    struct write_line *made = heap_alloc(sizeof *made);
    *made = (struct write_line){.device = info->st_dev, .file = info->st_ino, .next = lines};
    made->last = &made->first;
    pthread_cond_init(&made->ended, NULL);
    lines = made;
    return made;
}

struct write_line *
write_line_open(const char *place)
{
    struct stat info;

    if (stat(place, &info) != 0)
        return NULL;
    pthread_mutex_lock(&lock);
    struct write_line *line = find(&info);
    line->users++;
    pthread_mutex_unlock(&lock);
    return line;
}

void
write_line_close(struct write_line *line)
{
    if (!line)
        return;
    pthread_mutex_lock(&lock);
    if (--line->users == 0) {
        struct write_line **at = &lines;
        while (*at != line)
            at = &(*at)->next;
        *at = line->next;
        pthread_cond_destroy(&line->ended);
        free(line);
    }
    pthread_mutex_unlock(&lock);
}

static struct timespec
moment_after(int ms)
{
    struct timespec when;

    clock_gettime(CLOCK_MONOTONIC, &when);
    when.tv_sec += ms / 1000;
    when.tv_nsec += ms % 1000 * 1000000L;
    if (when.tv_nsec >= 1000000000L) {
        when.tv_nsec -= 1000000000L;
        when.tv_sec++;
    }
    return when;
}

static void
step_out(struct write_line *line, const struct waiter *waiter)
{
    struct waiter **at = &line->first;

    while (*at != waiter)
        at = &(*at)->next;
    *at = waiter->next;
    if (line->last == &waiter->next)
        line->last = at;
}

/* With the lock held, which is given up meanwhile. */
static bool
wait_in(struct write_line *line, int patience_ms)
{
    struct waiter waiter = {.next = NULL};
    struct timespec until = moment_after(patience_ms);
    pthread_condattr_t clock;
    int result = 0;

    pthread_condattr_init(&clock);
    pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
    pthread_cond_init(&waiter.called, &clock);
    pthread_condattr_destroy(&clock);
    *line->last = &waiter;
    /* It steps out before this returns. */
    /* cppcheck-suppress autoVariables */
    line->last = &waiter.next;
    while ((line->taken || line->first != &waiter) && result != ETIMEDOUT)
        result = pthread_cond_timedwait(&waiter.called, &lock, &until);
    bool free_now = !line->taken && line->first == &waiter;
    step_out(line, &waiter);
    pthread_cond_destroy(&waiter.called);
    return free_now;
}

static void
call_first(struct write_line *line)
{
    if (line->first && !line->taken)
        pthread_cond_signal(&line->first->called);
}

/* A turn that is free goes to whoever asks, also before those in line: they would have to be woken
 * first, and nobody would write until then. */
bool
write_line_enter(struct write_line *line, int patience_ms)
{
    pthread_mutex_lock(&lock);
    bool entered = !line->taken || wait_in(line, patience_ms);
    if (entered)
        line->taken = true;
    call_first(line);
    pthread_mutex_unlock(&lock);
    return entered;
}

void
write_line_leave(struct write_line *line)
{
    pthread_mutex_lock(&lock);
    line->taken = false;
    call_first(line);
    pthread_mutex_unlock(&lock);
}

/* --- to the disk ------------------------------------------------------------------------------ */

uint64_t
write_line_written(struct write_line *line)
{
    pthread_mutex_lock(&lock);
    uint64_t number = ++line->written;
    pthread_mutex_unlock(&lock);
    return number;
}

/* With the lock held, which is given up meanwhile. */
static void
sync_all(struct write_line *line, bool (*sync)(void *context), void *context)
{
    uint64_t until = line->written;

    line->syncing = true;
    pthread_mutex_unlock(&lock);
    bool kept = sync(context);
    pthread_mutex_lock(&lock);
    line->syncing = false;
    line->broken |= !kept;
    if (!line->broken)
        line->synced = until;
    pthread_cond_broadcast(&line->ended);
}

/* A call that is under way may have begun before this was written; the next one has it. */
bool
write_line_sync(struct write_line *line, uint64_t number, bool (*sync)(void *context),
                void *context)
{
    pthread_mutex_lock(&lock);
    while (line->synced < number && !line->broken)
        if (line->syncing)
            pthread_cond_wait(&line->ended, &lock);
        else
            sync_all(line, sync, context);
    bool kept = line->synced >= number;
    pthread_mutex_unlock(&lock);
    return kept;
}

bool
write_line_is_broken(struct write_line *line)
{
    pthread_mutex_lock(&lock);
    bool broken = line->broken;
    pthread_mutex_unlock(&lock);
    return broken;
}

size_t
write_line_length(struct write_line *line)
{
    size_t length = 0;

    pthread_mutex_lock(&lock);
    for (const struct waiter *waiter = line->first; waiter; waiter = waiter->next)
        length++;
    pthread_mutex_unlock(&lock);
    return length;
}
