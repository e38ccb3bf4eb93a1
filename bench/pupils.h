/* SPDX-License-Identifier: Apache-2.0
 *
 * A province for the benchmarks: 140,000 invented pupils in 500 schools over three years.
 * Aborts on any error.
 */
#ifndef HOCBA_BENCH_PUPILS_H
#define HOCBA_BENCH_PUPILS_H

#include "base/arena.h"
#include "store/store.h"

enum { BENCH_SCHOOLS = 500, BENCH_PUPILS = 280, BENCH_YEARS = 3, BENCH_CLASSES = 10 };

/* The same numbers in every run. */
unsigned bench_chance(unsigned below);

/* The ids of school 0.., of its year 0.., of the class 0.. in it, of its pupil 0..: pupil `i` is
 * in class i % BENCH_CLASSES, whose grade is that / 2 + 1. */
const char *bench_school_id(struct arena *arena, unsigned school);
const char *bench_class_id(struct arena *arena, unsigned school, unsigned year, unsigned place);
const char *bench_pupil_id(struct arena *arena, unsigned school, unsigned i);
const char *bench_enrolment_id(struct arena *arena, unsigned school, unsigned i, unsigned year);
/* "2023-2024" for 0. */
const char *bench_year(struct arena *arena, unsigned year);

void bench_add_schools(struct store *store);

#endif
