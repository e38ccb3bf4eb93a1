/* SPDX-License-Identifier: Apache-2.0 */
#include "model/exchange.h"

#include "base/json_read.h"

enum { HASH_DIGITS = 64 };

/* How a field is written. */
enum writing { CODE, HASH, YEAR, CONTENT };

#define FOR(transaction) (1U << (transaction))
#define ASKING                                                                                     \
    (FOR(EXCHANGE_SUBMITTED) | FOR(EXCHANGE_CERTIFIED) | FOR(EXCHANGE_REVOKED) |                   \
     FOR(EXCHANGE_CERTIFICATE))
#define SENDING  (FOR(EXCHANGE_SUBMIT) | FOR(EXCHANGE_REVOKE))
#define WHO      (SENDING | FOR(EXCHANGE_TOKEN))
#define MESSAGES (SENDING | ASKING)

static const struct field {
    const char *name;
    enum writing writing;
    size_t at;       /* in struct exchange_request */
    unsigned needed; /* by these transactions */
} fields[] = {
#define AT(member) offsetof(struct exchange_request, member)
    {"token", CODE, AT(token), SENDING},
    {"user_name", CODE, AT(user_name), WHO},
    {"password", HASH, AT(password), WHO},
    {"ma_don_vi", CODE, AT(unit), WHO | ASKING},
    {"nam_hoc", YEAR, AT(year), SENDING},
    {"ma_nam_hoc", YEAR, AT(year), FOR(EXCHANGE_CERTIFIED)},
    {"messageid", CODE, AT(message_id), MESSAGES},
    {"type", CODE, AT(type), MESSAGES & ~FOR(EXCHANGE_CERTIFIED)},
    {"function", CODE, AT(function), MESSAGES & ~FOR(EXCHANGE_CERTIFIED)},
    {"serial_number", CODE, AT(serial), FOR(EXCHANGE_CERTIFICATE)},
    {"ngay_hieu_luc", CODE, AT(valid_from), FOR(EXCHANGE_CERTIFICATE)},
    {"ma_kieu_chu_ky", CODE, AT(kind), FOR(EXCHANGE_CERTIFICATE)},
    {"nha_phat_hanh", CODE, AT(issuer), FOR(EXCHANGE_CERTIFICATE)},
    {"content", CONTENT, AT(content), SENDING | FOR(EXCHANGE_CERTIFICATE)},
#undef AT
};

struct reader {
    enum exchange_transaction transaction;
    struct json_value body;
    const struct json_value *who; /* authenticationRequest, or NULL */
    struct exchange_request *request;
    struct arena *arena;
    struct buffer *missing, *wrong; /* names of fields */
};

static void
name_field(struct buffer *list, const char *name)
{
    buffer_printf(list, "%s%s", list->size ? ", " : "", name);
}

/* Visible ASCII: what may stand in a log, an address and a header. */
static bool
is_code(const char *text)
{
    size_t size = strlen(text);

    for (size_t i = 0; i < size; i++)
        if (text[i] <= ' ' || text[i] > '~')
            return false;
    return size > 0 && size <= EXCHANGE_FIELD_MAX;
}

static bool
take_hash(const char *text, struct arena *arena, const char **hash)
{
    char *lower = arena_text(arena, text);

    if (strlen(text) != HASH_DIGITS || strspn(text, "0123456789abcdefABCDEF") != HASH_DIGITS)
        return false;
    for (char *at = lower; *at; at++)
        if (*at >= 'A' && *at <= 'F')
            *at = (char)(*at + 'a' - 'A');
    *hash = lower;
    return true;
}

static bool
take_year(const struct json_value *value, int *year)
{
    if (value->kind == JSON_STRING)
        return text_to_int(value->text, EXCHANGE_YEAR_MIN, EXCHANGE_YEAR_MAX, year);
    *year = (int)value->number;
    return value->kind == JSON_NUMBER && value->number >= EXCHANGE_YEAR_MIN &&
           value->number <= EXCHANGE_YEAR_MAX;
}

static bool
take_value(const struct reader *reader, const struct field *field, const struct json_value *value)
{
    void *place = (char *)reader->request + field->at;

    if (field->writing == YEAR)
        return take_year(value, place);
    if (value->kind != JSON_STRING)
        return false;
    if (field->writing == HASH)
        return take_hash(value->text, reader->arena, place);
    *(const char **)place = value->text;
    return field->writing == CONTENT ? value->text[0] != '\0' : is_code(value->text);
}

