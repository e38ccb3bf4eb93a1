/* SPDX-License-Identifier: Apache-2.0
 *
 * The thread of a paper job: one batch of one digest.  The database is open only while something is
 * read or kept, never while the telephone is waited for.
 */
#include "service/app_pool.h"
#include "service/freeze.h"
#include "service/ledger.h"
#include "service/manifest.h"
#include "service/minutes.h"
#include "service/paper_job_parts.h"
#include "service/paper_sign.h"
#include "service/sign_job_parts.h"
#include "store/classes.h"
#include "store/units.h"

struct paper_run {
    struct sign_job *job;
    struct app *app;    /* NULL: none is open */
    const char *file;   /* what was prepared; the job's */
    const char *notice; /* said at the end; NULL: nothing */
    struct signer_item item;
    struct signer_order order;
    struct error refusal; /* of the one signature; OK: none */
    bool sent;            /* the batch is an earlier one that the service has */
    bool already;         /* there is nothing new to sign */
    bool tired;           /* of a pause */
    bool attached;
};

/* --- the database, now and then --------------------------------------------------------------- */

static enum status
open_app(struct paper_run *run, struct error *err)
{
    if (run->app)
        return OK;
    TRY(app_open(&run->job->jobs->options, &run->app, err));
    return app_act_as(run->app, run->job->person, err);
}

static void
close_app(struct paper_run *run)
{
    app_close(run->app);
    run->app = NULL;
}

static struct paper_job_of
of_job(const struct sign_job *job)
{
    return (struct paper_job_of){job->class_id, job->unit, job->year, job->round, job->school};
}

static enum status
place_of(struct app *app, const struct paper_job_of *of, struct paper_batch *batch,
         struct error *err)
{
    struct school_class class;
    struct unit school;

    batch->paper = of->class_id ? "manifest" : of->round ? "minutes" : "freeze";
    batch->unit = of->unit;
    batch->subject = of->class_id ? of->class_id : of->round ? of->round : of->year;
    if (of->round) {
        TRY(unit_find(app, of->school, &school, err));
        batch->unit = school.id;
    }
    if (!of->class_id)
        return OK;
    TRY(store_find_class(app->store, of->class_id, app->arena, &class, err));
    batch->unit = class.unit;
    return OK;
}

enum status
paper_job_find_kept(struct app *app, const struct paper_job_of *of, const char *person,
                    struct paper_batch *kept, bool *found, struct error *err)
{
    struct paper_batch like = {.person = person};

    TRY(place_of(app, of, &like, err));
    return store_find_paper_batch(app->store, &like, app->arena, kept, found, err);
}

/* --- what is signed --------------------------------------------------------------------------- */

/* An earlier one that the same service has, for the same certificate; any other gives way. */
static enum status
find_earlier(struct paper_run *run, const char *certificate, struct error *err)
{
    struct sign_job *job = run->job;
    struct paper_job_of of = of_job(job);
    struct paper_batch kept;
    bool found, removed;

    TRY(paper_job_find_kept(run->app, &of, job->person, &kept, &found, err));
    if (!found)
        return OK;
    run->sent = text_equal(kept.service, job->service) &&
                text_equal(kept.account, job->source.account) &&
                text_equal(kept.certificate, certificate);
    if (!run->sent)
        return store_remove_paper_batch(run->app->store, kept.id, job->person, &removed, err);
    run->file = arena_text(job->arena, kept.file);
    run->order.id = arena_text(job->arena, kept.id);
    if (kept.reference)
        run->order.reference = arena_text(job->arena, kept.reference);
    return OK;
}

static enum status
prepare_file(struct paper_run *run, const struct certificate_chain *chain, struct buffer *file,
             struct error *err)
{
    const struct sign_job *job = run->job;
    const struct paper_signer signer = {.chain = chain};
    struct span reasons = span_of(job->reasons);
    struct manifest_order manifest = {.class_id = job->class_id, .reasons = reasons};
    struct freeze_order freeze = {.unit = job->unit, .year = job->year, .reasons = reasons};
    struct manifest_made closed = {0};
    struct freeze_made frozen = {0};

    if (job->round)
        return minutes_prepare(run->app, job->round, job->school, job->reasons, &signer, file, err);
    if (job->class_id)
        TRY(manifest_prepare(run->app, &manifest, &signer, file, &closed, err));
    else
        TRY(freeze_prepare(run->app, &freeze, &signer, file, &frozen, err));
    run->already = closed.already || frozen.already;
    return OK;
}

