/* SPDX-License-Identifier: Apache-2.0
 *
 * A class, loaded once per file in a handful of queries.
 */
#include "service/import_class.h"

#include "base/unicode.h"
#include "service/access.h"
#include "store/decisions.h"
#include "store/drafts.h"
#include "store/records.h"

const char *
known_value_get(const struct known_pupil *pupil, const char *key)
{
    for (size_t i = 0; i < pupil->values.count; i++) {
        if (strcmp(pupil->values.items[i].key, key) == 0)
            return pupil->values.items[i].value;
    }
    return NULL;
}

void
known_value_put(struct import_run *run, struct known_pupil *pupil, const char *key,
                const char *value, bool of_pupil)
{
    for (size_t i = 0; i < pupil->values.count; i++) {
        if (strcmp(pupil->values.items[i].key, key) == 0) {
            pupil->values.items[i].value = value;
            return;
        }
    }
    *list_add(run->app->arena, pupil->values) = (struct known_value){key, value, of_pupil};
}

static struct known_pupil *
find_by_enrolment(struct known_class *class, const char *enrolment)
{
    for (size_t i = 0; i < class->pupils.count; i++) {
        if (text_equal(class->pupils.items[i].enrolment, enrolment))
            return &class->pupils.items[i];
    }
    return NULL;
}

static enum status
load_values(struct import_run *run, struct known_class *class, struct error *err)
{
    struct draft_values values = {0};
    struct known_pupil *pupil = NULL;

    TRY(store_list_class_values(run->app->store, class->class.id, run->app->arena, &values, err));
    for (size_t i = 0; i < values.list.count; i++) {
        const struct draft_value *value = &values.list.items[i];
        /* They come by enrolment: the pupil of the value before is mostly the right one. */
        if (!pupil || !text_equal(pupil->enrolment, value->enrolment))
            pupil = find_by_enrolment(class, value->enrolment);
        if (pupil)
            *list_add(run->app->arena, pupil->values) =
                (struct known_value){value->key, value->value, value->of_pupil};
    }
    return OK;
}

/* --- reasons, which are decisions and no fields ------------------------------------------------
 */

static const struct import_reason reasons[] = {
    {"ly_do_chua_co_so_dinh_danh", DECISION_NO_NUMBER_REASON, "Lý do chưa có số định danh"},
    {"ly_do_khong_co_ten_me", DECISION_NO_MOTHER_REASON, "Lý do không có họ tên mẹ"},
};

const struct import_reason *
import_reason_find(const char *key)
{
    for (size_t i = 0; i < COUNT_OF(reasons); i++) {
        if (text_equal(key, reasons[i].key))
            return &reasons[i];
    }
    return NULL;
}

static void
put_reason(struct import_run *run, struct known_class *class, const struct decision *decision)
{
    for (size_t i = 0; i < COUNT_OF(reasons); i++) {
        if (!text_equal(decision->kind, reasons[i].kind))
            continue;
        for (size_t j = 0; j < class->pupils.count; j++) {
            struct known_pupil *pupil = &class->pupils.items[j];
            if (text_equal(pupil->pupil.id, decision->subject))
                known_value_put(run, pupil, reasons[i].key, decision->text, true);
        }
    }
}

/* Oldest first, so that the newest stands. */
static enum status
load_reasons(struct import_run *run, struct known_class *class, struct error *err)
{
    struct decisions decisions = {0};

    TRY(store_list_class_decisions(run->app->store, class->class.id, run->app->arena, &decisions,
                                   err));
    for (size_t i = 0; i < decisions.list.count; i++)
        put_reason(run, class, &decisions.list.items[i]);
    return OK;
}

static enum status
load_states(struct import_run *run, struct known_class *class, struct error *err)
{
    struct record_filter filter = {.class_id = class->class.id, .current = true};
    struct record_rows rows = {0};

    TRY(store_list_records(run->app->store, &filter, run->app->arena, &rows, err));
    for (size_t i = 0; i < rows.list.count; i++) {
        struct known_pupil *pupil = find_by_enrolment(class, rows.list.items[i].enrolment);
        if (!pupil)
            continue;
        pupil->record = rows.list.items[i].uuid;
        pupil->record_state = rows.list.items[i].state;
    }
    return OK;
}

