/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/bench.h"

#include <time.h>

enum { ROUNDS = 5 };

double
bench_clock(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static int
compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

double
bench_seconds(void (*work)(void *context), void *context)
{
    double rounds[ROUNDS];

    work(context); /* caches warm, as in a server */
    for (int i = 0; i < ROUNDS; i++) {
        double start = bench_clock(), spent;
        unsigned long calls = 0;
        do {
            work(context);
            calls++;
        } while ((spent = bench_clock() - start) < 0.4);
        rounds[i] = spent / (double)calls;
    }
    qsort(rounds, ROUNDS, sizeof *rounds, compare);
    return rounds[ROUNDS / 2];
}

static void
print_beside(double ours, struct bench_beside other)
{
    if (other.name && other.value > 0)
        printf(" %.2f x %s (%.4g) |", ours / other.value, other.name, other.value);
    else
        printf(" - |");
}

void
bench_row(const char *what, double ours, const char *unit, struct bench_beside peer,
          struct bench_beside limit)
{
    printf("| %s | %.4g %s |", what, ours, unit);
    print_beside(ours, peer);
    print_beside(ours, limit);
    putchar('\n');
    fflush(stdout);
}
