/* SPDX-License-Identifier: Apache-2.0 */
#include "service/edit.h"

#include "model/state.h"
#include "service/access.h"
#include "service/editing.h"
#include "service/flow.h"
#include "service/summer.h"

enum { NOTE_GRAPHEMES_MAX = 500 };

/* --- what was typed, as it is kept ------------------------------------------------------------ */

static enum status
clean_subject(struct app *app, const char *key, const char *typed, const char **kept,
              struct error *err)
{
    const struct subject *subject;
    enum subject_part part;
    enum period period;
    enum level level = LEVEL_NONE;
    int mark = MARK_NONE;

    if (!subject_key_parse(key, &subject, &part, &period))
        return fail(err, USAGE,
                    "Không có mục “%s”. Mục của môn học viết như mon.TV.muc, mon.TV.diem, "
                    "mon.TV.nhan_xet.",
                    key);
    if (part == SUBJECT_COMMENT)
        return text_clean(typed, subject->short_name, COMMENT_GRAPHEMES_MAX, app->arena, kept, err);
    if (part == SUBJECT_LEVEL && !level_parse(typed, &level))
        return fail(err, INVALID, "%s: mức đạt được là T, H hoặc C, không phải “%s”.",
                    subject->short_name, typed);
    if (part == SUBJECT_MARK && !text_to_int(typed, 0, 10, &mark))
        return fail(err, INVALID,
                    "%s: điểm là số nguyên từ 0 đến 10, không phải “%s” (TT27 Điều "
                    "7.1.d).",
                    subject->short_name, typed);
    *kept = part == SUBJECT_LEVEL ? level_symbol(level) : arena_printf(app->arena, "%d", mark);
    return OK;
}

static enum status
clean_field(struct app *app, const char *key, const char *typed, const char **kept,
            struct error *err)
{
    struct record scratch;
    enum period period;
    const struct field *field = field_key_parse(key, &period);

    if (text_equal(key, "ghi_chu") || text_equal(key, "trang_thai") ||
        text_starts(key, "qua_trinh."))
        return text_clean(typed, "Ghi chú", NOTE_GRAPHEMES_MAX, app->arena, kept, err);
    if (!field)
        return fail(err, USAGE,
                    "Không có mục “%s” trong học bạ. “hocba show --pupil MÃ” liệt kê các "
                    "mục.",
                    key);
    if (field->owner != OWNER_PUPIL && field->owner != OWNER_YEAR)
        return fail(err, DENIED,
                    "“%s” lấy từ thông tin của trường và phân công, không sửa ở từng học "
                    "sinh.",
                    field->label);
    if (field->kind == FIELD_TEXT && field->owner == OWNER_PUPIL)
        typed = text_squeeze(app->arena, typed);
    record_init(&scratch);
    TRY(record_set(&scratch, field, typed, app->arena, err));
    *kept = record_get(&scratch, field, app->arena);
    return OK;
}

enum status
draft_edit_clean(struct app *app, struct edit *edit, struct error *err)
{
    edit->from = edit->to = NULL;
    edit->changed = false;
    if (text_is_blank(edit->value))
        return OK;
    if (text_starts(edit->key, "mon."))
        return clean_subject(app, edit->key, edit->value, &edit->to, err);
    return clean_field(app, edit->key, edit->value, &edit->to, err);
}

/* --- writing ---------------------------------------------------------------------------------- */

struct editing {
    struct app *app;
    const struct enrolled *enrolled;
    struct edit *edits;
    size_t count;
    struct stamp stamp;
};

/* The parts of a pupil's identity stand in the pupil itself. */
static const char **
identity_place(struct pupil *pupil, const char *key)
{
    if (text_equal(key, "ho_va_ten"))
        return &pupil->name;
    if (text_equal(key, "ma_hoc_sinh"))
        return &pupil->code;
    return text_equal(key, "so_cccd") ? &pupil->personal_number : NULL;
}

