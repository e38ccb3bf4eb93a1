/* SPDX-License-Identifier: Apache-2.0
 *
 * One record of a packet: every reason for which it is refused.
 */
#include "base/uuid.h"
#include "model/rules.h"
#include "service/intake_inside.h"
#include "store/certificates.h"
#include "store/units.h"
#include "xml/record_tags.h"
#include "xml/record_xml.h"

void
intake_refuse(struct intake_judgement *judgement, const char *code, const char *field,
              const char *sentence)
{
    struct gateway_result *result = &judgement->result;

    if (!result->error[0]) {
        result->error = code;
        result->field = field;
    }
    result->accepted = false;
    buffer_text(judgement->reasons, judgement->reasons->size ? " " : "");
    if (!text_equal(result->error, code) || !text_equal(result->field, field))
        buffer_printf(judgement->reasons, "[%s %s] ", code, field);
    buffer_text(judgement->reasons, sentence);
}

/* --- the file --------------------------------------------------------------------------------- */

/* What each check that says no is called on the wire; NULL: it does not count here. */
static const struct {
    const char *code, *field;
    bool needed; /* has to say yes: not to know is not enough */
} check_codes[CHECK_COUNT] = {
    [CHECK_FORMAT] = {"STRUCTURE", "HOC_BA", true},
    [CHECK_INTEGRITY] = {"SIGNATURE", "DANH_SACH_THONG_TIN_KY", true},
    [CHECK_SIGNATURES] = {"SIGNATURE", "DANH_SACH_THONG_TIN_KY", true},
    [CHECK_ORDER] = {"SIGNATURE", "DANH_SACH_THONG_TIN_KY", false},
    [CHECK_TIMESTAMPS] = {"SIGNATURE", "DANH_SACH_THONG_TIN_KY", false},
    [CHECK_CHAIN] = {"CERTIFICATE", "X509Certificate", true},
    [CHECK_REVOCATION] = {"CERTIFICATE", "X509Certificate", false},
    [CHECK_PROFILE] = {"CERTIFICATE", "X509Certificate", false},
    [CHECK_ROLES] = {"SIGNATURE", "DANH_SACH_THONG_TIN_KY", false},
};

/* What rests on a check that failed is not asked any more, and then tells nothing new. */
static void
take_checks(const struct verdict_report *report, struct intake_judgement *judgement)
{
    for (int id = 0; id < CHECK_COUNT; id++) {
        const struct check *check = &report->checks[id];
        bool unknown =
            check_codes[id].needed && check->result == CHECK_UNKNOWN && judgement->result.accepted;
        if (check_codes[id].code && (check->result == CHECK_NO || unknown))
            intake_refuse(judgement, check_codes[id].code, check_codes[id].field,
                          check->reason ? check->reason : check_label((enum check_id)id));
    }
}

/* --- who signed ------------------------------------------------------------------------------- */

enum status
intake_seal_fits(struct app *app, const char *sha256, const char *unit, struct moment sealed_at,
                 bool *fits, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct stored_certificate stored;
    int64_t at = sealed_at.seconds ? sealed_at.seconds : app_now(app).seconds;

    *fits = false;
    enum status status = store_find_certificate_by_sha256(app->store, sha256, arena, &stored, err);
    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    *fits = text_equal(stored.unit, unit) && text_equal(stored.state, CERTIFICATE_APPROVED) &&
            at >= stored.not_before.seconds && at <= stored.not_after.seconds;
    return OK;
}

static const struct signature_report *
signature_of(const struct verdict_report *report, enum signer_role role)
{
    for (size_t i = 0; i < report->signature_count; i++)
        if (report->signatures[i].role == role)
            return &report->signatures[i];
    return NULL;
}

static enum status
judge_signers(struct intake_judge *judge, const struct verdict_report *report,
              struct intake_judgement *judgement, struct error *err)
{
    const struct signature_report *seal = signature_of(report, SIGNER_SCHOOL);
    bool fits = false;

    if (report->training && judge->app->kind != INSTANCE_TRAINING)
        intake_refuse(judgement, "CERTIFICATE", "X509Certificate",
                      "Chứng thư số thử nghiệm: học bạ này không có giá trị.");
    if (report->signature_count && judge->rules.signs[SIGNER_CLASS_TEACHER] &&
        !judge->rules.strict_v10 && !signature_of(report, SIGNER_CLASS_TEACHER))
        intake_refuse(judgement, "SIGNATURE", "GVCN",
                      "Thiếu chữ ký của giáo viên chủ nhiệm, mà năm học này yêu cầu.");
    if (!seal)
        return OK; /* the checks say so */
    judgement->record.seal = seal->certificate_sha256;
    TRY(intake_seal_fits(judge->app, seal->certificate_sha256, judge->message->unit,
                         seal->proven_time, &fits, err));
    if (!fits)
        intake_refuse(judgement, "CERTIFICATE", "KY_PHAT_HANH",
                      "Chữ ký phát hành không dùng chứng thư số đã được Sở duyệt cho trường này, "
                      "hoặc chứng thư đã hết hạn.");
    return OK;
}

