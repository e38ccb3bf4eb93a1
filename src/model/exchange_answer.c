/* SPDX-License-Identifier: Apache-2.0 */
#include "model/exchange_answer.h"

#include "base/json_read.h"

/* --- requests --------------------------------------------------------------------------------- */

static void
write_field(struct json *json, const char *name, const char *text)
{
    if (text)
        json_text_field(json, name, text);
}

static void
write_who(const struct exchange_request *request, struct json *json)
{
    write_field(json, "token", request->token);
    write_field(json, "user_name", request->user_name);
    write_field(json, "password", request->password);
    write_field(json, "ma_don_vi", request->unit);
    if (request->year)
        json_int_field(json, "nam_hoc", request->year);
    write_field(json, "messageid", request->message_id);
    write_field(json, "type", request->type);
    write_field(json, "function", request->function);
}

static void
write_certificate(const struct exchange_request *request, struct json *json)
{
    write_field(json, "serial_number", request->serial);
    write_field(json, "ngay_hieu_luc", request->valid_from);
    write_field(json, "ma_kieu_chu_ky", request->kind);
    write_field(json, "nha_phat_hanh", request->issuer);
}

void
exchange_write_request(const struct exchange_request *request,
                       enum exchange_transaction transaction, struct json *json)
{
    json_open(json, '{');
    if (transaction == EXCHANGE_TOKEN) {
        write_who(request, json);
    } else {
        json_key(json, "authenticationRequest");
        json_open(json, '{');
        write_who(request, json);
        if (transaction == EXCHANGE_CERTIFICATE)
            write_certificate(request, json);
        json_close(json, '}');
        write_field(json, "content", request->content);
        if (transaction == EXCHANGE_CERTIFIED)
            json_int_field(json, "ma_nam_hoc", request->year);
    }
    json_close(json, '}');
}

/* --- answers ---------------------------------------------------------------------------------- */

static enum status
read_object(struct span body, struct arena *arena, struct json_value *value, struct error *err)
{
    struct error why;

    if (json_read(body, arena, value, &why) == OK && value->kind == JSON_OBJECT)
        return OK;
    return fail(err, INVALID, "Cổng tiếp nhận trả lời không phải một đối tượng JSON.");
}

/* "" where it is not given; a number as it is written. */
static const char *
text_of(const struct json_value *object, const char *name, struct arena *arena)
{
    const struct json_value *value = json_find(object, name);

    if (value && value->kind == JSON_NUMBER)
        return arena_printf(arena, "%lld", (long long)value->number);
    return value && value->kind == JSON_STRING ? value->text : "";
}

enum status
exchange_read_token(struct span body, struct arena *arena, const char **token, struct error *err)
{
    struct json_value value;

    TRY(read_object(body, arena, &value, err));
    *token = json_find_text(&value, "token");
    if (!*token || **token == '\0' || strlen(*token) > EXCHANGE_FIELD_MAX)
        return fail(err, INVALID, "Cổng tiếp nhận trả lời không có token dùng được.");
    return OK;
}

static bool
state_parse(const char *text, enum exchange_transaction transaction, int *state)
{
    bool ruling = transaction == EXCHANGE_REVOKED;

    return text_to_int(text, ruling ? EXCHANGE_WAITING : EXCHANGE_REFUSED,
                       ruling ? EXCHANGE_DECLINED : EXCHANGE_ACCEPTED, state);
}

static enum status
read_result(const struct json_value *value, enum exchange_transaction transaction,
            struct arena *arena, struct exchange_result *result, struct error *err)
{
    bool stated;

    *result = (struct exchange_result){
        .pupil_code = text_of(value, "ma_hoc_sinh", arena),
        .name = text_of(value, "ten_hoc_sinh", arena),
        .number = text_of(value, "so_cccd", arena),
        .uuid = text_of(value, "ma_tra_cuu_uuid", arena),
        .error = text_of(value, "error", arena),
        .field = text_of(value, "error_field_title", arena),
        .description = text_of(value, "error_description", arena),
    };
    stated = state_parse(text_of(value, "trang_thai", arena), transaction, &result->state);
    if (*result->uuid == '\0' || !stated)
        return fail(err, INVALID,
                    "Một kết quả của cổng tiếp nhận thiếu ma_tra_cuu_uuid hoặc trang_thai (%s).",
                    transaction == EXCHANGE_REVOKED ? "1, 2, 3" : "1, 0");
    return OK;
}

enum status
exchange_read_answer(struct span body, enum exchange_transaction transaction, struct arena *arena,
                     struct exchange_answer *answer, struct exchange_results *results,
                     struct error *err)
{
    struct json_value value;

    *results = (struct exchange_results){0};
    TRY(read_object(body, arena, &value, err));
    *answer = (struct exchange_answer){
        .message_id = text_of(&value, "MessageId", arena),
        .error = text_of(&value, "Error", arena),
        .error_title = text_of(&value, "ErrorDescription", arena),
        .response = text_of(&value, "ResponseCode", arena),
        .response_text = text_of(&value, "ResponseDescription", arena),
    };
    if (*answer->message_id == '\0' || *answer->response == '\0')
        return fail(err, INVALID, "Cổng tiếp nhận trả lời thiếu MessageId hoặc ResponseCode.");
    const struct json_value *data = json_find(&value, "data");
    if (!data || data->kind == JSON_NULL)
        return OK;
    if (data->kind != JSON_ARRAY || data->items.count > EXCHANGE_RESULTS_MAX)
        return fail(err, INVALID, "Kết quả của cổng tiếp nhận không phải danh sách, hoặc quá dài.");
    for (size_t i = 0; i < data->items.count; i++)
        TRY(read_result(&data->items.items[i], transaction, arena, list_add(arena, results->list),
                        err));
    return OK;
}
