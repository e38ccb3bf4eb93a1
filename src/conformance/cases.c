/* SPDX-License-Identifier: Apache-2.0 */
#include "conformance/cases.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

enum { NOTE_MAX = 700 };

/* clang-format off */
static const struct {
    const char *id, *clause, *sentence;
} cases[CASE_COUNT] = {
    [GATEWAY_TOKEN] = {"G-TOKEN", "CV2088 II.2.2", "Cổng cấp token cho tên và mật khẩu đúng."},
    [GATEWAY_PASSWORD] = {"G-PASSWORD", "CV2088 II.2.2", "Cổng không cấp token khi sai mật khẩu (401)."},
    [GATEWAY_UNIT] = {"G-UNIT", "CV2088 II.2.2", "Cổng không cấp token cho đơn vị không được gửi thay (401)."},
    [GATEWAY_OLD_TOKEN] = {"G-OLD-TOKEN", "CV2088 II.2.2", "Cổng không nhận gói với token cũ hoặc tự đặt (401, TOKEN)."},
    [GATEWAY_NOT_JSON] = {"G-JSON", "CV2088 II.2.2", "Cổng từ chối yêu cầu không phải JSON (400, SYNTAX)."},
    [GATEWAY_FIELDS] = {"G-FIELDS", "CV2088 II.2.2", "Cổng nêu cùng lúc mọi trường còn thiếu của yêu cầu (400)."},
    [GATEWAY_UNKNOWN] = {"G-UNKNOWN", "CV2088 II.2.3", "Cổng nói không có gói với mã chưa từng gửi (404, UNKNOWN)."},
    [GATEWAY_TAKES] = {"G-TAKES", "CV2088 II.2.2", "Cổng nhận gói đúng và trả một kết quả cho mỗi học bạ."},
    [GATEWAY_REPEATED] = {"G-REPEATED", "CV2088 II.2.2", "Gửi lại cùng mã, cùng nội dung: cổng trả cùng câu trả lời."},
    [GATEWAY_CONFLICT] = {"G-CONFLICT", "CV2088 II.2.2", "Cùng mã, nội dung khác: cổng từ chối (409, CONFLICT), giữ nội dung trước."},
    [GATEWAY_AGAIN] = {"G-AGAIN", "CV2088 II.2.3", "Học bạ đã nhận nằm trong gói khác vẫn được trả lời là đã nhận."},
    [GATEWAY_BENT_RECORD] = {"G-BENT-RECORD", "CV2088 II.2.3", "Học bạ bị sửa sau khi ký bị từ chối, có lý do; học bạ khác trong gói vẫn được nhận."},
    [GATEWAY_OTHER_SCHOOL] = {"G-OTHER-SCHOOL", "CV2088 II.2.3", "Học bạ ghi mã trường khác đơn vị gửi bị từ chối, có lý do."},
    [GATEWAY_BASE64] = {"G-BASE64", "CV2088 II.2.2", "Cổng từ chối content không phải base64 (GZIP)."},
    [GATEWAY_LENGTH] = {"G-LENGTH", "CV2088 II.2.2", "Cổng từ chối content có độ dài khai sai (GZIP)."},
    [GATEWAY_BOMB] = {"G-BOMB", "CV2088 II.2.8", "Cổng từ chối gzip nở ra quá độ dài đã khai (GZIP)."},
    [GATEWAY_DECLARED] = {"G-DECLARED", "CV2088 II.2.8", "Cổng từ chối content khai quá 10 MB (SIZE)."},
    [GATEWAY_TOO_LARGE] = {"G-TOO-LARGE", "CV2088 II.2.8", "Cổng từ chối gói gửi quá 10 MB (413 hoặc SIZE)."},
    [GATEWAY_DOCTYPE] = {"G-DOCTYPE", "CV2088 II.1", "Cổng từ chối gói XML có DOCTYPE (SYNTAX)."},
    [GATEWAY_UNSIGNED] = {"G-UNSIGNED", "CV2088 II.2.2", "Cổng từ chối gói không có chữ ký của đơn vị (SIGNATURE)."},
    [GATEWAY_BENT_PACKET] = {"G-BENT-PACKET", "CV2088 II.2.2", "Cổng từ chối gói bị sửa sau khi ký (SIGNATURE)."},
    [GATEWAY_CERTIFICATE] = {"G-CERTIFICATE", "CV2088 III.1", "Cổng từ chối gói ký bằng chứng thư không được duyệt (CERTIFICATE)."},
    [GATEWAY_YEAR] = {"G-YEAR", "CV2088 II.2.2", "Cổng từ chối gói của năm học không mở (YEAR)."},
    [GATEWAY_WISHES] = {"G-WISHES", "CV2088 II.2.7", "Cổng nhận đề nghị thu hồi và trả một kết quả (1, 2 hoặc 3) cho mỗi học bạ."},
    [GATEWAY_WISH_UNKNOWN] = {"G-WISH-UNKNOWN", "CV2088 II.2.7", "Đề nghị thu hồi học bạ mà cổng chưa nhận bị từ chối (3), có lý do."},
    [GATEWAY_CERTIFICATE_UNPROVEN] = {"G-CERT-UNPROVEN", "CV2088 II.2.4", "Cổng không đăng ký chứng thư khi tài liệu không có chữ ký của chính chứng thư ấy (400, CERTIFICATE)."},
    [GATEWAY_CERTIFICATE_UNKNOWN] = {"G-CERT-UNKNOWN", "CV2088 II.2.5", "Cổng nói không có đăng ký chứng thư với mã chưa từng gửi (404, UNKNOWN)."},
    [SUPPLIER_TOKEN] = {"S-TOKEN", "CV2088 II.2.2", "Xin token bằng user_name, SHA-256 của mật khẩu và ma_don_vi đúng."},
    [SUPPLIER_FIELDS] = {"S-FIELDS", "CV2088 II.2.2", "Mỗi yêu cầu là JSON có đủ các trường, viết đúng."},
    [SUPPLIER_SENDER] = {"S-SENDER", "CV2088 II.2.2", "authenticationRequest mang token và đơn vị của người gửi."},
    [SUPPLIER_SIZE] = {"S-SIZE", "CV2088 II.2.8", "Không gửi quá 10 MB một lần."},
    [SUPPLIER_SAME_CONTENT] = {"S-SAME-CONTENT", "CV2088 II.2.2", "Một messageid chỉ mang một nội dung."},
    [SUPPLIER_ONE_ID] = {"S-ONE-ID", "CV2088 II.2.2", "Học bạ đã nhận, hoặc đang chờ kết quả, không gửi lại dưới mã khác."},
    [SUPPLIER_CONTENT] = {"S-CONTENT", "CV2088 II.2.2", "content là base64 của độ dài (int32, byte thấp trước) và gzip."},
    [SUPPLIER_PACKET] = {"S-PACKET", "CV2088 II.2.2", "Gói là DANH_SACH_HOC_BA gồm các HOC_BA."},
    [SUPPLIER_PACKET_SIGNATURE] = {"S-PACKET-SIGNATURE", "CV2088 II.2.2", "Chữ ký của gói đúng và bao trùm cả gói."},
    [SUPPLIER_PACKET_CHAIN] = {"S-PACKET-CHAIN", "CV2088 III.1", "Chứng thư ký gói dẫn tới gốc tin cậy."},
    [SUPPLIER_RECORD] = {"S-RECORD", "CV2088 II.1", "Mỗi học bạ đúng cấu trúc, có MA_TRA_CUU_UUID (UUID bản 4)."},
    [SUPPLIER_RECORD_SIGNATURES] = {"S-RECORD-SIGNATURES", "CV2088 II.1.6", "Mọi chữ ký trong học bạ đúng, đủ và đáng tin."},
    [SUPPLIER_RECORD_UNIT] = {"S-RECORD-UNIT", "CV2088 II.2.2", "Học bạ là của đơn vị gửi (MA_TRUONG, hoặc MA_SO_GIAO_DUC khi Sở gửi)."},
    [SUPPLIER_RECORD_YEAR] = {"S-RECORD-YEAR", "CV2088 II.2.2", "Học bạ là của năm học trong yêu cầu."},
    [SUPPLIER_RECORD_RULES] = {"S-RECORD-RULES", "TT27 Điều 7, 9, 11", "Mức, điểm, kết quả năm học, hoàn thành và các trường bắt buộc của học bạ đúng quy định."},
    [SUPPLIER_RECORD_TWICE] = {"S-RECORD-TWICE", "CV2088 II.2.2", "Một mã tra cứu chỉ đứng một lần trong gói và không mang hai nội dung."},
    [SUPPLIER_RESULT] = {"S-RESULT", "CV2088 II.2.3", "Kết quả của mỗi gói đã gửi được lấy cho đến khi có đủ."},
    [SUPPLIER_WISH] = {"S-WISH", "CV2088 II.2.6", "Đề nghị thu hồi nêu MA_TRA_CUU_UUID của từng học bạ, đúng năm học."},
    [SUPPLIER_WISH_KNOWN] = {"S-WISH-KNOWN", "CV2088 II.2.6", "Chỉ đề nghị thu hồi học bạ mà cổng đã nhận, mỗi học bạ một lần."},
    [SUPPLIER_RULING] = {"S-RULING", "CV2088 II.2.7", "Kết quả của đề nghị thu hồi được hỏi cho đến khi có quyết định."},
    [SUPPLIER_REPLACES] = {"S-REPLACES", "CV2088 III.3", "Học bạ thay thế chỉ gửi khi cổng đã đồng ý thu hồi bản cũ mà cổng đã nhận."},
    [SUPPLIER_CERTIFICATE] = {"S-CERTIFICATE", "CV2088 II.2.4", "Chứng thư số được đăng ký bằng tài liệu do chính khóa của nó ký, và dẫn tới gốc tin cậy."},
    [SUPPLIER_CERTIFICATE_FIELDS] = {"S-CERT-FIELDS", "CV2088 II.2.4", "serial_number của đăng ký là của chứng thư kèm theo; ma_kieu_chu_ky và nha_phat_hanh có trong danh mục."},
    [SUPPLIER_CERTIFIED] = {"S-CERT-RESULT", "CV2088 II.2.5", "Kết quả đăng ký chứng thư được hỏi cho đến khi có quyết định."},
    [SUPPLIER_CUT_OFF] = {"S-CUT-OFF", "CV2088 II.2.2", "Gói bị đứt kết nối được gửi lại dưới đúng mã cũ."},
    [SUPPLIER_RETRY_AFTER] = {"S-RETRY-AFTER", "RFC 9110 10.2.3", "Khi cổng bận (503), gửi lại không sớm hơn Retry-After."},
    [SUPPLIER_NEW_TOKEN] = {"S-NEW-TOKEN", "CV2088 II.2.2", "Khi token hết hạn (401), xin token mới rồi đi tiếp."},
};
/* clang-format on */

