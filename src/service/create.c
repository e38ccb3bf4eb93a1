/* SPDX-License-Identifier: Apache-2.0 */
#include "service/create.h"

#include "model/state.h"
#include "print/record_print.h"
#include "service/access.h"
#include "service/draft.h"
#include "service/replacement.h"
#include "service/summer.h"
#include "store/revocations.h"
#include "xml/record_xml.h"
#include "xml/schema.h"

struct creating {
    struct app *app;
    const struct create_order *order;
    struct batch *batch;
    struct drafts drafts;
    struct record_rows rows;
    size_t due; /* records that are to be replaced, pupils who wait after a freeze */
    struct summer summer;
    struct error refusal; /* why nothing but those is made now; status OK: it is made */
};

/* --- may this class be made now? -------------------------------------------------------------- */

enum status
check_issue_date(const struct app *app, struct date planned, int tolerance_days, struct error *err)
{
    char day[DATE_TEXT_SIZE];

    if (date_to_days(app_today(app)) <= date_to_days(planned) + tolerance_days)
        return OK;
    return fail(err, CONFLICT,
                "Ngày ký phát hành %s đã qua quá %d ngày cho phép. Hãy đặt ngày mới (hocba year "
                "set NĂM_HỌC ngay_phat_hanh=NGÀY) rồi lập lại học bạ: hocba create --remake LÝ_DO. "
                "Học bạ lập lại phải được ký lại từ đầu.",
                date_write_vietnamese(planned, day), tolerance_days);
}

static enum status
check_people(const struct class_context *context, struct error *err)
{
    if (context->class_teacher_doubt)
        return fail(err, CONFLICT, "%s", context->class_teacher_doubt);
    if (context->rules.signs[SIGNER_CLASS_TEACHER] && !context->class_teacher)
        return fail(err, CONFLICT,
                    "Lớp %s chưa có giáo viên chủ nhiệm vào ngày ký phát hành. Hãy phân công: "
                    "hocba person add --role class_teacher --class %s ...",
                    context->class.name, context->class.name);
    if (!context->principal)
        return fail(err, CONFLICT,
                    "Chưa rõ ai ký với vai trò cán bộ quản lý vào ngày ký phát hành. Hãy phân công "
                    "hiệu trưởng, hoặc ghi quyết định signer_choice cbql=TÊN khi có nhiều người.");
    return OK;
}

static enum status
check_time(struct app *app, const struct year_rules *rules, struct error *err)
{
    TRY(year_check_open(rules, err));
    if (date_is_none(rules->issue_date))
        return fail(err, CONFLICT,
                    "Năm học %s chưa có ngày ký phát hành; ngày này đứng trong phần được ký nên "
                    "phải đặt trước: hocba year set %s ngay_phat_hanh=NGÀY",
                    rules->name, rules->name);
    return check_issue_date(app, rules->issue_date, rules->tolerance_days, err);
}

/* What is due is made also when the time for records is over, and then bears today's date. */
static enum status
check_class(struct creating *work, struct error *err)
{
    const struct create_order *order = work->order;
    const struct class_context *context = &work->drafts.context;
    const struct school_class *class = &context->class;
    struct app *app = work->app;

    TRY(access_check_class(app, order->remake ? MAY_RETURN_RECORDS : MAY_CREATE_RECORDS,
                           class->unit, class->year, class->id, err));
    if (check_time(app, &context->rules, &work->refusal) != OK) {
        if (work->due == 0) {
            *err = work->refusal;
            return err->status;
        }
        TRY(drafts_load_dated(app, order->of.class_id, app_today(app), &work->drafts, err));
    }
    return check_people(context, err);
}

/* --- one record ------------------------------------------------------------------------------- */

static const struct record_row *
row_of(const struct creating *work, const char *enrolment)
{
    for (size_t i = 0; i < work->rows.list.count; i++) {
        if (text_equal(work->rows.list.items[i].enrolment, enrolment))
            return &work->rows.list.items[i];
    }
    return NULL;
}

static unsigned
signers_of(const struct year_rules *rules)
{
    unsigned signers = 0;

    for (int role = 0; role < SIGNER_ROLE_COUNT; role++)
        signers |= rules->signs[role] ? SIGNER_BIT(role) : 0;
    return signers;
}

