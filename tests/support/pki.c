/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/pki.h"
#include "crypto/pkcs12.h"

#include <stdio.h>
#include <stdlib.h>

static void
must(enum status status, const struct error *err)
{
    if (status == OK)
        return;
    fprintf(stderr, "test pki: %s [%s]\n", err->message, err->detail);
    abort();
}

struct private_key *
test_key(enum key_kind kind)
{
    struct error err;
    struct private_key *key = NULL;
    must(private_key_make(kind, 2048, &key, &err), &err);
    return key;
}

struct certificate *
test_certificate_copy(const struct certificate *certificate)
{
    struct error err;
    struct certificate *copy = NULL;
    must(certificate_parse(certificate->der, &copy, &err), &err);
    return copy;
}

static struct certificate *
issue(const struct certificate_request *request, const struct private_key *key,
      const struct certificate_issuer *issuer)
{
    struct error err;
    struct certificate *certificate = NULL;
    must(certificate_issue(request, key, issuer, &certificate, &err), &err);
    return certificate;
}

static void
make_authorities(struct test_pki *pki, const char *name, bool training)
{
    char root_name[64], authority_name[64];
    snprintf(root_name, sizeof root_name, "Gốc %s", name);
    snprintf(authority_name, sizeof authority_name, "Nơi cấp %s", name);
    struct certificate_request request = {
        .kind = CERTIFICATE_ROOT,
        .common_name = root_name,
        .organisation = training ? "Đơn vị THỬ NGHIỆM" : "Đơn vị kiểm thử",
        .valid_from = PKI_FROM,
        .valid_to = PKI_TO,
        .training = training,
    };
    pki->root = issue(&request, pki->root_key, NULL);
    request.kind = CERTIFICATE_AUTHORITY;
    request.common_name = authority_name;
    struct certificate_issuer root = {pki->root, pki->root_key};
    pki->authority = issue(&request, pki->authority_key, &root);
}

struct test_pki *
test_pki_new(const char *name, bool training)
{
    struct error err;
    struct test_pki *pki = heap_alloc(sizeof *pki);
    pki->root_key = test_key(KEY_P256);
    pki->authority_key = test_key(KEY_P256);
    make_authorities(pki, name, training);
    pki->root_pem = buffer_new(CERTIFICATE_PEM_MAX);
    certificate_write_pem(pki->root, pki->root_pem);
    must(anchors_parse(buffer_span(pki->root_pem), &pki->anchors, &err), &err);
    return pki;
}

void
test_pki_free(struct test_pki *pki)
{
    if (pki == NULL)
        return;
    anchors_free(pki->anchors);
    buffer_free(pki->root_pem);
    certificate_free(pki->authority);
    certificate_free(pki->root);
    private_key_free(pki->authority_key);
    private_key_free(pki->root_key);
    free(pki);
}

static struct certificate_chain *
chain_for(const struct test_pki *pki, const struct certificate_request *request,
          const struct private_key *key)
{
    struct certificate_request whole = *request;
    if (whole.valid_from == 0)
        whole.valid_from = PKI_FROM;
    if (whole.valid_to == 0)
        whole.valid_to = PKI_TO;
    struct certificate_issuer issuer = {pki->authority, pki->authority_key};
    struct certificate_chain *chain = certificate_chain_new();
    certificate_chain_add(chain, issue(&whole, key, &issuer));
    certificate_chain_add(chain, test_certificate_copy(pki->authority));
    return chain;
}

struct test_evidence_maker *
test_evidence_maker_new(const struct test_pki *pki, enum key_kind kind, enum certificate_kind what)
{
    struct test_evidence_maker *maker = heap_alloc(sizeof *maker);
    struct certificate_issuer authority = {pki->authority, pki->authority_key};
    struct certificate_request request = {.kind = what,
                                          .common_name = "Nơi cấp bằng chứng",
                                          .valid_from = PKI_FROM,
                                          .valid_to = PKI_TO};

    maker->key = test_key(kind);
    maker->certificate = issue(&request, maker->key, &authority);
    maker->issuer = (struct certificate_issuer){maker->certificate, maker->key};
    return maker;
}

void
test_evidence_maker_free(struct test_evidence_maker *maker)
{
    if (!maker)
        return;
    certificate_free(maker->certificate);
    private_key_free(maker->key);
    free(maker);
}

struct signer *
test_pki_signer(const struct test_pki *pki, enum key_kind kind,
                const struct certificate_request *request)
{
    struct error err;
    struct signer *signer = NULL;
    struct private_key *key = test_key(kind);
    must(signer_of_key(key, chain_for(pki, request, key), &signer, &err), &err);
    return signer;
}

struct signer *
test_pki_person(const struct test_pki *pki, enum key_kind kind, const char *name,
                const char *number)
{
    return test_pki_signer(pki, kind,
                           &(struct certificate_request){.kind = CERTIFICATE_PERSON,
                                                         .common_name = name,
                                                         .person_number = number});
}

struct signer *
test_pki_seal(const struct test_pki *pki, enum key_kind kind, const char *name,
              const char *school_code)
{
    return test_pki_signer(pki, kind,
                           &(struct certificate_request){.kind = CERTIFICATE_ORGANISATION,
                                                         .common_name = name,
                                                         .organisation = name,
                                                         .tax_code = "5700000001",
                                                         .school_code = school_code});
}

struct buffer *
test_pki_pkcs12(const struct test_pki *pki, enum key_kind kind,
                const struct certificate_request *request, const char *passphrase)
{
    struct error err;
    AUTO(private_key) *key = test_key(kind);
    AUTO(certificate_chain) *chain = chain_for(pki, request, key);
    AUTO(secret) *secret = secret_copy(passphrase, strlen(passphrase));
    struct buffer *out = buffer_new(PKCS12_MAX);
    must(pkcs12_write(key, chain, request->common_name, secret, out, &err), &err);
    return out;
}
