/* SPDX-License-Identifier: Apache-2.0
 *
 * Signing a class with a signer: prepare everything, send it as batches, attach each value as it
 * returns, and send again, under a new id, only what failed for a reason that may pass.
 */
#include "service/sign_run.h"

#include "crypto/random.h"
#include "store/signing.h"
#include "store/units.h"
#include "xml/scan.h"

/* --- one task --------------------------------------------------------------------------------- */

static void
fail_task(struct task *task, const struct error *err)
{
    task->state = TASK_FAILED;
    task->error = *err;
}

static void
prepare_task(struct sign_run *run, struct task *task)
{
    struct signing *signing = run->signing;
    struct error err;

    if (sign_step_check(signing, task->row, task->subject, &task->step, &err) != OK) {
        fail_task(task, &err);
        return;
    }
    task->notice = task->step.notice;
    if (task->step.already) {
        task->state = TASK_ALREADY;
        return;
    }
    struct xades_request request = {
        .role = signing->order->role, .subject_code = task->subject, .time = app_now(signing->app)};
    random_bytes(request.salt, sizeof request.salt);
    if (xades_prepare(task->step.document, &request, signing->identity, signing->app->arena,
                      &task->pending, &err) != OK)
        fail_task(task, &err);
}

/* The record moved on since it was prepared: another subject was signed beside it, or it was made
 * anew. The value still fits if the same request comes to the same digest. */
static enum status
prepare_again(struct sign_run *run, struct task *task, struct error *err)
{
    struct signing *signing = run->signing;
    struct xades_pending again;
    struct record_row now;

    TRY(store_find_record(signing->app->store, task->row->uuid, signing->app->arena, &now, err));
    task->row->state = now.state;
    const char *batch = task->step.batch;
    size_t place = task->step.place;
    TRY(sign_step_check(signing, task->row, task->subject, &task->step, err));
    task->step.batch = batch;
    task->step.place = place;
    if (task->step.already)
        return OK;
    TRY(xades_prepare(task->step.document, &task->pending.request, signing->identity,
                      signing->app->arena, &again, err));
    if (!digest_equal(&again.to_be_signed, &task->pending.to_be_signed))
        return fail(err, CONFLICT,
                    "Học bạ đã thay đổi từ khi gửi đi ký; chữ ký này không còn dùng được. Hãy ký "
                    "lại.");
    task->pending = again;
    return OK;
}

static enum status
attach_once(struct sign_run *run, struct task *task, const struct signature_value *value,
            struct error *err)
{
    AUTO(buffer) *out = buffer_new(XML_DOCUMENT_MAX);
    struct span bytes = {(const char *)value->bytes, value->size};

    TRY(xades_attach(task->step.document, &task->pending, bytes, out, err));
    return sign_step_keep(run->signing, &task->step, buffer_span(out), task->pending.request.time,
                          err);
}

static void
take_kept(struct task *task)
{
    task->state = TASK_DONE;
    task->row->state = task->step.to;
}

static void
attach_task(struct sign_run *run, struct task *task, const struct signature_value *value)
{
    struct error err;
    enum status status = attach_once(run, task, value, &err);

    if (status == CONFLICT) {
        status = prepare_again(run, task, &err);
        if (status == OK && !task->step.already)
            status = attach_once(run, task, value, &err);
    }
    if (status != OK)
        fail_task(task, &err);
    else if (task->step.already)
        task->state = TASK_ALREADY;
    else
        take_kept(task);
}

/* --- one batch -------------------------------------------------------------------------------- */

/* A signature that was kept has ended its item in the same transaction. */
static enum status
settle(struct sign_run *run, struct task *task, size_t item, struct error *err)
{
    run->done += task->state == TASK_DONE;
    run->ended++;
    app_progress(run->signing->app, "Ký", run->ended, run->tasks.count);
    return task->state == TASK_DONE
               ? OK
               : store_end_sign_item(run->signing->app->store, run->id, item, err);
}

static enum status
keep_held(struct store *store, void *context, struct error *err)
{
    struct sign_run *run = context;

    (void)store;
    for (size_t i = 0; i < run->held_count; i++) {
        const struct held_signature *held = &run->held[i];
        TRY(sign_step_keep(run->signing, &held->task->step, buffer_span(held->document),
                           held->task->pending.request.time, err));
    }
    return OK;
}

