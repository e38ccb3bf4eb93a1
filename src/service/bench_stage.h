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
    struct private_key *root_key, *authority_key, *tsa_key;
    struct certificate *root, *authority, *tsa; /* of timestamps */
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

/* Revocation data of everybody whose signature or timestamp is on a record. In the arena. */
struct bench_proofs {
    struct span signers[SIGNER_ROLE_COUNT][2]; /* OCSP of the signer, of who certified */
    struct span tsa_certificate, tsa;
};
MUST_CHECK enum status bench_proofs_make(const struct bench_stage *stage, struct arena *arena,
                                         struct bench_proofs *proofs, struct error *err);
/* The record at B-LT, with timestamps of its own. In the arena. */
MUST_CHECK enum status bench_raise_record(const struct bench_stage *stage,
                                          const struct bench_proofs *proofs, struct span file,
                                          struct arena *arena, struct span *raised,
                                          struct error *err);

#endif
