/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside the jobs that sign in the server.  Nobody else includes this.
 *
 * A job is a thread that owns the opened key.  What others may see of it is under the lock of all;
 * the thread itself only signs.
 */
#ifndef HOCBA_SERVICE_SIGN_JOB_PARTS_H
#define HOCBA_SERVICE_SIGN_JOB_PARTS_H

#include <pthread.h>

#include "service/sign_bring.h"
#include "service/sign_job.h"

struct sign_job {
    struct sign_jobs *jobs;
    struct arena *arena; /* of all its texts */
    /* Written before anybody else may see it. */
    const char *person, *class_id, *subject;
    enum signer_role role;
    /* "manifest" of class_id, "freeze" of unit and year, "minutes" of round and school; NULL:
     * records */
    const char *paper;
    const char *unit, *year, *round, *school, *reasons;
    struct secret *pin; /* of a remote service */
    bool asks_code;     /* it sends a code instead */
    LIST(struct page_choice) choices;
    /* The opening's, then the thread's. */
    struct signer_source source;
    struct signer_session *session;
    struct digest certificate;
    struct signature_value value; /* the last one */
    /* Under the lock. */
    const char *service;       /* the remote one; NULL: a kept key */
    const char *id, *sentence; /* NULL while it is being opened */
    enum sign_job_state state;
    const char *message;
    LIST(struct sign_outcome) outcomes;
    size_t total, signed_count, failed;
    int64_t seconds; /* that the batch takes, about; 0: not known */
    bool confirming; /* the telephone asks ... */
    unsigned patience;
    bool wants_code;     /* a code was sent, and is waited for ... */
    struct secret *code; /* ... until it is here */
    bool over;           /* no thread is in it any more */
};

struct sign_jobs {
    struct app_options options;
    struct rate *rate;
    pthread_mutex_t lock;
    pthread_cond_t ended;
    struct sign_job *list[SIGN_JOBS_MAX];
    size_t threads;
    bool stopping;
};

/* With the lock held. */
static inline bool
sign_job_is_live(const struct sign_job *job)
{
    return job->state >= SIGN_JOB_OPENING && job->state <= SIGN_JOB_PAUSED;
}

/* The thread: `context` is a job in the state ASKING, or OPENING with a remote service; it is over
 * at the end. */
void *sign_job_run(void *context);
/* sign_job_remote.c and paper_job_run.c: all of it, to the job's end. */
void sign_job_run_remote(struct sign_job *job);
void paper_job_run(struct sign_job *job);

/* --- sign_job.c: opening --- */

/* Nobody else begins for this person from now on; `of` says what it is for. Takes the lock. */
MUST_CHECK enum status sign_job_reserve(struct sign_jobs *jobs, const struct app *app,
                                        const struct page_order *of, struct sign_job **made,
                                        struct error *err);
/* The service, the account and the PIN, checked and put into the job. */
MUST_CHECK enum status sign_job_take_service(struct sign_job *job, struct app *app,
                                             const struct sign_remote_order *remote,
                                             struct error *err);
MUST_CHECK enum status sign_job_start(struct sign_job *job, struct error *err);
/* One that was not started. */
void sign_job_give_up(struct sign_jobs *jobs, struct sign_job *job);

/* With the lock held: what may be told of it. */
void sign_job_copy_view(const struct sign_job *job, struct arena *arena,
                        struct sign_job_view *view);

/* --- sign_job_service.c: with a remote service --- */

/* The service is asked for the certificates, while no database is open. */
MUST_CHECK enum status sign_job_open_service(struct sign_job *job, struct error *err);
/* The only certificate that is theirs. */
MUST_CHECK enum status sign_job_choose_chain(struct app *app, struct sign_job *job,
                                             const struct certificate_chain **chain,
                                             struct error *err);
void sign_job_show_phase(struct sign_job *job, const struct signer_progress *progress);
/* A pause stops asking; what the service has it keeps. False: stop; *tired: of a pause. */
bool sign_job_wait_between(struct sign_job *job, unsigned ms, bool *tired);
/* The person's yes, unless it was given before (`sent`). */
enum sign_job_state sign_job_ask_person(struct sign_job *job, bool sent);

enum { SIGN_JOB_STEP_MS = 100 }; /* between two looks at what the person wants */

enum sign_job_state sign_job_state(struct sign_job *job);
/* While it waits for the person. */
enum sign_job_state sign_job_wait(struct sign_job *job, enum sign_job_state state,
                                  unsigned seconds);
/* But for LEFT the batch is forgotten: what is refused stays in the queue. */
void sign_job_end(struct sign_job *job, enum sign_job_state state, const char *message);
/* Takes the lock. */
void sign_job_add_outcome(struct sign_job *job, const struct outcome *outcome);

#endif
