/* SPDX-License-Identifier: Apache-2.0
 *
 * Exceptions first: what a person should see with their own eyes.
 */
#include "base/unicode.h"
#include "model/state.h"
#include "service/edit.h"
#include "service/queue_parts.h"

static void
add_reason(struct app *app, struct queue_record *record, const char *sentence)
{
    if (record->reasons.count < QUEUE_REASONS_MAX)
        *list_add(app->arena, record->reasons) = sentence;
    else if (record->reasons.count == QUEUE_REASONS_MAX)
        *list_add(app->arena, record->reasons) = "Và những điều khác.";
}

/* --- the rules -------------------------------------------------------------------------------- */

static void
add_problems(struct app *app, const struct draft *draft, struct queue_record *record)
{
    struct problems problems = {0};

    draft_check(draft, app->arena, &problems);
    for (size_t i = 0; i < problems.list.count; i++)
        add_reason(app, record, problems.list.items[i].message);
}

/* --- against the class ------------------------------------------------------------------------ */

/* The middle of the class's marks in a subject; MARK_NONE where fewer than five have one. */
static int
middle_mark(const struct drafts *drafts, const char *subject)
{
    size_t counts[11] = {0}, total = 0, seen = 0;

    for (size_t i = 0; i < drafts->list.count; i++) {
        const struct subject_result *one =
            record_subject_const(&drafts->list.items[i].record, subject);
        if (one && one->mark >= 0 && one->mark <= 10) {
            counts[one->mark]++;
            total++;
        }
    }
    for (int mark = 0; mark <= 10 && total >= 5; mark++) {
        seen += counts[mark];
        if (2 * seen >= total)
            return mark;
    }
    return MARK_NONE;
}

static void
add_outliers(struct app *app, const struct drafts *drafts, const struct draft *draft,
             struct queue_record *record)
{
    if (draft->record.result == RESULT_NOT_COMPLETED)
        add_reason(app, record, "Kết quả giáo dục: chưa hoàn thành.");
    for (size_t i = 0; i < draft->record.subject_count; i++) {
        const struct subject_result *one = &draft->record.subjects[i];
        int middle = one->mark == MARK_NONE ? MARK_NONE : middle_mark(drafts, one->code);
        if (middle == MARK_NONE ||
            (one->mark - middle < QUEUE_MARK_DISTANCE && middle - one->mark < QUEUE_MARK_DISTANCE))
            continue;
        add_reason(app, record,
                   arena_printf(app->arena, "%s: điểm %d, xa mức giữa của lớp (%d).",
                                one->name ? one->name : one->code, one->mark, middle));
    }
}

static bool
is_copied(const char *mine, const char *theirs)
{
    return mine && text_equal(mine, theirs) &&
           unicode_graphemes(span_of(mine)) >= QUEUE_COMMENT_MIN;
}

/* Another pupil for whom the teacher wrote all three comments in the same words. */
static void
add_twin(struct app *app, const struct drafts *drafts, const struct draft *draft,
         struct queue_record *record)
{
    const struct record *mine = &draft->record;

    for (size_t i = 0; i < drafts->list.count; i++) {
        const struct draft *other = &drafts->list.items[i];
        if (other == draft ||
            !is_copied(mine->comment_qualities, other->record.comment_qualities) ||
            !is_copied(mine->comment_general, other->record.comment_general) ||
            !is_copied(mine->comment_specific, other->record.comment_specific))
            continue;
        add_reason(app, record,
                   arena_printf(app->arena, "Cả ba nhận xét giống hệt nhận xét của %s.",
                                other->enrolled.pupil.name));
        return;
    }
}

/* The day on which most of the class began, or the school year did. */
static void
add_late(struct app *app, const struct drafts *drafts, const struct draft *draft,
         struct queue_record *record)
{
    struct date from = draft->enrolled.enrolment.from;
    struct date late = {drafts->context.rules.first_year, 9 + QUEUE_LATE_MONTHS, 1};
    char day[DATE_TEXT_SIZE];

    if (date_is_none(from) || date_compare(from, late) < 0)
        return;
    add_reason(app, record,
               arena_printf(app->arena, "Vào lớp ngày %s, giữa năm học.",
                            date_write_vietnamese(from, day)));
}

/* --- against what was signed before ----------------------------------------------------------- */

/* When somebody last signed before it was given back or made anew; seconds 0: nobody did. */
static struct moment
signed_before(const struct record_events *events)
{
    struct moment at = {0}, last = {0};
    enum verb verb;

    for (size_t i = 0; i < events->list.count; i++) {
        const struct record_event *event = &events->list.items[i];
        if (!verb_parse(event->verb, &verb))
            continue;
        if (verb_is_signing(verb))
            last = event->at;
        else if (verb == VERB_SEND_BACK || verb == VERB_REMAKE)
            at = last;
    }
    return at;
}

static const char *
value_or_nothing(const char *value)
{
    return text_is_blank(value) ? "(trống)" : value;
}

/* What stood there when somebody signed, and stands otherwise now. */
static enum status
add_changes(struct app *app, const struct draft *draft, struct queue_record *record,
            struct error *err)
{
    const char *uuid = record->row.replaces ? record->row.replaces : record->row.uuid;
    struct record_events events = {0};
    struct changes changes = {0};

    if (!record->row.again)
        return OK;
    add_reason(app, record, arena_printf(app->arena, "Đã lập lại: “%s”.", record->row.again));
    TRY(store_list_record_events(app->store, uuid, app->arena, &events, err));
    struct moment since = signed_before(&events);
    if (since.seconds == 0)
        return OK;
    TRY(draft_history(app, &draft->enrolled, &changes, err));
    for (size_t i = 0; i < changes.list.count; i++) {
        const struct change *change = &changes.list.items[i];
        if (change->at.seconds < since.seconds)
            continue;
        add_reason(app, record,
                   arena_printf(app->arena, "Đổi sau khi đã ký: %s: %s → %s (%s).", change->key,
                                value_or_nothing(change->from), value_or_nothing(change->to),
                                change->by));
    }
    return OK;
}

/* What the rules do not see: other pupils' numbers, and what the population database answered. */
static void
add_identity(struct app *app, const struct identity_view *identity, const struct draft *draft,
             struct queue_record *record)
{
    for (size_t i = 0; i < identity->rows.count; i++) {
        const struct identity_row *row = &identity->rows.items[i];
        bool told = row->state == IDENTITY_STATE_DUPLICATE || row->state == IDENTITY_STATE_DIFFERS;
        if (told && text_equal(row->stored.enrolment, draft->enrolled.enrolment.id))
            add_reason(app, record, row->why);
    }
}

enum status
queue_find_reasons(struct app *app, const struct drafts *drafts,
                   const struct confirmation_sheets *sheets, const struct identity_view *identity,
                   const struct draft *draft, struct queue_record *record, struct error *err)
{
    const char *doubt = confirmation_doubt(sheets, draft->enrolled.enrolment.id);

    TRY(add_changes(app, draft, record, err));
    if (doubt)
        add_reason(app, record, doubt);
    add_identity(app, identity, draft, record);
    add_problems(app, draft, record);
    add_outliers(app, drafts, draft, record);
    add_twin(app, drafts, draft, record);
    add_late(app, drafts, draft, record);
    return OK;
}
