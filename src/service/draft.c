/* SPDX-License-Identifier: Apache-2.0
 *
 * Drafts out of the store.
 */
#include "service/draft.h"

#include "model/role.h"
#include "service/paper.h"
#include "store/decisions.h"
#include "store/drafts.h"

/* --- the class ------------------------------------------------------------------------------- */

const char *
chosen_signer(const struct decisions *decisions, const char *class_id, const char *key)
{
    const char *login = NULL;
    size_t size = strlen(key);

    for (size_t i = 0; i < decisions->list.count; i++) {
        const struct decision *decision = &decisions->list.items[i];
        if (text_equal(decision->kind, DECISION_SIGNER_CHOICE) &&
            text_equal(decision->subject, class_id) && text_starts(decision->text, key) &&
            decision->text[size] == '=')
            login = decision->text + size + 1;
    }
    return login;
}

/* Who holds a role of the class: the chosen one, else the only one; *count says how many there
 * are. */
static const struct assignment *
holder_find(const struct class_context *context, enum role role, const char *chosen, size_t *count)
{
    const struct assignment *only = NULL;

    *count = 0;
    for (size_t i = 0; i < context->assignments.list.count; i++) {
        const struct assignment *held = &context->assignments.list.items[i];
        if (!text_equal(held->role, role_key(role)) || held->delegation)
            continue;
        if (held->year && !text_equal(held->year, context->class.year))
            continue;
        if (role_table[role].of_class && !text_equal(held->class_id, context->class.id))
            continue;
        if (chosen && text_equal(held->person_login, chosen)) {
            *count = 1;
            return held;
        }
        only = held;
        (*count)++;
    }
    return *count == 1 ? only : NULL;
}

/* The deputy to whom the principal delegated the class; there is never more than one. */
static const struct assignment *
delegate_find(const struct class_context *context)
{
    for (size_t i = 0; i < context->assignments.list.count; i++) {
        const struct assignment *held = &context->assignments.list.items[i];
        if (held->delegation && text_equal(held->role, role_key(ROLE_DEPUTY_PRINCIPAL)) &&
            (!held->class_id || text_equal(held->class_id, context->class.id)))
            return held;
    }
    return NULL;
}

static void
find_holders(struct app *app, struct class_context *context, const struct decisions *decisions)
{
    const char *leader = chosen_signer(decisions, context->class.id, "cbql");
    const char *teacher = chosen_signer(decisions, context->class.id, "gvcn");
    size_t count;

    context->principal = holder_find(context, ROLE_PRINCIPAL, leader, &count);
    if (!context->principal || (leader && !text_equal(context->principal->person_login, leader))) {
        const struct assignment *deputy =
            holder_find(context, ROLE_DEPUTY_PRINCIPAL, leader, &count);
        if (deputy && (!context->principal || text_equal(deputy->person_login, leader)))
            context->principal = deputy;
    }
    if (!leader && delegate_find(context))
        context->principal = delegate_find(context);
    context->class_teacher = holder_find(context, ROLE_CLASS_TEACHER, teacher, &count);
    if (!context->class_teacher && count > 1)
        context->class_teacher_doubt = arena_printf(
            app->arena,
            "Lớp %s có %zu giáo viên chủ nhiệm; hãy ghi quyết định ai ký: hocba decide --class %s "
            "--year %s signer_choice gvcn=TÊN_ĐĂNG_NHẬP.",
            context->class.name, count, context->class.name, context->class.year);
}

/* Whoever stands between (a commune, a district's office) is not named in a record. */
static enum status
find_department(struct app *app, struct class_context *context, struct error *err)
{
    struct units managers = {0};

    TRY(store_list_unit_managers(app->store, context->school.id, context->day, app->arena,
                                 &managers, err));
    for (size_t i = 0; i < managers.list.count && !context->department.id; i++)
        if (text_equal(managers.list.items[i].kind, UNIT_DEPARTMENT))
            context->department = managers.list.items[i];
    return OK;
}

