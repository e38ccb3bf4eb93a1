/* SPDX-License-Identifier: Apache-2.0
 *
 * The gateway kit looks at a packet: everything that is wrong with it, at once.
 */
#include "base/uuid.h"
#include "conformance/gateway_inside.h"
#include "verify/packet.h"
#include "xml/record_tags.h"
#include "xml/record_xml.h"

enum { REASONS_MAX = 16 * 1024 };

/* A record being judged. */
struct judged {
    struct playing *playing;
    const struct taken_message *message;
    const char *uuid;
    struct exchange_result result;
    struct buffer *reasons;
};

static void
refuse_whole(struct taken_message *message, const char *code, const char *sentence,
             struct playing *playing)
{
    if (message->error[0])
        return;
    message->error = code;
    message->description = arena_text(playing->arena, sentence);
}

/* --- a record --------------------------------------------------------------------------------- */

/* It met the case, unless there is a sentence of why not. */
static void
judge_case(struct judged *judged, enum case_id id, const char *code, const char *field,
           const char *sentence)
{
    struct conformance_report *report = judged->playing->report;

    if (!sentence) {
        case_meet(report, id);
        return;
    }
    case_miss(report, id, "Học bạ %s: %s", *judged->uuid ? judged->uuid : "không có mã tra cứu",
              sentence);
    if (judged->result.state == EXCHANGE_ACCEPTED) {
        judged->result.state = EXCHANGE_REFUSED;
        judged->result.error = code;
        judged->result.field = field;
    }
    buffer_printf(judged->reasons, "%s%s", judged->reasons->size ? " " : "", sentence);
}

/* Why the checks from one to another do not all say yes; NULL: they do. */
static const char *
reason_of(const struct verdict_report *report, enum check_id from, enum check_id to,
          struct arena *arena)
{
    const char *reasons = NULL;

    for (int id = (int)from; id <= (int)to; id++) {
        const struct check *check = &report->checks[id];
        bool needed = id <= CHECK_SIGNATURES || id == CHECK_CHAIN;
        if (check->result != CHECK_NO && !(needed && check->result == CHECK_UNKNOWN))
            continue;
        const char *reason = check->reason ? check->reason : check_label((enum check_id)id);
        if (!reasons)
            reasons = reason;
        else if (!strstr(reasons, reason))
            reasons = arena_printf(arena, "%s %s", reasons, reason);
    }
    return reasons;
}

static void
judge_claims(struct judged *judged, const struct record *record, struct arena *arena)
{
    const struct taken_message *message = judged->message;
    const char *year = arena_printf(arena, "%d-%d", message->year, message->year + 1);

    judged->result.pupil_code = record->pupil_code ? record->pupil_code : "";
    judge_case(judged, SUPPLIER_RECORD_UNIT, "UNIT", "MA_TRUONG",
               text_equal(record->school_code, message->unit) ||
                       text_equal(record->department_code, message->unit)
                   ? NULL
                   : "MA_TRUONG (hay MA_SO_GIAO_DUC) không phải đơn vị gửi (ma_don_vi).");
    judge_case(judged, SUPPLIER_RECORD_YEAR, "YEAR", "TEN_NAM_HOC",
               text_equal(record->year_name, year)
                   ? NULL
                   : arena_printf(arena, "TEN_NAM_HOC không phải %s như nam_hoc.", year));
}

static const char *
sentence_of(const struct problem *problem)
{
    for (size_t i = 0; i < rules_count; i++)
        if (text_equal(rules_table[i].id, problem->rule))
            return rules_table[i].sentence;
    return "";
}

/* TT27 and the obligatory fields, by the rules that hocba's own records are checked with. No value
 * is told: the report holds no personal data. */
static void
judge_rules(struct judged *judged, const struct record *record, struct problems *problems,
            struct arena *arena)
{
    rules_check_received(record, judged->message->year, arena, problems);
    for (size_t i = 0; i < problems->list.count; i++) {
        const struct problem *problem = &problems->list.items[i];
        const char *tag = record_tag_of_key(problem->field);
        judge_case(judged, SUPPLIER_RECORD_RULES, problem_code(problem), tag,
                   arena_printf(arena, "%s (%s) %s: %s", tag, problem->field, problem->article,
                                sentence_of(problem)));
    }
    if (problems->list.count == 0)
        judge_case(judged, SUPPLIER_RECORD_RULES, "", "", NULL);
}

