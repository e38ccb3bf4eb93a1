/* SPDX-License-Identifier: Apache-2.0 */
#include "sign/xades_write.h"
#include "base/encode.h"
#include "sign/xades_parts.h"

/* --- the document it is for ------------------------------------------------------------------- */

/* Of a document by its parts: before the data, the data, behind it.  The data is most of it, and
 * whoever signs has its digest already. */
static struct digest
digest_around(struct span document, size_t at, size_t size, const struct digest *data)
{
    size_t end = at + size;
    const struct digest parts[] = {sha256((struct span){document.data, at}), *data,
                                   sha256((struct span){document.data + end, document.size - end})};

    return sha256_short(parts, sizeof parts);
}

static void
note_document(struct span document, const struct xades_plan *plan, struct xades_pending *pending)
{
    const struct xades_target *data = &plan->targets[plan->target_count - 1];

    pending->data_at = (size_t)(data->bytes.data - document.data);
    pending->data_size = data->bytes.size;
    pending->document =
        digest_around(document, pending->data_at, pending->data_size, &data->digest);
}

static bool
is_unchanged(struct span document, const struct xades_pending *pending)
{
    size_t at = pending->data_at, size = pending->data_size;

    if (at > document.size || size > document.size - at)
        return false;
    struct digest data = sha256((struct span){document.data + at, size});
    struct digest now = digest_around(document, at, size, &data);
    return digest_equal(&now, &pending->document);
}

/* --- preparing -------------------------------------------------------------------------------- */

static enum status
build(struct span document, const struct xades_plan *plan, struct arena *arena,
      struct xades_pending *made, struct xades_pending *pending, struct error *err)
{
    TRY(xades_build(plan, arena, made, err));
    note_document(document, plan, made);
    *pending = *made;
    return OK;
}

enum status
xades_prepare(struct span document, const struct xades_request *request,
              const struct xades_identity *identity, struct arena *arena,
              struct xades_pending *pending, struct error *err)
{
    struct xades_pending made = {.request = *request, .identity = identity};
    struct xades_plan plan;

    TRY(xades_plan_record(document, request, arena, &plan, err));
    made.request.subject_code = arena_text(arena, request->subject_code);
    return build(document, &plan, arena, &made, pending, err);
}

static struct xades_request
request_of(enum signer_role role, struct moment time, const uint8_t *salt)
{
    struct xades_request request = {.role = role, .time = time};
    memcpy(request.salt, salt, XADES_SALT_SIZE);
    return request;
}

enum status
xades_prepare_registry(struct span document, struct moment time,
                       const uint8_t salt[XADES_SALT_SIZE], const struct xades_identity *identity,
                       struct arena *arena, struct xades_pending *pending, struct error *err)
{
    struct xades_pending made = {
        .request = request_of(SIGNER_SCHOOL, time, salt), .registry = true, .identity = identity};
    struct xades_plan plan;

    TRY(xades_plan_registry(document, arena, &plan, err));
    return build(document, &plan, arena, &made, pending, err);
}

enum status
xades_prepare_paper(struct span document, enum xades_paper paper, struct moment time,
                    const uint8_t salt[XADES_SALT_SIZE], const struct xades_identity *identity,
                    struct arena *arena, struct xades_pending *pending, struct error *err)
{
    struct xades_pending made = {.request = request_of(SIGNER_PRINCIPAL, time, salt),
                                 .identity = identity};
    struct xades_plan plan;

    TRY(xades_plan_paper(document, paper, arena, &plan, err));
    return build(document, &plan, arena, &made, pending, err);
}

enum status
xades_prepare_pair(struct span document, enum xades_office office, struct moment time,
                   const uint8_t salt[XADES_SALT_SIZE], const struct xades_identity *identity,
                   struct arena *arena, struct xades_pending *pending, struct error *err)
{
    struct xades_pending made = {.request = request_of(SIGNER_SCHOOL, time, salt),
                                 .identity = identity};
    struct xades_plan plan;

    TRY(xades_plan_pair(document, office, arena, &plan, err));
    return build(document, &plan, arena, &made, pending, err);
}

/* --- attaching -------------------------------------------------------------------------------- */

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
    if (!is_unchanged(document, pending))
        return fail(
            err, CONFLICT,
            "Học bạ đã thay đổi từ khi chuẩn bị ký; chữ ký này không còn dùng được. Hãy chuẩn "
            "bị và ký lại.");
    TRY(public_key_verify(pending->identity->certificate->key, &pending->to_be_signed, value, err));
    return assemble(document, pending, value, out, err);
}
