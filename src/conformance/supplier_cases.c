/* SPDX-License-Identifier: Apache-2.0
 *
 * What the supplier kit sends, case by case, and what must come of it.
 */
#include "conformance/supplier_inside.h"
#include "sign/packet_write.h"

enum {
    BOMB_BYTES = 9 * 1024 * 1024,
    BOMB_DECLARED = 100,
    LARGE_BYTES = CONTENT_MAX + 1024 * 1024,
    DECLARED_TOO_MUCH = CONTENT_MAX + 1,
    CLOSED_YEAR = EXCHANGE_YEAR_MIN,
};

#define NOBODYS_UNIT  "00000000"
#define ZEROS         "0000000000000000000000000000000000000000000000000000000000000000"
#define NOBODYS_TOKEN "hocba-conformance-no-such-token"

/* --- requests without a packet ---------------------------------------------------------------- */

static void
compare_code(struct supplier *kit, enum case_id id, const struct reply *reply, int code,
             const char *error)
{
    if (reply->code != code)
        case_miss(kit->report, id, "Mã HTTP %d, phải là %d.", reply->code, code);
    else if (error && !text_equal(reply->answer.error, error))
        case_miss(kit->report, id, "Error là “%s”, phải là %s.", reply->answer.error, error);
    else
        case_meet(kit->report, id);
}

static enum status
try_tokens(struct supplier *kit, struct error *err)
{
    struct exchange_request request = kit->who;
    struct reply reply;

    request.token = NULL;
    request.password = ZEROS;
    TRY(supplier_ask(kit, "token", &request, EXCHANGE_TOKEN, &reply, err));
    compare_code(kit, GATEWAY_PASSWORD, &reply, 401, NULL);
    request.password = kit->who.password;
    request.unit = NOBODYS_UNIT;
    TRY(supplier_ask(kit, "token", &request, EXCHANGE_TOKEN, &reply, err));
    compare_code(kit, GATEWAY_UNIT, &reply, 401, NULL);
    request = supplier_request(kit, supplier_new_id(kit), "1");
    request.token = NOBODYS_TOKEN;
    request.content = "AAAA";
    TRY(supplier_ask(kit, "records", &request, EXCHANGE_SUBMIT, &reply, err));
    compare_code(kit, GATEWAY_OLD_TOKEN, &reply, 401, "TOKEN");
    return OK;
}

static enum status
try_fields(struct supplier *kit, struct error *err)
{
    static const char *const missing[] = {"messageid", "nam_hoc", "content"};
    struct exchange_request request = supplier_request(kit, NULL, "1");
    struct reply reply;

    request.year = 0;
    TRY(supplier_ask(kit, "records", &request, EXCHANGE_SUBMIT, &reply, err));
    if (reply.code != 400)
        compare_code(kit, GATEWAY_FIELDS, &reply, 400, NULL);
    for (size_t i = 0; reply.code == 400 && i < COUNT_OF(missing); i++) {
        const char *named =
            memmem(reply.body.data, reply.body.size, missing[i], strlen(missing[i]));
        if (named)
            case_meet(kit->report, GATEWAY_FIELDS);
        else
            case_miss(kit->report, GATEWAY_FIELDS, "Không nêu trường còn thiếu %s.", missing[i]);
    }
    return OK;
}

/* Transactions 3 and 4, wrong alone: a right one would leave a certificate behind to be decided. */
static enum status
try_certificates(struct supplier *kit, struct error *err)
{
    static const char unsigned_one[] = "<DANG_KY_CHUNG_THU_SO></DANG_KY_CHUNG_THU_SO>";
    struct exchange_request request = supplier_request(kit, supplier_new_id(kit), "3");
    struct reply reply;

    request.serial = "0A1B2C3D";
    request.valid_from = "2024-01-01";
    request.kind = "USB_TOKEN";
    request.issuer = "VNPT";
    TRY(packet_content(span_of(unsigned_one), kit->arena, &request.content, err));
    TRY(supplier_ask(kit, "certificates", &request, EXCHANGE_CERTIFICATE, &reply, err));
    compare_code(kit, GATEWAY_CERTIFICATE_UNPROVEN, &reply, 400, "CERTIFICATE");
    request = supplier_request(kit, supplier_new_id(kit), "4");
    TRY(supplier_ask(kit, "certificates/result", &request, EXCHANGE_CERTIFIED, &reply, err));
    compare_code(kit, GATEWAY_CERTIFICATE_UNKNOWN, &reply, 404, "UNKNOWN");
    return OK;
}

