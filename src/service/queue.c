/* SPDX-License-Identifier: Apache-2.0 */
#include "service/queue.h"

#include <stdlib.h>

#include "crypto/hash.h"
#include "model/curriculum.h"
#include "model/role.h"
#include "model/state.h"
#include "print/record_print.h"
#include "service/access.h"
#include "service/delegation.h"
#include "service/queue_parts.h"
#include "service/receipt.h"
#include "service/sign_right.h"
#include "store/units.h"
#include "store/years.h"
#include "xml/record_xml.h"

/* --- whose ------------------------------------------------------------------------------------ */

static enum status
own_assignments(struct app *app, const char *unit, struct assignments *held, struct error *err)
{
    struct assignment_filter filter = {
        .unit = unit, .person = app->actor.person_id, .on = app_today(app)};

    if (!app->actor.person_id)
        return OK;
    return store_list_assignments(app->store, &filter, app->arena, held, err);
}

/* The first assignment that lets them sign so, in their own right where there is one; NULL. */
static const struct assignment *
find_given(const struct assignments *held, const struct queue_class *as)
{
    const struct assignment *found = NULL;

    for (size_t i = 0; i < held->list.count; i++) {
        const struct assignment *one = &held->list.items[i];
        if ((!found || found->delegation) && sign_right_given(one, as->role, &as->class) &&
            (!as->subject || !one->subject || text_equal(one->subject, as->subject)))
            found = one;
    }
    return found;
}

static bool
is_given(struct app *app, const struct assignments *held, struct queue_class *as)
{
    const struct assignment *given = find_given(held, as);

    as->delegation = given ? delegation_words(given, app->arena) : NULL;
    return given != NULL;
}

/* --- the place of a record -------------------------------------------------------------------- */

static const enum state signed_states[SIGNER_ROLE_COUNT] = {
    [SIGNER_SUBJECT_TEACHER] = STATE_SIGNED_GVCN,
    [SIGNER_CLASS_TEACHER] = STATE_SIGNED_GVCN,
    [SIGNER_PRINCIPAL] = STATE_SIGNED_CBQL,
    [SIGNER_SCHOOL] = STATE_SIGNED_SCHOOL,
};

/* A subject teacher's signature does not show in the state: others may still be missing. */
static bool
has_signed(const struct queue_class *as, enum state state,
           const struct record_signatures *signatures)
{
    for (size_t i = 0; i < signatures->list.count; i++) {
        const struct record_signature *one = &signatures->list.items[i];
        if (text_equal(one->role, signer_role_key(as->role)) &&
            text_equal(one->subject, as->subject))
            return true;
    }
    return state >= signed_states[as->role];
}

static unsigned
signers_of(const struct year_rules *rules)
{
    unsigned signers = 0;

    for (int role = 0; role < SIGNER_ROLE_COUNT; role++)
        signers |= rules->signs[role] ? SIGNER_BIT(role) : 0;
    return signers;
}

static bool
subjects_are_signed(const struct record_signatures *signatures, const struct record *record)
{
    for (size_t i = 0; i < record->subject_count; i++) {
        bool found = false;
        for (size_t j = 0; j < signatures->list.count; j++)
            found |= text_equal(signatures->list.items[j].subject, record->subjects[i].code);
        if (!found)
            return false;
    }
    return true;
}

static enum queue_place
place_of(const struct queue_class *as, const struct drafts *drafts, const struct draft *draft,
         const struct record_row *row, const struct record_signatures *signatures)
{
    const struct year_rules *rules = &drafts->context.rules;
    struct error unsaid;
    enum state state, to;

    if (!row->uuid || !state_parse(row->state, &state))
        return QUEUE_WAITING;
    if (state <= STATE_SUMMARIZED)
        return row->again ? QUEUE_RETURNED : QUEUE_WAITING;
    if (has_signed(as, state, signatures))
        return QUEUE_SIGNED;
    if (state_step(state, verb_of_signer(as->role), signers_of(rules), &to, &unsaid) != OK)
        return QUEUE_WAITING;
    if (as->role == SIGNER_CLASS_TEACHER && rules->signs[SIGNER_SUBJECT_TEACHER] &&
        !subjects_are_signed(signatures, &draft->record))
        return QUEUE_WAITING;
    if (as->subject && !record_subject_const(&draft->record, as->subject))
        return QUEUE_SIGNED; /* nothing of theirs stands in it */
    return QUEUE_READY;
}

