/* SPDX-License-Identifier: Apache-2.0 */
#include "sign/xades_write.h"
#include "base/encode.h"
#include "sign/xades_parts.h"

static enum status
prepare(struct span document, const struct xades_request *request, bool registry,
        const struct xades_identity *identity, struct arena *arena, struct xades_pending *pending,
        struct error *err)
{
    struct xades_plan plan;
    struct xades_pending made = {.request = *request, .registry = registry, .identity = identity};
    if (registry)
        TRY(xades_plan_registry(document, arena, &plan, err));
    else
        TRY(xades_plan_record(document, request, arena, &plan, err));
    TRY(xades_build(&plan, arena, &made, err));
    made.request.subject_code = arena_text(arena, request->subject_code);
    *pending = made;
    return OK;
}

enum status
xades_prepare(struct span document, const struct xades_request *request,
              const struct xades_identity *identity, struct arena *arena,
              struct xades_pending *pending, struct error *err)
{
    TRY(prepare(document, request, false, identity, arena, pending, err));
    pending->document = sha256(document);
    return OK;
}

static struct xades_request
registry_request(struct moment time, const uint8_t *salt)
{
    struct xades_request request = {.role = SIGNER_SCHOOL, .time = time};
    memcpy(request.salt, salt, XADES_SALT_SIZE);
    return request;
}

enum status
xades_prepare_registry(struct span document, struct moment time,
                       const uint8_t salt[XADES_SALT_SIZE], const struct xades_identity *identity,
                       struct arena *arena, struct xades_pending *pending, struct error *err)
{
    struct xades_request request = registry_request(time, salt);
    TRY(prepare(document, &request, true, identity, arena, pending, err));
    pending->document = sha256(document);
    return OK;
}

enum status
xades_prepare_paper(struct span document, enum xades_paper paper, struct moment time,
                    const uint8_t salt[XADES_SALT_SIZE], const struct xades_identity *identity,
                    struct arena *arena, struct xades_pending *pending, struct error *err)
{
    struct xades_pending made = {.request = registry_request(time, salt), .identity = identity};
    struct xades_plan plan;

    made.request.role = SIGNER_PRINCIPAL;
    TRY(xades_plan_paper(document, paper, arena, &plan, err));
    TRY(xades_build(&plan, arena, &made, err));
    made.document = sha256(document);
    *pending = made;
    return OK;
}

enum status
xades_prepare_pair(struct span document, enum xades_office office, struct moment time,
                   const uint8_t salt[XADES_SALT_SIZE], const struct xades_identity *identity,
                   struct arena *arena, struct xades_pending *pending, struct error *err)
{
    struct xades_pending made = {.request = registry_request(time, salt), .identity = identity};
    struct xades_plan plan;

    TRY(xades_plan_pair(document, office, arena, &plan, err));
    TRY(xades_build(&plan, arena, &made, err));
    made.document = sha256(document);
    *pending = made;
    return OK;
}

static enum status
assemble(struct span document, const struct xades_pending *pending, struct span value,
         struct buffer *out, struct error *err)
{
    size_t size = document.size + pending->before_value.size + pending->after_value.size +
                  base64_size(value.size);
    if (!pending->registry && size > XML_DOCUMENT_MAX)
        return fail(err, INVALID, "Không ký được: tệp học bạ sẽ lớn quá %d byte.",
                    XML_DOCUMENT_MAX);
    if (out->overflow || size > out->ceiling - out->size)
        return fail(err, INVALID, "Không ký được: kết quả lớn quá giới hạn.");
    buffer_add(out, document.data, pending->place);
    buffer_add(out, pending->before_value.data, pending->before_value.size);
    base64_add(out, value.data, value.size);
    buffer_add(out, pending->after_value.data, pending->after_value.size);
    buffer_add(out, document.data + pending->place, document.size - pending->place);
    return OK;
}

enum status
xades_attach(struct span document, const struct xades_pending *pending, struct span value,
             struct buffer *out, struct error *err)
{
    struct digest now = sha256(document);
    if (!digest_equal(&now, &pending->document))
        return fail(
            err, CONFLICT,
            "Học bạ đã thay đổi từ khi chuẩn bị ký; chữ ký này không còn dùng được. Hãy chuẩn "
            "bị và ký lại.");
    TRY(public_key_verify(pending->identity->certificate->key, &pending->to_be_signed, value, err));
    return assemble(document, pending, value, out, err);
}
