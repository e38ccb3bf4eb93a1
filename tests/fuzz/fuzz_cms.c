/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as CMS SignedData: what was read lies within them, and nothing is signed by a key that
 * was thrown away.
 */
#include <stdint.h>

#include "crypto/cms.h"
#include "tests/fuzz/anchor.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool holds)
{
    if (!holds)
        __builtin_trap();
}

static void
must_lie_within(struct span part, struct span whole)
{
    must(part.data == NULL || (part.data >= whole.data && part.size <= whole.size &&
                               part.data + part.size <= whole.data + whole.size));
}

static void
check_parts(const struct cms *cms, struct span whole)
{
    const struct span parts[] = {
        cms->content,        cms->sid_issuer,       cms->sid_serial,
        cms->sid_key_id,     cms->attributes,       cms->signature,
        cms->message_digest, cms->certificate_hash, cms->unsigned_attributes};
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        must_lie_within(parts[i], whole);
    must(cms->certificate_count <= CMS_CERTIFICATES_MAX);
    must(cms->attributes.size <= CMS_ATTRIBUTES_SIZE_MAX);
    if (cms->attributes.data != NULL)
        must(cms->message_digest.size == hash_size(cms->hash) && cms->certificate_hash.size > 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct certificate *root;
    struct span bytes = {(const char *)data, size};
    struct cms cms;
    struct error err = {0};

    if (root == NULL)
        must(certificate_parse_pem(SPAN(FUZZ_ANCHOR), &root, &err) == OK);
    if (cms_parse(bytes, CMS_DATA, &cms, &err) != OK) {
        must(err.message[0] != 0);
        return 0;
    }
    check_parts(&cms, bytes);
    must(cms_check(&cms, cms.content, root, ALGORITHMS_STRICT, &err) == UNTRUSTED);
    must(cms_check_bare(&cms, cms.content, root, ALGORITHMS_STRICT, &err) == UNTRUSTED);
    return 0;
}
