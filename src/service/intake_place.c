/* SPDX-License-Identifier: Apache-2.0
 *
 * The place of an accepted record: one that counts for a pupil and a year, which is open or open to
 * that pupil.  The next one comes
 * under the department's decision, which suspended the former, and is linked to it whether or not
 * it names it.
 */
#include "ledger/status.h"
#include "service/intake_freeze.h"
#include "service/intake_inside.h"
#include "store/received.h"

/* May it take the place of the former? Else a reason more. */
static enum status
judge_former(struct app *app, const char *uuid, struct arena *arena, struct received_state *former,
             struct intake_judgement *judgement, struct error *err)
{
    const struct received_record *record = &judgement->record;
    const char *named = record->replaces;

    enum status status = store_find_received_state(app->store, uuid, arena, former, err);
    if (status != OK && status != NOT_FOUND)
        return status;
    bool own = status == OK && text_equal(former->unit, record->unit);
    bool agreed = own && text_equal(former->status, record_status_key(RECORD_SUSPENDED));
    if (!agreed && !named)
        intake_refuse(judgement, "SLOT", "MA_HOC_SINH",
                      own ? arena_printf(arena,
                                         "Học sinh đã có một học bạ có giá trị của năm học này, mã "
                                         "tra cứu %s.",
                                         uuid)
                          : "Học sinh đã có một học bạ có giá trị của năm học này, của trường "
                            "khác hoặc phát hành trên hệ thống của Sở.");
    else if (!agreed)
        intake_refuse(judgement, "REPLACED", "MA_UUID_THAY_THE",
                      "Chưa có quyết định cho phép thay thế học bạ cũ.");
    else if (former->open)
        intake_refuse(judgement, "REPLACED", "MA_UUID_THAY_THE",
                      "Học bạ cũ đang chờ quyết định theo một yêu cầu khác.");
    else if (named && !text_equal(named, uuid))
        intake_refuse(judgement, "REPLACED", "MA_UUID_THAY_THE",
                      arena_printf(arena,
                                   "Học bạ được đồng ý thay thế của học sinh này là %s, không phải "
                                   "bản mà học bạ mới nêu.",
                                   uuid));
    return OK;
}

/* A frozen year takes who waits for the summer's reassessment, and nobody else. */
static enum status
judge_frozen(const struct intake_judge *judge, struct arena *arena,
             struct intake_judgement *judgement, struct error *err)
{
    const struct received_record *record = &judgement->record;
    struct pupil_standing standing;
    const char *why;

    TRY(intake_freeze_standing(judge->app, record->unit, record->year, record->pupil_code, arena,
                               &standing, err));
    if (pupil_gate_of(&standing) != GATE_SHUT)
        return OK;
    why = standing.later ? ", cả sau đợt đánh giá bổ sung; không nhận thêm."
          : standing.signed_ ? "; học sinh này không có tên trong danh sách chờ đánh giá bổ sung "
                               "của bảng kê đã ký."
                             : ", không nhận thêm.";
    intake_refuse(
        judgement, "YEAR", "TEN_NAM_HOC",
        arena_printf(arena, "Năm học %s của trường đã chốt%s", judge->message->year, why));
    return OK;
}

/* The new one and the change of the former: one transaction, as in the ledger. */
static enum status
take_over(struct app *app, const struct received_record *record,
          const struct received_state *former, struct error *err)
{
    struct stamp stamp = app_stamp(app, NULL);
    struct received_record made = *record;
    struct status_change change = {.record = former->uuid,
                                   .decision = former->decision,
                                   .status = record_status_key(RECORD_SUPERSEDED),
                                   .replacement = record->uuid};

    made.replaces = former->uuid;
    TRY(store_add_received(app->store, &made, err));
    return store_add_received_change(app->store, &change, &stamp, err);
}

enum status
intake_take_place(const struct intake_judge *judge, struct intake_judgement *judgement,
                  struct arena *arena, struct error *err)
{
    const struct received_record *record = &judgement->record;
    struct app *app = judge->app;
    struct received_state former = {0};
    const char *holder;

    TRY(store_find_slot_holder(app->store, record->pupil_code, record->year, arena, &holder, err));
    if (holder)
        TRY(judge_former(app, holder, arena, &former, judgement, err));
    else if (record->replaces)
        intake_refuse(judgement, "REPLACED", "MA_UUID_THAY_THE",
                      "Học sinh không có học bạ nào đang chờ bản thay thế trong năm học này.");
    if (judge->rules.frozen && !holder)
        TRY(judge_frozen(judge, arena, judgement, err));
    if (!judgement->result.accepted)
        return OK;
    return holder ? take_over(app, record, &former, err)
                  : store_add_received(app->store, record, err);
}
