/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/extensions.h"
#include "crypto/path.h"
#include "crypto/revocation_rules.h"

#define OCSP_ARCHIVE_CUTOFF ((struct span){"\x2b\x06\x01\x05\x05\x07\x30\x01\x06", 9})
#define KIND                "Trả lời OCSP"

/* --- who answered --------------------------------------------------------------------------- */

static enum status
distrust(struct error *err, const char *why)
{
    return fail(err, UNTRUSTED, KIND " không tin được: %s.", why);
}

static bool
is_responder(const struct ocsp_response *response, const struct certificate *certificate)
{
    if (response->responder_key.data != NULL)
        return hash_matches(HASH_SHA1, certificate->key_bits, response->responder_key);
    return span_equal(response->responder_name, certificate->subject_der);
}

static enum status
check_value(const struct ocsp_response *response, const struct certificate *responder,
            enum algorithms allowed, struct error *err)
{
    if (signature_check(responder->key, &response->algorithm, allowed, response->signed_part,
                        response->signature, err) != OK)
        return fail_within(err, KIND);
    return OK;
}

/* RFC 6960 4.2.2.2: issued by the very authority that issued the subject's certificate. */
static enum status
check_delegation(const struct ocsp_response *response, const struct certificate *responder,
                 const struct certificate *issuer, enum algorithms allowed, struct error *err)
{
    if (certificate_check_issuer(responder, issuer, allowed, err) != OK)
        return fail_within(err, KIND);
    if (!(responder->extended & EXTENDED_OCSP_SIGNING))
        return distrust(err, "chứng thư của máy chủ không được nơi cấp ủy quyền (OCSPSigning)");
    if (!(responder->usage & (USAGE_DIGITAL_SIGNATURE | USAGE_NON_REPUDIATION | USAGE_ABSENT)))
        return distrust(err, "chứng thư của máy chủ không được dùng để ký");
    if (response->produced_at < responder->not_before ||
        response->produced_at > responder->not_after)
        return distrust(err, "chứng thư của máy chủ không có hiệu lực lúc trả lời");
    return OK;
}

/* A responder that the operator trusts by himself. */
static enum status
check_anchored(const struct ocsp_response *response, const struct certificate *responder,
               const struct anchors *responders, enum algorithms allowed, struct error *err)
{
    struct path_result path;
    struct path_query query = {.leaf = responder,
                               .anchors = responders,
                               .at = response->produced_at,
                               .purpose = PATH_FOR_RESPONDER,
                               .allowed = allowed};
    path_validate(&query, &path);
    if (path.verdict != PATH_TRUSTED)
        return fail(err, UNTRUSTED, KIND " không tin được: %.400s", path.reason);
    return OK;
}

/* One certificate that came with the response. NOT_FOUND: it is not the responder's. */
static enum status
try_certificate(const struct ocsp_response *response, struct span der,
                const struct certificate *issuer, const struct anchors *responders,
                enum algorithms allowed, struct error *err)
{
    AUTO(certificate) *responder = NULL;
    struct error other;
    if (certificate_parse(der, &responder, err) != OK || !is_responder(response, responder))
        return NOT_FOUND;
    if (check_delegation(response, responder, issuer, allowed, err) != OK &&
        (responders == NULL ||
         check_anchored(response, responder, responders, allowed, &other) != OK))
        return err->status;
    return check_value(response, responder, allowed, err);
}

enum status
ocsp_check_signature(const struct ocsp_response *response, const struct certificate *issuer,
                     const struct anchors *responders, enum algorithms allowed, struct error *err)
{
    if (is_responder(response, issuer))
        return check_value(response, issuer, allowed, err);
    for (size_t i = 0; i < response->certificate_count; i++) {
        enum status status =
            try_certificate(response, response->certificates[i], issuer, responders, allowed, err);
        if (status != NOT_FOUND)
            return status;
    }
    for (size_t i = 0; responders != NULL && i < anchors_count(responders); i++) {
        const struct certificate *anchor = anchors_at(responders, i);
        if (is_responder(response, anchor) &&
            check_anchored(response, anchor, responders, allowed, err) == OK)
            return check_value(response, anchor, allowed, err);
    }
    return distrust(err, "không phải của nơi cấp chứng thư hay máy chủ được nơi cấp ủy quyền");
}

/* --- what it says ---------------------------------------------------------------------------- */

struct single {
    struct span serial; /* INTEGER in DER */
    unsigned status;    /* 0 good, 1 revoked, 2 unknown */
    int64_t revoked_at, this_update, next_update, archive_cutoff;
    unsigned reason;
};

/* CertID against our own issuer: hashes of its name and key, and the subject's serial. */
static bool
read_id(struct der *in, const struct revocation_question *question, bool *ours)
{
    struct der id;
    struct span oid, name, key, serial;
    enum hash_kind kind;
    bool plain;
    if (!der_enter(in, DER_SEQUENCE, &id) || !der_algorithm(&id, &oid, &plain) || !plain ||
        !hash_kind_of_oid(oid, &kind) || !der_take(&id, DER_OCTET_STRING, &name) ||
        !der_take(&id, DER_OCTET_STRING, &key) || !der_take_whole(&id, DER_INTEGER, &serial) ||
        !der_at_end(&id))
        return false;
    *ours = span_equal(serial, question->subject->serial_der) &&
            hash_matches(kind, question->subject->issuer_der, name) &&
            hash_matches(kind, question->issuer->key_bits, key);
    return true;
}

