/* SPDX-License-Identifier: Apache-2.0 */
#include "service/province.h"

#include "base/unicode.h"
#include "model/role.h"
#include "service/access.h"
#include "service/unit_tree.h"
#include "service/year.h"
#include "store/classes.h"

/* The columns of province_tables, by place. */
enum {
    UNIT_KIND,
    UNIT_CODE,
    UNIT_NAME,
    UNIT_PARENT,
    UNIT_COMMUNE_NAME,
    UNIT_DISTRICT_NAME,
    UNIT_PROVINCE_NAME,
    UNIT_ISSUE_PLACE
};
enum { CLASS_SCHOOL, CLASS_YEAR, CLASS_NAME, CLASS_SESSIONS };
enum {
    PERSON_UNIT,
    PERSON_LOGIN,
    PERSON_NAME,
    PERSON_NUMBER,
    PERSON_TITLE,
    PERSON_ROLE,
    PERSON_YEAR,
    PERSON_CLASS,
    PERSON_SUBJECT,
    PERSON_FROM
};
enum {
    PUPIL_SCHOOL,
    PUPIL_YEAR,
    PUPIL_CLASS,
    PUPIL_GRADE,
    PUPIL_CODE,
    PUPIL_NAME,
    PUPIL_BIRTH,
    PUPIL_NUMBER
};

struct importing {
    struct app *app;
    struct province_data *data;
    struct province_report *report;
    const char *school; /* code of the one at hand; NULL: the units */
    struct unit unit;
    struct school_class class;     /* of the row before; id NULL: none */
    LIST(const char *) made;       /* people and pupils of this transaction: ids */
    struct province_report counts; /* of the transaction at hand ... */
    size_t problems;               /* ... and those there were before it */
    bool refused;
};

/* --- rows ------------------------------------------------------------------------------------- */

static enum status
read_date(const char *text, const char *label, struct date *date, struct error *err)
{
    *date = (struct date){0};
    if (!text || date_parse_iso(span_of(text), date) || date_parse_vietnamese(span_of(text), date))
        return OK;
    return fail(err, INVALID, "%s “%s” không phải một ngày, viết như 10/12/2014.", label, text);
}

static enum status
read_int(const char *text, const char *label, int min, int max, int *number, struct error *err)
{
    *number = 0;
    if (!text || text_to_int(text, min, max, number))
        return OK;
    return fail(err, INVALID, "%s “%s” phải từ %d đến %d.", label, text, min, max);
}

static enum status
add_unit(struct importing *work, const struct province_row *row, bool *there, struct error *err)
{
    const char *const *cells = row->cells;
    struct unit unit = {.kind = cells[UNIT_KIND],
                        .code = cells[UNIT_CODE],
                        .name = cells[UNIT_NAME],
                        .commune = cells[UNIT_COMMUNE_NAME],
                        .district = cells[UNIT_DISTRICT_NAME],
                        .province = cells[UNIT_PROVINCE_NAME],
                        .issue_place = cells[UNIT_ISSUE_PLACE]};
    struct unit found;

    enum status status =
        store_find_unit_by_code(work->app->store, NULL, unit.code, work->app->arena, &found, err);
    *there = status == OK;
    if (status != NOT_FOUND)
        return status;
    return unit_add(work->app, &unit, cells[UNIT_PARENT], err);
}

static enum status
year_get(struct importing *work, const char *year, struct error *err)
{
    struct school_year found;

    enum status status =
        store_find_year(work->app->store, work->unit.id, year, work->app->arena, &found, err);
    if (status != NOT_FOUND)
        return status;
    return year_open(work->app, work->unit.id, year, err);
}

/* The class, made when it is not there; the last one is remembered, for rows stand by class. */
static enum status
class_get(struct importing *work, const char *year, const char *name, int sessions, bool *there,
          struct error *err)
{
    struct app *app = work->app;

    *there = true;
    if (work->class.id && text_equal(work->class.year, year) && text_equal(work->class.name, name))
        return OK;
    TRY(year_get(work, year, err));
    enum status status = store_find_class_by_name(app->store, work->unit.id, year, name, app->arena,
                                                  &work->class, err);
    if (status != NOT_FOUND)
        return status;
    *there = false;
    work->class = (struct school_class){
        .unit = work->unit.id, .year = year, .name = name, .sessions_per_day = sessions};
    return class_add(app, &work->class, err);
}