static enum status
begin_batch(struct paper_run *run, const struct certificate_chain *chain, struct error *err)
{
    AUTO(buffer) *file = buffer_new(PAPER_FILE_MAX);
    struct sign_job *job = run->job;

    TRY(prepare_file(run, chain, file, err));
    if (run->already)
        return OK;
    run->file = arena_copy(job->arena, file->data, file->size);
    run->order.id = arena_text(job->arena, app_new_id(run->app));
    return OK;
}

/* Once the person said yes, before the service is asked. */
static enum status
keep_batch(struct paper_run *run, struct error *err)
{
    const struct sign_job *job = run->job;
    struct paper_job_of of = of_job(job);
    char certificate[SHA256_HEX_SIZE];
    struct paper_batch batch = {.id = run->order.id,
                                .person = job->person,
                                .service = job->service,
                                .account = job->source.account,
                                .certificate = digest_hex(&job->certificate, certificate),
                                .file = run->file};

    if (run->sent)
        return OK;
    TRY(open_app(run, err));
    batch.started = app_now(run->app);
    TRY(place_of(run->app, &of, &batch, err));
    return store_add_paper_batch(run->app->store, &batch, err);
}

/* What the service is told, and the sentence for the person. */
static enum status
fill_order(struct paper_run *run, const char *certificate, struct error *err)
{
    struct sign_job *job = run->job;
    struct paper_job_of of = of_job(job);
    struct paper_batch place;
    struct school_class class = {.name = "cả trường", .year = job->year};
    const char *title, *signer;
    struct unit school;

    TRY(paper_file_look(run->app, span_of(run->file), &run->item.digest, &title, &signer, err));
    TRY(place_of(run->app, &of, &place, err));
    TRY(store_find_unit(run->app->store, place.unit, run->app->arena, &school, err));
    if (job->class_id)
        TRY(store_find_class(run->app->store, job->class_id, run->app->arena, &class, err));
    run->item.label = arena_text(job->arena, title);
    run->order.certificate = job->certificate;
    run->order.title = run->item.label;
    run->order.role = job->round ? "paper" : signer_role_key(SIGNER_PRINCIPAL);
    run->order.school = arena_text(job->arena, school.name);
    run->order.class = arena_text(job->arena, class.name);
    run->order.year = arena_text(job->arena, class.year ? class.year : "");
    run->order.items = &run->item;
    run->order.count = 1;
    pthread_mutex_lock(&job->jobs->lock);
    job->id = run->order.id;
    job->sentence = class.year ? arena_printf(job->arena, "%s (chứng thư %.8s) ký: %s, năm học %s.",
                                              signer, certificate, title, class.year)
                               : arena_printf(job->arena, "%s (chứng thư %.8s) ký: %s.", signer,
                                              certificate, title);
    job->total = 1;
    pthread_mutex_unlock(&job->jobs->lock);
    return OK;
}

static enum status
prepare(struct paper_run *run, struct error *err)
{
    struct sign_job *job = run->job;
    const struct certificate_chain *chain;
    char certificate[SHA256_HEX_SIZE];

    TRY(sign_job_open_service(job, err));
    TRY(open_app(run, err));
    TRY(sign_job_choose_chain(run->app, job, &chain, err));
    job->certificate = chain->items[0]->sha256;
    digest_hex(&job->certificate, certificate);
    TRY(find_earlier(run, certificate, err));
    if (!run->sent)
        TRY(begin_batch(run, chain, err));
    return run->already ? OK : fill_order(run, certificate, err);
}

/* --- while it goes ---------------------------------------------------------------------------- */

static enum status
keep_reference(void *context, const char *reference, struct error *err)
{
    struct paper_run *run = context;

    TRY(open_app(run, err));
    return store_set_paper_batch_reference(run->app->store, run->job->id, reference, err);
}

static void
show_phase(void *context, const struct signer_progress *progress)
{
    const struct paper_run *run = context;

    sign_job_show_phase(run->job, progress);
}

static bool
wait_between(void *context, unsigned ms)
{
    struct paper_run *run = context;

    close_app(run);
    return sign_job_wait_between(run->job, ms, &run->tired);
}

/* What took effect; what the ledger does not take now it takes the next time. */
static void
enter_ledger(struct paper_run *run)
{
    struct ledger_entering entering;
    struct error why;

    if (ledger_exists(run->app) && ledger_enter(run->app, &entering, &why) != OK)
        run->notice =
            arena_printf(run->job->arena, "Chưa ghi vào sổ cái, sẽ ghi ở lần sau: %s", why.message);
}

