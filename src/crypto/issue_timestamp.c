/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/issue_timestamp.h"

#include "crypto/algorithm.h"
#include "crypto/der_write.h"
#include "crypto/ecdsa_value.h"
#include "crypto/random.h"

enum { PART_MAX = 64 * 1024, SERIAL_SIZE = 16, ATTRIBUTES = 3 };

#define OID(octets)                                                                                \
    {                                                                                              \
        (octets), sizeof(octets) - 1                                                               \
    }

static const struct span id_signed_data = OID("\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02");
static const struct span id_tst_info = OID("\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x04");
static const struct span id_content_type = OID("\x2a\x86\x48\x86\xf7\x0d\x01\x09\x03");
static const struct span id_message_digest = OID("\x2a\x86\x48\x86\xf7\x0d\x01\x09\x04");
static const struct span id_signing_certificate_v2 =
    OID("\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x02\x2f");
static const struct span id_rsa_encryption = OID("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01");
static const struct span id_rsa_sha256 = OID("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b");
static const struct span id_ecdsa_sha256 = OID("\x2a\x86\x48\xce\x3d\x04\x03\x02");
static const struct span id_ocsp_basic = OID("\x2b\x06\x01\x05\x05\x07\x30\x01\x01");
/* The policy of training tokens: below CERTIFICATE_TRAINING_POLICY, made from the same UUID. */
static const struct span training_policy =
    OID("\x69\x83\xb7\xba\x85\xbd\xee\xc6\xa2\x9a\xd9\x85\xb9\xa3\xe9\x86\xba\xc3\xbe\x7b\x01");

/* --- shared ----------------------------------------------------------------------------------- */

static void
put_algorithm(struct buffer *out, struct span oid, bool null)
{
    size_t mark = out->size;

    der_put(out, DER_OID, oid);
    if (null)
        der_put(out, DER_NULL, (struct span){"", 0});
    der_close(out, mark, DER_SEQUENCE);
}

static void
put_digest(struct buffer *out, const struct digest *digest)
{
    der_put(out, DER_OCTET_STRING, (struct span){(const char *)digest->bytes, SHA256_SIZE});
}

/* The signature over `bytes` as X.509 and CMS write it. */
static enum status
sign_bytes(struct span bytes, const struct private_key *key, struct signature_value *value,
           struct error *err)
{
    struct signature_value raw;
    struct digest digest = sha256(bytes);

    TRY(private_key_sign(key, &digest, &raw, err));
    *value = raw;
    if (private_key_kind(key) == KEY_P256 &&
        !ecdsa_value_to_der(raw.bytes, value->bytes, &value->size))
        return fail(err, CORRUPT, "Khóa cho ra chữ ký sai dạng.");
    return OK;
}

static void
put_random_serial(struct buffer *out)
{
    uint8_t serial[SERIAL_SIZE];

    random_bytes(serial, sizeof serial);
    der_put_unsigned(out, (struct span){(const char *)serial, sizeof serial});
}

/* --- tokens ----------------------------------------------------------------------------------- */

static void
put_info(struct buffer *out, const struct timestamp_order *order)
{
    size_t outer = out->size;

    der_put_small(out, DER_INTEGER, 1);
    der_put(out, DER_OID, training_policy);
    size_t imprint = out->size;
    der_put_whole(out, hash_algorithm_der(HASH_SHA256));
    put_digest(out, &order->imprint);
    der_close(out, imprint, DER_SEQUENCE);
    put_random_serial(out);
    der_put_time(out, order->time);
    if (order->nonce.data)
        der_put_unsigned(out, order->nonce);
    der_close(out, outer, DER_SEQUENCE);
}

/* One attribute whose single value was appended since `mark`. */
static void
close_attribute(struct buffer *out, size_t mark, struct span type)
{
    AUTO(buffer) *value = buffer_new(PART_MAX);

    der_close(out, mark, DER_SET);
    buffer_add(value, out->data + mark, out->size - mark);
    out->size = mark;
    der_put(out, DER_OID, type);
    der_put_whole(out, buffer_span(value));
    der_close(out, mark, DER_SEQUENCE);
}

