/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside the ledger: the open one, between the files that keep it (ledger.c) and enter into it
 * (ledger_enter.c).  Nobody else includes this.
 */
#ifndef HOCBA_SERVICE_LEDGER_INSIDE_H
#define HOCBA_SERVICE_LEDGER_INSIDE_H

#include "net/http.h"
#include "service/ledger.h"
#include "writer/writer.h"

struct ledger {
    struct app *app;
    struct writer *writer;
    const struct policy *policy; /* NULL: none is set */
    bool has_place;
    int64_t since; /* records issued before are entered as such */
};

/* The folder of the instance's ledger. */
const char *ledger_home(const struct app *app);
/* Open it; who writes asks the witnesses first what they saw (`client`), who only reads need not
 * (NULL). */
MUST_CHECK enum status ledger_open_asking(struct app *app, struct http_client *client,
                                          struct ledger **ledger, struct error *err);
/* Ask the witnesses for the newest checkpoint; the report says who was silent. */
MUST_CHECK enum status ledger_cosign(struct ledger *ledger, struct http_client *client,
                                     struct ledger_entering *report, struct error *err);

#endif
