/* SPDX-License-Identifier: Apache-2.0 */
#include "service/report_wire.h"

#include "crypto/hash.h"
#include "crypto/secret.h"
#include "store/reports.h"
#include "xml/content.h"
#include "xml/decision_xml.h"

enum { REQUEST_MAX = CONTENT_MAX + 64 * 1024, SEND_MS = 120 * 1000 };

/* --- one request ------------------------------------------------------------------------------ */

static enum status
post(struct report_wire *wire, const char *path, const struct exchange_request *request,
     enum exchange_transaction transaction, struct http_answer *answer, struct error *err)
{
    AUTO(buffer) *body = buffer_new_wiped(REQUEST_MAX);
    struct json json = json_to(body);
    size_t size = strlen(wire->url);

    exchange_write_request(request, transaction, &json);
    if (body->overflow)
        return fail(err, INVALID, "Gói tin lớn quá giới hạn của giao dịch.");
    struct http_request asked = {
        .url = arena_printf(wire->secrets, "%s%s%s", wire->url,
                            wire->url[size - 1] == '/' ? "" : "/", path),
        .content_type = "application/json",
        .body = buffer_span(body),
        .expects = "application/json",
        .answer_max = REPORT_ANSWER_MAX,
        .total_ms = SEND_MS,
        .tries = wire->tries,
        .secret = true,
    };
    enum status status = http_send(wire->client, &asked, wire->secrets, answer, err);
    wire->retry_after = status == OK ? answer->retry_after : 0;
    return status;
}

/* What is sent does not change, so by these answers the peer never takes it. */
struct refusal {
    int code; /* HTTP */
    enum status status;
    const char *error, *sentence;
};

static const struct refusal *
find_refusal(int code)
{
    static const struct refusal all[] = {
        {400, INVALID, REPORT_UNWANTED,
         "Cổng tiếp nhận nói yêu cầu không đúng dạng (400), và gửi lại cũng vậy. Hãy hỏi nơi tiếp "
         "nhận, rồi cho nộp lại trong gói mới."},
        {409, CONFLICT, REPORT_CONFLICT,
         "Cổng tiếp nhận đã có nội dung khác dưới mã gói tin này (409), nên không nhận gói này dù "
         "gửi lại bao nhiêu lần. Hãy gửi tệp của lần gửi trước, hoặc cho nộp lại: học bạ sẽ đi "
         "trong gói mới có mã mới."},
        {413, INVALID, REPORT_UNWANTED,
         "Cổng tiếp nhận nói gói này quá lớn (413), và gửi lại cũng vậy. Hãy hỏi nơi tiếp nhận về "
         "giới hạn của họ, rồi cho nộp lại trong gói nhỏ hơn (hocba report make --at-most)."},
        {422, INVALID, REPORT_UNWANTED,
         "Cổng tiếp nhận nói không xử lý được yêu cầu này (422), và gửi lại cũng vậy. Hãy hỏi nơi "
         "tiếp nhận, rồi cho nộp lại trong gói mới."},
    };

    for (size_t i = 0; i < COUNT_OF(all); i++)
        if (all[i].code == code)
            return &all[i];
    return NULL;
}

static enum status
check_code(int code, struct error *err)
{
    const struct refusal *refusal = find_refusal(code);

    if (refusal)
        return fail(err, refusal->status, "%s", refusal->sentence);
    switch (code) {
    case 200: return OK;
    case 401:
    case 403:
        return fail(err, DENIED,
                    "Cổng tiếp nhận không nhận tên hoặc mật khẩu của đơn vị. Hãy kiểm tra --user "
                    "và --password-file.");
    case 404:
        return fail(err, NOT_FOUND,
                    "Cổng tiếp nhận nói không có (404): địa chỉ không đúng, hoặc gói chưa đến.");
    default:
        return fail(err, code == 429 || code >= 500 ? UNAVAILABLE : INVALID,
                    "Cổng tiếp nhận trả lời mã %d. Các gói vẫn còn nguyên; hãy chạy lại sau.",
                    code);
    }
}

static enum status
ask_token(struct report_wire *wire, struct error *err)
{
    const struct exchange_request request = {
        .user_name = wire->who.user_name, .password = wire->who.password, .unit = wire->who.unit};
    struct http_answer answer;

    TRY(post(wire, "token", &request, EXCHANGE_TOKEN, &answer, err));
    TRY(check_code(answer.code, err));
    return exchange_read_token(answer.body, wire->secrets, &wire->who.token, err);
}

/* With a new token when there is none, or when the gateway no longer takes the old one. */
static enum status
ask(struct report_wire *wire, const char *path, const struct exchange_request *message,
    enum exchange_transaction transaction, struct http_answer *answer, struct error *err)
{
    wire->code = 0;
    for (int try = 0; try < 2; try++) {
        struct exchange_request request = *message;
        if (!wire->who.token)
            TRY(ask_token(wire, err));
        request.token = wire->who.token;
        TRY(post(wire, path, &request, transaction, answer, err));
        wire->code = answer->code;
        if (answer->code != 401)
            break;
        wire->who.token = NULL;
    }
    return check_code(answer->code, err);
}

/* --- transactions ----------------------------------------------------------------------------- */

