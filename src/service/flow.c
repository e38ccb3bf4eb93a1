/* SPDX-License-Identifier: Apache-2.0 */
#include "service/flow.h"

#include "model/role.h"
#include "model/state.h"
#include "service/access.h"
#include "service/notices.h"
#include "service/replacement.h"
#include "service/school.h"
#include "store/decisions.h"
#include "store/drafts.h"

#define DECISION_FLOW "flow" /* text: "<period> <step> <login|-> <day|-> <reason>" */
#define NOTHING       "-"

static const enum right step_rights[FLOW_STEP_COUNT] = {
    [FLOW_SUBMIT] = MAY_SUBMIT_CLASS,   [FLOW_CHECK] = MAY_CHECK_CLASS,
    [FLOW_APPROVE] = MAY_APPROVE_CLASS, [FLOW_CLOSE] = MAY_APPROVE_CLASS,
    [FLOW_RETURN] = MAY_CHECK_CLASS,    [FLOW_ALLOW] = MAY_APPROVE_CLASS,
};

static enum right
right_to(enum flow_step step, enum flow_state from)
{
    return step == FLOW_RETURN && from >= FLOW_APPROVED ? MAY_REOPEN_CLASS : step_rights[step];
}

/* --- events ----------------------------------------------------------------------------------- */

/* Cut the next word off. */
static const char *
next_word(struct arena *arena, const char **text)
{
    size_t size = strcspn(*text, " ");
    const char *word = arena_copy(arena, *text, size);

    *text += size + ((*text)[size] == ' ');
    return word;
}

static bool
read_event(struct arena *arena, const struct decision *decision, enum period *period,
           struct flow_event *event)
{
    const char *text = decision->text;

    if (!text_equal(decision->kind, DECISION_FLOW) ||
        !period_parse(next_word(arena, &text), period) ||
        !flow_step_parse(next_word(arena, &text), &event->step))
        return false;
    const char *person = next_word(arena, &text);
    const char *day = next_word(arena, &text);
    event->person = text_equal(person, NOTHING) ? NULL : person;
    if (!date_parse_iso(span_of(day), &event->until))
        event->until = (struct date){0};
    event->reason = *text ? text : NULL;
    event->at = decision->at;
    event->by = event->login = decision->by;
    return true;
}

static const char *
write_event(struct arena *arena, const struct flow_order *order)
{
    char day[DATE_TEXT_SIZE] = NOTHING;

    if (!date_is_none(order->until))
        date_write_iso(order->until, day);
    return arena_printf(arena, "%s %s %s %s %s", period_code(order->period),
                        flow_step_key(order->step), order->person ? order->person : NOTHING, day,
                        order->reason ? order->reason : "");
}

/* The events of one period, and the state they lead to. */
enum status
flow_load_events(struct app *app, const char *class_id, enum period period, struct flow *flow,
                 struct error *err)
{
    struct decisions decisions = {0};

    flow->events.count = 0;
    flow->state = FLOW_ENTERING;
    TRY(store_list_decisions(app->store, "class", class_id, app->arena, &decisions, err));
    for (size_t i = 0; i < decisions.list.count; i++) {
        struct flow_event event = {0};
        enum period of;
        if (!read_event(app->arena, &decisions.list.items[i], &of, &event) || of != period ||
            !flow_step_from(flow->state, event.step, &flow->state))
            continue;
        event.to = flow->state;
        *list_add(app->arena, flow->events) = event;
    }
    return OK;
}

enum status
flow_name_people(struct app *app, struct flow *flow, struct error *err)
{
    for (size_t i = 0; i < flow->events.count; i++) {
        struct flow_event *event = &flow->events.items[i];
        struct person person;
        enum status status =
            store_find_person_by_login(app->store, event->login, app->arena, &person, err);
        if (status != OK && status != NOT_FOUND)
            return status;
        if (status == OK)
            event->by = person.name;
    }
    return OK;
}

