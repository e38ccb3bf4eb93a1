/* SPDX-License-Identifier: Apache-2.0
 *
 * The gateway kit's wire.  One request at a time: the kit is for trying, not for load.
 */
#include "base/uuid.h"
#include "conformance/gateway_inside.h"
#include "crypto/random.h"
#include "web/server.h"
#include "xml/content.h"

enum {
    BODY_MAX = CONTENT_MAX + 64 * 1024,
    SMALL_BODY_MAX = 64 * 1024,
    ANSWER_MAX = 32 * 1024 * 1024,
    TOKEN_SECONDS = 3600,
    ANSWERS_WAITING = 1, /* PROCESSING so often before DONE */
};

#define BASE "/api/gateway/v1"

/* One request being answered, with the lock held. */
struct asked {
    struct playing *playing;
    const struct web_request *request;
    struct arena *arena;
    struct web_answer *answer;
};

static void
send_json(const struct asked *asked, struct buffer *out)
{
    asked->answer->type = "application/json";
    asked->answer->body = (struct span){arena_copy(asked->arena, out->data, out->size), out->size};
}

static void
acknowledge(const struct asked *asked, int code, const char *message_id, const char *error,
            const char *title, const char *response)
{
    AUTO(buffer) *out = buffer_new(SMALL_BODY_MAX);
    struct json json = json_to(out);

    exchange_write_answer(&(struct exchange_answer){.message_id = message_id ? message_id : "",
                                                    .error = error,
                                                    .error_title = title,
                                                    .response = response,
                                                    .response_text = ""},
                          &json);
    asked->answer->code = code;
    send_json(asked, out);
}

/* --- who asks --------------------------------------------------------------------------------- */

/* False: it was answered with 400. */
static bool
read_request(const struct asked *asked, enum exchange_transaction transaction,
             struct exchange_request *request)
{
    struct conformance_report *report = asked->playing->report;
    struct error why;

    if (exchange_read(asked->request->body, transaction, asked->arena, request, &why) == OK) {
        case_meet(report, SUPPLIER_FIELDS);
        return true;
    }
    case_miss(report, SUPPLIER_FIELDS, "%s: %s", asked->request->path, why.message);
    acknowledge(asked, 400, request->message_id, "SYNTAX", why.message, EXCHANGE_REFUSE);
    return false;
}

static void
give_token(const struct asked *asked)
{
    AUTO(buffer) *out = buffer_new_wiped(SMALL_BODY_MAX);
    struct playing *playing = asked->playing;
    struct json json = json_to(out);
    char id[UUID_TEXT_SIZE];
    const char *token = arena_text(playing->arena, random_uuid(id));

    *list_add(playing->arena, playing->tokens) = token;
    json_open(&json, '{');
    json_text_field(&json, "token", token);
    json_int_field(&json, "expires_in", TOKEN_SECONDS);
    json_close(&json, '}');
    asked->answer->code = 200;
    send_json(asked, out);
}

static void
answer_token(const struct asked *asked)
{
    struct playing *playing = asked->playing;
    const struct gateway_order *order = playing->order;
    struct exchange_request request;

    if (!read_request(asked, EXCHANGE_TOKEN, &request))
        return;
    if (playing->tokens.count >= KIT_TOKENS_MAX) {
        acknowledge(asked, 503, "", "TOKEN", "Quá nhiều token.", EXCHANGE_REFUSE);
        return;
    }
    if (!text_equal(request.user_name, order->user) || !text_equal(request.unit, order->unit) ||
        !text_equal(request.password, playing->password)) {
        case_miss(playing->report, SUPPLIER_TOKEN,
                  "Xin token với user_name, ma_don_vi hoặc SHA-256 của mật khẩu không đúng.");
        acknowledge(asked, 401, "", "TOKEN", "Không đúng tài khoản.", EXCHANGE_REFUSE);
        return;
    }
    case_meet(playing->report, SUPPLIER_TOKEN);
    give_token(asked);
}

static bool
token_is_given(const struct playing *playing, const char *token)
{
    for (size_t i = 0; token && i < playing->tokens.count; i++)
        if (text_equal(playing->tokens.items[i], token))
            return true;
    return false;
}

/* False: it was answered with 401. */
static bool
check_sender(const struct asked *asked, const struct exchange_request *request)
{
    struct playing *playing = asked->playing;

    if (playing->stale && !text_equal(request->token, playing->stale) &&
        token_is_given(playing, request->token)) {
        case_meet(playing->report, SUPPLIER_NEW_TOKEN);
        playing->stale = NULL;
    }
    if (token_is_given(playing, request->token) && !text_equal(request->token, playing->stale) &&
        text_equal(request->unit, playing->order->unit)) {
        case_meet(playing->report, SUPPLIER_SENDER);
        return true;
    }
    if (!text_equal(request->token, playing->stale) || !playing->stale)
        case_miss(playing->report, SUPPLIER_SENDER,
                  "%s: token không phải token đã cấp, hoặc ma_don_vi của đơn vị khác.",
                  asked->request->path);
    acknowledge(asked, 401, request->message_id, "TOKEN", "Token hết hạn hoặc không đúng.",
                EXCHANGE_REFUSE);
    return false;
}

