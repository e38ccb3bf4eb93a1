/* SPDX-License-Identifier: Apache-2.0
 *
 * Signing batches: one at a time, in a thread of its own: find the token, ask the person, ask for
 * the PIN, sign item by item.  What is signed stays in memory under the batch's id, so that a
 * dropped connection or a page that was reloaded loses nothing and nothing is signed twice; a batch
 * that stopped half-way goes on where it stopped when it is sent again (and asks again).
 *
 * All functions are called by the one thread that serves.
 */
#ifndef HOCBA_AGENT_SIGNING_H
#define HOCBA_AGENT_SIGNING_H

#include "agent/batch.h"
#include "agent/settings.h"

enum { BATCHES_MAX = 16, PIN_TRIES_MAX = 3 };

struct signing;

/* `settings` must outlive it. */
struct signing *signing_new(const struct agent_settings *settings);
void signing_free(struct signing *signing); /* waits for the thread; NULL is a no-op */
DEFINE_AUTO(signing)

/* The certificates on the tokens that are there. CONFLICT while a batch is being signed. */
MUST_CHECK enum status signing_list(struct signing *signing, struct arena *arena,
                                    struct token_certificates *found, struct error *err);
/* Start a batch, go on with one that stopped, or do nothing for one that runs or is done. Takes
 * `batch` over, also on failure. CONFLICT: another one runs, or the id has other content. */
MUST_CHECK enum status signing_start(struct signing *signing, struct batch *batch,
                                     struct error *err);
/* Its state as JSON. NOT_FOUND: no such batch of that origin. */
MUST_CHECK enum status signing_poll(struct signing *signing, struct span origin, struct span id,
                                    size_t from, struct buffer *out, struct error *err);
/* Stop after the signature that is being made. */
MUST_CHECK enum status signing_cancel(struct signing *signing, struct span origin, struct span id,
                                      struct error *err);

#endif
