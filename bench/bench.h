/* SPDX-License-Identifier: Apache-2.0
 *
 * Measuring: how long one call of a thing takes, as the median of several rounds, and a table in
 * which each figure stands beside a peer's and the physical limit's from the same run.
 * A benchmark aborts on any error and checks what it got: a fast wrong answer is not a figure.
 */
#ifndef HOCBA_BENCH_BENCH_H
#define HOCBA_BENCH_BENCH_H

#include <stdio.h>
#include <stdlib.h>

/* Run `work(context)` for about half a second, five times; the median time of one call in
 * seconds. */
double bench_seconds(void (*work)(void *context), void *context);
/* The wall clock in seconds, for work that is too long to repeat. */
double bench_clock(void);

/* One figure beside another: `name` NULL or value 0 leaves it out. */
struct bench_beside {
    const char *name;
    double value;
};

/* Print one row of the table: what, our figure, ours / peer, ours / limit. */
void bench_row(const char *what, double ours, const char *unit, struct bench_beside peer,
               struct bench_beside limit);

#define BENCH_CHECK(condition)                                                                     \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "bench: %s:%d: %s\n", __FILE__, __LINE__, #condition);                 \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

#endif
