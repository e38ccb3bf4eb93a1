/* SPDX-License-Identifier: Apache-2.0 */
#include "service/sign_job.h"

#include <stdlib.h>

#include "service/access_log.h"
#include "service/account.h"
#include "service/queue.h"
#include "service/sign_job_parts.h"
#include "store/paper_batches.h"

static void
job_free(struct sign_job *job)
{
    signer_session_free(job->session);
    secret_free(job->pin);
    secret_free(job->code);
    arena_free(job->arena);
    free(job);
}

struct sign_jobs *
sign_jobs_new(const struct app_options *options)
{
    struct sign_jobs *jobs = heap_alloc(sizeof *jobs);

    *jobs = (struct sign_jobs){.options = *options,
                               .rate = rate_new(SIGN_KEY_BURST, SIGN_KEY_REFILL),
                               .lock = PTHREAD_MUTEX_INITIALIZER,
                               .ended = PTHREAD_COND_INITIALIZER};
    jobs->options.by = NULL;
    jobs->options.progress = NULL;
    return jobs;
}

void
sign_jobs_free(struct sign_jobs *jobs)
{
    if (!jobs)
        return;
    pthread_mutex_lock(&jobs->lock);
    jobs->stopping = true;
    while (jobs->threads > 0)
        pthread_cond_wait(&jobs->ended, &jobs->lock);
    pthread_mutex_unlock(&jobs->lock);
    for (size_t i = 0; i < SIGN_JOBS_MAX; i++)
        if (jobs->list[i])
            job_free(jobs->list[i]);
    rate_free(jobs->rate);
    pthread_cond_destroy(&jobs->ended);
    pthread_mutex_destroy(&jobs->lock);
    free(jobs);
}

/* --- the table; with the lock held ------------------------------------------------------------ */

static struct sign_job *
find_of(struct sign_jobs *jobs, const char *person, bool live)
{
    for (size_t i = 0; i < SIGN_JOBS_MAX; i++) {
        struct sign_job *job = jobs->list[i];
        if (job && text_equal(job->person, person) && (!live || sign_job_is_live(job)))
            return job;
    }
    return NULL;
}

/* The person's old job gives way, then any that is over. */
static struct sign_job **
find_place(struct sign_jobs *jobs, const char *person)
{
    struct sign_job **place = NULL;

    for (size_t i = 0; i < SIGN_JOBS_MAX; i++) {
        struct sign_job *job = jobs->list[i];
        if (job && job->over && text_equal(job->person, person)) {
            job_free(job);
            jobs->list[i] = job = NULL;
        }
        if (!job && !place)
            place = &jobs->list[i];
    }
    for (size_t i = 0; i < SIGN_JOBS_MAX && !place; i++)
        if (jobs->list[i]->over) {
            job_free(jobs->list[i]);
            jobs->list[i] = NULL;
            place = &jobs->list[i];
        }
    return place;
}

static enum status
reserve(struct sign_jobs *jobs, const struct app *app, const struct page_order *of,
        struct sign_job **made, struct error *err)
{
    struct sign_job *before = find_of(jobs, app->actor.person_id, true);

    if (before && before->state == SIGN_JOB_ASKING)
        before->state = SIGN_JOB_STOPPED;
    else if (before)
        return fail(err, CONFLICT,
                    "Đang có một lượt ký của thầy cô chạy ở máy chủ; hãy đợi nó xong, hoặc dừng "
                    "nó ở trang của lớp ấy. Chưa ký gì thêm.");
    struct sign_job **place = find_place(jobs, app->actor.person_id);
    if (!place || jobs->stopping)
        return fail(err, UNAVAILABLE, "Máy chủ đang ký cho nhiều người; hãy thử lại sau ít phút.");
    struct sign_job *job = heap_alloc(sizeof *job);
    *job = (struct sign_job){.jobs = jobs, .arena = arena_new(), .state = SIGN_JOB_OPENING};
    job->person = arena_text(job->arena, app->actor.person_id);
    job->class_id = of->class_id ? arena_text(job->arena, of->class_id) : NULL;
    job->subject = of->subject ? arena_text(job->arena, of->subject) : NULL;
    job->role = of->role;
    *made = *place = job;
    return OK;
}

