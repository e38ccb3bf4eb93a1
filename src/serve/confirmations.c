/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/confirmations.h"

#include <stdio.h>

#include "serve/pages.h"
#include "service/access_log.h"
#include "service/session.h"

enum { BACKS_MAX = 200 };

/* --- words ------------------------------------------------------------------------------------ */

const char *
confirmation_word(const struct visit *visit, const struct confirmation_state *state)
{
    if (state->open)
        return T("có ý kiến, chờ học vụ", "a remark, with the registrar");
    if (!state->sheet.enrolment)
        return T("chưa in", "not printed");
    if (!state->sheet.back_by)
        return T("chưa về", "out");
    return state->sheet.remark ? T("đã về, ý kiến đã trả lời", "back, the remark is answered")
                               : T("đã về, thông tin đúng", "back, nothing to correct");
}

const char *
confirmation_look(const struct confirmation_state *state)
{
    if (state->open)
        return "bad";
    return !state->sheet.enrolment ? "" : state->sheet.back_by ? "good" : "warn";
}

/* --- the class -------------------------------------------------------------------------------- */

enum status
confirmations_page(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct confirmation_states states;

    TRY(confirmation_list(visit->app, visit->argument[0], &states, err));
    class_confirmations(out, visit, &states);
    visit_send_page(visit, out);
    return OK;
}

static enum status
send_sheets(struct visit *visit, const char *enrolment, struct error *err)
{
    AUTO(buffer) *pdf = buffer_new(CONFIRMATION_PDF_MAX);
    const struct confirmation_order order = {
        .class_id = visit->argument[0], .enrolment = text_is_blank(enrolment) ? NULL : enrolment};

    TRY(confirmation_print(visit->app, &order, pdf, err));
    visit_send_file(visit, buffer_span(pdf), "application/pdf", "phieu-xac-nhan.pdf", true);
    return OK;
}

enum status
confirmations_print_page(struct visit *visit, struct error *err)
{
    return send_sheets(visit, web_form(visit->request, "hoc_sinh"), err);
}

/* "<enrolment> <sheet>", as the page wrote it. */
static bool
read_back(const char *text, struct arena *arena, struct confirmation_back *back)
{
    const char *blank = strchr(text, ' ');
    int sheet;

    if (!blank || !text_to_int(blank + 1, 1, INT32_MAX, &sheet))
        return false;
    back->enrolment = arena_copy(arena, text, (size_t)(blank - text));
    back->sheet = sheet;
    return true;
}

enum status
confirmations_take_page(struct visit *visit, struct error *err)
{
    const struct web_fields *form = &visit->request->form;
    struct confirmation_back *backs =
        arena_make_array(visit->arena, BACKS_MAX, struct confirmation_back);
    const char *remark = web_form(visit->request, "y_kien");
    size_t count = 0;

    for (size_t i = 0; i < form->list.count; i++) {
        const struct web_field *field = &form->list.items[i];
        if (!text_equal(field->name, "phieu"))
            continue;
        if (count == BACKS_MAX || !read_back(field->value.data, visit->arena, &backs[count]))
            return fail(err, USAGE, "Không đọc được phiếu nào đã về; chưa ghi gì.");
        backs[count++].remark = remark;
    }
    TRY(confirmation_take(visit->app, backs, count, err));
    visit_go(visit, "/lop/%s/phieu-xac-nhan", visit->argument[0]);
    return OK;
}

/* --- the registrar ---------------------------------------------------------------------------- */

enum status
remarks_page(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct open_remarks remarks = {0};

    TRY(confirmation_remarks(visit->app, visit->session->unit, &remarks, err));
    remarks_show(out, visit, &remarks);
    visit_send_page(visit, out);
    return OK;
}

enum status
remark_page(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct confirmation_view view;

    TRY(confirmation_open(visit->app, visit->argument[0], visit->argument[1], &view, err));
    TRY(access_log_add(visit->app, ACCESS_PUPIL, view.enrolled.pupil.id, view.enrolled.unit,
                       "phiếu xác nhận", visit->request->address, err));
    remark_show(out, visit, &view);
    visit_send_page(visit, out);
    return OK;
}

enum status
remark_take(struct visit *visit, struct error *err)
{
    struct edit edits[EDITS_MAX];
    struct confirmation_view view;
    size_t count = 0;

    TRY(confirmation_open(visit->app, visit->argument[0], visit->argument[1], &view, err));
    for (size_t i = 0; i < view.fields.count && count < EDITS_MAX; i++) {
        const char *key = view.fields.items[i].field->key, *value = web_form(visit->request, key);
        if (value)
            edits[count++] = (struct edit){.key = key, .value = value};
    }
    TRY(confirmation_answer(visit->app, &view, edits, count, web_form(visit->request, "tra_loi"),
                            err));
    visit_go(visit, "/y-kien");
    return OK;
}

