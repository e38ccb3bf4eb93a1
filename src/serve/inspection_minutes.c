/* SPDX-License-Identifier: Apache-2.0
 *
 * Papers of a drawn school: files of evidence, the minutes and their two signatures.
 */
#include "serve/inspection.h"
#include "serve/kept_key.h"
#include "serve/pages.h"
#include "service/access_log.h"

/* --- words ------------------------------------------------------------------------------------ */

const char *
inspection_minutes_say(const struct visit *visit, const struct minutes *minutes,
                       const struct minutes_excuse *excuse, const char **tone)
{
    bool both = minutes && text_equal(minutes->stage, MINUTES_SIGNED);

    *tone = both ? "good" : !minutes && !excuse ? "" : "warn";
    if (both)
        return T("đủ hai chữ ký", "signed by both");
    if (excuse)
        return T("không có, có lý do", "none, for a reason");
    if (!minutes)
        return T("chưa lập", "not made");
    return text_equal(minutes->stage, MINUTES_HEAD)
               ? T("chờ hiệu trưởng ký", "waits for the principal")
               : T("chờ trưởng đoàn ký", "waits for the head");
}

const struct minutes *
inspection_minutes_of(const struct minutes_list *minutes, const char *school)
{
    for (size_t i = 0; i < minutes->list.count; i++)
        if (text_equal(minutes->list.items[i].school, school))
            return &minutes->list.items[i];
    return NULL;
}

const struct minutes_excuse *
inspection_excuse_of(const struct minutes_excuses *excuses, const char *school)
{
    for (size_t i = 0; i < excuses->list.count; i++)
        if (text_equal(excuses->list.items[i].school, school))
            return &excuses->list.items[i];
    return NULL;
}

/* --- showing ---------------------------------------------------------------------------------- */

/* Whose turn it is: what to show, never what is allowed. */
static bool
is_ones_turn(const struct visit *visit, const struct inspection_school_view *view)
{
    const char *stage = view->minutes->row.stage;

    if (view->look.it.round.conclusion)
        return false;
    if (text_equal(stage, MINUTES_MADE))
        return text_equal(view->minutes->row.head, visit->app->actor.person_id);
    return text_equal(stage, MINUTES_HEAD) && view->may_answer;
}

enum status
inspection_papers_load(struct visit *visit, struct inspection_school_view *view, struct error *err)
{
    const struct inspection_view *it = &view->look.it;
    struct minutes_list minutes = {0};
    struct minutes_excuses *excuses = arena_make(visit->arena, struct minutes_excuses);
    const char *path;

    TRY(store_list_inspection_files(visit->app->store, it->round.id, 0, visit->arena, &view->files,
                                    err));
    TRY(minutes_list(visit->app, it, &minutes, excuses, err));
    view->excuse = inspection_excuse_of(excuses, view->school->id);
    if (!inspection_minutes_of(&minutes, view->school->id))
        return OK;
    struct minutes_view *found = arena_make(visit->arena, struct minutes_view);
    TRY(minutes_find(visit->app, it->round.code, view->school->code, found, err));
    view->minutes = found;
    view->may_sign = is_ones_turn(visit, view);
    if (!view->may_sign)
        return OK;
    TRY(sign_remote_list(visit->app, &view->services, err));
    TRY(sign_key_find_own(visit->app, &path, err));
    return kept_key_look(visit, path, "hocba inspection minutes sign", &view->key, err);
}

/* --- files ------------------------------------------------------------------------------------ */

enum status
inspection_file_send(struct visit *visit, struct error *err)
{
    struct inspection_file file;
    int number;

    if (!text_to_int(visit->argument[1], 1, INT32_MAX, &number))
        return fail(err, NOT_FOUND, "Không có tệp ấy.");
    TRY(inspection_find_file(visit->app, visit->argument[0], number, &file, err));
    TRY(access_log_add(visit->app, ACCESS_EVIDENCE, NULL, file.school,
                       arena_printf(visit->arena, "đợt kiểm tra %s, tệp số %d: %s",
                                    visit->argument[0], number, file.name),
                       visit->request->address, err));
    visit_send_file(visit, file.bytes, file.kind, file.name, true);
    return OK;
}