static bool
is_blank(const struct json_value *value)
{
    return !value || value->kind == JSON_NULL ||
           (value->kind == JSON_STRING && value->text[0] == '\0');
}

static bool
is_same(const struct json_value *a, const struct json_value *b)
{
    return a->kind == b->kind && a->number == b->number && text_equal(a->text, b->text);
}

static void
read_field(const struct reader *reader, const struct field *field)
{
    const struct json_value *inside = json_find(reader->who, field->name);
    const struct json_value *beside = json_find(&reader->body, field->name);
    const struct json_value *value = is_blank(inside) ? beside : inside;

    if (is_blank(value)) {
        if (field->needed & FOR(reader->transaction))
            name_field(reader->missing, field->name);
    } else if ((!is_blank(inside) && !is_blank(beside) && !is_same(inside, beside)) ||
               !take_value(reader, field, value)) {
        name_field(reader->wrong, field->name);
    }
}

static enum status
judge(const struct reader *reader, struct error *err)
{
    bool missing = reader->missing->size != 0, wrong = reader->wrong->size != 0;

    if (!missing && !wrong)
        return OK;
    fail(err, INVALID, "Yêu cầu chưa dùng được:%s%s%s%s%s. Hãy sửa rồi gửi lại.",
         missing ? " thiếu " : "", missing ? reader->missing->data : "",
         missing && wrong ? ";" : "", wrong ? " sai cách viết hoặc ghi hai lần khác nhau: " : "",
         wrong ? reader->wrong->data : "");
    return fail_detail(err, "fields");
}

enum status
exchange_read(struct span body, enum exchange_transaction transaction, struct arena *arena,
              struct exchange_request *request, struct error *err)
{
    AUTO(buffer) *missing = buffer_new(EXCHANGE_FIELD_MAX);
    AUTO(buffer) *wrong = buffer_new(EXCHANGE_FIELD_MAX);
    struct reader reader = {
        .transaction = transaction,
        .request = request,
        .arena = arena,
        .missing = missing,
        .wrong = wrong,
    };

    *request = (struct exchange_request){0};
    TRY(json_read(body, arena, &reader.body, err));
    if (reader.body.kind != JSON_OBJECT)
        return fail(err, INVALID, "Yêu cầu phải là một đối tượng JSON.");
    reader.who = json_find(&reader.body, "authenticationRequest");
    if (reader.who && reader.who->kind != JSON_OBJECT)
        return fail(err, INVALID, "authenticationRequest phải là một đối tượng JSON.");
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        read_field(&reader, &fields[i]);
    return judge(&reader, err);
}

void
exchange_open_answer(const struct exchange_answer *answer, struct json *json)
{
    json_open(json, '{');
    json_text_field(json, "MessageId", answer->message_id);
    json_text_field(json, "Error", answer->error);
    json_text_field(json, "ErrorDescription", answer->error_title);
    json_text_field(json, "ResponseCode", answer->response);
    json_text_field(json, "ResponseDescription", answer->response_text);
}

void
exchange_write_answer(const struct exchange_answer *answer, struct json *json)
{
    exchange_open_answer(answer, json);
    json_close(json, '}');
}

void
exchange_write_certified(const struct exchange_answer *answer, const char *unit, const char *serial,
                         int approved, struct json *json)
{
    exchange_open_answer(answer, json);
    json_text_field(json, "messageid", answer->message_id);
    json_text_field(json, "ma_don_vi", unit);
    json_text_field(json, "serial_number", serial);
    if (approved >= 0)
        json_int_field(json, "trang_thai_phe_duyet", approved);
    json_text_field(json, "error", answer->error);
    json_text_field(json, "error_field_title", approved == 0 ? "serial_number" : "");
    json_text_field(json, "error_description", answer->error_title);
    json_close(json, '}');
}

void
exchange_write_result(const struct exchange_result *result, struct json *json)
{
    json_open(json, '{');
    json_text_field(json, "ma_hoc_sinh", result->pupil_code);
    json_text_field(json, "ten_hoc_sinh", result->name);
    json_text_field(json, "so_cccd", result->number);
    json_text_field(json, "ma_tra_cuu_uuid", result->uuid);
    json_int_field(json, "trang_thai", result->state);
    json_text_field(json, "error", result->error);
    json_text_field(json, "error_field_title", result->field);
    json_text_field(json, "error_description", result->description);
    json_close(json, '}');
}
