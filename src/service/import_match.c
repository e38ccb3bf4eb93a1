/* SPDX-License-Identifier: Apache-2.0
 *
 * Who a row is about: code, then personal number, then name with birth date. Doubt is never
 * guessed away.
 */
#include "base/unicode.h"
#include "service/import_class.h"

/* What a row says of the pupil, ready to compare. */
struct identity {
    const struct import_row *row;
    const struct known_class *class;
    const char *name_key, *fold_key; /* NULL when the row has no name */
    bool profile;                    /* whose name may correct the one that is kept */
};

static bool
same_name(const struct identity *who, const struct known_pupil *pupil)
{
    return who->name_key && text_equal(who->name_key, pupil->name_key);
}

static bool
other_birth(const struct identity *who, const struct pupil *pupil)
{
    return !date_is_none(who->row->birth_date) && !date_is_none(pupil->birth_date) &&
           date_compare(who->row->birth_date, pupil->birth_date) != 0;
}

static bool
name_is_anothers(const struct identity *who, const struct known_pupil *pupil)
{
    for (size_t i = 0; i < who->class->pupils.count; i++) {
        const struct known_pupil *other = &who->class->pupils.items[i];
        if (!text_equal(other->pupil.id, pupil->pupil.id) && same_name(who, other))
            return true;
    }
    return false;
}

/* Found by code or number, but the row says another name. It may be a correction (a profile with
 * the same birth date) or a slip (only accents differ); else it is doubt. */
static bool
is_doubtful(struct import_run *run, const struct identity *who, const struct known_pupil *pupil)
{
    if (!who->name_key || same_name(who, pupil))
        return false;
    if (other_birth(who, &pupil->pupil) || name_is_anothers(who, pupil))
        return true;
    if (text_equal(who->fold_key, unicode_fold_key(run->app->arena, pupil->pupil.name)))
        return false;
    return !who->profile || date_is_none(who->row->birth_date);
}

static const char *
doubt_of_identity(struct import_run *run, const struct identity *who, const char *by,
                  const struct known_pupil *pupil)
{
    char birth[DATE_TEXT_SIZE] = "không rõ";

    if (!date_is_none(pupil->pupil.birth_date))
        date_write_vietnamese(pupil->pupil.birth_date, birth);
    return arena_printf(run->app->arena,
                        "%s là của %s (sinh %s) nhưng hàng này ghi “%s”; không rõ là ai nên không "
                        "nhập. Hãy sửa mã hoặc tên.",
                        by, pupil->pupil.name, birth, who->row->name);
}

/* --- in the class ---------------------------------------------------------------------------- */

static struct known_pupil *
find_by_code(struct known_class *class, const char *code)
{
    for (size_t i = 0; code && i < class->pupils.count; i++) {
        if (text_equal(class->pupils.items[i].pupil.code, code))
            return &class->pupils.items[i];
    }
    return NULL;
}

static struct known_pupil *
find_by_number(struct known_class *class, const char *number, size_t *count)
{
    struct known_pupil *found = NULL;

    *count = 0;
    for (size_t i = 0; number && i < class->pupils.count; i++) {
        if (text_equal(class->pupils.items[i].pupil.personal_number, number)) {
            found = &class->pupils.items[i];
            (*count)++;
        }
    }
    return found;
}

static struct known_pupil *
find_by_name(struct known_class *class, const struct identity *who, size_t *count)
{
    struct known_pupil *found = NULL;

    *count = 0;
    for (size_t i = 0; i < class->pupils.count; i++) {
        struct known_pupil *pupil = &class->pupils.items[i];
        if (same_name(who, pupil) && !date_is_none(who->row->birth_date) &&
            date_compare(who->row->birth_date, pupil->pupil.birth_date) == 0) {
            found = pupil;
            (*count)++;
        }
    }
    return found;
}

/* A pupil with another code than the row's is another pupil, whatever the name. */
static bool
other_code(const struct import_row *row, const struct known_pupil *pupil)
{
    return row->code && pupil->pupil.code && !text_equal(row->code, pupil->pupil.code);
}

static struct known_pupil *
match_in_class(struct import_run *run, struct known_class *class, const struct identity *who,
               const char **reason)
{
    const struct import_row *row = who->row;
    struct arena *arena = run->app->arena;
    size_t count;

    struct known_pupil *pupil = find_by_code(class, row->code);
    if (pupil) {
        if (is_doubtful(run, who, pupil))
            *reason = doubt_of_identity(run, who, arena_printf(arena, "Mã học sinh %s", row->code),
                                        pupil);
        return pupil;
    }
    pupil = find_by_number(class, row->personal_number, &count);
    if (pupil) {
        if (count > 1 || other_code(row, pupil) || is_doubtful(run, who, pupil))
            *reason = doubt_of_identity(
                run, who, arena_printf(arena, "Số định danh %s", row->personal_number), pupil);
        return pupil;
    }
    pupil = find_by_name(class, who, &count);
    if (pupil && count > 1)
        *reason = arena_printf(arena,
                               "Lớp %s có %zu học sinh tên “%s” cùng ngày sinh; cần mã học sinh để "
                               "biết là ai.",
                               class->name, count, row->name);
    else if (pupil && other_code(row, pupil))
        *reason =
            arena_printf(arena,
                         "“%s” cùng tên, cùng ngày sinh với học sinh mã %s nhưng hàng này ghi "
                         "mã %s; không rõ là một hay hai em nên không nhập.",
                         row->name, pupil->pupil.code, row->code);
    return pupil;
}

