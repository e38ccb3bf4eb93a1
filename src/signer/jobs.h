/* SPDX-License-Identifier: Apache-2.0
 *
 * Batches being signed, by the id that hocba gave them: the same id with the same content is the
 * same batch, whoever asks, so nothing is signed twice while this process lives.  Threads sign;
 * results are handed out in the order in which they came.
 */
#ifndef HOCBA_SIGNER_JOBS_H
#define HOCBA_SIGNER_JOBS_H

#include "signer/keys.h"

enum { JOBS_MAX = 16 };

struct jobs;

/* `keys` must outlive it. */
struct jobs *jobs_new(const struct keys *keys);
void jobs_free(struct jobs *jobs); /* stops and waits for the threads; NULL is a no-op */
DEFINE_AUTO(jobs)

/* Start, or do nothing for one that is known. CONFLICT: that id has another content; NOT_FOUND: no
 * such key; UNAVAILABLE: JOBS_MAX are running. */
MUST_CHECK enum status jobs_start(struct jobs *jobs, struct span id,
                                  const struct digest *certificate, struct span digests,
                                  struct error *err);
/* Wait for results from the `from`-th on and write RESULTS. NOT_FOUND: no such batch. */
MUST_CHECK enum status jobs_poll(struct jobs *jobs, struct span id, uint32_t from,
                                 struct buffer *message, struct error *err);
/* What is not begun FAILED with CONFLICT. */
MUST_CHECK enum status jobs_cancel(struct jobs *jobs, struct span id, struct error *err);

#endif