enum outcome { MET, MISSED, NOT_SEEN, OUTCOME_COUNT };

static const char *const outcome_keys[OUTCOME_COUNT] = {"met", "missed", "not_seen"};
static const char *const outcome_words[OUTCOME_COUNT] = {"đạt", "KHÔNG ĐẠT", "chưa gặp"};

static bool
is_of(const struct conformance_report *report, int id)
{
    return (report->kit == KIT_GATEWAY) == (id >= SUPPLIER_TOKEN);
}

static enum outcome
outcome_of(const struct case_outcome *outcome)
{
    return outcome->missed ? MISSED : outcome->met ? MET : NOT_SEEN;
}

static void
count(const struct conformance_report *report, int64_t counts[OUTCOME_COUNT])
{
    for (int id = 0; id < CASE_COUNT; id++)
        if (is_of(report, id))
            counts[outcome_of(&report->outcomes[id])]++;
}

void
case_meet(struct conformance_report *report, enum case_id id)
{
    report->outcomes[id].met++;
}

void
case_miss(struct conformance_report *report, enum case_id id, const char *format, ...)
{
    struct case_outcome *outcome = &report->outcomes[id];
    char note[NOTE_MAX];
    va_list arguments;

    outcome->missed++;
    va_start(arguments, format);
    vsnprintf(note, sizeof note, format, arguments);
    va_end(arguments);
    for (size_t i = 0; i < outcome->notes.count; i++)
        if (text_equal(outcome->notes.items[i], note))
            return;
    if (outcome->notes.count < CASE_NOTES_MAX)
        *list_add(report->arena, outcome->notes) = arena_text(report->arena, note);
}