/* --- in the school: a profile of a pupil who is not in the class yet -------------------------- */

static enum status
find_in_school(struct import_run *run, const struct identity *who, struct pupil *pupil, bool *found,
               const char **reason, struct error *err)
{
    const struct import_row *row = who->row;
    const char *unit = run->order->unit_id;
    struct app *app = run->app;
    struct pupils pupils = {0};

    *found = false;
    if (row->code) {
        enum status status =
            store_find_pupil_by_code(app->store, unit, row->code, app->arena, pupil, err);
        if (status != NOT_FOUND) {
            *found = status == OK;
            return status;
        }
    }
    if (row->personal_number)
        TRY(store_list_pupils_by_number(app->store, unit, row->personal_number, app->arena, &pupils,
                                        err));
    if (pupils.list.count == 0 && row->name && !date_is_none(row->birth_date))
        TRY(store_list_pupils_by_name(app->store, unit, row->name, row->birth_date, app->arena,
                                      &pupils, err));
    if (pupils.list.count == 0)
        return OK;
    *pupil = pupils.list.items[0];
    *found = true;
    if (pupils.list.count > 1 || (row->code && pupil->code))
        *reason = arena_printf(app->arena,
                               "Trường đã có %s (mã %s) cùng số định danh hoặc cùng tên và ngày "
                               "sinh với hàng này; không rõ có phải một em nên không nhập.",
                               pupil->name, pupil->code ? pupil->code : "chưa có");
    return OK;
}

/* Is the pupil in another class of that year? */
static enum status
check_free(struct import_run *run, const struct known_class *class, const struct pupil *pupil,
           const char **reason, struct error *err)
{
    struct enrolments years = {0};

    TRY(store_list_pupil_enrolments(run->app->store, pupil->id, run->app->arena, &years, err));
    for (size_t i = 0; i < years.list.count; i++) {
        const struct enrolled *other = &years.list.items[i];
        if (text_equal(other->year, class->year) && date_is_none(other->enrolment.to))
            *reason = arena_printf(run->app->arena,
                                   "%s đang học lớp %s trong năm học %s; muốn chuyển lớp hãy dùng "
                                   "hocba pupil move trước.",
                                   pupil->name, other->class_name, other->year);
    }
    return OK;
}

enum status
known_pupil_enrol(struct import_run *run, struct known_class *class, const struct pupil *pupil,
                  const struct stamp *stamp, struct known_pupil **known, struct error *err)
{
    struct app *app = run->app;
    struct enrolment enrolment = {.id = app_new_id(app),
                                  .pupil = pupil->id,
                                  .class_id = class->class.id,
                                  .grade = run->grade};

    TRY(store_add_enrolment(app->store, &enrolment, stamp, err));
    struct known_pupil *added = list_add(app->arena, class->pupils);
    added->pupil = *pupil;
    added->enrolment = enrolment.id;
    added->grade = enrolment.grade;
    added->name_key = unicode_name_key(app->arena, pupil->name);
    *known = added;
    return OK;
}

static enum status
match_in_school(struct import_run *run, struct known_class *class, const struct identity *who,
                struct known_pupil **found, const char **reason, struct error *err)
{
    struct pupil pupil;
    bool exists;

    TRY(find_in_school(run, who, &pupil, &exists, reason, err));
    if (!exists || *reason)
        return OK;
    struct known_pupil known = {.pupil = pupil,
                                .name_key = unicode_name_key(run->app->arena, pupil.name)};
    if (is_doubtful(run, who, &known)) {
        *reason = doubt_of_identity(
            run, who, arena_printf(run->app->arena, "Mã học sinh %s", who->row->code), &known);
        return OK;
    }
    TRY(check_free(run, class, &pupil, reason, err));
    if (*reason)
        return OK;
    struct stamp stamp = app_stamp(run->app, run->report->name);
    return known_pupil_enrol(run, class, &pupil, &stamp, found, err);
}

enum status
match_row(struct import_run *run, struct known_class *class, const struct import_row *row,
          bool profile, struct known_pupil **found, const char **reason, struct error *err)
{
    struct identity who = {.row = row, .class = class, .profile = profile};

    if (row->name) {
        who.name_key = unicode_name_key(run->app->arena, row->name);
        who.fold_key = unicode_fold_key(run->app->arena, row->name);
    }
    *reason = NULL;
    *found = match_in_class(run, class, &who, reason);
    if (*reason)
        *found = NULL;
    if (*found && !profile && row->name && !same_name(&who, *found))
        import_note(run, row, IMPORT_WARNING, "ho_va_ten",
                    arena_printf(run->app->arena, "Tên ghi ở đây là “%s”, trong hồ sơ là “%s”.",
                                 row->name, (*found)->pupil.name));
    if (*found || *reason)
        return OK;
    if (profile)
        return match_in_school(run, class, &who, found, reason, err);
    *reason = arena_printf(run->app->arena,
                           "“%s”%s%s không có trong danh sách lớp %s năm học %s%s; hãy nhập hồ sơ "
                           "học sinh trước hoặc sửa lại hàng này.",
                           row->name ? row->name : "Học sinh", row->code ? ", mã " : "",
                           row->code ? row->code : "", class->name, class->year,
                           !row->code && date_is_none(row->birth_date) ? " (hàng không có mã và "
                                                                         "ngày sinh)"
                                                                       : "");
    return OK;
}