static void
judge_former(struct judged *judged, const char *former)
{
    judge_case(judged, SUPPLIER_REPLACES, "REPLACED", "MA_UUID_THAY_THE",
               gateway_agreed(judged->playing, former)
                   ? NULL
                   : "Cổng đã nhận bản cũ và chưa đồng ý thu hồi bản ấy.");
}

/* A UUID stands once in a packet, and with the same bytes in any other. */
static struct seen_record *
find_seen(struct playing *playing, const char *uuid)
{
    for (size_t i = 0; i < playing->records.count; i++)
        if (text_equal(playing->records.items[i].uuid, uuid))
            return &playing->records.items[i];
    return NULL;
}

static bool
is_waiting(const struct seen_record *seen)
{
    return seen->accepted || (!seen->message->told && !seen->message->error[0]);
}

static void
judge_before(struct judged *judged, struct span bytes)
{
    struct playing *playing = judged->playing;
    struct seen_record *seen = find_seen(playing, judged->uuid);
    struct digest digest = sha256(bytes);

    if (!seen) {
        seen = list_add(playing->arena, playing->records);
        *seen = (struct seen_record){.uuid = arena_text(playing->arena, judged->uuid),
                                     .digest = digest,
                                     .message = judged->message};
        case_meet(playing->report, SUPPLIER_RECORD_TWICE);
        case_meet(playing->report, SUPPLIER_ONE_ID);
    } else if (seen->message == judged->message) {
        judge_case(judged, SUPPLIER_RECORD_TWICE, "DUPLICATE", "MA_TRA_CUU_UUID",
                   "Mã tra cứu đứng hai lần trong gói.");
    } else {
        bool other = seen->accepted && !digest_equal(&seen->digest, &digest);
        judge_case(judged, SUPPLIER_RECORD_TWICE, "DUPLICATE", "MA_TRA_CUU_UUID",
                   other ? "Mã tra cứu đã nhận trước đó với nội dung khác." : NULL);
        if (is_waiting(seen))
            case_miss(playing->report, SUPPLIER_ONE_ID,
                      "Học bạ %s của gói %s được gửi lại dưới mã %s.", judged->uuid,
                      seen->message->id, judged->message->id);
        else
            case_meet(playing->report, SUPPLIER_ONE_ID);
    }
    if (!seen->accepted) {
        seen->accepted = judged->result.state == EXCHANGE_ACCEPTED && !judged->message->error[0];
        seen->message = judged->message;
        seen->digest = digest;
    }
}

static void
judge_content(struct judged *judged, struct span bytes, struct arena *arena)
{
    const struct trust *trust = judged->playing->order->trust;
    const struct verify_material material = {.anchors = trust_anchors(trust, TRUST_SIGNERS),
                                             .authorities = trust_anchors(trust, TRUST_TSA),
                                             .responders = trust_anchors(trust, TRUST_OCSP),
                                             .now = judged->playing->order->clock(),
                                             .cache = judged->playing->cache};
    struct verdict_report *report = arena_make(arena, struct verdict_report);
    struct record *record = arena_make(arena, struct record);
    struct problems problems = {0};
    struct error why;

    record_init(record);
    bool read = record_xml_read_claims(bytes, arena, record, &problems, &why) == OK;
    bool named = read && record->uuid && uuid_is_valid(span_of(record->uuid));
    if (named)
        judged->uuid = record->uuid;
    enum status status = verify_record(bytes, &material, arena, report, &why);
    const char *format =
        status == OK ? reason_of(report, CHECK_FORMAT, CHECK_FORMAT, arena) : why.message;
    if (format && problems.list.count)
        format = "Có giá trị không đọc được.";
    judge_case(judged, SUPPLIER_RECORD, "STRUCTURE", "HOC_BA", format);
    if (!named)
        judge_case(judged, SUPPLIER_RECORD, "STRUCTURE", "MA_TRA_CUU_UUID",
                   "MA_TRA_CUU_UUID thiếu hoặc không phải UUID bản 4 chữ thường.");
    if (status == OK)
        judge_case(judged, SUPPLIER_RECORD_SIGNATURES, "SIGNATURE", "DANH_SACH_THONG_TIN_KY",
                   reason_of(report, CHECK_INTEGRITY, CHECK_ROLES, arena));
    if (read)
        judge_claims(judged, record, arena);
    if (read)
        judge_rules(judged, record, &problems, arena);
    if (read && record->replaces_uuid)
        judge_former(judged, record->replaces_uuid);
    if (named)
        judge_before(judged, bytes);
}

