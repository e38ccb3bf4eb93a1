/* SPDX-License-Identifier: Apache-2.0
 *
 * Reaching hocba-signer: as a child over a pair of sockets, or at its own socket.
 */
#ifndef HOCBA_SIGNERS_PROCESS_CONNECT_H
#define HOCBA_SIGNERS_PROCESS_CONNECT_H

#include <sys/types.h>

#include "signers/open.h"

/* What a child finds: its end of the pair, its key's file, and where a passphrase was given to us,
 * a pipe with it. */
enum { CHILD_SOCKET = 3, CHILD_KEY = 4, CHILD_PASSPHRASE = 5 };

struct connection {
    int fd;      /* -1: none */
    pid_t child; /* 0: none */
};

typedef enum status connect_signer(const struct signer_source *source,
                                   struct connection *connection, struct error *err);
connect_signer connect_key, connect_token, connect_socket;
/* A child ends when its socket closes; it is waited for. */
void connection_close(struct connection *connection);

#endif
