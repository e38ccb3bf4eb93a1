/* SPDX-License-Identifier: Apache-2.0
 *
 * RFC 7512 URIs, read by p11-kit.
 */
#ifndef HOCBA_SIGNER_TOKEN_URI_H
#define HOCBA_SIGNER_TOKEN_URI_H

#include "signers/pkcs11_token.h"

struct token_uri;

/* USAGE: not such a URI, one without module-path, or with what we cannot look at (object, model,
 * library-*, slot-*). */
MUST_CHECK enum status token_uri_parse(const char *text, struct token_uri **uri, struct error *err);
void token_uri_free(struct token_uri *uri); /* NULL is a no-op */
DEFINE_AUTO(token_uri)
const char *token_uri_module(const struct token_uri *uri);
bool token_uri_fits(struct token_uri *uri, const struct token_certificate *certificate);

#endif
