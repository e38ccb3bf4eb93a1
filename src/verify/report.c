/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/report.h"

#include "base/unicode.h"

enum { COLUMNS_MAX = 100, INDENT = 6 };

/* --- in the words of ETSI TS 119 102-1 -------------------------------------------------------- */

static const char *
chain_sub_indication(enum path_verdict path)
{
    switch (path) {
    case PATH_OTHER_ROOT:
    case PATH_INCOMPLETE: return "NO_CERTIFICATE_CHAIN_FOUND";
    case PATH_EXPIRED:
    case PATH_NOT_YET_VALID: return "OUT_OF_BOUNDS_NO_POE";
    case PATH_BROKEN: return "CHAIN_CONSTRAINTS_FAILURE";
    case PATH_TRUSTED: break; /* the path is good, the claimed time is not */
    }
    return "SIG_CONSTRAINTS_FAILURE";
}

const char *
report_sub_indication(enum check_id id, enum check_result result, enum path_verdict path)
{
    bool known = result == CHECK_NO;

    switch (id) {
    case CHECK_FORMAT: return "FORMAT_FAILURE";
    case CHECK_INTEGRITY: return "HASH_FAILURE";
    case CHECK_SIGNATURES: return "SIG_CRYPTO_FAILURE";
    case CHECK_CHAIN: return chain_sub_indication(path);
    case CHECK_REVOCATION: return known ? "REVOKED" : "REVOKED_NO_POE";
    case CHECK_TIMESTAMPS: return known ? "SIG_CONSTRAINTS_FAILURE" : "TRY_LATER";
    default: return "SIG_CONSTRAINTS_FAILURE";
    }
}

const char *
report_check_word(const struct verdict_report *report, enum check_id id)
{
    if (report->checks[id].result != CHECK_NO && report->checks[id].result != CHECK_UNKNOWN)
        return NULL;
    for (size_t i = 0; i < report->signature_count; i++) {
        const struct signature_report *signature = &report->signatures[i];
        if (signature->sub_indication && signature->found_by == id)
            return signature->sub_indication;
    }
    if (report->checks[id].result == CHECK_UNKNOWN)
        return NULL;
    return report_sub_indication(id, CHECK_NO, PATH_BROKEN);
}

const char *
report_whole_word(const struct verdict_report *report)
{
    enum check_result wanted = report->verdict == VERDICT_NOT_AUTHENTIC ? CHECK_NO : CHECK_UNKNOWN;

    for (int id = 0; id < CHECK_COUNT; id++) {
        const char *word = report_check_word(report, (enum check_id)id);
        if (report->checks[id].result == wanted && word)
            return word;
    }
    return NULL;
}

/* Failed for good is only what no further material could mend. */
static const char *
indication(bool passed, const char *sub_indication)
{
    static const char *const final[] = {"FORMAT_FAILURE", "HASH_FAILURE", "SIG_CRYPTO_FAILURE",
                                        "REVOKED"};

    if (passed)
        return "TOTAL-PASSED";
    for (size_t i = 0; sub_indication && i < COUNT_OF(final); i++)
        if (text_equal(sub_indication, final[i]))
            return "TOTAL-FAILED";
    return "INDETERMINATE";
}

const char *
report_indication(const struct verdict_report *report)
{
    return indication(report->verdict == VERDICT_AUTHENTIC, report_whole_word(report));
}

const char *
report_signature_indication(const struct signature_report *signature)
{
    return indication(!signature->reason, signature->sub_indication);
}

/* --- for machines ----------------------------------------------------------------------------- */

static const char *
moment_text(struct moment moment, char *text)
{
    return moment.seconds ? moment_write(moment, text) : NULL;
}

static void
write_json_signature(const struct signature_report *signature, struct json *json)
{
    char text[MOMENT_TEXT_SIZE];

    json_open(json, '{');
    json_text_field(json, "role", signer_role_key(signature->role));
    json_text_field(json, "subject", signature->subject_code);
    json_text_field(json, "name", signature->signer_name);
    json_text_field(json, "number", signature->signer_number);
    json_text_field(json, "claimed_time", moment_text(signature->claimed_time, text));
    json_text_field(json, "certificate_sha256", signature->certificate_sha256);
    json_text_field(json, "issuer", signature->issuer_name);
    json_text_field(json, "algorithm", signature->algorithm);
    json_text_field(json, "level", signature->level);
    json_text_field(json, "level_reason", signature->level_reason);
    json_text_field(json, "proven_time", moment_text(signature->proven_time, text));
    json_text_field(json, "timestamp_authority", signature->authority_name);
    json_bool_field(json, "valid", signature->cryptographically_valid);
    json_text_field(json, "reason", signature->reason);
    json_text_field(json, "indication", report_signature_indication(signature));
    json_text_field(json, "sub_indication", signature->sub_indication);
    json_close(json, '}');
}

