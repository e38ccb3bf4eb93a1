/* SPDX-License-Identifier: Apache-2.0
 *
 * What the transactions of CV2088 II.2 say around their content: the request, with
 * `authenticationRequest` around who asks, the acknowledgement and one result per record.  Names
 * and their spelling are the Ministry's and stand in one table here.
 *
 * A request is read strictly: every field that is missing or badly written is named at once.
 */
#ifndef HOCBA_MODEL_EXCHANGE_H
#define HOCBA_MODEL_EXCHANGE_H

#include "base/json.h"

enum {
    EXCHANGE_FIELD_MAX = 512, /* bytes of any field but the content */
    EXCHANGE_YEAR_MIN = 2000,
    EXCHANGE_YEAR_MAX = 2100,
};

enum exchange_transaction {
    EXCHANGE_TOKEN,
    EXCHANGE_SUBMIT,
    EXCHANGE_SUBMITTED, /* what became of it */
    EXCHANGE_CERTIFICATE,
    EXCHANGE_CERTIFIED,
    EXCHANGE_REVOKE,
    EXCHANGE_REVOKED,
    EXCHANGE_COUNT
};

/* NULL or 0 where a field was not given. */
struct exchange_request {
    const char *token, *user_name;
    const char *password; /* SHA-256, 64 hexadecimal digits in lower case */
    const char *unit;     /* ma_don_vi */
    const char *message_id, *type, *function;
    int year;                                        /* nam_hoc or ma_nam_hoc: 2023 is 2023-2024 */
    const char *serial, *valid_from, *kind, *issuer; /* of a certificate */
    const char *content;
};

/* A JSON body; fields stand in authenticationRequest or beside it. The caller bounds its bytes.
 * INVALID: not JSON; a field is given twice with two values; the message names every field that
 * this transaction needs and does not have, or that is not written as it must be. Everything lives
 * in the arena; it holds a password's hash. */
MUST_CHECK enum status exchange_read(struct span body, enum exchange_transaction transaction,
                                     struct arena *arena, struct exchange_request *request,
                                     struct error *err);

struct exchange_answer {
    const char *message_id;
    const char *error, *error_title;      /* "" when all is well */
    const char *response, *response_text; /* ResponseCode, ResponseDescription */
};
/* Append the acknowledgement, a JSON object. */
void exchange_write_answer(const struct exchange_answer *answer, struct json *json);
/* The same without its closing bracket: results follow. */
void exchange_open_answer(const struct exchange_answer *answer, struct json *json);

/* The answer of transaction 4. `approved` -1: nobody has decided, and there is no
 * trang_thai_phe_duyet, for 0 would be a refusal. */
void exchange_write_certified(const struct exchange_answer *answer, const char *unit,
                              const char *serial, int approved, struct json *json);

/* trang_thai of transactions 2 and 4, and of transaction 6 */
enum exchange_state { EXCHANGE_REFUSED, EXCHANGE_ACCEPTED };
enum exchange_ruling { EXCHANGE_WAITING = 1, EXCHANGE_AGREED, EXCHANGE_DECLINED };

/* What became of one record; texts that are not known are "". */
struct exchange_result {
    const char *pupil_code, *name, *number, *uuid;
    int state; /* trang_thai */
    const char *error, *field, *description;
};
void exchange_write_result(const struct exchange_result *result, struct json *json);

#endif
