/* SPDX-License-Identifier: Apache-2.0
 *
 * Telling how far a job is, also one that a server left on the way.
 */
#include "service/sign_job_parts.h"

/* Of a remote batch that ended before its records: they may be chosen again. */
static void
copy_unsigned(const struct sign_job *job, struct arena *arena, struct sign_job_view *view)
{
    for (size_t i = 0; i < job->choices.count; i++) {
        const struct page_choice *choice = &job->choices.items[i];
        bool ended = false;
        for (size_t j = 0; j < job->outcomes.count && !ended; j++)
            ended = text_equal(job->outcomes.items[j].record, choice->uuid);
        if (!ended)
            *list_add(arena, view->left) =
                (struct page_choice){arena_text(arena, choice->uuid), choice->opened};
    }
}

void
sign_job_copy_view(const struct sign_job *job, struct arena *arena, struct sign_job_view *view)
{
    *view = (struct sign_job_view){.state = job->state,
                                   .total = job->total,
                                   .signed_count = job->signed_count,
                                   .failed = job->failed,
                                   .confirming = job->confirming,
                                   .wants_code = job->wants_code,
                                   .patience = job->patience,
                                   .seconds = job->seconds};
    view->id = job->id ? arena_text(arena, job->id) : "";
    view->sentence = job->sentence ? arena_text(arena, job->sentence) : NULL;
    view->message = job->message ? arena_text(arena, job->message) : NULL;
    view->service = job->service ? arena_text(arena, job->service) : NULL;
    for (size_t i = 0; i < job->outcomes.count; i++) {
        const struct sign_outcome *one = &job->outcomes.items[i];
        *list_add(arena, view->outcomes) =
            (struct sign_outcome){.record = arena_text(arena, one->record),
                                  .message = one->message ? arena_text(arena, one->message) : NULL,
                                  .kind = one->kind};
    }
    if (job->state == SIGN_JOB_STOPPED)
        copy_unsigned(job, arena, view);
}

/* What a batch that stopped on the way still wants. */
static enum status
add_left(struct app *app, const struct sign_batch *kept, const char *subject,
         struct sign_job_view *view, struct error *err)
{
    struct sign_items items = {0};

    TRY(store_list_sign_items(app->store, kept->id, app->arena, &items, err));
    if (items.list.count == 0 || !text_equal(items.list.items[0].subject, subject))
        return OK;
    for (size_t i = 0; i < items.list.count; i++) {
        const char *looks = kept->reference;
        bool opened = looks && i < strlen(looks) && looks[i] == LOOK_OPENED;
        if (!items.list.items[i].ended)
            *list_add(app->arena, view->left) =
                (struct page_choice){items.list.items[i].record, opened};
    }
    if (view->left.count == 0 || view->state == SIGN_JOB_LEFT)
        return OK;
    view->state = SIGN_JOB_LEFT;
    view->id = kept->id;
    view->total = items.list.count;
    view->signed_count = items.list.count - view->left.count;
    view->message = arena_printf(
        app->arena,
        "Lượt ký trước dừng giữa chừng: đã ký %zu trong %zu học bạ, những gì đã ký "
        "vẫn còn. %s",
        view->signed_count, view->total,
        view->service ? "Bấm Ký với cùng dịch vụ và tài khoản để lấy nốt chữ ký của lượt ấy; "
                        "không học bạ nào bị ký hai lần."
                      : "Mật khẩu của khóa không giữ ở đâu, nên muốn ký tiếp phải nhập lại.");
    return OK;
}

/* Which service has it. */
static enum status
add_left_of(struct app *app, const struct sign_batch *kept, const char *subject,
            struct sign_job_view *view, struct error *err)
{
    struct sign_remote remote;
    bool found;

    TRY(store_find_sign_remote(app->store, kept->id, app->arena, &remote, &found, err));
    if (!view->service && found)
        view->service = remote.service;
    return add_left(app, kept, subject, view, err);
}

static enum status
find_left(struct app *app, const struct page_order *of, struct sign_job_view *view,
          struct error *err)
{
    static const char *const kinds[] = {SIGNER_KEPT, SIGNER_REMOTE};

    for (size_t kind = 0; kind < COUNT_OF(kinds); kind++) {
        const struct sign_batch like = {.class_id = of->class_id,
                                        .role = signer_role_key(of->role),
                                        .signer = kinds[kind],
                                        .by = app->actor.login};
        struct sign_batches batches = {0};
        TRY(store_list_sign_batches_of(app->store, &like, app->arena, &batches, err));
        for (size_t i = 0; i < batches.list.count && view->left.count == 0; i++)
            TRY(add_left_of(app, &batches.list.items[i], of->subject, view, err));
    }
    return OK;
}

enum status
sign_jobs_tell(struct sign_jobs *jobs, struct app *app, const struct page_order *of,
               struct sign_job_view *view, struct error *err)
{
    *view = (struct sign_job_view){0};
    pthread_mutex_lock(&jobs->lock);
    for (size_t i = 0; i < SIGN_JOBS_MAX; i++) {
        const struct sign_job *job = jobs->list[i];
        if (job && !job->paper && text_equal(job->person, app->actor.person_id) &&
            job->role == of->role && text_equal(job->class_id, of->class_id) &&
            text_equal(job->subject, of->subject) &&
            (view->state == SIGN_JOB_NONE || sign_job_is_live(job)))
            sign_job_copy_view(job, app->arena, view);
    }
    pthread_mutex_unlock(&jobs->lock);
    return view->state == SIGN_JOB_NONE || view->state == SIGN_JOB_LEFT
               ? find_left(app, of, view, err)
               : OK;
}
