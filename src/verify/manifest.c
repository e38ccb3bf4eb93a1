/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/manifest.h"

#include "verify/signature.h"

enum status
manifest_read(struct span file, struct arena *arena, struct manifest_data *data,
              struct digest *signer, struct error *err)
{
    AUTO(verify_cache) *cache = verify_cache_new();
    struct xades_signature *signature = arena_make(arena, struct xades_signature);
    struct signature_chain chain;
    struct xades_place place;
    struct xml_document xml;

    TRY(xml_scan(file, MANIFEST_FILE_MAX, arena, &xml, err));
    TRY(manifest_xml_read(&xml, arena, data, err));
    TRY(xades_find_manifest_place(&xml, &place, err));
    TRY(xades_read(&xml, &place, NULL, 0, signature, err));
    struct digester digester = {.xml = &xml};
    if (!signature_digests_match(signature, &digester))
        return fail(err, UNTRUSTED, "Bảng kê học bạ của lớp đã bị thay đổi sau khi ký.");
    signature_read_chain(signature, cache, &chain);
    TRY(signature_check_value(signature, &chain, err));
    *signer = chain.leaf->certificate->sha256;
    return OK;
}