/* The record whose place this one will take; NULL in its uuid: none. */
static enum status
find_old(struct creating *work, const struct record_row *before, struct record_row *old,
         struct error *err)
{
    *old = (struct record_row){0};
    return before ? replacement_find(work->app, before, old, err) : OK;
}

/* What the school asked about once more waits for that decision. */
static enum status
check_asked(struct creating *work, const struct record_row *old, struct error *err)
{
    const char *request = NULL;

    if (old->uuid)
        TRY(store_find_open_revocation(work->app->store, old->uuid, work->app->arena, &request,
                                       err));
    return request ? fail(err, CONFLICT,
                          "Học bạ %s đang chờ quyết định theo yêu cầu %s; chưa lập bản thay thế.",
                          old->uuid, request)
                   : OK;
}

/* The document that the draft becomes. */
static enum status
write_document(struct creating *work, const struct record *record, struct span *document,
               struct error *err)
{
    AUTO(buffer) *out = buffer_new(XML_DOCUMENT_MAX);
    const struct year_rules *rules = &work->drafts.context.rules;
    struct record_xml_options options = {.strict_v10 = rules->strict_v10,
                                         .subject_teachers_sign =
                                             rules->signs[SIGNER_SUBJECT_TEACHER]};

    TRY(print_check(record, err));
    TRY(record_xml_write(record, &options, out, err));
    TRY(schema_check(buffer_span(out), err));
    *document = (struct span){arena_copy(work->app->arena, out->data, out->size), out->size};
    return OK;
}

/* A class teacher whom the year does not ask to sign is not named as one who signs. */
static void
complete_record(struct creating *work, struct draft *draft, const char *uuid,
                const struct record_row *old)
{
    struct record *record = &draft->record;

    record->uuid = uuid;
    record->created = app_now(work->app);
    if (!work->drafts.context.rules.strict_v10)
        record->replaces_uuid = old->uuid;
    if (!work->drafts.context.rules.signs[SIGNER_CLASS_TEACHER])
        record->class_teacher_name = record->class_teacher_number = NULL;
}

/* A record that has another content has another UUID: what somebody signed under the old one must
 * never pass for this one. */
static enum status
store_made(struct creating *work, const struct record_row *row, struct span document,
           const struct record_row *before, const struct record_row *old, struct error *err)
{
    struct store *store = work->app->store;
    struct stamp stamp = app_stamp(work->app, work->order->remake);
    enum state state, to;

    if (before && !text_equal(before->uuid, old->uuid)) {
        if (!state_parse(before->state, &state))
            return fail(err, CORRUPT, "Học bạ %s có trạng thái lạ.", before->uuid);
        TRY(state_step(state, VERB_REMAKE, signers_of(&work->drafts.context.rules), &to, err));
        if (!stamp.source)
            stamp.source = before->again ? before->again : "bản trước đã được trả về";
        TRY(store_step_record(store, before->uuid, verb_key(VERB_REMAKE), before->state,
                              state_key(to), &stamp, err));
    }
    return store_add_record(store, row, document, verb_key(VERB_CREATE), &stamp, err);
}

static bool
has_nothing_to_do(const struct creating *work, const struct record_row *before,
                  const struct record_row *old)
{
    enum state state;

    if (!before || !state_parse(before->state, &state))
        return false;
    if (state == STATE_DRAFT || state == STATE_SUMMARIZED || text_equal(before->uuid, old->uuid))
        return false;
    return !work->order->remake || state_is_issued(state);
}

/* Where the class teacher wrote no comment of the year, the three on qualities and competences
 * stand in, joined when the XML is written; here one of them shows that there is something. */
static void
check_made(struct creating *work, struct draft *draft, struct problems *problems)
{
    struct record *record = &draft->record;
    const char *own = record->class_teacher_comment;

    if (text_is_blank(own))
        record->class_teacher_comment = record->comment_qualities ? record->comment_qualities
                                        : record->comment_general ? record->comment_general
                                                                  : record->comment_specific;
    draft_check(draft, work->app->arena, problems);
    record->class_teacher_comment = own;
}

