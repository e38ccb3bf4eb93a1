/* SPDX-License-Identifier: Apache-2.0
 *
 * Keys in the process hocba-signer (src/signer/): a child of ours for one PKCS#12 file or one
 * token, or a service behind a Unix socket.  Nothing of a private key passes through here: the
 * child gets the file's descriptor.  It asks for the passphrase itself, or reads the one that
 * somebody gave to us from a pipe.
 */
#ifndef HOCBA_SIGNERS_PROCESS_H
#define HOCBA_SIGNERS_PROCESS_H

#include "signers/open.h"

/* The child answers when the passphrase was given. NOT_FOUND: no such file, or no hocba-signer. */
MUST_CHECK enum status process_open_key(const struct signer_source *source,
                                        struct signer_session **session, struct error *err);
/* `place`: an RFC 7512 URI with a module. */
MUST_CHECK enum status process_open_token(const struct signer_source *source,
                                          struct signer_session **session, struct error *err);
/* `place`: the socket's path. A lost connection is made again. */
MUST_CHECK enum status process_open_socket(const struct signer_source *source,
                                           struct signer_session **session, struct error *err);

#endif
