/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/verify.h"

#include "serve/inside.h"
#include "serve/pages.h"
#include "serve/visitors.h"

const struct state_words state_words[PUBLIC_STATE_COUNT] = {
    [PUBLIC_VALID] = {"good", "Học bạ thật và đang có giá trị.",
                      "This record is genuine and in force.",
                      "Hãy so tên, ngày sinh và ảnh với người đưa học bạ: tệp có thể bị chép.",
                      "Compare name, birth date and photo with the person: a file can be copied."},
    [PUBLIC_SUPERSEDED] = {"warn", "Học bạ thật, nhưng đã có bản mới thay thế.",
                           "This record is genuine, but a newer one has replaced it.",
                           "Hãy xin bản mới; bản này chỉ cho biết trước đây đã ghi gì.",
                           "Ask for the newer one; this one only tells what was recorded before."},
    [PUBLIC_REVOKED] = {"bad", "Học bạ thật, nhưng đã bị thu hồi: không còn giá trị.",
                        "This record is genuine, but was withdrawn: it is no longer in force.",
                        "Đừng dùng nội dung của nó; hãy hỏi trường đã phát hành.",
                        "Do not rely on its content; ask the school that issued it."},
    [PUBLIC_SUSPENDED] = {"warn", "Học bạ thật, nhưng đang tạm dừng: lúc này chưa dùng được.",
                          "This record is genuine, but suspended: it cannot be used now.",
                          "Đang chờ bản thay thế; hãy xin trường bản mới hoặc kiểm tra lại sau.",
                          "A replacement is being prepared; ask the school or check again later."},
    [PUBLIC_UNDECIDED] =
        {"info", "Chưa kết luận được lúc này.", "This cannot be decided now.",
         "Điều này không có nghĩa là học bạ giả. Hãy thử lại sau, hoặc nộp kèm gói "
         ".hocba đầy đủ.",
         "This does not mean that it is false. Try again later, or hand in the "
         "complete .hocba package."},
    [PUBLIC_ALTERED] = {"bad", "Tệp này không đúng như khi được ký: đã bị thay đổi.",
                        "This file is not as it was signed: it has been altered.",
                        "Nội dung không được hiện ra vì không tin được. Hãy xin lại tệp gốc.",
                        "Its content is not shown because it cannot be trusted. Ask for the "
                        "original file."},
    [PUBLIC_UNKNOWN] = {"bad", "Không do nơi nào chúng tôi biết phát hành.",
                        "Not issued by anyone we know.",
                        "Có thể tệp không phải học bạ số, mã bị gõ nhầm, hoặc do một hệ thống khác "
                        "phát hành.",
                        "It may be no school record, a mistyped code, or from another system."},
};

const char *
verify_sentence(const struct visit *visit, const struct public_check *check)
{
    const struct state_words *words = &state_words[check->state];

    if (check->training && check->state == PUBLIC_VALID)
        return T("THỬ NGHIỆM: đúng như khi được ký, nhưng không có giá trị gì.",
                 "TRAINING: as it was signed, but without any value.");
    return T(words->vi, words->en);
}

const char *
verify_check_label(const struct visit *visit, int check)
{
    static const char *const english[CHECK_COUNT] = {
        [CHECK_FORMAT] = "Form of the file",
        [CHECK_INTEGRITY] = "Unchanged since it was signed",
        [CHECK_SIGNATURES] = "Signatures",
        [CHECK_ORDER] = "Order of signing",
        [CHECK_TIMESTAMPS] = "Time stamps",
        [CHECK_CHAIN] = "Certificates of a trusted authority",
        [CHECK_REVOCATION] = "Certificates not revoked then",
        [CHECK_PROFILE] = "Certificates name who the record names",
        [CHECK_ROLES] = "Everybody who must sign has signed",
        [CHECK_ENTITLEMENT] = "Entitled to sign on that day",
        [CHECK_LEDGER] = "Entered in the public ledger",
        [CHECK_STATUS] = "Not withdrawn or replaced since",
    };

    return visit->english ? english[check] : check_label((enum check_id)check);
}

/* --- pages ------------------------------------------------------------------------------------ */

static const char *
official_address(const struct visit *visit)
{
    return visit->serve->order->public_address;
}

enum status
verify_form_page(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);

    (void)err;
    verify_form(out, visit, NULL, official_address(visit));
    visit_send_page(visit, out);
    return OK;
}