size_t
conformance_missed(const struct conformance_report *report)
{
    int64_t counts[OUTCOME_COUNT] = {0};

    count(report, counts);
    return (size_t)counts[MISSED];
}

static void
write_case(const struct conformance_report *report, int id, struct json *json)
{
    const struct case_outcome *outcome = &report->outcomes[id];

    json_open(json, '{');
    json_text_field(json, "id", cases[id].id);
    json_text_field(json, "clause", cases[id].clause);
    json_text_field(json, "sentence", cases[id].sentence);
    json_text_field(json, "outcome", outcome_keys[outcome_of(outcome)]);
    json_int_field(json, "met", outcome->met);
    json_int_field(json, "missed", outcome->missed);
    json_open_list(json, "notes");
    for (size_t i = 0; i < outcome->notes.count; i++)
        json_text(json, outcome->notes.items[i]);
    json_close(json, ']');
    json_close(json, '}');
}

void
conformance_write_json(const struct conformance_report *report, struct json *json)
{
    int64_t counts[OUTCOME_COUNT] = {0};
    char time[MOMENT_TEXT_SIZE];

    count(report, counts);
    json_open(json, '{');
    json_text_field(json, "kit", report->kit == KIT_GATEWAY ? "gateway" : "supplier");
    json_text_field(json, "version", HOCBA_VERSION);
    json_text_field(json, "peer", report->peer);
    json_text_field(json, "unit", report->unit);
    json_text_field(json, "time", moment_write(report->time, time));
    for (int i = 0; i < OUTCOME_COUNT; i++)
        json_int_field(json, outcome_keys[i], counts[i]);
    json_open_list(json, "cases");
    for (int id = 0; id < CASE_COUNT; id++)
        if (is_of(report, id))
            write_case(report, id, json);
    json_close(json, ']');
    json_close(json, '}');
}

