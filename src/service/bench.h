/* SPDX-License-Identifier: Apache-2.0
 *
 * Benchmarks that the program itself can run anywhere: records of an invented school, made in
 * memory, signed by keys made for the occasion, and verified; each figure as a ratio to a limit of
 * the same run.  What needs a peer (libxmlsec1, a token) is in bench/, built by `make bench`.
 */
#ifndef HOCBA_SERVICE_BENCH_H
#define HOCBA_SERVICE_BENCH_H

#include "base/arena.h"
#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

enum { BENCH_FIGURES_MAX = 16, BENCH_RECORDS_MAX = 10 * 1000 * 1000, BENCH_NATION = 9000000 };

struct bench_figure {
    const char *key;    /* "verify_bb_rsa_over_raw" */
    const char *label;  /* Vietnamese */
    const char *target; /* "<= 1.4" */
    double ratio;
    double per_second; /* what was measured, where a number per second says something; else 0 */
};

struct bench_figures {
    struct bench_figure items[BENCH_FIGURES_MAX];
    size_t count;
};

/* Seconds that only go forward. */
typedef double bench_clock(void);

/* Verification, signing and the verdict memory; some ten seconds. What runs on one thread is
 * measured by `busy`, the processor time of the calling thread, which other programs do not
 * lengthen; two threads by `clock`. */
MUST_CHECK enum status bench_verify(bench_clock *clock, bench_clock *busy,
                                    struct bench_figures *figures, struct error *err);

struct bench_many {
    uint64_t records, signers;
    double seconds;        /* of verifying, on two threads */
    double nation_seconds; /* projected to BENCH_NATION records */
    uint64_t bytes;        /* of all files */
};
/* Make `records` distinct records of many signers and verify every one, in portions. INVALID when
 * one is not authentic: then there is no figure. `progress` may be NULL. */
MUST_CHECK enum status bench_verify_many(bench_clock *clock, uint64_t records,
                                         void (*progress)(uint64_t done, uint64_t total),
                                         struct bench_many *many, struct error *err);

#endif
