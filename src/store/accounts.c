/* SPDX-License-Identifier: Apache-2.0 */
#include "store/accounts.h"

#include "store/ask.h"

/* --- accounts --------------------------------------------------------------------------------- */

static void
read_account(struct row *row, void *into)
{
    struct account *account = into;
    account->person = row_text(row);
    account->password = row_text(row);
    account->must_change = row_int(row) != 0;
    account->totp = row_text(row);
    account->totp_step = row_int(row);
    account->closed = row_int(row) != 0;
    account->changed = row_moment(row);
}

static enum status
must_hit(struct question question, struct error *err)
{
    bool hit;
    TRY(ask_hit(question, &hit, err));
    return hit ? OK : fail(err, NOT_FOUND, "Người này chưa có tài khoản.");
}

enum status
store_add_account(struct store *store, const char *person, const char *password, struct moment now,
                  struct error *err)
{
    bool hit;
    TRY(ask_hit(ASK(store, SQL_add_account, v_text(person), v_text(password), v_moment(now)), &hit,
                err));
    return hit ? OK : fail(err, CONFLICT, "Người này đã có tài khoản.");
}

enum status
store_find_account(struct store *store, const char *person, struct arena *arena,
                   struct account *account, struct error *err)
{
    bool found;
    TRY(ask_one(ASK(store, SQL_find_account, v_text(person)), read_account, arena, account, &found,
                err));
    return found ? OK : fail(err, NOT_FOUND, "Người này chưa có tài khoản.");
}

enum status
store_set_account_password(struct store *store, const char *person, const char *password,
                           bool must_change, struct moment now, struct error *err)
{
    return must_hit(ASK(store, SQL_set_account_password, v_text(person), v_text(password),
                        v_int(must_change), v_moment(now)),
                    err);
}

struct totp_setting {
    const char *person, *totp;
    int64_t step;
    const char *const *codes;
    size_t code_count;
    struct moment now;
};

static enum status
set_totp(struct store *store, void *context, struct error *err)
{
    const struct totp_setting *it = context;
    TRY(must_hit(ASK(store, SQL_set_account_totp, v_text(it->person), v_text(it->totp),
                     v_int(it->step), v_moment(it->now)),
                 err));
    TRY(ask(ASK(store, SQL_drop_recovery_codes, v_text(it->person)), err));
    for (size_t i = 0; i < it->code_count; i++)
        TRY(ask(ASK(store, SQL_add_recovery_code, v_text(it->codes[i]), v_text(it->person)), err));
    return OK;
}

enum status
store_set_account_totp(struct store *store, const char *person, const char *totp, int64_t step,
                       const char *const *codes, size_t code_count, struct moment now,
                       struct error *err)
{
    struct totp_setting it = {person, totp, step, codes, code_count, now};
    return store_transact(store, set_totp, &it, err);
}

enum status
store_set_account_closed(struct store *store, const char *person, bool closed, struct moment now,
                         struct error *err)
{
    return must_hit(
        ASK(store, SQL_set_account_closed, v_text(person), v_int(closed), v_moment(now)), err);
}

enum status
store_use_totp_step(struct store *store, const char *person, int64_t step, bool *used,
                    struct error *err)
{
    return ask_hit(ASK(store, SQL_use_totp_step, v_text(person), v_int(step)), used, err);
}

enum status
store_use_recovery_code(struct store *store, const char *person, const char *digest,
                        struct moment now, bool *used, struct error *err)
{
    return ask_hit(ASK(store, SQL_use_recovery_code, v_text(digest), v_text(person), v_moment(now)),
                   used, err);
}

enum status
store_count_recovery_codes(struct store *store, const char *person, int64_t *count,
                           struct error *err)
{
    return ask_int(ASK(store, SQL_count_recovery_codes, v_text(person)), count, err);
}

static void
read_account_row(struct row *row, void *into)
{
    struct account_row *account = into;
    account->person = row_text(row);
    account->login = row_text(row);
    account->name = row_text(row);
    account->unit = row_text(row);
    account->has_account = row_int(row) != 0;
    account->must_change = row_int(row) != 0;
    account->has_totp = row_int(row) != 0;
    account->closed = row_int(row) != 0;
    account->last = row_moment(row);
}

enum status
store_list_accounts(struct store *store, const char *unit, struct arena *arena,
                    struct account_rows *rows, struct error *err)
{
    return ask_list(ASK(store, SQL_list_accounts, v_text(unit)), read_account_row, arena,
                    rows->list, err);
}

/* --- sessions --------------------------------------------------------------------------------- */

static void
read_session(struct row *row, void *into)
{
    struct session_row *session = into;
    session->digest = row_text(row);
    session->person = row_text(row);
    session->csrf = row_text(row);
    session->strong = row_int(row) != 0;
    session->begun = row_moment(row);
    session->seen = row_moment(row);
    session->ended = row_moment(row);
    session->address = row_text(row);
    session->agent = row_text(row);
    session->login = row_text(row);
    session->name = row_text(row);
    session->unit = row_text(row);
    session->must_change = row_int(row) != 0;
    session->closed = row_int(row) != 0;
}

