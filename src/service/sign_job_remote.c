/* SPDX-License-Identifier: Apache-2.0
 *
 * A job with a remote service: one batch, whose consent the person gives on the telephone.  The
 * database is open only while something is read or kept, never while the telephone is waited for.
 */
#include "service/app_pool.h"
#include "service/sign_job_parts.h"
#include "store/certificates.h"
#include "store/units.h"

struct remote_run {
    struct sign_job *job;
    struct app *app; /* NULL: none is open */
    struct sign_bring bring;
    bool bringing; /* `bring` is open */
    bool resumed;
    struct signer_order order; /* its texts are the job's */
    bool *wanted;              /* beside the order's items: still to be attached */
    bool tired;                /* of a pause */
    bool unkept;               /* a value came and the store did not take it */
};

/* --- the database, now and then --------------------------------------------------------------- */

static enum status
open_app(struct remote_run *run, struct error *err)
{
    if (run->app)
        return OK;
    TRY(app_open(&run->job->jobs->options, &run->app, err));
    return app_act_as(run->app, run->job->person, err);
}

/* With the right to sign asked again. */
static enum status
open_bring(struct remote_run *run, struct error *err)
{
    TRY(open_app(run, err));
    if (run->bringing)
        return OK;
    run->bringing = true;
    return sign_bring_open(run->app, run->job->id, SIGNER_REMOTE, &run->bring, err);
}

static void
close_app(struct remote_run *run)
{
    if (run->bringing)
        sign_bring_clear(&run->bring);
    run->bringing = false;
    app_close(run->app);
    run->app = NULL;
}

/* --- whose certificate ------------------------------------------------------------------------ */

/* Registered for the person, or, of a seal, for the class's school, and not over yet. */
static enum status
is_theirs(struct remote_run *run, const struct certificate *certificate, bool *theirs,
          struct error *err)
{
    struct app *app = run->app;
    struct stored_certificate stored;
    struct school_class class;
    char hex[SHA256_HEX_SIZE];

    TRY(store_find_class(app->store, run->job->class_id, app->arena, &class, err));
    enum status status = store_find_certificate_by_sha256(
        app->store, digest_hex(&certificate->sha256, hex), app->arena, &stored, err);
    *theirs = false;
    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    if (stored.not_after.seconds >= app_now(app).seconds)
        *theirs = run->job->role == SIGNER_SCHOOL ? text_equal(stored.unit, class.unit)
                                                  : text_equal(stored.person, run->job->person);
    return OK;
}

/* The only one that is theirs; when none is, why is said by whoever checks it. */
static enum status
choose_chain(struct remote_run *run, const struct certificate_chain **chain, struct error *err)
{
    const struct signer_certificates *all;
    size_t count = 0;

    TRY(signer_session_certificates(run->job->session, &all, err));
    if (all->list.count == 0)
        return fail(err, NOT_FOUND,
                    "Tài khoản này không có chứng thư nào ở dịch vụ ký; chưa ký gì.");
    *chain = all->list.items[0].chain;
    for (size_t i = 0; i < all->list.count; i++) {
        const struct certificate_chain *one = all->list.items[i].chain;
        bool theirs;
        TRY(is_theirs(run, one->items[0], &theirs, err));
        if (theirs)
            *chain = one;
        count += theirs;
    }
    if (count > 1 || (count == 0 && all->list.count > 1))
        return fail(err, CONFLICT,
                    "Tài khoản này có %zu chứng thư ở dịch vụ ký, trong đó %zu đã đăng ký cho thầy "
                    "cô: không biết dùng cái nào. Chưa ký gì; hãy báo nhà trường.",
                    all->list.count, count);
    return OK;
}

/* --- the batch: an earlier one, or a new one -------------------------------------------------- */

static void
set_batch(struct sign_job *job, const char *id, const char *sentence, size_t total)
{
    pthread_mutex_lock(&job->jobs->lock);
    job->id = arena_text(job->arena, id);
    job->sentence = sentence ? arena_text(job->arena, sentence) : NULL;
    job->total = total;
    pthread_mutex_unlock(&job->jobs->lock);
}

