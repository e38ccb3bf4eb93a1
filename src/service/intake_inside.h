/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside the gateway: between the files that answer the wire, look at packets and judge records.
 * Nobody else includes this.
 */
#ifndef HOCBA_SERVICE_INTAKE_INSIDE_H
#define HOCBA_SERVICE_INTAKE_INSIDE_H

#include "crypto/trust.h"
#include "service/intake.h"
#include "service/year.h"
#include "verify/verify.h"
#include "xml/packet.h"

enum { INTAKE_NAME_MAX = 64, INTAKE_REASONS_MAX = 16 * 1024 };

/* The client of the request's token and the unit that it sends for. DENIED. */
MUST_CHECK enum status intake_sender(struct app *app, const struct exchange_request *request,
                                     const char **client, const char **unit, struct error *err);

/* The client of a token. DENIED. */
MUST_CHECK enum status intake_client_of(struct app *app, const char *token, const char **client,
                                        struct error *err);

/* What a packet is judged by. */
struct intake_judge {
    struct app *app;
    const struct gateway_message *message;
    struct year_rules rules;
    struct trust *trust;
    struct verify_cache *cache;
};

/* One record: what is to be answered, and what to be kept when it is accepted so far. Every reason
 * at once; everything lives in `arena`. */
struct intake_judgement {
    struct gateway_result result;
    struct received_record record;
    struct buffer *reasons; /* of the caller */
};
MUST_CHECK enum status intake_judge_record(struct intake_judge *judge, struct span bytes,
                                           struct arena *arena, struct intake_judgement *judgement,
                                           struct error *err);
/* A reason more; the first one's code and field are the result's, those of others stand before
 * their sentences: "[RULES DUOC_LEN_LOP] ...". */
void intake_refuse(struct intake_judgement *judgement, const char *code, const char *field,
                   const char *sentence);
/* Within a transaction: keep an accepted record where its pupil and year have none that counts, or
 * in the place of the one that the department agreed to replace; else a reason more, for one that
 * is refused already too. */
MUST_CHECK enum status intake_take_place(const struct intake_judge *judge,
                                         struct intake_judgement *judgement, struct arena *arena,
                                         struct error *err);
/* Within a transaction: an accepted record whose personal number another child has is told so, and
 * stays accepted: no child is locked out for a number. */
MUST_CHECK enum status intake_note_number(const struct intake_judge *judge,
                                          struct intake_judgement *judgement, struct error *err);
/* A whole message that asks about received records: every item's result, and one request. */
MUST_CHECK enum status intake_take_wishes(const struct intake_judge *judge,
                                          const struct packet *packet, struct arena *arena,
                                          struct error *err);
/* Transaction 3: register what the message brings, and keep the message with it. UNTRUSTED: it is
 * not registered, and nothing is kept. */
MUST_CHECK enum status intake_take_certificate(struct app *app,
                                               const struct exchange_request *request,
                                               const struct gateway_message *message,
                                               struct error *err);
/* What is decided about each, into the results of such a message. */
MUST_CHECK enum status intake_read_rulings(struct app *app, const struct gateway_message *message,
                                           struct gateway_results *results, struct error *err);
/* Is it an approved seal of that unit, and was it in its days at `sealed_at`, which a timestamp
 * proved?  {0}: nothing proved a time, so now. */
MUST_CHECK enum status intake_seal_fits(struct app *app, const char *sha256, const char *unit,
                                        struct moment sealed_at, bool *fits, struct error *err);

#endif
