/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/cms_envelope.h"

#include "crypto/handles.h"

#include <openssl/cms.h>
#include <openssl/rsa.h>

LIBRARY_DEFINE(CMS_ContentInfo)

static enum status
refuse(struct error *err)
{
    fail(err, INVALID, "Không mã hóa được cho chứng thư của nơi nhận; chưa gửi gì.");
    return library_detail(err);
}

static bool
add_recipient(CMS_ContentInfo *cms, const struct certificate *recipient)
{
    CMS_RecipientInfo *info =
        CMS_add1_recipient_cert(cms, certificate_handle(recipient), CMS_KEY_PARAM);

    if (info == NULL || public_key_kind(recipient->key) != KEY_RSA)
        return info != NULL;
    EVP_PKEY_CTX *context = CMS_RecipientInfo_get0_pkey_ctx(info);
    return context != NULL && EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) > 0 &&
           EVP_PKEY_CTX_set_rsa_oaep_md(context, EVP_sha256()) > 0;
}

enum status
cms_encrypt(struct span plain, const struct certificate *recipient, struct buffer *out,
            struct error *err)
{
    LIBRARY(BIO) *reader = library_reader(plain);
    LIBRARY(CMS_ContentInfo) *cms =
        CMS_encrypt(NULL, NULL, EVP_aes_256_cbc(), CMS_PARTIAL | CMS_BINARY);
    unsigned char *der = NULL;

    if (reader == NULL || cms == NULL || !add_recipient(cms, recipient) ||
        CMS_final(cms, reader, NULL, CMS_BINARY) != 1)
        return refuse(err);
    int size = i2d_CMS_ContentInfo(cms, &der);
    if (size <= 0)
        return refuse(err);
    buffer_add(out, der, (size_t)size);
    OPENSSL_free(der);
    return OK;
}
