/* SPDX-License-Identifier: Apache-2.0
 *
 * A job with a remote service: one batch, whose consent the person gives on the telephone.  The
 * database is open only while something is read or kept, never while the telephone is waited for.
 */
#include "service/app_pool.h"
#include "service/receipt.h"
#include "service/sign_job_parts.h"
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

static void
set_seconds(struct sign_job *job, int64_t seconds)
{
    pthread_mutex_lock(&job->jobs->lock);
    job->seconds = seconds;
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
    set_seconds(job, page.seconds);
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
prepare(struct remote_run *run, struct error *err)
{
    struct sign_job *job = run->job;
    const struct certificate_chain *chain;

    TRY(sign_job_open_service(job, err));
    TRY(open_app(run, err));
    TRY(sign_job_choose_chain(run->app, job, &chain, err));
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
    return receipt_add_outcome(run->app, run->job->id, item, OUTCOME_FAILED, outcome.message, err);
}

static enum status
item_ended(void *context, size_t item, const struct signer_result *result, struct error *err)
{
    struct remote_run *run = context;

    if (!run->wanted[item])
        return OK;
    enum status status = keep_result(run, item, result, err);
    run->unkept = status != OK;
    run->wanted[item] = false;
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

    sign_job_show_phase(run->job, progress);
}

static bool
wait_between(void *context, unsigned ms)
{
    struct remote_run *run = context;

    close_app(run);
    return sign_job_wait_between(run->job, ms, &run->tired);
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

struct refusing {
    const struct remote_run *run;
    const char *message;
};

static enum status
refuse_all(struct store *store, void *context, struct error *err)
{
    const struct refusing *refusing = context;
    const struct remote_run *run = refusing->run;

    (void)store;
    for (size_t i = 0; i < run->order.count; i++)
        if (run->wanted[i])
            TRY(receipt_add_outcome(run->app, run->job->id, i, OUTCOME_FAILED, refusing->message,
                                    err));
    return OK;
}

/* The service said no to all that it had not answered: the receipt has it by record, so that the
 * first page offers them again. Without that they are still in the queue, and the job says why. */
static void
refuse_rest(struct remote_run *run, const char *message)
{
    struct refusing refusing = {run, message};
    struct error unread;

    if (open_app(run, &unread) == OK)
        (void)!store_transact(run->app->store, refuse_all, &refusing, &unread);
    close_app(run);
}

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
        const char *message =
            status == NOT_FOUND && run->resumed
                ? "Dịch vụ không còn biết lượt ký trước nên không lấy thêm được gì; những "
                  "gì đã ký vẫn còn. Hãy bấm Ký lần nữa: sẽ là một lượt mới."
                : err->message;
        refuse_rest(run, message);
        sign_job_end(job, SIGN_JOB_STOPPED, message);
    }
}

/* The person's yes; an earlier batch has it already. */
static bool
ask_person(struct remote_run *run)
{
    struct sign_job *job = run->job;
    enum sign_job_state answer = sign_job_ask_person(job, run->resumed);
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