/* One that this service was sent before with this certificate. */
static enum status
find_earlier(struct remote_run *run, struct error *err)
{
    struct app *app = run->app;
    char hex[SHA256_HEX_SIZE];
    const struct sign_batch like = {.class_id = run->job->class_id,
                                    .role = signer_role_key(run->job->role),
                                    .certificate = digest_hex(&run->job->certificate, hex),
                                    .signer = SIGNER_REMOTE};
    struct sign_batches batches = {0};

    TRY(store_list_sign_batches(app->store, &like, app->arena, &batches, err));
    for (size_t i = 0; i < batches.list.count && !run->resumed; i++) {
        const char *id = batches.list.items[i].id;
        struct sign_items items = {0};
        struct sign_remote remote;
        TRY(store_find_sign_remote(app->store, id, app->arena, &remote, &run->resumed, err));
        TRY(store_list_sign_items(app->store, id, app->arena, &items, err));
        run->resumed = run->resumed && text_equal(remote.service, run->job->service) &&
                       items.list.count > 0 &&
                       text_equal(items.list.items[0].subject, run->job->subject);
        if (!run->resumed)
            continue;
        if (remote.reference)
            run->order.reference = arena_text(run->job->arena, remote.reference);
        set_batch(run->job, id, NULL, items.list.count);
    }
    return OK;
}

static enum status
begin_batch(struct remote_run *run, const struct certificate_chain *chain, struct error *err)
{
    struct sign_job *job = run->job;
    const struct page_order order = {.class_id = job->class_id,
                                     .role = job->role,
                                     .subject = job->subject,
                                     .signer = SIGNER_REMOTE,
                                     .chain = chain,
                                     .choices = job->choices.items,
                                     .count = job->choices.count};
    const struct sign_remote remote = {.service = job->service, .account = job->source.account};
    struct batch refused = {0};
    struct page_batch page;

    TRY(sign_page_begin(run->app, &order, &page, &refused, err));
    set_batch(job, page.id, page.sentence, page.items.count);
    for (size_t i = 0; i < refused.list.count; i++)
        sign_job_add_outcome(job, &refused.list.items[i]);
    return store_add_sign_remote(run->app->store, page.id, &remote, err);
}

/* What the service is told. The telephone sees the title; no pupil is named. */
static enum status
fill_order(struct remote_run *run, struct error *err)
{
    struct arena *arena = run->job->arena;
    const struct school_class *class = &run->bring.signing.class;
    size_t count = run->bring.items.list.count;
    struct signer_item *items = arena_make_array(arena, count + 1, struct signer_item);
    struct unit school;

    TRY(store_find_unit(run->app->store, class->unit, run->app->arena, &school, err));
    run->wanted = arena_make_array(arena, count + 1, bool);
    for (size_t i = 0; i < count; i++) {
        items[i].label = arena_text(arena, run->bring.items.list.items[i].label);
        TRY(sign_bring_digest(&run->bring, i, &items[i].digest, &run->wanted[i], err));
        if (!run->wanted[i] && !run->resumed)
            return fail(err, CONFLICT,
                        "Một học bạ vừa thay đổi trong lúc chuẩn bị; chưa ký gì. Hãy bấm Ký lần "
                        "nữa.");
    }
    run->order.id = run->job->id;
    run->order.certificate = run->job->certificate;
    run->order.title = arena_printf(arena, "Ký học bạ lớp %s, năm học %s: %s", class->name,
                                    class->year, signer_role_word(run->job->role));
    run->order.role = signer_role_key(run->job->role);
    run->order.school = arena_text(arena, school.name);
    run->order.class = arena_text(arena, class->name);
    run->order.year = arena_text(arena, class->year);
    run->order.items = items;
    run->order.count = count;
    return OK;
}

