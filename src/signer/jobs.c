/* SPDX-License-Identifier: Apache-2.0 */
#include "signer/jobs.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "signers/signer.h"

enum { THREADS_MAX = 8, GATHER_MS = 40 };

struct job_result {
    struct error error; /* status OK: there is a value */
    struct signature_value value;
};

struct job {
    struct jobs *jobs;
    char id[SIGNER_ID_MAX + 1];
    struct digest content;
    const struct key *key;
    struct digest *digests;
    struct job_result *results; /* beside the digests */
    uint32_t *ended;            /* in the order in which they came */
    size_t count, next, ended_count;
    struct error trouble; /* why the rest is not signed; status OK: no trouble */
    pthread_t threads[THREADS_MAX];
    size_t thread_count, working, asking; /* asking: who wait for its news */
    unsigned long used;                   /* for throwing out the longest unused */
};

struct jobs {
    const struct keys *keys;
    pthread_mutex_t lock; /* over all jobs' progress */
    pthread_cond_t news;
    struct job *items[JOBS_MAX];
    unsigned long used;
};

struct jobs *
jobs_new(const struct keys *keys)
{
    struct jobs *jobs = heap_alloc(sizeof *jobs);
    pthread_condattr_t attributes;

    *jobs = (struct jobs){.keys = keys};
    pthread_mutex_init(&jobs->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&jobs->news, &attributes);
    pthread_condattr_destroy(&attributes);
    return jobs;
}

/* ---- signing ---- */

static void
end_item(struct job *job, size_t item)
{
    job->ended[job->ended_count++] = (uint32_t)item;
}

/* Under the lock: the next item to sign; false when there is none (any more). */
static bool
claim(struct job *job, size_t *item)
{
    if (job->trouble.status != OK || job->next == job->count)
        return false;
    *item = job->next++;
    return true;
}

static void
sign_items(struct job *job, struct hand *hand)
{
    struct jobs *jobs = job->jobs;
    size_t item;

    while (claim(job, &item)) {
        struct job_result *result = &job->results[item];
        pthread_mutex_unlock(&jobs->lock);
        if (hand_sign(hand, &job->digests[item], &result->value, &result->error) == OK)
            result->error.status = OK;
        pthread_mutex_lock(&jobs->lock);
        /* A token that is gone or locked does not come back for the next item. */
        if (result->error.status != OK && job->trouble.status == OK)
            job->trouble = result->error;
        end_item(job, item);
        if (job->ended_count % WIRE_RESULTS_MAX == 0 || job->ended_count == job->count)
            pthread_cond_broadcast(&jobs->news);
    }
}

static void
fail_rest(struct job *job)
{
    for (; job->next < job->count; job->next++) {
        job->results[job->next].error = job->trouble;
        end_item(job, job->next);
    }
    pthread_cond_broadcast(&job->jobs->news);
}

static void *
work(void *context)
{
    struct job *job = context;
    struct error err = {0};
    struct hand hand = {0};
    enum status status = hand_open(&hand, job->key, &err);

    pthread_mutex_lock(&job->jobs->lock);
    if (status == OK)
        sign_items(job, &hand);
    else if (job->trouble.status == OK)
        job->trouble = err;
    if (--job->working == 0)
        fail_rest(job);
    pthread_mutex_unlock(&job->jobs->lock);
    hand_close(&hand);
    return NULL;
}

/* Under the lock. */
static void
set_to_work(struct job *job)
{
    size_t wanted = key_hands(job->key);

    if (wanted > job->count)
        wanted = job->count;
    for (; job->thread_count < wanted && job->thread_count < THREADS_MAX; job->thread_count++) {
        if (pthread_create(&job->threads[job->thread_count], NULL, work, job) != 0)
            break;
        job->working++;
    }
    if (job->thread_count > 0)
        return;
    error_fill(&job->trouble, UNAVAILABLE, "Máy không tạo được luồng để ký; chưa ký gì.");
    fail_rest(job);
}

/* ---- jobs ---- */

/* Its threads must not hold, nor want, the lock. */
static void
job_free(struct job *job)
{
    if (!job)
        return;
    for (size_t i = 0; i < job->thread_count; i++)
        pthread_join(job->threads[i], NULL);
    free(job->digests);
    free(job->results);
    free(job->ended);
    free(job);
}

static void
stop(struct job *job)
{
    if (job->trouble.status == OK)
        error_fill(&job->trouble, CONFLICT, "Lượt ký đã được dừng; chữ ký này chưa có.");
}

void
jobs_free(struct jobs *jobs)
{
    if (!jobs)
        return;
    pthread_mutex_lock(&jobs->lock);
    for (size_t i = 0; i < JOBS_MAX; i++) {
        if (jobs->items[i])
            stop(jobs->items[i]);
    }
    pthread_mutex_unlock(&jobs->lock);
    for (size_t i = 0; i < JOBS_MAX; i++)
        job_free(jobs->items[i]);
    pthread_cond_destroy(&jobs->news);
    pthread_mutex_destroy(&jobs->lock);
    free(jobs);
}

static struct job *
find(struct jobs *jobs, struct span id)
{
    for (size_t i = 0; i < JOBS_MAX; i++) {
        if (jobs->items[i] && span_is(id, jobs->items[i]->id)) {
            jobs->items[i]->used = ++jobs->used;
            return jobs->items[i];
        }
    }
    return NULL;
}

