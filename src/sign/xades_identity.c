/* SPDX-License-Identifier: Apache-2.0 */
#include "base/encode.h"
#include "sign/xades_parts.h"

#include <stdlib.h>

static void
write_key_info(struct xades_identity *identity, struct buffer *out)
{
    buffer_text(out, "<ds:KeyInfo xmlns:ds=\"" XML_DS_URI "\"><ds:X509Data><ds:X509SubjectName>");
    xml_escape_text(out, span_of(identity->certificate->subject));
    buffer_text(out, "</ds:X509SubjectName>");
    for (size_t i = 0; i < identity->certificate_count; i++) {
        buffer_text(out, "<ds:X509Certificate>");
        buffer_text(out, identity->certificates[i]);
        buffer_text(out, "</ds:X509Certificate>");
    }
    buffer_text(out, "</ds:X509Data></ds:KeyInfo>");
}

static void
copy_digest(const struct digest *digest, char *out)
{
    AUTO(buffer) *text = buffer_new(SHA256_BASE64_SIZE);
    base64_add(text, digest->bytes, SHA256_SIZE);
    memcpy(out, text->data, text->size + 1);
}

enum status
xades_identity_make(const struct certificate_chain *chain, struct xades_identity **identity,
                    struct error *err)
{
    if (chain->count == 0)
        return fail(err, INVALID, "Không có chứng thư số của người ký.");
    AUTO(xades_identity) *made = heap_alloc(sizeof *made);
    made->arena = arena_new();
    TRY(certificate_parse(chain->items[0]->der, &made->certificate, err));
    for (size_t i = 0; i < chain->count; i++) {
        const struct certificate *item = chain->items[i];
        if (i > 0 && item->is_self_issued)
            break; /* the root does not travel with the file */
        made->certificates[made->certificate_count++] =
            base64_write(made->arena, item->der.data, item->der.size);
    }
    copy_digest(&made->certificate->sha256, made->digest);

    AUTO(buffer) *out = buffer_new(XADES_PARTS_MAX);
    write_key_info(made, out);
    made->key_info = (struct span){arena_copy(made->arena, out->data, out->size), out->size};
    *identity = made;
    made = NULL;
    return OK;
}

void
xades_identity_free(struct xades_identity *identity)
{
    if (identity == NULL)
        return;
    certificate_free(identity->certificate);
    arena_free(identity->arena);
    free(identity);
}

const struct certificate *
xades_identity_certificate(const struct xades_identity *identity)
{
    return identity->certificate;
}
