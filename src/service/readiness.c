/* SPDX-License-Identifier: Apache-2.0 */
#include "service/readiness.h"

#include <stdlib.h>

#include "model/curriculum.h"
#include "model/role.h"
#include "service/access.h"
#include "service/readiness_inside.h"

/* --- the certificate -------------------------------------------------------------------------- */

static enum status
judge_one(struct readiness_looking *it, const struct readiness_question *question,
          const struct stored_certificate *stored, struct readiness_row *row, struct error *err)
{
    AUTO(certificate) *certificate = NULL;
    struct certificate_proof proof;
    bool found = false;

    TRY(certificate_parse(stored->der, &certificate, err));
    enum readiness_state state = readiness_judge(question, stored, certificate, it->app->arena);
    if (row->certificate && state >= row->state)
        return OK;
    if (it->proofs)
        TRY(store_find_certificate_proof(it->app->store, stored->id, it->app->arena, &proof, &found,
                                         err));
    row->state = state;
    row->certificate = stored->sha256;
    row->last_day = moment_to_date(stored->not_after);
    row->proven = found && certificate_proof_holds(certificate, &proof);
    return OK;
}

static enum status
judge(struct readiness_looking *it, const struct assignment *held, struct readiness_row *row,
      struct error *err)
{
    const struct readiness_question question = {
        .name = row->name,
        .number = held ? held->person_number : NULL,
        .seal = !held,
        .on = it->out->on,
        .deadline = it->out->deadline,
    };

    row->state = READINESS_NO_CERTIFICATE;
    for (size_t i = 0; i < it->certificates.list.count; i++) {
        const struct stored_certificate *stored = &it->certificates.list.items[i];
        if (held ? text_equal(stored->person, held->person)
                 : text_equal(stored->unit, it->out->school.id))
            TRY(judge_one(it, &question, stored, row, err));
    }
    return OK;
}

/* --- whose signatures ------------------------------------------------------------------------- */

static const char *
class_name(const struct readiness_looking *it, const char *id)
{
    for (size_t i = 0; i < it->classes.list.count; i++)
        if (text_equal(it->classes.list.items[i].id, id))
            return it->classes.list.items[i].name;
    return NULL;
}

/* Does it let its person sign something of this year? */
static bool
counts(const struct readiness_looking *it, const struct assignment *held,
       enum signer_role *signs_as)
{
    enum role role;

    if (!role_parse(held->role, &role) || !role_table[role].signs)
        return false;
    *signs_as = role_table[role].signs_as;
    if (!it->rules.signs[*signs_as] ||
        *signs_as == SIGNER_SCHOOL) /* the seal is a row of its own */
        return false;
    if (held->year && !text_equal(held->year, it->rules.name))
        return false;
    return held->class_id ? class_name(it, held->class_id) != NULL : !role_table[role].of_class;
}

static const char *
place_of(const struct readiness_looking *it, const struct assignment *held)
{
    const char *name = held->class_id ? class_name(it, held->class_id) : "";

    return held->subject ? arena_printf(it->app->arena, "%s (%s)", name, held->subject) : name;
}

static struct readiness_row *
find_row(struct readiness_looking *it, const struct assignment *held, enum signer_role role)
{
    for (size_t i = 0; i < it->out->rows.count; i++) {
        struct readiness_row *row = &it->out->rows.items[i];
        if (row->role == role && text_equal(row->login, held->person_login))
            return row;
    }
    return NULL;
}

static enum status
add_people(struct readiness_looking *it, struct error *err)
{
    enum signer_role role;

    for (size_t i = 0; i < it->assignments.list.count; i++) {
        const struct assignment *held = &it->assignments.list.items[i];
        if (!counts(it, held, &role))
            continue;
        const char *place = place_of(it, held);
        struct readiness_row *row = find_row(it, held, role);
        if (row) {
            row->where = *row->where && *place
                             ? arena_printf(it->app->arena, "%s, %s", row->where, place)
                             : "";
            continue;
        }
        row = list_add(it->app->arena, it->out->rows);
        *row = (struct readiness_row){
            .role = role, .name = held->person_name, .login = held->person_login, .where = place};
        TRY(judge(it, held, row, err));
    }
    return OK;
}

/* --- what nobody signs ------------------------------------------------------------------------ */

/* class_id NULL: any; subject NULL: any. */
static bool
is_held(const struct readiness_looking *it, enum signer_role wanted, const char *class_id,
        const char *subject)
{
    enum signer_role role;

    for (size_t i = 0; i < it->assignments.list.count; i++) {
        const struct assignment *held = &it->assignments.list.items[i];
        if (counts(it, held, &role) && role == wanted &&
            (!class_id || text_equal(held->class_id, class_id)) &&
            (!subject || !held->subject || text_equal(held->subject, subject)))
            return true;
    }
    return false;
}

static void
add_nobody(struct readiness_looking *it, enum signer_role role, const char *where)
{
    *list_add(it->app->arena, it->out->rows) =
        (struct readiness_row){.role = role, .where = where, .state = READINESS_NOBODY};
}

