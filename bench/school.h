/* SPDX-License-Identifier: Apache-2.0
 *
 * A class for the benchmarks: records of invented pupils, and the three who sign them.
 * Aborts on any error.
 */
#ifndef HOCBA_BENCH_SCHOOL_H
#define HOCBA_BENCH_SCHOOL_H

#include "model/record.h"
#include "model/verdict.h"
#include "sign/xades_write.h"
#include "tests/support/pki.h"

enum { BENCH_CLASS = 35 };

struct bench_school {
    struct arena *arena;
    struct test_pki *pki;
    struct record *records[BENCH_CLASS];
    /* class teacher, principal, school */
    struct signer *signers[SIGNER_ROLE_COUNT];
    struct xades_identity *identities[SIGNER_ROLE_COUNT];
};

/* The class teacher's, principal's and school's keys are of `kind`. */
struct bench_school *bench_school_new(enum key_kind kind);
void bench_school_free(struct bench_school *school);

/* The unsigned file of pupil `i`. */
struct span bench_make(struct bench_school *school, size_t i, struct arena *arena);
/* That file signed by the class teacher, the principal and the school. */
struct span bench_sign(struct bench_school *school, struct span unsigned_file, struct arena *arena);

#endif
