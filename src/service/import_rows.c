/* SPDX-License-Identifier: Apache-2.0
 *
 * One row into the store.
 */
#include <assert.h>

#include "base/unicode.h"
#include "model/state.h"
#include "service/access.h"
#include "service/draft.h"
#include "service/editing.h"
#include "service/flow.h"
#include "service/import_class.h"
#include "store/cells.h"
#include "store/decisions.h"
#include "store/drafts.h"

void
import_note(struct import_run *run, const struct import_row *row, enum import_severity severity,
            const char *key, const char *message)
{
    *list_add(run->app->arena, run->report->problems) =
        (struct import_problem){.severity = severity,
                                .sheet = run->report->file.sheets.items[row->sheet].name,
                                .row = row->number,
                                .key = key,
                                .value = key ? import_row_value(row, key) : NULL,
                                .message = message};
}

static enum status
refuse_row(struct import_run *run, const struct import_row *row, const char *reason)
{
    import_note(run, row, IMPORT_ERROR, NULL, reason);
    run->report->refused++;
    return OK;
}

/* --- labels ---------------------------------------------------------------------------------- */

const char *
value_label(const char *key, struct arena *arena)
{
    static const char *const parts[] = {
        [SUBJECT_LEVEL] = "mức đạt được", [SUBJECT_MARK] = "điểm", [SUBJECT_COMMENT] = "nhận xét"};
    const struct subject *subject;
    enum subject_part part;
    enum period period;
    const char *label = key;

    if (subject_key_parse(key, &subject, &part, &period)) {
        label = arena_printf(arena, "%s: %s", subject->short_name, parts[part]);
    } else {
        const struct field *field = field_key_parse(key, &period);
        const struct import_reason *reason = import_reason_find(key);
        if (!field)
            return reason ? reason->label : key;
        label = field->label;
    }
    return period == PERIOD_END_2 ? label
                                  : arena_printf(arena, "%s (%s)", label, period_name(period));
}

/* The column of the row's value; 0: the file has none of it. */
static size_t
column_of(const struct import_row *row, const char *key)
{
    for (size_t i = 0; i < row->values.count; i++) {
        if (text_equal(row->values.items[i].key, key))
            return row->values.items[i].column;
    }
    return 0;
}

static void
note_change(struct import_run *run, const struct import_row *row, const char *key, const char *from,
            const char *to)
{
    import_note(run, row, IMPORT_NOTICE, key,
                arena_printf(run->app->arena, "%s đổi từ “%s” thành “%s”.",
                             value_label(key, run->app->arena), from, to ? to : ""));
    run->report->problems.items[run->report->problems.count - 1].column = column_of(row, key);
}

/* --- what happens to a row ------------------------------------------------------------------- */

/* One row on its way into the store. */
struct row_work {
    struct import_run *run;
    const struct import_row *row;
    struct known_class *class;
    struct known_pupil *pupil;
    struct stamp stamp;
    bool is_new;  /* the pupil was not there */
    bool added;   /* a value that was not there */
    bool changed; /* a value that was another */
};

static bool
is_identity_key(const char *key)
{
    return text_equal(key, "ho_va_ten") || text_equal(key, "ngay_sinh") ||
           text_equal(key, "ma_hoc_sinh") || text_equal(key, "so_cccd") || text_equal(key, "khoi");
}

/* Where a key's value is kept: the pupil's, this year's, or (false) nowhere. */
static bool
key_place(const char *key, bool *of_pupil)
{
    enum period period;
    const struct field *field = field_key_parse(key, &period);

    *of_pupil = field && field->owner == OWNER_PUPIL;
    return !field || field->owner == OWNER_PUPIL || field->owner == OWNER_YEAR;
}

static enum status
add_mark(struct row_work *work, const char *key, const char *value, struct error *err)
{
    const struct subject *subject;
    enum subject_part part;
    enum period period;
    int mark;

    if (!subject_key_parse(key, &subject, &part, &period) || part != SUBJECT_MARK ||
        !text_to_int(value, 0, 10, &mark))
        return OK;
    struct mark_attempt attempt = {.enrolment = work->pupil->enrolment,
                                   .subject = subject->code,
                                   .period = period_code(period),
                                   .mark = mark};
    return store_add_mark(work->run->app->store, &attempt, false, &work->stamp, NULL, err);
}