/* --- one class -------------------------------------------------------------------------------- */

/* A class with what every signer's view of it needs. */
struct queue_stage {
    struct drafts drafts;
    struct record_rows rows;
    struct confirmation_sheets sheets;
    struct identity_view identity;
    struct record_notes notes;
    struct failed_records refused; /* the actor's, of all classes */
};

static enum status
stage_load(struct app *app, const char *class_id, struct queue_stage *stage, struct error *err)
{
    struct record_filter filter = {.class_id = class_id, .current = true};

    *stage = (struct queue_stage){0};
    TRY(drafts_load(app, class_id, &stage->drafts, err));
    TRY(store_list_class_confirmations(app->store, class_id, app->arena, &stage->sheets, err));
    TRY(identity_load_class(app, class_id, &stage->identity, err));
    TRY(store_list_class_notes(app->store, class_id, app->arena, &stage->notes, err));
    if (app->actor.person_id)
        TRY(store_list_refused(app->store, app->actor.person_id, app->arena, &stage->refused, err));
    return store_list_records(app->store, &filter, app->arena, &stage->rows, err);
}

static const struct record_row *
row_of(const struct queue_stage *stage, const char *enrolment)
{
    for (size_t i = 0; i < stage->rows.list.count; i++)
        if (text_equal(stage->rows.list.items[i].enrolment, enrolment))
            return &stage->rows.list.items[i];
    return NULL;
}

/* The same for a record and a signer each time, and nobody can tell before the record is made. */
static struct digest
lot_of(struct app *app, const struct queue_class *as, const char *uuid)
{
    const char *text = arena_printf(app->arena, "%s %s %s %s", uuid, signer_role_key(as->role),
                                    as->subject ? as->subject : "", app->actor.login);

    return sha256(span_of(text));
}

/* Is it among the records that the school makes each signer open? Those with the lowest lots of the
 * whole class, signed or not: who signs in parts opens no more. */
static bool
is_sample(struct app *app, const struct queue_stage *stage, const struct queue_class *as,
          const char *uuid)
{
    int before = 0, wanted = stage->drafts.context.rules.samples;

    if (wanted == 0)
        return false;
    struct digest own = lot_of(app, as, uuid);
    for (size_t i = 0; i < stage->rows.list.count && before < wanted; i++) {
        struct digest other = lot_of(app, as, stage->rows.list.items[i].uuid);
        before += memcmp(other.bytes, own.bytes, SHA256_SIZE) < 0;
    }
    return before < wanted;
}

/* What was noted on it; does a note of somebody else stand there, which must be read? */
static bool
add_notes(struct app *app, const struct queue_stage *stage, struct queue_record *record)
{
    bool others = false;

    for (size_t i = 0; i < stage->notes.list.count; i++) {
        const struct record_note *note = &stage->notes.list.items[i];
        if (!text_equal(note->record, record->row.uuid) &&
            !text_equal(note->record, record->row.replaces))
            continue;
        *list_add(app->arena, record->notes) = *note;
        others |= !text_equal(note->by, app->actor.login);
    }
    return others;
}

/* Only of what may be signed: the rest is settled, or not the person's to try again. */
static void
add_refusal(const struct queue_stage *stage, struct queue_class *as, struct queue_record *record)
{
    for (size_t i = 0; i < stage->refused.list.count && record->place <= QUEUE_READY; i++) {
        const struct failed_record *one = &stage->refused.list.items[i];
        if (!text_equal(one->record, record->row.uuid) ||
            !text_equal(one->role, signer_role_key(as->role)) ||
            !text_equal(one->subject, as->subject))
            continue;
        record->refused = one->message ? one->message : "";
        as->refused++;
        return;
    }
}