/* CertStatus */
static bool
read_status(struct der *in, struct single *single)
{
    struct span none;
    struct der revoked, wrapped;
    if (der_is(in, DER_CONTEXT(0)) || der_is(in, DER_CONTEXT(2))) {
        single->status = der_is(in, DER_CONTEXT(0)) ? 0 : 2;
        return der_take(in, DER_CONTEXT(single->status), &none) && none.size == 0;
    }
    single->status = 1;
    if (!der_enter(in, DER_CONTEXT_CONSTRUCTED(1), &revoked) ||
        !der_is(&revoked, DER_GENERALIZED_TIME) || !der_time(&revoked, &single->revoked_at, NULL))
        return false;
    if (der_at_end(&revoked))
        return true;
    return der_enter(&revoked, DER_CONTEXT_CONSTRUCTED(0), &wrapped) && der_at_end(&revoked) &&
           der_small(&wrapped, DER_ENUMERATED, &single->reason) && der_at_end(&wrapped);
}

/* archiveCutoff, and nothing that must be understood. */
static bool
read_extensions(struct der *in, struct single *single)
{
    struct der wrapped;
    struct span list;
    if (der_at_end(in))
        return true;
    if (!der_enter(in, DER_CONTEXT_CONSTRUCTED(1), &wrapped) || !der_at_end(in) ||
        !der_take(&wrapped, DER_SEQUENCE, &list) || !der_at_end(&wrapped) ||
        !extensions_are_fine(list))
        return false;
    struct der each = der_of(list);
    while (!der_at_end(&each)) {
        struct extension next;
        if (!extension_next(&each, &next) || next.critical)
            return false;
        struct der value = der_of(next.value);
        if (span_equal(next.oid, OCSP_ARCHIVE_CUTOFF) &&
            !der_time(&value, &single->archive_cutoff, NULL))
            return false;
    }
    return true;
}

static bool
read_times(struct der *in, struct single *single)
{
    struct der wrapped;
    if (!der_is(in, DER_GENERALIZED_TIME) || !der_time(in, &single->this_update, NULL))
        return false;
    if (!der_is(in, DER_CONTEXT_CONSTRUCTED(0)))
        return true;
    return der_enter(in, DER_CONTEXT_CONSTRUCTED(0), &wrapped) &&
           der_is(&wrapped, DER_GENERALIZED_TIME) &&
           der_time(&wrapped, &single->next_update, NULL) && der_at_end(&wrapped);
}

/* The response about the subject; false when there is none or one before it is malformed. */
static bool
find_single(const struct ocsp_response *response, const struct revocation_question *question,
            struct single *single)
{
    struct der in = der_of(response->answers);
    for (size_t i = 0; i < OCSP_ANSWERS_MAX && !der_at_end(&in); i++) {
        struct der one;
        bool ours = false;
        *single = (struct single){0};
        if (!der_enter(&in, DER_SEQUENCE, &one) || !read_id(&one, question, &ours) ||
            !read_status(&one, single) || !read_times(&one, single) ||
            !read_extensions(&one, single))
            return false;
        if (ours)
            return true;
    }
    return false;
}

void
ocsp_answer(const struct ocsp_response *response, const struct revocation_question *question,
            struct revocation_answer *answer)
{
    struct single single;
    *answer = (struct revocation_answer){.verdict = REVOCATION_UNUSABLE};
    if (!find_single(response, question, &single)) {
        revocation_unusable(answer, KIND, question, "không nói về chứng thư này");
        return;
    }
    answer->made_at = response->produced_at;
    answer->this_update = single.this_update;
    answer->next_update = single.next_update;
    if (single.status == 1 && single.reason != REASON_HOLD &&
        single.revoked_at <= question->existed_at &&
        response->produced_at <= question->now + REVOCATION_SKEW) {
        answer->revoked_at = single.revoked_at; /* however old: what is revoked stays so */
        answer->reason = single.reason;
        revocation_judge_revoked(answer, question);
        return;
    }
    bool kept = single.archive_cutoff != 0 && single.archive_cutoff <= question->subject->not_after;
    if (!revocation_is_timely(answer, KIND, question, kept))
        return;
    if (single.status == 2) {
        revocation_unusable(answer, KIND, question, "máy chủ không biết chứng thư này");
        answer->verdict = REVOCATION_UNKNOWN;
    } else if (single.status == 1) {
        answer->revoked_at = single.revoked_at;
        answer->reason = single.reason;
        revocation_judge_revoked(answer, question);
    } else
        revocation_judge_good(answer, question);
}

void
ocsp_check(struct span der, const struct revocation_question *question,
           const struct anchors *responders, const uint8_t *nonce, struct revocation_answer *answer)
{
    struct ocsp_response response;
    struct error err;
    *answer = (struct revocation_answer){.verdict = REVOCATION_UNUSABLE};
    if (ocsp_parse(der, &response, &err) != OK ||
        ocsp_check_signature(&response, question->issuer, responders, question->allowed, &err) !=
            OK) {
        memcpy(answer->sentence, err.message, sizeof answer->sentence);
        return;
    }
    if (nonce != NULL && response.nonce.data != NULL &&
        !span_equal(response.nonce, (struct span){(const char *)nonce, OCSP_NONCE_SIZE})) {
        revocation_unusable(answer, KIND, question, "trả lời cho câu hỏi khác (nonce)");
        return;
    }
    ocsp_answer(&response, question, answer);
}
