/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside signing: one signature of one record, before and after the key.  Nobody else includes
 * this.
 */
#ifndef HOCBA_SERVICE_SIGN_STEP_H
#define HOCBA_SERVICE_SIGN_STEP_H

#include "service/sign_right.h"
#include "sign/xades_write.h"

/* What all signatures of one command share. */
struct signing {
    struct app *app;
    const struct sign_order *order;
    struct batch *batch;
    struct school_class class;
    struct year_rules rules;
    struct sign_right right;
    const struct xades_identity *identity;
};

struct sign_step {
    const struct record_row *row;
    const char *subject; /* NULL but of a subject teacher */
    bool already; /* this role (and subject) signed before, or the record has no such subject */
    struct span document;
    const char *from, *to; /* states */
    const char *notice;    /* for the outcome; NULL: none */
    const char *batch;     /* the open batch's item that ends with the signature; NULL: none */
    size_t place;
};

/* Class, year and right; `identity` stays the caller's. */
MUST_CHECK enum status signing_begin(struct signing *signing, const struct xades_identity *identity,
                                     struct error *err);
/* May it be signed now? The reasons why not are the record's own. */
MUST_CHECK enum status sign_step_check(const struct signing *signing, const struct record_row *row,
                                       const char *subject, struct sign_step *step,
                                       struct error *err);
/* Keep the signed document: only if nobody changed it since. */
MUST_CHECK enum status sign_step_keep(const struct signing *signing, const struct sign_step *step,
                                      struct span document, struct moment at, struct error *err);
/* Tokens and openssl give ECDSA as DER; XMLDSig wants r||s. */
MUST_CHECK enum status sign_plain_value(struct app *app, const struct xades_identity *identity,
                                        struct span *value, struct error *err);

#endif