enum status
supplier_try_requests(struct supplier *kit, struct error *err)
{
    struct exchange_request request = supplier_request(kit, supplier_new_id(kit), "2");
    struct reply reply;

    TRY(try_tokens(kit, err));
    TRY(supplier_post(kit, "records", SPAN("{\"authenticationRequest\": "), &reply, err));
    compare_code(kit, GATEWAY_NOT_JSON, &reply, 400, NULL);
    TRY(try_fields(kit, err));
    TRY(supplier_ask(kit, "records/result", &request, EXCHANGE_SUBMITTED, &reply, err));
    compare_code(kit, GATEWAY_UNKNOWN, &reply, 404, NULL);
    return try_certificates(kit, err);
}

/* --- packets ---------------------------------------------------------------------------------- */

static struct kit_message *
add_message(struct supplier *kit, enum case_id id, const char *content, const char *codes)
{
    struct kit_message *message = &kit->messages[kit->count++];

    *message = (struct kit_message){.id = id,
                                    .message_id = supplier_new_id(kit),
                                    .content = content,
                                    .year = kit->order->year,
                                    .codes = codes};
    return message;
}

static enum status
add_text(struct supplier *kit, enum case_id id, struct span text, const char *codes,
         struct error *err)
{
    const char *content;

    TRY(packet_content(text, kit->arena, &content, err));
    add_message(kit, id, content, codes);
    return OK;
}

static struct moment
now(const struct supplier *kit)
{
    return moment_in_vietnam(kit->order->clock());
}

/* A packet that is right as a whole; what becomes of its records. */
static enum status
add_taken(struct supplier *kit, enum case_id id, const struct records *records, bool first,
          bool second, struct error *err)
{
    struct span packet;
    const char *content;

    TRY(packet_signed(records, &kit->seal, now(kit), kit->arena, &packet, err));
    TRY(packet_content(packet, kit->arena, &content, err));
    struct kit_message *message = add_message(kit, id, content, NULL);
    message->count = records->list.count;
    message->accepted[0] = first;
    message->accepted[1] = second;
    return OK;
}

static enum status
add_two(struct supplier *kit, enum case_id id, const char *bent, struct error *err)
{
    struct records two = {0};

    if (!bent) {
        case_miss(kit->report, id, "Không dựng được: tệp học bạ đưa vào thiếu phần cần sửa.");
        return OK;
    }
    *list_add(kit->arena, two.list) = kit->records.list.items[0];
    *list_add(kit->arena, two.list) = span_of(bent);
    return add_taken(kit, id, &two, true, false, err);
}

static enum status
make_taken(struct supplier *kit, struct error *err)
{
    const struct span *records = kit->records.list.items;
    struct records one = {0};

    *list_add(kit->arena, one.list) = records[0];
    TRY(add_taken(kit, GATEWAY_TAKES, &one, true, false, err));
    TRY(add_taken(kit, GATEWAY_AGAIN, &one, true, false, err));
    TRY(add_two(kit, GATEWAY_BENT_RECORD,
                text_bend_element(records[1], "HO_VA_TEN", "Tên Bị Sửa", kit->arena), err));
    return add_two(kit, GATEWAY_OTHER_SCHOOL,
                   text_bend_element(records[1], "MA_TRUONG", NOBODYS_UNIT, kit->arena), err);
}

/* Wrong before anybody can look at the packet. */
static enum status
make_contents(struct supplier *kit, const char *right, struct error *err)
{
    char *bomb = arena_alloc(kit->arena, BOMB_BYTES + 1);
    char *large = arena_alloc(kit->arena, LARGE_BYTES + 1);
    const char *packed;

    memset(bomb, ' ', BOMB_BYTES);
    memset(large, 'A', LARGE_BYTES);
    TRY(packet_content((struct span){bomb, BOMB_BYTES}, kit->arena, &packed, err));
    add_message(kit, GATEWAY_BASE64, "@@ not base64 @@", "GZIP");
    add_message(kit, GATEWAY_LENGTH, content_declare(right, BOMB_DECLARED, kit->arena), "GZIP");
    add_message(kit, GATEWAY_BOMB, content_declare(packed, BOMB_DECLARED, kit->arena), "GZIP SIZE");
    add_message(kit, GATEWAY_DECLARED, content_declare(packed, DECLARED_TOO_MUCH, kit->arena),
                "SIZE");
    add_message(kit, GATEWAY_TOO_LARGE, large, "SIZE");
    return OK;
}

