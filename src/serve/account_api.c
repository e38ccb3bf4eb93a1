/* SPDX-License-Identifier: Apache-2.0
 *
 * One's own account, and a school's, as JSON.  Logins come in bodies and stand in no address.
 */
#include "serve/account.h"
#include "serve/inside.h"
#include "service/school.h"

static void
write_session(struct json *json, const struct session_row *row, const struct session *own)
{
    json_open(json, '{');
    json_text_field(json, "session", row->digest);
    json_bool_field(json, "this", text_equal(row->digest, own->digest));
    json_bool_field(json, "strong", row->strong);
    json_moment_field(json, "begun", row->begun);
    json_moment_field(json, "seen", row->seen);
    json_text_field(json, "address", row->address);
    json_text_field(json, "agent", row->agent);
    json_close(json, '}');
}

static void
write_factor(struct json *json, const struct account_view *view)
{
    json_bool_field(json, "factor", view->has_factor);
    json_key(json, "offer");
    if (view->factor.uri) {
        json_open(json, '{');
        json_text_field(json, "key", view->factor.sealed);
        json_text_field(json, "text", view->factor.text);
        json_text_field(json, "uri", view->factor.uri);
        json_close(json, '}');
    } else {
        json_text(json, NULL);
    }
    json_open_list(json, "recovery_codes");
    for (size_t i = 0; i < RECOVERY_CODES && view->codes[i]; i++)
        json_text(json, view->codes[i]);
    json_close(json, ']');
}

void
own_account_send(struct visit *visit, const struct account_view *view)
{
    AUTO(buffer) *out = buffer_new_wiped(PAGE_MAX);
    struct json json = json_to(out);

    json_open(&json, '{');
    json_text_field(&json, "login", visit->session->login);
    json_text_field(&json, "name", visit->session->name);
    json_bool_field(&json, "first_password", view->first_password);
    json_text_field(&json, "csrf", visit->csrf);
    write_factor(&json, view);
    json_open_list(&json, "sessions");
    for (size_t i = 0; i < view->sessions.list.count; i++)
        write_session(&json, &view->sessions.list.items[i], visit->session);
    json_close(&json, ']');
    json_text_field(&json, "note", view->notice.good);
    json_close(&json, '}');
    visit_send_json(visit, out);
}

static void
write_account(struct json *json, const struct account_row *row)
{
    json_open(json, '{');
    json_text_field(json, "login", row->login);
    json_text_field(json, "name", row->name);
    json_bool_field(json, "account", row->has_account);
    json_bool_field(json, "first_password", row->must_change);
    json_bool_field(json, "factor", row->has_totp);
    json_bool_field(json, "closed", row->closed);
    json_moment_field(json, "last", row->last);
    json_close(json, '}');
}

enum status
accounts_api(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct account_rows rows = {0};
    struct json json = json_to(out);

    TRY(accounts_list(visit->app, visit->session->unit, &rows, err));
    json_open(&json, '{');
    json_open_list(&json, "accounts");
    for (size_t i = 0; i < rows.list.count; i++)
        write_account(&json, &rows.list.items[i]);
    json_close(&json, ']');
    json_close(&json, '}');
    visit_send_json(visit, out);
    return OK;
}

static enum status
read_person(struct visit *visit, struct json_value *body, struct person *person, struct error *err)
{
    TRY(visit_read_json(visit, body, err));
    const char *login = json_find_text(body, "login");
    if (text_is_blank(login))
        return fail(err, USAGE, "Cần login: tên đăng nhập.");
    return person_find(visit->app, login, person, err);
}

/* What was done; with the password that was given. */
static void
send_done(struct visit *visit, const struct person *person, const char *password)
{
    AUTO(buffer) *out = buffer_new_wiped(PAGE_MAX);
    struct json json = json_to(out);

    json_open(&json, '{');
    json_text_field(&json, "login", person->login);
    if (password)
        json_text_field(&json, "password", password);
    json_bool_field(&json, "done", true);
    json_close(&json, '}');
    visit_send_json(visit, out);
}

enum status
account_give_api(struct visit *visit, struct error *err)
{
    char password[FIRST_PASSWORD_SIZE];
    struct json_value body;
    struct person person;

    TRY(read_person(visit, &body, &person, err));
    TRY(account_give_password(visit->app, &person, password, err));
    send_done(visit, &person, password);
    heap_wipe(password, sizeof password);
    return OK;
}

enum status
account_close_api(struct visit *visit, struct error *err)
{
    struct json_value body;
    struct person person;

    TRY(read_person(visit, &body, &person, err));
    const struct json_value *closed = json_find(&body, "closed");
    if (closed && closed->kind != JSON_TRUTH)
        return fail(err, USAGE, "closed là true hoặc false; chưa đổi gì.");
    TRY(account_close(visit->app, &person, !closed || closed->truth, err));
    send_done(visit, &person, NULL);
    return OK;
}

enum status
account_factor_api(struct visit *visit, struct error *err)
{
    struct json_value body;
    struct person person;

    TRY(read_person(visit, &body, &person, err));
    TRY(account_drop_factor(visit->app, &person, err));
    send_done(visit, &person, NULL);
    return OK;
}
