/* SPDX-License-Identifier: Apache-2.0
 *
 * Signing the records of a class, for one role: with a signer, or in two halves (prepare,
 * attach) when the key is elsewhere.
 *
 * Who may sign comes from the registry alone: the certificate is registered to a person who is
 * assigned to a role that signs, for that class and subject, on the day of signing; or it is the
 * school's seal and the department approved it (DENIED otherwise).  No right of an administrator
 * or operator helps, and whoever runs the command does not count: the key does.
 *
 * Per record the order GVBM, GVCN, CBQL, school is enforced (CONFLICT); the issue date that the
 * signed data bear must not be missed by more than the year allows; and the person must be the one
 * whom the record names.  Each signature is a transaction of its own.
 */
#ifndef HOCBA_SERVICE_SIGNING_H
#define HOCBA_SERVICE_SIGNING_H

#include "model/verdict.h"
#include "service/batch.h"
#include "signers/signer.h"

enum { SIGNING_FILE_MAX = 64 * 1024 * 1024, SIGNING_ITEMS_MAX = 5000 };

struct sign_order {
    struct class_order of;
    enum signer_role role;
    const char *subject; /* of a subject teacher: "TV"; NULL: every subject assigned */
};

/* With what. */
struct sign_with {
    struct signer_session *session;
    const char *kind;                 /* of signers/open.h: an open batch is found again by it */
    const struct digest *certificate; /* NULL: the only one that the signer has */
};

/* Everything that may be signed now goes to the signer in batches; each signature is attached as
 * it comes.  A batch that was left at the signer by a run that died is gone on with first, under
 * its own id.  What failed for a reason that may pass is sent again, as a new batch, a few times.
 * A failure of the signer as a whole is returned only if nothing was signed; else it is the reason
 * of the records that are left. */
MUST_CHECK enum status sign_records(struct app *app, const struct sign_order *order,
                                    const struct sign_with *with, struct batch *batch,
                                    struct error *err);
/* The certificates of the key that has this certificate; NULL: of the only one. The session's own.
 * USAGE: there is none, or several and none is named. */
MUST_CHECK enum status sign_choose_chain(struct signer_session *session,
                                         const struct digest *wanted,
                                         const struct certificate_chain **chain, struct error *err);
/* What whoever holds the key is told of it; an agent refuses a batch that leaves one out. */
struct sign_about {
    const char *title;
    const char *role; /* signer_role_key() */
    const char *school, *class, *year;
};
MUST_CHECK enum status sign_one_about(struct app *app, struct signer_session *session,
                                      const struct sign_about *about,
                                      const struct digest *certificate, const struct digest *digest,
                                      struct signature_value *value, struct error *err);
/* One digest that is no record's and of no school's year. */
MUST_CHECK enum status sign_one(struct app *app, struct signer_session *session, const char *title,
                                const struct digest *certificate, const struct digest *digest,
                                struct signature_value *value, struct error *err);

/* What is to be signed, as JSON: {"format", "role", "certificate", "items": [{"uuid", "subject",
 * "pupil", "algorithm", "digest" (base64 of the SHA-256), "state"}]}.  `certificates`: PEM, the
 * signer's first, then its issuers without the root.  Whoever signs adds "value" (base64) to each
 * item: RSA PKCS#1 v1.5 over the digest; ECDSA as 64 bytes r||s or as DER. */
MUST_CHECK enum status sign_prepare(struct app *app, const struct sign_order *order,
                                    struct span certificates, struct batch *batch,
                                    struct buffer *json, struct error *err);
/* `json` as sign_prepare() wrote it, with the values. INVALID: not such a file. */
MUST_CHECK enum status sign_attach(struct app *app, const struct sign_order *order,
                                   struct span json, struct batch *batch, struct error *err);

#endif
