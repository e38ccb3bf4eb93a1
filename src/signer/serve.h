/* SPDX-License-Identifier: Apache-2.0
 *
 * Answering: one connection (a parent's), or a socket's many.
 */
#ifndef HOCBA_SIGNER_SERVE_H
#define HOCBA_SIGNER_SERVE_H

#include "signer/jobs.h"

enum { CONNECTIONS_MAX = 16 };

/* Until the other side closes it or sends what is no message; closes `fd`. */
void serve_connection(const struct keys *keys, struct jobs *jobs, int fd);
/* The one answer that a parent gets when the key could not be opened. */
void serve_refusal(int fd, const struct error *err);

/* A socket at `path` that only our own user (and root) may speak to: the file's mode and the
 * peer's credentials say so.  A stale one is replaced; CONFLICT: somebody answers there. */
MUST_CHECK enum status serve_listen(const char *path, int *fd, struct error *err);
/* For ever. */
void serve_socket(const struct keys *keys, struct jobs *jobs, int fd);

#endif
