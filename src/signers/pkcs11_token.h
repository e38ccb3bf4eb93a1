/* SPDX-License-Identifier: Apache-2.0
 *
 * Tokens through their provider's PKCS#11 module (OASIS PKCS#11 2.40): which certificates they
 * hold, and signing SHA-256 digests with the key beside a certificate.  Needs base/ only, so that
 * the agent builds for Windows with it; whoever may have OpenSSL checks what comes back.
 *
 * A session is locked to the token it was opened on, by the token's serial number: when the token
 * is removed or changed, it signs no more (UNAVAILABLE).  A module that keeps to PKCS#11 says so
 * itself; for others the serial number is read again every TOKEN_CHECK_EVERY signatures, as asking
 * costs half a P-256 signature, and whenever token_check() is called.  Not thread-safe: one thread
 * uses a session at a time; several sessions of a module may be used side by side.
 *
 * What goes wrong with a PIN or a token has its own sentence; `token_trouble` says which, for those
 * who must act on it.
 */
#ifndef HOCBA_SIGNERS_PKCS11_TOKEN_H
#define HOCBA_SIGNERS_PKCS11_TOKEN_H

#include <stdint.h>

#include "base/list.h"
#include "base/text.h"

enum {
    TOKEN_CERTIFICATE_MAX = 16 * 1024, /* bytes of one certificate; longer ones are passed over */
    TOKEN_CERTIFICATES_MAX = 64,       /* in one module */
    TOKEN_SLOTS_MAX = 64,
    TOKEN_ID_MAX = 64,     /* bytes of CKA_ID */
    TOKEN_VALUE_MAX = 512, /* bytes of a signature: RSA-4096 */
    TOKEN_PIN_MAX = 64,    /* bytes of a PIN */
    TOKEN_DIGEST_SIZE = 32,
    TOKEN_CHECK_EVERY = 32,
};

enum token_trouble {
    TOKEN_FINE,
    TOKEN_PIN_WRONG,
    TOKEN_PIN_LOCKED,
    TOKEN_PIN_NEEDED, /* for this signature, though already logged in */
    TOKEN_REFUSED,    /* the person cancelled in the provider's own window */
    TOKEN_REMOVED,    /* or changed */
    TOKEN_NO_KEY,     /* the certificate is there, its key is not */
    TOKEN_BROKEN,     /* anything else that the module says */
};

/* A certificate on a token. */
struct token_certificate {
    unsigned long slot;
    char label[33], maker[33], serial[17]; /* the token's, without trailing blanks */
    uint8_t id[TOKEN_ID_MAX];              /* CKA_ID, which the private key shares */
    size_t id_size;
    struct span der;      /* in the arena */
    bool asks_pin_itself; /* a reader with keys, or the provider's own window: login with no PIN */
    bool pin_low, pin_final; /* tries left: few, one */
    bool pin_locked;
};

struct token_certificates {
    LIST(struct token_certificate) list;
};

struct pkcs11;
struct token_session;

/* Load and initialise a module. NOT_FOUND: no such library; INVALID: it is no PKCS#11 module. */
MUST_CHECK enum status pkcs11_open(const char *path, struct pkcs11 **module, struct error *err);
void pkcs11_free(struct pkcs11 *module); /* closes what is open; NULL is a no-op */
DEFINE_AUTO(pkcs11)

/* The certificates of every token that is there, in the order of slots. None is no error. */
MUST_CHECK enum status pkcs11_list(struct pkcs11 *module, struct arena *arena,
                                   struct token_certificates *found, struct error *err);

/* Open the certificate's token. `module` must outlive the session. */
MUST_CHECK enum status token_open(struct pkcs11 *module, const struct token_certificate *of,
                                  struct token_session **session, struct error *err);
void token_session_free(struct token_session *session); /* logs out; NULL is a no-op */
DEFINE_AUTO(token_session)

/* Log in and find the key. DENIED: PIN wrong or locked; CONFLICT: the person cancelled. `pin` may
 * be NULL where the token asks itself. */
MUST_CHECK enum status token_login(struct token_session *session, const char *pin, size_t size,
                                   struct error *err);
/* Another session of the same token for another thread; the login holds for both. */
MUST_CHECK enum status token_again(const struct token_session *first,
                                   struct token_session **session, struct error *err);
/* The key wants the PIN before each signature (CKA_ALWAYS_AUTHENTICATE). Known after login. */
bool token_pin_per_signature(const struct token_session *session);
bool token_is_rsa(const struct token_session *session);
/* UNAVAILABLE: the token in the slot is not the one that the session was opened on. */
MUST_CHECK enum status token_check(struct token_session *session, struct error *err);
/* Sign one digest: PKCS#1 v1.5 with SHA-256's DigestInfo, or r‖s. `pin` is used only where the key
 * wants it for each signature (NULL where the token asks itself). `value` has TOKEN_VALUE_MAX. */
MUST_CHECK enum status token_sign(struct token_session *session,
                                  const uint8_t digest[TOKEN_DIGEST_SIZE], const char *pin,
                                  size_t pin_size, uint8_t *value, size_t *size, struct error *err);
/* What the last failure of this session was. */
enum token_trouble token_trouble(const struct token_session *session);

#endif
