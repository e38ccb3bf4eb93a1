/* SPDX-License-Identifier: Apache-2.0 */
#include "service/confirmation.h"

#include "print/confirmations.h"
#include "service/access.h"
#include "service/access_log.h"

#define SOURCE "phiếu xác nhận của gia đình"

/* --- values on paper -------------------------------------------------------------------------- */

static const char *
in_words(const struct record *record, const struct field *field, struct arena *arena)
{
    const char *text = record_get(record, field, arena);
    struct date day;
    char room[DATE_TEXT_SIZE];

    if (text && field->kind == FIELD_SEX)
        return sex_word(record->sex);
    if (text && field->kind == FIELD_DATE && date_parse_iso(span_of(text), &day))
        return arena_text(arena, date_write_vietnamese(day, room));
    return text;
}

static const struct confirmation_sheet *
last_sheet(const struct confirmation_sheets *sheets, const char *enrolment)
{
    const struct confirmation_sheet *last = NULL;

    for (size_t i = 0; i < sheets->list.count; i++)
        if (text_equal(sheets->list.items[i].enrolment, enrolment))
            last = &sheets->list.items[i];
    return last;
}

static bool
has_open_remark(const struct confirmation_sheets *sheets, const char *enrolment)
{
    for (size_t i = 0; i < sheets->list.count; i++) {
        const struct confirmation_sheet *sheet = &sheets->list.items[i];
        if (sheet->remark && !sheet->answer && text_equal(sheet->enrolment, enrolment))
            return true;
    }
    return false;
}

/* --- printing --------------------------------------------------------------------------------- */

struct printing {
    struct app *app;
    const struct confirmation_order *order;
    struct drafts drafts;
    struct confirmation_sheets sheets;
    LIST(struct print_confirmation) items;
    struct buffer *pdf;
};

static bool
is_meant(const struct printing *it, const struct enrolled *enrolled)
{
    const char *id = enrolled->enrolment.id;

    return it->order->enrolment
               ? text_equal(it->order->enrolment, id)
               : date_is_none(enrolled->enrolment.to) && !last_sheet(&it->sheets, id);
}

static enum status
add_sheet(struct printing *it, const struct draft *draft, struct error *err)
{
    struct arena *arena = it->app->arena;
    const struct class_context *context = &it->drafts.context;
    const struct confirmation_sheet *last = last_sheet(&it->sheets, draft->enrolled.enrolment.id);
    struct stamp stamp = app_stamp(it->app, NULL);
    struct print_confirmation *sheet = list_add(arena, it->items);

    *sheet = (struct print_confirmation){
        .school = context->school.name,
        .name = draft->enrolled.pupil.name,
        .class_name =
            arena_printf(arena, "Lớp %s, năm học %s", context->class.name, context->class.year),
        .sheet = last ? last->sheet + 1 : 1};
    for (size_t i = 0; i < record_field_count; i++)
        if (record_fields[i].owner == OWNER_PUPIL)
            *list_add(arena, sheet->lines) = (struct print_line){
                record_fields[i].label, in_words(&draft->record, &record_fields[i], arena)};
    return store_add_confirmation(it->app->store, draft->enrolled.enrolment.id, &stamp, err);
}

static enum status
print_all(struct store *store, void *context, struct error *err)
{
    struct printing *it = context;

    it->items.count = 0; /* it may be the second try */
    it->sheets = (struct confirmation_sheets){0};
    buffer_clear(it->pdf);
    TRY(store_list_class_confirmations(store, it->order->class_id, it->app->arena, &it->sheets,
                                       err));
    for (size_t i = 0; i < it->drafts.list.count; i++)
        if (is_meant(it, &it->drafts.list.items[i].enrolled))
            TRY(add_sheet(it, &it->drafts.list.items[i], err));
    if (it->items.count == 0)
        return fail(err, CONFLICT,
                    "Không in phiếu nào: học sinh nào của lớp cũng đã có phiếu. In lại cho từng "
                    "em khi cần.");
    TRY(access_log_add(it->app, ACCESS_SLIPS, NULL, it->drafts.context.class.unit,
                       arena_printf(it->app->arena, "phiếu xác nhận lớp %s, %zu tờ",
                                    it->drafts.context.class.name, it->items.count),
                       NULL, err));
    return confirmations_print(
        &(struct print_confirmations){.items = it->items.items,
                                      .count = it->items.count,
                                      .day = app_today(it->app),
                                      .training = it->app->kind == INSTANCE_TRAINING},
        it->pdf, err);
}