/* All in one transaction; where one of them does not fit any more, each by itself. */
static enum status
keep_all_held(struct sign_run *run, struct error *err)
{
    struct error unread;
    enum status status = OK;
    bool together =
        run->held_count && store_transact(run->signing->app->store, keep_held, run, &unread) == OK;

    for (size_t i = 0; i < run->held_count; i++) {
        struct held_signature *held = &run->held[i];
        buffer_free(held->document);
        if (together)
            take_kept(held->task);
        else
            attach_task(run, held->task, &held->value);
        if (status == OK)
            status = settle(run, held->task, held->item, err);
    }
    run->held_count = 0;
    return status;
}

static enum status
hold(struct sign_run *run, struct task *task, size_t item, const struct signature_value *value,
     struct error *err)
{
    struct held_signature *held = &run->held[run->held_count];
    struct span bytes = {(const char *)value->bytes, value->size};
    struct error why;

    *held = (struct held_signature){
        .task = task, .item = item, .value = *value, .document = buffer_new(XML_DOCUMENT_MAX)};
    if (xades_attach(task->step.document, &task->pending, bytes, held->document, &why) != OK) {
        buffer_free(held->document);
        fail_task(task, &why);
        return settle(run, task, item, err);
    }
    return ++run->held_count == SIGN_HELD_MAX ? keep_all_held(run, err) : OK;
}

/* A subject's teacher may sign one record several times, each time what the time before made. */
static bool
comes_alone(const struct sign_run *run)
{
    return run->signing->order->role == SIGNER_SUBJECT_TEACHER;
}

static enum status
item_ended(void *context, size_t item, const struct signer_result *result, struct error *err)
{
    struct sign_run *run = context;
    struct task *task = run->sent[item];

    if (!task || task->state != TASK_WAITING)
        return OK;
    if (result->state == SIGNER_ITEM_DONE && !comes_alone(run))
        return hold(run, task, item, &result->value, err);
    if (result->state == SIGNER_ITEM_DONE)
        attach_task(run, task, &result->value);
    else
        fail_task(task, &result->error);
    return settle(run, task, item, err);
}

static enum status
keep_reference(void *context, const char *reference, struct error *err)
{
    struct sign_run *run = context;

    return store_set_sign_reference(run->signing->app->store, run->id, reference, err);
}

/* Told after each of the signer's answers: nothing of it waits in memory for the next one. */
static void
show_phase(void *context, const struct signer_progress *progress)
{
    struct sign_run *run = context;
    struct error err;

    if (keep_all_held(run, &err) != OK && run->unkept.status == OK)
        run->unkept = err;
    if (progress->phase == SIGNER_CONFIRMING)
        app_progress(run->signing->app, "Chờ người ký xác nhận", 0, run->sent_count);
}

enum status
sign_run_batch(struct sign_run *run, const struct signer_order *order, bool resumed,
               struct error *err)
{
    AUTO(signer_batch) *batch = NULL;
    struct store *store = run->signing->app->store;
    struct app *app = run->signing->app;
    struct signer_watch watch = {run, app->options.wait, item_ended, keep_reference, show_phase};
    struct error unread;

    run->id = order->id;
    run->sent_count = order->count;
    run->done = 0;
    run->unkept = (struct error){0};
    TRY(signer_batch_new(run->with->session, order, resumed, &batch, err));
    enum status status = signer_batch_run(batch, &watch, err);
    enum status kept = keep_all_held(run, &unread);
    if (status == OK && (kept != OK || run->unkept.status != OK)) {
        *err = kept != OK ? unread : run->unkept;
        status = err->status;
    }
    if (status != UNAVAILABLE && store_remove_sign_batch(store, order->id, &unread) != OK &&
        status == OK)
        *err = unread, status = unread.status;
    return status;
}

enum status
sign_order_words(const struct sign_run *run, struct signer_order *order, struct error *err)
{
    const struct school_class *class = &run->signing->class;
    struct app *app = run->signing->app;
    const char *role = signer_role_word(run->signing->order->role);
    struct unit school;

    TRY(store_find_unit(app->store, class->unit, app->arena, &school, err));
    order->certificate = run->key->chain->items[0]->sha256;
    order->title = arena_printf(app->arena, "Ký học bạ lớp %s, năm học %s: %s", class->name,
                                class->year, role);
    order->role = signer_role_key(run->signing->order->role);
    order->school = school.name;
    order->class = class->name;
    order->year = class->year;
    return OK;
}