void
conformance_write_text(const struct conformance_report *report, struct buffer *out)
{
    int64_t counts[OUTCOME_COUNT] = {0};
    char time[MOMENT_TEXT_SIZE];

    count(report, counts);
    buffer_printf(out, "%s\n%s, đơn vị %s, %s, hocba %s\n\n",
                  report->kit == KIT_GATEWAY ? "Kiểm tra phần mềm của nhà cung cấp"
                                             : "Kiểm tra cổng tiếp nhận",
                  report->peer, report->unit, moment_write(report->time, time), HOCBA_VERSION);
    for (int id = 0; id < CASE_COUNT; id++) {
        const struct case_outcome *outcome = &report->outcomes[id];
        if (!is_of(report, id))
            continue;
        buffer_printf(out, "%s: %s (%s, %s)\n", outcome_words[outcome_of(outcome)],
                      cases[id].sentence, cases[id].id, cases[id].clause);
        for (size_t i = 0; i < outcome->notes.count; i++)
            buffer_printf(out, "    %s\n", outcome->notes.items[i]);
    }
    buffer_printf(out, "\n%" PRId64 " đạt, %" PRId64 " không đạt, %" PRId64 " chưa gặp.\n",
                  counts[MET], counts[MISSED], counts[NOT_SEEN]);
}