/* --- transactions 1, 3 and 5 -------------------------------------------------------------- */

static struct taken_message *
find_message(const struct playing *playing, const char *id, enum exchange_transaction kind)
{
    for (size_t i = 0; i < playing->messages.count; i++)
        if (playing->messages.items[i]->kind == kind &&
            text_equal(playing->messages.items[i]->id, id))
            return playing->messages.items[i];
    return NULL;
}

static struct digest
digest_of(const struct exchange_request *request)
{
    AUTO(sha256_stream) *stream = sha256_stream_new();

    sha256_stream_add(stream, &request->year, sizeof request->year);
    sha256_stream_add(stream, request->unit, strlen(request->unit) + 1);
    sha256_stream_add(stream, request->content, strlen(request->content));
    if (request->serial)
        sha256_stream_add(stream, request->serial, strlen(request->serial));
    return sha256_stream_finish(stream);
}

static const char *
response_of(const struct taken_message *message)
{
    return message->error[0] ? EXCHANGE_REFUSE
           : message->told   ? EXCHANGE_DONE
           : message->asked  ? "PROCESSING"
                             : "RECEIVED";
}

static void
tell_state(const struct asked *asked, const struct taken_message *message)
{
    acknowledge(asked, 200, message->id, message->error, message->description,
                response_of(message));
}

static void
send_busy(const struct asked *asked, struct taken_message *message)
{
    message->phase = PHASE_BUSY;
    message->busy_until_ms =
        asked->playing->order->milliseconds() + KIT_RETRY_AFTER_S * INT64_C(1000);
    acknowledge(asked, 503, message->id, "BUSY", "Cổng đang bận.", "BUSY");
    web_answer_add(asked->answer, "Retry-After", "1");
}

/* A message that is there already comes again. */
static void
take_again(const struct asked *asked, struct taken_message *message, const struct digest *digest)
{
    struct playing *playing = asked->playing;
    struct conformance_report *report = playing->report;

    if (!digest_equal(&message->digest, digest)) {
        case_miss(report, SUPPLIER_SAME_CONTENT, "Mã %s được dùng cho hai nội dung.", message->id);
        acknowledge(asked, 409, message->id, "CONFLICT", "Mã này đã dùng cho nội dung khác.",
                    EXCHANGE_REFUSE);
        return;
    }
    case_meet(report, SUPPLIER_SAME_CONTENT);
    if (message->phase == PHASE_CUT) {
        case_meet(report, SUPPLIER_CUT_OFF);
        send_busy(asked, message);
        return;
    }
    if (message->phase == PHASE_BUSY) {
        int64_t early = message->busy_until_ms - playing->order->milliseconds();
        if (early > 0)
            case_miss(report, SUPPLIER_RETRY_AFTER, "Gói %s đến sớm hơn Retry-After.", message->id);
        else
            case_meet(report, SUPPLIER_RETRY_AFTER);
        message->phase = PHASE_TAKEN;
    }
    tell_state(asked, message);
}

/* NULL: it was answered, and there is no message. */
static struct taken_message *
take_new(const struct asked *asked, const struct exchange_request *request,
         enum exchange_transaction kind, const struct digest *digest)
{
    struct playing *playing = asked->playing;
    struct taken_message *message = arena_make(playing->arena, struct taken_message);
    struct error why;

    *message = (struct taken_message){.id = arena_text(playing->arena, request->message_id),
                                      .digest = *digest,
                                      .year = request->year,
                                      .unit = playing->order->unit,
                                      .kind = kind,
                                      .phase = playing->order->faults ? PHASE_CUT : PHASE_TAKEN,
                                      .error = "",
                                      .description = ""};
    if (kind == EXCHANGE_CERTIFICATE &&
        gateway_judge_certificate(playing, request, asked->arena, message, &why) != OK) {
        acknowledge(asked, 400, message->id, "CERTIFICATE", why.message, EXCHANGE_REFUSE);
        return NULL;
    }
    *list_add(playing->arena, playing->messages) = message;
    case_meet(playing->report, SUPPLIER_SAME_CONTENT);
    if (kind != EXCHANGE_CERTIFICATE)
        gateway_judge(playing, message, span_of(request->content), asked->arena);
    return message;
}