/* Why a pupil lacks something is somebody's decision, as `hocba decide` writes it. */
static enum status
add_reason(struct row_work *work, const char *kind, const char *text, struct error *err)
{
    struct app *app = work->run->app;
    const struct school_class *class = &work->class->class;
    struct decision decision = {.id = app_new_id(app),
                                .kind = kind,
                                .entity = ENTITY_PUPIL,
                                .subject = work->pupil->pupil.id,
                                .text = text};

    TRY(access_check_class(app, MAY_DECIDE, class->unit, class->year, class->id, err));
    return store_add_decision(app->store, &decision, &work->stamp, err);
}

static enum status
set_value(struct row_work *work, const struct import_value *value, struct error *err)
{
    const char *known = known_value_get(work->pupil, value->key);
    const struct import_reason *reason = import_reason_find(value->key);
    bool of_pupil;

    if (text_equal(known, value->text) || !key_place(value->key, &of_pupil))
        return OK;
    if (reason)
        TRY(add_reason(work, reason->kind, value->text, err));
    else
        TRY(store_set_value(work->run->app->store, of_pupil ? ENTITY_PUPIL : ENTITY_ENROLMENT,
                            of_pupil ? work->pupil->pupil.id : work->pupil->enrolment, value->key,
                            value->text, &work->stamp, NULL, err));
    TRY(add_mark(work, value->key, value->text, err));
    known_value_put(work->run, work->pupil, value->key, value->text, of_pupil);
    if (known)
        note_change(work->run, work->row, value->key, known, value->text);
    work->changed |= known != NULL;
    work->added |= known == NULL;
    return OK;
}

/* --- the grade ------------------------------------------------------------------------------- */

int
import_row_grade(const struct import_row *row, const char *class_name)
{
    const char *said = import_row_value(row, "khoi");
    const char *digit = said ? strpbrk(said, "0123456789") : NULL;

    if (!said)
        return class_name ? class_name_grade(class_name) : 0;
    if (!digit || digit[1] != '\0' || *digit < '1' || *digit > '5')
        return 0;
    return *digit - '0';
}

/* Does the row itself say another grade than the pupil is enrolled in? */
static bool
changes_grade(const struct row_work *work)
{
    return import_row_value(work->row, "khoi") && work->run->grade &&
           work->run->grade != work->pupil->grade;
}

static enum status
update_grade(struct row_work *work, struct error *err)
{
    struct app *app = work->run->app;
    struct enrolled enrolled;

    if (!changes_grade(work))
        return OK;
    TRY(store_find_enrolment(app->store, work->pupil->enrolment, app->arena, &enrolled, err));
    enrolled.enrolment.grade = work->run->grade;
    TRY(store_set_enrolment(app->store, &enrolled.enrolment, &work->stamp, NULL, err));
    import_note(work->run, work->row, IMPORT_NOTICE, "khoi",
                arena_printf(app->arena, "Khối lớp đổi từ %d thành %d.", work->pupil->grade,
                             work->run->grade));
    work->pupil->grade = work->run->grade;
    work->changed = true;
    return OK;
}

/* --- the pupil's own row --------------------------------------------------------------------- */

static void
take_text(struct row_work *work, const char *key, const char *value, const char **place)
{
    if (!value || text_equal(*place, value))
        return;
    if (*place)
        note_change(work->run, work->row, key, *place, value);
    work->changed |= *place != NULL;
    work->added |= *place == NULL;
    *place = value;
}

static enum status
update_pupil(struct row_work *work, struct error *err)
{
    const struct import_row *row = work->row;
    struct pupil pupil = work->pupil->pupil;
    bool before_changed = work->changed, before_added = work->added;
    char from[DATE_TEXT_SIZE], to[DATE_TEXT_SIZE];

    work->changed = work->added = false;
    take_text(work, "ma_hoc_sinh", row->code, &pupil.code);
    take_text(work, "so_cccd", import_row_value(row, "so_cccd"), &pupil.personal_number);
    take_text(work, "ho_va_ten", import_row_value(row, "ho_va_ten"), &pupil.name);
    if (!date_is_none(row->birth_date) && date_compare(row->birth_date, pupil.birth_date) != 0) {
        note_change(work->run, row, "ngay_sinh", date_write_vietnamese(pupil.birth_date, from),
                    date_write_vietnamese(row->birth_date, to));
        pupil.birth_date = row->birth_date;
        work->changed = true;
    }
    bool touched = work->changed || work->added;
    work->changed |= before_changed;
    work->added |= before_added;
    if (!touched)
        return OK;
    TRY(store_set_pupil(work->run->app->store, &pupil, &work->stamp, NULL, err));
    work->pupil->pupil = pupil;
    work->pupil->name_key = unicode_name_key(work->run->app->arena, pupil.name);
    return OK;
}