static enum status
add_class(struct importing *work, const struct province_row *row, bool *there, struct error *err)
{
    int sessions;

    TRY(read_int(row->cells[CLASS_SESSIONS], "Số buổi mỗi ngày", 1, 2, &sessions, err));
    return class_get(work, row->cells[CLASS_YEAR], row->cells[CLASS_NAME], sessions, there, err);
}

/* Does the person have that assignment already? */
static bool
has_assignment(const struct assignments *held, const struct assignment *wanted,
               const char *class_id)
{
    for (size_t i = 0; i < held->list.count; i++) {
        const struct assignment *one = &held->list.items[i];
        if (text_equal(one->role, wanted->role) && text_equal(one->year, wanted->year) &&
            one->grade == wanted->grade && (one->grade || text_equal(one->class_id, class_id)) &&
            text_equal(one->subject, wanted->subject))
            return true;
    }
    return false;
}

/* --- is it who stands there already? ---------------------------------------------------------- */

static bool
was_made(const struct importing *work, const char *id)
{
    for (size_t i = 0; i < work->made.count; i++)
        if (text_equal(work->made.items[i], id))
            return true;
    return false;
}

static bool
same_name(const struct importing *work, const char *a, const char *b)
{
    struct arena *arena = work->app->arena;

    return text_equal(unicode_name_key(arena, a), unicode_name_key(arena, b));
}

static bool
both_and_other(const char *a, const char *b)
{
    return a && b && !text_equal(a, b);
}

/* What stood there before the tables is left alone, corrected or not; but a code that is somebody
 * else's would lose who is meant.  Of the same tables one difference is enough. */
static enum status
check_person(const struct importing *work, const struct person *person, const char *const *cells,
             struct error *err)
{
    bool other = !same_name(work, person->name, cells[PERSON_NAME]) &&
                 (was_made(work, person->id) ||
                  both_and_other(person->personal_number, cells[PERSON_NUMBER]));

    return other ? fail(err, CONFLICT, "Tên đăng nhập “%s” đã là của %s; mỗi người một tên.",
                        cells[PERSON_LOGIN], person->name)
                 : OK;
}

static enum status
check_pupil(const struct importing *work, const struct pupil *pupil, const char *const *cells,
            struct error *err)
{
    bool name = same_name(work, pupil->name, cells[PUPIL_NAME]);
    struct date birth;

    TRY(read_date(cells[PUPIL_BIRTH], "Ngày sinh", &birth, err));
    bool fact = date_compare(birth, pupil->birth_date) != 0 ||
                both_and_other(pupil->personal_number, cells[PUPIL_NUMBER]);
    bool other = was_made(work, pupil->id) ? !name || fact : !name && fact;
    return other ? fail(err, CONFLICT,
                        "Mã học sinh “%s” ở trường này đã là của %s; mỗi em một mã, ngày sinh và "
                        "số định danh của em ấy ghi như nhau.",
                        cells[PUPIL_CODE], pupil->name)
                 : OK;
}

/* As `hocba person add` has it, or in the words that the screens use. */
static const char *
role_of(const struct importing *work, const char *text)
{
    struct arena *arena = work->app->arena;

    for (size_t i = 0; text && i < ROLE_COUNT; i++)
        if (text_equal(unicode_fold_key(arena, role_table[i].word), unicode_fold_key(arena, text)))
            return role_table[i].key;
    return text;
}

static enum status
assign(struct importing *work, const struct person *person, const struct province_row *row,
       bool *there, struct error *err)
{
    struct app *app = work->app;
    const char *const *cells = row->cells;
    struct assignment wanted = {.person = person->id,
                                .unit = work->unit.id,
                                .role = role_of(work, cells[PERSON_ROLE]),
                                .year = cells[PERSON_YEAR],
                                .subject = cells[PERSON_SUBJECT]};
    const char *class = cells[PERSON_CLASS];
    struct assignments held = {0};
    bool class_there;

    if (!wanted.role)
        return OK;
    if (class && text_equal(wanted.role, role_key(ROLE_GRADE_HEAD))) { /* there, the grade */
        wanted.grade = text_is_digits(class, 1) ? *class - '0' : 0;
        class = NULL;
    }
    TRY(read_date(cells[PERSON_FROM], "Từ ngày", &wanted.from, err));
    if (class && !wanted.year)
        return fail(err, INVALID, "Phân công theo lớp cần “Năm học”.");
    if (class)
        TRY(class_get(work, wanted.year, class, 2, &class_there, err));
    struct assignment_filter filter = {.unit = work->unit.id, .person = person->id};
    TRY(store_list_assignments(app->store, &filter, app->arena, &held, err));
    if (has_assignment(&held, &wanted, class ? work->class.id : NULL))
        return OK;
    *there = false;
    return assignment_add(app, &wanted, class, err);
}

