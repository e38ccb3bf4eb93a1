/* SPDX-License-Identifier: Apache-2.0 */
#include "service/public_check.h"

#include <stdlib.h>

#include "base/unicode.h"
#include "base/uuid.h"
#include "ledger/status.h"
#include "service/instance.h"
#include "service/ledger.h"
#include "service/record_code.h"
#include "service/record_judge.h"
#include "service/self_check.h"
#include "store/pupils.h"
#include "store/received.h"
#include "store/units.h"
#include "verify/package.h"
#include "xml/record_xml.h"

#define UUID_TAG "<MA_TRA_CUU_UUID>"

struct checking {
    struct app *app;
    struct span file;
    struct public_check *check;
    struct verdict_report *report;
};

static bool
says(const struct verdict_report *report, enum check_id id, enum check_result result)
{
    return report->checks[id].result == result;
}

/* Mathematics, not trust: the file is not what somebody signed. */
static bool
is_broken(const struct verdict_report *report)
{
    return says(report, CHECK_INTEGRITY, CHECK_NO) || says(report, CHECK_SIGNATURES, CHECK_NO);
}

static void
conclude(struct checking *it, enum public_state state, const char *reason)
{
    it->check->state = state;
    it->check->reason = reason;
    it->check->report = it->report;
    it->check->training = it->report && it->report->training;
    it->check->record = state <= PUBLIC_UNDECIDED && it->report ? it->report->record : NULL;
}

/* --- a record of ours ------------------------------------------------------------------------- */

/* The UUID that the file says it has: only a hint what to compare it with. */
static const char *
claimed_uuid(struct checking *it)
{
    struct record_package package;
    struct span file = it->file;
    struct error err;

    if (package_is(file)) {
        if (package_read(file, it->app->arena, &package, &err) != OK)
            return NULL;
        file = package.record;
    }
    const char *tag = memmem(file.data, file.size, UUID_TAG, sizeof UUID_TAG - 1);
    if (!tag)
        return NULL;
    const char *at = tag + sizeof UUID_TAG - 1, *end = file.data + file.size;
    struct span uuid = {at, UUID_TEXT_SIZE - 1};
    if (end - at < UUID_TEXT_SIZE - 1 || !uuid_is_valid(uuid))
        return NULL;
    return arena_copy(it->app->arena, uuid.data, uuid.size);
}

/* What this instance knows better than any proof in the file. */
static void
tell_ledger(struct checking *it)
{
    const struct standing *standing = &it->check->standing;
    struct check *ledger = &it->report->checks[CHECK_LEDGER];
    char text[MOMENT_TEXT_SIZE];

    if (!standing->kept)
        return;
    if (standing->position < 0) {
        *ledger = (struct check){CHECK_UNKNOWN,
                                 "Vừa phát hành, đang chờ ghi vào sổ cái; hãy thử lại sau."};
        return;
    }
    *ledger = (struct check){
        CHECK_YES,
        arena_printf(it->app->arena, "Có trong sổ cái của hệ thống này, mục %lld, ghi lúc %s.",
                     (long long)standing->position,
                     moment_write(moment_in_vietnam(standing->entered.seconds), text))};
}

static void
tell_status(struct checking *it)
{
    static const struct check told[] = {
        [PUBLIC_VALID] = {CHECK_YES, "Đang có giá trị, theo hệ thống đã phát hành."},
        [PUBLIC_SUPERSEDED] = {CHECK_NO, "Đã được thay thế bằng bản mới."},
        [PUBLIC_REVOKED] = {CHECK_NO, "Đã bị thu hồi."},
        [PUBLIC_SUSPENDED] = {CHECK_UNKNOWN, "Đang tạm dừng, chờ bản thay thế."},
        [PUBLIC_UNDECIDED] = {CHECK_UNKNOWN, "Chưa kết luận được lúc này."},
    };

    if (says(it->report, CHECK_ENTITLEMENT, CHECK_NOT_ASKED))
        it->report->checks[CHECK_ENTITLEMENT].reason =
            "Không hỏi lại ở đây: khi ký, hệ thống này đã đối chiếu người ký với phân công.";
    it->report->checks[CHECK_STATUS] = told[it->check->standing.state];
}

static void
take_standing(struct checking *it, const char *uuid)
{
    struct arena *arena = it->app->arena;

    it->check->ours = true;
    it->check->code = record_code_of(arena, uuid);
    if (it->check->standing.newer)
        it->check->newer = record_code_of(arena, it->check->standing.newer);
}

/* Byte for byte what we issued (proofs that came later stand beside it)? */
static bool
is_what_we_issued(struct checking *it, struct span issued)
{
    struct digest ours, theirs = sha256(it->report->issued_form);

    return it->report->issued_form.size > 0 && ledger_issued_digest(issued, &ours) &&
           digest_equal(&ours, &theirs);
}

/* --- somebody else's -------------------------------------------------------------------------- */

