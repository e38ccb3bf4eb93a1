/* SPDX-License-Identifier: Apache-2.0
 *
 * A job is a thread with an app of its own.  What others may see of it is under the lock of all.
 */
#include "service/draw_job.h"

#include <pthread.h>
#include <stdlib.h>

#include "service/app_pool.h"
#include "service/inspection_inside.h"

struct draw_job {
    struct draw_jobs *jobs;
    struct arena *arena; /* of its texts */
    /* Written before anybody else may see it. */
    const char *person; /* id */
    struct draw_order order;
    /* Under the lock. */
    struct draw_view view;
};

struct draw_jobs {
    struct app_options options;
    pthread_mutex_t lock;
    pthread_cond_t ended;
    struct draw_job *list[DRAW_JOBS_MAX];
    size_t threads;
    bool stopping;
};

struct draw_jobs *
draw_jobs_new(const struct app_options *options)
{
    struct draw_jobs *jobs = heap_alloc(sizeof *jobs);

    *jobs = (struct draw_jobs){
        .options = *options, .lock = PTHREAD_MUTEX_INITIALIZER, .ended = PTHREAD_COND_INITIALIZER};
    jobs->options.by = NULL;
    return jobs;
}

static void
job_free(struct draw_job *job)
{
    arena_free(job->arena);
    free(job);
}

void
draw_jobs_free(struct draw_jobs *jobs)
{
    if (!jobs)
        return;
    pthread_mutex_lock(&jobs->lock);
    jobs->stopping = true;
    while (jobs->threads > 0)
        pthread_cond_wait(&jobs->ended, &jobs->lock);
    pthread_mutex_unlock(&jobs->lock);
    for (size_t i = 0; i < DRAW_JOBS_MAX; i++)
        if (jobs->list[i])
            job_free(jobs->list[i]);
    pthread_cond_destroy(&jobs->ended);
    pthread_mutex_destroy(&jobs->lock);
    free(jobs);
}

/* --- the thread ------------------------------------------------------------------------------- */

/* `what` is a text of the program. */
static void
note_progress(void *context, const char *what, size_t done, size_t total)
{
    struct draw_job *job = context;

    pthread_mutex_lock(&job->jobs->lock);
    job->view.what = what;
    job->view.done = done;
    job->view.total = total;
    pthread_mutex_unlock(&job->jobs->lock);
}

static bool
goes_on(void *context)
{
    struct draw_job *job = context;

    pthread_mutex_lock(&job->jobs->lock);
    bool on = !job->jobs->stopping;
    pthread_mutex_unlock(&job->jobs->lock);
    return on;
}

static enum status
draw(struct draw_job *job, struct error *err)
{
    struct app_options options = job->jobs->options;
    const struct inspection_pace pace = {goes_on, job};
    struct app *app;

    options.progress = note_progress;
    options.progress_context = job;
    TRY(app_open(&options, &app, err));
    enum status status = app_act_as(app, job->person, err);
    if (status == OK)
        status = inspection_sample(app, job->order.round, job->order.schools, job->order.records,
                                   &pace, err);
    app_close(app);
    return status;
}

static void *
run(void *context)
{
    struct draw_job *job = context;
    struct draw_jobs *jobs = job->jobs;
    struct error why;
    enum status status = draw(job, &why);

    pthread_mutex_lock(&jobs->lock);
    job->view = (struct draw_view){.state = status == OK ? DRAW_NONE : DRAW_FAILED};
    if (status != OK)
        job->view.message = arena_text(job->arena, why.message);
    jobs->threads--;
    pthread_cond_broadcast(&jobs->ended);
    pthread_mutex_unlock(&jobs->lock);
    return NULL;
}

/* --- with the lock held ----------------------------------------------------------------------- */

static struct draw_job **
find(struct draw_jobs *jobs, const char *round)
{
    for (size_t i = 0; i < DRAW_JOBS_MAX; i++)
        if (jobs->list[i] && text_equal(jobs->list[i]->order.round, round))
            return &jobs->list[i];
    return NULL;
}

/* The round's old job gives way, then a free place, then any job that is over. */
static struct draw_job **
find_place(struct draw_jobs *jobs, const char *round)
{
    struct draw_job **place = find(jobs, round);

    for (size_t i = 0; i < DRAW_JOBS_MAX && !place; i++)
        if (!jobs->list[i])
            place = &jobs->list[i];
    for (size_t i = 0; i < DRAW_JOBS_MAX && !place; i++)
        if (jobs->list[i]->view.state != DRAW_RUNNING)
            place = &jobs->list[i];
    return place;
}

static struct draw_job *
job_new(struct draw_jobs *jobs, const struct app *app, const struct draw_order *order)
{
    struct draw_job *job = heap_alloc(sizeof *job);

    *job = (struct draw_job){
        .jobs = jobs, .arena = arena_new(), .order = *order, .view = {.state = DRAW_RUNNING}};
    job->person = arena_text(job->arena, app->actor.person_id);
    job->order.round = arena_text(job->arena, order->round);
    return job;
}

static enum status
start(struct draw_jobs *jobs, const struct app *app, const struct draw_order *order,
      struct error *err)
{
    struct draw_job **place = find_place(jobs, order->round);
    pthread_t thread;

    if (place && *place && (*place)->view.state == DRAW_RUNNING)
        return fail(err, CONFLICT, "Mẫu của đợt này đang được chọn; hãy đợi nó xong.");
    if (!place || jobs->stopping)
        return fail(err, UNAVAILABLE,
                    "Máy chủ đang chọn mẫu cho nhiều đợt; hãy thử lại sau ít phút.");
    if (*place)
        job_free(*place);
    *place = job_new(jobs, app, order);
    if (pthread_create(&thread, NULL, run, *place) != 0) {
        job_free(*place);
        *place = NULL;
        return fail(err, UNAVAILABLE, "Máy chủ chưa chọn mẫu được; hãy thử lại sau.");
    }
    jobs->threads++;
    pthread_detach(thread);
    return OK;
}

/* --- from the page ---------------------------------------------------------------------------- */

enum status
draw_jobs_begin(struct draw_jobs *jobs, struct app *app, const struct draw_order *order,
                struct error *err)
{
    struct inspection round;

    TRY(inspection_may_sample(app, order->round, order->schools, order->records, &round, err));
    pthread_mutex_lock(&jobs->lock);
    enum status status = start(jobs, app, order, err);
    pthread_mutex_unlock(&jobs->lock);
    return status;
}

void
draw_jobs_tell(struct draw_jobs *jobs, const char *round, struct arena *arena,
               struct draw_view *view)
{
    *view = (struct draw_view){.state = DRAW_NONE};
    pthread_mutex_lock(&jobs->lock);
    struct draw_job **job = find(jobs, round);
    if (job) {
        *view = (*job)->view;
        view->message = view->message ? arena_text(arena, view->message) : NULL;
    }
    pthread_mutex_unlock(&jobs->lock);
}
