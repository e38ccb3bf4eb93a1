/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/handles.h"

#include <openssl/err.h>
#include <openssl/pem.h>

enum status
private_key_parse_pem(struct span pem, const struct secret *passphrase, struct private_key **key,
                      struct error *err)
{
    if (pem.size > KEY_PEM_MAX)
        return fail(err, INVALID, "Tệp khóa lớn quá %d byte.", KEY_PEM_MAX);
    LIBRARY(BIO) *reader = library_reader(pem);
    library_must("out of memory", reader);
    ERR_clear_error();
    EVP_PKEY *pkey =
        PEM_read_bio_PrivateKey(reader, NULL, library_passphrase, (void *)(uintptr_t)passphrase);
    if (pkey != NULL)
        return private_key_adopt(pkey, key, err);
    bool encrypted = memmem(pem.data, pem.size, "ENCRYPTED", 9) != NULL;
    fail(err, encrypted ? DENIED : INVALID,
         encrypted ? "Mật khẩu của khóa không đúng." : "Tệp không chứa khóa bí mật dạng PEM.");
    return library_detail(err);
}

enum status
private_key_write_pem(const struct private_key *key, const struct secret *passphrase,
                      struct buffer *out, struct error *err)
{
    LIBRARY(BIO) *writer = BIO_new(BIO_s_mem());
    library_must("out of memory", writer);
    const unsigned char *text = (const unsigned char *)secret_text(passphrase);
    if (PEM_write_bio_PKCS8PrivateKey(writer, private_key_handle(key), EVP_aes_256_cbc(),
                                      (const char *)text, (int)secret_size(passphrase), NULL,
                                      NULL) != 1) {
        fail(err, UNAVAILABLE, "Không ghi được khóa: thư viện mật mã không sẵn sàng.");
        return library_detail(err);
    }
    char *bytes;
    long size = BIO_get_mem_data(writer, &bytes);
    buffer_add(out, bytes, (size_t)size);
    return OK;
}