static enum status
load_class(struct import_run *run, struct known_class *class, struct error *err)
{
    struct enrolments enrolments = {0};

    TRY(store_list_class_enrolments(run->app->store, class->class.id, run->app->arena, &enrolments,
                                    err));
    for (size_t i = 0; i < enrolments.list.count; i++) {
        const struct enrolled *enrolled = &enrolments.list.items[i];
        struct known_pupil *pupil = list_add(run->app->arena, class->pupils);
        pupil->pupil = enrolled->pupil;
        pupil->enrolment = enrolled->enrolment.id;
        pupil->grade = enrolled->enrolment.grade;
        pupil->name_key = unicode_name_key(run->app->arena, enrolled->pupil.name);
    }
    TRY(load_values(run, class, err));
    TRY(load_reasons(run, class, err));
    return load_states(run, class, err);
}

/* --- a class that does not exist yet --------------------------------------------------------- */

static void
refuse_missing(struct import_run *run, struct known_class *class, bool create)
{
    const char *command = arena_printf(run->app->arena, "“hocba class add --year %s --name %s”",
                                       class->year, class->name);

    if (create)
        class->refusal =
            arena_printf(run->app->arena,
                         "Chưa có lớp %s và không rõ khối lớp từ tên lớp; hãy thêm cột “Khối” vào "
                         "tệp, hoặc thêm lớp bằng %s rồi nhập lại.",
                         class->name, command);
    else
        class->refusal = arena_printf(run->app->arena,
                                      "Chưa có lớp %s trong năm học %s; hãy nhập hồ sơ học sinh "
                                      "của lớp trước, hoặc thêm lớp bằng %s.",
                                      class->name, class->year, command);
}

static enum status
make_class(struct import_run *run, struct known_class *class, struct error *err)
{
    struct school_class made = {
        .unit = run->order->unit_id, .year = class->year, .name = class->name};

    TRY(class_add(run->app, &made, err));
    class->class = made;
    *list_add(run->app->arena, run->report->problems) = (struct import_problem){
        .severity = IMPORT_NOTICE,
        .message = arena_printf(run->app->arena,
                                "Lớp %s của năm học %s được tạo theo tệp này (2 buổi mỗi ngày).",
                                class->name, class->year)};
    return OK;
}

static enum status
find_or_make(struct import_run *run, struct known_class *class, bool create, struct error *err)
{
    enum status status = store_find_class_by_name(run->app->store, run->order->unit_id, class->year,
                                                  class->name, run->app->arena, &class->class, err);

    if (status != NOT_FOUND)
        return status;
    class->class.id = NULL;
    if (create && run->grade)
        return make_class(run, class, err);
    refuse_missing(run, class, create);
    return OK;
}

static enum status
open_class(struct import_run *run, struct known_class *class, bool create, struct error *err)
{
    struct app *app = run->app;
    enum status status = year_rules_load(app, run->order->unit_id, class->year, &class->rules, err);

    if (status == OK)
        status = year_check_open(&class->rules, err);
    if (status == NOT_FOUND || status == CONFLICT || status == INVALID) {
        class->refusal = arena_text(app->arena, err->message);
        return OK;
    }
    TRY(status);
    TRY(find_or_make(run, class, create, err));
    return class->class.id ? load_class(run, class, err) : OK;
}

enum status
known_class_get(struct import_run *run, const char *year, const char *name, bool create,
                struct known_class **found, struct error *err)
{
    for (size_t i = 0; i < run->classes.count; i++) {
        struct known_class *class = run->classes.items[i];
        if (text_equal(class->year, year) && text_equal(class->name, name)) {
            *found = class;
            return OK;
        }
    }
    struct known_class *class = arena_make(run->app->arena, struct known_class);
    class->year = year;
    class->name = name;
    TRY(open_class(run, class, create, err));
    *list_add(run->app->arena, run->classes) = class;
    *found = class;
    return OK;
}