enum status
report_wire_open(struct report_wire *wire, struct error *err)
{
    AUTO(secret) *password = NULL;
    char hex[SHA256_HEX_SIZE];

    if (!http_is_private(wire->url)) /* a password and pupils' data go there */
        return fail(
            err, USAGE,
            "Địa chỉ cổng tiếp nhận phải là https:// (http:// chỉ dùng trên chính máy này).");
    TRY(secret_read_line(wire->password_file, &password, err));
    struct digest digest = sha256(span_of(secret_text(password)));
    wire->who.password = arena_text(wire->secrets, digest_hex(&digest, hex));
    wire->who.function = "HOC_BA";
    return OK;
}

const char *
report_wire_unwanted(const struct report_wire *wire)
{
    const struct refusal *refusal = find_refusal(wire->code);

    return refusal ? refusal->error : NULL;
}

bool
report_wire_refused(const struct exchange_answer *answer)
{
    return text_equal(answer->response, EXCHANGE_REFUSE) || *answer->error != '\0';
}

static enum status
read_answer(const char *id, struct span body, enum exchange_transaction transaction,
            struct arena *arena, struct exchange_answer *answer, struct exchange_results *results,
            struct error *err)
{
    TRY(exchange_read_answer(body, transaction, arena, answer, results, err));
    if (!text_equal(answer->message_id, id))
        return fail(err, INVALID, "Cổng tiếp nhận trả lời cho một gói tin khác.");
    return OK;
}

enum status
report_wire_read(const char *id, struct span body, struct arena *arena,
                 struct exchange_answer *answer, struct exchange_results *results,
                 struct error *err)
{
    return read_answer(id, body, EXCHANGE_SUBMITTED, arena, answer, results, err);
}

/* How each transaction with a content goes out, and how it is asked about. */
static const struct {
    const char *path, *type;
} ways[EXCHANGE_COUNT] = {
    [EXCHANGE_SUBMIT] = {"records", "1"},
    [EXCHANGE_SUBMITTED] = {"records/result", "2"},
    [EXCHANGE_REVOKE] = {"revocations", "5"},
    [EXCHANGE_REVOKED] = {"revocations/result", "6"},
};

static enum status
submit(struct report_wire *wire, enum exchange_transaction transaction,
       struct exchange_request *message, const char *year, struct exchange_answer *answer,
       struct error *err)
{
    struct exchange_results none;
    struct http_answer said;

    if (strlen(year) != 9 || year[4] != '-' ||
        !text_to_int(arena_copy(wire->secrets, year, 4), EXCHANGE_YEAR_MIN, EXCHANGE_YEAR_MAX,
                     &message->year))
        return fail(err, USAGE, "Năm học phải ghi như 2023-2024.");
    message->type = ways[transaction].type;
    TRY(ask(wire, ways[transaction].path, message, transaction, &said, err));
    return read_answer(message->message_id, said.body, transaction, wire->arena, answer, &none,
                       err);
}

static enum status
ask_result(struct report_wire *wire, enum exchange_transaction transaction, const char *id,
           struct exchange_answer *answer, struct exchange_results *results, struct span *body,
           struct error *err)
{
    struct exchange_request message = wire->who;
    struct http_answer said;

    message.message_id = id;
    message.type = ways[transaction].type;
    TRY(ask(wire, ways[transaction].path, &message, transaction, &said, err));
    if (body)
        *body = said.body;
    return read_answer(id, said.body, transaction, wire->arena, answer, results, err);
}

enum status
report_wire_submit(struct report_wire *wire, const char *id, const char *year, const char *content,
                   struct exchange_answer *answer, struct error *err)
{
    struct exchange_request message = wire->who;

    message.message_id = id;
    message.content = content;
    return submit(wire, EXCHANGE_SUBMIT, &message, year, answer, err);
}

enum status
report_wire_result(struct report_wire *wire, const char *id, struct exchange_answer *answer,
                   struct exchange_results *results, struct span *body, struct error *err)
{
    return ask_result(wire, EXCHANGE_SUBMITTED, id, answer, results, body, err);
}

enum status
report_wire_ask(struct report_wire *wire, const char *id, const char *year, const char *content,
                const char *function, struct exchange_answer *answer, struct error *err)
{
    struct exchange_request message = wire->who;

    message.message_id = id;
    message.content = content;
    message.function = function;
    return submit(wire, EXCHANGE_REVOKE, &message, year, answer, err);
}

enum status
report_wire_rulings(struct report_wire *wire, const char *id, struct exchange_answer *answer,
                    struct exchange_results *results, struct error *err)
{
    return ask_result(wire, EXCHANGE_REVOKED, id, answer, results, NULL, err);
}

enum status
report_wire_decision(struct report_wire *wire, const char *id, struct span *file, struct error *err)
{
    size_t size = strlen(wire->url);
    struct http_answer answer;

    if (!wire->who.token)
        TRY(ask_token(wire, err));
    struct http_request asked = {
        .url = arena_printf(wire->secrets, "%s%srevocations/%s/decision", wire->url,
                            wire->url[size - 1] == '/' ? "" : "/", id),
        .headers = {{"Authorization", arena_printf(wire->secrets, "Bearer %s", wire->who.token)}},
        .answer_max = DECISION_FILE_MAX,
        .total_ms = SEND_MS,
        .tries = wire->tries,
        .secret = true,
    };
    TRY(http_send(wire->client, &asked, wire->arena, &answer, err));
    wire->retry_after = answer.retry_after;
    if (answer.code == 401)
        wire->who.token = NULL; /* the next try asks for another one */
    TRY(check_code(answer.code, err));
    *file = answer.body;
    return OK;
}