static enum status
add_record(struct app *app, const struct queue_stage *stage, const struct draft *draft,
           struct queue_list *list, struct error *err)
{
    const struct record_row *row = row_of(stage, draft->enrolled.enrolment.id);
    struct queue_record *record = list_add(app->arena, list->records);
    struct record_signatures signatures = {0};
    bool noted = false;

    record->name = draft->enrolled.pupil.name;
    if (row) {
        record->row = *row;
        TRY(store_list_signatures(app->store, row->uuid, app->arena, &signatures, err));
        noted = add_notes(app, stage, record);
    }
    if (signatures.list.count > 0)
        record->last_by = signatures.list.items[signatures.list.count - 1].by;
    record->row.list_order = (int)list->records.count;
    record->place = place_of(&list->class, &stage->drafts, draft, &record->row, &signatures);
    if (record->place == QUEUE_READY)
        TRY(queue_find_reasons(app, &stage->drafts, &stage->sheets, &stage->identity, draft, record,
                               err));
    if (record->place == QUEUE_READY && is_sample(app, stage, &list->class, record->row.uuid))
        *list_add(app->arena, record->reasons) = "Chọn ngẫu nhiên để xem (nhà trường đặt).";
    if (record->place == QUEUE_READY && (record->reasons.count > 0 || noted))
        record->place = QUEUE_ATTENTION;
    if (record->place == QUEUE_RETURNED)
        *list_add(app->arena, record->reasons) = record->row.again;
    add_refusal(stage, &list->class, record);
    list->class.counts[record->place]++;
    list->class.total++;
    return OK;
}

static int
by_place(const void *a, const void *b)
{
    const struct queue_record *first = a, *second = b;

    if (first->place != second->place)
        return first->place < second->place ? -1 : 1;
    return first->row.list_order - second->row.list_order;
}

static enum status
list_fill(struct app *app, const struct queue_stage *stage, struct queue_list *list,
          struct error *err)
{
    for (size_t i = 0; i < stage->drafts.list.count; i++)
        TRY(add_record(app, stage, &stage->drafts.list.items[i], list, err));
    if (list->records.count > 0)
        qsort(list->records.items, list->records.count, sizeof *list->records.items, by_place);
    return OK;
}

enum status
queue_open(struct app *app, const char *class_id, enum signer_role role, const char *subject,
           struct queue_list *list, struct error *err)
{
    struct assignments held = {0}, signing;
    struct queue_stage stage;

    *list = (struct queue_list){.class = {.role = role, .subject = subject}};
    if ((role == SIGNER_SUBJECT_TEACHER) != (subject != NULL) ||
        (subject && !curriculum_subject(subject)))
        return fail(err, USAGE, "Chỉ giáo viên bộ môn ký theo môn, và phải nói môn nào.");
    TRY(store_find_class(app->store, class_id, app->arena, &list->class.class, err));
    TRY(own_assignments(app, list->class.class.unit, &held, err));
    TRY(sign_right_list(app, &held, &list->class.class, &signing, err));
    if (!is_given(app, &signing, &list->class))
        return fail(err, DENIED,
                    "%s không được phân công ký với vai trò %s ở lớp %s hôm nay. Quyền ký chỉ có "
                    "từ phân công của nhà trường.",
                    app->actor.name, signer_role_word(role), list->class.class.name);
    TRY(stage_load(app, class_id, &stage, err));
    return list_fill(app, &stage, list, err);
}

/* --- all classes ------------------------------------------------------------------------------ */

static enum status
add_as(struct app *app, struct queue *queue, const struct assignments *held,
       const struct queue_stage *stage, const struct queue_class *as, struct error *err)
{
    struct queue_list list = {.class = *as};

    if (!is_given(app, held, &list.class))
        return OK;
    TRY(list_fill(app, stage, &list, err));
    *list_add(app->arena, queue->list) = list.class;
    return OK;
}