/* Wrong in itself, or in its signature. */
static enum status
make_packets(struct supplier *kit, const struct records *one, struct span packet, struct error *err)
{
    AUTO(private_key) *key = NULL;
    struct xades_identity *identity = NULL;
    struct span strangers = {0};
    const char *bent = text_bend(packet, "</HOC_BA>", "</HOC_BA> ", kit->arena);
    const char *typed = arena_printf(kit->arena, "<!DOCTYPE %s []>%.*s", PACKET_ROOT,
                                     (int)packet.size, packet.data);

    TRY(add_text(kit, GATEWAY_DOCTYPE, span_of(typed), "SYNTAX", err));
    TRY(add_text(kit, GATEWAY_UNSIGNED, packet_list(one, kit->arena), "SIGNATURE", err));
    TRY(add_text(kit, GATEWAY_BENT_PACKET, span_of(bent), "SIGNATURE", err));
    enum status status = stranger_make(kit->order->clock(), &key, &identity, err);
    const struct packet_seal seal = {.key = key, .identity = identity};
    if (status == OK)
        status = packet_signed(one, &seal, now(kit), kit->arena, &strangers, err);
    xades_identity_free(identity);
    TRY(status);
    return add_text(kit, GATEWAY_CERTIFICATE, strangers, "CERTIFICATE", err);
}

enum status
supplier_make_messages(struct supplier *kit, struct error *err)
{
    struct records one = {0};
    struct span packet;
    const char *right;

    TRY(make_taken(kit, err));
    *list_add(kit->arena, one.list) = kit->records.list.items[1];
    TRY(packet_signed(&one, &kit->seal, now(kit), kit->arena, &packet, err));
    TRY(packet_content(packet, kit->arena, &right, err));
    TRY(make_contents(kit, right, err));
    TRY(make_packets(kit, &one, packet, err));
    add_message(kit, GATEWAY_YEAR, right, "YEAR")->year = CLOSED_YEAR;
    return OK;
}

/* --- what came of them ------------------------------------------------------------------------ */

static bool
is_one_of(const char *code, const char *codes)
{
    const char *at = *code ? strstr(codes, code) : NULL;
    char after = at ? at[strlen(code)] : 'x';

    return at && (at == codes || at[-1] == ' ') && (after == ' ' || after == '\0');
}

static void
judge_refused(struct supplier *kit, const struct kit_message *message)
{
    const struct exchange_answer *answer = &message->answer;

    if (!text_equal(answer->response, EXCHANGE_REFUSE))
        case_miss(kit->report, message->id, "ResponseCode là “%s”, phải là REFUSED. %s",
                  answer->response, answer->response_text);
    else if (!is_one_of(answer->error, message->codes))
        case_miss(kit->report, message->id, "Error là “%s”, phải là %s.", answer->error,
                  message->codes);
    else
        case_meet(kit->report, message->id);
}

static void
judge_result(struct supplier *kit, const struct kit_message *message, size_t place)
{
    const struct exchange_result *result = &message->results.list.items[place];
    bool accepted = result->state == EXCHANGE_ACCEPTED;

    if (accepted != message->accepted[place])
        case_miss(kit->report, message->id, "Học bạ thứ %zu %s, phải %s. %s %s", place + 1,
                  accepted ? "được nhận" : "bị từ chối", accepted ? "bị từ chối" : "được nhận",
                  result->error, result->description);
    else if (!accepted && (!*result->error || !*result->description))
        case_miss(kit->report, message->id,
                  "Học bạ thứ %zu bị từ chối mà thiếu error hoặc error_description.", place + 1);
    else
        case_meet(kit->report, message->id);
}

void
supplier_judge_message(struct supplier *kit, const struct kit_message *message)
{
    const struct exchange_answer *answer = &message->answer;

    if (message->codes) {
        judge_refused(kit, message);
        return;
    }
    if (!text_equal(answer->response, EXCHANGE_DONE) || *answer->error) {
        case_miss(kit->report, message->id, "ResponseCode là “%s”, phải là DONE. %s %s",
                  answer->response, answer->error, answer->error_title);
        return;
    }
    if (message->results.list.count != message->count) {
        case_miss(kit->report, message->id, "Có %zu kết quả cho %zu học bạ.",
                  message->results.list.count, message->count);
        return;
    }
    for (size_t i = 0; i < message->count; i++)
        judge_result(kit, message, i);
}

/* --- the same again --------------------------------------------------------------------------- */

enum status
supplier_try_again(struct supplier *kit, struct error *err)
{
    const struct kit_message *first = &kit->messages[0];
    struct exchange_request request = supplier_request(kit, first->message_id, "1");
    struct reply reply;

    request.content = first->content;
    TRY(supplier_ask(kit, "records", &request, EXCHANGE_SUBMIT, &reply, err));
    if (reply.code == 200 && !text_equal(reply.answer.response, first->answer.response))
        case_miss(kit->report, GATEWAY_REPEATED, "ResponseCode là “%s”, lần trước là “%s”.",
                  reply.answer.response, first->answer.response);
    else
        compare_code(kit, GATEWAY_REPEATED, &reply, 200, first->answer.error);
    request.content = kit->messages[kit->count - 1].content;
    TRY(supplier_ask(kit, "records", &request, EXCHANGE_SUBMIT, &reply, err));
    compare_code(kit, GATEWAY_CONFLICT, &reply, 409, "CONFLICT");
    return OK;
}
