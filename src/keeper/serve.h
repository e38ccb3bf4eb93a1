/* SPDX-License-Identifier: Apache-2.0
 *
 * A ledger on HTTP: POST /append and /slots for clients with a token; GET /origin, /checkpoint,
 * /tile/..., /proof/<index>, /status.cwt and /status/<year>.cwt for everybody (docs/ledger.md
 * section 10).
 */
#ifndef HOCBA_KEEPER_SERVE_H
#define HOCBA_KEEPER_SERVE_H

#include "keeper/keeper.h"

struct keeper_service {
    const char *listen; /* as web/server.h takes it */
    void (*ready)(const char *address);
};

/* Serve until SIGTERM; what is being answered is finished. */
MUST_CHECK enum status keeper_serve(struct keeper *keeper, const struct keeper_service *service,
                                    struct error *err);

#endif
