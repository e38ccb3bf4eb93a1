/* SPDX-License-Identifier: Apache-2.0
 *
 * A witness on HTTP: POST /add-checkpoint, GET /<hash of the origin>/checkpoint.
 */
#ifndef HOCBA_WITNESS_SERVE_H
#define HOCBA_WITNESS_SERVE_H

#include "witness/witness.h"

struct witness_service {
    const char *listen;        /* as web/server.h takes it */
    const struct policy *logs; /* whose checkpoints are witnessed */
    int64_t (*clock)(void);    /* seconds since 1970 */
    void (*ready)(const char *address);
};

/* Take the witness for this process and serve until SIGTERM. */
MUST_CHECK enum status witness_serve(struct witness *witness, const struct witness_service *service,
                                     struct error *err);

#endif
