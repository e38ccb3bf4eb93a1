/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/der_write.h"
#include "crypto/timestamp.h"

void
timestamp_write_request(const struct timestamp_request *request, struct buffer *out)
{
    size_t outer = out->size;
    der_put_small(out, DER_INTEGER, 1);
    size_t imprint = out->size;
    der_put_whole(out, hash_algorithm_der(HASH_SHA256));
    der_put(out, DER_OCTET_STRING,
            (struct span){(const char *)request->imprint.bytes, SHA256_SIZE});
    der_close(out, imprint, DER_SEQUENCE);
    der_put_unsigned(out, (struct span){(const char *)request->nonce, TIMESTAMP_NONCE_SIZE});
    if (request->certificates) /* DEFAULT FALSE: left out otherwise */
        der_put(out, DER_BOOLEAN, SPAN("\xff"));
    der_close(out, outer, DER_SEQUENCE);
}

static enum status
refuse(struct error *err, const char *why)
{
    return fail(err, INVALID,
                "Trả lời của máy chủ cấp dấu thời gian không dùng được: %s. Chữ ký vẫn giữ nguyên, "
                "hệ thống sẽ xin lại.",
                why);
}

/* PKIStatusInfo: status, texts, failInfo. The texts are the peer's and go to no person. */
static enum status
read_status(struct der *in, struct error *err)
{
    struct der info;
    struct span failure = {NULL, 0};
    unsigned status;
    if (!der_enter(in, DER_SEQUENCE, &info) || !der_small(&info, DER_INTEGER, &status) ||
        !der_skip_optional(&info, DER_SEQUENCE) || !der_optional(&info, DER_BIT_STRING, &failure) ||
        !der_at_end(&info))
        return refuse(err, "sai dạng");
    if (status <= 1) /* granted, grantedWithMods */
        return OK;
    unsigned bits = 0;
    for (size_t i = 1; i < failure.size && i <= 4; i++)
        bits |= (unsigned)(uint8_t)failure.data[i] << (8 * (4 - i));
    fail(err, UNAVAILABLE,
         "Máy chủ cấp dấu thời gian từ chối yêu cầu. Chữ ký vẫn giữ nguyên, hệ thống sẽ xin lại "
         "hoặc dùng máy chủ khác.");
    return fail_detail(err, "PKIStatus %u, failInfo %08x", status, bits);
}

static bool
is_our_nonce(struct span octets, const uint8_t *nonce)
{
    size_t size = TIMESTAMP_NONCE_SIZE;
    while (size > 1 && *nonce == 0) {
        nonce++;
        size--;
    }
    if (octets.size > 1 && octets.data[0] == 0) { /* the sign octet */
        octets.data++;
        octets.size--;
    }
    return span_equal(octets, (struct span){(const char *)nonce, size});
}

enum status
timestamp_read_reply(struct span reply, const struct timestamp_request *request,
                     struct timestamp *stamp, struct error *err)
{
    struct der all = der_of(reply), inside;
    struct span token;
    struct timestamp found;
    if (reply.size > TIMESTAMP_REPLY_MAX)
        return refuse(err, "quá lớn");
    if (!der_enter(&all, DER_SEQUENCE, &inside) || !der_at_end(&all))
        return refuse(err, "không phải DER hoặc có byte thừa ở cuối");
    TRY(read_status(&inside, err));
    if (!der_take_whole(&inside, DER_SEQUENCE, &token) || !der_at_end(&inside))
        return refuse(err, "thiếu dấu thời gian");
    TRY(timestamp_parse(token, &found, err));
    if (found.imprint_kind != HASH_SHA256 ||
        !span_equal(found.imprint,
                    (struct span){(const char *)request->imprint.bytes, SHA256_SIZE}))
        return refuse(err, "dấu thời gian của dữ liệu khác");
    if (found.nonce.data == NULL || !is_our_nonce(found.nonce, request->nonce))
        return refuse(err, "số nonce khác với số đã gửi, có thể là trả lời cũ bị phát lại");
    *stamp = found;
    return OK;
}