static enum status
add_person(struct importing *work, const struct province_row *row, bool *there, struct error *err)
{
    struct app *app = work->app;
    const char *const *cells = row->cells;
    struct person person;

    enum status status =
        store_find_person_by_login(app->store, cells[PERSON_LOGIN], app->arena, &person, err);
    *there = status == OK;
    if (status != OK && status != NOT_FOUND)
        return status;
    if (*there && !text_equal(person.unit, work->unit.id))
        return fail(err, CONFLICT, "Tên đăng nhập “%s” là của người ở đơn vị khác.",
                    cells[PERSON_LOGIN]);
    if (*there)
        TRY(check_person(work, &person, cells, err));
    if (!*there) {
        person = (struct person){.unit = work->unit.id,
                                 .login = cells[PERSON_LOGIN],
                                 .name = cells[PERSON_NAME],
                                 .personal_number = cells[PERSON_NUMBER],
                                 .title = cells[PERSON_TITLE]};
        TRY(person_add(app, &person, err));
        *list_add(app->arena, work->made) = person.id;
    }
    return assign(work, &person, row, there, err);
}

static enum status
add_pupil(struct importing *work, const struct province_row *row, bool *there, struct error *err)
{
    struct app *app = work->app;
    const char *const *cells = row->cells;
    struct pupil pupil;
    struct enrolled enrolled;
    int grade;

    TRY(read_int(cells[PUPIL_GRADE], "Khối", 1, 5, &grade, err));
    TRY(class_get(work, cells[PUPIL_YEAR], cells[PUPIL_CLASS], 2, there, err));
    enum status status = store_find_pupil_by_code(app->store, work->unit.id, cells[PUPIL_CODE],
                                                  app->arena, &pupil, err);
    if (status == NOT_FOUND) {
        *there = false;
        pupil = (struct pupil){.unit = work->unit.id,
                               .code = cells[PUPIL_CODE],
                               .name = cells[PUPIL_NAME],
                               .personal_number = cells[PUPIL_NUMBER]};
        TRY(read_date(cells[PUPIL_BIRTH], "Ngày sinh", &pupil.birth_date, err));
        TRY(pupil_add(app, &pupil, &work->class, grade, err));
        *list_add(app->arena, work->made) = pupil.id;
        return OK;
    }
    TRY(status);
    TRY(check_pupil(work, &pupil, cells, err));
    status = enrolment_find(app, pupil.id, cells[PUPIL_YEAR], &enrolled, err);
    *there = status != NOT_FOUND;
    return *there ? status : pupil_enrol(app, &pupil, &work->class, grade, err);
}

/* --- one transaction -------------------------------------------------------------------------- */

static const struct {
    enum status (*add)(struct importing *work, const struct province_row *row, bool *there,
                       struct error *err);
    size_t unit; /* the column of the school's code */
} kinds[PROVINCE_KINDS] = {
    [PROVINCE_UNITS] = {add_unit, UNIT_CODE},
    [PROVINCE_CLASSES] = {add_class, CLASS_SCHOOL},
    [PROVINCE_PEOPLE] = {add_person, PERSON_UNIT},
    [PROVINCE_PUPILS] = {add_pupil, PUPIL_SCHOOL},
};

/* What the row itself is to blame for; anything else stops the whole. */
static bool
is_the_row_s(enum status status)
{
    return status == USAGE || status == INVALID || status == NOT_FOUND || status == CONFLICT ||
           status == DENIED;
}

static enum status
add_rows(struct importing *work, enum province_kind kind, struct error *err)
{
    for (size_t i = 0; i < work->data->rows[kind].count; i++) {
        const struct province_row *row = &work->data->rows[kind].items[i];
        bool there = false;
        if (work->school && !text_equal(row->cells[kinds[kind].unit], work->school))
            continue;
        enum status status = kinds[kind].add(work, row, &there, err);
        if (status != OK && is_the_row_s(status)) {
            province_note(work->data, work->app->arena, row, 0, err->message);
            work->refused = true;
        }
        TRY(status);
        if (there)
            work->counts.there[kind]++;
        else
            work->counts.made[kind]++;
    }
    return OK;
}