/* SigningCertificateV2: SHA-256 of the certificate, the default algorithm left out. */
static void
put_signing_certificate(struct buffer *out, const struct certificate *certificate)
{
    size_t mark = out->size;

    put_digest(out, &certificate->sha256);
    for (int level = 0; level < 3; level++) /* ESSCertIDv2, the list of them, the attribute */
        der_close(out, mark, DER_SEQUENCE);
}

/* The signed attributes' content. DER wants them sorted; of these three the sizes and the first
 * bytes fix the order. */
static void
put_attributes(struct buffer *out, struct span info, const struct certificate *certificate)
{
    struct digest digest = sha256(info);

    size_t mark = out->size;
    der_put(out, DER_OID, id_tst_info);
    close_attribute(out, mark, id_content_type);
    mark = out->size;
    put_digest(out, &digest);
    close_attribute(out, mark, id_message_digest);
    mark = out->size;
    put_signing_certificate(out, certificate);
    close_attribute(out, mark, id_signing_certificate_v2);
}

static enum status
put_signer(struct buffer *out, struct span info, const struct certificate_issuer *authority,
           struct error *err)
{
    AUTO(buffer) *attributes = buffer_new(PART_MAX);
    AUTO(buffer) *as_set = buffer_new(PART_MAX);
    const struct certificate *certificate = authority->certificate;
    struct signature_value value;

    put_attributes(attributes, info, certificate);
    der_put(as_set, DER_SET, buffer_span(attributes)); /* what is signed (RFC 5652 5.4) */
    TRY(sign_bytes(buffer_span(as_set), authority->key, &value, err));
    bool rsa = private_key_kind(authority->key) == KEY_RSA;
    size_t outer = out->size;
    der_put_small(out, DER_INTEGER, 1);
    size_t sid = out->size;
    der_put_whole(out, certificate->issuer_der);
    der_put_whole(out, certificate->serial_der);
    der_close(out, sid, DER_SEQUENCE);
    der_put_whole(out, hash_algorithm_der(HASH_SHA256));
    der_put(out, DER_CONTEXT_CONSTRUCTED(0), buffer_span(attributes));
    put_algorithm(out, rsa ? id_rsa_encryption : id_ecdsa_sha256, rsa);
    der_put(out, DER_OCTET_STRING, (struct span){(const char *)value.bytes, value.size});
    der_close(out, outer, DER_SEQUENCE);
    der_close(out, outer, DER_SET);
    return OK;
}

static enum status
put_token(struct buffer *out, const struct timestamp_order *order,
          const struct certificate_issuer *authority, struct error *err)
{
    AUTO(buffer) *info = buffer_new(PART_MAX);

    put_info(info, order);
    der_put(out, DER_OID, id_signed_data);
    size_t data = out->size;
    der_put_small(out, DER_INTEGER, 3);
    der_put(out, DER_SET, hash_algorithm_der(HASH_SHA256));
    size_t content = out->size;
    der_put(out, DER_OID, id_tst_info);
    size_t octets = out->size;
    der_put(out, DER_OCTET_STRING, buffer_span(info));
    der_close(out, octets, DER_CONTEXT_CONSTRUCTED(0));
    der_close(out, content, DER_SEQUENCE);
    if (order->certificate)
        der_put(out, DER_CONTEXT_CONSTRUCTED(0), authority->certificate->der);
    TRY(put_signer(out, buffer_span(info), authority, err));
    der_close(out, data, DER_SEQUENCE);
    der_close(out, data, DER_CONTEXT_CONSTRUCTED(0));
    der_close(out, 0, DER_SEQUENCE);
    return OK;
}

enum status
timestamp_issue(const struct timestamp_order *order, const struct certificate_issuer *authority,
                struct buffer *out, struct error *err)
{
    AUTO(buffer) *token = buffer_new(PART_MAX);

    TRY(put_token(token, order, authority, err));
    buffer_add(out, token->data, token->size);
    return OK;
}