static enum status
take_file(struct visit *visit, int *number, struct error *err)
{
    const struct web_field *file = web_file(visit->request, "tep");

    TRY(inspection_read_number(visit, number, err));
    if (!file || file->value.size == 0)
        return fail(err, USAGE, "Chưa chọn tệp nào. Chưa có gì được ghi.");
    return inspection_add_file(visit->app, *number, file->file_name, file->value, err);
}

enum status
inspection_file_take(struct visit *visit, struct error *err)
{
    int number = 0;
    enum status status = take_file(visit, &number, err);

    return inspection_school_outcome(visit, status,
                                     arena_printf(visit->arena, "phat-hien-%d", number), err);
}

enum status
inspection_minutes_pdf(struct visit *visit, struct error *err)
{
    AUTO(buffer) *pdf = buffer_new(MINUTES_PDF_MAX);
    struct minutes_view view;

    TRY(minutes_find(visit->app, visit->argument[0], visit->argument[1], &view, err));
    TRY(minutes_print(visit->app, &view, pdf, err));
    visit_send_file(visit, buffer_span(pdf), "application/pdf", "bien-ban-kiem-tra.pdf", false);
    return OK;
}

enum status
inspection_minutes_xml(struct visit *visit, struct error *err)
{
    struct minutes_view view;

    TRY(minutes_find(visit->app, visit->argument[0], visit->argument[1], &view, err));
    visit_send_file(visit, view.row.bytes, "application/xml", "bien-ban-kiem-tra.xml", true);
    return OK;
}

/* --- doing ------------------------------------------------------------------------------------ */

static const char *
field_or_null(const struct visit *visit, const char *name)
{
    const char *text = web_form(visit->request, name);

    return text_is_blank(text) ? NULL : text;
}

static enum status
make(struct visit *visit, struct error *err)
{
    struct minutes_order order = {.place = web_form(visit->request, "dia_diem"),
                                  .team = field_or_null(visit, "doan"),
                                  .looked_at = field_or_null(visit, "da_kiem_tra"),
                                  .host = web_form(visit->request, "phia_truong"),
                                  .opinion = web_form(visit->request, "y_kien_truong")};

    if (!minutes_parse_time(web_form(visit->request, "bat_dau"), &order.from) ||
        !minutes_parse_time(web_form(visit->request, "xong_luc"), &order.to))
        return fail(err, USAGE, "Giờ viết như 2024-05-31 08:00. Chưa lập biên bản.");
    return minutes_make(visit->app, visit->argument[0], visit->argument[1], &order, err);
}

enum status
inspection_minutes_take(struct visit *visit, struct error *err)
{
    return inspection_school_outcome(visit, make(visit, err), "bien-ban", err);
}

static enum status
sign(struct visit *visit, struct error *err)
{
    AUTO(signer_session) *session = NULL;
    const char *code = visit->argument[0], *school = visit->argument[1];
    const char *seen = web_form(visit->request, "bien_ban"), *path;
    struct signer_source source;
    struct minutes_view view;

    TRY(minutes_check(visit->app, code, school, seen ? seen : "", err));
    TRY(sign_key_find_own(visit->app, &path, err));
    TRY(kept_key_unlock(visit, path, &source, &session, err));
    return minutes_sign(visit->app, session, code, school, seen, NULL, &view, err);
}

enum status
inspection_minutes_sign(struct visit *visit, struct error *err)
{
    return inspection_school_outcome(visit, sign(visit, err), "bien-ban", err);
}

enum status
inspection_minutes_excuse(struct visit *visit, struct error *err)
{
    enum status status = minutes_excuse(visit->app, visit->argument[0], visit->argument[1],
                                        web_form(visit->request, "khong_co_vi"), err);

    return inspection_school_outcome(visit, status, "bien-ban", err);
}
