/* SPDX-License-Identifier: Apache-2.0
 *
 * Remote signing: a provider's service holds the person's key, we send digests, the person confirms
 * on the telephone.  One driver, a table of dialects (remote.c): "sp769" (VNPT SmartCA and others),
 * "csc1" and "csc2" (Cloud Signature Consortium), "mysign" (Viettel).  docs/remote-signing.md has
 * the settings and what goes to whom.
 *
 * sp769 finds a batch again by our id.  The others know their own only: what was sent and never
 * answered is UNDECIDED, and this driver does not send it a second time.
 */
#ifndef HOCBA_SIGNERS_REMOTE_H
#define HOCBA_SIGNERS_REMOTE_H

#include "signers/open.h"

enum { REMOTE_SETTINGS_MAX = 16 * 1024 };

/* source->place: the settings, a JSON file.  Asks the service nothing yet.  NOT_FOUND: no such
 * file; INVALID: not such settings; DENIED: others can read the file with the password. */
MUST_CHECK enum status signer_open_remote(const struct signer_source *source,
                                          struct signer_session **session, struct error *err);

#endif
