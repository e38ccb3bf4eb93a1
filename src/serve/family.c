/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/family.h"

#include "serve/inside.h"
#include "serve/pages.h"
#include "serve/visitors.h"
#include "service/access_log.h"
#include "service/survey.h"

/* --- files, also for the pupil's page --------------------------------------------------------- */

static enum status
send_file(struct visit *visit, const struct pupil_file *file, const struct record_row *row,
          enum record_file kind, struct error *err)
{
    static const struct {
        const char *type, *ending;
    } kinds[] = {[RECORD_XML] = {"application/xml", "xml"},
                 [RECORD_PACKAGE] = {"application/vnd.hocba.record+zip", "hocba"},
                 [RECORD_BOOK] = {"application/pdf", "pdf"}};
    AUTO(buffer) *out = buffer_new(RECORD_FILE_MAX);

    TRY(record_file_write(visit->app, file, row ? row->uuid : NULL, kind, out, err));
    const char *what = row ? arena_printf(visit->arena, "%s %s", kinds[kind].ending, row->year)
                           : kinds[kind].ending;
    TRY(access_log_add(visit->app, ACCESS_RECORD, file->pupil.id, file->pupil.unit, what,
                       visit->request->address, err));
    const char *name =
        row ? arena_printf(visit->arena, "hoc-ba-%s.%s", row->year, kinds[kind].ending)
            : "hoc-ba.pdf";
    visit_send_file(visit, buffer_span(out), kinds[kind].type, name, kind != RECORD_BOOK);
    return OK;
}

enum status
record_book_send(struct visit *visit, const struct pupil_file *file, struct error *err)
{
    return send_file(visit, file, NULL, RECORD_BOOK, err);
}

enum status
record_file_send(struct visit *visit, const struct pupil_file *file, const char *number,
                 const char *kind, struct error *err)
{
    int place;

    if (!text_to_int(number, 1, (int)file->records.list.count, &place) ||
        (!text_equal(kind, "xml") && !text_equal(kind, "goi")))
        return fail(err, NOT_FOUND, "Không có tệp ấy.");
    return send_file(visit, file, &file->records.list.items[place - 1],
                     text_equal(kind, "xml") ? RECORD_XML : RECORD_PACKAGE, err);
}

/* --- the family's pages ----------------------------------------------------------------------- */

static void
send_form(struct visit *visit, const char *problem)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);

    if (problem)
        visit->answer->code = 400;
    family_form(out, visit, problem, visit->serve->order->public_address);
    visit_send_page(visit, out);
}

/* As the access log names whoever has a code. */
static void
act_as_family(struct visit *visit)
{
    visit->app->actor = (struct actor){.login = "gia-dinh", .name = "Gia đình"};
}

enum status
family_find_file(struct visit *visit, struct pupil_file *file, struct error *err)
{
    const char *code = visitor_family(visit);

    if (!code)
        return fail(err, NOT_FOUND,
                    "Đã quá 30 phút từ khi nhập mã, hoặc chưa nhập mã. Hãy mở lại trang Gia đình.");
    act_as_family(visit);
    return family_view(visit->app, code, file, err);
}

enum status
family_page(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct record_contents contents;
    struct survey_askings askings;
    struct access_rows log = {0};
    struct pupil_file file;
    struct error why = {0};

    if (!visitor_family(visit)) {
        send_form(visit, NULL);
        return OK;
    }
    if (family_find_file(visit, &file, &why) != OK) {
        visitor_forget_family(visit);
        send_form(visit, why.message);
        return OK;
    }
    TRY(record_contents_read(visit->app, &file, &contents, err));
    TRY(access_log_of_pupil(visit->app, file.pupil.id, &log, err));
    TRY(survey_list_family(visit->app, file.pupil.id, &askings, err));
    family_record(out, visit, &file, &contents, &askings, &log);
    visit_send_page(visit, out);
    return OK;
}

/* Both limits hold; the code's own only once it has the form of one. */
static bool
may_try(struct visit *visit, struct span key)
{
    return visitor_may_try(visit, TRY_FAMILY_ADDRESS, (struct span){0}) &&
           (key.size == 0 || visitor_may_try(visit, TRY_FAMILY_CODE, key));
}

/* Open the code's file, and remember the browser. NOT_FOUND, INVALID: code or birth date is wrong;
 * `answered`: there were too many tries, and the answer says so. */
static enum status
enter(struct visit *visit, const char *code, const char *birth, bool *answered,
      struct pupil_file *file, struct error *err)
{
    struct span key = family_rate_key(visit->arena, code);
    struct family_code opened;

    *answered = !may_try(visit, key);
    if (*answered)
        return OK;
    TRY(family_open(visit->app, code, birth, &opened, err));
    visitor_succeeded(visit, TRY_FAMILY_ADDRESS, (struct span){0});
    visitor_succeeded(visit, TRY_FAMILY_CODE, key);
    act_as_family(visit);
    TRY(family_view(visit->app, opened.id, file, err));
    TRY(access_log_add(visit->app, ACCESS_FAMILY, file->pupil.id, file->pupil.unit, NULL,
                       visit->request->address, err));
    visitor_remember_family(visit, opened.id);
    return OK;
}

enum status
family_enter(struct visit *visit, struct error *err)
{
    const char *code = web_form(visit->request, "ma"),
               *birth = web_form(visit->request, "ngay_sinh");
    struct pupil_file file;
    bool answered;

    if (text_is_blank(code) || text_is_blank(birth)) {
        send_form(visit, T("Hãy nhập cả mã trên phiếu và ngày sinh.",
                           "Please enter both the code on the slip and the birth date."));
        return OK;
    }
    enum status status = enter(visit, code, birth, &answered, &file, err);
    if (status == NOT_FOUND || status == INVALID) {
        send_form(visit, err->message);
        return OK;
    }
    TRY(status);
    if (!answered)
        visit_go(visit, "/gia-dinh");
    return OK;
}

enum status
family_enter_api(struct visit *visit, struct error *err)
{
    struct pupil_file file;
    struct json_value body;
    bool answered;

    TRY(visit_read_json(visit, &body, err));
    const char *code = json_find_text(&body, "code"), *birth = json_find_text(&body, "birth");
    if (text_is_blank(code) || text_is_blank(birth))
        return fail(err, USAGE, "Cần code và birth.");
    TRY(enter(visit, code, birth, &answered, &file, err));
    return answered ? OK : pupil_send(visit, &file, err);
}

enum status
family_api(struct visit *visit, struct error *err)
{
    struct pupil_file file;

    TRY(family_find_file(visit, &file, err));
    return pupil_send(visit, &file, err);
}

enum status
family_leave(struct visit *visit, struct error *err)
{
    (void)err;
    visitor_forget_family(visit);
    visit_go(visit, "/gia-dinh");
    return OK;
}

enum status
family_book(struct visit *visit, struct error *err)
{
    struct pupil_file file;

    TRY(family_find_file(visit, &file, err));
    return record_book_send(visit, &file, err);
}

enum status
family_file(struct visit *visit, struct error *err)
{
    struct pupil_file file;

    TRY(family_find_file(visit, &file, err));
    return record_file_send(visit, &file, visit->argument[0], visit->argument[1], err);
}