static enum status
add_pupil(struct row_work *work, struct error *err)
{
    const struct import_row *row = work->row;
    struct app *app = work->run->app;
    struct pupil pupil = {.id = app_new_id(app),
                          .unit = work->run->order->unit_id,
                          .code = row->code,
                          .personal_number = import_row_value(row, "so_cccd"),
                          .name = row->name,
                          .birth_date = row->birth_date};

    TRY(store_add_pupil(app->store, &pupil, &work->stamp, err));
    work->is_new = true;
    return known_pupil_enrol(work->run, work->class, &pupil, &work->stamp, &work->pupil, err);
}

/* --- what others changed after an entry workbook was made --------------------------------------
 */

/* Somebody set the value meanwhile. The workbook's own is kept back: quietly when it is what the
 * workbook was made with, else with the reason why the whole row is refused. */
static enum status
keep_newer(const struct row_work *work, const struct import_value *value, int64_t base, bool *newer,
           const char **reason, struct error *err)
{
    struct app *app = work->run->app;
    const char *known = known_value_get(work->pupil, value->key);
    struct change change;

    *newer = false;
    if (text_equal(known, value->text))
        return OK;
    TRY(store_find_first_change(app->store, work->pupil->enrolment, value->key, base, app->arena,
                                &change, err));
    *newer = change.number > 0;
    if (*newer && !text_equal(value->text, change.from))
        *reason = arena_printf(app->arena,
                               "%s của %s: bảng ghi “%s”, nhưng sau khi bảng này được tải về đã có "
                               "người sửa thành “%s”. Hãy xem rồi sửa thẳng ở bảng nhập của lớp.",
                               value_label(value->key, app->arena), work->pupil->pupil.name,
                               value->text, known ? known : "");
    return OK;
}

/* The row without what others changed after the workbook was made. */
static enum status
without_newer(struct row_work *work, int64_t base, const char **reason, struct error *err)
{
    struct arena *arena = work->run->app->arena;
    struct import_row *mine = arena_make(arena, struct import_row);

    *mine = *work->row;
    memset(&mine->values, 0, sizeof mine->values);
    for (size_t i = 0; i < work->row->values.count && !*reason; i++) {
        bool newer;
        TRY(keep_newer(work, &work->row->values.items[i], base, &newer, reason, err));
        if (!newer)
            *list_add(arena, mine->values) = work->row->values.items[i];
    }
    work->row = mine;
    return OK;
}

/* --- the row --------------------------------------------------------------------------------- */

/* Would the row change anything? Only then must the draft be open. */
static bool
would_change(const struct row_work *work, bool profile)
{
    const struct import_row *row = work->row;
    bool of_pupil;

    for (size_t i = 0; i < row->values.count; i++) {
        const struct import_value *value = &row->values.items[i];
        if (is_identity_key(value->key) || !key_place(value->key, &of_pupil))
            continue;
        if (!text_equal(known_value_get(work->pupil, value->key), value->text))
            return true;
    }
    const struct pupil *pupil = &work->pupil->pupil;
    const char *number = import_row_value(row, "so_cccd"),
               *name = import_row_value(row, "ho_va_ten");
    return profile && (changes_grade(work) || (row->code && !text_equal(row->code, pupil->code)) ||
                       (number && !text_equal(number, pupil->personal_number)) ||
                       (name && !text_equal(name, pupil->name)) ||
                       (!date_is_none(row->birth_date) &&
                        date_compare(row->birth_date, pupil->birth_date) != 0));
}

static enum status
write_row(struct row_work *work, bool profile, struct error *err)
{
    if (!work->pupil)
        TRY(add_pupil(work, err));
    else if (profile)
        TRY(update_pupil(work, err));
    assert(work->pupil); /* found, or enrolled just now */
    if (profile)
        TRY(update_grade(work, err));
    for (size_t i = 0; i < work->row->values.count; i++) {
        if (!is_identity_key(work->row->values.items[i].key))
            TRY(set_value(work, &work->row->values.items[i], err));
    }
    if (work->changed)
        work->run->report->changed++;
    else if (work->added || work->is_new)
        work->run->report->new_rows++;
    else
        work->run->report->unchanged++;
    return OK;
}

