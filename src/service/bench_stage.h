/* SPDX-License-Identifier: Apache-2.0
 *
 * The stage of the benchmarks: an invented school with keys of one kind, and its signed records.
 */
#ifndef HOCBA_SERVICE_BENCH_STAGE_H
#define HOCBA_SERVICE_BENCH_STAGE_H

#include "model/verdict.h"
#include "sign/xades_write.h"
#include "verify/verify.h"

#define BENCH_NOW INT64_C(1717128000) /* 2024-05-31T11:00:00+07:00 */

struct bench_signer {
    struct private_key *key;
    struct certificate_chain *chain;
    struct xades_identity *identity;
};

struct bench_stage {
    struct private_key *root_key, *authority_key;
    struct certificate *root, *authority;
    struct anchors *anchors;
    struct bench_signer signers[SIGNER_ROLE_COUNT]; /* none for the subject teacher */
    enum key_kind kind;
};

MUST_CHECK enum status bench_stage_new(enum key_kind kind, struct bench_stage **stage,
                                       struct error *err);
void bench_stage_free(struct bench_stage *stage); /* NULL is a no-op */
DEFINE_AUTO(bench_stage)
/* Another person as class teacher, for the records to come. */
MUST_CHECK enum status bench_stage_new_teacher(struct bench_stage *stage, unsigned number,
                                               struct error *err);

/* Record `number` of the school, unsigned; every number gives another pupil. In the arena. */
MUST_CHECK enum status bench_make_record(const struct bench_stage *stage, uint64_t number,
                                         struct arena *arena, struct span *file, struct error *err);
/* Signed by class teacher, principal and school. In the arena. */
MUST_CHECK enum status bench_sign_record(const struct bench_stage *stage, struct span unsigned_file,
                                         struct arena *arena, struct span *file, struct error *err);

#endif
