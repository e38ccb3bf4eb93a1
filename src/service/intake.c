/* SPDX-License-Identifier: Apache-2.0
 *
 * The gateway's wire, and what the department sees of it.
 */
#include "service/intake.h"

#include "crypto/hash.h"
#include "ledger/status.h"
#include "service/access.h"
#include "service/intake_inside.h"
#include "service/school.h"
#include "store/packets.h"
#include "store/revocations.h"

/* --- submitting ------------------------------------------------------------------------------- */

static const char *
year_text(struct arena *arena, int year)
{
    return arena_printf(arena, "%d-%d", year, year + 1);
}

static const char *
digest_of(const struct gateway_message *message, struct arena *arena)
{
    AUTO(sha256_stream) *stream = sha256_stream_new();
    char hex[SHA256_HEX_SIZE];

    sha256_stream_add(stream, message->unit, strlen(message->unit) + 1);
    sha256_stream_add(stream, message->year, strlen(message->year) + 1);
    if (!text_equal(message->kind, MESSAGE_RECORDS))
        sha256_stream_add(stream, message->kind, strlen(message->kind) + 1);
    sha256_stream_add(stream, message->content.data, message->content.size);
    struct digest digest = sha256_stream_finish(stream);
    return arena_text(arena, digest_hex(&digest, hex));
}

static void
answer_of(const struct gateway_message *message, struct exchange_answer *answer)
{
    bool refused = message->ended && message->error && message->error[0];

    *answer = (struct exchange_answer){.message_id = message->id,
                                       .error = refused ? message->error : "",
                                       .error_title = refused ? message->description : ""};
    answer->response = refused          ? "REFUSED"
                       : message->ended ? "DONE"
                       : message->done  ? "PROCESSING"
                                        : "RECEIVED";
    answer->response_text = intake_message_word(message);
}

static enum status
check_same_content(const struct gateway_message *kept, const struct gateway_message *message,
                   struct error *err)
{
    if (text_equal(kept->digest, message->digest))
        return OK;
    return fail(err, CONFLICT,
                "Mã thông điệp này đã dùng cho nội dung khác. Nội dung trước giữ nguyên; hãy gửi "
                "lại với mã mới.");
}

/* A message that came before is no more of them. */
static enum status
check_room(struct app *app, const struct gateway_message *message, struct error *err)
{
    struct gateway_message kept;
    int64_t waiting;

    TRY(store_count_waiting(app->store, message->client, &waiting, err));
    if (waiting < INTAKE_WAITING_MAX ||
        store_find_message(app->store, message->client, message->id, app->arena, &kept, err) == OK)
        return OK;
    return fail(err, UNAVAILABLE,
                "Đã có %d gói của phần mềm này đang chờ. Gói này chưa được nhận; hãy gửi lại sau.",
                INTAKE_WAITING_MAX);
}

/* Of transaction 5 the function tells what is wished. */
static const char *
kind_of(enum exchange_transaction transaction, const char *function)
{
    if (transaction != EXCHANGE_REVOKE)
        return MESSAGE_RECORDS;
    return text_equal(function, INTAKE_WITHDRAW)  ? WISH_WITHDRAW
           : text_equal(function, INTAKE_GIVE_UP) ? WISH_GIVE_UP
                                                  : WISH_REPLACE;
}

enum status
intake_submit(struct app *app, enum exchange_transaction transaction,
              const struct exchange_request *request, struct exchange_answer *answer,
              struct error *err)
{
    struct gateway_message message = {.kind = kind_of(transaction, request->function),
                                      .id = request->message_id,
                                      .year = year_text(app->arena, request->year),
                                      .received = app_now(app),
                                      .content = span_of(request->content)};
    struct gateway_message kept;
    bool added;

    TRY(intake_sender(app, request, &message.client, &message.unit, err));
    TRY(check_room(app, &message, err));
    message.digest = digest_of(&message, app->arena);
    TRY(store_add_message(app->store, &message, &added, err));
    TRY(store_find_message(app->store, message.client, message.id, app->arena, &kept, err));
    TRY(check_same_content(&kept, &message, err));
    answer_of(&kept, answer);
    return OK;
}

enum status
intake_register(struct app *app, const struct exchange_request *request,
                struct exchange_answer *answer, struct error *err)
{
    struct gateway_message kept, message = {.kind = MESSAGE_CERTIFICATE,
                                            .id = request->message_id,
                                            .year = "",
                                            .received = app_now(app),
                                            .content = span_of(request->content)};

    TRY(intake_sender(app, request, &message.client, &message.unit, err));
    message.digest = digest_of(&message, app->arena);
    enum status status =
        store_find_message(app->store, message.client, message.id, app->arena, &kept, err);
    if (status == NOT_FOUND) {
        TRY(intake_take_certificate(app, request, &message, err));
        status = store_find_message(app->store, message.client, message.id, app->arena, &kept, err);
    }
    TRY(status);
    TRY(check_same_content(&kept, &message, err));
    answer_of(&kept, answer);
    answer->response = "RECEIVED";
    answer->response_text = "đã đăng ký, chờ duyệt";
    return OK;
}

