/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/der_write.h"
#include "crypto/extensions.h"
#include "crypto/revocation.h"

#define OCSP_BASIC ((struct span){"\x2b\x06\x01\x05\x05\x07\x30\x01\x01", 9})
#define OCSP_NONCE ((struct span){"\x2b\x06\x01\x05\x05\x07\x30\x01\x02", 9})

/* --- asking -------------------------------------------------------------------------------- */

static void
put_hash(struct buffer *out, struct span data)
{
    struct hash_value hash = hash_compute(HASH_SHA1, data);
    der_put(out, DER_OCTET_STRING, (struct span){(const char *)hash.bytes, hash.size});
}

static void
put_nonce(struct buffer *out, const uint8_t *nonce)
{
    size_t tagged = out->size, list = tagged, extension = tagged;
    der_put(out, DER_OID, OCSP_NONCE);
    size_t value = out->size;
    der_put(out, DER_OCTET_STRING, (struct span){(const char *)nonce, OCSP_NONCE_SIZE});
    der_close(out, value, DER_OCTET_STRING);
    der_close(out, extension, DER_SEQUENCE);
    der_close(out, list, DER_SEQUENCE);
    der_close(out, tagged, DER_CONTEXT_CONSTRUCTED(2));
}

void
ocsp_write_request(const struct certificate *subject, const struct certificate *issuer,
                   const uint8_t *nonce, struct buffer *out)
{
    size_t whole = out->size, request = whole, list = whole, one = whole, id = whole;
    der_put_whole(out, hash_algorithm_der(HASH_SHA1));
    put_hash(out, subject->issuer_der);
    put_hash(out, issuer->key_bits);
    der_put_whole(out, subject->serial_der);
    der_close(out, id, DER_SEQUENCE);
    der_close(out, one, DER_SEQUENCE);
    der_close(out, list, DER_SEQUENCE);
    if (nonce != NULL)
        put_nonce(out, nonce);
    der_close(out, request, DER_SEQUENCE);
    der_close(out, whole, DER_SEQUENCE);
}

/* --- reading ------------------------------------------------------------------------------- */

static enum status
refuse(struct error *err, const char *why)
{
    return fail(err, INVALID, "Trả lời OCSP không đọc được: %s.", why);
}

static enum status
read_status(struct der *in, struct error *err)
{
    unsigned status;
    if (!der_small(in, DER_ENUMERATED, &status))
        return refuse(err, "sai dạng");
    if (status == 0)
        return OK;
    fail(err, UNAVAILABLE,
         "Máy chủ OCSP từ chối trả lời về chứng thư. Chữ ký vẫn giữ nguyên, hệ thống sẽ hỏi lại.");
    return fail_detail(err, "OCSPResponseStatus %u", status);
}

/* version [0] DEFAULT v1, responderID, producedAt. */
static bool
read_responder(struct der *in, struct ocsp_response *response)
{
    struct der wrapped;
    unsigned version;
    if (der_is(in, DER_CONTEXT_CONSTRUCTED(0)) &&
        (!der_enter(in, DER_CONTEXT_CONSTRUCTED(0), &wrapped) ||
         !der_small(&wrapped, DER_INTEGER, &version) || version != 0))
        return false;
    if (der_is(in, DER_CONTEXT_CONSTRUCTED(1)))
        return der_enter(in, DER_CONTEXT_CONSTRUCTED(1), &wrapped) &&
               der_take_whole(&wrapped, DER_SEQUENCE, &response->responder_name) &&
               der_at_end(&wrapped);
    return der_enter(in, DER_CONTEXT_CONSTRUCTED(2), &wrapped) &&
           der_take(&wrapped, DER_OCTET_STRING, &response->responder_key) &&
           response->responder_key.size == HASH_SHA1_SIZE && der_at_end(&wrapped);
}

/* The nonce; nothing else that must be understood. */
static bool
read_extensions(struct der *in, struct ocsp_response *response)
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
        if (!extension_next(&each, &next))
            return false;
        struct der value = der_of(next.value);
        if (span_equal(next.oid, OCSP_NONCE)) {
            if (!der_take(&value, DER_OCTET_STRING, &response->nonce) || !der_at_end(&value))
                return false;
        } else if (next.critical)
            return false;
    }
    return true;
}

static enum status
read_data(struct span data, struct ocsp_response *response, struct error *err)
{
    struct der all = der_of(data), in;
    if (!der_enter(&all, DER_SEQUENCE, &in) || !read_responder(&in, response))
        return refuse(err, "định danh máy chủ trả lời sai dạng");
    if (!der_is(&in, DER_GENERALIZED_TIME) || !der_time(&in, &response->produced_at, NULL))
        return refuse(err, "thời điểm lập sai dạng");
    if (!der_take(&in, DER_SEQUENCE, &response->answers) || !read_extensions(&in, response))
        return refuse(err, "nội dung hoặc phần mở rộng sai dạng");
    return OK;
}

static bool
read_certificates(struct der *in, struct ocsp_response *response)
{
    struct der wrapped, list;
    if (der_at_end(in))
        return true;
    if (!der_enter(in, DER_CONTEXT_CONSTRUCTED(0), &wrapped) || !der_at_end(in) ||
        !der_enter(&wrapped, DER_SEQUENCE, &list) || !der_at_end(&wrapped))
        return false;
    while (!der_at_end(&list)) {
        size_t place = response->certificate_count;
        if (place == OCSP_CERTIFICATES_MAX ||
            !der_take_whole(&list, DER_SEQUENCE, &response->certificates[place]))
            return false;
        response->certificate_count++;
    }
    return true;
}

static enum status
read_basic(struct span basic, struct ocsp_response *response, struct error *err)
{
    struct der all = der_of(basic), in;
    struct span oid;
    bool plain;
    if (!der_enter(&all, DER_SEQUENCE, &in) || !der_at_end(&all) ||
        !der_take_whole(&in, DER_SEQUENCE, &response->signed_part))
        return refuse(err, "không phải DER hoặc có byte thừa");
    TRY(read_data(response->signed_part, response, err));
    if (!der_algorithm(&in, &oid, &plain) ||
        !signature_algorithm_of_oid(oid, plain, &response->algorithm) ||
        response->algorithm.hash_is_open)
        return refuse(err, "thuật toán ký không được chấp nhận");
    if (!der_bits(&in, &response->signature) || !read_certificates(&in, response))
        return refuse(err, "chữ ký hoặc chứng thư kèm theo sai dạng");
    return OK;
}

enum status
ocsp_parse(struct span der, struct ocsp_response *response, struct error *err)
{
    struct der all = der_of(der), in, wrapped, bytes;
    struct span type, basic;
    struct ocsp_response found = {.der = der};
    if (der.size > OCSP_RESPONSE_MAX)
        return refuse(err, "quá lớn");
    if (!der_enter(&all, DER_SEQUENCE, &in) || !der_at_end(&all))
        return refuse(err, "không phải DER hoặc có byte thừa ở cuối");
    TRY(read_status(&in, err));
    if (!der_enter(&in, DER_CONTEXT_CONSTRUCTED(0), &wrapped) || !der_at_end(&in) ||
        !der_enter(&wrapped, DER_SEQUENCE, &bytes) || !der_at_end(&wrapped) ||
        !der_oid(&bytes, &type) || !span_equal(type, OCSP_BASIC) ||
        !der_take(&bytes, DER_OCTET_STRING, &basic) || !der_at_end(&bytes))
        return refuse(err, "không phải trả lời cơ bản (id-pkix-ocsp-basic)");
    TRY(read_basic(basic, &found, err));
    *response = found;
    return OK;
}