static enum status
check_limits(struct remote_run *run, struct error *err)
{
    const struct signer_certificate *certificate;

    TRY(signer_session_find(run->job->session, &run->job->certificate, &certificate, err));
    if (run->order.count <= certificate->limits.batch_max)
        return OK;
    return fail(err, USAGE,
                "Dịch vụ ký nhận nhiều nhất %zu học bạ mỗi lượt; hãy chọn ít hơn rồi ký tiếp phần "
                "còn lại. Chưa ký gì.",
                certificate->limits.batch_max);
}

static enum status
ask_pin(const struct signer_source *source, const char *what, struct secret **secret,
        struct error *err)
{
    if (!source->passphrase)
        return fail(err, USAGE, "Dịch vụ ký hỏi %s mà trang chưa gửi; chưa ký gì.", what);
    *secret = secret_copy(secret_text(source->passphrase), secret_size(source->passphrase));
    return OK;
}

static enum status
prepare(struct remote_run *run, struct error *err)
{
    struct sign_job *job = run->job;
    const struct certificate_chain *chain;

    job->source.passphrase = job->pin;
    job->source.ask = ask_pin;
    TRY(signer_session_open(&job->source, &job->session, err));
    TRY(signer_session_certificates(job->session, &(const struct signer_certificates *){NULL},
                                    err)); /* while no database is open */
    TRY(open_app(run, err));
    TRY(choose_chain(run, &chain, err));
    job->certificate = chain->items[0]->sha256;
    TRY(find_earlier(run, err));
    if (!run->resumed)
        TRY(begin_batch(run, chain, err));
    TRY(open_bring(run, err));
    TRY(fill_order(run, err));
    return run->resumed ? OK : check_limits(run, err);
}

/* --- while it goes ---------------------------------------------------------------------------- */

static enum status
value_came(void *context, size_t item, const struct digest *digest, struct span *value,
           struct error *err)
{
    const struct signature_value *came = context;

    (void)item, (void)digest, (void)err;
    *value = (struct span){(const char *)came->bytes, came->size};
    return OK;
}

static enum status
keep_result(struct remote_run *run, size_t item, const struct signer_result *result,
            struct error *err)
{
    struct signature_value value = result->value;
    struct batch batch = {0};

    TRY(open_bring(run, err));
    if (result->state == SIGNER_ITEM_DONE) {
        TRY(sign_bring_item(&run->bring, item, value_came, &value, &batch, err));
        sign_job_add_outcome(run->job, &batch.list.items[batch.list.count - 1]);
        return OK;
    }
    const struct outcome outcome = {.uuid = run->bring.items.list.items[item].record,
                                    .kind = OUTCOME_FAILED,
                                    .message = result->error.message};
    TRY(store_end_sign_item(run->app->store, run->job->id, item, err));
    sign_job_add_outcome(run->job, &outcome);
    return OK;
}

static enum status
item_ended(void *context, size_t item, const struct signer_result *result, struct error *err)
{
    struct remote_run *run = context;

    if (!run->wanted[item])
        return OK;
    enum status status = keep_result(run, item, result, err);
    run->unkept = status != OK;
    return status;
}

static enum status
keep_reference(void *context, const char *reference, struct error *err)
{
    struct remote_run *run = context;

    TRY(open_app(run, err));
    return store_set_sign_remote_reference(run->app->store, run->job->id, reference, err);
}

static void
show_phase(void *context, const struct signer_progress *progress)
{
    struct remote_run *run = context;
    struct sign_job *job = run->job;

    pthread_mutex_lock(&job->jobs->lock);
    job->confirming = progress->phase == SIGNER_CONFIRMING;
    job->patience = progress->patience;
    pthread_mutex_unlock(&job->jobs->lock);
}

/* A pause stops asking; what the service has it keeps. */
static bool
wait_between(void *context, unsigned ms)
{
    struct remote_run *run = context;
    struct sign_job *job = run->job;

    close_app(run);
    for (unsigned waited = 0;;) {
        enum sign_job_state state = sign_job_wait(job, SIGN_JOB_PAUSED, SIGN_JOB_PAUSE_SECONDS);
        run->tired = state == SIGN_JOB_PAUSED;
        if (state != SIGN_JOB_RUNNING)
            return false;
        if (waited >= ms)
            return true;
        unsigned step = ms - waited < SIGN_JOB_STEP_MS ? ms - waited : SIGN_JOB_STEP_MS;
        if (!job->jobs->options.wait(NULL, step))
            return false;
        waited += step;
    }
}

