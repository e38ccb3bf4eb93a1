/* SPDX-License-Identifier: Apache-2.0 */
#include "service/sign_step.h"

#include "model/state.h"
#include "service/create.h"
#include "service/receipt.h"
#include "service/signers_good.h"
#include "service/summer.h"
#include "store/signing.h"
#include "xml/record_xml.h"

enum status
signing_begin(struct signing *signing, const struct xades_identity *identity, struct error *err)
{
    struct app *app = signing->app;

    TRY(store_find_class(app->store, signing->order->of.class_id, app->arena, &signing->class,
                         err));
    TRY(year_rules_load(app, signing->class.unit, signing->class.year, &signing->rules, err));
    if (!signing->rules.signs[signing->order->role])
        return fail(err, CONFLICT, "Năm học %s không yêu cầu chữ ký của %s (hocba year show %s).",
                    signing->rules.name, signer_role_word(signing->order->role),
                    signing->rules.name);
    signing->identity = identity;
    return sign_right_find(app, signing->order, &signing->class,
                           xades_identity_certificate(identity), &signing->right, err);
}

/* --- before the key --------------------------------------------------------------------------- */

static bool
has_signed(const struct record_signatures *signatures, enum signer_role role, const char *subject)
{
    for (size_t i = 0; i < signatures->list.count; i++) {
        const struct record_signature *one = &signatures->list.items[i];
        if (text_equal(one->role, signer_role_key(role)) && text_equal(one->subject, subject))
            return true;
    }
    return false;
}

/* The class teacher signs after every subject's teacher. */
static enum status
check_subjects_signed(const struct record_signatures *signatures, const struct record *record,
                      struct error *err)
{
    for (size_t i = 0; i < record->subject_count; i++) {
        const struct subject_result *subject = &record->subjects[i];
        if (!has_signed(signatures, SIGNER_SUBJECT_TEACHER, subject->code))
            return fail(err, CONFLICT, "Chưa ký được: môn %s chưa có chữ ký của giáo viên bộ môn.",
                        subject->name ? subject->name : subject->code);
    }
    return OK;
}

/* The record names its class teacher and leader, and was made with those names. */
static enum status
check_named(const struct signing *signing, const struct record *record, struct error *err)
{
    bool leader = signing->order->role == SIGNER_PRINCIPAL;
    const char *name = leader ? record->principal_name : record->class_teacher_name;
    const char *number = leader ? record->principal_number : record->class_teacher_number;

    if (signing->order->role != SIGNER_PRINCIPAL && signing->order->role != SIGNER_CLASS_TEACHER)
        return OK;
    if (text_equal(number, signing->right.number) &&
        (number || text_equal(name, signing->right.name)))
        return OK;
    return fail(err, CONFLICT,
                "Học bạ ghi người ký là %s, không phải %s. Muốn %s ký, hãy ghi quyết định (hocba "
                "decide signer_choice %s=%s ...) rồi lập lại: hocba create --remake LÝ_DO.",
                name ? name : "người khác", signing->right.name, signing->right.name,
                signer_role_key(signing->order->role), signing->right.signer);
}

/* Within what the year allows, a later signature is signed and said. */
static enum status
check_date(const struct signing *signing, struct sign_step *step, struct error *err)
{
    struct app *app = signing->app;
    char day[DATE_TEXT_SIZE];

    TRY(check_issue_date(app, step->row->planned, signing->rules.tolerance_days, err));
    if (date_compare(app_today(app), step->row->planned) > 0)
        step->notice = arena_printf(app->arena, "Ký sau ngày ký phát hành ghi trong học bạ (%s).",
                                    date_write_vietnamese(step->row->planned, day));
    return OK;
}

/* Kept with the signature, and told. */
static void
say_delegation(const struct signing *signing, struct sign_step *step)
{
    const char *words = signing->right.delegation;

    if (words)
        step->notice =
            arena_printf(signing->app->arena, "%s%sK%s.", step->notice ? step->notice : "",
                         step->notice ? " " : "", words + 1);
}

