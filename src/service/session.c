/* SPDX-License-Identifier: Apache-2.0 */
#include "service/session.h"

#include "base/encode.h"
#include "crypto/hash.h"
#include "crypto/password.h"
#include "crypto/random.h"
#include "service/access_log.h"
#include "service/account.h"
#include "service/known_browser.h"

enum { TOKEN_BYTES = 32, TOKEN_SIZE = 2 * TOKEN_BYTES + 1, AGENT_MAX = 120 };

static const char *
new_token(struct arena *arena)
{
    uint8_t bytes[TOKEN_BYTES];
    char text[TOKEN_SIZE];

    random_bytes(bytes, sizeof bytes);
    return arena_text(arena, hex_write(bytes, sizeof bytes, text));
}

static const char *
digest_of(const char *token, struct arena *arena)
{
    struct digest digest = sha256(span_of(token));
    char hex[SHA256_HEX_SIZE];

    return arena_text(arena, digest_hex(&digest, hex));
}

static enum status
refuse(struct app *app, const struct sign_in *sign_in, const char *unit, struct error *err)
{
    struct error unused;

    /* The answer stays the same when the log cannot be written. */
    (void)!access_log_add(app, ACCESS_SIGN_IN_FAILED, NULL, unit, NULL, sign_in->address, &unused);
    return fail(err, DENIED,
                "Tên đăng nhập hoặc mật khẩu không đúng. Hãy gõ lại; nếu quên, quản "
                "trị viên của trường cấp mật khẩu mới.");
}

/* Tries are counted per login and address; those of a browser that signed in so before by itself.
 */
static struct span
rate_key(struct app *app, const struct sign_in *sign_in)
{
    struct span near = known_browser_fits(app, sign_in->login, sign_in->mark)
                           ? span_of(sign_in->mark)
                           : rate_address(sign_in->address);

    return span_of(arena_printf(app->arena, "%.*s %s", (int)near.size, near.data, sign_in->login));
}

static enum status
take_try(struct app *app, const struct sign_in *sign_in, struct span key, struct error *err)
{
    int64_t now = app->options.system_clock();
    unsigned wait = sign_in->rate ? rate_take(sign_in->rate, key, now) : 0;

    return wait == 0 ? OK
                     : fail(err, DENIED,
                            "Đã thử nhiều lần từ nơi này. Hãy đợi %u giây rồi thử lại; người khác "
                            "và nơi khác không bị ảnh hưởng.",
                            wait);
}

/* Whose account it is, if the password is right; else DENIED. */
static enum status
check_password(struct app *app, const struct sign_in *sign_in, struct person *person,
               struct account *account, struct error *err)
{
    enum status status =
        store_find_person_by_login(app->store, sign_in->login, app->arena, person, err);
    if (status == OK)
        status = store_find_account(app->store, person->id, app->arena, account, err);
    if (status != OK && status != NOT_FOUND)
        return status;
    bool known = status == OK;
    bool fits = password_fits(sign_in->password, known ? account->password : NULL);
    return known && fits && !account->closed ? OK : refuse(app, sign_in, person->unit, err);
}

static enum status
check_factor(struct app *app, const struct sign_in *sign_in, const struct account *account,
             struct error *err)
{
    bool right;

    if (!account->totp)
        return OK;
    if (text_is_blank(sign_in->code))
        return fail(err, UNDECIDED, "Hãy nhập mã 6 chữ số đang hiện trên điện thoại.");
    TRY(account_use_code(app, account, sign_in->code, &right, err));
    if (!right)
        return refuse(app, sign_in, NULL, err);
    return OK;
}

static enum status
check_assigned(struct app *app, const char *person, enum status status, struct error *err)
{
    struct assignment_filter filter = {.person = person, .on = app_today(app)};
    struct assignments held = {0};

    TRY(store_list_assignments(app->store, &filter, app->arena, &held, err));
    if (held.list.count > 0)
        return OK;
    fail(
        err, status,
        "Tài khoản không có phân công nào còn hiệu lực hôm nay. Hãy hỏi quản trị viên của trường.");
    return status;
}

static const char *
short_agent(const char *agent, struct arena *arena)
{
    return arena_printf(arena, "%.*s", AGENT_MAX, agent ? agent : "");
}

enum status
session_begin(struct app *app, const struct sign_in *sign_in, struct session *session,
              struct error *err)
{
    struct person person = {0};
    struct account account = {0};
    struct span key = rate_key(app, sign_in);

    TRY(take_try(app, sign_in, key, err));
    TRY(check_password(app, sign_in, &person, &account, err));
    app->actor = (struct actor){person.id, person.login, person.name, person.unit};
    enum status status = check_factor(app, sign_in, &account, err);
    if (sign_in->rate && (status == OK || status == UNDECIDED))
        rate_give_back(sign_in->rate, key, app->options.system_clock());
    TRY(status);
    TRY(check_assigned(app, person.id, DENIED, err));
    const char *token = new_token(app->arena);
    struct session_row row = {.digest = digest_of(token, app->arena),
                              .person = person.id,
                              .csrf = new_token(app->arena),
                              .strong = account.totp != NULL,
                              .begun = moment_in_vietnam(app->options.system_clock()),
                              .address = sign_in->address,
                              .agent = short_agent(sign_in->agent, app->arena)};
    TRY(store_add_session(app->store, &row, err));
    TRY(access_log_add(app, ACCESS_SIGN_IN, NULL, NULL, NULL, sign_in->address, err));
    TRY(session_find(app, token, session, err));
    session->token = token;
    session->mark = known_browser_make(app, person.login);
    return OK;
}

/* A session's times are real ones, whatever clock a training instance has. */
static bool
has_ended(const struct session_row *row, int64_t now)
{
    return row->closed || row->ended.seconds != 0 ||
           now - row->seen.seconds > SESSION_IDLE_SECONDS ||
           now - row->begun.seconds > SESSION_SECONDS;
}

/* The earlier of its end and the next time that it is to be kept as seen. */
static int64_t
same_until(const struct session_row *row)
{
    int64_t end = row->begun.seconds + SESSION_SECONDS;
    int64_t seen = row->seen.seconds + SESSION_SEEN_SECONDS;

    return seen < end ? seen : end;
}

enum status
session_find(struct app *app, const char *token, struct session *session, struct error *err)
{
    const char *digest = digest_of(token, app->arena);
    struct moment now = moment_in_vietnam(app->options.system_clock());
    struct session_row row;

    TRY(store_find_session(app->store, digest, app->arena, &row, err));
    if (has_ended(&row, now.seconds))
        return fail(err, NOT_FOUND, "Phiên đăng nhập đã hết; hãy đăng nhập lại.");
    TRY(check_assigned(app, row.person, NOT_FOUND, err));
    if (now.seconds - row.seen.seconds > SESSION_SEEN_SECONDS) {
        TRY(store_see_session(app->store, digest, now, err));
        row.seen = now;
    }
    *session = (struct session){.digest = row.digest,
                                .csrf = row.csrf,
                                .person = row.person,
                                .login = row.login,
                                .name = row.name,
                                .unit = row.unit,
                                .strong = row.strong,
                                .must_change = row.must_change,
                                .until = moment_in_vietnam(row.begun.seconds + SESSION_SECONDS),
                                .same_until = same_until(&row)};
    return OK;
}

enum status
session_end(struct app *app, const struct session *session, struct error *err)
{
    TRY(store_end_session(app->store, session->digest, session->person,
                          moment_in_vietnam(app->options.system_clock()), err));
    return access_log_add(app, ACCESS_SIGN_OUT, NULL, NULL, NULL, NULL, err);
}