/* The rules' refusal is an outcome; only what the store says stops the whole. */
static enum status
create_one(struct creating *work, struct draft *draft, struct error *err)
{
    struct app *app = work->app;
    const struct record_row *before = row_of(work, draft->enrolled.enrolment.id);
    struct record_row row = {.enrolment = draft->enrolled.enrolment.id,
                             .pupil_code = draft->enrolled.pupil.code,
                             .pupil_name = draft->enrolled.pupil.name,
                             .state = state_key(STATE_CREATED),
                             .made = app_now(app),
                             .planned = work->drafts.context.rules.issue_date};
    struct problems problems = {0};
    struct span document;
    struct error refusal;
    struct record_row old;

    TRY(find_old(work, before, &old, err));
    if (has_nothing_to_do(work, before, &old)) {
        row.uuid = before->uuid;
        batch_add(app, work->batch, &row, OUTCOME_ALREADY, NULL);
        return OK;
    }
    if (work->refusal.status != OK && !old.uuid &&
        !summer_waits(&work->summer, &draft->enrolled.pupil)) {
        batch_add(app, work->batch, &row, OUTCOME_FAILED, &work->refusal);
        return OK;
    }
    enum status asked = check_asked(work, &old, err);
    if (asked == CONFLICT) {
        batch_add(app, work->batch, &row, OUTCOME_FAILED, err);
        return OK;
    }
    TRY(asked);
    const char *uuid = app_new_id(app);
    complete_record(work, draft, uuid, &old);
    check_made(work, draft, &problems);
    if (problems_have_error(&problems)) {
        error_fill(&refusal, INVALID, "Bản nháp còn lỗi, chưa khởi tạo được học bạ.");
        batch_add(app, work->batch, &row, OUTCOME_FAILED, &refusal)->problems = problems;
        return OK;
    }
    if (write_document(work, &draft->record, &document, &refusal) != OK) {
        batch_add(app, work->batch, &row, OUTCOME_FAILED, &refusal);
        return OK;
    }
    row.uuid = uuid;
    row.replaces = before ? before->uuid : NULL;
    TRY(store_made(work, &row, document, before, &old, err));
    batch_add(app, work->batch, &row, OUTCOME_DONE, NULL);
    return OK;
}

static enum status
count_due(struct creating *work, struct error *err)
{
    const struct class_context *context = &work->drafts.context;
    struct record_row old;

    work->due = 0;
    TRY(summer_load(work->app, &context->rules, &context->class, &work->summer, err));
    for (size_t i = 0; i < work->drafts.list.count; i++)
        work->due += summer_waits(&work->summer, &work->drafts.list.items[i].enrolled.pupil);
    for (size_t i = 0; i < work->rows.list.count; i++) {
        TRY(find_old(work, &work->rows.list.items[i], &old, err));
        work->due += old.uuid != NULL;
    }
    return OK;
}

/* --- the class -------------------------------------------------------------------------------- */

static enum status
create_all(struct store *store, void *context, struct error *err)
{
    struct creating *work = context;
    struct app *app = work->app;
    struct record_filter filter = {.class_id = work->order->of.class_id, .current = true};

    *work->batch = (struct batch){0};
    work->refusal = (struct error){0};
    TRY(store_list_records(store, &filter, app->arena, &work->rows, err));
    TRY(drafts_load(app, work->order->of.class_id, &work->drafts, err));
    TRY(count_due(work, err));
    TRY(check_class(work, err));
    for (size_t i = 0; i < work->drafts.list.count; i++) {
        struct draft *draft = &work->drafts.list.items[i];
        if (order_means(&work->order->of, draft->enrolled.pupil.code))
            TRY(create_one(work, draft, err));
        app_progress(app, "Khởi tạo", i + 1, work->drafts.list.count);
    }
    return OK;
}

enum status
create_records(struct app *app, const struct create_order *order, struct batch *batch,
               struct error *err)
{
    struct creating work = {.app = app, .order = order, .batch = batch};

    if (order->remake && text_is_blank(order->remake))
        return fail(err, USAGE, "Lập lại học bạ phải ghi lý do (--remake LÝ_DO).");
    TRY(store_transact(app->store, create_all, &work, err));
    if (batch->list.count == 0)
        return fail(err, NOT_FOUND,
                    order->of.pupil ? "Lớp này không có học sinh mã “%s”."
                                    : "Lớp này chưa có học sinh nào%s.",
                    order->of.pupil ? order->of.pupil : "");
    return OK;
}
