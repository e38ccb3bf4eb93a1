/* SPDX-License-Identifier: Apache-2.0
 *
 * Why a foreign signature is refused: each rule with a key for machines (and for the tables of
 * vectors in docs/) and a sentence for people.  An error of these files carries the key as its
 * detail.
 */
#ifndef HOCBA_SIGN_FOREIGN_RULE_H
#define HOCBA_SIGN_FOREIGN_RULE_H

#include "base/error.h"

enum foreign_rule {
    RULE_STRUCTURE,    /* not a ds:Signature of the schema, or a comment in a value */
    RULE_LIMIT,        /* over a ceiling */
    RULE_C14N,         /* CanonicalizationMethod or a transform of canonical XML that we lack */
    RULE_ALGORITHM,    /* a signature or digest method that is not accepted */
    RULE_SHA1,         /* broken */
    RULE_OTHER_HASH,   /* SHA-224, SHA-3: fine, but nobody's profile here */
    RULE_HMAC,         /* a shared secret proves nothing about who signed */
    RULE_DSA,          /* withdrawn (FIPS 186-5) */
    RULE_TRANSFORM,    /* a transform that is not accepted, or in an order that makes no sense */
    RULE_XSLT,         /* a program in the document */
    RULE_XPATH,        /* XPath beyond the part of xml/node_set.h */
    RULE_EXTERNAL_URI, /* something outside the document */
    RULE_NO_TARGET,    /* no element has that Id */
    RULE_EMPTY,        /* what is covered is empty or cannot be written canonically */
    RULE_NO_CERTIFICATE,
    RULE_KEY_VALUE, /* a bare key says nothing about whose it is */
    RULE_WEAK_KEY,
    RULE_KEY_KIND,
    RULE_OTHER_CERTIFICATE, /* the method is not of the key's kind */
    RULE_DIGEST,            /* what is covered has changed */
    RULE_VALUE,             /* the value is not the key's */
    RULE_COUNT
};

const char *foreign_rule_key(enum foreign_rule rule);
const char *foreign_rule_sentence(enum foreign_rule rule);
/* INVALID with the rule's sentence and key. */
void foreign_refusal_fill(struct error *err, enum foreign_rule rule);
static inline enum status
foreign_refuse(struct error *err, enum foreign_rule rule)
{
    foreign_refusal_fill(err, rule);
    return INVALID;
}

#endif
