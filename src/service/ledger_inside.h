/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside the ledger: the open one, between the files that keep it (ledger.c) and enter into it
 * (ledger_enter.c).  Nobody else includes this.
 */
#ifndef HOCBA_SERVICE_LEDGER_INSIDE_H
#define HOCBA_SERVICE_LEDGER_INSIDE_H

#include "net/http.h"
#include "service/ledger.h"
#include "store/ledger_entries.h"
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

/* The parts of a record's leaf: the slot of its pupil and year; the school's key, enrolled before
 * the first record under it; and whether the leaf stands there already, then as it does. */
MUST_CHECK enum status ledger_make_slot(struct app *app, const struct unentered *record,
                                        uint8_t slot[LEAF_SLOT_SIZE], struct error *err);
MUST_CHECK enum status ledger_enrol_key(struct ledger *ledger, const struct digest *key_id,
                                        struct error *err);
bool ledger_stands_already(struct ledger *ledger, struct leaf *leaf);

#endif