static void
answer_sent(const struct asked *asked, enum exchange_transaction kind)
{
    struct playing *playing = asked->playing;
    struct exchange_request request;

    if (!read_request(asked, kind, &request) || !check_sender(asked, &request))
        return;
    struct digest digest = digest_of(&request);
    struct taken_message *message = find_message(playing, request.message_id, kind);
    if (message) {
        take_again(asked, message, &digest);
        return;
    }
    if (playing->messages.count >= KIT_MESSAGES_MAX) {
        acknowledge(asked, 503, request.message_id, "BUSY", "Quá nhiều gói.", EXCHANGE_REFUSE);
        return;
    }
    message = take_new(asked, &request, kind, &digest);
    if (!message)
        return;
    if (message->phase == PHASE_CUT)
        asked->answer->code = 0;
    else
        tell_state(asked, message);
}

static void
answer_records(const struct asked *asked)
{
    answer_sent(asked, EXCHANGE_SUBMIT);
}

static void
answer_wishes(const struct asked *asked)
{
    answer_sent(asked, EXCHANGE_REVOKE);
}

static void
answer_certificates(const struct asked *asked)
{
    answer_sent(asked, EXCHANGE_CERTIFICATE);
}

/* --- transactions 2, 4 and 6 -------------------------------------------------------------- */

static void
tell_results(const struct asked *asked, const struct taken_message *message)
{
    AUTO(buffer) *out = buffer_new(ANSWER_MAX);
    struct json json = json_to(out);

    exchange_open_answer(&(struct exchange_answer){.message_id = message->id,
                                                   .error = "",
                                                   .error_title = "",
                                                   .response = EXCHANGE_DONE,
                                                   .response_text = ""},
                         &json);
    json_open_list(&json, "data");
    for (size_t i = 0; i < message->results.list.count; i++)
        exchange_write_result(&message->results.list.items[i], &json);
    json_close(&json, ']');
    json_close(&json, '}');
    asked->answer->code = 200;
    send_json(asked, out);
}

/* NULL: it was answered. */
static struct taken_message *
find_asked(const struct asked *asked, enum exchange_transaction kind)
{
    static const enum exchange_transaction questions[EXCHANGE_COUNT] = {
        [EXCHANGE_SUBMIT] = EXCHANGE_SUBMITTED,
        [EXCHANGE_CERTIFICATE] = EXCHANGE_CERTIFIED,
        [EXCHANGE_REVOKE] = EXCHANGE_REVOKED};
    struct playing *playing = asked->playing;
    struct exchange_request request;

    if (!read_request(asked, questions[kind], &request) || !check_sender(asked, &request))
        return NULL;
    struct taken_message *message = find_message(playing, request.message_id, kind);
    if (!message || message->phase != PHASE_TAKEN) {
        acknowledge(asked, 404, request.message_id, "UNKNOWN", "Không có gói này.",
                    EXCHANGE_REFUSE);
        return NULL;
    }
    if (playing->order->faults && !message->token_ended) {
        message->token_ended = true;
        playing->stale = arena_text(playing->arena, request.token);
        acknowledge(asked, 401, message->id, "TOKEN", "Token hết hạn.", EXCHANGE_REFUSE);
        return NULL;
    }
    return message;
}

static void
answer_result(const struct asked *asked)
{
    struct taken_message *message = find_asked(asked, EXCHANGE_SUBMIT);

    if (!message)
        return;
    if (message->error[0] || message->asked++ < ANSWERS_WAITING) {
        message->told = message->told || message->error[0];
        tell_state(asked, message);
        return;
    }
    if (!message->told)
        case_meet(asked->playing->report, SUPPLIER_RESULT);
    message->told = true;
    tell_results(asked, message);
}

/* First that all wait for a decision, then what it is. */
static void
answer_rulings(const struct asked *asked)
{
    struct taken_message *message = find_asked(asked, EXCHANGE_REVOKE);

    if (!message)
        return;
    if (message->error[0]) {
        message->told = true;
        tell_state(asked, message);
        return;
    }
    if (message->asked++ >= ANSWERS_WAITING) {
        if (!message->told)
            case_meet(asked->playing->report, SUPPLIER_RULING);
        message->told = true;
        gateway_rule(message);
    }
    tell_results(asked, message);
}

/* First that it waits to be approved, then whether it is. */
static void
answer_certified(const struct asked *asked)
{
    AUTO(buffer) *out = buffer_new(SMALL_BODY_MAX);
    struct json json = json_to(out);
    struct taken_message *message = find_asked(asked, EXCHANGE_CERTIFICATE);

    if (!message)
        return;
    bool decided = message->asked++ >= ANSWERS_WAITING;
    if (decided && !message->told)
        case_meet(asked->playing->report, SUPPLIER_CERTIFIED);
    message->told = message->told || decided;
    gateway_write_certified(message, decided, &json);
    asked->answer->code = 200;
    send_json(asked, out);
}

