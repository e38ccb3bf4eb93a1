/* SPDX-License-Identifier: Apache-2.0
 *
 * A pending signature as a text: one "name value" per line, in this order.  It holds what was
 * asked, not what came out, so that nobody can slip other bytes under a signature by editing it.
 */
#include "base/encode.h"
#include "crypto/hash.h"
#include "sign/xades_parts.h"

#define FIRST_LINE     "hocba-xades-1"
#define DEPARTMENT_KEY "department"

void
xades_pending_write(const struct xades_pending *pending, struct buffer *out)
{
    char time[MOMENT_TEXT_SIZE], hex[SHA256_HEX_SIZE];
    const struct xades_request *request = &pending->request;
    buffer_text(out, FIRST_LINE "\n");
    buffer_printf(out, "role %s\n",
                  pending->registry ? DEPARTMENT_KEY : signer_role_key(request->role));
    buffer_printf(out, "subject %s\n", request->subject_code ? request->subject_code : "-");
    buffer_printf(out, "time %s\nsalt ", moment_write(request->time, time));
    base64_add(out, request->salt, XADES_SALT_SIZE);
    buffer_printf(out, "\ndocument %s\n", digest_hex(&pending->document, hex));
    buffer_printf(out, "digest %s\n", digest_hex(&pending->to_be_signed, hex));
    for (size_t i = 0; i < pending->identity->certificate_count; i++)
        buffer_printf(out, "certificate %s\n", pending->identity->certificates[i]);
}

static bool
read_salt(struct span text, uint8_t *salt)
{
    uint8_t bytes[XADES_SALT_SIZE + 2];
    size_t size;
    if (text.size != base64_size(XADES_SALT_SIZE) || !base64_read(text, bytes, &size) ||
        size != XADES_SALT_SIZE)
        return false;
    memcpy(salt, bytes, XADES_SALT_SIZE);
    return true;
}

static bool
read_request(struct span *rest, struct arena *arena, struct xades_pending *out)
{
    struct span role, subject, time, salt, document, digest;
    if (rest->size < sizeof FIRST_LINE ||
        memcmp(rest->data, FIRST_LINE "\n", sizeof FIRST_LINE) != 0)
        return false;
    *rest = (struct span){rest->data + sizeof FIRST_LINE, rest->size - sizeof FIRST_LINE};
    if (!span_next_value(rest, "role", &role) || !span_next_value(rest, "subject", &subject) ||
        !span_next_value(rest, "time", &time) || !span_next_value(rest, "salt", &salt) ||
        !span_next_value(rest, "document", &document) || !span_next_value(rest, "digest", &digest))
        return false;
    out->registry = span_is(role, DEPARTMENT_KEY);
    out->request.role = SIGNER_SCHOOL;
    if (!span_is(subject, "-"))
        out->request.subject_code = arena_copy(arena, subject.data, subject.size);
    return (out->registry ||
            signer_role_parse(arena_copy(arena, role.data, role.size), &out->request.role)) &&
           moment_parse(time, &out->request.time) && read_salt(salt, out->request.salt) &&
           digest_parse_hex(document, &out->document) &&
           digest_parse_hex(digest, &out->to_be_signed);
}

static enum status
bad_state(struct error *err)
{
    return fail(err, INVALID,
                "Tệp chuẩn bị ký bị hỏng hoặc không phải của chương trình này. Chưa có "
                "gì bị thay đổi; hãy chuẩn bị lại.");
}

/* What a state was asked for beside records and the registry. */
struct target {
    enum xades_paper paper;   /* PAPER_COUNT: none */
    enum xades_office office; /* OFFICE_NONE: none */
};

static enum status
changed(const struct target *target, struct error *err)
{
    return fail(err, CONFLICT,
                "%s đã thay đổi từ khi chuẩn bị ký; chữ ký này không còn dùng được. Hãy chuẩn "
                "bị và ký lại.",
                target->office                ? "Biên bản"
                : target->paper < PAPER_COUNT ? "Sổ sách của trường"
                                              : "Học bạ");
}

static enum status
read_certificates(struct span rest, struct arena *arena, struct certificate_chain *chain,
                  struct error *err)
{
    struct span text;
    while (rest.size > 0) {
        AUTO(certificate) *certificate = NULL;
        size_t size;
        if (!span_next_value(&rest, "certificate", &text) ||
            text.size > base64_size(CERTIFICATE_DER_MAX))
            return bad_state(err);
        uint8_t *der = arena_alloc(arena, text.size + 1);
        if (!base64_read(text, der, &size))
            return bad_state(err);
        TRY(certificate_parse((struct span){(const char *)der, size}, &certificate, err));
        if (!certificate_chain_add(chain, certificate))
            return bad_state(err);
        certificate = NULL;
    }
    return chain->count > 0 ? OK : bad_state(err);
}

/* What the state asks for, built once more. */
static enum status
build_again(const struct xades_pending *asked, struct span document, const struct target *target,
            const struct xades_identity *identity, struct arena *arena, struct xades_pending *built,
            struct error *err)
{
    const struct xades_request *request = &asked->request;

    if (target->office)
        return xades_prepare_pair(document, target->office, request->time, request->salt, identity,
                                  arena, built, err);
    if (target->paper < PAPER_COUNT)
        return xades_prepare_paper(document, target->paper, request->time, request->salt, identity,
                                   arena, built, err);
    if (asked->registry)
        return xades_prepare_registry(document, request->time, request->salt, identity, arena,
                                      built, err);
    return xades_prepare(document, request, identity, arena, built, err);
}

static enum status
read_pending(struct span state, struct span document, struct target target, struct arena *arena,
             struct xades_identity **identity, struct xades_pending *pending, struct error *err)
{
    struct xades_pending asked = {0}, built;
    if (state.size > XADES_STATE_MAX || !read_request(&state, arena, &asked))
        return bad_state(err);
    AUTO(certificate_chain) *chain = certificate_chain_new();
    TRY(read_certificates(state, arena, chain, err));
    AUTO(xades_identity) *made = NULL;
    TRY(xades_identity_make(chain, &made, err));
    TRY(build_again(&asked, document, &target, made, arena, &built, err));
    /* Subject teachers sign side by side: the document may have grown without changing what this
     * one signs. Anything else that changed changes the digest. */
    if (!digest_equal(&built.to_be_signed, &asked.to_be_signed))
        return digest_equal(&built.document, &asked.document) ? bad_state(err)
                                                              : changed(&target, err);
    *pending = built;
    *identity = made;
    made = NULL;
    return OK;
}

enum status
xades_pending_read(struct span state, struct span document, struct arena *arena,
                   struct xades_identity **identity, struct xades_pending *pending,
                   struct error *err)
{
    return read_pending(state, document, (struct target){PAPER_COUNT, OFFICE_NONE}, arena, identity,
                        pending, err);
}

enum status
xades_pending_read_paper(struct span state, struct span document, enum xades_paper paper,
                         struct arena *arena, struct xades_identity **identity,
                         struct xades_pending *pending, struct error *err)
{
    return read_pending(state, document, (struct target){paper, OFFICE_NONE}, arena, identity,
                        pending, err);
}

enum status
xades_pending_read_pair(struct span state, struct span document, enum xades_office office,
                        struct arena *arena, struct xades_identity **identity,
                        struct xades_pending *pending, struct error *err)
{
    return read_pending(state, document, (struct target){PAPER_COUNT, office}, arena, identity,
                        pending, err);
}