static enum status
edit_identity(struct editing *work, struct edit *edit, struct error *err)
{
    struct app *app = work->app;
    struct pupil pupil;
    char birth[DATE_TEXT_SIZE];

    TRY(store_find_pupil(app->store, work->enrolled->pupil.id, app->arena, &pupil, err));
    if (!edit->to && !text_equal(edit->key, "so_cccd"))
        return fail(err, INVALID, "Không thể bỏ trống mục “%s”.", edit->key);
    const char **place = identity_place(&pupil, edit->key);
    if (place) {
        edit->from = *place;
        *place = edit->to;
    } else {
        edit->from = arena_text(app->arena, date_write_iso(pupil.birth_date, birth));
        if (!date_parse_iso(span_of(edit->to), &pupil.birth_date))
            return fail(err, INVALID, "Ngày sinh viết như 10/12/2014.");
    }
    return store_set_pupil(app->store, &pupil, &work->stamp, &edit->changed, err);
}

static enum status
edit_mark(struct editing *work, const struct edit *edit, struct error *err)
{
    const struct subject *subject;
    enum subject_part part;
    enum period period;
    int mark;

    if (!edit->changed || !edit->to || !subject_key_parse(edit->key, &subject, &part, &period) ||
        part != SUBJECT_MARK || !text_to_int(edit->to, 0, 10, &mark))
        return OK;
    struct mark_attempt attempt = {.enrolment = work->enrolled->enrolment.id,
                                   .subject = subject->code,
                                   .period = period_code(period),
                                   .mark = mark,
                                   .taken = app_today(work->app)};
    return store_add_mark(work->app->store, &attempt, false, &work->stamp, NULL, err);
}

static enum status
edit_value(struct editing *work, struct edit *edit, struct error *err)
{
    struct app *app = work->app;
    enum period period;
    const struct field *field = field_key_parse(edit->key, &period);
    bool of_pupil = (field && field->owner == OWNER_PUPIL) || text_starts(edit->key, "qua_trinh.");
    const char *entity = of_pupil ? ENTITY_PUPIL : ENTITY_ENROLMENT;
    const char *id = of_pupil ? work->enrolled->pupil.id : work->enrolled->enrolment.id;

    TRY(store_get_value(app->store, entity, id, edit->key, app->arena, &edit->from, err));
    TRY(store_set_value(app->store, entity, id, edit->key, edit->to, &work->stamp, &edit->changed,
                        err));
    return edit_mark(work, edit, err);
}

static enum status
write_edits(struct store *store, void *context, struct error *err)
{
    struct editing *work = context;

    (void)store;
    TRY(draft_reopen(work->app, work->enrolled->enrolment.id, &work->stamp, err));
    for (size_t i = 0; i < work->count; i++) {
        struct edit *edit = &work->edits[i];
        bool identity = text_equal(edit->key, "ho_va_ten") || text_equal(edit->key, "ngay_sinh") ||
                        text_equal(edit->key, "ma_hoc_sinh") || text_equal(edit->key, "so_cccd");
        if (identity)
            TRY(edit_identity(work, edit, err));
        else
            TRY(edit_value(work, edit, err));
    }
    return OK;
}

/* --- access ----------------------------------------------------------------------------------- */

enum status
draft_edit_allowed(struct app *app, const struct enrolled *enrolled, const char *key,
                   struct error *err)
{
    const struct subject *subject;
    enum subject_part part;
    enum period period;
    const struct field *field = field_key_parse(key, &period);
    struct access_place place = {.unit = enrolled->unit,
                                 .year = enrolled->year,
                                 .class_id = enrolled->enrolment.class_id,
                                 .subject = ""};
    bool of_pupil = field && field->owner == OWNER_PUPIL;

    if (subject_key_parse(key, &subject, &part, &period))
        place.subject = subject->code;
    return access_check_place(app, of_pupil ? MAY_MANAGE_PUPILS : MAY_ENTER_RESULTS, &place, err);
}

enum status
draft_edit(struct app *app, const struct enrolled *enrolled, struct edit *edits, size_t count,
           struct error *err)
{
    const char *source = count > 0 && edits[0].source ? edits[0].source : "set";
    struct editing work = {app, enrolled, edits, count, app_stamp(app, source)};
    struct year_rules rules;
    enum pupil_gate gate;

