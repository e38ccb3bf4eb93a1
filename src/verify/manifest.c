/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/manifest.h"

#include "verify/signature.h"

static enum status
check_signature(const struct xml_document *xml, enum xades_paper paper, struct arena *arena,
                struct digest *signer, struct error *err)
{
    AUTO(verify_cache) *cache = verify_cache_new();
    struct xades_signature *signature = arena_make(arena, struct xades_signature);
    struct digester digester = {.xml = xml};
    struct signature_chain chain;
    struct xades_place place;

    TRY(xades_find_paper_place(xml, paper, &place, err));
    TRY(xades_read(xml, &place, NULL, 0, signature, err));
    if (!signature_digests_match(signature, &digester))
        return fail(err, UNTRUSTED, "%s đã bị thay đổi sau khi ký.",
                    paper == PAPER_FREEZE ? "Văn bản chốt năm học" : "Bảng kê học bạ của lớp");
    signature_read_chain(signature, cache, &chain);
    TRY(signature_check_value(signature, &chain, err));
    *signer = chain.leaf->certificate->sha256;
    return OK;
}

enum status
manifest_read(struct span file, struct arena *arena, struct manifest_data *data,
              struct digest *signer, struct error *err)
{
    struct xml_document xml;

    TRY(xml_scan(file, MANIFEST_FILE_MAX, arena, &xml, err));
    TRY(manifest_xml_read(&xml, arena, data, err));
    return check_signature(&xml, PAPER_MANIFEST, arena, signer, err);
}

enum status
freeze_read(struct span file, struct arena *arena, struct freeze_data *data, struct digest *signer,
            struct error *err)
{
    struct xml_document xml;

    TRY(xml_scan(file, FREEZE_FILE_MAX, arena, &xml, err));
    TRY(freeze_xml_read(&xml, arena, data, err));
    return check_signature(&xml, PAPER_FREEZE, arena, signer, err);
}
