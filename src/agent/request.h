/* SPDX-License-Identifier: Apache-2.0
 *
 * HTTP/1.1 (RFC 9112) as far as the agent speaks it: one request on a connection, a body of known
 * length, strict.  What is not understood exactly is refused, never guessed.
 */
#ifndef HOCBA_AGENT_REQUEST_H
#define HOCBA_AGENT_REQUEST_H

#include "base/text.h"

enum {
    REQUEST_HEAD_MAX = 8 * 1024,
    REQUEST_BODY_MAX = 1024 * 1024,
    REQUEST_HEADERS_MAX = 64,
    RESPONSE_MAX = 2 * 1024 * 1024,
};

enum method { METHOD_GET, METHOD_POST, METHOD_DELETE, METHOD_OPTIONS };

struct request {
    enum method method;
    struct span path;  /* without the query */
    struct span query; /* after '?'; may be empty */
    struct span host, origin, content_type;
    bool private_network; /* a preflight that asks for access to this computer */
    struct span body;
};

/* What `bytes` hold: 0 = more is needed, 200 = *request is whole, else the HTTP status with which
 * to refuse. Spans point into `bytes`. */
int request_parse(struct span bytes, struct request *request);

struct response {
    int status;
    struct span origin;   /* of a registered page, which may read the answer; else empty */
    bool preflight;       /* say what the page may send */
    bool private_network; /* and that this computer may be asked */
    struct span body;     /* JSON; may be empty */
};

void response_write(const struct response *response, struct buffer *out);

#endif