static bool
signs_there(const struct assignments *held, const struct school_class *class)
{
    for (int role = 0; role < SIGNER_ROLE_COUNT; role++)
        if (find_given(held,
                       &(struct queue_class){.class = *class, .role = (enum signer_role)role}))
            return true;
    return false;
}

/* Everything that the person signs in one class. */
static enum status
add_class(struct app *app, struct queue *queue, const struct assignments *all,
          const struct school_class *class, struct error *err)
{
    struct assignments signing, *held = &signing;
    struct queue_stage stage;

    TRY(sign_right_list(app, all, class, &signing, err));
    if (!signs_there(held, class))
        return OK;
    TRY(stage_load(app, class->id, &stage, err));
    for (int role = 0; role < SIGNER_ROLE_COUNT; role++) {
        struct queue_class as = {.class = *class, .role = (enum signer_role)role};
        if (!stage.drafts.context.rules.signs[role])
            continue;
        for (size_t row = 0; role == SIGNER_SUBJECT_TEACHER && row < TEMPLATE_ROWS; row++) {
            as.subject = curriculum_subject_at(row)->code;
            TRY(add_as(app, queue, held, &stage, &as, err));
        }
        if (role != SIGNER_SUBJECT_TEACHER)
            TRY(add_as(app, queue, held, &stage, &as, err));
    }
    return OK;
}

static int
by_need(const void *a, const void *b)
{
    const struct queue_class *first = a, *second = b;

    for (int place = QUEUE_ATTENTION; place <= QUEUE_RETURNED; place++)
        if (first->counts[place] != second->counts[place])
            return first->counts[place] > second->counts[place] ? -1 : 1;
    return strcmp(first->class.name, second->class.name);
}

enum status
queue_load(struct app *app, struct queue *queue, struct error *err)
{
    struct school_classes classes = {0};
    struct school_years years = {0};
    struct assignments held = {0};

    *queue = (struct queue){0};
    if (!app->actor.unit_id)
        return OK;
    TRY(store_list_years(app->store, app->actor.unit_id, app->arena, &years, err));
    if (years.list.count == 0)
        return OK;
    queue->year = years.list.items[0].name;
    TRY(own_assignments(app, app->actor.unit_id, &held, err));
    TRY(store_list_classes(app->store, app->actor.unit_id, queue->year, app->arena, &classes, err));
    for (size_t i = 0; i < classes.list.count; i++)
        TRY(add_class(app, queue, &held, &classes.list.items[i], err));
    if (queue->list.count > 0)
        qsort(queue->list.items, queue->list.count, sizeof *queue->list.items, by_need);
    return OK;
}

/* --- what is signed, on paper ----------------------------------------------------------------- */

enum status
queue_print(struct app *app, const char *uuid, struct buffer *pdf, struct error *err)
{
    struct record record;
    struct record_row row;
    struct school_class class;
    struct span document;

    TRY(store_find_record(app->store, uuid, app->arena, &row, err));
    TRY(access_check_class(app, MAY_SEE, row.unit, row.year, row.class_id, err));
    enum status status = store_find_work_document(app->store, uuid, app->arena, &document, err);
    if (status == NOT_FOUND)
        return fail(err, CONFLICT, "Học bạ này đã phát hành; hãy xem ở trang của học sinh.");
    TRY(status);
    TRY(record_xml_read(document, app->arena, &record, err));
    TRY(store_find_class(app->store, row.class_id, app->arena, &class, err));
    struct print_record page = {.record = &record, .sessions_per_day = class.sessions_per_day};
    struct print_book book = {.records = &page, .record_count = 1};
    return record_print(&(struct print_job){.books = &book,
                                            .book_count = 1,
                                            .style = PRINT_TEMPLATE,
                                            .draft = true,
                                            .training = app->kind == INSTANCE_TRAINING,
                                            .made = app_now(app)},
                        pdf, NULL, err);
}