/* --- the report ------------------------------------------------------------------------------- */

/* With what is still owed by now. */
static struct conformance_report
report_by_now(const struct playing *playing)
{
    struct conformance_report report = *playing->report;

    report.time = moment_in_vietnam(playing->order->clock());
    for (size_t i = 0; i < playing->messages.count; i++) {
        const struct taken_message *message = playing->messages.items[i];
        if (message->phase == PHASE_CUT)
            case_miss(&report, SUPPLIER_CUT_OFF, "Gói %s chưa được gửi lại.", message->id);
        if (message->phase == PHASE_BUSY)
            case_miss(&report, SUPPLIER_RETRY_AFTER, "Gói %s chưa được gửi lại.", message->id);
        if (message->phase == PHASE_TAKEN && !message->told && !message->error[0])
            case_miss(&report,
                      message->kind == EXCHANGE_REVOKE        ? SUPPLIER_RULING
                      : message->kind == EXCHANGE_CERTIFICATE ? SUPPLIER_CERTIFIED
                                                              : SUPPLIER_RESULT,
                      "Kết quả của gói %s chưa được lấy.", message->id);
    }
    if (playing->stale)
        case_miss(&report, SUPPLIER_NEW_TOKEN, "Chưa xin token mới.");
    return report;
}

static void
answer_report(const struct asked *asked)
{
    AUTO(buffer) *out = buffer_new(ANSWER_MAX);
    struct conformance_report report = report_by_now(asked->playing);
    struct json json = json_to(out);

    conformance_write_json(&report, &json);
    asked->answer->code = 200;
    send_json(asked, out);
}

/* --- serving ---------------------------------------------------------------------------------- */

static void
locked(void *context, const struct web_request *request, struct arena *arena,
       struct web_answer *answer, void (*run)(const struct asked *asked))
{
    struct playing *playing = context;
    const struct asked asked = {playing, request, arena, answer};

    pthread_mutex_lock(&playing->lock);
    run(&asked);
    pthread_mutex_unlock(&playing->lock);
}

/* The handlers of the routes, each with the lock held. */
#define HANDLER(name, run)                                                                         \
    static void name(void *context, const struct web_request *request, struct arena *arena,        \
                     struct web_answer *answer)                                                    \
    {                                                                                              \
        locked(context, request, arena, answer, run);                                              \
    }
HANDLER(on_token, answer_token)
HANDLER(on_records, answer_records)
HANDLER(on_result, answer_result)
HANDLER(on_wishes, answer_wishes)
HANDLER(on_rulings, answer_rulings)
HANDLER(on_certificates, answer_certificates)
HANDLER(on_certified, answer_certified)
HANDLER(on_report, answer_report)

/* A body over the ceiling never gets to its route. */
static void
refused(void *context, const struct web_request *request, struct arena *arena,
        struct web_answer *answer)
{
    struct playing *playing = context;

    (void)arena;
    if (answer->code != 413)
        return;
    pthread_mutex_lock(&playing->lock);
    case_miss(playing->report, SUPPLIER_SIZE, "%s: yêu cầu lớn quá 10 MB.", request->path);
    pthread_mutex_unlock(&playing->lock);
}

enum status
gateway_play(const struct gateway_order *order, struct conformance_report *report,
             struct error *err)
{
    static const struct web_route routes[] = {
        {"POST", BASE "/token", SMALL_BODY_MAX, on_token, NULL},
        {"POST", BASE "/records", BODY_MAX, on_records, NULL},
        {"POST", BASE "/records/result", SMALL_BODY_MAX, on_result, NULL},
        {"POST", BASE "/certificates", BODY_MAX, on_certificates, NULL},
        {"POST", BASE "/certificates/result", SMALL_BODY_MAX, on_certified, NULL},
        {"POST", BASE "/revocations", BODY_MAX, on_wishes, NULL},
        {"POST", BASE "/revocations/result", SMALL_BODY_MAX, on_rulings, NULL},
        {"GET", "/report", 0, on_report, NULL},
        {0},
    };
    AUTO(arena) *arena = arena_new_wiped();
    AUTO(verify_cache) *cache = verify_cache_new();
    struct digest password = sha256(span_of(secret_text(order->password)));
    char hex[SHA256_HEX_SIZE];
    struct playing playing = {.order = order,
                              .report = report,
                              .lock = PTHREAD_MUTEX_INITIALIZER,
                              .arena = arena,
                              .password = digest_hex(&password, hex),
                              .cache = cache};
    const struct web_server server = {.listen = order->listen,
                                      .routes = routes,
                                      .context = &playing,
                                      .ready = order->ready,
                                      .refused = refused,
                                      .wiped = true};

    TRY(web_serve(&server, err));
    *report = report_by_now(&playing);
    return OK;
}
