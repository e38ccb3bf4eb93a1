/* SPDX-License-Identifier: Apache-2.0
 *
 * CMS SignedData (RFC 5652), read strictly where it stands: DER, one SignerInfo, no CRLs, every
 * signed attribute at most once, content-type, message-digest and the signing certificate
 * (ESSCertIDv2, RFC 5035; version 1 only as an identifier) present, the attributes in DER order,
 * nothing after the last byte.  A reader of this kind has no use for the certificates in it but
 * looking them up by hash: they are not signed.
 *
 * Everything points into the bytes given, which must stay.
 */
#ifndef HOCBA_CRYPTO_CMS_H
#define HOCBA_CRYPTO_CMS_H

#include "crypto/algorithm.h"
#include "crypto/certificate.h"

enum {
    CMS_MAX = 64 * 1024,
    CMS_CERTIFICATES_MAX = 8,
    CMS_ATTRIBUTES_MAX = 16,
    CMS_ATTRIBUTES_SIZE_MAX = 4096,
};

/* The OID octets of id-data. */
#define CMS_DATA ((struct span){"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01", 9})

struct cms {
    struct span content_type;                       /* OID octets */
    struct span content;                            /* eContent's octets; data NULL when detached */
    struct span certificates[CMS_CERTIFICATES_MAX]; /* DER, of unknown worth */
    size_t certificate_count;
    struct span sid_issuer, sid_serial; /* issuerAndSerialNumber: Name and INTEGER in DER */
    struct span sid_key_id;             /* or subjectKeyIdentifier */
    enum hash_kind hash;                /* of the content */
    struct span attributes;             /* the signed attributes with their header [0] */
    struct span message_digest;
    enum hash_kind certificate_hash_kind; /* of the signing certificate's identifier */
    struct span certificate_hash;
    int64_t signing_time; /* claimed; 0 when absent */
    struct signature_algorithm algorithm;
    struct span signature;
    struct span unsigned_attributes; /* content, data NULL when absent */
};

/* `type`: the OID octets that content-type must have. INVALID with what is wrong. Signed
 * attributes may be missing where `type` is id-data: cms_check_bare() alone takes those. */
MUST_CHECK enum status cms_parse(struct span der, struct span type, struct cms *cms,
                                 struct error *err);
/* The signature is this certificate's over `content` (the detached or the embedded one), and it
 * is the certificate that the signer named.  Says nothing about the certificate's own worth.
 * One public-key operation. UNTRUSTED when not. */
MUST_CHECK enum status cms_check(const struct cms *cms, struct span content,
                                 const struct certificate *signer, enum algorithms allowed,
                                 struct error *err);
/* A signature without signed attributes, over the content itself: it names no certificate but by
 * its serial or key identifier, so nothing of ours accepts one; for test vectors and for telling
 * what a foreign file holds. */
MUST_CHECK enum status cms_check_bare(const struct cms *cms, struct span content,
                                      const struct certificate *signer, enum algorithms allowed,
                                      struct error *err);
/* `certificate` is the one whose hash stands in the signed attributes. */
bool cms_names(const struct cms *cms, const struct certificate *certificate);

#endif