static void
judge_record(struct playing *playing, struct taken_message *message, struct span bytes)
{
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *reasons = buffer_new(REASONS_MAX);
    struct judged judged = {.playing = playing,
                            .message = message,
                            .uuid = "",
                            .reasons = reasons,
                            .result = {.pupil_code = "",
                                       .name = "",
                                       .number = "",
                                       .state = EXCHANGE_ACCEPTED,
                                       .error = "",
                                       .field = ""}};

    judge_content(&judged, bytes, arena);
    judged.result.pupil_code = arena_text(playing->arena, judged.result.pupil_code);
    judged.result.uuid = arena_text(playing->arena, judged.uuid);
    judged.result.description = arena_text(playing->arena, reasons->size ? reasons->data : "");
    *list_add(playing->arena, message->results.list) = judged.result;
}

/* --- the packet ------------------------------------------------------------------------------- */

static void
judge_signature(struct playing *playing, struct taken_message *message, const struct packet *packet,
                struct arena *arena)
{
    const struct foreign_settings settings = {
        .anchors = trust_anchors(playing->order->trust, TRUST_SIGNERS),
        .now = playing->order->clock(),
        .cache = playing->cache,
        .utf8_only = true};
    struct packet_report report;

    verify_split_packet(packet, &settings, arena, &report);
    if (!report.right) {
        const char *reason = report.reason ? report.reason : "không kiểm tra được.";
        case_miss(playing->report, SUPPLIER_PACKET_SIGNATURE, "Gói %s: %s", message->id, reason);
        refuse_whole(message, "SIGNATURE", reason, playing);
        return;
    }
    case_meet(playing->report, SUPPLIER_PACKET_SIGNATURE);
    if (report.signature.trusted != CHECK_YES) {
        const char *reason = report.signature.trust_reason ? report.signature.trust_reason
                                                           : "Chứng thư không dẫn tới gốc tin cậy.";
        case_miss(playing->report, SUPPLIER_PACKET_CHAIN, "Gói %s: %s", message->id, reason);
        refuse_whole(message, "CERTIFICATE", reason, playing);
    } else {
        case_meet(playing->report, SUPPLIER_PACKET_CHAIN);
    }
}

static enum status
open_content(struct playing *playing, struct taken_message *message, struct span content,
             struct arena *arena, struct span *text, struct error *err)
{
    enum status status = content_unpack(content, arena, text, err);
    bool size = status != OK && text_equal(err->detail, "size");

    if (status == OK) {
        case_meet(playing->report, SUPPLIER_CONTENT);
        case_meet(playing->report, SUPPLIER_SIZE);
        return OK;
    }
    case_miss(playing->report, size ? SUPPLIER_SIZE : SUPPLIER_CONTENT, "Gói %s: %s", message->id,
              err->message);
    refuse_whole(message, size ? "SIZE" : "GZIP", err->message, playing);
    return status;
}

void
gateway_judge(struct playing *playing, struct taken_message *message, struct span content,
              struct arena *arena)
{
    struct packet packet = {0};
    struct span text;
    struct error why;

    if (open_content(playing, message, content, arena, &text, &why) != OK)
        return;
    if (packet_split(text, arena, &packet, &why) != OK) {
        case_miss(playing->report, SUPPLIER_PACKET, "Gói %s: %s", message->id, why.message);
        refuse_whole(message, "SYNTAX", why.message, playing);
        return;
    }
    case_meet(playing->report, SUPPLIER_PACKET);
    judge_signature(playing, message, &packet, arena);
    if (playing->records.count + packet.records.count > KIT_RECORDS_MAX) {
        refuse_whole(message, "SIZE", "Bộ kiểm tra chỉ xem 20000 học bạ mỗi lần chạy.", playing);
        return;
    }
    if (message->kind == EXCHANGE_REVOKE)
        gateway_judge_wishes(playing, message, &packet);
    for (size_t i = 0; message->kind == EXCHANGE_SUBMIT && i < packet.records.count; i++)
        judge_record(playing, message, packet.records.items[i]);
}