static enum status
load_context(struct app *app, const char *class_id, struct date issued,
             const struct decisions *decisions, struct class_context *context, struct error *err)
{
    struct class_context loaded = {0};

    TRY(store_find_class(app->store, class_id, app->arena, &loaded.class, err));
    TRY(store_find_unit(app->store, loaded.class.unit, app->arena, &loaded.school, err));
    TRY(year_rules_load(app, loaded.class.unit, loaded.class.year, &loaded.rules, err));
    if (!date_is_none(issued))
        loaded.rules.issue_date = issued;
    loaded.day = date_is_none(loaded.rules.issue_date) ? app_today(app) : loaded.rules.issue_date;
    TRY(find_department(app, &loaded, err));
    struct assignment_filter filter = {.unit = loaded.class.unit, .on = loaded.day};
    TRY(store_list_assignments(app->store, &filter, app->arena, &loaded.assignments, err));
    find_holders(app, &loaded, decisions);
    *context = loaded;
    return OK;
}

enum status
class_context_load(struct app *app, const char *class_id, struct class_context *context,
                   struct error *err)
{
    struct decisions decisions = {0};

    TRY(store_list_class_decisions(app->store, class_id, app->arena, &decisions, err));
    return load_context(app, class_id, (struct date){0}, &decisions, context, err);
}

/* --- the school's part of a record ----------------------------------------------------------- */

static const char *
leader_title(struct app *app, const struct assignment *leader)
{
    enum role role = ROLE_PRINCIPAL;

    if (leader->person_title)
        return leader->person_title;
    (void)role_parse(leader->role, &role);
    return role == ROLE_DEPUTY_PRINCIPAL ? arena_text(app->arena, "Phó Hiệu trưởng")
                                         : arena_text(app->arena, "Hiệu trưởng");
}

static void
put_school(struct app *app, const struct class_context *context, struct record *record)
{
    record->department_code = context->department.code;
    record->department_name = context->department.name;
    record->school_code = context->school.code;
    record->school_name = context->school.name;
    record->district = context->school.district;
    record->commune = context->school.commune;
    record->province = context->school.province;
    record->issue_place = context->school.issue_place;
    record->class_name = context->class.name;
    if (!date_is_none(context->rules.issue_date))
        record->issue_date = moment_of_date(context->rules.issue_date);
    if (context->principal) {
        record->principal_name = context->principal->person_name;
        record->principal_number = context->principal->person_number;
        record->principal_title = leader_title(app, context->principal);
    }
    if (context->class_teacher) {
        record->class_teacher_name = context->class_teacher->person_name;
        record->class_teacher_number = context->class_teacher->person_number;
    }
}

static void
put_pupil(const struct pupil *pupil, struct record *record)
{
    record->name = pupil->name;
    record->pupil_code = pupil->code;
    record->personal_number = pupil->personal_number;
    record->birth_date = pupil->birth_date;
}

/* --- decisions ------------------------------------------------------------------------------- */

static const char *const *
split_words(struct app *app, const char *text)
{
    LIST(const char *) words = {0};

    for (const char *p = text; *p;) {
        size_t size = strcspn(p, " ,\n");
        if (size)
            *list_add(app->arena, words) = arena_copy(app->arena, p, size);
        p += size;
        p += strspn(p, " ,\n");
    }
    *list_add(app->arena, words) = NULL;
    return words.items;
}

static void
put_decision(struct app *app, struct draft *draft, const struct decision *decision)
{
    struct draft_facts *facts = &draft->facts;
    enum answer answer;

    if (text_equal(decision->kind, DECISION_PROMOTION) && answer_parse(decision->text, &answer)) {
        draft->record.promoted = answer;
        facts->promotion_decided = true;
    } else if (text_equal(decision->kind, DECISION_EXEMPLARY)) {
        facts->award_exemplary = answer_parse(decision->text, &answer) && answer == ANSWER_YES;
    } else if (text_equal(decision->kind, DECISION_EXEMPTION)) {
        facts->exempt_all = text_equal(decision->text, "all");
        facts->exempt_fields = facts->exempt_all ? NULL : split_words(app, decision->text);
    } else if (text_equal(decision->kind, DECISION_REASSESSMENT)) {
        facts->reassessment_decided = text_equal(decision->text, "decided");
        facts->reassessment_listed |= text_equal(decision->text, "listed");
    } else if (text_equal(decision->kind, DECISION_NO_NUMBER_REASON)) {
        facts->no_number_reason = decision->text;
    } else if (text_equal(decision->kind, DECISION_NO_MOTHER_REASON)) {
        facts->no_mother_reason = decision->text;
    }
}