static enum status
find_class(struct app *app, const char *class_id, struct school_class *class, struct error *err)
{
    TRY(store_find_class(app->store, class_id, app->arena, class, err));
    return access_check_class(app, MAY_MANAGE_PUPILS, class->unit, class->year, class->id, err);
}

enum status
confirmation_print(struct app *app, const struct confirmation_order *order, struct buffer *pdf,
                   struct error *err)
{
    struct printing it = {.app = app, .order = order, .pdf = pdf};
    struct school_class class;

    TRY(find_class(app, order->class_id, &class, err));
    TRY(drafts_load(app, order->class_id, &it.drafts, err));
    return store_transact(app->store, print_all, &it, err);
}

/* --- the class -------------------------------------------------------------------------------- */

enum status
confirmation_list(struct app *app, const char *class_id, struct confirmation_states *states,
                  struct error *err)
{
    struct confirmation_sheets sheets = {0};
    struct enrolments pupils = {0};

    *states = (struct confirmation_states){0};
    TRY(find_class(app, class_id, &states->class, err));
    TRY(store_list_class_enrolments(app->store, class_id, app->arena, &pupils, err));
    TRY(store_list_class_confirmations(app->store, class_id, app->arena, &sheets, err));
    for (size_t i = 0; i < pupils.list.count; i++) {
        struct confirmation_state *state = list_add(app->arena, states->list);
        const char *id = pupils.list.items[i].enrolment.id;
        const struct confirmation_sheet *last = last_sheet(&sheets, id);
        *state = (struct confirmation_state){.enrolled = pupils.list.items[i],
                                             .open = has_open_remark(&sheets, id)};
        if (last)
            state->sheet = *last;
    }
    return OK;
}

struct taking {
    struct app *app;
    const struct confirmation_back *backs;
    size_t count;
};

static enum status
take_one(struct app *app, const struct confirmation_back *back, struct error *err)
{
    struct stamp stamp = app_stamp(app, NULL);
    struct enrolled enrolled;
    const char *remark = NULL;

    TRY(store_find_enrolment(app->store, back->enrolment, app->arena, &enrolled, err));
    TRY(access_check_class(app, MAY_MANAGE_PUPILS, enrolled.unit, enrolled.year,
                           enrolled.enrolment.class_id, err));
    if (!text_is_blank(back->remark))
        TRY(text_clean(back->remark, "Ý kiến của gia đình", REMARK_GRAPHEMES_MAX, app->arena,
                       &remark, err));
    return store_take_confirmation(app->store, back->enrolment, back->sheet, remark, &stamp, err);
}

static enum status
take_all(struct store *store, void *context, struct error *err)
{
    const struct taking *it = context;

    (void)store;
    for (size_t i = 0; i < it->count; i++)
        TRY(take_one(it->app, &it->backs[i], err));
    return OK;
}

enum status
confirmation_take(struct app *app, const struct confirmation_back *backs, size_t count,
                  struct error *err)
{
    if (count == 0)
        return fail(err, USAGE, "Hãy đánh dấu những phiếu đã nhận lại; chưa ghi gì.");
    return store_transact(app->store, take_all, &(struct taking){app, backs, count}, err);
}

/* --- the registrar ---------------------------------------------------------------------------- */

