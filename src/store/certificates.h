/* SPDX-License-Identifier: Apache-2.0
 *
 * Registered certificates of people and units, and the append-only events (registered, approved,
 * refused, withdrawn) from which the present state follows.  CV2088 III.1: a school's certificate
 * is good for issuing only after the department approved it.
 */
#ifndef HOCBA_STORE_CERTIFICATES_H
#define HOCBA_STORE_CERTIFICATES_H

#include "store/store.h"

#define CERTIFICATE_REGISTERED "registered"
#define CERTIFICATE_APPROVED   "approved"
#define CERTIFICATE_REFUSED    "refused"
#define CERTIFICATE_WITHDRAWN  "withdrawn"

struct stored_certificate {
    const char *id;     /* UUID */
    const char *sha256; /* lower-case hex of the DER; unique */
    struct span der;
    const char *person;  /* holder: a person's id, or ... */
    const char *unit;    /* ... a unit's (its seal); exactly one is not NULL */
    const char *subject; /* for people to read */
    struct moment not_before, not_after;
    const char *storage;  /* "PKCS12" "USB_TOKEN" "REMOTE_SIGNING" */
    const char *provider; /* issuer's short name; NULL: none */
    const char *state;    /* read only: the last event */
    const char *place;    /* read only: the unit, or the person's; where rights are asked */
};

struct stored_certificates {
    LIST(struct stored_certificate) list;
};

struct certificate_event {
    int64_t number;
    const char *certificate; /* id */
    const char *event;
    struct moment at;
    const char *by, *reason;
};

struct certificate_events {
    LIST(struct certificate_event) list;
};

/* A signature by the certificate's key over the SHA-256 of a challenge of this instance. */
struct certificate_proof {
    const char *certificate; /* id */
    const char *statement;   /* the challenge, as it was signed */
    struct span signature;
    struct moment at;
    const char *by;
};

/* Adds it with its event "registered". CONFLICT: that certificate is registered already. */
MUST_CHECK enum status store_add_certificate(struct store *store,
                                             const struct stored_certificate *certificate,
                                             const struct stamp *stamp, struct error *err);
/* The reason is the stamp's source. */
MUST_CHECK enum status store_add_certificate_event(struct store *store, const char *certificate,
                                                   const char *event, const struct stamp *stamp,
                                                   struct error *err);
MUST_CHECK enum status store_find_certificate(struct store *store, const char *id,
                                              struct arena *arena,
                                              struct stored_certificate *certificate,
                                              struct error *err);
MUST_CHECK enum status store_find_certificate_by_sha256(struct store *store, const char *sha256,
                                                        struct arena *arena,
                                                        struct stored_certificate *certificate,
                                                        struct error *err);
/* NULL: any. Holders that are people of a unit are found by `of_unit` too. By not_before. */
MUST_CHECK enum status store_list_certificates(struct store *store, const char *person,
                                               const char *of_unit, struct arena *arena,
                                               struct stored_certificates *certificates,
                                               struct error *err);
/* In order of entry. */
MUST_CHECK enum status store_list_certificate_events(struct store *store, const char *certificate,
                                                     struct arena *arena,
                                                     struct certificate_events *events,
                                                     struct error *err);

MUST_CHECK enum status store_add_certificate_proof(struct store *store, const char *certificate,
                                                   const char *statement, struct span signature,
                                                   const struct stamp *stamp, struct error *err);
/* The newest; *found false: there is none. */
MUST_CHECK enum status store_find_certificate_proof(struct store *store, const char *certificate,
                                                    struct arena *arena,
                                                    struct certificate_proof *proof, bool *found,
                                                    struct error *err);

#endif