/* With what was decided, where something was asked. */
static enum status
read_results(struct app *app, const struct gateway_message *message,
             struct gateway_results *results, struct error *err)
{
    TRY(store_list_results(app->store, message->number, app->arena, results, err));
    return text_equal(message->kind, MESSAGE_RECORDS)
               ? OK
               : intake_read_rulings(app, message, results, err);
}

enum status
intake_ask(struct app *app, enum exchange_transaction transaction,
           const struct exchange_request *request, struct exchange_answer *answer,
           struct gateway_results *results, struct error *err)
{
    bool records = transaction == EXCHANGE_SUBMITTED;
    struct gateway_message message;
    const char *client, *unit;

    TRY(intake_sender(app, request, &client, &unit, err));
    TRY(store_find_message(app->store, client, request->message_id, app->arena, &message, err));
    if (!text_equal(message.unit, unit) || records != text_equal(message.kind, MESSAGE_RECORDS) ||
        text_equal(message.kind, MESSAGE_CERTIFICATE))
        return fail(err, NOT_FOUND, "Cổng không có thông điệp này của đơn vị %s.", request->unit);
    answer_of(&message, answer);
    return read_results(app, &message, results, err);
}

/* --- the department --------------------------------------------------------------------------- */

/* Of the schools whose gateway the actor may see: there may be several departments here. */
static enum status
keep_seen(struct app *app, const struct gateway_messages *all, struct gateway_messages *seen,
          struct error *err)
{
    const char *unit = NULL;
    enum status status = OK;

    for (size_t i = 0; i < all->list.count; i++) {
        const struct gateway_message *one = &all->list.items[i];
        if (!text_equal(unit, one->unit))
            status = access_check(app, MAY_SEE_GATEWAY, one->unit, err);
        unit = one->unit;
        if (status == OK)
            *list_add(app->arena, seen->list) = *one;
        else if (status != DENIED)
            return status;
    }
    return OK;
}

enum status
intake_list(struct app *app, const char *unit_code, struct gateway_messages *messages,
            struct error *err)
{
    struct gateway_messages all = {0};
    struct unit unit = {0};

    TRY(access_check(app, MAY_SEE_GATEWAY, app->actor.unit_id, err));
    if (unit_code)
        TRY(unit_find(app, unit_code, &unit, err));
    TRY(store_list_messages(app->store, unit.id, INTAKE_MESSAGES_SHOWN, app->arena, &all, err));
    return keep_seen(app, &all, messages, err);
}

enum status
intake_show(struct app *app, int64_t number, struct gateway_message *message,
            struct gateway_results *results, struct error *err)
{
    TRY(store_get_message(app->store, number, app->arena, message, err));
    TRY(access_check(app, MAY_SEE_GATEWAY, message->unit, err));
    return read_results(app, message, results, err);
}

enum status
intake_packet(struct app *app, int64_t number, struct span *bytes, struct error *err)
{
    struct gateway_message message;
    struct span content;

    TRY(store_get_message(app->store, number, app->arena, &message, err));
    TRY(access_check(app, MAY_SEE_GATEWAY, message.unit, err));
    enum status status = store_find_packet(app->store, number, app->arena, bytes, err);
    if (status != NOT_FOUND)
        return status;
    TRY(store_find_content(app->store, number, app->arena, &content, err));
    status = content_unpack(content, app->arena, bytes, err);
    if (status == INVALID)
        *bytes = content;
    return status == INVALID ? OK : status;
}

const char *
intake_message_word(const struct gateway_message *message)
{
    if (message->ended)
        return message->error && message->error[0] ? "từ chối cả gói" : "đã xử lý";
    return message->done ? "đang xử lý" : "đã nhận";
}

const char *
intake_kind_word(const struct gateway_message *message)
{
    static const char *const words[][2] = {{WISH_REPLACE, "đề nghị thay thế"},
                                           {WISH_WITHDRAW, "đề nghị thu hồi"},
                                           {WISH_GIVE_UP, "thôi thay thế"},
                                           {MESSAGE_CERTIFICATE, "chứng thư số"}};

    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (text_equal(message->kind, words[i][0]))
            return words[i][1];
    return "học bạ";
}

const char *
intake_record_word(const char *status, bool entered)
{
    enum record_status now;

    if (!record_status_parse(status, &now) || now == RECORD_VALID)
        return entered ? "lưu hành" : "đã tiếp nhận";
    return record_status_word(now);
}

const char *
intake_result_word(const struct gateway_result *result)
{
    static const char *const rulings[] = {[EXCHANGE_WAITING] = "chờ quyết định",
                                          [EXCHANGE_AGREED] = "đồng ý",
                                          [EXCHANGE_DECLINED] = "từ chối"};

    if (result->ruling)
        return rulings[result->ruling];
    return result->accepted ? intake_record_word(result->status, result->entered) : "từ chối";
}