static void
put_decisions(struct app *app, struct draft *draft, const struct decisions *decisions)
{
    const struct enrolled *enrolled = &draft->enrolled;

    for (size_t i = 0; i < decisions->list.count; i++) {
        const struct decision *decision = &decisions->list.items[i];
        if (text_equal(decision->subject, enrolled->enrolment.id) ||
            text_equal(decision->subject, enrolled->pupil.id))
            put_decision(app, draft, decision);
    }
}

/* --- study history --------------------------------------------------------------------------- */

/* A school year begins on 5 September when the enrolment does not say. */
static struct moment
arrival(struct date from, const char *year)
{
    int first_year = 0;

    if (date_is_none(from) && school_year_parse(year, &first_year))
        from = (struct date){(int16_t)first_year, 9, 5};
    return date_is_none(from) ? (struct moment){0} : moment_of_date(from);
}

static void
add_past(struct record *record, const struct past_year *past)
{
    size_t place = record->past_count;

    if (record->past_count >= PAST_YEARS_MAX)
        return;
    while (place > 0 && strcmp(record->past[place - 1].year_name, past->year_name) > 0)
        place--;
    memmove(&record->past[place + 1], &record->past[place],
            (record->past_count - place) * sizeof record->past[0]);
    record->past[place] = *past;
    record->past_count++;
}

/* "3A1; Trường Tiểu học ...; 05/09/2022": the parts of a year kept elsewhere. */
static void
put_history_value(struct app *app, struct draft *draft, const char *year, const char *text)
{
    const char *parts[3] = {NULL, NULL, NULL};
    struct date since = {0};
    size_t count = 0;

    for (const char *p = text; *p && count < COUNT_OF(parts);) {
        size_t size = strcspn(p, ";");
        parts[count++] = text_squeeze(app->arena, arena_copy(app->arena, p, size));
        p += size + (p[size] == ';');
    }
    if (parts[2] && !date_parse_vietnamese(span_of(parts[2]), &since))
        (void)date_parse_iso(span_of(parts[2]), &since);
    struct past_year past = {.year_name = year,
                             .class_name = parts[0],
                             .school_name = parts[1],
                             .since = arrival(since, year)};
    add_past(&draft->record, &past);
}

static void
put_history(const struct class_context *context, const struct earlier_years *years,
            struct draft *draft)
{
    for (size_t i = 0; i < years->list.count; i++) {
        const struct earlier_year *earlier = &years->list.items[i];
        if (!text_equal(earlier->pupil, draft->enrolled.pupil.id))
            continue;
        struct past_year past = {.year_name = earlier->year,
                                 .class_name = earlier->class_name,
                                 .school_name = context->school.name,
                                 .since = arrival(earlier->from, earlier->year)};
        add_past(&draft->record, &past);
    }
}

/* --- drafts ---------------------------------------------------------------------------------- */

/* The values of one enrolment among all: they stand together. */
struct values_slice {
    const struct draft_value *items;
    size_t count;
};

static void
put_values(struct app *app, struct draft *draft, struct values_slice values)
{
    for (size_t i = 0; i < values.count; i++) {
        const struct draft_value *value = &values.items[i];
        if (text_starts(value->key, PAPER_KEY))
            continue; /* no part of a record: service/paper.h */
        if (text_starts(value->key, "qua_trinh."))
            put_history_value(app, draft, value->key + strlen("qua_trinh."), value->value);
        else
            draft_put(draft, value->key, value->value, app->arena);
    }
}