enum status
sign_job_reserve(struct sign_jobs *jobs, const struct app *app, const struct page_order *of,
                 struct sign_job **made, struct error *err)
{
    pthread_mutex_lock(&jobs->lock);
    enum status status = reserve(jobs, app, of, made, err);
    pthread_mutex_unlock(&jobs->lock);
    return status;
}

void
sign_job_give_up(struct sign_jobs *jobs, struct sign_job *job)
{
    pthread_mutex_lock(&jobs->lock);
    for (size_t i = 0; i < SIGN_JOBS_MAX; i++)
        if (jobs->list[i] == job)
            jobs->list[i] = NULL;
    pthread_mutex_unlock(&jobs->lock);
    job_free(job);
}

/* --- opening ---------------------------------------------------------------------------------- */

/* The code, then the password: whoever only has a session learns nothing about the key. */
static enum status
unlock(struct app *app, const char *path, const struct sign_key_order *key,
       struct signer_source *source, struct signer_session **session, struct error *err)
{
    TRY(account_check_code(app, key->session, key->code ? key->code : "", err));
    return sign_key_open(app, path, key->password, source, session, err);
}

enum status
sign_jobs_unlock(struct sign_jobs *jobs, struct app *app, const char *path,
                 const struct sign_key_order *key, struct signer_source *source,
                 struct signer_session **session, struct error *err)
{
    int64_t now = jobs->options.system_clock();
    struct span who = span_of(app->actor.person_id);
    struct error unread;

    if (!path)
        return fail(err, CONFLICT,
                    "Máy chủ không giữ khóa nào của thầy cô cho vai trò này; hãy ký bằng thẻ.");
    unsigned wait = rate_take(jobs->rate, who, now);
    if (wait > 0)
        return fail(
            err, DENIED,
            "Đã thử nhiều lần. Hãy đợi %u giây rồi thử lại; chưa ký gì, khóa không bị khóa.", wait);
    enum status status = unlock(app, path, key, source, session, err);
    if (status == OK)
        rate_give_back(jobs->rate, who, now);
    if (status == OK || status == DENIED)
        (void)!access_log_add(app, status == OK ? ACCESS_KEY : ACCESS_KEY_FAILED, NULL, NULL, NULL,
                              key->address, &unread);
    return status;
}

/* Only who signs there comes as far as the key. */
static enum status
open_key(struct sign_job *job, struct app *app, const struct sign_key_order *key,
         const struct certificate_chain **chain, struct error *err)
{
    struct queue_list list;
    const char *path;

    TRY(queue_open(app, job->class_id, job->role, job->subject, &list, err));
    TRY(sign_key_find(app, &list.class.class, job->role, &path, err));
    TRY(sign_jobs_unlock(job->jobs, app, path, key, &job->source, &job->session, err));
    job->source.place = arena_text(job->arena, job->source.place);
    TRY(sign_choose_chain(job->session, NULL, chain, err));
    job->certificate = (*chain)->items[0]->sha256;
    return OK;
}

static enum status
prepare(struct sign_job *job, struct app *app, const struct sign_job_order *order,
        struct error *err)
{
    struct page_order of = *order->page;
    struct page_batch page;
    struct batch refused = {0};

    TRY(open_key(job, app, &order->key, &of.chain, err));
    of.signer = SIGNER_KEPT;
    TRY(sign_page_begin(app, &of, &page, &refused, err));
    pthread_mutex_lock(&job->jobs->lock);
    job->id = arena_text(job->arena, page.id);
    job->sentence = arena_text(job->arena, page.sentence);
    job->total = page.items.count;
    job->seconds = page.seconds;
    pthread_mutex_unlock(&job->jobs->lock);
    for (size_t i = 0; i < refused.list.count; i++)
        sign_job_add_outcome(job, &refused.list.items[i]);
    return OK;
}