/* --- the API ---------------------------------------------------------------------------------- */

static void
write_sheet(struct json *json, const struct confirmation_sheet *sheet)
{
    json_int_field(json, "sheet", sheet->sheet);
    json_moment_field(json, "printed", sheet->printed);
    json_moment_field(json, "back", sheet->back_by ? sheet->back : (struct moment){0});
    json_text_field(json, "remark", sheet->remark);
    json_text_field(json, "answer", sheet->answer);
}

enum status
confirmations_api(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct confirmation_states states;
    struct json json = json_to(out);

    TRY(confirmation_list(visit->app, visit->argument[0], &states, err));
    json_open(&json, '{');
    json_open_list(&json, "pupils");
    for (size_t i = 0; i < states.list.count; i++) {
        const struct confirmation_state *state = &states.list.items[i];
        json_open(&json, '{');
        json_text_field(&json, "enrolment", state->enrolled.enrolment.id);
        json_text_field(&json, "name", state->enrolled.pupil.name);
        json_bool_field(&json, "open", state->open);
        if (state->sheet.enrolment)
            write_sheet(&json, &state->sheet);
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_close(&json, '}');
    visit_send_json(visit, out);
    return OK;
}

enum status
confirmations_print_api(struct visit *visit, struct error *err)
{
    struct json_value body;

    TRY(visit_read_json(visit, &body, err));
    return send_sheets(visit, json_find_text(&body, "enrolment"), err);
}

static enum status
send_done(struct visit *visit)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);

    json_open(&json, '{');
    json_bool_field(&json, "done", true);
    json_close(&json, '}');
    visit_send_json(visit, out);
    return OK;
}

enum status
confirmations_take_api(struct visit *visit, struct error *err)
{
    struct confirmation_back *backs =
        arena_make_array(visit->arena, BACKS_MAX, struct confirmation_back);
    struct json_value body;
    size_t count = 0;

    TRY(visit_read_json(visit, &body, err));
    const struct json_value *sheets = json_find(&body, "sheets");
    if (!sheets || sheets->kind != JSON_ARRAY || sheets->items.count > BACKS_MAX)
        return fail(err, USAGE, "Cần sheets: từ 1 đến %d phiếu; chưa ghi gì.", BACKS_MAX);
    for (size_t i = 0; i < sheets->items.count; i++) {
        const struct json_value *from = &sheets->items.items[i], *number = json_find(from, "sheet");
        backs[count] = (struct confirmation_back){
            .enrolment = json_find_text(from, "enrolment"),
            .sheet = number && number->kind == JSON_NUMBER ? number->number : 0,
            .remark = json_find_text(from, "remark")};
        if (!backs[count++].enrolment)
            return fail(err, USAGE, "Mỗi phiếu cần enrolment và sheet (số); chưa ghi gì.");
    }
    TRY(confirmation_take(visit->app, backs, count, err));
    return send_done(visit);
}

enum status
remarks_api(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct open_remarks remarks = {0};
    struct json json = json_to(out);

    TRY(confirmation_remarks(visit->app, visit->session->unit, &remarks, err));
    json_open(&json, '{');
    json_open_list(&json, "remarks");
    for (size_t i = 0; i < remarks.list.count; i++) {
        const struct open_remark *remark = &remarks.list.items[i];
        json_open(&json, '{');
        json_text_field(&json, "enrolment", remark->sheet.enrolment);
        json_text_field(&json, "name", remark->pupil_name);
        json_text_field(&json, "class", remark->class_name);
        json_text_field(&json, "year", remark->year);
        write_sheet(&json, &remark->sheet);
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_close(&json, '}');
    visit_send_json(visit, out);
    return OK;
}

enum status
remark_answer_api(struct visit *visit, struct error *err)
{
    struct edit edits[EDITS_MAX];
    struct confirmation_view view;
    struct json_value body;
    size_t count = 0;

    TRY(confirmation_open(visit->app, visit->argument[0], visit->argument[1], &view, err));
    TRY(visit_read_json(visit, &body, err));
    const struct json_value *fields = json_find(&body, "fields");
    for (size_t i = 0; fields && i < view.fields.count && count < EDITS_MAX; i++) {
        const char *key = view.fields.items[i].field->key, *value = json_find_text(fields, key);
        if (value)
            edits[count++] = (struct edit){.key = key, .value = value};
    }
    TRY(confirmation_answer(visit->app, &view, edits, count, json_find_text(&body, "answer"), err));
    return send_done(visit);
}