/* An empty place, else that of the ended job which was asked for longest ago; NULL: none. */
static struct job **
find_place(struct jobs *jobs)
{
    struct job **place = NULL;

    for (size_t i = 0; i < JOBS_MAX; i++) {
        struct job *job = jobs->items[i];
        if (!job)
            return &jobs->items[i];
        if (job->working == 0 && job->asking == 0 && (!place || job->used < (*place)->used))
            place = &jobs->items[i];
    }
    return place;
}

static struct job *
job_new(struct jobs *jobs, struct span id, const struct key *key, struct span digests)
{
    struct job *job = heap_alloc(sizeof *job);

    *job = (struct job){.jobs = jobs, .key = key, .count = digests.size / SHA256_SIZE};
    memcpy(job->id, id.data, id.size);
    job->content = sha256(digests);
    job->digests = heap_resize(NULL, job->count, sizeof *job->digests);
    memcpy(job->digests, digests.data, digests.size);
    job->results = heap_resize(NULL, job->count, sizeof *job->results);
    memset(job->results, 0, job->count * sizeof *job->results);
    job->ended = heap_resize(NULL, job->count, sizeof *job->ended);
    return job;
}

static enum status
start(struct jobs *jobs, struct span id, const struct key *key, struct span digests,
      struct error *err)
{
    struct digest content = sha256(digests);
    struct job *job = find(jobs, id);

    if (job)
        return job->key == key && digest_equal(&job->content, &content)
                   ? OK
                   : fail(err, CONFLICT, "Mã lượt ký này đã dùng cho nội dung khác; chưa ký gì.");
    struct job **place = find_place(jobs);
    if (!place)
        return fail(err, UNAVAILABLE, "Tiến trình giữ khóa đang bận %d lượt ký khác.", JOBS_MAX);
    job_free(*place);
    *place = job_new(jobs, id, key, digests);
    (*place)->used = ++jobs->used;
    set_to_work(*place);
    return OK;
}

enum status
jobs_start(struct jobs *jobs, struct span id, const struct digest *certificate, struct span digests,
           struct error *err)
{
    const struct key *key = keys_find(jobs->keys, certificate);

    if (!key)
        return fail(err, NOT_FOUND, "Tiến trình giữ khóa không có khóa của chứng thư ấy.");
    pthread_mutex_lock(&jobs->lock);
    enum status status = start(jobs, id, key, digests, err);
    pthread_mutex_unlock(&jobs->lock);
    return status;
}

/* ---- results ---- */

static void
add_ms(struct timespec *time, long ms)
{
    time->tv_nsec += ms * 1000000;
    time->tv_sec += time->tv_nsec / 1000000000;
    time->tv_nsec %= 1000000000;
}

/* Until a full answer can be given, or a short time is over in which something came, or a longer
 * one with nothing: each answer costs a round trip, and a person wants to see it move. */
static void
wait_for_news(struct jobs *jobs, const struct job *job, uint32_t from)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    for (int waited = 0; waited < WIRE_PATIENCE_MS; waited += GATHER_MS) {
        if (job->ended_count == job->count || job->ended_count - from >= WIRE_RESULTS_MAX ||
            (waited > 0 && job->ended_count > from))
            return;
        add_ms(&now, GATHER_MS);
        pthread_cond_timedwait(&jobs->news, &jobs->lock, &now);
    }
}

static void
write_results(const struct job *job, uint32_t from, struct buffer *message)
{
    size_t end = job->ended_count;

    if (end - from > WIRE_RESULTS_MAX)
        end = from + WIRE_RESULTS_MAX;
    wire_begin(message, WIRE_RESULTS);
    wire_add_number(message, end == job->count ? SIGNER_FINISHED : SIGNER_RUNNING);
    wire_add_number(message, (uint32_t)(end - from));
    for (size_t i = from; i < end; i++) {
        const struct job_result *result = &job->results[job->ended[i]];
        wire_add_number(message, job->ended[i]);
        wire_add_number(message, result->error.status);
        if (result->error.status == OK)
            wire_add_bytes(message,
                           (struct span){(const char *)result->value.bytes, result->value.size});
        else
            wire_add_error(message, &result->error);
    }
}

enum status
jobs_poll(struct jobs *jobs, struct span id, uint32_t from, struct buffer *message,
          struct error *err)
{
    pthread_mutex_lock(&jobs->lock);
    struct job *job = find(jobs, id);
    enum status status = !job ? fail(err, NOT_FOUND, "Tiến trình giữ khóa không biết lượt ký này.")
                         : from > job->ended_count
                             ? fail(err, INVALID, "Lượt ký chưa có từng ấy kết quả.")
                             : OK;
    if (status == OK) {
        job->asking++;
        wait_for_news(jobs, job, from);
        job->asking--;
        write_results(job, from, message);
    }
    pthread_mutex_unlock(&jobs->lock);
    return status;
}

enum status
jobs_cancel(struct jobs *jobs, struct span id, struct error *err)
{
    pthread_mutex_lock(&jobs->lock);
    struct job *job = find(jobs, id);
    if (job)
        stop(job);
    pthread_mutex_unlock(&jobs->lock);
    return job ? OK : fail(err, NOT_FOUND, "Tiến trình giữ khóa không biết lượt ký này.");
}