/* As often as a key is opened, so that nobody makes a telephone ring without end. */
static enum status
may_ask_service(struct sign_job *job, const struct app *app, struct error *err)
{
    unsigned wait = rate_take(job->jobs->rate, span_of(app->actor.person_id),
                              job->jobs->options.system_clock());

    if (wait == 0)
        return OK;
    return fail(err, DENIED, "Đã thử nhiều lần. Hãy đợi %u giây rồi thử lại; chưa ký gì.", wait);
}

/* What the thread needs; the service itself is asked there, for it may be slow. */
enum status
sign_job_take_service(struct sign_job *job, struct app *app, const struct sign_remote_order *remote,
                      struct error *err)
{
    struct sign_service service;

    TRY(sign_remote_find(app, remote->service, &service, err));
    if (service.asks && !remote->pin)
        return fail(err, USAGE, "Hãy nhập mã PIN của khóa ở dịch vụ ký; chưa ký gì.");
    TRY(sign_remote_remember(app, &service, remote->account, err));
    TRY(may_ask_service(job, app, err));
    job->source = (struct signer_source){.kind = "remote",
                                         .place = arena_text(job->arena, service.path),
                                         .account = arena_text(job->arena, remote->account)};
    job->asks_code = service.asks_code;
    if (remote->pin)
        job->pin = secret_copy(secret_text(remote->pin), secret_size(remote->pin));
    pthread_mutex_lock(&job->jobs->lock);
    job->service = arena_text(job->arena, service.name);
    pthread_mutex_unlock(&job->jobs->lock);
    return OK;
}

static enum status
prepare_remote(struct sign_job *job, struct app *app, const struct sign_job_order *order,
               struct error *err)
{
    struct queue_list list;

    TRY(queue_open(app, job->class_id, job->role, job->subject, &list, err));
    TRY(sign_job_take_service(job, app, &order->remote, err));
    for (size_t i = 0; i < order->page->count; i++)
        *list_add(job->arena, job->choices) = (struct page_choice){
            arena_text(job->arena, order->page->choices[i].uuid), order->page->choices[i].opened};
    return OK;
}

enum status
sign_job_start(struct sign_job *job, struct error *err)
{
    struct sign_jobs *jobs = job->jobs;
    pthread_t thread;

    pthread_mutex_lock(&jobs->lock);
    job->state = job->service ? SIGN_JOB_OPENING : SIGN_JOB_ASKING;
    bool started = !jobs->stopping && pthread_create(&thread, NULL, sign_job_run, job) == 0;
    jobs->threads += started;
    pthread_mutex_unlock(&jobs->lock);
    if (!started)
        return fail(err, UNAVAILABLE, "Máy chủ không bắt đầu được lượt ký; hãy thử lại sau.");
    pthread_detach(thread);
    return OK;
}

enum status
sign_jobs_open(struct sign_jobs *jobs, struct app *app, const struct sign_job_order *order,
               struct sign_job_view *view, struct error *err)
{
    struct sign_job *job;

    TRY(sign_job_reserve(jobs, app, order->page, &job, err));
    enum status status = order->remote.service ? prepare_remote(job, app, order, err)
                                               : prepare(job, app, order, err);
    if (status == OK)
        status = sign_job_start(job, err);
    if (status == OK)
        return sign_jobs_tell(jobs, app, order->page, view, err);
    sign_job_give_up(jobs, job);
    return status;
}

/* --- being told ----------------------------------------------------------------------------- */

bool
sign_job_step_parse(const char *word, enum sign_job_step *step)
{
    static const char *const words[] = {"go", "pause", "resume", "cancel"};

    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (text_equal(words[i], word)) {
            *step = (enum sign_job_step)i;
            return true;
        }
    }
    return false;
}

