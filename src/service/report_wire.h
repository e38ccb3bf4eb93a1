/* SPDX-License-Identifier: Apache-2.0
 *
 * The client's end of docs/gateway.md: a token, a packet handed in, its results asked for.  Who
 * sends keeps the message id: a packet is always sent under its own, so that sending it again is
 * no second time.
 */
#ifndef HOCBA_SERVICE_REPORT_WIRE_H
#define HOCBA_SERVICE_REPORT_WIRE_H

#include "model/exchange_answer.h"
#include "net/http.h"
#include "service/app.h"

enum { REPORT_ANSWER_MAX = 8 * 1024 * 1024 };

struct report_wire {
    const char *url;            /* https, or http to this machine */
    const char *password_file;  /* its first line; never shown, never kept */
    struct http_client *client; /* the caller's */
    struct arena *secrets;      /* wiped, the caller's: the password's hash, tokens, what is sent */
    struct arena *arena;        /* the caller's: answers, which outlive the secrets */
    struct exchange_request who; /* user_name and unit; the rest is filled here */
    unsigned tries;              /* of one request */
    int retry_after;             /* seconds, of the last answer; 0: not said */
    int code;                    /* the HTTP status of the last message's answer; 0: none came */
};

/* USAGE: the address would be read on the way; or the password's file cannot be read. */
MUST_CHECK enum status report_wire_open(struct report_wire *wire, struct error *err);
/* A packet's `content` under its id, for that year ("2023-2024"). DENIED: name or password;
 * CONFLICT: the gateway has another content under that id; INVALID: it answers what nobody can
 * read; UNAVAILABLE: it does not answer. */
MUST_CHECK enum status report_wire_submit(struct report_wire *wire, const char *id,
                                          const char *year, const char *content,
                                          struct exchange_answer *answer, struct error *err);
/* `body` is the answer as it came, where that is not NULL. */
MUST_CHECK enum status report_wire_result(struct report_wire *wire, const char *id,
                                          struct exchange_answer *answer,
                                          struct exchange_results *results, struct span *body,
                                          struct error *err);
/* Transaction 5 and 6: a packet of wishes (xml/packet_wish.h), and what is decided about each. */
MUST_CHECK enum status report_wire_ask(struct report_wire *wire, const char *id, const char *year,
                                       const char *content, const char *function,
                                       struct exchange_answer *answer, struct error *err);
MUST_CHECK enum status report_wire_rulings(struct report_wire *wire, const char *id,
                                           struct exchange_answer *answer,
                                           struct exchange_results *results, struct error *err);
/* The sealed decision about them (docs/gateway.md; CV2088 knows none). NOT_FOUND: the peer hands
 * none out, or not yet. */
MUST_CHECK enum status report_wire_decision(struct report_wire *wire, const char *id,
                                            struct span *file, struct error *err);
/* Of records: the same of an answer that was kept. INVALID: it is about another packet. */
MUST_CHECK enum status report_wire_read(const char *id, struct span body, struct arena *arena,
                                        struct exchange_answer *answer,
                                        struct exchange_results *results, struct error *err);
/* After a submission that failed: the error's key (store/reports.h) when the peer never takes this
 * packet, for what is sent does not change; NULL when it may be tried again. */
const char *report_wire_unwanted(const struct report_wire *wire);
/* The packet as a whole. */
bool report_wire_refused(const struct exchange_answer *answer);

#endif
