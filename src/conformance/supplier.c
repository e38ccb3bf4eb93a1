/* SPDX-License-Identifier: Apache-2.0
 *
 * The supplier kit's wire: a token, every message sent, every message asked for until it has ended.
 */
#include "base/uuid.h"
#include "conformance/supplier_inside.h"
#include "crypto/hash.h"
#include "crypto/random.h"
#include "xml/content.h"
#include "xml/record_xml.h"

enum {
    ANSWER_MAX = 8 * 1024 * 1024,
    REQUEST_MAX = 2 * CONTENT_MAX, /* one of them is too large on purpose */
    SEND_MS = 120 * 1000,
    SEND_TRIES = 6,
    FIRST_POLL_MS = 100,
    LAST_POLL_MS = 5 * 1000,
};

/* --- one request ------------------------------------------------------------------------------ */

static enum status
post(struct supplier *kit, const char *path, enum exchange_transaction transaction,
     struct span body, struct reply *reply, struct error *err)
{
    const char *url = kit->order->url;
    size_t size = strlen(url);
    struct http_request request = {
        .url = arena_printf(kit->arena, "%s%s%s", url, url[size - 1] == '/' ? "" : "/", path),
        .content_type = "application/json",
        .body = body,
        .answer_max = ANSWER_MAX,
        .total_ms = SEND_MS,
        .tries = SEND_TRIES,
        .secret = true,
    };
    struct http_answer answer;
    struct error why;

    *reply = (struct reply){0};
    TRY(http_send(kit->client, &request, kit->arena, &answer, err));
    reply->code = answer.code;
    reply->body = answer.body;
    reply->readable = exchange_read_answer(answer.body, transaction, kit->arena, &reply->answer,
                                           &reply->results, &why) == OK;
    if (!reply->readable)
        reply->answer = (struct exchange_answer){"", "", "", "", ""};
    return OK;
}

enum status
supplier_post(struct supplier *kit, const char *path, struct span body, struct reply *reply,
              struct error *err)
{
    return post(kit, path, EXCHANGE_SUBMIT, body, reply, err);
}

enum status
supplier_ask(struct supplier *kit, const char *path, const struct exchange_request *request,
             enum exchange_transaction transaction, struct reply *reply, struct error *err)
{
    AUTO(buffer) *body = buffer_new_wiped(REQUEST_MAX);
    struct json json = json_to(body);

    exchange_write_request(request, transaction, &json);
    return post(kit, path, transaction, buffer_span(body), reply, err);
}

struct exchange_request
supplier_request(const struct supplier *kit, const char *message_id, const char *type)
{
    struct exchange_request request = kit->who;

    request.message_id = message_id;
    request.type = type;
    request.function = "HOC_BA";
    request.year = kit->order->year;
    return request;
}

const char *
supplier_new_id(const struct supplier *kit)
{
    char id[UUID_TEXT_SIZE];

    return arena_text(kit->arena, random_uuid(id));
}

/* --- a token ---------------------------------------------------------------------------------- */

static enum status
take_token(struct supplier *kit, struct error *err)
{
    struct reply reply;
    struct error why;

    TRY(supplier_ask(kit, "token", &kit->who, EXCHANGE_TOKEN, &reply, err));
    if (reply.code == 200 &&
        exchange_read_token(reply.body, kit->arena, &kit->who.token, &why) == OK) {
        case_meet(kit->report, GATEWAY_TOKEN);
        return OK;
    }
    return fail(err, reply.code == 401 || reply.code == 403 ? DENIED : INVALID,
                "Cổng không cấp token (mã HTTP %d) nên không kiểm tra tiếp được. Hãy xem lại "
                "--user, --password-file và --unit.",
                reply.code);
}

/* --- packets ---------------------------------------------------------------------------------- */

static bool
has_ended(const struct reply *reply)
{
    return text_equal(reply->answer.response, EXCHANGE_DONE) ||
           text_equal(reply->answer.response, EXCHANGE_REFUSE) || *reply->answer.error;
}

static void
take_reply(struct kit_message *message, const struct reply *reply)
{
    message->answer = reply->answer;
    message->results = reply->results;
    message->ended = has_ended(reply);
}