/* What the ledger proved; nothing where nothing was. */
static void
write_json_ledger(const struct ledger_report *ledger, struct json *json)
{
    char text[MOMENT_TEXT_SIZE];

    json_key(json, "ledger");
    if (!ledger->origin) {
        json_text(json, NULL);
        return;
    }
    json_open(json, '{');
    json_text_field(json, "origin", ledger->origin);
    json_int_field(json, "index", (int64_t)ledger->index);
    json_text_field(json, "provisional", ledger->provisional);
    json_text_field(json, "entered_at", moment_text(ledger->entered_at, text));
    json_text_field(json, "seen_by", moment_text(ledger->seen_by, text));
    json_text_field(json, "not_before", moment_text(ledger->not_before, text));
    json_text_field(json, "status", ledger->status);
    json_text_field(json, "status_of", moment_text(ledger->status_of, text));
    json_text_field(json, "decision", ledger->decision);
    json_close(json, '}');
}

static void
write_json_checks(const struct verdict_report *report, struct json *json)
{
    json_open_list(json, "checks");
    for (int id = 0; id < CHECK_COUNT; id++) {
        json_open(json, '{');
        json_text_field(json, "id", check_key((enum check_id)id));
        json_text_field(json, "result", check_result_word(report->checks[id].result));
        json_text_field(json, "reason", report->checks[id].reason);
        json_text_field(json, "sub_indication", report_check_word(report, (enum check_id)id));
        json_close(json, '}');
    }
    json_close(json, ']');
}

void
report_write_json_unread(const struct error *why, const char *file, struct json *json)
{
    bool too_large = why->status == INVALID;
    struct verdict_report report = {.verdict = VERDICT_NOT_AUTHENTIC};

    for (int id = 0; id < CHECK_COUNT; id++)
        report.checks[id].result = CHECK_NOT_ASKED;
    if (too_large)
        report.checks[CHECK_FORMAT] = (struct check){CHECK_NO, why->message};
    json_open(json, '{');
    json_text_field(json, "file", file);
    json_text_field(json, "verdict", too_large ? verdict_word(report.verdict) : NULL);
    json_text_field(json, "error", why->message);
    write_json_checks(&report, json);
    json_open_list(json, "signatures");
    json_close(json, ']');
    json_close(json, '}');
}

void
report_write_json(const struct verdict_report *report, const char *file, struct json *json)
{
    json_open(json, '{');
    json_text_field(json, "file", file);
    json_text_field(json, "verdict", verdict_word(report->verdict));
    json_bool_field(json, "training", report->training);
    write_json_checks(report, json);
    json_text_field(json, "indication", report_indication(report));
    json_text_field(json, "sub_indication", report_whole_word(report));
    write_json_ledger(&report->ledger, json);
    json_open_list(json, "signatures");
    for (size_t i = 0; i < report->signature_count; i++)
        write_json_signature(&report->signatures[i], json);
    json_close(json, ']');
    json_close(json, '}');
}

/* Genuine when it was issued, and withdrawn since: never to be mixed up with a forgery. */
static bool
only_status_says_no(const struct verdict_report *report)
{
    for (int id = 0; id < CHECK_COUNT; id++)
        if (report->checks[id].result == CHECK_NO && id != CHECK_STATUS)
            return false;
    return report->checks[CHECK_STATUS].result == CHECK_NO;
}

const char *
report_sentence(const struct verdict_report *report)
{
    switch (report->verdict) {
    case VERDICT_AUTHENTIC:
        return report->training
                   ? "THỬ NGHIỆM: chữ ký đúng, nhưng đây là học bạ thử nghiệm, không có giá trị."
                   : "HỌC BẠ LÀ THẬT: nội dung còn nguyên như khi được ký và phát hành.";
    case VERDICT_NOT_AUTHENTIC:
        if (only_status_says_no(report))
            return "KHÔNG CÒN GIÁ TRỊ: học bạ đã được phát hành thật, nhưng về sau bị thu hồi hoặc "
                   "thay thế.";
        return "KHÔNG CÔNG NHẬN: học bạ này không hợp lệ; đừng dùng nội dung của nó.";
    case VERDICT_UNDECIDED:
        return "CHƯA KẾT LUẬN ĐƯỢC: cần thêm tài liệu hoặc thời gian; chưa thấy điều gì sai.";
    }
    return "";
}

