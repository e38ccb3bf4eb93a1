/* SPDX-License-Identifier: Apache-2.0
 *
 * One token, named by an RFC 7512 URI such as
 *
 *     pkcs11:token=HOA;serial=0123;id=%01?module-path=/usr/lib/softhsm/libsofthsm2.so
 *
 * `token`, `manufacturer`, `serial` and `id` choose among the certificates that have a key to sign
 * with; whatever is left out fits.  The login is one for the process, a session is one thread's.
 */
#ifndef HOCBA_SIGNER_TOKEN_H
#define HOCBA_SIGNER_TOKEN_H

#include "crypto/certificate.h"
#include "signers/pkcs11_token.h"

struct token;

/* Load the module and find the certificate.  USAGE: no such URI, or without a module; NOT_FOUND: no
 * token with such a certificate; CONFLICT: several; DENIED: its PIN is locked.  `issuers`: PEM with
 * issuers that the token does not hold; data NULL: none. */
MUST_CHECK enum status token_find(const char *uri, struct span issuers, struct token **token,
                                  struct error *err);
void token_free(struct token *token); /* NULL is a no-op */
DEFINE_AUTO(token)

const char *token_place(const struct token *token); /* for people: which token */
/* The PIN is typed at the reader, or in a window of the provider's. */
bool token_asks_itself(const struct token *token);
/* What to say before the PIN is typed when few tries are left; NULL: nothing. */
const char *token_warning(const struct token *token);
/* Takes `pin` over (NULL where the token asks itself), also on failure. DENIED: wrong or locked. */
MUST_CHECK enum status token_enter(struct token *token, struct secret *pin, struct error *err);
/* Known after token_enter(). */
bool token_pin_each(const struct token *token);
/* The signer's certificate and its issuers as far as they are known, without the root. */
MUST_CHECK enum status token_chain(const struct token *token, struct certificate_chain **chain,
                                   struct error *err);

/* A session for one thread. */
MUST_CHECK enum status token_take_session(const struct token *token, struct token_session **session,
                                          struct error *err);
MUST_CHECK enum status token_make_signature(const struct token *token,
                                            struct token_session *session,
                                            const struct digest *digest,
                                            struct signature_value *value, struct error *err);

#endif
