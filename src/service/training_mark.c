/* SPDX-License-Identifier: Apache-2.0 */
#include "service/training.h"

#include "base/unicode.h"
#include "service/access.h"
#include "sheet/table_write.h"
#include "store/people.h"

/* --- who may be marked ------------------------------------------------------------------------ */

enum status
training_may_mark(struct app *app, const char *school, bool *may, struct error *err)
{
    struct error refused;
    enum status status = access_check(app, MAY_MARK_TRAINING, school, &refused);

    *may = status == OK;
    if (status == OK || status == DENIED)
        return OK;
    *err = refused;
    return status;
}

static const struct training_total *
find_school(const struct training *training, const char *id)
{
    for (size_t i = 0; i < training->totals.list.count; i++)
        if (text_equal(training->totals.list.items[i].school, id))
            return &training->totals.list.items[i];
    return NULL;
}

static const struct training_person *
find_listed(const struct training_people *people, const char *login)
{
    for (size_t i = 0; i < people->list.count; i++)
        if (text_equal(people->list.items[i].login, login))
            return &people->list.items[i];
    return NULL;
}

/* Marks are of a session that has begun and counts. */
static enum status
load_to_mark(struct app *app, const char *code, struct training *training,
             struct training_people *people, struct error *err)
{
    TRY(training_load(app, code, training, people, err));
    if (training->it.cancelled)
        return fail(err, CONFLICT, "Buổi tập huấn này đã huỷ. Chưa ghi gì.");
    if (date_compare(app_today(app), training->it.held_on) < 0)
        return fail(err, CONFLICT,
                    "Buổi tập huấn chưa diễn ra, nên chưa ghi được ai đã dự. Chưa ghi gì.");
    return OK;
}

/* Expected there, or of a school that was invited. */
static enum status
find_to_mark(struct app *app, const struct training *training, const struct training_people *people,
             const char *login, struct training_person *found, struct error *err)
{
    const struct training_person *listed = find_listed(people, login);
    struct person person;

    if (listed) {
        *found = *listed;
        return access_check(app, MAY_MARK_TRAINING, found->school, err);
    }
    enum status status = store_find_person_by_login(app->store, login, app->arena, &person, err);
    if (status == NOT_FOUND || (status == OK && !find_school(training, person.unit)))
        return fail(err, INVALID,
                    "“%s” không phải người của trường được mời. Chưa ghi ai; hãy sửa rồi gửi lại.",
                    login);
    TRY(status);
    *found = (struct training_person){
        .id = person.id, .login = person.login, .name = person.name, .school = person.unit};
    return access_check(app, MAY_MARK_TRAINING, found->school, err);
}

/* --- marking ---------------------------------------------------------------------------------- */

struct marking {
    struct app *app;
    const char *code, *school; /* school NULL: only the logins that are told */
    const char *const *logins;
    size_t count;
    bool attended;
    struct training_marked *marked;
};

static enum status
mark_one(const struct marking *it, const struct training *training,
         const struct training_person *person, bool attended, struct error *err)
{
    struct stamp stamp = app_stamp(it->app, NULL);

    if (person->attended == attended) {
        it->marked->unchanged++;
        return OK;
    }
    it->marked->changed++;
    return store_add_training_mark(it->app->store, training->it.id, person->id, attended, &stamp,
                                   err);
}

static bool
is_told(const struct marking *it, const char *login)
{
    for (size_t i = 0; i < it->count; i++)
        if (text_equal(it->logins[i], login))
            return true;
    return false;
}

static bool
is_repeated(const struct marking *it, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (text_equal(it->logins[i], it->logins[at]))
            return true;
    return false;
}

/* Whoever of the school is listed and was not told is taken back. */
static enum status
take_back_rest(const struct marking *it, const struct training *training,
               const struct training_people *people, struct error *err)
{
    for (size_t i = 0; i < people->list.count; i++) {
        const struct training_person *person = &people->list.items[i];
        if (text_equal(person->school_code, it->school) && !is_told(it, person->login))
            TRY(mark_one(it, training, person, false, err));
    }
    return OK;
}

static enum status
mark_all(struct store *store, void *context, struct error *err)
{
    const struct marking *it = context;
    struct training_people people = {0};
    struct training_person person;
    struct training training;

    (void)store;
    *it->marked = (struct training_marked){0};
    TRY(load_to_mark(it->app, it->code, &training, &people, err));
    for (size_t i = 0; i < it->count; i++) {
        if (is_repeated(it, i))
            continue;
        TRY(find_to_mark(it->app, &training, &people, it->logins[i], &person, err));
        TRY(mark_one(it, &training, &person, it->attended, err));
    }
    return it->school ? take_back_rest(it, &training, &people, err) : OK;
}

static enum status
mark(struct marking *it, struct error *err)
{
    if (it->count > TRAINING_MARKS_MAX)
        return fail(err, USAGE, "Một lần ghi được nhiều nhất %d người. Chưa ghi ai.",
                    TRAINING_MARKS_MAX);
    return store_transact(it->app->store, mark_all, it, err);
}

enum status
training_mark(struct app *app, const char *code, const char *const *logins, size_t count,
              bool attended, struct training_marked *marked, struct error *err)
{
    struct marking it = {app, code, NULL, logins, count, attended, marked};

    if (count == 0)
        return fail(err, USAGE, "Chưa có tên ai. Chưa ghi gì.");
    return mark(&it, err);
}

enum status
training_mark_school(struct app *app, const char *code, const char *school,
                     const char *const *logins, size_t count, struct training_marked *marked,
                     struct error *err)
{
    struct marking it = {app, code, school, logins, count, true, marked};
    struct training training;

