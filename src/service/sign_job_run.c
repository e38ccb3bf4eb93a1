/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "service/app_pool.h"
#include "service/sign_job_parts.h"
#include "store/paper_batches.h"

enum { PART = 64 }; /* records for one opened app */

static bool
job_wait(void *context, unsigned ms)
{
    const struct sign_job *job = context;

    return job->jobs->options.wait(NULL, ms);
}

/* hocba-signer, one digest at a time: nothing is signed that is not attached at once. */
static enum status
value_signed(void *context, size_t item, const struct digest *digest, struct span *value,
             struct error *err)
{
    AUTO(signer_batch) *batch = NULL;
    struct sign_job *job = context;
    char id[SIGNER_ID_MAX + 1];
    struct signer_item one = {*digest, ""};
    struct signer_order order = {.id = id,
                                 .certificate = job->certificate,
                                 .title = "",
                                 .role = "",
                                 .school = "",
                                 .class = "",
                                 .year = "",
                                 .items = &one,
                                 .count = 1};
    struct signer_watch watch = {.context = job, .wait = job_wait};

    snprintf(id, sizeof id, "%s-%zu", job->id, item);
    TRY(signer_batch_new(job->session, &order, false, &batch, err));
    TRY(signer_batch_run(batch, &watch, err));
    const struct signer_result *result = signer_batch_results(batch);
    if (result->state != SIGNER_ITEM_DONE) {
        *err = result->error;
        return status_is(err->status);
    }
    job->value = result->value;
    *value = (struct span){(const char *)job->value.bytes, job->value.size};
    return OK;
}

void
sign_job_add_outcome(struct sign_job *job, const struct outcome *outcome)
{
    pthread_mutex_lock(&job->jobs->lock);
    *list_add(job->arena, job->outcomes) = (struct sign_outcome){
        .record = arena_text(job->arena, outcome->uuid),
        .message = outcome->message ? arena_text(job->arena, outcome->message) : NULL,
        .kind = outcome->kind};
    job->failed += outcome->kind == OUTCOME_FAILED;
    job->signed_count += outcome->kind != OUTCOME_FAILED;
    pthread_mutex_unlock(&job->jobs->lock);
}

enum sign_job_state
sign_job_state(struct sign_job *job)
{
    pthread_mutex_lock(&job->jobs->lock);
    enum sign_job_state state = job->jobs->stopping ? SIGN_JOB_LEFT : job->state;
    pthread_mutex_unlock(&job->jobs->lock);
    return state;
}

static enum status
sign_some(struct sign_job *job, struct sign_bring *bring, size_t *place, struct error *err)
{
    struct batch batch = {0};

    for (int i = 0; i < PART && *place < bring->items.list.count; i++, ++*place) {
        if (sign_job_state(job) != SIGN_JOB_RUNNING)
            return OK;
        TRY(sign_bring_item(bring, *place, value_signed, job, &batch, err));
        sign_job_add_outcome(job, &batch.list.items[batch.list.count - 1]);
    }
    return OK;
}

/* Some records, with an app of their own: between two parts the right to sign is asked again, and
 * a pause holds no connection. */
static enum status
run_part(struct sign_job *job, size_t *place, struct error *err)
{
    struct sign_bring bring = {0};
    struct app *app;

    TRY(app_open(&job->jobs->options, &app, err));
    enum status status = app_act_as(app, job->person, err);
    if (status == OK)
        status = sign_bring_open(app, job->id, SIGNER_KEPT, &bring, err);
    if (status == OK)
        status = sign_some(job, &bring, place, err);
    sign_bring_clear(&bring);
    app_close(app);
    return status;
}

/* What is refused stays in the queue, what nobody wants any more does not: the batch is over. */
static void
forget_batch(struct sign_job *job)
{
    struct error unread;
    struct app *app;
    bool removed;

    if (app_open(&job->jobs->options, &app, &unread) != OK)
        return;
    if (job->paper)
        (void)!store_remove_paper_batch(app->store, job->id, job->person, &removed, &unread);
    else
        (void)!store_remove_sign_batch(app->store, job->id, &unread);
    app_close(app);
}

void
sign_job_end(struct sign_job *job, enum sign_job_state state, const char *message)
{
    if (state != SIGN_JOB_LEFT && job->id)
        forget_batch(job);
    signer_session_free(job->session);
    job->session = NULL;
    pthread_mutex_lock(&job->jobs->lock);
    job->state = state;
    job->confirming = false;
    job->message = message ? arena_text(job->arena, message) : NULL;
    pthread_mutex_unlock(&job->jobs->lock);
}

enum sign_job_state
sign_job_wait(struct sign_job *job, enum sign_job_state state, unsigned seconds)
{
    enum sign_job_state now;

    for (unsigned waited = 0; (now = sign_job_state(job)) == state; waited += SIGN_JOB_STEP_MS) {
        if (waited >= seconds * 1000 || !job->jobs->options.wait(NULL, SIGN_JOB_STEP_MS))
            break;
    }
    return now;
}

static void
run_parts(struct sign_job *job)
{
    struct error err = {0};

    for (size_t place = 0; place < job->total;) {
        enum sign_job_state state = sign_job_wait(job, SIGN_JOB_PAUSED, SIGN_JOB_PAUSE_SECONDS);
        if (state == SIGN_JOB_PAUSED) {
            sign_job_end(
                job, SIGN_JOB_LEFT,
                "Lượt ký tạm dừng quá lâu nên khóa đã đóng. Những gì đã ký vẫn còn; muốn ký "
                "tiếp hãy nhập lại mật khẩu của khóa.");
            return;
        }
        if (state != SIGN_JOB_RUNNING) {
            sign_job_end(job, state, NULL);
            return;
        }
        if (run_part(job, &place, &err) != OK) {
            sign_job_end(job, SIGN_JOB_LEFT, err.message);
            return;
        }
    }
    sign_job_end(job, SIGN_JOB_DONE, NULL);
}

static void
run_kept(struct sign_job *job)
{
    enum sign_job_state answer = sign_job_wait(job, SIGN_JOB_ASKING, SIGN_JOB_ASK_SECONDS);
    if (answer == SIGN_JOB_RUNNING || answer == SIGN_JOB_PAUSED)
        run_parts(job);
    else
        sign_job_end(job, SIGN_JOB_STOPPED,
                     answer == SIGN_JOB_ASKING ? "Không ai xác nhận nên lượt ký đã bỏ; chưa ký gì."
                                               : NULL);
}

void *
sign_job_run(void *context)
{
    struct sign_job *job = context;
    struct sign_jobs *jobs = job->jobs;

    if (job->paper)
        paper_job_run(job);
    else if (job->service)
        sign_job_run_remote(job);
    else
        run_kept(job);
    pthread_mutex_lock(&jobs->lock);
    job->over = true;
    jobs->threads--;
    pthread_cond_broadcast(&jobs->ended);
    pthread_mutex_unlock(&jobs->lock);
    return NULL;
}