enum status
store_add_session(struct store *store, const struct session_row *row, struct error *err)
{
    return ask(ASK(store, SQL_add_session, v_text(row->digest), v_text(row->person),
                   v_text(row->csrf), v_int(row->strong), v_moment(row->begun),
                   v_text(row->address), v_text(row->agent)),
               err);
}

enum status
store_find_session(struct store *store, const char *digest, struct arena *arena,
                   struct session_row *row, struct error *err)
{
    bool found;
    TRY(ask_one(ASK(store, SQL_find_session, v_text(digest)), read_session, arena, row, &found,
                err));
    return found ? OK : fail(err, NOT_FOUND, "Phiên đăng nhập đã hết; hãy đăng nhập lại.");
}

enum status
store_list_sessions(struct store *store, const char *person, struct arena *arena,
                    struct session_rows *rows, struct error *err)
{
    return ask_list(ASK(store, SQL_list_sessions, v_text(person)), read_session, arena, rows->list,
                    err);
}

enum status
store_see_session(struct store *store, const char *digest, struct moment now, struct error *err)
{
    return ask(ASK(store, SQL_see_session, v_text(digest), v_moment(now)), err);
}

enum status
store_strengthen_session(struct store *store, const char *digest, struct error *err)
{
    return ask(ASK(store, SQL_strengthen_session, v_text(digest)), err);
}

enum status
store_end_session(struct store *store, const char *digest, const char *person, struct moment now,
                  struct error *err)
{
    bool hit;
    TRY(ask_hit(ASK(store, SQL_end_session, v_text(digest), v_text(person), v_moment(now)), &hit,
                err));
    return hit ? OK : fail(err, NOT_FOUND, "Phiên ấy đã kết thúc rồi.");
}

enum status
store_end_sessions(struct store *store, const char *person, const char *but, struct moment now,
                   struct error *err)
{
    return ask(ASK(store, SQL_end_sessions, v_text(person), v_moment(now), v_text(but)), err);
}

/* --- the access log --------------------------------------------------------------------------- */

static void
read_access(struct row *row, void *into)
{
    struct access_row *access = into;
    access->number = row_int(row);
    access->at = row_moment(row);
    access->what = row_text(row);
    access->login = row_text(row);
    access->unit = row_text(row);
    access->pupil = row_text(row);
    access->detail = row_text(row);
    access->address = row_text(row);
    access->name = row_text(row);
}

enum status
store_add_access(struct store *store, const struct access_row *row, struct error *err)
{
    return ask(ASK(store, SQL_add_access, v_moment(row->at), v_text(row->what), v_text(row->login),
                   v_text(row->unit), v_text(row->pupil), v_text(row->detail),
                   v_text(row->address)),
               err);
}

struct class_looking {
    const struct access_row *row;
    const char *class_id, *day;
};

static enum status
add_class_look(struct store *store, void *context, struct error *err)
{
    const struct class_looking *it = context;
    const struct access_row *row = it->row;
    int64_t before = 0, number = 0;

    TRY(ask_int(ASK(store, SQL_count_class_looks, v_text(it->class_id), v_text(row->login),
                    v_text(it->day)),
                &before, err));
    if (before > 0)
        return OK;
    TRY(store_add_access(store, row, err));
    TRY(ask_int(ASK(store, SQL_find_last_access, v_text(row->unit)), &number, err));
    return ask(ASK(store, SQL_add_class_look, v_text(it->class_id), v_text(row->login),
                   v_text(it->day), v_int(number)),
               err);
}

enum status
store_add_class_look(struct store *store, const struct access_row *row, const char *class_id,
                     struct date day, struct error *err)
{
    char text[DATE_TEXT_SIZE];
    struct class_looking it = {row, class_id, date_write_iso(day, text)};
    int64_t before = 0;

    TRY(ask_int(
        ASK(store, SQL_count_class_looks, v_text(class_id), v_text(row->login), v_text(it.day)),
        &before, err));
    return before > 0 ? OK : store_transact(store, add_class_look, &it, err);
}

enum status
store_list_access(struct store *store, const struct access_filter *filter, struct arena *arena,
                  struct access_rows *rows, struct error *err)
{
    int64_t before = filter->before > 0 ? filter->before : INT64_MAX;
    if (filter->pupil)
        return ask_list(ASK(store, SQL_list_access_of_pupil, v_text(filter->pupil), v_int(before)),
                        read_access, arena, rows->list, err);
    return ask_list(
        ASK(store, SQL_list_access, v_text(filter->unit), v_text(filter->login), v_int(before)),
        read_access, arena, rows->list, err);
}