static enum status
send_message(struct supplier *kit, struct kit_message *message, struct error *err)
{
    struct exchange_request request = supplier_request(kit, message->message_id, "1");
    struct reply reply;

    request.content = message->content;
    request.year = message->year;
    TRY(supplier_ask(kit, "records", &request, EXCHANGE_SUBMIT, &reply, err));
    take_reply(message, &reply);
    if (reply.code == 413) {
        message->ended = true;
        message->answer = (struct exchange_answer){"", "SIZE", "", EXCHANGE_REFUSE, ""};
    } else if (!reply.readable || !text_equal(reply.answer.message_id, message->message_id)) {
        message->ended = true;
        message->answer.response_text = "không phải lời xác nhận của gói đã gửi";
    }
    return OK;
}

static enum status
poll_message(struct supplier *kit, struct kit_message *message, struct error *err)
{
    struct exchange_request request = supplier_request(kit, message->message_id, "2");
    struct reply reply;

    TRY(supplier_ask(kit, "records/result", &request, EXCHANGE_SUBMITTED, &reply, err));
    if (reply.code == 200 && reply.readable)
        take_reply(message, &reply);
    return OK;
}

/* Until each of the first messages has ended, or nobody waits any more. */
static enum status
poll_first(struct supplier *kit, size_t count, struct error *err)
{
    int64_t left = kit->order->wait_s * INT64_C(1000);

    for (unsigned pause = FIRST_POLL_MS;;
         pause = pause * 2 < LAST_POLL_MS ? pause * 2 : LAST_POLL_MS) {
        size_t waiting = 0;
        for (size_t i = 0; i < count; i++) {
            if (!kit->messages[i].ended)
                TRY(poll_message(kit, &kit->messages[i], err));
            waiting += !kit->messages[i].ended;
        }
        if (waiting == 0 || left < pause || !kit->order->wait(NULL, pause))
            return OK;
        left -= pause;
    }
}

/* What must follow on something is sent when that has ended. */
static enum status
send_all(struct supplier *kit, struct error *err)
{
    for (size_t i = 0; i < kit->count; i++) {
        TRY(send_message(kit, &kit->messages[i], err));
        if (i == 0)
            TRY(poll_first(kit, 1, err));
    }
    return poll_first(kit, kit->count, err);
}

static enum status
play(struct supplier *kit, struct error *err)
{
    TRY(take_token(kit, err));
    TRY(supplier_try_requests(kit, err));
    TRY(supplier_make_messages(kit, err));
    TRY(send_all(kit, err));
    for (size_t i = 0; i < kit->count; i++)
        supplier_judge_message(kit, &kit->messages[i]);
    TRY(supplier_try_again(kit, err));
    return supplier_try_wishes(kit, err);
}

static enum status
read_records(struct supplier *kit, struct error *err)
{
    for (size_t i = 0; i < kit->order->count; i++) {
        struct span record;
        TRY(record_xml_span(kit->order->files[i], &record, err));
        *list_add(kit->arena, kit->records.list) = record;
    }
    return OK;
}

enum status
supplier_play(const struct supplier_order *order, struct conformance_report *report,
              struct error *err)
{
    AUTO(arena) *arena = arena_new_wiped();
    AUTO(http_client) *client = http_client_new(&(struct http_options){.ca_file = order->ca_file});
    struct digest password = sha256(span_of(secret_text(order->password)));
    struct supplier *kit = arena_make(arena, struct supplier);
    char hex[SHA256_HEX_SIZE];

    if (order->count < SUPPLIER_RECORDS_MIN)
        return fail(err, USAGE, "Cần ít nhất %d tệp học bạ đúng để kiểm tra cổng tiếp nhận.",
                    SUPPLIER_RECORDS_MIN);
    if (!http_is_private(order->url))
        return fail(
            err, USAGE,
            "Địa chỉ cổng tiếp nhận phải là https:// (http:// chỉ dùng trên chính máy này).");
    *kit = (struct supplier){.order = order, .report = report, .client = client, .arena = arena};
    kit->who = (struct exchange_request){.user_name = order->user,
                                         .password = arena_text(arena, digest_hex(&password, hex)),
                                         .unit = order->unit};
    TRY(read_records(kit, err));
    kit->seal = (struct packet_seal){.session = order->session, .wait = order->wait};
    TRY(xades_identity_make(order->chain, &kit->seal.identity, err));
    enum status status = play(kit, err);
    xades_identity_free(kit->seal.identity);
    return status;
}
