/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside the ledger: the open one, between the files that keep it (ledger.c) and enter into it
 * (ledger_enter.c).  Nobody else includes this.
 */
#ifndef HOCBA_SERVICE_LEDGER_INSIDE_H
#define HOCBA_SERVICE_LEDGER_INSIDE_H

#include "base/list.h"
#include "net/http.h"
#include "service/ledger.h"
#include "service/ledger_place.h"
#include "service/ledger_remote.h"
#include "store/ledger_entries.h"
#include "writer/hand_in.h"

struct ledger {
    struct app *app;
    struct writer *writer;        /* of this process; NULL: a service keeps it */
    struct place_peer *place;     /* what reaches a second place by address; NULL: nothing */
    struct ledger_remote *remote; /* that service; NULL: this process */
    LIST(struct digest) told;     /* keys that were handed in since it was opened */
    const char *seal;             /* the certificate last asked for its key id; NULL: none was */
    struct digest seal_key;
    const char *url;             /* of the service */
    const struct policy *policy; /* NULL: none is set */
    bool has_place;
    int64_t since; /* records issued before are entered as such */
};

#define LEDGER_NONE "Hệ thống này chưa có sổ cái. Hãy tạo bằng: hocba ledger init."

/* The folder of the instance's ledger. */
const char *ledger_home(const struct app *app);
/* Its name and key, a line each. */
enum { LEDGER_NAME_FILE_MAX = 2048 };
MUST_CHECK enum status ledger_read_name(struct app *app, struct span *name, struct error *err);
/* Open it; who writes asks the witnesses first what they saw (`client`), who only reads need not
 * (NULL). */
MUST_CHECK enum status ledger_open_asking(struct app *app, struct http_client *client,
                                          struct ledger **ledger, struct error *err);
/* Ask the witnesses for the newest checkpoint; the report says who was silent. */
MUST_CHECK enum status ledger_cosign(struct ledger *ledger, struct http_client *client,
                                     struct ledger_entering *report, struct error *err);

/* What is handed in at once, and where it came to stand. */
struct entering {
    size_t count;
    struct handed items[HANDED_MAX];
    struct written written[HANDED_MAX];
};
/* Each record may bring a key, and a change comes with another. */
enum { RECORDS_AT_ONCE = HANDED_MAX / 2 - 1 };

/* What the slot of a record is the tag of. */
const char *ledger_slot_of(struct arena *arena, const char *pupil_code, const char *year,
                           int grade);
/* Hand in to whoever keeps the ledger. CONFLICT: it does not take a key. */
MUST_CHECK enum status ledger_hand_in(struct ledger *ledger, const struct handed *items,
                                      size_t count, struct written *written, struct error *err);
/* Add the enrolment of a key, unless it was told; then a record of this H, under the key of its
 * school. `leaf` has its kind and H. */
void ledger_add_key(struct ledger *ledger, const struct digest *key_id, enum key_action action,
                    struct entering *entering);
MUST_CHECK enum status ledger_add_record(struct ledger *ledger, const struct unentered *record,
                                         struct leaf leaf, struct entering *entering,
                                         struct error *err);
/* A record that a rule refuses: whether a decision that stands in the ledger ended it, so that it
 * waits for nothing any more. */
MUST_CHECK enum status ledger_settle(struct ledger *ledger, const char *record, const char *reason,
                                     bool *settled, struct error *err);
/* Keys that somebody else closed in a ledger that a service keeps: read on from where the last look
 * ended. `learned` counts those that are registered here. */
MUST_CHECK enum status ledger_learn_closings(struct ledger *ledger, size_t *learned,
                                             struct error *err);
/* Every paper that closes a key and has no entry yet. */
MUST_CHECK enum status ledger_enter_closings(struct ledger *ledger, struct ledger_entering *report,
                                             struct error *err);

#endif
