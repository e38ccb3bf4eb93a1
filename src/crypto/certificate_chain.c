/* SPDX-License-Identifier: Apache-2.0 */
#include "base/encode.h"
#include "crypto/handles.h"

#include <stdlib.h>

#include <openssl/err.h>
#include <openssl/pem.h>

/* True at the ordinary end of a PEM text: no further BEGIN line. */
static bool
at_end(void)
{
    unsigned long code = ERR_peek_last_error();
    return ERR_GET_LIB(code) == ERR_LIB_PEM && ERR_GET_REASON(code) == PEM_R_NO_START_LINE;
}

enum status
certificate_next_pem(BIO *reader, struct certificate **certificate, struct error *err)
{
    for (;;) {
        char *name = NULL, *header = NULL;
        unsigned char *data = NULL;
        long size = 0;
        ERR_clear_error();
        if (PEM_read_bio(reader, &name, &header, &data, &size) != 1) {
            enum status status = at_end() ? NOT_FOUND : INVALID;
            fail(err, status, "Không tìm thấy chứng thư số dạng PEM hoặc tệp bị hỏng.");
            return library_detail(err);
        }
        bool wanted = strcmp(name, PEM_STRING_X509) == 0;
        enum status status = OK;
        if (wanted)
            status = certificate_parse((struct span){(const char *)data, (size_t)size}, certificate,
                                       err);
        OPENSSL_free(name);
        OPENSSL_free(header);
        OPENSSL_clear_free(data, (size_t)size); /* a skipped block may be a private key */
        if (wanted)
            return status;
    }
}

enum status
certificate_parse_pem(struct span pem, struct certificate **certificate, struct error *err)
{
    if (pem.size > CERTIFICATE_PEM_MAX)
        return fail(err, INVALID, "Tệp chứng thư số lớn quá %d byte.", CERTIFICATE_PEM_MAX);
    LIBRARY(BIO) *reader = library_reader(pem);
    library_must("out of memory", reader);
    enum status status = certificate_next_pem(reader, certificate, err);
    if (status == NOT_FOUND)
        err->status = status = INVALID;
    return status;
}

void
certificate_write_pem(const struct certificate *certificate, struct buffer *out)
{
    AUTO(arena) *arena = arena_new();
    const char *text = base64_write(arena, certificate->der.data, certificate->der.size);
    size_t size = strlen(text);
    buffer_text(out, "-----BEGIN CERTIFICATE-----\n");
    for (size_t at = 0; at < size; at += 64) {
        buffer_add(out, text + at, size - at < 64 ? size - at : 64);
        buffer_char(out, '\n');
    }
    buffer_text(out, "-----END CERTIFICATE-----\n");
}

struct certificate_chain *
certificate_chain_new(void)
{
    return heap_alloc(sizeof(struct certificate_chain));
}

void
certificate_chain_free(struct certificate_chain *chain)
{
    if (chain == NULL)
        return;
    for (size_t i = 0; i < chain->count; i++)
        certificate_free(chain->items[i]);
    free(chain);
}

bool
certificate_chain_add(struct certificate_chain *chain, struct certificate *certificate)
{
    if (chain->count == CHAIN_MAX)
        return false;
    chain->items[chain->count++] = certificate;
    return true;
}

enum status
certificate_chain_parse_pem(struct span pem, struct certificate_chain **chain, struct error *err)
{
    if (pem.size > CERTIFICATE_PEM_MAX)
        return fail(err, INVALID, "Tệp chứng thư số lớn quá %d byte.", CERTIFICATE_PEM_MAX);
    LIBRARY(BIO) *reader = library_reader(pem);
    library_must("out of memory", reader);
    AUTO(certificate_chain) *made = certificate_chain_new();
    for (;;) {
        AUTO(certificate) *next = NULL;
        enum status status = certificate_next_pem(reader, &next, err);
        if (status == NOT_FOUND && made->count > 0)
            break;
        if (status != OK) {
            err->status = INVALID;
            return INVALID;
        }
        if (!certificate_chain_add(made, next))
            return fail(err, INVALID, "Tệp có nhiều hơn %d chứng thư số.", CHAIN_MAX);
        next = NULL;
    }
    *chain = made;
    made = NULL;
    return OK;
}
