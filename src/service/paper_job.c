/* SPDX-License-Identifier: Apache-2.0 */
#include "service/paper_job.h"

#include "service/freeze.h"
#include "service/manifest.h"
#include "service/minutes.h"
#include "service/paper_job_parts.h"
#include "service/sign_job_parts.h"

/* Everything that can be refused before the service is asked. */
static enum status
check(struct app *app, const struct paper_job_order *order, struct error *err)
{
    const struct paper_job_of *of = &order->of;
    struct span reasons = span_of(order->reasons);

    if (of->round)
        return minutes_check(app, of->round, of->school, order->reasons, err);
    if (of->class_id)
        return manifest_check(
            app, &(struct manifest_order){.class_id = of->class_id, .reasons = reasons}, err);
    return freeze_check(
        app, &(struct freeze_order){.unit = of->unit, .year = of->year, .reasons = reasons}, err);
}

static void
describe(struct sign_job *job, const struct paper_job_order *order)
{
    const struct paper_job_of *of = &order->of;

    pthread_mutex_lock(&job->jobs->lock);
    job->paper = of->class_id ? "manifest" : of->round ? "minutes" : "freeze";
    job->round = of->round ? arena_text(job->arena, of->round) : NULL;
    job->school = of->school ? arena_text(job->arena, of->school) : NULL;
    job->unit = of->unit ? arena_text(job->arena, of->unit) : NULL;
    job->year = of->year ? arena_text(job->arena, of->year) : NULL;
    job->reasons = arena_text(job->arena, order->reasons);
    pthread_mutex_unlock(&job->jobs->lock);
}

enum status
paper_job_open(struct sign_jobs *jobs, struct app *app, const struct paper_job_order *order,
               struct sign_job_view *view, struct error *err)
{
    const struct page_order page = {.class_id = order->of.class_id, .role = SIGNER_PRINCIPAL};
    struct sign_job *job;

    TRY(check(app, order, err));
    TRY(sign_job_reserve(jobs, app, &page, &job, err));
    describe(job, order);
    enum status status = sign_job_take_service(job, app, &order->remote, err);
    if (status == OK)
        status = sign_job_start(job, err);
    if (status == OK)
        return paper_job_tell(jobs, app, &order->of, view, err);
    sign_job_give_up(jobs, job);
    return status;
}

/* --- being told ------------------------------------------------------------------------------- */

/* With the lock held. */
static bool
is_of(const struct sign_job *job, const struct paper_job_of *of)
{
    if (!job->paper)
        return false;
    return text_equal(job->class_id, of->class_id) && text_equal(job->unit, of->unit) &&
           text_equal(job->year, of->year) && text_equal(job->round, of->round) &&
           text_equal(job->school, of->school);
}

/* One that a server left on the way. */
static enum status
find_left(struct app *app, const struct paper_job_of *of, struct sign_job_view *view,
          struct error *err)
{
    struct paper_batch kept;
    bool found;

    TRY(paper_job_find_kept(app, of, app->actor.person_id, &kept, &found, err));
    if (!found || view->state == SIGN_JOB_LEFT)
        return OK;
    view->state = SIGN_JOB_LEFT;
    view->id = kept.id;
    view->service = kept.service;
    view->message = "Lượt ký trước dừng giữa chừng. Bấm Ký với cùng dịch vụ và tài khoản để lấy "
                    "chữ ký của lượt ấy; không văn bản nào bị ký hai lần.";
    return OK;
}

enum status
paper_job_tell(struct sign_jobs *jobs, struct app *app, const struct paper_job_of *of,
               struct sign_job_view *view, struct error *err)
{
    *view = (struct sign_job_view){0};
    pthread_mutex_lock(&jobs->lock);
    for (size_t i = 0; i < SIGN_JOBS_MAX; i++) {
        const struct sign_job *job = jobs->list[i];
        if (job && text_equal(job->person, app->actor.person_id) && is_of(job, of) &&
            (view->state == SIGN_JOB_NONE || sign_job_is_live(job)))
            sign_job_copy_view(job, app->arena, view);
    }
    pthread_mutex_unlock(&jobs->lock);
    return view->state == SIGN_JOB_NONE || view->state == SIGN_JOB_LEFT
               ? find_left(app, of, view, err)
               : OK;
}
