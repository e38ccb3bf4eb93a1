/* SPDX-License-Identifier: Apache-2.0 */
#include "service/flow.h"
#include "store/decisions.h"
#include "store/drafts.h"

enum status
flow_is_reassessed(struct app *app, const char *enrolment, bool *listed, struct error *err)
{
    struct decision decision;
    enum status status = store_find_decision(app->store, DECISION_REASSESSMENT, ENTITY_ENROLMENT,
                                             enrolment, app->arena, &decision, err);

    *listed = status == OK && text_equal(decision.text, "listed");
    return status == NOT_FOUND ? OK : status;
}

/* Did the value ever stand at C? When it is put right it still does not close. */
static enum status
stood_at_c(struct app *app, const char *enrolment, const char *key, bool *stood, struct error *err)
{
    struct changes changes = {0};
    const char *now;

    TRY(store_get_value(app->store, ENTITY_ENROLMENT, enrolment, key, app->arena, &now, err));
    TRY(store_list_changes(app->store, ENTITY_ENROLMENT, enrolment, key, app->arena, &changes,
                           err));
    *stood = text_equal(now, "C");
    for (size_t i = 0; i < changes.list.count; i++)
        *stood |= text_equal(changes.list.items[i].to, "C");
    return OK;
}

/* The three comments on traits: did one of theirs stand there? */
static enum status
trait_stood_at_c(struct app *app, const char *enrolment, const char *key, bool *stood,
                 struct error *err)
{
    int first = 0, end = QUALITY_COUNT;

    if (text_equal(key, "nhan_xet_nang_luc_chung")) {
        first = COMPETENCE_AUTONOMY;
        end = GENERAL_COMPETENCES_END;
    } else if (text_equal(key, "nhan_xet_nang_luc_dac_thu")) {
        first = GENERAL_COMPETENCES_END;
        end = TRAIT_COUNT;
    } else if (!text_equal(key, "nhan_xet_pham_chat")) {
        return OK;
    }
    for (int trait = first; trait < end && !*stood; trait++)
        TRY(stood_at_c(app, enrolment, field_of_trait((enum trait)trait)->key, stood, err));
    return OK;
}

/* What was assessed anew, what is said about it, and what the year as a whole comes to by it. */
static enum status
follows(struct app *app, const char *enrolment, const char *key, bool *open, struct error *err)
{
    const struct subject *subject;
    enum subject_part part;
    enum period period;

    *open = false;
    if (subject_key_parse(key, &subject, &part, &period))
        return period != PERIOD_END_2
                   ? OK
                   : stood_at_c(app, enrolment,
                                arena_printf(app->arena, "mon.%s.muc", subject->code), open, err);
    const struct field *field = field_key_parse(key, &period);
    if (!field || period != PERIOD_END_2)
        return OK;
    *open = field->group == GROUP_SUMMARY;
    if (field->kind == FIELD_RATING)
        return stood_at_c(app, enrolment, key, open, err);
    return *open ? OK : trait_stood_at_c(app, enrolment, key, open, err);
}

enum status
flow_find_reassessed(struct app *app, const char *enrolment, const char *key, bool *open,
                     struct error *err)
{
    bool listed;

    *open = false;
    TRY(flow_is_reassessed(app, enrolment, &listed, err));
    return listed ? follows(app, enrolment, key, open, err) : OK;
}

enum status
flow_check_summer(struct app *app, const char *enrolment, const char *key, struct error *err)
{
    const struct subject *subject;
    enum subject_part part;
    enum period period;
    bool open = true;
    const struct field *field = field_key_parse(key, &period);

    if (subject_key_parse(key, &subject, &part, &period) || (field && field->owner == OWNER_YEAR))
        TRY(follows(app, enrolment, key, &open, err));
    return open ? OK
                : fail(err, CONFLICT,
                       "Năm học đã chốt: của học sinh chờ đánh giá bổ sung chỉ còn nhập được nội "
                       "dung từng ở mức C, nhận xét về nội dung ấy và kết quả cả năm.");
}
