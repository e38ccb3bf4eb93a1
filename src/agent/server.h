/* SPDX-License-Identifier: Apache-2.0
 *
 * The agent's HTTP server: one thread, a few connections, one request on each.  A connection that
 * is slow or silent costs a place for SERVER_PATIENCE_MS and nothing else.
 */
#ifndef HOCBA_AGENT_SERVER_H
#define HOCBA_AGENT_SERVER_H

#include "agent/request.h"
#include "agent/system.h"

enum { SERVER_CONNECTIONS_MAX = 32, SERVER_PATIENCE_MS = 10000 };

struct server {
    socket_handle listener;
    /* Answer a whole request: append to `out`. */
    void (*answer)(void *state, const struct request *request, struct buffer *out);
    /* Refuse what is no request with an HTTP status. */
    void (*refuse)(void *state, int status, struct buffer *out);
    void *state;
};

/* Serve until the program ends. */
void server_run(const struct server *server) __attribute__((noreturn));

#endif