static enum status
attach(struct paper_run *run, const struct signature_value *value, struct error *err)
{
    AUTO(buffer) *file = buffer_new(PAPER_FILE_MAX);
    const struct sign_job *job = run->job;
    struct span bytes = {(const char *)value->bytes, value->size};
    struct manifest_made closed;
    struct freeze_made frozen;
    struct minutes_view minutes;

    TRY(open_app(run, err));
    TRY(paper_file_add_value(run->app, span_of(run->file), bytes, file, err));
    if (job->round)
        TRY(minutes_attach(run->app, job->round, job->school, buffer_span(file), &minutes, err));
    else if (job->class_id)
        TRY(manifest_attach(run->app, job->class_id, buffer_span(file), &closed, err));
    else
        TRY(freeze_attach(run->app, job->unit, job->year, buffer_span(file), &frozen, err));
    run->attached = true;
    if (!job->round) /* minutes are in no ledger */
        enter_ledger(run);
    return OK;
}

static enum status
item_ended(void *context, size_t item, const struct signer_result *result, struct error *err)
{
    struct paper_run *run = context;

    (void)item;
    if (result->state == SIGNER_ITEM_DONE)
        return attach(run, &result->value, err);
    run->refusal = result->error;
    return OK;
}

static enum status
run_batch(struct paper_run *run, struct error *err)
{
    AUTO(signer_batch) *batch = NULL;
    const struct signer_watch watch = {run, wait_between, item_ended, keep_reference, show_phase};

    TRY(keep_batch(run, err));
    close_app(run);
    TRY(signer_batch_new(run->job->session, &run->order, run->sent, &batch, err));
    TRY(signer_batch_run(batch, &watch, err));
    if (run->attached)
        return OK;
    *err = run->refusal;
    return status_is(err->status);
}

/* --- its end ---------------------------------------------------------------------------------- */

static void
end_run(struct paper_run *run, enum status status, const struct error *err)
{
    struct sign_job *job = run->job;
    enum sign_job_state state = sign_job_state(job);

    close_app(run);
    if (run->attached) {
        rate_give_back(job->jobs->rate, span_of(job->person), job->jobs->options.system_clock());
        pthread_mutex_lock(&job->jobs->lock);
        job->signed_count = 1;
        pthread_mutex_unlock(&job->jobs->lock);
        sign_job_end(job, SIGN_JOB_DONE, run->notice);
    } else if (run->tired) {
        sign_job_end(job, SIGN_JOB_LEFT,
                     "Lượt ký tạm dừng quá lâu nên máy chủ thôi chờ dịch vụ; bấm Ký với cùng dịch "
                     "vụ để lấy chữ ký, không văn bản nào bị ký hai lần.");
    } else if (state == SIGN_JOB_STOPPED) {
        sign_job_end(job, SIGN_JOB_STOPPED,
                     "Đã dừng, chưa ghi gì. Máy chủ không rút lại được yêu cầu đã gửi: nếu điện "
                     "thoại còn hỏi thì hãy từ chối.");
    } else if (state == SIGN_JOB_LEFT || status == UNAVAILABLE) {
        sign_job_end(job, SIGN_JOB_LEFT, state == SIGN_JOB_LEFT ? NULL : err->message);
    } else {
        sign_job_end(job, SIGN_JOB_STOPPED,
                     status == NOT_FOUND && run->sent
                         ? "Dịch vụ không còn biết lượt ký trước nên không lấy được chữ ký. Hãy "
                           "bấm Ký lần nữa: sẽ là một lượt mới."
                         : err->message);
    }
}

void
paper_job_run(struct sign_job *job)
{
    struct paper_run run = {.job = job};
    struct error err = {0};
    enum status status = prepare(&run, &err);

    close_app(&run);
    if (status != OK || run.already) {
        /* An earlier batch stays for another try. */
        sign_job_end(job,
                     run.already ? SIGN_JOB_DONE
                     : run.sent  ? SIGN_JOB_LEFT
                                 : SIGN_JOB_STOPPED,
                     run.already ? "Văn bản mới nhất đã ghi đúng như vậy; không phải ký lại."
                                 : err.message);
        return;
    }
    enum sign_job_state answer = sign_job_ask_person(job, run.sent);
    if (answer == SIGN_JOB_RUNNING || answer == SIGN_JOB_PAUSED)
        end_run(&run, run_batch(&run, &err), &err);
    else
        sign_job_end(job, answer == SIGN_JOB_LEFT && run.sent ? SIGN_JOB_LEFT : SIGN_JOB_STOPPED,
                     answer == SIGN_JOB_ASKING
                         ? "Không ai xác nhận nên lượt ký đã bỏ; chưa gửi gì tới dịch vụ."
                         : NULL);
}
