/* SPDX-License-Identifier: Apache-2.0
 *
 * Keys that the school keeps for its people: PKCS#12 files in one folder of the server (sign.keys
 * of DIR/settings), each under a password that only its person knows.  LOGIN.p12 is a person's,
 * seal-CODE.p12 the seal of the unit with that code.  A key is opened in a process of its own
 * (hocba-signer); its password goes there and is kept nowhere.
 */
#ifndef HOCBA_SERVICE_SIGN_KEY_H
#define HOCBA_SERVICE_SIGN_KEY_H

#include "crypto/secret.h"
#include "model/verdict.h"
#include "service/app.h"
#include "signers/open.h"
#include "store/classes.h"

/* The file of the actor's key, or of the seal's for SIGNER_SCHOOL; NULL in `path`: none. */
MUST_CHECK enum status sign_key_find(struct app *app, const struct school_class *class,
                                     enum signer_role role, const char **path, struct error *err);
/* The actor's own key; the seal of the unit with that code. NULL in `path`: none. */
MUST_CHECK enum status sign_key_find_own(struct app *app, const char **path, struct error *err);
MUST_CHECK enum status sign_key_find_seal(struct app *app, const char *unit_code, const char **path,
                                          struct error *err);
/* `source`: filled here, outlives the session.  DENIED: the password is wrong, or others on the
 * machine may read the file. */
MUST_CHECK enum status sign_key_open(const struct app *app, const char *path,
                                     const struct secret *password, struct signer_source *source,
                                     struct signer_session **session, struct error *err);

#endif