/* What the file's own proof says of its status. */
static enum public_state
state_by_ledger(const struct verdict_report *report)
{
    const char *status = report->ledger.status;

    if (text_equal(status, record_status_key(RECORD_REVOKED)))
        return PUBLIC_REVOKED;
    if (text_equal(status, record_status_key(RECORD_SUPERSEDED)))
        return PUBLIC_SUPERSEDED;
    if (text_equal(status, record_status_key(RECORD_SUSPENDED)))
        return PUBLIC_SUSPENDED;
    return PUBLIC_VALID;
}

/* No check but the status says no. */
static bool
is_genuine(const struct verdict_report *report)
{
    for (int id = 0; id < CHECK_COUNT; id++)
        if (id != CHECK_STATUS && says(report, (enum check_id)id, CHECK_NO))
            return false;
    return true;
}

static void
conclude_foreign(struct checking *it)
{
    const struct verdict_report *report = it->report;

    if (is_broken(report)) {
        conclude(it, PUBLIC_ALTERED, record_judge_reason(report, CHECK_NO));
    } else if (!is_genuine(report)) {
        conclude(it, PUBLIC_UNKNOWN, record_judge_reason(report, CHECK_NO));
    } else if (state_by_ledger(report) != PUBLIC_VALID) {
        conclude(it, state_by_ledger(report), report->checks[CHECK_STATUS].reason);
    } else if (says(report, CHECK_CHAIN, CHECK_UNKNOWN) && report->signature_count > 0) {
        conclude(it, PUBLIC_UNKNOWN, report->checks[CHECK_CHAIN].reason);
    } else if (report->verdict != VERDICT_AUTHENTIC) {
        conclude(it, PUBLIC_UNDECIDED, record_judge_reason(report, CHECK_UNKNOWN));
    } else if (says(report, CHECK_STATUS, CHECK_YES)) {
        conclude(it, PUBLIC_VALID, NULL);
    } else {
        conclude(it, PUBLIC_UNDECIDED,
                 "Chữ ký đúng, nhưng ở đây không biết về sau học bạ có bị thu hồi hay thay thế "
                 "không. Hãy hỏi hệ thống đã phát hành nó.");
    }
}

static enum status
judge(struct checking *it, const struct home_settings *settings, bool by_policy,
      struct verdict_report *report, struct error *err)
{
    return record_judge(it->app, settings, it->file,
                        &(struct judging){.at = app_now(it->app), .by_policy = by_policy}, report,
                        err);
}

static enum status
check_foreign(struct checking *it, struct error *err)
{
    struct home_settings settings;

    TRY(home_settings_read(it->app->home, it->app->arena, &settings, err));
    if (!settings.verify_anchors) {
        it->report = NULL;
        conclude(it, PUBLIC_UNKNOWN, "Hệ thống này chỉ nhận ra học bạ do chính nó phát hành.");
        return OK;
    }
    TRY(judge(it, &settings, true, it->report, err));
    conclude_foreign(it);
    return OK;
}

/* --- by a file -------------------------------------------------------------------------------- */

/* Where the trust store agrees it has more to tell: of timestamps and of certificates' roots. */
static void
tell_more(struct checking *it)
{
    struct verdict_report *report = arena_make(it->app->arena, struct verdict_report);
    struct home_settings settings;
    struct error err;

    if (home_settings_read(it->app->home, it->app->arena, &settings, &err) == OK &&
        settings.verify_anchors && judge(it, &settings, false, report, &err) == OK &&
        report->verdict == VERDICT_AUTHENTIC)
        it->report = report;
}

static enum status
check_ours(struct checking *it, const char *uuid, const struct issued_document *issued,
           struct error *err)
{
    AUTO(self_check) *self = self_check_new(it->app);
    struct error why = {0};
    enum status status =
        self_check_record(self, uuid, it->file, issued->issued, true, it->report, &why);

    if (status != OK && status != UNTRUSTED && status != CORRUPT) {
        *err = why;
        return status;
    }
    if (is_broken(it->report) || !is_what_we_issued(it, issued->bytes)) {
        conclude(
            it, PUBLIC_ALTERED,
            "Mã tra cứu trong tệp có thật, nhưng tệp khác với học bạ đã phát hành dưới mã ấy.");
        return OK;
    }
    if (status != OK) {
        conclude(it, PUBLIC_UNDECIDED, arena_text(it->app->arena, why.message));
        return OK;
    }
    TRY(standing_find(it->app, uuid, &it->check->standing, err));
    take_standing(it, uuid);
    tell_more(it);
    tell_ledger(it);
    tell_status(it);
    conclude(it, it->check->standing.state, NULL);
    return OK;
}

static enum status
conclude_altered(struct checking *it)
{
    conclude(it, PUBLIC_ALTERED,
             "Mã tra cứu trong tệp có thật, nhưng tệp khác với học bạ đã tiếp nhận dưới mã ấy.");
    return OK;
}

/* Without a trust store nobody can say whose signatures these are; but it is the file that was
 * accepted, and what became of that is known. */
static enum status
check_received_unasked(struct checking *it, const char *uuid, const struct digest *ours,
                       struct error *err)
{
    struct standing standing;
    struct digest theirs;
    struct error why;

