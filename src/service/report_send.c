/* SPDX-License-Identifier: Apache-2.0 */
#include "service/report_send.h"

#include "base/encode.h"
#include "base/file.h"
#include "base/uuid.h"
#include "crypto/hash.h"
#include "crypto/secret.h"
#include "net/http.h"
#include "service/access.h"
#include "service/school.h"
#include "xml/packet.h"

enum {
    ANSWER_MAX = 8 * 1024 * 1024,
    REQUEST_MAX = CONTENT_MAX + 64 * 1024,
    SEND_MS = 120 * 1000,
    SEND_TRIES = 6,
    FIRST_POLL_MS = 200,
    LAST_POLL_MS = 10 * 1000,
};

struct sending {
    struct app *app;
    const struct report_sending *order;
    struct report_sent *sent;
    struct http_client *client;
    struct arena *secrets;       /* wiped: the password's hash, the token, what is sent */
    struct exchange_request who; /* but the message's own fields */
    int64_t left_ms;             /* to wait for results */
};

struct packet_file {
    const char *id, *result; /* messageid; ID.result.json */
    struct span xml;
    struct packet packet;
};

/* --- the packet's files ----------------------------------------------------------------------- */

static enum status
open_packet(struct sending *work, const char *path, struct packet_file *file, struct error *err)
{
    struct arena *arena = work->app->arena;
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    size_t size = strlen(name), stem = size > 4 ? size - 4 : 0;

    if (stem == 0 || !text_equal(name + stem, ".xml") || !uuid_is_valid((struct span){name, stem}))
        return fail(err, USAGE, "%s không phải tệp gói tin của hocba report make (MÃ.xml).", path);
    file->id = arena_copy(arena, name, stem);
    file->result = arena_printf(arena, "%.*s.result.json", (int)(strlen(path) - 4), path);
    TRY(file_read(arena, path, CONTENT_MAX, &file->xml, err));
    return packet_split(file->xml, arena, &file->packet, err);
}

/* A record's MA_TRA_CUU_UUID; NULL: it has none that is well written. */
static const char *
uuid_of(struct span record, struct arena *arena)
{
    static const char tag[] = "<MA_TRA_CUU_UUID>";
    const char *at = memmem(record.data, record.size, tag, sizeof tag - 1);
    size_t left = at ? record.size - (size_t)(at - record.data) - (sizeof tag - 1) : 0;

    if (left < UUID_TEXT_SIZE)
        return NULL;
    struct span uuid = {at + sizeof tag - 1, UUID_TEXT_SIZE - 1};
    return uuid_is_valid(uuid) ? arena_copy(arena, uuid.data, uuid.size) : NULL;
}

/* --- asking the gateway ----------------------------------------------------------------------- */

static enum status
post(struct sending *work, const char *path, const struct exchange_request *request,
     enum exchange_transaction transaction, struct http_answer *answer, struct error *err)
{
    AUTO(buffer) *body = buffer_new_wiped(REQUEST_MAX);
    struct json json = json_to(body);
    const char *url = work->order->url;
    size_t size = strlen(url);

    exchange_write_request(request, transaction, &json);
    if (body->overflow)
        return fail(err, INVALID, "Gói tin lớn quá giới hạn của giao dịch.");
    struct http_request asked = {
        .url = arena_printf(work->secrets, "%s%s%s", url, url[size - 1] == '/' ? "" : "/", path),
        .content_type = "application/json",
        .body = buffer_span(body),
        .expects = "application/json",
        .answer_max = ANSWER_MAX,
        .total_ms = SEND_MS,
        .tries = SEND_TRIES,
        .secret = true,
    };
    return http_send(work->client, &asked, work->secrets, answer, err);
}