/* Append words of `text` in lines of COLUMNS_MAX, the first of which already has `column`. */
static void
write_wrapped(struct buffer *out, const char *text, size_t column)
{
    while (*text) {
        size_t size = strcspn(text, " ");
        size_t width = unicode_graphemes((struct span){text, size});
        if (column + width + 1 > COLUMNS_MAX && column > INDENT) {
            buffer_printf(out, "\n%*s", INDENT, "");
            column = INDENT;
        } else if (column > INDENT) {
            buffer_char(out, ' ');
            column++;
        }
        buffer_add(out, text, size);
        column += width;
        text += size + strspn(text + size, " ");
    }
    buffer_char(out, '\n');
}

static void
write_check(const struct check *check, enum check_id id, struct buffer *out)
{
    static const char *const marks[] = {[CHECK_YES] = "[đạt]      ",
                                        [CHECK_NO] = "[KHÔNG ĐẠT]",
                                        [CHECK_UNKNOWN] = "[chưa rõ]  ",
                                        [CHECK_NOT_ASKED] = "[không hỏi]"};

    buffer_printf(out, "  %s %s\n%*s", marks[check->result], check_label(id), INDENT, "");
    write_wrapped(out, check->reason ? check->reason : "", INDENT);
}

static void
write_signature(const struct signature_report *signature, struct buffer *out)
{
    char text[MOMENT_TEXT_SIZE];
    const char *time = moment_text(signature->claimed_time, text);

    buffer_printf(out, "  - %s%s%s: %s", signer_role_word(signature->role),
                  signature->subject_code ? " môn " : "",
                  signature->subject_code ? signature->subject_code : "",
                  signature->signer_name ? signature->signer_name : "(không đọc được chứng thư)");
    if (signature->signer_number)
        buffer_printf(out, " (%s)", signature->signer_number);
    buffer_printf(out, "\n%*sghi ký lúc %s; chứng thư do %s cấp; %s, mức %s\n", INDENT, "",
                  time ? time : "?", signature->issuer_name ? signature->issuer_name : "?",
                  signature->algorithm, signature->level);
    if (signature->proven_time.seconds)
        buffer_printf(out, "%*scó trước %s, theo dấu thời gian của %s\n", INDENT, "",
                      moment_text(signature->proven_time, text), signature->authority_name);
    const char *const remarks[] = {signature->level_reason, signature->reason};
    for (size_t i = 0; i < COUNT_OF(remarks); i++) {
        if (!remarks[i])
            continue;
        buffer_printf(out, "%*s", INDENT, "");
        write_wrapped(out, remarks[i], INDENT);
    }
}

static void
write_whose(const struct record *record, struct buffer *out)
{
    char date[DATE_TEXT_SIZE];

    buffer_printf(
        out, "  Học sinh: %s; sinh ngày %s\n", record->name ? record->name : "?",
        date_is_none(record->birth_date) ? "?" : date_write_vietnamese(record->birth_date, date));
    buffer_printf(out, "  Lớp %s, năm học %s, %s\n", record->class_name ? record->class_name : "?",
                  record->year_name ? record->year_name : "?",
                  record->school_name ? record->school_name : "?");
    buffer_printf(out, "  Mã tra cứu: %s\n", record->uuid ? record->uuid : "?");
}

void
report_write_text(const struct verdict_report *report, const char *file, struct buffer *out)
{
    buffer_printf(out, "%s\n  %s\n", file, report_sentence(report));
    if (report->training)
        buffer_text(out, "  THỬ NGHIỆM: học bạ do một hệ thống thử nghiệm tạo ra.\n");
    if (report->record) {
        buffer_char(out, '\n');
        write_whose(report->record, out);
    }
    buffer_text(out, "\nCác bước kiểm tra:\n");
    for (int id = 0; id < CHECK_COUNT; id++)
        write_check(&report->checks[id], (enum check_id)id, out);
    if (report->signature_count)
        buffer_text(out, "\nChữ ký (“ghi ký lúc” là do người ký tự ghi; chỉ dấu thời gian mới "
                         "chứng minh):\n");
    for (size_t i = 0; i < report->signature_count; i++)
        write_signature(&report->signatures[i], out);
}