/* A draft whose record is being signed takes no changes; an unsigned record goes back first. */
static enum status
open_draft(struct row_work *work, bool profile, const char **reason, struct error *err)
{
    if (!work->pupil || !work->pupil->record_state || !would_change(work, profile))
        return OK;
    enum status status = record_reopen(work->run->app, work->pupil->record,
                                       work->pupil->record_state, &work->stamp, err);
    if (status == CONFLICT) {
        *reason =
            arena_printf(work->run->app->arena, "%s: %s", work->pupil->pupil.name, err->message);
        return OK;
    }
    if (status == OK)
        work->pupil->record_state = state_key(STATE_DRAFT);
    return status;
}

static enum status
check_right(struct import_run *run, const struct import_row *row, const struct known_class *class,
            struct error *err)
{
    const struct import_sheet *sheet = &run->report->file.sheets.items[row->sheet];
    bool profile = sheet->shape == SHAPE_PROFILE;
    struct access_place place = {.unit = run->order->unit_id,
                                 .year = class->year,
                                 .class_id = class->class.id,
                                 .subject = sheet->shape == SHAPE_SUBJECT ? sheet->subject_code
                                            : profile                     ? NULL
                                                                          : ""};

    return access_check_place(run->app, profile ? MAY_MANAGE_PUPILS : MAY_ENTER_RESULTS, &place,
                              err);
}

/* Where from, for the history. CSV and HTML have no sheet that bears a name. */
static const char *
place_of(const struct import_run *run, const struct import_sheet *sheet,
         const struct import_row *row)
{
    bool named = sheet->name[0] != '\0';

    return arena_printf(run->app->arena, "tệp %s%s%s, hàng %zu", run->report->name,
                        named ? ", trang " : "", sheet->name, row->number);
}

static enum status
apply_in_class(struct import_run *run, const struct import_row *row, struct known_class *class,
               struct error *err)
{
    const struct import_sheet *sheet = &run->report->file.sheets.items[row->sheet];
    bool profile = sheet->shape == SHAPE_PROFILE;
    struct row_work work = {.run = run, .row = row, .class = class};
    const char *reason = NULL;

    TRY(check_right(run, row, class, err));
    work.stamp = app_stamp(run->app, place_of(run, sheet, row));
    TRY(match_row(run, class, row, profile, &work.pupil, &reason, err));
    if (!reason && !work.pupil && (!row->name || date_is_none(row->birth_date)))
        reason = "Học sinh mới phải có họ tên và ngày sinh.";
    if (profile && !run->grade && (!work.pupil || import_row_value(row, "khoi")))
        reason = "Không rõ khối lớp của học sinh; hãy ghi 1 đến 5 ở cột “Khối”.";
    if (!reason && !profile && work.pupil && sheet->base >= 0)
        TRY(without_newer(&work, sheet->base, &reason, err));
    if (!reason && !profile && work.pupil && would_change(&work, profile))
        TRY(flow_find_lock(run->app, &class->class, row->period, &reason, err));
    if (!reason)
        TRY(open_draft(&work, profile, &reason, err));
    return reason ? refuse_row(run, row, reason) : write_row(&work, profile, err);
}

static enum status
apply_row(struct import_run *run, const struct import_row *row, struct error *err)
{
    const struct import_sheet *sheet = &run->report->file.sheets.items[row->sheet];
    const char *year = row->year_name ? row->year_name : run->order->year;
    const char *name = row->class_name ? row->class_name : run->order->class_name;
    struct known_class *class;

    if (row->refused) {
        run->report->refused++;
        return OK;
    }
    if (!year || !name)
        return refuse_row(run, row,
                          !year ? "Không rõ năm học; hãy ghi --year 2023-2024."
                                : "Không rõ lớp; hãy ghi --class TÊN_LỚP.");
    run->grade = import_row_grade(row, name);
    TRY(known_class_get(run, year, name, sheet->shape == SHAPE_PROFILE, &class, err));
    if (!class->refusal)
        return apply_in_class(run, row, class, err);
    run->report->refused++;
    if (!class->refusal_told)
        import_note(run, row, IMPORT_ERROR, NULL, class->refusal);
    class->refusal_told = true;
    return OK;
}

enum status
import_row_apply(struct import_run *run, const struct import_row *row, struct error *err)
{
    struct import_report *report = run->report;
    const size_t added = report->new_rows, changed = report->changed, refused = report->refused;

    TRY(apply_row(run, row, err));
    *list_add(run->app->arena, report->rows) =
        (struct import_outcome){.sheet = row->sheet,
                                .row = row->number,
                                .fate = report->refused > refused   ? FATE_REFUSED
                                        : report->changed > changed ? FATE_CHANGED
                                        : report->new_rows > added  ? FATE_NEW
                                                                    : FATE_UNCHANGED};
    return OK;
}