/* --- what it says ----------------------------------------------------------------------------- */

static void
judge_content(const struct intake_judge *judge, const struct record *record, struct arena *arena,
              struct intake_judgement *judgement)
{
    const struct gateway_message *message = judge->message;

    if (record->uuid && !uuid_is_valid(span_of(record->uuid)))
        intake_refuse(judgement, "STRUCTURE", "MA_TRA_CUU_UUID", "Mã tra cứu không phải UUID.");
    if (record->grade < 1 || record->grade > 5)
        intake_refuse(judgement, "STRUCTURE", "MA_KHOI", "Khối lớp phải từ 1 đến 5.");
    if (!text_equal(record->school_code, message->unit_code))
        intake_refuse(judgement, "UNIT", "MA_TRUONG",
                      arena_printf(arena, "Học bạ của trường khác, không phải của đơn vị gửi (%s).",
                                   message->unit_code));
    if (!text_equal(record->year_name, message->year))
        intake_refuse(judgement, "YEAR", "TEN_NAM_HOC",
                      arena_printf(arena, "Học bạ không phải của năm học %s.", message->year));
}

/* By the rules that our own records are checked with; those from `from` on. */
static void
tell_problems(const struct problems *problems, size_t from, struct arena *arena,
              struct intake_judgement *judgement)
{
    for (size_t i = from; i < problems->list.count; i++) {
        const struct problem *problem = &problems->list.items[i];
        intake_refuse(judgement, problem_code(problem), record_tag_of_key(problem->field),
                      arena_printf(arena, "%s: %s", problem->article, problem->message));
    }
}

static const char *
or_empty(const char *text)
{
    return text ? text : "";
}

static void
name_result(const struct record *record, struct intake_judgement *judgement)
{
    struct gateway_result *result = &judgement->result;

    result->uuid = or_empty(record->uuid);
    result->pupil_code = or_empty(record->pupil_code);
    result->name = or_empty(record->name);
    result->number = or_empty(record->personal_number);
    judgement->record.uuid = result->uuid;
    judgement->record.pupil_code = result->pupil_code;
    judgement->record.grade = record->grade;
    judgement->record.replaces = record->replaces_uuid;
}

enum status
intake_judge_record(struct intake_judge *judge, struct span bytes, struct arena *arena,
                    struct intake_judgement *judgement, struct error *err)
{
    struct verify_material material = {.anchors = trust_anchors(judge->trust, TRUST_SIGNERS),
                                       .authorities = trust_anchors(judge->trust, TRUST_TSA),
                                       .responders = trust_anchors(judge->trust, TRUST_OCSP),
                                       .now = app_now(judge->app).seconds,
                                       .cache = judge->cache};
    struct verdict_report *report = arena_make(arena, struct verdict_report);
    struct record *claimed = arena_make(arena, struct record);
    struct gateway_result *result = &judgement->result;
    struct problems problems = {0};
    struct error why;

    *result = (struct gateway_result){.uuid = "",
                                      .pupil_code = "",
                                      .name = "",
                                      .number = "",
                                      .accepted = true,
                                      .error = "",
                                      .field = "",
                                      .place = judgement->record.place};
    judgement->record.bytes = bytes;
    TRY(verify_record(bytes, &material, arena, report, err));
    const struct record *record = report->record;
    if (!record && record_xml_read_claims(bytes, arena, claimed, &problems, &why) == OK)
        record = claimed;
    size_t unreadable = problems.list.count;
    tell_problems(&problems, 0, arena, judgement); /* for these the file is not of the format */
    take_checks(report, judgement);
    if (record) {
        name_result(record, judgement);
        judge_content(judge, record, arena, judgement);
        rules_check_received(record, judge->rules.first_year, arena, &problems);
        tell_problems(&problems, unreadable, arena, judgement);
    } else if (result->accepted) {
        intake_refuse(judgement, "STRUCTURE", "HOC_BA", why.message);
    }
    return judge_signers(judge, report, judgement, err);
}