/* --- the lock --------------------------------------------------------------------------------- */

/* Was the actor let in, and has nobody returned the class since? */
static bool
is_let_in(const struct app *app, const struct flow *flow)
{
    struct date today = app_today(app);

    for (size_t i = flow->events.count; i-- > 0;) {
        const struct flow_event *event = &flow->events.items[i];
        if (event->step == FLOW_RETURN)
            return false;
        if (event->step == FLOW_ALLOW && text_equal(event->person, app->actor.login) &&
            date_compare(today, event->until) <= 0)
            return true;
    }
    return false;
}

enum status
flow_find_lock(struct app *app, const struct school_class *class, enum period period,
               const char **lock, struct error *err)
{
    struct flow flow = {0};

    TRY(flow_load_events(app, class->id, period, &flow, err));
    *lock = NULL;
    if (flow.state != FLOW_ENTERING && !is_let_in(app, &flow))
        *lock = arena_printf(app->arena,
                             "Kết quả %s của lớp %s %s; muốn sửa hãy đề nghị nhà trường trả lại "
                             "hoặc mở riêng cho mình.",
                             period_name(period), class->name, flow_state_word(flow.state));
    return OK;
}

enum status
flow_check_entry(struct app *app, const struct enrolled *enrolled, const char *key,
                 struct error *err)
{
    struct school_class class = {.id = enrolled->enrolment.class_id, .name = enrolled->class_name};
    const struct subject *subject;
    enum subject_part part;
    enum period period;
    const char *lock;
    bool open = false;
    const struct field *field = field_key_parse(key, &period);

    if (!subject_key_parse(key, &subject, &part, &period) && (!field || field->owner != OWNER_YEAR))
        return OK; /* the pupil's own data has no period */
    TRY(flow_find_lock(app, &class, period, &lock, err));
    if (!lock)
        return OK;
    TRY(replacement_is_due(app, enrolled->enrolment.id, &open, err));
    if (period == PERIOD_END_2 && !open)
        TRY(flow_find_reassessed(app, enrolled->enrolment.id, key, &open, err));
    return open ? OK : fail(err, CONFLICT, "%s", lock);
}

/* --- loading ---------------------------------------------------------------------------------- */

static const char *
teachers_of(struct app *app, const struct class_context *context, const struct subject *subject)
{
    const char *names = NULL;
    const char *role = role_key(subject ? ROLE_SUBJECT_TEACHER : ROLE_CLASS_TEACHER);

    for (size_t i = 0; i < context->assignments.list.count; i++) {
        const struct assignment *held = &context->assignments.list.items[i];
        if (!text_equal(held->role, role) || !text_equal(held->class_id, context->class.id) ||
            (subject && held->subject && !text_equal(held->subject, subject->code)))
            continue;
        names = names ? arena_printf(app->arena, "%s, %s", names, held->person_name)
                      : held->person_name;
    }
    return names || !subject ? names : teachers_of(app, context, NULL);
}

/* A pupil's row of that subject; the levels of earlier periods stand beside the record. */
static void
count_subject(const struct draft *draft, const struct curriculum_row *taught, enum period period,
              struct flow_missing *missing)
{
    for (size_t row = 0; row < draft->record.subject_count; row++) {
        const struct subject_result *result = &draft->record.subjects[row];
        if (!text_equal(result->code, taught->subject->code))
            continue;
        missing->levels += draft->levels[row][period] == LEVEL_NONE;
        missing->marks += taught->tested[period] && draft->facts.marks[row][period] == MARK_NONE;
        missing->comments += period == PERIOD_END_2 && text_is_blank(result->comment);
    }
}

static void
count_traits(const struct draft *draft, enum period period, struct flow_missing *missing)
{
    const struct record *record = &draft->record;

    for (int trait = 0; trait < TRAIT_COUNT; trait++)
        missing->levels += !draft->curriculum->optional_traits[trait] &&
                           draft->ratings[trait][period] == RATING_NONE;
    if (period == PERIOD_END_2)
        missing->comments += text_is_blank(record->comment_qualities) +
                             text_is_blank(record->comment_general) +
                             text_is_blank(record->comment_specific);
}