/* --- OCSP ------------------------------------------------------------------------------------- */

static void
put_sha1(struct buffer *out, struct span data)
{
    struct hash_value hash = hash_compute(HASH_SHA1, data);

    der_put(out, DER_OCTET_STRING, (struct span){(const char *)hash.bytes, hash.size});
}

/* CertID with SHA-1, as an identifier. */
static void
put_certificate_id(struct buffer *out, const struct ocsp_order *order)
{
    size_t mark = out->size;

    der_put_whole(out, hash_algorithm_der(HASH_SHA1));
    put_sha1(out, order->issuer->subject_der);
    put_sha1(out, order->issuer->key_bits);
    der_put_whole(out, order->subject->serial_der);
    der_close(out, mark, DER_SEQUENCE);
}

static void
put_answer(struct buffer *out, const struct ocsp_order *order)
{
    size_t outer = out->size;

    put_certificate_id(out, order);
    size_t mark = out->size;
    if (order->state == OCSP_REVOKED) {
        der_put_time(out, order->revoked_at);
        size_t reason = out->size;
        const char number = (char)order->reason;
        if (order->reason) {
            der_put(out, DER_ENUMERATED, (struct span){&number, 1});
            der_close(out, reason, DER_CONTEXT_CONSTRUCTED(0));
        }
        der_close(out, mark, DER_CONTEXT_CONSTRUCTED(1));
    } else {
        der_put(out, DER_CONTEXT(order->state == OCSP_GOOD ? 0 : 2), (struct span){"", 0});
    }
    der_put_time(out, order->made_at);
    mark = out->size;
    if (order->valid_to) {
        der_put_time(out, order->valid_to);
        der_close(out, mark, DER_CONTEXT_CONSTRUCTED(0));
    }
    der_close(out, outer, DER_SEQUENCE);
}

/* ResponseData. */
static void
put_response_data(struct buffer *out, const struct ocsp_order *order,
                  const struct certificate *responder)
{
    size_t outer = out->size;

    der_put_whole(out, responder->subject_der);
    der_close(out, outer, DER_CONTEXT_CONSTRUCTED(1));
    der_put_time(out, order->made_at);
    size_t answers = out->size;
    put_answer(out, order);
    der_close(out, answers, DER_SEQUENCE);
    der_close(out, outer, DER_SEQUENCE);
}

static enum status
put_basic(struct buffer *out, const struct ocsp_order *order,
          const struct certificate_issuer *responder, struct error *err)
{
    struct signature_value value;
    size_t outer = out->size;
    bool rsa = private_key_kind(responder->key) == KEY_RSA;

    put_response_data(out, order, responder->certificate);
    TRY(sign_bytes((struct span){out->data + outer, out->size - outer}, responder->key, &value,
                   err));
    put_algorithm(out, rsa ? id_rsa_sha256 : id_ecdsa_sha256, rsa);
    der_put_bits(out, (struct span){(const char *)value.bytes, value.size});
    if (!digest_equal(&responder->certificate->sha256, &order->issuer->sha256)) {
        size_t mark = out->size;
        der_put(out, DER_SEQUENCE, responder->certificate->der);
        der_close(out, mark, DER_CONTEXT_CONSTRUCTED(0));
    }
    der_close(out, outer, DER_SEQUENCE);
    return OK;
}

enum status
ocsp_issue(const struct ocsp_order *order, const struct certificate_issuer *responder,
           struct buffer *out, struct error *err)
{
    AUTO(buffer) *response = buffer_new(PART_MAX);

    der_put_small(response, DER_ENUMERATED, 0);
    size_t bytes = response->size;
    der_put(response, DER_OID, id_ocsp_basic);
    size_t basic = response->size;
    TRY(put_basic(response, order, responder, err));
    der_close(response, basic, DER_OCTET_STRING);
    der_close(response, bytes, DER_SEQUENCE);
    der_close(response, bytes, DER_CONTEXT_CONSTRUCTED(0));
    der_close(response, 0, DER_SEQUENCE);
    buffer_add(out, response->data, response->size);
    return OK;
}