static struct values_slice
slice_of(const struct draft_values *values, const char *enrolment)
{
    size_t first = 0, end;

    while (first < values->list.count &&
           !text_equal(values->list.items[first].enrolment, enrolment))
        first++;
    for (end = first; end < values->list.count; end++)
        if (!text_equal(values->list.items[end].enrolment, enrolment))
            break;
    return end == first ? (struct values_slice){0}
                        : (struct values_slice){&values->list.items[first], end - first};
}

/* What all drafts of one loading share. */
struct loading {
    const struct class_context *context;
    const struct draft_values *values;
    const struct decisions *decisions;
    const struct earlier_years *earlier;
};

static void
build_draft(struct app *app, const struct loading *loading, const struct enrolled *enrolled,
            struct draft *draft)
{
    const struct class_context *context = loading->context;

    draft_begin(draft, enrolled->enrolment.grade, context->class.year, app->arena);
    draft->enrolled = *enrolled;
    draft->facts.strict_v10 = context->rules.strict_v10;
    draft->facts.two_sessions_a_day = context->class.sessions_per_day == 2;
    draft->record.version = draft->facts.strict_v10 ? "1.0" : "1.0-hb1";
    put_values(app, draft, slice_of(loading->values, enrolled->enrolment.id));
    put_pupil(&enrolled->pupil, &draft->record);
    put_school(app, context, &draft->record);
    put_history(context, loading->earlier, draft);
    put_decisions(app, draft, loading->decisions);
    draft_finish(draft, app->arena);
}

enum status
drafts_load_dated(struct app *app, const char *class_id, struct date issued, struct drafts *drafts,
                  struct error *err)
{
    struct drafts loaded = {0};
    struct enrolments enrolments = {0};
    struct decisions decisions = {0};
    struct earlier_years earlier = {0};

    TRY(store_list_class_decisions(app->store, class_id, app->arena, &decisions, err));
    TRY(load_context(app, class_id, issued, &decisions, &loaded.context, err));
    TRY(store_list_class_enrolments(app->store, class_id, app->arena, &enrolments, err));
    TRY(store_list_class_values(app->store, class_id, app->arena, &loaded.values, err));
    TRY(store_list_class_earlier_years(app->store, class_id, loaded.context.class.year, app->arena,
                                       &earlier, err));
    struct loading loading = {&loaded.context, &loaded.values, &decisions, &earlier};
    for (size_t i = 0; i < enrolments.list.count; i++)
        build_draft(app, &loading, &enrolments.list.items[i], list_add(app->arena, loaded.list));
    *drafts = loaded;
    return OK;
}

enum status
drafts_load(struct app *app, const char *class_id, struct drafts *drafts, struct error *err)
{
    return drafts_load_dated(app, class_id, (struct date){0}, drafts, err);
}

enum status
drafts_load_one(struct app *app, const char *enrolment_id, struct drafts *drafts, struct error *err)
{
    struct drafts loaded = {0};
    struct enrolled enrolled;
    struct decisions decisions = {0};
    struct earlier_years earlier = {0};

    TRY(store_find_enrolment(app->store, enrolment_id, app->arena, &enrolled, err));
    const char *class_id = enrolled.enrolment.class_id;
    TRY(store_list_class_decisions(app->store, class_id, app->arena, &decisions, err));
    TRY(load_context(app, class_id, (struct date){0}, &decisions, &loaded.context, err));
    TRY(store_list_enrolment_values(app->store, enrolment_id, app->arena, &loaded.values, err));
    TRY(store_list_pupil_earlier_years(app->store, enrolled.pupil.id, loaded.context.class.year,
                                       app->arena, &earlier, err));
    struct loading loading = {&loaded.context, &loaded.values, &decisions, &earlier};
    build_draft(app, &loading, &enrolled, list_add(app->arena, loaded.list));
    *drafts = loaded;
    return OK;
}