enum status
confirmation_remarks(struct app *app, const char *unit, struct open_remarks *remarks,
                     struct error *err)
{
    TRY(access_check(app, MAY_ANSWER_REMARKS, unit, err));
    return store_list_open_remarks(app->store, unit, app->arena, remarks, err);
}

enum status
confirmation_open(struct app *app, const char *enrolment, const char *number,
                  struct confirmation_view *view, struct error *err)
{
    struct drafts drafts;
    int sheet;

    *view = (struct confirmation_view){0};
    TRY(store_find_enrolment(app->store, enrolment, app->arena, &view->enrolled, err));
    TRY(access_check(app, MAY_ANSWER_REMARKS, view->enrolled.unit, err));
    if (!number || !text_to_int(number, 1, INT32_MAX, &sheet))
        return fail(err, USAGE, "Phiếu có số từ 1.");
    TRY(store_find_confirmation(app->store, enrolment, sheet, app->arena, &view->sheet, err));
    TRY(drafts_load_one(app, enrolment, &drafts, err));
    for (size_t i = 0; i < record_field_count; i++) {
        const struct field *field = &record_fields[i];
        if (field->owner != OWNER_PUPIL)
            continue;
        const char *value = in_words(&drafts.list.items[0].record, field, app->arena);
        *list_add(app->arena, view->fields) =
            (struct confirmation_field){field, value ? value : ""};
    }
    return OK;
}

struct answering {
    struct app *app;
    const struct confirmation_view *view;
    struct edit *edits;
    size_t count;
    const char *answer;
};

static enum status
write_answer(struct store *store, void *context, struct error *err)
{
    const struct answering *it = context;
    struct stamp stamp = app_stamp(it->app, NULL);

    if (it->count > 0)
        TRY(draft_edit(it->app, &it->view->enrolled, it->edits, it->count, err));
    return store_answer_confirmation(store, it->view->sheet.enrolment, it->view->sheet.sheet,
                                     it->answer, &stamp, err);
}

static const char *
value_now(const struct confirmation_view *view, const char *key)
{
    for (size_t i = 0; i < view->fields.count; i++)
        if (text_equal(view->fields.items[i].field->key, key))
            return view->fields.items[i].value;
    return NULL;
}

enum status
confirmation_answer(struct app *app, const struct confirmation_view *view, struct edit *edits,
                    size_t count, const char *answer, struct error *err)
{
    struct answering it = {.app = app, .view = view, .edits = edits};

    if (text_is_blank(answer))
        return fail(err, INVALID,
                    "Hãy ghi đã làm gì với ý kiến của gia đình (đã sửa mục nào, hoặc vì sao giữ "
                    "nguyên). Chưa sửa gì.");
    TRY(text_clean(answer, "Trả lời", REMARK_GRAPHEMES_MAX, app->arena, &it.answer, err));
    for (size_t i = 0; i < count; i++) {
        const char *now = value_now(view, edits[i].key);
        if (!now)
            return fail(err, USAGE, "Phiếu không có mục “%s”.", edits[i].key);
        if (text_equal(text_squeeze(app->arena, edits[i].value), now))
            continue;
        edits[it.count] = edits[i];
        edits[it.count++].source = SOURCE;
    }
    return store_transact(app->store, write_answer, &it, err);
}

/* --- who signs -------------------------------------------------------------------------------- */

const char *
confirmation_doubt(const struct confirmation_sheets *sheets, const char *enrolment)
{
    const struct confirmation_sheet *last = last_sheet(sheets, enrolment);

    if (sheets->list.count == 0)
        return NULL;
    if (has_open_remark(sheets, enrolment))
        return "Gia đình có ý kiến về thông tin của học sinh, học vụ chưa trả lời.";
    if (!last)
        return "Chưa in phiếu xác nhận thông tin cho gia đình.";
    return last->back_by ? NULL : "Phiếu xác nhận thông tin chưa về từ gia đình.";
}
