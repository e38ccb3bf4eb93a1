/* SPDX-License-Identifier: Apache-2.0
 *
 * A class closed, a year frozen, or minutes signed, with a remote service from a page: a job like
 * those of service/sign_job.h, with one signature.  What was prepared is kept, so that whoever
 * closes the page, pauses, or meets a server that was started again goes on with the same request;
 * the paper is made again from the books before the value is attached, as with any other signer.
 */
#ifndef HOCBA_SERVICE_PAPER_JOB_H
#define HOCBA_SERVICE_PAPER_JOB_H

#include "service/sign_job.h"

struct paper_job_of {
    const char *class_id;       /* its manifest ... */
    const char *unit, *year;    /* ... or the freeze of a year of the unit (ids) ... */
    const char *round, *school; /* ... or the minutes of a school (codes); the others NULL */
};

struct paper_job_order {
    struct paper_job_of of;
    const char *reasons; /* lines of who or what, tab, why; of minutes: view.sha256 as seen */
    struct sign_remote_order remote;
};

/* As sign_jobs_open(); a job that was left with this service is gone on with.  Steps are those of
 * sign_job_take(). */
MUST_CHECK enum status paper_job_open(struct sign_jobs *jobs, struct app *app,
                                      const struct paper_job_order *order,
                                      struct sign_job_view *view, struct error *err);
/* Of the actor. */
MUST_CHECK enum status paper_job_tell(struct sign_jobs *jobs, struct app *app,
                                      const struct paper_job_of *of, struct sign_job_view *view,
                                      struct error *err);

#endif
