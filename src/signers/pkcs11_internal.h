/* SPDX-License-Identifier: Apache-2.0
 *
 * What pkcs11_token.c and pkcs11_session.c share.
 */
#ifndef HOCBA_SIGNERS_PKCS11_INTERNAL_H
#define HOCBA_SIGNERS_PKCS11_INTERNAL_H

#include <p11-kit/pkcs11.h>

#include "signers/pkcs11_token.h"

struct pkcs11 {
    void *library;
    CK_FUNCTION_LIST *call;
    bool initialised; /* by us, so finalised by us */
};

/* A fixed PKCS#11 text without its trailing blanks; `text` has size + 1. */
void token_text(char *text, const unsigned char *fixed, size_t size);
/* The sentence for what the module answered. */
enum token_trouble token_fail(CK_RV answer, struct error *err);

#endif