    TRY(standing_find(it->app, uuid, &standing, err));
    it->report = NULL;
    if (ledger_received_digest(it->file, &theirs, &why) != OK || !digest_equal(ours, &theirs))
        return conclude_altered(it);
    it->check->standing = standing;
    take_standing(it, uuid);
    if (it->check->standing.state != PUBLIC_VALID)
        conclude(it, it->check->standing.state, NULL);
    else
        conclude(it, PUBLIC_UNDECIDED,
                 "Hệ thống này đã tiếp nhận học bạ ấy, nhưng hiện không có gốc tin cậy để xác minh "
                 "chữ ký.");
    return OK;
}

/* One that the gateway accepted: as anybody verifies it, and as it stands here. */
static enum status
check_received(struct checking *it, const char *uuid, struct error *err)
{
    struct home_settings settings;
    struct digest ours;

    TRY(home_settings_read(it->app->home, it->app->arena, &settings, err));
    TRY(ledger_received_stored(it->app, uuid, &ours, err));
    if (!settings.verify_anchors)
        return check_received_unasked(it, uuid, &ours, err);
    TRY(judge(it, &settings, true, it->report, err));
    struct digest theirs = sha256(it->report->issued_form);
    if (is_broken(it->report) || it->report->issued_form.size == 0 || !digest_equal(&ours, &theirs))
        return conclude_altered(it);
    TRY(standing_find(it->app, uuid, &it->check->standing, err));
    take_standing(it, uuid);
    tell_ledger(it);
    tell_status(it);
    conclude(it, it->check->standing.state, NULL);
    return OK;
}

enum status
public_check_file(struct app *app, struct span file, struct public_check *check, struct error *err)
{
    struct checking it = {.app = app,
                          .file = file,
                          .check = check,
                          .report = arena_make(app->arena, struct verdict_report)};
    struct issued_document issued;

    *check = (struct public_check){.state = PUBLIC_UNKNOWN, .at = app_now(app)};
    const char *uuid = claimed_uuid(&it);
    if (!uuid)
        return check_foreign(&it, err);
    enum status status = store_find_issued(app->store, uuid, app->arena, &issued, err);
    if (status == NOT_FOUND) {
        status = check_received(&it, uuid, err);
        return status == NOT_FOUND ? check_foreign(&it, err) : status;
    }
    TRY(status);
    return check_ours(&it, uuid, &issued, err);
}

/* --- by a code -------------------------------------------------------------------------------- */

/* "N.V.A.": enough to see that it is the one in hand. */
static const char *
initials_of(struct arena *arena, const char *name)
{
    AUTO(buffer) *out = buffer_new(4096);
    char *rest = text_squeeze(arena, name), *word;

    while ((word = strsep(&rest, " "))) {
        size_t size = unicode_grapheme_size(span_of(word));
        buffer_printf(out, "%s.", unicode_upper(arena, arena_copy(arena, word, size)));
    }
    return arena_copy(arena, out->data ? out->data : "", out->size);
}

static enum status
summarize(struct app *app, const struct record_row *row, struct public_check *check,
          struct error *err)
{
    struct pupil pupil;
    struct unit unit;

    TRY(store_find_pupil(app->store, row->pupil, app->arena, &pupil, err));
    TRY(store_find_unit(app->store, row->unit, app->arena, &unit, err));
    check->school = unit.name;
    check->place =
        arena_printf(app->arena, "%s%s%s", unit.commune ? unit.commune : "",
                     unit.commune && unit.province ? ", " : "", unit.province ? unit.province : "");
    check->year = row->year;
    check->grade = row->grade;
    check->initials = initials_of(app->arena, pupil.name);
    check->birth_year = pupil.birth_date.year;
    return OK;
}

static enum status
summarize_received(struct app *app, const char *uuid, struct public_check *check, struct error *err)
{
    struct record *record = arena_make(app->arena, struct record);
    struct foreign_elements unknown;
    struct received_state state;
    struct span bytes;

    TRY(store_find_received_state(app->store, uuid, app->arena, &state, err));
    TRY(store_find_received(app->store, uuid, app->arena, &bytes, err));
    record_init(record);
    TRY(record_xml_read_foreign(bytes, app->arena, record, &unknown, err));
    check->school = state.school;
    check->place = "";
    check->year = state.year;
    check->grade = state.grade;
    check->initials = initials_of(app->arena, state.name);
    check->birth_year = record->birth_date.year;
    return OK;
}

enum status
public_check_code(struct app *app, const char *code, struct public_check *check, struct error *err)
{
    struct checking it = {.app = app, .check = check};
    struct record_row row;
    const char *uuid;

    *check = (struct public_check){.state = PUBLIC_UNKNOWN, .at = app_now(app)};
    enum status status = record_code_find(app, code, &uuid, err);
    if (status == OK)
        status = standing_find(app, uuid, &check->standing, err);
    if (status == NOT_FOUND)
        return OK; /* nobody's, or not issued: the same to a stranger */
    TRY(status);
    take_standing(&it, uuid);
    check->state = check->standing.state;
    check->training = app->kind == INSTANCE_TRAINING;
    if (check->standing.received)
        return summarize_received(app, uuid, check, err);
    TRY(store_find_record(app->store, uuid, app->arena, &row, err));
    return summarize(app, &row, check, err);
}
