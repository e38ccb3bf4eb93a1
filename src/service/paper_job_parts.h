/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside paper jobs.  Nobody else includes this.
 */
#ifndef HOCBA_SERVICE_PAPER_JOB_PARTS_H
#define HOCBA_SERVICE_PAPER_JOB_PARTS_H

#include "service/paper_job.h"
#include "store/paper_batches.h"

/* What was prepared for the person and is neither signed nor given up. */
MUST_CHECK enum status paper_job_find_kept(struct app *app, const struct paper_job_of *of,
                                           const char *person, struct paper_batch *kept,
                                           bool *found, struct error *err);

#endif
