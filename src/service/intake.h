/* SPDX-License-Identifier: Apache-2.0
 *
 * The receiving gateway (docs/gateway.md): suppliers hand in packets of signed records, which are
 * kept as they came, looked at one after another, and answered record by record.
 *
 * Received, refused, accepted and in circulation are different things: a message is received when
 * it is kept; each of its records is then refused or accepted, once and for all; an accepted one is
 * in circulation (lưu hành) when its leaf stands in the ledger.
 */
#ifndef HOCBA_SERVICE_INTAKE_H
#define HOCBA_SERVICE_INTAKE_H

#include "model/exchange.h"
#include "service/app.h"
#include "store/received.h"
#include "xml/content.h"

enum {
    INTAKE_BODY_MAX = CONTENT_MAX + 64 * 1024, /* of a submission: its content and the rest */
    INTAKE_TOKEN_SECONDS = 3600,
    INTAKE_UNITS_MAX = 1000,    /* of one client */
    INTAKE_WAITING_MAX = 500,   /* messages of one client that are not looked at yet */
    INTAKE_TOKENS_MAX = 100,    /* of one client that have not ended */
    INTAKE_MESSAGES_SHOWN = 500 /* the newest */
};

/* --- suppliers' clients ----------------------------------------------------------------------- */

/* A client that may send for these units (codes). Its password is told once; what it sends is that
 * password's SHA-256. */
MUST_CHECK enum status intake_client_add(struct app *app, const char *user_name,
                                         const char *const *units, size_t count,
                                         const char **password, struct error *err);
/* At once: its tokens end too. */
MUST_CHECK enum status intake_client_close(struct app *app, const char *user_name,
                                           struct error *err);
MUST_CHECK enum status intake_clients(struct app *app, struct gateway_clients *clients,
                                      struct error *err);

/* --- the wire --------------------------------------------------------------------------------- */

/* DENIED: not that client, or not for that unit; UNAVAILABLE: it has too many. */
MUST_CHECK enum status intake_token(struct app *app, const struct exchange_request *request,
                                    const char **token, struct error *err);
/* Keep a packet: of records (EXCHANGE_SUBMIT), or of what is asked about received ones
 * (EXCHANGE_REVOKE). DENIED: the token is not the sender's, or has ended; CONFLICT: the message id
 * came before with other content; UNAVAILABLE: too many of the client's wait. The answer is that of
 * intake_ask() by then. */
MUST_CHECK enum status intake_submit(struct app *app, enum exchange_transaction transaction,
                                     const struct exchange_request *request,
                                     struct exchange_answer *answer, struct error *err);
/* What became of a message (EXCHANGE_SUBMITTED, EXCHANGE_REVOKED); results are those there are by
 * now. DENIED, NOT_FOUND. */
MUST_CHECK enum status intake_ask(struct app *app, enum exchange_transaction transaction,
                                  const struct exchange_request *request,
                                  struct exchange_answer *answer, struct gateway_results *results,
                                  struct error *err);

/* The decision about a message of transaction 5, sealed, for who sent it. DENIED; NOT_FOUND: no
 * such message, or nothing is decided yet. */
MUST_CHECK enum status intake_decision(struct app *app, const char *token, const char *message_id,
                                       struct span *file, struct error *err);

/* The `function` of transaction 5. Any other asks to put a corrected record in the old one's place,
 * as CV2088 III.3 has it. */
#define INTAKE_WITHDRAW "HUY_BO"    /* nothing takes its place */
#define INTAKE_GIVE_UP  "THOI_THAY" /* the agreed replacement will not come */

/* Transaction 3: register a school's certificate, for the department to approve; at once or not at
 * all. UNTRUSTED: not registered, and why; else as intake_submit(). */
MUST_CHECK enum status intake_register(struct app *app, const struct exchange_request *request,
                                       struct exchange_answer *answer, struct error *err);
struct intake_certificate {
    const char *serial;
    bool decided, approved;
    const char *reason; /* of who decided; NULL */
};
/* Transaction 4. DENIED, NOT_FOUND. */
MUST_CHECK enum status intake_certified(struct app *app, const struct exchange_request *request,
                                        struct intake_certificate *certificate, struct error *err);
/* Append the ledger's proof of a received record, for who sends for its school. DENIED; NOT_FOUND:
 * not accepted, or not in circulation yet; UNAVAILABLE: the ledger is being written to. */
MUST_CHECK enum status intake_prove(struct app *app, const char *token, const char *uuid,
                                    struct buffer *out, struct error *err);

/* --- the department --------------------------------------------------------------------------- */

/* Look at every message that waits, in the order in which they came; *messages grows by those that
 * ended. `stop` (or NULL) is asked between batches. Stopping anywhere loses nothing: the next run
 * goes on behind the last result. */
MUST_CHECK enum status intake_run(struct app *app, bool (*stop)(void *context), void *context,
                                  size_t *messages, struct error *err);
/* unit_code NULL: of all. */
MUST_CHECK enum status intake_list(struct app *app, const char *unit_code,
                                   struct gateway_messages *messages, struct error *err);
MUST_CHECK enum status intake_show(struct app *app, int64_t number, struct gateway_message *message,
                                   struct gateway_results *results, struct error *err);
/* What the message brought: the packet's XML, byte for byte; what could not be unpacked as it was
 * sent. */
MUST_CHECK enum status intake_packet(struct app *app, int64_t number, struct span *bytes,
                                     struct error *err);
struct intake_record {
    struct received_state state;
    const char *word; /* intake_record_word() */
    const char *code; /* the short one */
};
/* A received record: how it stands. */
MUST_CHECK enum status intake_record_find(struct app *app, const char *uuid,
                                          struct intake_record *record, struct error *err);
/* Append its proof, or with `package` the record with proof, status and decision. CONFLICT: it is
 * not entered. */
enum { INTAKE_PACKAGE_MAX = 64 * 1024 * 1024 };
MUST_CHECK enum status intake_record_write(struct app *app, const char *uuid, bool package,
                                           struct buffer *out, struct error *err);
/* Personal numbers that pupils of several codes have, one of them by a received record of that year
 * (NULL: the newest): cases for whoever looks after identity, where the actor sees one of them at
 * the gateway; of schools that the actor does not see only the school is told (name, code and uuid
 * NULL). Each school of which a pupil was told finds the look in its access log; `address` may be
 * NULL. */
MUST_CHECK enum status intake_shared_numbers(struct app *app, const char *year, const char *address,
                                             struct shared_numbers *numbers, struct error *err);
/* "đã nhận" "đang xử lý" "đã xử lý" "từ chối cả gói". */
const char *intake_message_word(const struct gateway_message *message);
/* "học bạ", or what is asked. */
const char *intake_kind_word(const struct gateway_message *message);
/* Of an accepted record: "đã tiếp nhận" "lưu hành", or what became of it. */
const char *intake_record_word(const char *status, bool entered);
/* The same, or "từ chối"; of a request "chờ quyết định" "đồng ý" "từ chối". */
const char *intake_result_word(const struct gateway_result *result);

#endif
