/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/evidence.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/encode.h"
#include "sign/xades_levels.h"
#include "sign/xades_names.h"

enum { DER_ROOM = 32 * 1024 };

static void
must(enum status status, const struct error *err)
{
    if (status == OK)
        return;
    fprintf(stderr, "evidence: %s [%s]\n", err->message, err->detail);
    abort();
}

struct test_authorities *
test_authorities_new(const struct test_pki *pki, enum key_kind kind)
{
    struct test_authorities *made = heap_alloc(sizeof *made);

    made->pki = pki;
    made->tsa = test_evidence_maker_new(pki, kind, CERTIFICATE_TSA);
    made->responder = test_evidence_maker_new(pki, kind, CERTIFICATE_RESPONDER);
    made->person = test_evidence_maker_new(pki, kind, CERTIFICATE_PERSON);
    made->strangers = test_pki_new("xa lạ", false);
    made->strange_tsa = test_evidence_maker_new(made->strangers, kind, CERTIFICATE_TSA);
    return made;
}

void
test_authorities_free(struct test_authorities *authorities)
{
    if (!authorities)
        return;
    test_evidence_maker_free(authorities->tsa);
    test_evidence_maker_free(authorities->responder);
    test_evidence_maker_free(authorities->person);
    test_evidence_maker_free(authorities->strange_tsa);
    test_pki_free(authorities->strangers);
    free(authorities);
}

static struct span
keep(struct arena *arena, const struct buffer *from)
{
    return (struct span){arena_copy(arena, from->data, from->size), from->size};
}

/* --- tokens ----------------------------------------------------------------------------------- */

static const struct test_evidence_maker *
stamper(const struct test_authorities *authorities, const struct evidence_plan *plan)
{
    return plan->token == TOKEN_OF_PERSON     ? authorities->person
           : plan->token == TOKEN_OF_STRANGER ? authorities->strange_tsa
                                              : authorities->tsa;
}

static struct span
token(struct arena *arena, struct span stamped, const struct test_authorities *authorities,
      const struct evidence_plan *plan)
{
    AUTO(buffer) *out = buffer_new(DER_ROOM);
    struct timestamp_order order = {.imprint = sha256(stamped),
                                    .time = plan->stamped_at ? plan->stamped_at : STAMPED_AT,
                                    .certificate = plan->authority_in_token};
    struct error err;

    must(timestamp_issue(&order, &stamper(authorities, plan)->issuer, out, &err), &err);
    if (plan->token == TOKEN_JUNK)
        memset(out->data, 'x', out->size);
    if (plan->token == TOKEN_CUT)
        out->size--;
    if (plan->token == TOKEN_FORGED)
        out->data[out->size - 4] ^= 1;
    if (plan->token == TOKEN_RETIMED) {
        char *year = memmem(out->data, out->size, "\x18\x0f", 2);
        year[2 + 13] = (char)(year[2 + 13] == '9' ? '0' : year[2 + 13] + 1);
    }
    return keep(arena, out);
}

/* --- revocation ------------------------------------------------------------------------------- */

static struct span
response(struct arena *arena, const struct certificate *subject, const struct certificate *issuer,
         enum ocsp_state state, const struct certificate_issuer *by,
         const struct evidence_plan *plan)
{
    AUTO(buffer) *out = buffer_new(DER_ROOM);
    int64_t made_at = plan->made_at ? plan->made_at : STAMPED_AT + 60;
    struct ocsp_order order = {.subject = subject,
                               .issuer = issuer,
                               .state = state,
                               .revoked_at = plan->revoked_at,
                               .reason = plan->reason,
                               .made_at = made_at,
                               .valid_to = plan->valid_to ? plan->valid_to : made_at + 3600};
    struct error err;

    must(ocsp_issue(&order, by, out, &err), &err);
    return keep(arena, out);
}

