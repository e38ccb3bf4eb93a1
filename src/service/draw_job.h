/* SPDX-License-Identifier: Apache-2.0
 *
 * Drawing a round's sample from a page: a job of a server that runs, for a province's classes take
 * minutes to be read.  Whoever asks is told how far it is; nothing is kept of a job but the sample
 * itself, which is there whole or not at all.
 */
#ifndef HOCBA_SERVICE_DRAW_JOB_H
#define HOCBA_SERVICE_DRAW_JOB_H

#include "service/inspection.h"

enum { DRAW_JOBS_MAX = 8 };

struct draw_jobs;

/* `options` of the instance, copied. */
struct draw_jobs *draw_jobs_new(const struct app_options *options);
/* What is under way stops between two schools; NULL is a no-op. */
void draw_jobs_free(struct draw_jobs *jobs);
DEFINE_AUTO(draw_jobs)

struct draw_order {
    const char *round; /* code */
    size_t schools, records;
};
/* Whatever can be said at once is: as inspection_sample(). CONFLICT: it is being drawn;
 * UNAVAILABLE: too many are. */
MUST_CHECK enum status draw_jobs_begin(struct draw_jobs *jobs, struct app *app,
                                       const struct draw_order *order, struct error *err);

enum draw_state { DRAW_NONE, DRAW_RUNNING, DRAW_FAILED };

struct draw_view {
    enum draw_state state;
    const char *what; /* of RUNNING: what is being read; NULL: it has only begun */
    size_t done, total;
    const char *message; /* of FAILED */
};
/* Of the round with that code, which the actor may see. Asked before the round itself is read,
 * nothing falls between the two: whoever hears that nobody draws finds the sample there. */
void draw_jobs_tell(struct draw_jobs *jobs, const char *round, struct arena *arena,
                    struct draw_view *view);

#endif