static void
send_form_again(struct visit *visit, const char *message)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);

    visit->answer->code = 400;
    verify_form(out, visit, message, official_address(visit));
    visit_send_page(visit, out);
}

/* By the file, or where there is none by the code. True: `check` is set; else it was answered. */
static bool
check_request(struct visit *visit, struct public_check *check, struct error *err,
              enum status *status)
{
    const struct web_field *file = web_file(visit->request, "tep");
    const char *code = web_form(visit->request, "ma");

    *status = OK;
    if (file && file->value.size > 0) {
        if (!visitor_may_try(visit, TRY_FILE, (struct span){0}))
            return false;
        *status = public_check_file(visit->app, file->value, check, err);
        return *status == OK;
    }
    if (text_is_blank(code)) {
        send_form_again(visit, T("Hãy chọn một tệp, hoặc gõ mã in trên học bạ.",
                                 "Choose a file, or type the code printed on the record."));
        return false;
    }
    if (!visitor_may_try(visit, TRY_RECORD_CODE, (struct span){0}))
        return false;
    *status = public_check_code(visit->app, code, check, err);
    if (*status == INVALID) {
        send_form_again(visit, err->message);
        *status = OK;
        return false;
    }
    return *status == OK;
}

enum status
verify_page(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct public_check check;
    enum status status;

    if (!check_request(visit, &check, err, &status))
        return status;
    verify_result(out, visit, &check, official_address(visit));
    visit_send_page(visit, out);
    return OK;
}

/* Where the QR code on paper leads: the code is in the path, and says nothing of the pupil. */
enum status
verify_printed_page(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct public_check check;

    if (!visitor_may_try(visit, TRY_RECORD_CODE, (struct span){0}))
        return OK;
    enum status status = public_check_code(visit->app, visit->argument[0], &check, err);
    if (status == INVALID) {
        send_form_again(visit, err->message);
        return OK;
    }
    TRY(status);
    verify_result(out, visit, &check, official_address(visit));
    visit_send_page(visit, out);
    return OK;
}

/* --- API -------------------------------------------------------------------------------------- */

static void
write_checks(struct json *json, const struct verdict_report *report)
{
    json_open_list(json, "checks");
    for (int id = 0; report && id < CHECK_COUNT; id++) {
        json_open(json, '{');
        json_text_field(json, "id", check_key((enum check_id)id));
        json_text_field(json, "result", check_result_word(report->checks[id].result));
        json_text_field(json, "reason", report->checks[id].reason);
        json_close(json, '}');
    }
    json_close(json, ']');
}

void
verify_send(struct visit *visit, const struct public_check *check)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);
    json_open(&json, '{');
    json_text_field(&json, "state", public_state_key(check->state));
    json_bool_field(&json, "training", check->training);
    json_text_field(&json, "sentence", verify_sentence(visit, check));
    json_text_field(&json, "reason", check->reason);
    json_text_field(&json, "code", check->code);
    json_text_field(&json, "newer", check->newer);
    json_moment_field(&json, "checked_at", check->at);
    json_moment_field(&json, "issued_at", check->standing.issued);
    json_moment_field(&json, "since", check->standing.since);
    if (check->standing.received)
        json_text_field(&json, "gateway",
                        check->standing.position < 0 ? "received" : "circulating");
    json_text_field(&json, "school", check->school);
    json_text_field(&json, "year", check->year);
    json_text_field(&json, "initials", check->initials);
    write_checks(&json, check->report);
    json_close(&json, '}');
    visit_send_json(visit, out);
}

enum status
verify_file_api(struct visit *visit, struct error *err)
{
    struct public_check check;

    if (!visitor_may_try(visit, TRY_FILE, (struct span){0}))
        return OK;
    TRY(public_check_file(visit->app, visit->request->body, &check, err));
    verify_send(visit, &check);
    return OK;
}

enum status
verify_code_api(struct visit *visit, struct error *err)
{
    struct public_check check;
    struct json_value body;

    if (!visitor_may_try(visit, TRY_RECORD_CODE, (struct span){0}))
        return OK;
    TRY(visit_read_json(visit, &body, err));
    const char *code = json_find_text(&body, "code");
    if (!code)
        return fail(err, USAGE, "Thiếu \"code\".");
    TRY(public_check_code(visit->app, code, &check, err));
    verify_send(visit, &check);
    return OK;
}