static bool
is_exempt(const struct draft *draft)
{
    return draft->facts.exempt_all || !draft->curriculum;
}

static void
add_subject_row(struct app *app, const struct drafts *drafts, const struct subject *subject,
                struct flow *flow)
{
    struct flow_missing missing = {.subject = subject};
    bool taught = false;

    for (size_t i = 0; i < drafts->list.count; i++) {
        const struct draft *draft = &drafts->list.items[i];
        const struct curriculum_row *row =
            is_exempt(draft) ? NULL : curriculum_row_find(draft->curriculum, subject->code);
        if (!row || row->elective)
            continue;
        taught = true;
        count_subject(draft, row, flow->period, &missing);
    }
    if (!taught)
        return;
    missing.teachers = teachers_of(app, &drafts->context, subject);
    *list_add(app->arena, flow->missing) = missing;
}

static void
add_missing(struct app *app, const struct drafts *drafts, struct flow *flow)
{
    struct flow_missing traits = {.teachers = teachers_of(app, &drafts->context, NULL)};

    for (size_t row = 0; row < TEMPLATE_ROWS; row++)
        add_subject_row(app, drafts, curriculum_subject_at(row), flow);
    for (size_t i = 0; i < drafts->list.count; i++) {
        if (!is_exempt(&drafts->list.items[i]))
            count_traits(&drafts->list.items[i], flow->period, &traits);
    }
    *list_add(app->arena, flow->missing) = traits;
    for (size_t i = 0; i < flow->missing.count; i++) {
        const struct flow_missing *row = &flow->missing.items[i];
        flow->missing_count += row->levels + row->marks + row->comments;
    }
}

/* Who teaches in the class, and the registrars. */
static void
add_people(struct app *app, const struct class_context *context, struct flow *flow)
{
    for (size_t i = 0; i < context->assignments.list.count; i++) {
        const struct assignment *held = &context->assignments.list.items[i];
        bool before = !text_equal(held->class_id, context->class.id) &&
                      !text_equal(held->role, role_key(ROLE_REGISTRAR));
        for (size_t k = 0; k < flow->people.count && !before; k++)
            before = text_equal(flow->people.items[k].login, held->person_login);
        if (!before)
            *list_add(app->arena, flow->people) =
                (struct flow_person){held->person_login, held->person_name};
    }
}

/* Records are made, signed and issued by other hands than the steps of a period, also where nobody
 * took one. */
static enum status
count_issued(struct app *app, struct flow *flow, struct error *err)
{
    const struct record_filter filter = {.class_id = flow->class.id, .current = true};
    struct record_rows rows = {0};

    TRY(store_list_records(app->store, &filter, app->arena, &rows, err));
    for (size_t i = 0; i < rows.list.count; i++)
        flow->issued += state_key_is_issued(rows.list.items[i].state);
    return OK;
}

static enum status
check_right(struct app *app, const struct school_class *class, enum right right, struct error *err)
{
    return access_check_class(app, right, class->unit, class->year, class->id, err);
}

static enum status
load_flow(struct app *app, const char *class_id, enum period period, struct flow *flow,
          struct error *err)
{
    struct drafts drafts;

    memset(flow, 0, sizeof *flow);
    flow->period = period;
    enum status status = store_find_class(app->store, class_id, app->arena, &flow->class, err);
    if (status == NOT_FOUND)
        return fail(err, NOT_FOUND, "Không có lớp này.");
    TRY(status);
    TRY(check_right(app, &flow->class, MAY_SEE, err));
    TRY(drafts_load(app, class_id, &drafts, err));
    flow->pupils = drafts.list.count;
    TRY(count_issued(app, flow, err));
    add_missing(app, &drafts, flow);
    add_people(app, &drafts.context, flow);
    return flow_load_events(app, class_id, period, flow, err);
}