static void
add_missing_subjects(struct readiness_looking *it, const struct school_class *class)
{
    const struct curriculum *curriculum;
    struct error ignored;
    const char *codes = NULL;

    if (curriculum_find(class_name_grade(class->name), it->rules.first_year, &curriculum,
                        &ignored) != OK)
        return;
    for (size_t i = 0; i < curriculum->row_count; i++) {
        const char *code = curriculum->rows[i].subject->code;
        if (!curriculum->rows[i].elective && !is_held(it, SIGNER_SUBJECT_TEACHER, class->id, code))
            codes = codes ? arena_printf(it->app->arena, "%s, %s", codes, code) : code;
    }
    if (codes)
        add_nobody(it, SIGNER_SUBJECT_TEACHER,
                   arena_printf(it->app->arena, "%s (%s)", class->name, codes));
}

static void
add_missing(struct readiness_looking *it)
{
    for (size_t i = 0; i < it->classes.list.count; i++) {
        const struct school_class *class = &it->classes.list.items[i];
        if (it->rules.signs[SIGNER_CLASS_TEACHER] &&
            !is_held(it, SIGNER_CLASS_TEACHER, class->id, NULL))
            add_nobody(it, SIGNER_CLASS_TEACHER, class->name);
        if (it->rules.signs[SIGNER_SUBJECT_TEACHER])
            add_missing_subjects(it, class);
    }
    if (!is_held(it, SIGNER_PRINCIPAL, NULL, NULL))
        add_nobody(it, SIGNER_PRINCIPAL, "");
}

/* --- together --------------------------------------------------------------------------------- */

static struct date
later(struct date a, struct date b)
{
    return date_is_none(a) || date_compare(a, b) < 0 ? b : a;
}

static int
by_role(const void *left, const void *right)
{
    const struct readiness_row *a = left, *b = right;

    if (a->role != b->role)
        return a->role < b->role ? -1 : 1;
    if (readiness_can_sign(a->state) != readiness_can_sign(b->state))
        return readiness_can_sign(a->state) ? 1 : -1;
    int places = strcmp(a->where, b->where);
    return places ? places : strcmp(a->login ? a->login : "", b->login ? b->login : "");
}

static void
count_rows(struct readiness_looking *it)
{
    struct readiness *out = it->out;
    bool leader = false;

    for (size_t i = 0; i < out->rows.count; i++)
        leader |= out->rows.items[i].role == SIGNER_PRINCIPAL &&
                  readiness_can_sign(out->rows.items[i].state);
    for (size_t i = 0; i < out->rows.count; i++) {
        struct readiness_row *row = &out->rows.items[i];
        bool can = readiness_can_sign(row->state);
        row->covered = !can && leader && row->role == SIGNER_PRINCIPAL;
        out->ready += can;
        out->waiting += !can && !row->covered;
        readiness_explain(row, out, it->app->arena);
    }
}

void
readiness_set_days(struct readiness_looking *it, struct date on)
{
    it->out->on = date_is_none(on) ? later(it->rules.issue_date, app_today(it->app)) : on;
    it->out->deadline = later(it->rules.freeze_deadline, it->out->on);
}

enum status
readiness_weigh(struct readiness_looking *it, struct error *err)
{
    struct readiness *out = it->out;

    TRY(add_people(it, err));
    add_missing(it);
    struct readiness_row *seal = list_add(it->app->arena, out->rows);
    *seal = (struct readiness_row){.role = SIGNER_SCHOOL, .name = out->school.name, .where = ""};
    TRY(judge(it, NULL, seal, err));
    qsort(out->rows.items, out->rows.count, sizeof *out->rows.items, by_role);
    count_rows(it);
    return OK;
}

static enum status
look(struct readiness_looking *it, struct error *err)
{
    struct app *app = it->app;
    const struct readiness *out = it->out;
    const struct assignment_filter filter = {.unit = out->school.id, .on = out->on};

    TRY(store_list_assignments(app->store, &filter, app->arena, &it->assignments, err));
    TRY(store_list_classes(app->store, out->school.id, out->year, app->arena, &it->classes, err));
    TRY(store_list_certificates(app->store, NULL, out->school.id, app->arena, &it->certificates,
                                err));
    return readiness_weigh(it, err);
}

enum status
readiness_load(struct app *app, const struct unit *school, const char *year, struct date on,
               struct readiness *readiness, struct error *err)
{
    struct readiness_looking it = {.app = app, .out = readiness, .proofs = true};
    struct school_years years = {0};

    TRY(access_check(app, MAY_SEE_CERTIFICATES, school->id, err));
    *readiness = (struct readiness){.school = *school, .year = year};
    if (!year) {
        TRY(store_list_years(app->store, school->id, app->arena, &years, err));
        if (years.list.count == 0)
            return OK;
        readiness->year = years.list.items[0].name;
    }
    TRY(year_rules_load(app, school->id, readiness->year, &it.rules, err));
    readiness_set_days(&it, on);
    return look(&it, err);
}
