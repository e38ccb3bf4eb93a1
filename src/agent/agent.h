/* SPDX-License-Identifier: Apache-2.0
 *
 * The local agent: a program on the signer's own computer that holds the token, answers registered
 * pages on loopback, shows what is to be signed and asks before it signs.
 */
#ifndef HOCBA_AGENT_AGENT_H
#define HOCBA_AGENT_AGENT_H

#include "agent/settings.h"

/* Read the settings' file: `path`, or the usual place when NULL (there it may be missing). */
MUST_CHECK enum status agent_read_settings(struct agent_settings *settings, const char *path,
                                           struct arena *arena, struct error *err);
/* Listen, say so on standard output, and serve until the program ends; returns only on failure. */
MUST_CHECK enum status agent_run(struct agent_settings *settings, struct error *err);

#endif
