/* SPDX-License-Identifier: Apache-2.0
 *
 * Between the gateway kit's wire (gateway.c) and its judgement of packets (gateway_judge.c).
 */
#ifndef HOCBA_CONFORMANCE_GATEWAY_INSIDE_H
#define HOCBA_CONFORMANCE_GATEWAY_INSIDE_H

#include <pthread.h>

#include "conformance/gateway.h"
#include "crypto/hash.h"
#include "model/exchange_answer.h"
#include "verify/verify.h"
#include "xml/packet.h"

enum phase { PHASE_CUT, PHASE_BUSY, PHASE_TAKEN }; /* what befell a message last */

struct taken_message {
    const char *id;
    struct digest digest;
    int year;
    const char *unit;
    enum exchange_transaction kind; /* that it came with: EXCHANGE_SUBMIT, _CERTIFICATE, _REVOKE */
    enum phase phase;
    int64_t busy_until_ms; /* PHASE_BUSY */
    int asked;
    bool told, token_ended;
    const char *error, *description; /* of one that is refused as a whole; "" */
    struct exchange_results results;
    const char *serial;  /* of EXCHANGE_CERTIFICATE */
    const char *refusal; /* why that will not be approved; NULL: it will */
};

struct seen_record {
    const char *uuid;
    struct digest digest;
    const struct taken_message *message; /* the first that brought it */
    bool accepted;
};

struct playing {
    const struct gateway_order *order;
    struct conformance_report *report;
    pthread_mutex_t lock; /* of all below, the report too */
    struct arena *arena;
    const char *password; /* SHA-256, hexadecimal */
    LIST(const char *) tokens;
    const char *stale; /* a token that was ended on purpose: a new one is to be asked for */
    LIST(struct taken_message *) messages;
    LIST(struct seen_record) records;
    struct verify_cache *cache;
};

/* Judge what the message holds: cases of the report, its results, or why all of it is refused.
 * `arena` is the request's. */
void gateway_judge(struct playing *playing, struct taken_message *message, struct span content,
                   struct arena *arena);
/* The same of a packet of wishes (gateway_wishes.c), and what is then ruled about each. */
void gateway_judge_wishes(struct playing *playing, struct taken_message *message,
                          const struct packet *packet);
void gateway_rule(struct taken_message *message);
/* Transaction 3 (gateway_certificate.c): UNTRUSTED with the reason, and the message is none; else
 * how it will be decided stands in the message. */
MUST_CHECK enum status gateway_judge_certificate(struct playing *playing,
                                                 const struct exchange_request *request,
                                                 struct arena *arena, struct taken_message *message,
                                                 struct error *err);
/* The answer of transaction 4: it waits, or is decided. */
void gateway_write_certified(const struct taken_message *message, bool decided, struct json *json);
/* May another record take the place of this one? Also where nobody has sent it. */
bool gateway_agreed(const struct playing *playing, const char *uuid);

#endif
