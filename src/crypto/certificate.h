/* SPDX-License-Identifier: Apache-2.0
 *
 * X.509 certificates (RFC 5280), read strictly: one DER value, no bytes after it, a ceiling on its
 * size, a key that crypto/key.h accepts.  A certificate is immutable after parsing and may be read
 * by several threads; it lives until certificate_free().
 *
 * Who the subject is stands in its UID attributes (0.9.2342.19200300.100.1.1), as Vietnamese
 * providers write them: "CCCD:<12 digits>" for a person, "MST:<tax code>" for an organisation; our
 * demo adds "MATRUONG:<school code>" and "MASOGD:<department code>".
 */
#ifndef HOCBA_CRYPTO_CERTIFICATE_H
#define HOCBA_CRYPTO_CERTIFICATE_H

#include "crypto/key.h"

enum {
    CERTIFICATE_DER_MAX = 8 * 1024,
    CERTIFICATE_PEM_MAX = 64 * 1024, /* of a file with one or several certificates */
    CERTIFICATE_POLICIES_MAX = 8,
    CERTIFICATE_URL_MAX = 512,
    CHAIN_MAX = 8, /* certificates from the signer's to the root's, both counted */
};

/* Bits of the keyUsage extension that matter here. */
enum {
    USAGE_DIGITAL_SIGNATURE = 1,
    USAGE_NON_REPUDIATION = 2,
    USAGE_CERT_SIGN = 4,
    USAGE_ABSENT = 8, /* the certificate has no keyUsage extension */
    USAGE_CRL_SIGN = 16,
};

/* Bits of the extendedKeyUsage extension. */
enum {
    EXTENDED_TIME_STAMPING = 1,
    EXTENDED_OCSP_SIGNING = 2,
    EXTENDED_ANY = 4,
    EXTENDED_OTHER = 8, /* some purpose that is none of the above */
    EXTENDED_ABSENT = 16,
    EXTENDED_CRITICAL = 32,
};

struct certificate {
    struct span der;
    struct digest sha256;        /* of the DER: the certificate's identity */
    const char *subject;         /* RFC 4514, UTF-8: what X509SubjectName holds */
    const char *issuer;          /* RFC 4514 */
    const char *common_name;     /* of the subject; "" when it has none */
    const char *organisation;    /* of the subject, or NULL */
    const char *issuer_name;     /* the issuer's commonName, or its whole name */
    const char *person_number;   /* after "CCCD:", 12 digits, or NULL */
    const char *tax_code;        /* after "MST:", or NULL */
    const char *school_code;     /* after "MATRUONG:", or NULL */
    const char *department_code; /* after "MASOGD:", or NULL */
    const char *serial_hex;
    struct span issuer_der, serial_der; /* Name and INTEGER as encoded, for IssuerSerialV2 */
    int64_t not_before, not_after;      /* seconds since 1970, both inclusive */
    unsigned usage;                     /* USAGE_* */
    unsigned extended;                  /* EXTENDED_* */
    bool is_ca;                         /* basicConstraints CA:TRUE */
    bool is_self_issued;                /* subject and issuer are the same name */
    bool is_training;                   /* carries the training policy: certificate_is_training() */
    const char *policies[CERTIFICATE_POLICIES_MAX]; /* OIDs, dotted */
    size_t policy_count;
    const struct public_key *key;
    struct span subject_der;  /* Name as encoded */
    struct span key_bits;     /* of subjectPublicKey: what OCSP's issuerKeyHash hashes */
    struct span key_id;       /* subjectKeyIdentifier; data NULL: none */
    bool no_revocation_check; /* id-pkix-ocsp-nocheck: of an OCSP responder */
    const char *ocsp_url;     /* authorityInfoAccess: the first http OCSP address, or NULL */
    const char *issuer_url;   /* the first http address of the issuer's certificate, or NULL */
    const char *crl_url;      /* cRLDistributionPoints: the first http address, or NULL */
};

/* Parse one DER certificate; INVALID with what is wrong. */
MUST_CHECK enum status certificate_parse(struct span der, struct certificate **certificate,
                                         struct error *err);
/* The first CERTIFICATE block of a PEM text. */
MUST_CHECK enum status certificate_parse_pem(struct span pem, struct certificate **certificate,
                                             struct error *err);
void certificate_free(struct certificate *certificate); /* NULL is a no-op */
DEFINE_AUTO(certificate)
/* Append as PEM. */
void certificate_write_pem(const struct certificate *certificate, struct buffer *out);
/* SHA-256 of the key's SubjectPublicKeyInfo: survives a renewal with the same key. */
struct digest certificate_key_id(const struct certificate *certificate);
/* Issued by a demo or training PKI of this program: policy OID CERTIFICATE_TRAINING_POLICY. */
bool certificate_is_training(const struct certificate *certificate);
/* "person_number", tax, school or department code, whichever comes first; NULL when none. */
const char *certificate_number(const struct certificate *certificate);

/* The policy OID of training certificates: an UUID of ours below 2.25 (ITU-T X.667). */
#define CERTIFICATE_TRAINING_POLICY "2.25.292066920722057719114183221734775250811"

/* A signer's certificate and those above it, the signer's first; owns them. */
struct certificate_chain {
    struct certificate *items[CHAIN_MAX];
    size_t count;
};

struct certificate_chain *certificate_chain_new(void);
void certificate_chain_free(struct certificate_chain *chain); /* NULL is a no-op */
DEFINE_AUTO(certificate_chain)
/* Take over `certificate`; false (and it stays the caller's) when the chain is full. */
bool certificate_chain_add(struct certificate_chain *chain, struct certificate *certificate);
/* Every CERTIFICATE block of a PEM text, in its order. */
MUST_CHECK enum status
certificate_chain_parse_pem(struct span pem, struct certificate_chain **chain, struct error *err);

#endif