static enum status
run_batch(struct remote_run *run, struct error *err)
{
    AUTO(signer_batch) *batch = NULL;
    const struct signer_watch watch = {run, wait_between, item_ended, keep_reference, show_phase};

    TRY(signer_batch_new(run->job->session, &run->order, run->resumed, &batch, err));
    return signer_batch_run(batch, &watch, err);
}

/* --- its end ---------------------------------------------------------------------------------- */

static void
end_run(struct remote_run *run, enum status status, const struct error *err)
{
    struct sign_job *job = run->job;
    enum sign_job_state state = sign_job_state(job);

    close_app(run);
    if (status == OK) {
        rate_give_back(job->jobs->rate, span_of(job->person), job->jobs->options.system_clock());
        sign_job_end(job, SIGN_JOB_DONE, NULL);
    } else if (run->tired) {
        sign_job_end(job, SIGN_JOB_LEFT,
                     "Lượt ký tạm dừng quá lâu nên máy chủ thôi chờ dịch vụ. Những gì đã ký vẫn "
                     "còn; bấm Ký với cùng dịch vụ để lấy nốt, không học bạ nào bị ký hai lần.");
    } else if (state == SIGN_JOB_STOPPED) {
        sign_job_end(job, SIGN_JOB_STOPPED,
                     "Đã dừng; những gì đã ký vẫn còn. Máy chủ không rút lại được yêu cầu đã gửi: "
                     "nếu điện thoại còn hỏi thì hãy từ chối.");
    } else if (state == SIGN_JOB_LEFT || run->unkept || status == UNAVAILABLE) {
        sign_job_end(job, SIGN_JOB_LEFT, state == SIGN_JOB_LEFT ? NULL : err->message);
    } else {
        sign_job_end(job, SIGN_JOB_STOPPED,
                     status == NOT_FOUND && run->resumed
                         ? "Dịch vụ không còn biết lượt ký trước nên không lấy thêm được gì; những "
                           "gì đã ký vẫn còn. Hãy bấm Ký lần nữa: sẽ là một lượt mới."
                         : err->message);
    }
}

/* The person's yes; an earlier batch has it already. */
static bool
ask_person(struct remote_run *run)
{
    struct sign_job *job = run->job;

    pthread_mutex_lock(&job->jobs->lock);
    if (job->state == SIGN_JOB_OPENING)
        job->state = run->resumed ? SIGN_JOB_RUNNING : SIGN_JOB_ASKING;
    pthread_mutex_unlock(&job->jobs->lock);
    enum sign_job_state answer = sign_job_wait(job, SIGN_JOB_ASKING, SIGN_JOB_ASK_SECONDS);
    if (answer == SIGN_JOB_RUNNING || answer == SIGN_JOB_PAUSED)
        return true;
    /* A server that stops keeps what was sent before. */
    sign_job_end(job, answer == SIGN_JOB_LEFT && run->resumed ? SIGN_JOB_LEFT : SIGN_JOB_STOPPED,
                 answer == SIGN_JOB_ASKING
                     ? "Không ai xác nhận nên lượt ký đã bỏ; chưa gửi gì tới dịch vụ, chưa ký gì."
                     : NULL);
    return false;
}

void
sign_job_run_remote(struct sign_job *job)
{
    struct remote_run run = {.job = job};
    struct error err = {0};
    enum status status = prepare(&run, &err);

    close_app(&run);
    if (status != OK) {
        /* An earlier batch stays for another try. */
        sign_job_end(job, run.resumed ? SIGN_JOB_LEFT : SIGN_JOB_STOPPED, err.message);
        return;
    }
    if (ask_person(&run))
        end_run(&run, run_batch(&run, &err), &err);
}
