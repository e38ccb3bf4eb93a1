/* SPDX-License-Identifier: Apache-2.0 */
#include "signer/token_uri.h"

#include <stdlib.h>

#include <p11-kit/uri.h>

struct token_uri {
    P11KitUri *uri;
};

void
token_uri_free(struct token_uri *uri)
{
    if (!uri)
        return;
    p11_kit_uri_free(uri->uri);
    free(uri);
}

/* A part of the URI that would be passed over in silence must not be there. */
static bool
asks_too_much(P11KitUri *uri)
{
    const CK_TOKEN_INFO *token = p11_kit_uri_get_token_info(uri);
    const CK_INFO *module = p11_kit_uri_get_module_info(uri);
    const CK_SLOT_INFO *slot = p11_kit_uri_get_slot_info(uri);

    return p11_kit_uri_any_unrecognized(uri) || p11_kit_uri_get_attribute(uri, CKA_LABEL) ||
           token->model[0] || module->libraryDescription[0] || module->manufacturerID[0] ||
           slot->slotDescription[0] || slot->manufacturerID[0] ||
           p11_kit_uri_get_slot_id(uri) != (CK_SLOT_ID)-1;
}

enum status
token_uri_parse(const char *text, struct token_uri **uri, struct error *err)
{
    AUTO(token_uri) *read = heap_alloc(sizeof *read);

    *read = (struct token_uri){p11_kit_uri_new()};
    if (p11_kit_uri_parse(text, P11_KIT_URI_FOR_ANY, read->uri) != P11_KIT_URI_OK)
        return fail(err, USAGE,
                    "Đây không phải địa chỉ của thẻ. Hãy ghi như "
                    "pkcs11:token=TÊN?module-path=THƯ_VIỆN.so.");
    if (!p11_kit_uri_get_module_path(read->uri))
        return fail(err, USAGE,
                    "Địa chỉ của thẻ thiếu thư viện của nhà cung cấp: thêm "
                    "?module-path=ĐƯỜNG_DẪN vào cuối.");
    if (asks_too_much(read->uri))
        return fail(err, USAGE,
                    "Địa chỉ của thẻ chỉ nhận token, manufacturer, serial, id và module-path.");
    *uri = read;
    read = NULL;
    return OK;
}

const char *
token_uri_module(const struct token_uri *uri)
{
    return p11_kit_uri_get_module_path(uri->uri);
}

/* PKCS#11's texts are padded with blanks. */
static void
pad(unsigned char *fixed, size_t size, const char *text)
{
    for (size_t i = 0; i < size; i++)
        fixed[i] = *text ? (unsigned char)*text++ : ' ';
}

bool
token_uri_fits(struct token_uri *uri, const struct token_certificate *certificate)
{
    const CK_ATTRIBUTE *id = p11_kit_uri_get_attribute(uri->uri, CKA_ID);
    CK_TOKEN_INFO token = {0};

    pad(token.label, sizeof token.label, certificate->label);
    pad(token.manufacturerID, sizeof token.manufacturerID, certificate->maker);
    pad(token.serialNumber, sizeof token.serialNumber, certificate->serial);
    if (!p11_kit_uri_match_token_info(uri->uri, &token))
        return false;
    return !id || (id->ulValueLen == certificate->id_size &&
                   memcmp(id->pValue, certificate->id, id->ulValueLen) == 0);
}
