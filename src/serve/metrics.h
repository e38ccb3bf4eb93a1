/* SPDX-License-Identifier: Apache-2.0
 *
 * Figures for Prometheus: requests by kind of answer, how long they took, what is being answered.
 */
#ifndef HOCBA_SERVE_METRICS_H
#define HOCBA_SERVE_METRICS_H

#include <stdatomic.h>
#include <stdint.h>

#include "base/text.h"

enum { METRICS_BUCKETS = 10, METRICS_CLASSES = 6 };

struct metrics {
    atomic_ullong answers[METRICS_CLASSES];     /* by the code's first digit */
    atomic_ullong buckets[METRICS_BUCKETS + 1]; /* the last: longer than all */
    atomic_ullong total_us;
    atomic_int active;
};

void metrics_begin(struct metrics *metrics);
void metrics_end(struct metrics *metrics, int code, int64_t us);
/* The text format 0.0.4. */
void metrics_write(const struct metrics *metrics, struct buffer *out);
/* And of the ledger: what waits, what of it is refused, whether its newest checkpoint has its
 * witnesses, for how long either, whether that is an alarm, and for how long something has been
 * under no timestamp. */
void metrics_write_ledger(int64_t waiting, int64_t refused, bool provisional, int64_t behind_for,
                          bool alarm, int64_t unstamped_for, struct buffer *out);

#endif
