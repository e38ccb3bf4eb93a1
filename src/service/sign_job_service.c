/* SPDX-License-Identifier: Apache-2.0
 *
 * What jobs with a remote service share: the session, whose certificate it is, the telephone's
 * time.
 */
#include "service/sign_job_parts.h"
#include "store/certificates.h"

/* --- the session ------------------------------------------------------------------------------ */

/* The service sent a code to the telephone: it comes by way of the page, in its own time. */
static enum status
wait_for_code(struct sign_job *job, struct secret **code, struct error *err)
{
    enum sign_job_state state = SIGN_JOB_RUNNING;

    pthread_mutex_lock(&job->jobs->lock);
    job->wants_code = true;
    pthread_mutex_unlock(&job->jobs->lock);
    *code = NULL;
    for (unsigned waited = 0; !*code && waited < SIGN_JOB_ASK_SECONDS * 1000;
         waited += SIGN_JOB_STEP_MS) {
        state = sign_job_state(job);
        if ((state != SIGN_JOB_RUNNING && state != SIGN_JOB_PAUSED) ||
            !job->jobs->options.wait(NULL, SIGN_JOB_STEP_MS))
            break;
        pthread_mutex_lock(&job->jobs->lock);
        *code = job->code;
        job->code = NULL;
        pthread_mutex_unlock(&job->jobs->lock);
    }
    pthread_mutex_lock(&job->jobs->lock);
    job->wants_code = false;
    pthread_mutex_unlock(&job->jobs->lock);
    return *code ? OK
                 : fail(err, CONFLICT,
                        "Không có mã nào được nhập trong %d phút nên lượt ký đã bỏ; chưa ký gì.",
                        SIGN_JOB_ASK_SECONDS / 60);
}

static enum status
ask_person(const struct signer_source *source, const char *what, struct secret **secret,
           struct error *err)
{
    struct sign_job *job = source->context;

    if (job->asks_code)
        return wait_for_code(job, secret, err);
    if (!source->passphrase)
        return fail(err, USAGE, "Dịch vụ ký hỏi %s mà trang chưa gửi; chưa ký gì.", what);
    *secret = secret_copy(secret_text(source->passphrase), secret_size(source->passphrase));
    return OK;
}

enum status
sign_job_open_service(struct sign_job *job, struct error *err)
{
    const struct signer_certificates *all;

    job->source.passphrase = job->pin;
    job->source.ask = ask_person;
    job->source.context = job;
    TRY(signer_session_open(&job->source, &job->session, err));
    return signer_session_certificates(job->session, &all, err);
}

/* --- whose certificate ------------------------------------------------------------------------ */

/* Registered for the person, or, of a seal, for the class's school, and not over yet. */
static enum status
is_theirs(struct app *app, const struct sign_job *job, const struct certificate *certificate,
          bool *theirs, struct error *err)
{
    struct stored_certificate stored;
    struct school_class class = {0};
    char hex[SHA256_HEX_SIZE];

    if (job->role == SIGNER_SCHOOL)
        TRY(store_find_class(app->store, job->class_id, app->arena, &class, err));
    enum status status = store_find_certificate_by_sha256(
        app->store, digest_hex(&certificate->sha256, hex), app->arena, &stored, err);
    *theirs = false;
    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    if (stored.not_after.seconds >= app_now(app).seconds)
        *theirs = job->role == SIGNER_SCHOOL ? text_equal(stored.unit, class.unit)
                                             : text_equal(stored.person, job->person);
    return OK;
}

/* The only one that is theirs; when none is, why is said by whoever checks it. */
enum status
sign_job_choose_chain(struct app *app, struct sign_job *job, const struct certificate_chain **chain,
                      struct error *err)
{
    const struct signer_certificates *all;
    size_t count = 0;

    TRY(signer_session_certificates(job->session, &all, err));
    if (all->list.count == 0)
        return fail(err, NOT_FOUND,
                    "Tài khoản này không có chứng thư nào ở dịch vụ ký; chưa ký gì.");
    *chain = all->list.items[0].chain;
    for (size_t i = 0; i < all->list.count; i++) {
        const struct certificate_chain *one = all->list.items[i].chain;
        bool theirs;
        TRY(is_theirs(app, job, one->items[0], &theirs, err));
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

/* --- while it goes ---------------------------------------------------------------------------- */

void
sign_job_show_phase(struct sign_job *job, const struct signer_progress *progress)
{
    pthread_mutex_lock(&job->jobs->lock);
    job->confirming = progress->phase == SIGNER_CONFIRMING;
    job->patience = progress->patience;
    pthread_mutex_unlock(&job->jobs->lock);
}

bool
sign_job_wait_between(struct sign_job *job, unsigned ms, bool *tired)
{
    for (unsigned waited = 0;;) {
        enum sign_job_state state = sign_job_wait(job, SIGN_JOB_PAUSED, SIGN_JOB_PAUSE_SECONDS);
        *tired = state == SIGN_JOB_PAUSED;
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

enum sign_job_state
sign_job_ask_person(struct sign_job *job, bool sent)
{
    pthread_mutex_lock(&job->jobs->lock);
    if (job->state == SIGN_JOB_OPENING)
        job->state = sent ? SIGN_JOB_RUNNING : SIGN_JOB_ASKING;
    pthread_mutex_unlock(&job->jobs->lock);
    return sign_job_wait(job, SIGN_JOB_ASKING, SIGN_JOB_ASK_SECONDS);
}