const char *
sign_job_state_key(enum sign_job_state state)
{
    static const char *const keys[] = {
        [SIGN_JOB_NONE] = "none",       [SIGN_JOB_OPENING] = "opening",
        [SIGN_JOB_ASKING] = "asking",   [SIGN_JOB_RUNNING] = "running",
        [SIGN_JOB_PAUSED] = "paused",   [SIGN_JOB_DONE] = "done",
        [SIGN_JOB_STOPPED] = "stopped", [SIGN_JOB_LEFT] = "left",
    };

    return keys[state];
}

/* With the lock held. */
static enum status
move(struct sign_job *job, enum sign_job_step step, struct error *err)
{
    static const struct {
        enum sign_job_state from, to;
    } steps[] = {
        [SIGN_STEP_GO] = {SIGN_JOB_ASKING, SIGN_JOB_RUNNING},
        [SIGN_STEP_PAUSE] = {SIGN_JOB_RUNNING, SIGN_JOB_PAUSED},
        [SIGN_STEP_RESUME] = {SIGN_JOB_PAUSED, SIGN_JOB_RUNNING},
    };

    if (step == SIGN_STEP_CANCEL && sign_job_is_live(job))
        job->state = SIGN_JOB_STOPPED;
    else if (step != SIGN_STEP_CANCEL && job->state == steps[step].from)
        job->state = steps[step].to;
    else
        return fail(err, CONFLICT, "Lượt ký không còn ở bước ấy nữa; hãy xem lại trang.");
    return OK;
}

/* Nobody goes on with a batch that was left: what it still wants stays in the queue. */
static enum status
drop_left(struct app *app, const char *id, struct error *err)
{
    struct sign_batch kept;
    bool removed;

    TRY(store_remove_paper_batch(app->store, id, app->actor.person_id, &removed, err));
    if (removed)
        return OK;
    enum status status = store_find_sign_batch(app->store, id, app->arena, &kept, err);
    bool here = status == OK &&
                (text_equal(kept.signer, SIGNER_KEPT) || text_equal(kept.signer, SIGNER_REMOTE));

    if (status == NOT_FOUND || (status == OK && (!here || !text_equal(kept.by, app->actor.login))))
        return fail(err, NOT_FOUND, "Không có lượt ký này của thầy cô.");
    TRY(status);
    return store_remove_sign_batch(app->store, id, err);
}

enum status
sign_job_take(struct sign_jobs *jobs, struct app *app, const char *id, enum sign_job_step step,
              struct error *err)
{
    enum status status = NOT_FOUND;
    bool left = true;

    pthread_mutex_lock(&jobs->lock);
    for (size_t i = 0; i < SIGN_JOBS_MAX; i++) {
        struct sign_job *job = jobs->list[i];
        if (!job || !text_equal(job->id, id) || !text_equal(job->person, app->actor.person_id))
            continue;
        left = job->state == SIGN_JOB_LEFT && step == SIGN_STEP_CANCEL;
        if (left)
            job->state = SIGN_JOB_STOPPED;
        else
            status = move(job, step, err);
    }
    pthread_mutex_unlock(&jobs->lock);
    return left ? drop_left(app, id, err) : status;
}

enum status
sign_job_give_code(struct sign_jobs *jobs, const struct app *app, const char *id,
                   const struct secret *code, struct error *err)
{
    bool given = false;

    pthread_mutex_lock(&jobs->lock);
    for (size_t i = 0; i < SIGN_JOBS_MAX; i++) {
        struct sign_job *job = jobs->list[i];
        if (!job || !job->wants_code || job->code || !text_equal(job->id, id) ||
            !text_equal(job->person, app->actor.person_id))
            continue;
        job->code = secret_copy(secret_text(code), secret_size(code));
        given = true;
    }
    pthread_mutex_unlock(&jobs->lock);
    return given ? OK
                 : fail(err, CONFLICT,
                        "Lượt ký không còn chờ mã nào; hãy xem lại trang, chưa gửi mã đi đâu.");
}
