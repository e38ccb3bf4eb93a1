/* SPDX-License-Identifier: Apache-2.0
 *
 * Between the supplier kit's wire (supplier.c) and its cases (supplier_cases.c).
 */
#ifndef HOCBA_CONFORMANCE_SUPPLIER_INSIDE_H
#define HOCBA_CONFORMANCE_SUPPLIER_INSIDE_H

#include "conformance/supplier.h"
#include "model/exchange_answer.h"
#include "net/http.h"

enum { MESSAGES_MAX = 32 };

/* A packet on its way. */
struct kit_message {
    enum case_id id;
    const char *message_id;
    const char *content;
    int year;
    bool ended;
    struct exchange_answer answer;
    struct exchange_results results;
    /* The whole must be refused with one of these codes ("GZIP SIZE"); NULL: it is taken. */
    const char *codes;
    bool accepted[2]; /* of one that is taken: what becomes of each record */
    size_t count;
};

struct supplier {
    const struct supplier_order *order;
    struct conformance_report *report;
    struct http_client *client;
    struct arena *arena; /* wiped: the password's hash, the token, what is sent */
    struct packet_seal seal;
    struct records records;
    struct exchange_request who;
    struct kit_message messages[MESSAGES_MAX];
    size_t count;
};

/* What was answered, as far as it is an acknowledgement; texts are never NULL. */
struct reply {
    int code;
    bool readable;
    struct exchange_answer answer;
    struct exchange_results results;
    struct span body;
};

/* OK: there is an answer, whichever. */
MUST_CHECK enum status supplier_post(struct supplier *kit, const char *path, struct span body,
                                     struct reply *reply, struct error *err);
MUST_CHECK enum status supplier_ask(struct supplier *kit, const char *path,
                                    const struct exchange_request *request,
                                    enum exchange_transaction transaction, struct reply *reply,
                                    struct error *err);
/* The request of a message: as the sender, with this id. */
struct exchange_request supplier_request(const struct supplier *kit, const char *message_id,
                                         const char *type);
const char *supplier_new_id(const struct supplier *kit);

/* supplier_cases.c: put every packet into kit->messages. */
MUST_CHECK enum status supplier_make_messages(struct supplier *kit, struct error *err);
/* Judge what came of it. */
void supplier_judge_message(struct supplier *kit, const struct kit_message *message);
/* Requests that carry no packet. */
MUST_CHECK enum status supplier_try_requests(struct supplier *kit, struct error *err);
/* Once its first message has ended: the same again, and other content under its id. */
MUST_CHECK enum status supplier_try_again(struct supplier *kit, struct error *err);
/* Then transactions 5 and 6, about the record that was taken and one that nobody has
 * (supplier_wishes.c). */
MUST_CHECK enum status supplier_try_wishes(struct supplier *kit, struct error *err);

#endif
