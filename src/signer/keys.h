/* SPDX-License-Identifier: Apache-2.0
 *
 * The keys that this process holds: from PKCS#12 files, or on a token.  They are opened at the
 * start and stay until the end; nothing gives a private key out.
 */
#ifndef HOCBA_SIGNER_KEYS_H
#define HOCBA_SIGNER_KEYS_H

#include "crypto/certificate.h"
#include "signer/token.h"
#include "signers/wire.h"

enum { KEYS_MAX = 64 };

struct key {
    struct certificate_chain *chain; /* the signer's first */
    struct private_key *file;        /* this, or */
    struct token *token;             /* this */
    char place[WIRE_PLACE_MAX + 1];
};

struct keys {
    struct key items[KEYS_MAX];
    size_t count;
};

struct keys *keys_new(void);
void keys_free(struct keys *keys); /* NULL is a no-op */
DEFINE_AUTO(keys)

/* DENIED: wrong passphrase; INVALID: no PKCS#12 file, or too many keys. */
MUST_CHECK enum status keys_add_file(struct keys *keys, struct span pkcs12, const char *name,
                                     const struct secret *passphrase, struct error *err);
/* The certificate's token, logged in; takes `token` over, also on failure. */
MUST_CHECK enum status keys_add_token(struct keys *keys, struct token *token, struct error *err);
const struct key *keys_find(const struct keys *keys, const struct digest *certificate);

/* How one thread uses a key: it has a session of its own on a token. */
struct hand {
    const struct key *key;
    struct token_session *session;
};
MUST_CHECK enum status hand_open(struct hand *hand, const struct key *key, struct error *err);
void hand_close(struct hand *hand);
MUST_CHECK enum status hand_sign(struct hand *hand, const struct digest *digest,
                                 struct signature_value *value, struct error *err);
/* How many threads are worth using at once. */
size_t key_hands(const struct key *key);

#endif
