/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/manifest.h"

#include "verify/signature.h"

static const char *
name_of(enum xades_paper paper)
{
    return paper == PAPER_FREEZE ? "Văn bản chốt năm học" : "Bảng kê học bạ của lớp";
}

static enum status
read_signature(const struct xml_document *xml, enum xades_paper paper, struct verify_cache *cache,
               struct xades_signature *signature, struct signature_chain *chain, struct error *err)
{
    struct digester digester = {.xml = xml};
    struct xades_place place;

    TRY(xades_find_paper_place(xml, paper, &place, err));
    TRY(xades_read(xml, &place, NULL, 0, signature, err));
    if (!signature_digests_match(signature, &digester))
        return fail(err, UNTRUSTED, "%s đã bị thay đổi sau khi ký.", name_of(paper));
    signature_read_chain(signature, cache, chain);
    return signature_check_value(signature, chain, err);
}

static enum status
check_signature(const struct xml_document *xml, enum xades_paper paper, struct arena *arena,
                struct digest *signer, struct error *err)
{
    AUTO(verify_cache) *cache = verify_cache_new();
    struct xades_signature *signature = arena_make(arena, struct xades_signature);
    struct signature_chain chain;

    TRY(read_signature(xml, paper, cache, signature, &chain, err));
    *signer = chain.leaf->certificate->sha256;
    return OK;
}

enum status
paper_judge(struct span file, enum xades_paper paper, const struct anchors *anchors,
            struct arena *arena, struct error *err)
{
    AUTO(verify_cache) *cache = verify_cache_new();
    struct xades_signature *signature = arena_make(arena, struct xades_signature);
    struct signature_chain chain;
    struct xml_document xml;
    const char *reason;

    TRY(xml_scan(file, paper == PAPER_FREEZE ? FREEZE_FILE_MAX : MANIFEST_FILE_MAX, arena, &xml,
                 err));
    TRY(read_signature(&xml, paper, cache, signature, &chain, err));
    switch (signature_check_path(signature, &chain, anchors, signature->time.seconds, cache, arena,
                                 &reason)) {
    case CHECK_YES: return OK;
    case CHECK_NO: return fail(err, UNTRUSTED, "%s không đáng tin: %s", name_of(paper), reason);
    default: return fail(err, UNDECIDED, "Chưa thể tin %s: %s", name_of(paper), reason);
    }
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