    TRY(year_rules_load(app, enrolled->unit, enrolled->year, &rules, err));
    TRY(pupil_check_open(app, &rules, enrolled->enrolment.id, &gate, err));
    for (size_t i = 0; i < count; i++) {
        TRY(draft_edit_allowed(app, enrolled, edits[i].key, err));
        TRY(draft_edit_clean(app, &edits[i], err));
        TRY(flow_check_entry(app, enrolled, edits[i].key, err));
        if (gate == GATE_SUMMER)
            TRY(flow_check_summer(app, enrolled->enrolment.id, edits[i].key, err));
    }
    return store_transact(app->store, write_edits, &work, err);
}

/* --- looking ---------------------------------------------------------------------------------- */

static enum status
check_see(struct app *app, const struct enrolled *enrolled, struct error *err)
{
    return access_check_class(app, MAY_SEE, enrolled->unit, enrolled->year,
                              enrolled->enrolment.class_id, err);
}

enum status
draft_history(struct app *app, const struct enrolled *enrolled, struct changes *changes,
              struct error *err)
{
    struct changes of_pupil = {0}, of_year = {0};
    size_t i = 0, j = 0;

    TRY(check_see(app, enrolled, err));
    TRY(store_list_changes(app->store, ENTITY_PUPIL, enrolled->pupil.id, NULL, app->arena,
                           &of_pupil, err));
    TRY(store_list_changes(app->store, ENTITY_ENROLMENT, enrolled->enrolment.id, NULL, app->arena,
                           &of_year, err));
    while (i < of_pupil.list.count || j < of_year.list.count) {
        bool first = j >= of_year.list.count ||
                     (i < of_pupil.list.count &&
                      of_pupil.list.items[i].number < of_year.list.items[j].number);
        *list_add(app->arena, changes->list) =
            first ? of_pupil.list.items[i++] : of_year.list.items[j++];
    }
    return OK;
}

enum status
draft_marks(struct app *app, const struct enrolled *enrolled, struct mark_attempts *marks,
            struct error *err)
{
    TRY(check_see(app, enrolled, err));
    return store_list_marks(app->store, enrolled->enrolment.id, app->arena, marks, err);
}

/* A signature falls when its record is given back or made anew; that it was made stays an event. */
static enum status
list_signed_before(struct app *app, struct record_view *view, struct error *err)
{
    struct record_events events = {0};
    enum verb verb;

    if (!view->row.replaces)
        return OK;
    TRY(store_list_record_events(app->store, view->row.replaces, app->arena, &events, err));
    for (size_t i = 0; i < events.list.count; i++) {
        if (verb_parse(events.list.items[i].verb, &verb) && verb_is_signing(verb))
            *list_add(app->arena, view->signed_before.list) = events.list.items[i];
    }
    return OK;
}

static enum status
fill_view(struct app *app, struct record_view *view, struct error *err)
{
    TRY(access_check_class(app, MAY_SEE, view->row.unit, view->row.year, view->row.class_id, err));
    TRY(store_list_record_events(app->store, view->row.uuid, app->arena, &view->events, err));
    TRY(list_signed_before(app, view, err));
    TRY(store_list_record_notes(app->store, view->row.uuid, app->arena, &view->notes, err));
    return store_list_signatures(app->store, view->row.uuid, app->arena, &view->signatures, err);
}

enum status
record_view_load(struct app *app, const char *uuid, struct record_view *view, struct error *err)
{
    memset(view, 0, sizeof *view);
    enum status status = store_find_record(app->store, uuid, app->arena, &view->row, err);
    if (status == NOT_FOUND)
        return fail(err, NOT_FOUND, "Không có học bạ mã tra cứu “%s”.", uuid);
    TRY(status);
    return fill_view(app, view, err);
}

enum status
record_view_of(struct app *app, const struct enrolled *enrolled, struct record_view *view,
               struct error *err)
{
    memset(view, 0, sizeof *view);
    enum status status =
        store_find_current_record(app->store, enrolled->enrolment.id, app->arena, &view->row, err);
    if (status == NOT_FOUND) {
        view->row.uuid = NULL;
        return OK;
    }
    TRY(status);
    return fill_view(app, view, err);
}

enum status
records_list(struct app *app, const struct record_filter *filter, struct record_rows *rows,
             struct error *err)
{
    TRY(access_check_class(app, MAY_SEE, filter->unit, filter->year, filter->class_id, err));
    return store_list_records(app->store, filter, app->arena, rows, err);
}