static enum status
check_code(int code, struct error *err)
{
    switch (code) {
    case 200: return OK;
    case 401:
    case 403:
        return fail(err, DENIED,
                    "Cổng tiếp nhận không nhận tên hoặc mật khẩu của đơn vị. Hãy kiểm tra --user "
                    "và --password-file.");
    case 409:
        return fail(err, CONFLICT,
                    "Cổng tiếp nhận đã có nội dung khác dưới mã gói tin này (ví dụ gói đã ký lần "
                    "khác). Chưa gửi gì mới; hãy dùng tệp gói tin của lần gửi trước.");
    case 413: return fail(err, INVALID, "Cổng tiếp nhận nói gói tin quá lớn (413).");
    default:
        return fail(err, code == 429 || code >= 500 ? UNAVAILABLE : INVALID,
                    "Cổng tiếp nhận trả lời mã %d. Các gói vẫn còn nguyên; hãy chạy lại sau.",
                    code);
    }
}

static enum status
ask_token(struct sending *work, struct error *err)
{
    const struct exchange_request request = {
        .user_name = work->who.user_name, .password = work->who.password, .unit = work->who.unit};
    struct http_answer answer;

    TRY(post(work, "token", &request, EXCHANGE_TOKEN, &answer, err));
    TRY(check_code(answer.code, err));
    return exchange_read_token(answer.body, work->secrets, &work->who.token, err);
}

/* With a new token when there is none, or when the gateway no longer takes the old one. */
static enum status
ask(struct sending *work, const char *path, const struct exchange_request *message,
    enum exchange_transaction transaction, struct http_answer *answer, struct error *err)
{
    for (int try = 0; try < 2; try++) {
        struct exchange_request request = *message;
        if (!work->who.token)
            TRY(ask_token(work, err));
        request.token = work->who.token;
        TRY(post(work, path, &request, transaction, answer, err));
        if (answer->code != 401)
            break;
        work->who.token = NULL;
    }
    return check_code(answer->code, err);
}

/* --- one packet ------------------------------------------------------------------------------- */

static bool
is_refused(const struct exchange_answer *answer)
{
    return text_equal(answer->response, EXCHANGE_REFUSE) || *answer->error != '\0';
}

static enum status
read_answer(struct sending *work, const struct packet_file *file, struct span body,
            struct exchange_answer *answer, struct exchange_results *results, struct error *err)
{
    TRY(exchange_read_answer(body, work->app->arena, answer, results, err));
    if (!text_equal(answer->message_id, file->id))
        return fail(err, INVALID, "Cổng tiếp nhận trả lời cho một gói tin khác.");
    return OK;
}

static enum status
submit(struct sending *work, const struct packet_file *file, struct exchange_answer *answer,
       struct error *err)
{
    AUTO(buffer) *content = buffer_new(CONTENT_MAX);
    struct exchange_request message = work->who;
    struct exchange_results none;
    struct http_answer said;

    TRY(content_pack(file->xml, content, err));
    message.message_id = file->id;
    message.type = "1";
    message.content = content->data;
    TRY(ask(work, "records", &message, EXCHANGE_SUBMIT, &said, err));
    return read_answer(work, file, said.body, answer, &none, err);
}

/* Until it is done, refused, or nobody waits any more. */
static enum status
await_result(struct sending *work, const struct packet_file *file, struct exchange_answer *answer,
             struct exchange_results *results, struct error *err)
{
    const struct app_options *options = &work->app->options;
    struct exchange_request message = work->who;
    struct http_answer said;

    message.message_id = file->id;
    message.type = "2";
    for (int64_t pause = FIRST_POLL_MS;; pause *= 2) {
        TRY(ask(work, "records/result", &message, EXCHANGE_SUBMITTED, &said, err));
        TRY(read_answer(work, file, said.body, answer, results, err));
        if (text_equal(answer->response, EXCHANGE_DONE))
            return file_write(file->result, said.body, 0600, err);
        pause = pause < LAST_POLL_MS ? pause : LAST_POLL_MS;
        if (is_refused(answer) || work->left_ms < pause || !options->wait ||
            !options->wait(NULL, (unsigned)pause))
            return OK;
        work->left_ms -= pause;
    }
}

static const struct exchange_result *
result_of(const struct exchange_results *results, const char *uuid)
{
    for (size_t i = 0; i < results->list.count; i++)
        if (text_equal(results->list.items[i].uuid, uuid))
            return &results->list.items[i];
    return NULL;
}