    TRY(training_find(app, code, &training, err));
    for (size_t i = 0; i < training.totals.list.count; i++)
        if (text_equal(training.totals.list.items[i].school_code, school)) {
            TRY(access_check(app, MAY_MARK_TRAINING, training.totals.list.items[i].school, err));
            return mark(&it, err);
        }
    return fail(err, NOT_FOUND, "Trường %s không được mời dự buổi tập huấn này.", school);
}

/* --- a pasted list ---------------------------------------------------------------------------- */

/* Who belongs to the invited schools; the key of each name is made once. */
struct named {
    struct person person;
    const char *key;
};
struct roll {
    LIST(struct named) list;
};

/* A login, or the whole name of one person of the invited schools. */
static enum status
read_name(struct app *app, const struct roll *roll, const char *text, struct text_list *logins,
          struct error *err)
{
    const char *key = unicode_name_key(app->arena, text);
    const struct person *found = NULL;

    for (size_t i = 0; i < roll->list.count; i++) {
        const struct person *one = &roll->list.items[i].person;
        if (text_equal(one->login, text)) {
            found = one;
            break;
        }
        if (!text_equal(roll->list.items[i].key, key))
            continue;
        if (found)
            return fail(err, INVALID,
                        "Có hai người tên %s (%s, %s). Hãy ghi tên đăng nhập. Chưa ghi ai.", text,
                        found->login, one->login);
        found = one;
    }
    if (!found)
        return fail(err, INVALID,
                    "Không thấy “%s” trong các trường được mời. Chưa ghi ai; hãy sửa rồi gửi lại.",
                    text);
    *list_add(app->arena, logins->list) = found->login;
    return OK;
}

static enum status
load_roll(struct app *app, const char *code, struct roll *roll, struct error *err)
{
    struct training training;

    TRY(training_find(app, code, &training, err));
    for (size_t i = 0; i < training.totals.list.count; i++) {
        struct people school = {0};
        TRY(store_list_people(app->store, training.totals.list.items[i].school, app->arena, &school,
                              err));
        for (size_t k = 0; k < school.list.count; k++)
            *list_add(app->arena, roll->list) = (struct named){
                school.list.items[k], unicode_name_key(app->arena, school.list.items[k].name)};
    }
    return OK;
}

enum status
training_read_names(struct app *app, const char *code, const char *text, struct text_list *logins,
                    struct error *err)
{
    struct roll roll = {0};

    TRY(load_roll(app, code, &roll, err));
    for (text = text ? text : ""; *text;) {
        size_t size = strcspn(text, "\r\n,;");
        const char *name = text_squeeze(app->arena, arena_copy(app->arena, text, size));
        if (logins->list.count >= TRAINING_MARKS_MAX)
            return fail(err, USAGE, "Một lần ghi được nhiều nhất %d người. Chưa ghi ai.",
                        TRAINING_MARKS_MAX);
        if (*name)
            TRY(read_name(app, &roll, name, logins, err));
        text += size;
        text += strspn(text, "\r\n,;");
    }
    return OK;
}

/* --- as a table ------------------------------------------------------------------------------- */

static void
add_text(struct app *app, struct sheet_table *table, const char *text)
{
    *list_add(app->arena, table->cells) = (struct sheet_cell){.text = text ? text : ""};
}

static void
add_number(struct app *app, struct sheet_table *table, int64_t number)
{
    *list_add(app->arena, table->cells) = (struct sheet_cell){.number = number};
}

static void
add_line(struct app *app, struct sheet_table *table, const struct training_person *person)
{
    char text[MOMENT_TEXT_SIZE];
    bool marked = person->marked_by != NULL;

    add_text(app, table, person->school_code);
    add_text(app, table, person->school_name);
    add_text(app, table, person->login);
    add_text(app, table, person->name);
    add_number(app, table, person->expected);
    add_number(app, table, person->attended);
    add_text(app, table,
             marked ? arena_text(app->arena, moment_write(person->marked, text)) : NULL);
    add_text(app, table, person->marked_by);
}

enum status
training_file(struct app *app, const struct training *training,
              const struct training_people *people, bool workbook, struct span *bytes,
              struct error *err)
{
    char day[DATE_TEXT_SIZE], now[MOMENT_TEXT_SIZE];
    struct sheet_table table = {
        .name = "Dự tập huấn",
        .date = training->it.held_on,
        .title = arena_printf(app->arena, "%s – %s, ngày %s", training->it.code, training->it.title,
                              date_write_vietnamese(training->it.held_on, day)),
        .columns = {{"Mã trường", 12, false},
                    {"Trường", 36, false},
                    {"Tên đăng nhập", 16, false},
                    {"Họ và tên", 28, false},
                    {"Thuộc diện dự", 10, true},
                    {"Đã dự", 8, true},
                    {"Ghi lúc", 26, false},
                    {"Người ghi", 28, false}},
        .column_count = 8};

    table.notes[0] = arena_printf(app->arena, "Lập lúc %s", moment_write(app_now(app), now));
    table.notes[1] = arena_printf(app->arena, "Dự %lld trên %lld người thuộc diện; thêm %lld người",
                                  (long long)training->attended, (long long)training->expected,
                                  (long long)training->others);
    for (size_t i = 0; i < people->list.count; i++)
        add_line(app, &table, &people->list.items[i]);
    return workbook ? xlsx_write_table(&table, app->arena, bytes, err)
                    : csv_write_table(&table, app->arena, bytes, err);
}
