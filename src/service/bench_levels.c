/* SPDX-License-Identifier: Apache-2.0
 *
 * The bench's records at B-LT: a token of the stage's own authority on each signature, revocation
 * data once for each certificate.
 */
#include "crypto/issue_timestamp.h"
#include "service/bench_stage.h"
#include "sign/xades_levels.h"
#include "sign/xades_names.h"
#include "sign/xades_unsigned.h"

#define STAMPED_AT (BENCH_NOW - 300)
#define HOUR       3600

/* That a certificate was good after the stamp, said by its issuer itself. */
static enum status
say_good(const struct certificate *subject, const struct certificate_issuer *issuer,
         struct arena *arena, struct span *response, struct error *err)
{
    AUTO(buffer) *out = buffer_new(XADES_REVOCATION_MAX);
    const struct ocsp_order order = {.subject = subject,
                                     .issuer = issuer->certificate,
                                     .state = OCSP_GOOD,
                                     .made_at = STAMPED_AT + 60,
                                     .valid_to = STAMPED_AT + HOUR};

    TRY(ocsp_issue(&order, issuer, out, err));
    *response = (struct span){arena_copy(arena, out->data, out->size), out->size};
    return OK;
}

enum status
bench_proofs_make(const struct bench_stage *stage, struct arena *arena, struct bench_proofs *proofs,
                  struct error *err)
{
    const struct certificate_issuer root = {stage->root, stage->root_key};
    const struct certificate_issuer authority = {stage->authority, stage->authority_key};

    for (int role = SIGNER_CLASS_TEACHER; role <= SIGNER_SCHOOL; role++) {
        TRY(say_good(stage->signers[role].chain->items[0], &authority, arena,
                     &proofs->signers[role][0], err));
        TRY(say_good(stage->authority, &root, arena, &proofs->signers[role][1], err));
    }
    proofs->tsa_certificate = stage->tsa->der;
    return say_good(stage->tsa, &authority, arena, &proofs->tsa, err);
}

static enum status
stamp(const struct bench_stage *stage, struct span stamped, struct arena *arena, struct span *token,
      struct error *err)
{
    AUTO(buffer) *out = buffer_new(XADES_TOKEN_MAX);
    const struct certificate_issuer tsa = {stage->tsa, stage->tsa_key};
    const struct timestamp_order order = {.imprint = sha256(stamped), .time = STAMPED_AT};

    TRY(timestamp_issue(&order, &tsa, out, err));
    *token = (struct span){arena_copy(arena, out->data, out->size), out->size};
    return OK;
}

enum status
bench_raise_record(const struct bench_stage *stage, const struct bench_proofs *proofs,
                   struct span file, struct arena *arena, struct span *raised, struct error *err)
{
    AUTO(buffer) *out = buffer_new(XML_DOCUMENT_MAX);
    struct xades_evidence evidence[SIGNATURES_MAX];
    char keys[SIGNATURES_MAX][XADES_KEY_MAX];
    struct span tokens[SIGNATURES_MAX];
    struct xades_levels levels;

    TRY(xades_levels_list(file, arena, &levels, err));
    for (size_t i = 0; i < levels.count; i++) {
        const struct xades_signature *signature = &levels.signatures[i];
        TRY(stamp(stage, xades_stamped_bytes(&levels.xml, signature), arena, &tokens[i], err));
        evidence[i] = (struct xades_evidence){
            .key = xades_key(&signature->place, keys[i]),
            .timestamps = &tokens[i],
            .timestamp_count = 1,
            .signer = {.ocsps = proofs->signers[signature->place.role], .ocsp_count = 2}};
        if (i == 0)
            evidence[i].authority = (struct xades_values){.certificates = &proofs->tsa_certificate,
                                                          .certificate_count = 1,
                                                          .ocsps = &proofs->tsa,
                                                          .ocsp_count = 1};
    }
    TRY(xades_levels_insert(file, evidence, levels.count, out, err));
    *raised = (struct span){arena_copy(arena, out->data, out->size), out->size};
    return OK;
}