static void
tell(struct sending *work, const struct packet_file *file, const struct exchange_answer *answer,
     const struct exchange_results *results)
{
    bool done = text_equal(answer->response, EXCHANGE_DONE), refused = !done && is_refused(answer);

    for (size_t i = 0; i < file->packet.records.count; i++) {
        struct report_outcome *outcome = list_add(work->app->arena, work->sent->list);
        const char *uuid = uuid_of(file->packet.records.items[i], work->app->arena);
        const struct exchange_result *result = done ? result_of(results, uuid) : NULL;
        *outcome = (struct report_outcome){.packet = file->id,
                                           .uuid = uuid,
                                           .state = refused ? REPORT_REFUSED : REPORT_WAITING,
                                           .pupil_code = "",
                                           .error = refused ? answer->error : "",
                                           .field = "",
                                           .description = refused ? answer->error_title : ""};
        if (result) {
            outcome->state = result->state == EXCHANGE_ACCEPTED ? REPORT_ACCEPTED : REPORT_REFUSED;
            outcome->pupil_code = result->pupil_code;
            outcome->error = result->error;
            outcome->field = result->field;
            outcome->description = result->description;
        }
        work->sent->counts[outcome->state]++;
    }
}

static enum status
send_packet(struct sending *work, const char *path, struct error *err)
{
    struct exchange_results results = {0};
    struct exchange_answer answer;
    struct packet_file file;
    struct span known;

    TRY(open_packet(work, path, &file, err));
    if (file_exists(file.result)) {
        TRY(file_read(work->app->arena, file.result, ANSWER_MAX, &known, err));
        TRY(read_answer(work, &file, known, &answer, &results, err));
    } else {
        TRY(submit(work, &file, &answer, err));
        if (!is_refused(&answer))
            TRY(await_result(work, &file, &answer, &results, err));
    }
    tell(work, &file, &answer, &results);
    return OK;
}

/* --- all of them ------------------------------------------------------------------------------ */

static enum status
read_password(struct sending *work, struct error *err)
{
    AUTO(secret) *password = NULL;
    char hex[SHA256_HEX_SIZE];

    TRY(secret_read_line(work->order->password_file, &password, err));
    struct digest digest = sha256(span_of(secret_text(password)));
    work->who.password = arena_text(work->secrets, digest_hex(&digest, hex));
    return OK;
}

static enum status
prepare(struct sending *work, struct error *err)
{
    const struct report_sending *order = work->order;
    struct unit unit;

    if (!http_is_private(order->url)) /* a password and pupils' data go there */
        return fail(
            err, USAGE,
            "Địa chỉ cổng tiếp nhận phải là https:// (http:// chỉ dùng trên chính máy này).");
    TRY(unit_find(work->app, order->unit, &unit, err));
    TRY(access_check(work->app, MAY_EXPORT, unit.id, err));
    if (strlen(order->year) != 9 || order->year[4] != '-' ||
        !text_to_int(arena_copy(work->app->arena, order->year, 4), EXCHANGE_YEAR_MIN,
                     EXCHANGE_YEAR_MAX, &work->who.year))
        return fail(err, USAGE, "Năm học phải ghi như 2023-2024.");
    work->who.user_name = order->user;
    work->who.unit = unit.code;
    work->who.function = "HOC_BA";
    return read_password(work, err);
}

enum status
report_send(struct app *app, const struct report_sending *order, struct report_sent *sent,
            struct error *err)
{
    AUTO(arena) *secrets = arena_new_wiped();
    AUTO(http_client) *client = http_client_new(&(struct http_options){.ca_file = order->ca_file});
    struct sending work = {.app = app,
                           .order = order,
                           .sent = sent,
                           .client = client,
                           .secrets = secrets,
                           .left_ms = order->wait_s * INT64_C(1000)};

    *sent = (struct report_sent){0};
    TRY(prepare(&work, err));
    for (size_t i = 0; i < order->count; i++)
        TRY(send_packet(&work, order->files[i], err));
    return OK;
}
