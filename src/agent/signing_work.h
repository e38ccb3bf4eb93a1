/* SPDX-License-Identifier: Apache-2.0
 *
 * The thread that signs one batch.
 */
#ifndef HOCBA_AGENT_SIGNING_WORK_H
#define HOCBA_AGENT_SIGNING_WORK_H

#include "agent/batch.h"
#include "agent/settings.h"

struct system_lock;

struct work {
    const struct agent_settings *settings;
    struct system_lock *lock; /* over the batch's state */
    struct batch *batch;
};

/* Takes a `struct work`; ends with the batch at rest. */
void work_run(void *work);

#endif
