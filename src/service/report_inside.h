/* SPDX-License-Identifier: Apache-2.0
 *
 * What packets in files (report.c) and packets in the queue (report_queue.c) share: whose key may
 * sign one, and signing it.  Then what the queue's files share: one run for one peer.
 */
#ifndef HOCBA_SERVICE_REPORT_INSIDE_H
#define HOCBA_SERVICE_REPORT_INSIDE_H

#include "service/report_queue.h"
#include "service/report_wire.h"
#include "sign/packet_write.h"
#include "signers/signer.h"
#include "store/report_wishes.h"
#include "store/units.h"

enum { REPORT_LIST_MAX = CONTENT_MAX - PACKET_SIGNATURE_MAX }; /* bytes of a list to be signed */

struct report_key {
    struct signer_session *session;
    const struct certificate *signer; /* the session's */
    struct xades_identity *identity;  /* to be freed by who chose it */
};

/* The key of what this unit sends. DENIED: neither the school's approved seal nor its
 * department's; of a department: not its own. */
MUST_CHECK enum status report_key_choose(struct app *app, const struct unit *unit,
                                         struct signer_session *session,
                                         const struct digest *certificate, struct report_key *key,
                                         struct error *err);
/* Append the signed packet; what was appended verifies. `title`: for whoever confirms. */
MUST_CHECK enum status report_sign(struct app *app, const struct report_key *key, const char *title,
                                   struct span list, struct arena *arena, struct buffer *out,
                                   struct error *err);

/* --- the queue -------------------------------------------------------------------------------- */

struct report_work {
    struct app *app;
    const struct report_pace *pace;
    struct report_done *done;
    const struct report_peer *peer;
    struct unit unit;
    struct report_key key;
    struct report_wire wire;
    const char *trouble; /* before anything was sent */
    size_t undecided;    /* messages that wait for somebody's decision */
    bool silent;         /* the peer does not answer, or does not let us in */
    /* The packet being filled. */
    struct buffer *list;
    const char *year;
    LIST(const char *) records;
};

/* The bytes of an issued or received record. */
MUST_CHECK enum status report_find_bytes(struct app *app, const char *uuid, bool received,
                                         struct arena *arena, struct span *record,
                                         struct error *err);
/* The list that is full, signed and packed as a message of the queue; `report` gets its content,
 * which lives in `out`. */
MUST_CHECK enum status report_pack(struct report_work *work, const char *title, struct buffer *out,
                                   struct new_report *report, struct error *err);
/* It waits for another try; why, unless all is well. */
MUST_CHECK enum status report_put_off(struct report_work *work, struct report_message *message,
                                      const struct error *why, struct error *err);

/* Packets of transaction 5, one of each request. */
MUST_CHECK enum status report_pack_wishes(struct report_work *work,
                                          const struct unsent_wishes *wishes, struct error *err);
/* The `function` under which a wish goes out. */
const char *report_wish_function(const char *wish);
/* An answer to one of them: what was decided is kept, and in a school takes effect. */
MUST_CHECK enum status report_take_rulings(struct report_work *work, struct report_message *message,
                                           const struct exchange_answer *answer,
                                           const struct exchange_results *results,
                                           struct error *err);

#endif
