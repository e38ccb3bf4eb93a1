/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/account.h"

#include "serve/inside.h"
#include "serve/pages.h"
#include "serve/sign_in.h"
#include "service/school.h"

/* --- in and out ------------------------------------------------------------------------------- */

static void
send_sign_in(struct visit *visit, const char *message, const char *back)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);

    sign_in_page(out, visit, message, back ? back : "/", web_form(visit->request, "ten"));
    visit_send_page(visit, out);
}

enum status
sign_in_form(struct visit *visit, struct error *err)
{
    const char *back = web_query(visit->request, "ve");

    (void)err;
    if (visit->session)
        visit_go(visit, "%s", back ? back : "/");
    else
        send_sign_in(visit, NULL, back);
    return OK;
}

enum status
sign_in_take(struct visit *visit, struct error *err)
{
    const struct web_request *request = visit->request;
    const char *login = web_form(request, "ten"), *password = web_form(request, "mat_khau");
    const char *back = web_form(request, "ve");
    struct session session;

    if (text_is_blank(login) || !password || !password[0] || strlen(password) > PASSPHRASE_MAX) {
        if (visit->api)
            return fail(err, USAGE, "Hãy nhập tên đăng nhập và mật khẩu.");
        visit->answer->code = 400;
        send_sign_in(visit, T("Hãy nhập tên đăng nhập và mật khẩu.", "Enter login and password."),
                     back);
        return OK;
    }
    AUTO(secret) *secret = secret_copy(password, strlen(password));
    const struct sign_in sign_in = {.login = login,
                                    .password = secret,
                                    .code = web_form(request, "ma"),
                                    .address = request->address,
                                    .agent = web_header(request, "User-Agent"),
                                    .mark = sign_in_mark(visit),
                                    .rate = visit->serve->sign_ins};
    enum status status = session_begin(visit->app, &sign_in, &session, err);
    if (!visit->api && (status == DENIED || status == UNDECIDED)) {
        visit->answer->code = 403;
        send_sign_in(visit, err->message, back);
        return OK;
    }
    TRY(status);
    sign_in_keep(visit, session.token);
    if (session.mark)
        sign_in_keep_mark(visit, session.mark);
    if (session.must_change)
        visit_go(visit, "/tai-khoan");
    else
        visit_go(visit, "%s", back ? back : "/");
    return OK;
}

enum status
sign_out_take(struct visit *visit, struct error *err)
{
    TRY(session_end(visit->app, visit->session, err));
    sign_in_keep(visit, NULL);
    visit_go(visit, "/");
    return OK;
}

/* --- one's own account ------------------------------------------------------------------------ */

static enum status
send_account(struct visit *visit, struct account_view *view, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct account account;

    TRY(account_sessions(visit->app, visit->session, &view->sessions, err));
    TRY(account_of(visit->app, visit->session, &account, err));
    view->has_factor = account.totp != NULL;
    view->first_password = account.must_change;
    if (visit->api) {
        own_account_send(visit, view);
        return OK;
    }
    own_account_page(out, visit, view);
    visit_send_page(visit, out);
    return OK;
}

/* What a person did wrong stands on the page where it was done. */
static bool
is_persons(const struct visit *visit, enum status status)
{
    if (visit->api)
        return false;
    return status == INVALID || status == DENIED || status == USAGE || status == CONFLICT;
}

enum status
account_page(struct visit *visit, struct error *err)
{
    struct account_view view = {0};

    return send_account(visit, &view, err);
}

enum status
account_password_take(struct visit *visit, struct error *err)
{
    const char *old = web_form(visit->request, "cu"), *wanted = web_form(visit->request, "moi");
    const char *again = web_form(visit->request, "moi_lai");
    struct account_view view = {0};
    enum status status;

    if (!old || !wanted || strlen(old) > PASSPHRASE_MAX || strlen(wanted) > PASSPHRASE_MAX) {
        status = fail(err, USAGE, "Hãy nhập mật khẩu đang dùng và mật khẩu mới.");
    } else if (!visit->api && !text_equal(wanted, again)) {
        status = fail(err, INVALID,
                      "Hai lần gõ mật khẩu mới không giống nhau; mật khẩu cũ vẫn "
                      "dùng được.");
    } else {
        AUTO(secret) *old_secret = secret_copy(old, strlen(old));
        AUTO(secret) *new_secret = secret_copy(wanted, strlen(wanted));
        status = account_set_password(visit->app, visit->session, old_secret, new_secret, err);
    }
    if (status != OK && !is_persons(visit, status))
        return status;
    if (status == OK && visit->session->must_change && !visit->api) {
        visit_go(visit, "/");
        return OK;
    }
    visit->answer->code = status == OK ? 200 : 400;
    view.notice.bad = status == OK ? NULL : err->message;
    view.notice.good = status == OK ? T("Đã đổi mật khẩu; các phiên khác đã kết thúc.",
                                        "Password changed; other sessions have ended.")
                                    : NULL;
    return send_account(visit, &view, err);
}

enum status
account_factor_offer(struct visit *visit, struct error *err)
{
    struct account_view view = {0};

    TRY(account_offer_factor(visit->app, &view.factor, err));
    return send_account(visit, &view, err);
}