/* Kept before it is sent, so that whatever happens it can be found again. */
static enum status
keep_batch(struct sign_run *run, const struct signer_order *order, struct error *err)
{
    struct app *app = run->signing->app;
    char hex[SHA256_HEX_SIZE];
    struct sign_batch batch = {.id = order->id,
                               .class_id = run->signing->class.id,
                               .role = order->role,
                               .certificate = digest_hex(&order->certificate, hex),
                               .signer = run->with->kind,
                               .started = app_now(app),
                               .by = run->signing->right.signer};
    struct sign_items items = {0};

    for (size_t i = 0; i < order->count; i++) {
        AUTO(buffer) *state = buffer_new(XADES_STATE_MAX);
        struct task *task = run->sent[i];
        xades_pending_write(&task->pending, state);
        *list_add(app->arena, items.list) = (struct sign_item){
            .record = task->row->uuid,
            .subject = task->subject,
            .label = task->label,
            .state = {arena_copy(app->arena, state->data, state->size), state->size}};
        task->step.batch = order->id;
        task->step.place = i;
    }
    return store_add_sign_batch(app->store, &batch, &items, err);
}

/* The next of the waiting tasks, prepared: as many as fit into one batch. */
static enum status
send_batch(struct sign_run *run, size_t *first, struct error *err)
{
    struct app *app = run->signing->app;
    struct signer_order order = {.id = app_new_id(app)};
    size_t room = run->tasks.count - *first;
    struct signer_item *items = arena_make_array(app->arena, room + 1, struct signer_item);

    run->sent = arena_make_array(app->arena, room + 1, struct task *);
    for (; *first < run->tasks.count && order.count < run->key->limits.batch_max; (*first)++) {
        struct task *task = &run->tasks.items[*first];
        if (task->state == TASK_WAITING)
            prepare_task(run, task);
        if (task->state != TASK_WAITING)
            continue;
        run->sent[order.count] = task;
        items[order.count++] = (struct signer_item){task->pending.to_be_signed, task->label};
    }
    order.items = items;
    if (order.count == 0)
        return OK;
    TRY(sign_order_words(run, &order, err));
    TRY(keep_batch(run, &order, err));
    return sign_run_batch(run, &order, false, err);
}

/* --- all of it -------------------------------------------------------------------------------- */

static void
add_task(struct sign_run *run, struct record_row *row, const char *subject)
{
    struct app *app = run->signing->app;
    struct task *task = list_add(app->arena, run->tasks);

    *task = (struct task){.row = row,
                          .subject = subject,
                          .label = arena_printf(app->arena, "%s, lớp %s, chữ ký của %s%s%s",
                                                row->pupil_name, run->signing->class.name,
                                                signer_role_word(run->signing->order->role),
                                                subject ? ", môn " : "", subject ? subject : "")};
}

static void
add_tasks(struct sign_run *run)
{
    size_t subjects = run->signing->right.subjects.count;

    for (size_t i = 0; i < run->rows.list.count; i++) {
        for (size_t j = 0; j == 0 || j < subjects; j++)
            add_task(run, &run->rows.list.items[i],
                     subjects ? run->signing->right.subjects.items[j] : NULL);
    }
}

/* What may go well the next time waits again; false when nothing does. */
static bool
wait_again(struct sign_run *run)
{
    bool any = false;

    for (size_t i = 0; i < run->tasks.count; i++) {
        struct task *task = &run->tasks.items[i];
        if (task->state == TASK_FAILED &&
            (task->error.status == UNTRUSTED || task->error.status == UNAVAILABLE)) {
            task->state = TASK_WAITING;
            run->ended -= run->ended > 0;
        }
        any |= task->state == TASK_WAITING;
    }
    return any;
}

/* Every waiting task once. A batch that the signer forgot half-way leaves its rest waiting. */
static enum status
run_round(struct sign_run *run, size_t *done, struct error *err)
{
    *done = 0;
    for (size_t first = 0; first < run->tasks.count;) {
        enum status status = send_batch(run, &first, err);
        *done += run->done;
        if (status != OK && status != NOT_FOUND)
            return status;
    }
    return OK;
}

static enum status
run_rounds(struct sign_run *run, struct error *err)
{
    size_t done;

    for (int round = 0; round < SIGN_ROUNDS_MAX; round++) {
        TRY(run_round(run, &done, err));
        /* A signer that returned nothing right twice will not do so the third time. */
        if ((done == 0 && round > 0) || round + 1 == SIGN_ROUNDS_MAX || !wait_again(run))
            return OK;
    }
    return OK;
}

/* Which of the signer's certificates: the one that was named, or the only one. */
static enum status
choose_key(const struct sign_with *with, const struct signer_certificate **key, struct error *err)
{
    const struct signer_certificates *all;

    if (with->certificate)
        return signer_session_find(with->session, with->certificate, key, err);
    TRY(signer_session_certificates(with->session, &all, err));
    if (all->list.count == 0)
        return fail(err, NOT_FOUND, "Nơi ký (%s) không có chứng thư nào; chưa ký gì.",
                    signer_session_name(with->session));
    if (all->list.count > 1)
        return fail(err, USAGE,
                    "Nơi ký (%s) có %zu chứng thư: hãy chỉ ra chứng thư của người ký bằng "
                    "--certificate TỆP.",
                    signer_session_name(with->session), all->list.count);
    *key = &all->list.items[0];
    return OK;
}

