/* SPDX-License-Identifier: Apache-2.0
 *
 * Records for tests: one invented pupil of class 4A1, and random ones from a seed.
 */
#ifndef HOCBA_TESTS_SUPPORT_SAMPLE_RECORD_H
#define HOCBA_TESTS_SUPPORT_SAMPLE_RECORD_H

#include "base/arena.h"
#include "model/record.h"

/* A whole record that passes the schema. */
void sample_record(struct record *record);

/* A small generator of numbers; the same seed gives the same sequence. */
uint64_t random_next(uint64_t *seed);
unsigned random_below(uint64_t *seed, unsigned limit);

/* Random values in every field, some absent; texts in NFC with every kind of character that a
 * record may hold. */
void random_record(struct arena *arena, uint64_t *seed, struct record *record);

#endif