static struct span
signer_response(struct arena *arena, const struct xades_signature *signature,
                const struct test_authorities *authorities, const struct evidence_plan *plan)
{
    AUTO(certificate) *leaf = NULL;
    const struct test_pki *pki = authorities->pki;
    struct certificate_issuer issuer = {pki->authority, pki->authority_key};
    const struct certificate_issuer *by =
        plan->responder == BY_DELEGATE ? &authorities->responder->issuer
        : plan->responder == BY_PERSON ? &authorities->person->issuer
                                       : &issuer;
    struct span text = signature->certificates[0];
    uint8_t *der = arena_alloc(arena, text.size + 1);
    struct error err;
    size_t size;

    if (!base64_read(text, der, &size))
        abort();
    must(certificate_parse((struct span){(const char *)der, size}, &leaf, &err), &err);
    return response(arena, leaf, pki->authority, plan->state, by, plan);
}

static struct span *
list_of(struct arena *arena, struct span a, struct span b)
{
    struct span *list = arena_make_array(arena, 2, struct span);

    list[0] = a;
    list[1] = b;
    return list;
}

/* Of the TSA: its certificate and its revocation data, in the first signature only. */
static struct xades_values
authority_values(struct arena *arena, const struct test_authorities *authorities,
                 const struct evidence_plan *plan)
{
    const struct test_evidence_maker *tsa = stamper(authorities, plan);
    const struct test_pki *pki = authorities->pki;
    struct certificate_issuer issuer = {pki->authority, pki->authority_key};
    struct span good =
        response(arena, tsa->certificate, pki->authority, plan->authority_state, &issuer, plan);

    return (struct xades_values){
        .certificates =
            list_of(arena, tsa->certificate->der, authorities->strangers->authority->der),
        .certificate_count = plan->hide_authority || plan->authority_in_token ? 0
                             : plan->token == TOKEN_OF_STRANGER               ? 2
                                                                              : 1,
        .ocsps = list_of(arena, good, (struct span){0}),
        .ocsp_count = !plan->only_timestamp && !plan->no_authority_data,
    };
}

static struct xades_evidence
evidence_for(struct arena *arena, const struct xades_levels *levels, size_t i,
             const struct test_authorities *authorities, const struct evidence_plan *plan)
{
    const struct xades_signature *signature = &levels->signatures[i];
    const struct test_pki *pki = authorities->pki;
    struct certificate_issuer root = {pki->root, pki->root_key};
    size_t stamped = plan->token == TOKEN_COPIED ? (i + 1) % levels->count : i;
    struct span bytes = xades_stamped_bytes(&levels->xml, &levels->signatures[stamped]);
    struct span *tokens = list_of(arena, token(arena, bytes, authorities, plan), (struct span){0});
    struct xades_evidence evidence = {.timestamps = tokens, .timestamp_count = 1};
    char *key = arena_alloc(arena, XADES_KEY_MAX);

    evidence.key = xades_key(&signature->place, key);
    if (!plan->only_timestamp) {
        evidence.signer.ocsps =
            list_of(arena, signer_response(arena, signature, authorities, plan),
                    response(arena, pki->authority, pki->root, OCSP_GOOD, &root, plan));
        evidence.signer.ocsp_count = plan->no_issuer_data ? 1 : 2;
    }
    if (i == 0)
        evidence.authority = authority_values(arena, authorities, plan);
    return evidence;
}

struct span
test_raise(struct arena *arena, struct span document, const struct test_authorities *authorities,
           const struct evidence_plan *plan)
{
    AUTO(buffer) *out = buffer_new(XML_DOCUMENT_MAX);
    struct xades_evidence evidence[SIGNATURES_MAX];
    struct xades_levels levels;
    struct error err;
    size_t count = 0;

    must(xades_levels_list(document, arena, &levels, &err), &err);
    for (; count < levels.count && !(plan->first_signature_only && count == 1); count++)
        evidence[count] = evidence_for(arena, &levels, count, authorities, plan);
    must(xades_levels_insert(document, evidence, count, out, &err), &err);
    return keep(arena, out);
}