/* A record's outcome is the worst of its signatures. */
static void
add_outcomes(struct sign_run *run, const struct error *err)
{
    struct signing *signing = run->signing;
    size_t each = run->tasks.count / (run->rows.list.count ? run->rows.list.count : 1);

    for (size_t i = 0; i < run->rows.list.count; i++) {
        const struct task *failed = NULL, *done = NULL, *tasks = &run->tasks.items[i * each];
        for (size_t j = 0; j < each; j++) {
            failed = !failed && (tasks[j].state == TASK_FAILED || tasks[j].state == TASK_WAITING)
                         ? &tasks[j]
                         : failed;
            done = tasks[j].state == TASK_DONE ? &tasks[j] : done;
        }
        const struct error *why = failed && failed->state == TASK_FAILED ? &failed->error : err;
        if (failed) {
            batch_add(signing->app, signing->batch, tasks->row, OUTCOME_FAILED, why);
            continue;
        }
        batch_add(signing->app, signing->batch, tasks->row, done ? OUTCOME_DONE : OUTCOME_ALREADY,
                  NULL)
            ->message = done ? done->notice : tasks->notice;
    }
}

enum status
sign_records(struct app *app, const struct sign_order *order, const struct sign_with *with,
             struct batch *batch, struct error *err)
{
    AUTO(xades_identity) *identity = NULL;
    struct signing signing = {.app = app, .order = order, .batch = batch};
    struct sign_run run = {.signing = &signing, .with = with};
    struct error why = {0};

    TRY(choose_key(with, &run.key, err));
    TRY(xades_identity_make(run.key->chain, &identity, err));
    TRY(signing_begin(&signing, identity, err));
    TRY(batch_records(app, &order->of, &run.rows, err));
    add_tasks(&run);
    enum status status = sign_resume(&run, &why);
    if (status == OK)
        status = run_rounds(&run, &why);
    bool any = false;
    for (size_t i = 0; i < run.tasks.count; i++)
        any |= run.tasks.items[i].state == TASK_DONE;
    if (status != OK && !any) {
        *err = why;
        return status;
    }
    if (status == OK)
        error_fill(&why, UNAVAILABLE, "Chưa ký được; hãy ký lại.");
    add_outcomes(&run, &why);
    return OK;
}

/* --- one signature for its own sake ----------------------------------------------------------- */

enum status
sign_choose_chain(struct signer_session *session, const struct digest *wanted,
                  const struct certificate_chain **chain, struct error *err)
{
    const struct signer_certificates *all;

    TRY(signer_session_certificates(session, &all, err));
    for (size_t i = 0; i < all->list.count; i++) {
        const struct certificate_chain *one = all->list.items[i].chain;
        if (wanted ? !digest_equal(&one->items[0]->sha256, wanted) : all->list.count != 1)
            continue;
        *chain = one;
        return OK;
    }
    return fail(err, USAGE,
                "Nơi ký có nhiều chứng thư, hoặc không có chứng thư được chọn; hãy ghi "
                "--certificate.");
}

enum status
sign_one(struct app *app, struct signer_session *session, const char *title,
         const struct digest *certificate, const struct digest *digest,
         struct signature_value *value, struct error *err)
{
    const struct sign_about about = {title, "paper", "", "", ""};

    return sign_one_about(app, session, &about, certificate, digest, value, err);
}

enum status
sign_one_about(struct app *app, struct signer_session *session, const struct sign_about *about,
               const struct digest *certificate, const struct digest *digest,
               struct signature_value *value, struct error *err)
{
    AUTO(signer_batch) *batch = NULL;
    struct signer_item item = {*digest, about->title};
    struct signer_order order = {.id = app_new_id(app),
                                 .certificate = *certificate,
                                 .title = about->title,
                                 .role = about->role,
                                 .school = about->school,
                                 .class = about->class,
                                 .year = about->year,
                                 .items = &item,
                                 .count = 1};
    struct signer_watch watch = {.wait = app->options.wait};

    TRY(signer_batch_new(session, &order, false, &batch, err));
    TRY(signer_batch_run(batch, &watch, err));
    const struct signer_result *result = signer_batch_results(batch);
    if (result->state != SIGNER_ITEM_DONE) {
        *err = result->error;
        return status_is(err->status);
    }
    *value = result->value;
    return OK;
}