/* As often as at the door: a session is no place to guess codes in. */
static enum status
take_guess(struct visit *visit, struct error *err)
{
    unsigned wait = rate_take(visit->serve->sign_ins, span_of(visit->session->digest),
                              visit->app->options.system_clock());

    return wait == 0
               ? OK
               : fail(err, DENIED,
                      T("Đã thử nhiều lần. Hãy đợi %u giây rồi thử lại; chưa có gì thay đổi.",
                        "Too many tries. Wait %u seconds and try again; nothing was changed."),
                      wait);
}

enum status
account_factor_take(struct visit *visit, struct error *err)
{
    const char *sealed, *code;
    struct account_view view = {0};

    TRY(visit_need(visit, "khoa", "khóa", &sealed, err));
    TRY(visit_need(visit, "ma", "mã 6 chữ số", &code, err));
    enum status status = take_guess(visit, err);
    if (status == OK)
        status = account_take_factor(visit->app, visit->session, sealed, code,
                                     web_form(visit->request, "ma_cu"), view.codes, err);
    if (status != OK && !is_persons(visit, status))
        return status;
    if (status != OK) {
        visit->answer->code = 400;
        view.notice.bad = err->message;
        TRY(account_reoffer_factor(visit->app, sealed, &view.factor, err));
    } else {
        view.notice.good = T("Đã bật xác thực hai lớp.", "Two-factor sign-in is on.");
    }
    return send_account(visit, &view, err);
}

enum status
account_session_end(struct visit *visit, struct error *err)
{
    const char *digest;

    TRY(visit_need(visit, "phien", "phiên", &digest, err));
    TRY(account_end_session(visit->app, visit->session, digest, err));
    visit_go(visit, "/tai-khoan");
    return OK;
}

/* --- the school's accounts -------------------------------------------------------------------- */

static enum status
send_people(struct visit *visit, struct people_view *view, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);

    TRY(accounts_list(visit->app, visit->session->unit, &view->rows, err));
    accounts_page(out, visit, view);
    visit_send_page(visit, out);
    return OK;
}

enum status
people_page(struct visit *visit, struct error *err)
{
    struct people_view view = {0};

    return send_people(visit, &view, err);
}

static enum status
need_person(struct visit *visit, struct person *person, struct error *err)
{
    const char *login;

    TRY(visit_need(visit, "ten", "tên đăng nhập", &login, err));
    return person_find(visit->app, login, person, err);
}

enum status
people_give_password(struct visit *visit, struct error *err)
{
    struct people_view view = {0};
    struct person person;
    char password[FIRST_PASSWORD_SIZE];

    TRY(need_person(visit, &person, err));
    TRY(account_give_password(visit->app, &person, password, err));
    view.login = person.login;
    view.password = arena_text(visit->arena, password);
    return send_people(visit, &view, err);
}

enum status
people_slips(struct visit *visit, struct error *err)
{
    AUTO(buffer) *pdf = buffer_new_wiped(ACCOUNT_SLIPS_PDF_MAX);
    struct account_slips slips = {.unit = visit->session->unit,
                                  .address = visit->serve->order->public_address};

    TRY(account_make_slips(visit->app, &slips, pdf, err));
    visit_send_file(visit, buffer_span(pdf), "application/pdf", "phieu-dang-nhap.pdf", true);
    return OK;
}

enum status
people_close(struct visit *visit, struct error *err)
{
    struct person person;

    TRY(need_person(visit, &person, err));
    TRY(account_close(visit->app, &person, text_equal(web_form(visit->request, "khoa"), "1"), err));
    visit_go(visit, "/quan-tri/tai-khoan");
    return OK;
}

enum status
people_drop_factor(struct visit *visit, struct error *err)
{
    struct person person;

    TRY(need_person(visit, &person, err));
    TRY(account_drop_factor(visit->app, &person, err));
    visit_go(visit, "/quan-tri/tai-khoan");
    return OK;
}

static enum status
list_log(struct visit *visit, const char *before, struct access_rows *rows, struct error *err)
{
    int number = 0;

    if (before && !text_to_int(before, 1, INT32_MAX, &number))
        return fail(err, USAGE, "Số thứ tự không đúng.");
    return access_log_list(visit->app, visit->session->unit, number, rows, err);
}

enum status
access_log_page(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct access_rows rows = {0};

    TRY(list_log(visit, web_query(visit->request, "truoc"), &rows, err));
    log_page(out, visit, &rows);
    visit_send_page(visit, out);
    return OK;
}

static void
write_look(struct json *json, const struct access_row *row)
{
    json_open(json, '{');
    json_int_field(json, "number", row->number);
    json_moment_field(json, "at", row->at);
    json_text_field(json, "what", row->what);
    json_text_field(json, "login", row->login);
    json_text_field(json, "pupil", row->pupil);
    json_text_field(json, "detail", row->detail);
    json_text_field(json, "address", row->address);
    json_close(json, '}');
}

enum status
access_log_api(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);
    struct access_rows rows = {0};

    TRY(list_log(visit, web_query(visit->request, "before"), &rows, err));
    json_open(&json, '{');
    json_open_list(&json, "entries");
    for (size_t i = 0; i < rows.list.count; i++)
        write_look(&json, &rows.list.items[i]);
    json_close(&json, ']');
    json_close(&json, '}');
    visit_send_json(visit, out);
    return OK;
}
