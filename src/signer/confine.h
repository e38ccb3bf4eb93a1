/* SPDX-License-Identifier: Apache-2.0
 *
 * What a process that holds keys gives up.
 */
#ifndef HOCBA_SIGNER_CONFINE_H
#define HOCBA_SIGNER_CONFINE_H

#include "base/error.h"

/* Before any secret is read: no core dumps, no ptrace() and no /proc/PID/mem for other processes of
 * the same user, memory locked where the system allows it (RLIMIT_MEMLOCK). */
MUST_CHECK enum status confine_memory(struct error *err);
/* When the keys are open and only messages are left to answer: no new programs, files or
 * connections (seccomp: they fail with EPERM). Not with a token, whose module does what it will. */
MUST_CHECK enum status confine_calls(struct error *err);

#endif