/* The first row that names the unit at hand. */
static const struct province_row *
first_row(const struct importing *work)
{
    for (enum province_kind kind = PROVINCE_CLASSES; kind < PROVINCE_KINDS; kind++)
        for (size_t i = 0; i < work->data->rows[kind].count; i++) {
            const struct province_row *row = &work->data->rows[kind].items[i];
            if (text_equal(row->cells[kinds[kind].unit], work->school))
                return row;
        }
    return NULL;
}

static enum status
find_unit(struct importing *work, struct error *err)
{
    enum status status = unit_find(work->app, work->school, &work->unit, err);

    if (status == NOT_FOUND) {
        province_note(work->data, work->app->arena, first_row(work), 0, err->message);
        work->refused = true;
    }
    return status;
}

/* The units, or one school with everything that is its own.  A second attempt begins anew. */
static enum status
add_part(struct store *store, void *context, struct error *err)
{
    struct importing *work = context;

    (void)store;
    work->counts = (struct province_report){0};
    work->class = (struct school_class){0};
    work->made.count = 0;
    work->data->problems.count = work->problems;
    work->refused = false;
    if (!work->school)
        return add_rows(work, PROVINCE_UNITS, err);
    TRY(find_unit(work, err));
    TRY(add_rows(work, PROVINCE_CLASSES, err));
    TRY(add_rows(work, PROVINCE_PEOPLE, err));
    return add_rows(work, PROVINCE_PUPILS, err);
}

static enum status
run_part(struct importing *work, struct error *err)
{
    work->problems = work->data->problems.count;
    enum status status = store_transact(work->app->store, add_part, work, err);

    if (status != OK)
        return work->refused ? OK : status;
    for (size_t i = 0; i < PROVINCE_KINDS; i++) {
        work->report->made[i] += work->counts.made[i];
        work->report->there[i] += work->counts.there[i];
    }
    return OK;
}

/* --- the province ----------------------------------------------------------------------------- */

struct codes {
    LIST(const char *) list;
};

/* Rows of one school stand together, mostly. */
static void
add_code(struct codes *codes, struct arena *arena, const char *code)
{
    for (size_t i = codes->list.count; i > 0; i--)
        if (text_equal(codes->list.items[i - 1], code))
            return;
    *list_add(arena, codes->list) = code;
}

static enum status
run_all(struct store *store, void *context, struct error *err)
{
    struct importing *work = context;
    struct app *app = work->app;
    struct codes codes = {0};

    (void)store;
    *work->report = (struct province_report){0};
    work->school = NULL;
    TRY(run_part(work, err));
    if (work->refused)
        return OK; /* schools without their units would only repeat it */
    for (enum province_kind kind = PROVINCE_CLASSES; kind < PROVINCE_KINDS; kind++)
        for (size_t i = 0; i < work->data->rows[kind].count; i++)
            add_code(&codes, app->arena, work->data->rows[kind].items[i].cells[kinds[kind].unit]);
    for (size_t i = 0; i < codes.list.count; i++) {
        work->school = codes.list.items[i];
        TRY(run_part(work, err));
        if (work->refused)
            work->report->refused++;
        else
            work->report->schools++;
        app_progress(app, "Nhập", i + 1, codes.list.count);
    }
    return OK;
}

static const enum status ROLLED_BACK = UNDECIDED;

/* Only to take it back. */
static enum status
try_all(struct store *store, void *context, struct error *err)
{
    TRY(run_all(store, context, err));
    return fail(err, ROLLED_BACK, "Chạy thử.");
}

enum status
province_import(struct app *app, struct province_data *data, bool write,
                struct province_report *report, struct error *err)
{
    struct importing work = {.app = app, .data = data, .report = report};

    *report = (struct province_report){0};
    TRY(access_check(app, MAY_MANAGE_UNITS, NULL, err));
    if (data->problems.count > 0)
        return OK;
    if (write)
        return run_all(app->store, &work, err);
    enum status status = store_transact(app->store, try_all, &work, err);
    return status == ROLLED_BACK ? OK : status;
}