enum status
flow_load(struct app *app, const char *class_id, enum period period, struct flow *flow,
          struct error *err)
{
    struct error refusal;
    enum flow_state to;

    TRY(load_flow(app, class_id, period, flow, err));
    for (int step = 0; step < FLOW_STEP_COUNT; step++)
        flow->may[step] = flow_step_from(flow->state, (enum flow_step)step, &to) &&
                          check_right(app, &flow->class,
                                      right_to((enum flow_step)step, flow->state), &refusal) == OK;
    flow->may[FLOW_SUBMIT] &= !flow_is_issued(flow);
    return flow_name_people(app, flow, err);
}

/* --- taking a step ---------------------------------------------------------------------------- */

struct taking {
    struct app *app;
    struct flow_order order;
};

static enum status
check_allowed_person(struct app *app, const struct flow_order *order, struct error *err)
{
    struct person person;
    struct date today = app_today(app);

    if (text_is_blank(order->person) || date_is_none(order->until))
        return fail(err, USAGE, "Mở riêng cho ai, đến hết ngày nào?");
    TRY(person_find(app, order->person, &person, err));
    if (date_compare(order->until, today) < 0 ||
        date_to_days(order->until) - date_to_days(today) > FLOW_ALLOW_DAYS_MAX)
        return fail(err, USAGE, "Ngày cuối được sửa phải từ hôm nay và trong %d ngày tới.",
                    FLOW_ALLOW_DAYS_MAX);
    return OK;
}

static enum status
check_step(const struct taking *work, const struct flow *flow, struct error *err)
{
    const struct flow_order *order = &work->order;
    enum flow_state to;

    if (!flow_step_from(flow->state, order->step, &to))
        return fail(err, CONFLICT, "Kết quả %s của lớp %s %s nên không %s được; hãy tải lại trang.",
                    period_name(flow->period), flow->class.name, flow_state_word(flow->state),
                    flow_step_word(order->step));
    if (flow_step_needs_reason(order->step) && !order->reason)
        return fail(err, USAGE, "Hãy ghi lý do %s.", flow_step_word(order->step));
    if (order->step == FLOW_SUBMIT && flow->missing_count > 0 && !order->reason)
        return fail(err, USAGE,
                    "Còn %zu chỗ chưa nhập. Hãy nhập tiếp, hoặc ghi lý do nộp khi chưa đủ.",
                    flow->missing_count);
    return order->step == FLOW_ALLOW ? check_allowed_person(work->app, order, err) : OK;
}

static enum status
take_step(struct store *store, void *context, struct error *err)
{
    const struct taking *work = context;
    struct app *app = work->app;
    struct stamp stamp = app_stamp(app, "flow");
    struct flow flow;

    TRY(load_flow(app, work->order.class_id, work->order.period, &flow, err));
    TRY(check_right(app, &flow.class, right_to(work->order.step, flow.state), err));
    TRY(check_step(work, &flow, err));
    struct decision decision = {.id = app_new_id(app),
                                .kind = DECISION_FLOW,
                                .entity = "class",
                                .subject = flow.class.id,
                                .text = write_event(app->arena, &work->order)};
    TRY(store_add_decision(store, &decision, &stamp, err));
    return notices_add_step(app, &flow, &work->order, err);
}

enum status
flow_take(struct app *app, const struct flow_order *order, struct error *err)
{
    struct taking work = {app, *order};

    work.order.reason = NULL;
    if (!text_is_blank(order->reason))
        TRY(text_clean(order->reason, "Lý do", FLOW_REASON_MAX, app->arena, &work.order.reason,
                       err));
    if (order->step != FLOW_ALLOW) {
        work.order.person = NULL;
        work.order.until = (struct date){0};
    }
    return store_transact(app->store, take_step, &work, err);
}
