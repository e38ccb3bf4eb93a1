/* SPDX-License-Identifier: Apache-2.0
 *
 * A policy (ledger/policy.h) from a file that somebody chose.
 */
#ifndef HOCBA_SERVICE_POLICY_FILE_H
#define HOCBA_SERVICE_POLICY_FILE_H

#include "ledger/policy.h"

/* USAGE: it cannot be read, or is none. The policy lives in the arena. */
MUST_CHECK enum status policy_file_read(const char *path, struct arena *arena,
                                        const struct policy **policy, struct error *err);

#endif
