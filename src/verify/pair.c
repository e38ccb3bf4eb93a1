/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/pair.h"

static enum status
read_signature(struct pair_reading *reading, const struct xades_place *place, const char *what,
               struct error *err)
{
    size_t number = reading->count;
    struct xades_signature *signature = &reading->signatures[number];

    TRY(xades_read(&reading->xml, place, reading->signatures, number, signature, err));
    if (!signature_digests_match(signature, &reading->digester))
        return fail(err, UNTRUSTED, "%s đã bị thay đổi sau khi ký.", what);
    signature_read_chain(signature, reading->cache, &reading->chains[number]);
    TRY(signature_check_value(signature, &reading->chains[number], err));
    reading->count++;
    return OK;
}

enum status
pair_read(struct pair_reading *reading, enum xades_pair pair, const char *what, struct error *err)
{
    struct xades_place places[PAIR_SIGNATURES];
    size_t count;

    reading->digester = (struct digester){.xml = &reading->xml};
    TRY(xades_find_pair_places(&reading->xml, pair, places, &count, err));
    for (size_t i = 0; i < count; i++)
        TRY(read_signature(reading, &places[i], what, err));
    return OK;
}

struct pair_signer
pair_signer_of(const struct pair_reading *reading, size_t number)
{
    const struct certificate *certificate = reading->chains[number].leaf->certificate;
    struct pair_signer signer = {.certificate = certificate->sha256,
                                 .at = reading->signatures[number].time,
                                 .name = certificate->common_name
                                             ? arena_text(reading->arena, certificate->common_name)
                                             : ""};
    struct digest key = certificate_key_id(certificate);

    memcpy(signer.kid, key.bytes, sizeof signer.kid);
    return signer;
}