/* Whoever signed what this record replaces learns why there is the same to sign again. */
static enum status
say_again(const struct signing *signing, struct sign_step *step, struct error *err)
{
    struct app *app = signing->app;
    const char *verb = verb_key(verb_of_signer(signing->order->role));
    struct record_events events = {0};
    char day[DATE_TEXT_SIZE];

    if (!step->row->replaces || !step->row->again)
        return OK;
    TRY(store_list_record_events(app->store, step->row->replaces, app->arena, &events, err));
    for (size_t i = events.list.count; i-- > 0;) {
        const struct record_event *event = &events.list.items[i];
        if (!text_equal(event->verb, verb) || !text_equal(event->by, signing->right.signer))
            continue;
        step->notice =
            arena_printf(app->arena, "%s%sKý lại: bản đã ký ngày %s được lập lại vì “%s”.",
                         step->notice ? step->notice : "", step->notice ? " " : "",
                         date_write_vietnamese(moment_to_date(event->at), day), step->row->again);
        return OK;
    }
    return OK;
}

static unsigned
signers_of(const struct year_rules *rules)
{
    unsigned signers = 0;

    for (int role = 0; role < SIGNER_ROLE_COUNT; role++)
        signers |= rules->signs[role] ? SIGNER_BIT(role) : 0;
    return signers;
}

static enum status
check_state(const struct signing *signing, struct sign_step *step, struct error *err)
{
    enum state state, to;

    if (!state_parse(step->row->state, &state))
        return fail(err, CORRUPT, "Học bạ %s có trạng thái lạ.", step->row->uuid);
    TRY(state_step(state, verb_of_signer(signing->order->role), signers_of(&signing->rules), &to,
                   err));
    step->from = step->row->state;
    step->to = state_key(to);
    return OK;
}

enum status
sign_step_check(const struct signing *signing, const struct record_row *row, const char *subject,
                struct sign_step *step, struct error *err)
{
    struct app *app = signing->app;
    struct record_signatures signatures = {0};
    struct record record;

    *step = (struct sign_step){.row = row, .subject = subject};
    TRY(store_list_signatures(app->store, row->uuid, app->arena, &signatures, err));
    if (!state_key_is_issued(row->state))
        TRY(signers_check_good(app, &signatures, err));
    step->already = has_signed(&signatures, signing->order->role, subject);
    if (step->already)
        return OK;
    TRY(check_state(signing, step, err));
    TRY(pupil_check_open(app, &signing->rules, row->enrolment, NULL, err));
    TRY(store_find_work_document(app->store, row->uuid, app->arena, &step->document, err));
    TRY(record_xml_read(step->document, app->arena, &record, err));
    if (subject && !record_subject(&record, subject)) {
        step->already = true;
        return OK;
    }
    if (signing->order->role != SIGNER_SUBJECT_TEACHER &&
        signing->rules.signs[SIGNER_SUBJECT_TEACHER])
        TRY(check_subjects_signed(&signatures, &record, err));
    TRY(check_named(signing, &record, err));
    TRY(check_date(signing, step, err));
    say_delegation(signing, step);
    return say_again(signing, step, err);
}

/* --- after the key ---------------------------------------------------------------------------- */

struct keeping {
    const struct signing *signing;
    const struct sign_step *step;
    struct span document;
    struct moment at;
};

static enum status
write_signature(struct store *store, void *context, struct error *err)
{
    const struct keeping *keep = context;
    const struct signing *signing = keep->signing;
    const struct sign_step *step = keep->step;
    struct app *app = signing->app;
    struct stamp stamp = {.at = keep->at, .by = signing->right.signer, .source = step->notice};
    struct record_signature signature = {.record = step->row->uuid,
                                         .role = signer_role_key(signing->order->role),
                                         .subject = step->subject,
                                         .certificate = signing->right.certificate.sha256,
                                         .at = keep->at,
                                         .by = signing->right.signer};
    struct span now;

    TRY(store_find_work_document(store, step->row->uuid, app->arena, &now, err));
    if (!span_equal(now, step->document))
        return fail(err, CONFLICT,
                    "Học bạ vừa được người khác ký hoặc lập lại. Chưa ghi gì; hãy ký lại.");
    TRY(store_step_record(store, step->row->uuid, verb_key(verb_of_signer(signing->order->role)),
                          step->from, step->to, &stamp, err));
    TRY(store_add_signature(store, &signature, err));
    if (step->batch) {
        TRY(store_end_sign_item(store, step->batch, step->place, err));
        TRY(receipt_add_signature(signing, step->batch, step->place, err));
    }
    return store_set_work_document(store, step->row->uuid, keep->document, err);
}

enum status
sign_step_keep(const struct signing *signing, const struct sign_step *step, struct span document,
               struct moment at, struct error *err)
{
    struct keeping keep = {signing, step, document, at};

    return store_transact(signing->app->store, write_signature, &keep, err);
}
