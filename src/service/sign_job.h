/* SPDX-License-Identifier: Apache-2.0
 *
 * Signing in the server, with a key that the school keeps for the person (service/sign_key.h), or
 * with a remote service whose consent the person gives on the telephone (service/sign_remote.h):
 * jobs of a server that runs.
 *
 *     sign_jobs_open()   password and one-time code, or the account at the service: the key is
 *                        opened, the batch is prepared, and the sentence says who signs what with
 *                        which certificate
 *     sign_job_step()    go; pause, resume, cancel
 *     sign_jobs_tell()   how far it is, whoever asks from wherever: no page needs to stay open
 *
 * A job signs record by record, each in a transaction of its own, by the rules of a page with a
 * token (service/sign_page.h).  Its secrets are hocba-signer's and end with it: after a restart of
 * the server, or a long pause, what was signed stays, the rest is told as LEFT, and the password
 * must be given again.  A batch that a remote service was sent is gone on with under the same id,
 * so that nothing is signed twice.  One job of a person runs at a time.
 */
#ifndef HOCBA_SERVICE_SIGN_JOB_H
#define HOCBA_SERVICE_SIGN_JOB_H

#include "crypto/secret.h"
#include "service/session.h"
#include "service/sign_key.h"
#include "service/sign_page.h"
#include "service/sign_remote.h"

enum {
    SIGN_JOBS_MAX = 64,
    SIGN_JOB_ASK_SECONDS = 300,   /* a key waits so long for the person's yes */
    SIGN_JOB_PAUSE_SECONDS = 900, /* and so long in a pause; then it is closed */
    SIGN_KEY_BURST = 5,           /* tries at a password at once ... */
    SIGN_KEY_REFILL = 60,         /* ... and seconds until one more */
};

struct sign_jobs;

/* `options` of the instance, copied. */
struct sign_jobs *sign_jobs_new(const struct app_options *options);
/* The record under way is finished, what is left stays LEFT; NULL is a no-op. */
void sign_jobs_free(struct sign_jobs *jobs);
DEFINE_AUTO(sign_jobs)

enum sign_job_state {
    SIGN_JOB_NONE,
    SIGN_JOB_OPENING, /* a remote service is asked for the certificate */
    SIGN_JOB_ASKING,  /* prepared; nothing is signed before the person says so */
    SIGN_JOB_RUNNING,
    SIGN_JOB_PAUSED,
    SIGN_JOB_DONE,    /* each record was signed or refused */
    SIGN_JOB_STOPPED, /* cancelled */
    SIGN_JOB_LEFT,    /* stopped on the way: the password is wanted again */
};

struct sign_outcome {
    const char *record, *message; /* message: why not, or a notice; NULL */
    enum outcome_kind kind;
};

struct sign_job_view {
    enum sign_job_state state;
    const char *id; /* NULL: NONE */
    const char *sentence, *message;
    const char *service; /* the remote one; NULL: the key that the school keeps */
    /* Of RUNNING: the telephone asks; seconds that it is still waited for, 0: not known. */
    bool confirming;
    unsigned patience;
    bool wants_code; /* the service sent the person a code, and waits for it */
    int64_t seconds; /* that the batch takes, about; 0: not known */
    size_t total, signed_count, failed;
    LIST(struct sign_outcome) outcomes;
    LIST(struct page_choice)
    left; /* what is still to be signed, and how it was looked at */
};

/* What opens a key. */
struct sign_key_order {
    const struct session *session;
    const struct secret *password;
    const char *code, *address;
};
/* A key that sign_key_find() found (NULL: none is kept), opened for something else than a batch:
 * the code and the password are asked as often as for batches.  `source` and app's arena outlive
 * the session. */
MUST_CHECK enum status sign_jobs_unlock(struct sign_jobs *jobs, struct app *app, const char *path,
                                        const struct sign_key_order *key,
                                        struct signer_source *source,
                                        struct signer_session **session, struct error *err);

/* A remote service by the name of its settings, and whose account it is. */
struct sign_remote_order {
    const char *service, *account;
    const struct secret *pin; /* NULL: none was given */
};

struct sign_job_order {
    const struct page_order *page; /* neither certificate nor signer */
    struct sign_key_order key;     /* without a service ... */
    struct sign_remote_order remote;
};
/* CONFLICT: another job of the person runs, or the school keeps no key for them; DENIED: code or
 * password is wrong, there were too many tries, or the certificate is not theirs. Refused records
 * are among the outcomes. */
MUST_CHECK enum status sign_jobs_open(struct sign_jobs *jobs, struct app *app,
                                      const struct sign_job_order *order,
                                      struct sign_job_view *view, struct error *err);
/* Of the actor, as one signer of a class. */
MUST_CHECK enum status sign_jobs_tell(struct sign_jobs *jobs, struct app *app,
                                      const struct page_order *of, struct sign_job_view *view,
                                      struct error *err);

enum sign_job_step { SIGN_STEP_GO, SIGN_STEP_PAUSE, SIGN_STEP_RESUME, SIGN_STEP_CANCEL };
bool sign_job_step_parse(const char *word, enum sign_job_step *step);
const char *sign_job_state_key(enum sign_job_state state);
/* NOT_FOUND: no such job of the actor; CONFLICT: not from where it stands. */
MUST_CHECK enum status sign_job_take(struct sign_jobs *jobs, struct app *app, const char *id,
                                     enum sign_job_step step, struct error *err);
/* The code that the service sent. CONFLICT: it waits for none. */
MUST_CHECK enum status sign_job_give_code(struct sign_jobs *jobs, const struct app *app,
                                          const char *id, const struct secret *code,
                                          struct error *err);

#endif
