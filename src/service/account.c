/* SPDX-License-Identifier: Apache-2.0 */
#include "service/account.h"

#include <stdio.h>

#include "base/encode.h"
#include "base/file.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "crypto/hash.h"
#include "crypto/password.h"
#include "crypto/random.h"
#include "crypto/totp.h"
#include "model/record.h"
#include "service/access.h"
#include "service/access_log.h"

#define OFFERED "offered"
#define KEPT    "kept"

enum { ACCOUNT_KEY_SIZE = 32, RECOVERY_BYTES = 8 };

/* --- what is random --------------------------------------------------------------------------- */

/* Groups of four letters and digits that nobody mistakes for one another. */
static void
write_readable(char *out, int groups)
{
    static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789x"; /* 32 */
    uint8_t bytes[4];

    for (int group = 0; group < groups; group++) {
        random_bytes(bytes, sizeof bytes);
        if (group > 0)
            *out++ = '-';
        for (size_t i = 0; i < sizeof bytes; i++)
            *out++ = letters[bytes[i] % 32];
    }
    *out = '\0';
}

void
account_first_password(char out[FIRST_PASSWORD_SIZE])
{
    write_readable(out, 3);
}

enum status
account_key(struct app *app, struct secret **key, struct error *err)
{
    const char *path = arena_printf(app->arena, "%s/account.key", app->home);
    AUTO(secret) *line = NULL;
    uint8_t bytes[ACCOUNT_KEY_SIZE];
    char hex[2 * ACCOUNT_KEY_SIZE + 1];

    enum status status = secret_read_line(path, &line, err);
    if (status == NOT_FOUND) {
        random_bytes(bytes, sizeof bytes);
        hex_write(bytes, sizeof bytes, hex);
        TRY(file_write(path, span_of(hex), 0600, err));
        status = secret_read_line(path, &line, err);
    }
    TRY(status);
    if (!hex_read((struct span){secret_text(line), secret_size(line)}, bytes, sizeof bytes))
        return fail(err, CORRUPT, "Tệp account.key không đọc được; hãy phục hồi từ bản sao lưu.");
    *key = secret_copy(bytes, sizeof bytes);
    heap_wipe(bytes, sizeof bytes);
    heap_wipe(hex, sizeof hex);
    return OK;
}

/* --- by an administrator ---------------------------------------------------------------------- */

static struct moment
real_now(const struct app *app)
{
    return moment_in_vietnam(app->options.system_clock());
}

static enum status
log_about(struct app *app, enum access_kind kind, const struct person *person, struct error *err)
{
    return access_log_add(app, kind, NULL, person->unit, person->login, NULL, err);
}

enum status
account_give_password(struct app *app, const struct person *person, char out[FIRST_PASSWORD_SIZE],
                      struct error *err)
{
    char password[FIRST_PASSWORD_SIZE], hash[PASSWORD_HASH_SIZE];

    TRY(access_check(app, MAY_MANAGE_PEOPLE, person->unit, err));
    account_first_password(password);
    AUTO(secret) *secret = secret_copy(password, strlen(password));
    TRY(password_hash(secret, hash, err));
    enum status status = store_add_account(app->store, person->id, hash, real_now(app), err);
    if (status == CONFLICT)
        status = store_set_account_password(app->store, person->id, hash, true, real_now(app), err);
    TRY(status);
    TRY(store_end_sessions(app->store, person->id, NULL, real_now(app), err));
    TRY(log_about(app, ACCESS_PASSWORD, person, err));
    memcpy(out, password, sizeof password);
    return OK;
}

enum status
account_close(struct app *app, const struct person *person, bool closed, struct error *err)
{
    TRY(access_check(app, MAY_MANAGE_PEOPLE, person->unit, err));
    TRY(store_set_account_closed(app->store, person->id, closed, real_now(app), err));
    TRY(log_about(app, closed ? ACCESS_CLOSED : ACCESS_OPENED, person, err));
    return closed ? store_end_sessions(app->store, person->id, NULL, real_now(app), err) : OK;
}

enum status
account_drop_factor(struct app *app, const struct person *person, struct error *err)
{
    TRY(access_check(app, MAY_MANAGE_PEOPLE, person->unit, err));
    TRY(store_set_account_totp(app->store, person->id, NULL, 0, NULL, 0, real_now(app), err));
    TRY(store_end_sessions(app->store, person->id, NULL, real_now(app), err));
    return log_about(app, ACCESS_FACTOR, person, err);
}

enum status
accounts_list(struct app *app, const char *unit, struct account_rows *rows, struct error *err)
{
    TRY(access_check(app, MAY_MANAGE_PEOPLE, unit, err));
    return store_list_accounts(app->store, unit, app->arena, rows, err);
}

/* --- passwords -------------------------------------------------------------------------------- */

static enum status
check_wanted(const struct session *session, const struct secret *wanted, struct error *err)
{
    struct span text = {secret_text(wanted), secret_size(wanted)};

    if (!utf8_is_valid(text) || text_has_control(secret_text(wanted)))
        return fail(err, INVALID, "Mật khẩu có ký tự không gõ lại được; hãy chọn mật khẩu khác.");
    if (unicode_graphemes(text) < PASSWORD_CHARACTERS_MIN)
        return fail(err, INVALID,
                    "Mật khẩu mới cần ít nhất %d ký tự; một câu ngắn dễ nhớ là tốt. Mật khẩu cũ "
                    "vẫn dùng được.",
                    PASSWORD_CHARACTERS_MIN);
    if (strcasestr(secret_text(wanted), session->login))
        return fail(err, INVALID, "Mật khẩu mới không được chứa tên đăng nhập.");
    return OK;
}

enum status
account_set_password(struct app *app, const struct session *session, const struct secret *old,
                     const struct secret *wanted, struct error *err)
{
    struct account account;
    char hash[PASSWORD_HASH_SIZE];

    TRY(check_wanted(session, wanted, err));
    TRY(store_find_account(app->store, session->person, app->arena, &account, err));
    if (!password_fits(old, account.password))
        return fail(err, DENIED, "Mật khẩu đang dùng không đúng; chưa có gì thay đổi.");
    if (secret_equal(old, wanted))
        return fail(err, INVALID, "Mật khẩu mới phải khác mật khẩu đang dùng.");
    TRY(password_hash(wanted, hash, err));
    TRY(store_set_account_password(app->store, session->person, hash, false, real_now(app), err));
    TRY(store_end_sessions(app->store, session->person, session->digest, real_now(app), err));
    return access_log_add(app, ACCESS_PASSWORD, NULL, NULL, NULL, NULL, err);
}

/* --- the second factor ------------------------------------------------------------------------ */

/* What is sealed for the form opens for nobody else, and what is kept opens for no form: who got
 * hold of the table cannot have the server open it. */
static const char *
use_of(struct app *app, const char *what, const char *person)
{
    return arena_printf(app->arena, "%s %s", what, person);
}

static void
tell_factor(struct app *app, const struct secret *key, const char *sealed,
            struct new_factor *factor)
{
    char text[TOTP_TEXT_SIZE];

    totp_write_key(key, text);
    *factor = (struct new_factor){
        .sealed = sealed,
        .text = arena_text(app->arena, text),
        .uri = arena_printf(app->arena, "otpauth://totp/hocba:%s?secret=%s&issuer=hocba",
                            app->actor.login, text)};
}

enum status
account_offer_factor(struct app *app, struct new_factor *factor, struct error *err)
{
    AUTO(secret) *under = NULL;
    AUTO(secret) *key = secret_new(TOTP_KEY_SIZE);

    TRY(account_key(app, &under, err));
    random_bytes(secret_bytes(key), TOTP_KEY_SIZE);
    const char *use = use_of(app, OFFERED, app->actor.person_id);
    tell_factor(app, key, totp_seal(key, under, use, app->arena), factor);
    return OK;
}

/* It went out and came back: what does not open is not ours, and nothing here is broken. */
static enum status
unseal_offered(struct app *app, const char *sealed, const struct secret *under, const char *person,
               struct secret **key, struct error *err)
{
    enum status status = totp_unseal(sealed, under, use_of(app, OFFERED, person), key, err);

    return status == CORRUPT ? fail(err, INVALID,
                                    "Khóa này không phải khóa mà máy chủ vừa đưa; hãy lấy khóa "
                                    "khác. Chưa có gì thay đổi.")
                             : status;
}

enum status
account_reoffer_factor(struct app *app, const char *sealed, struct new_factor *factor,
                       struct error *err)
{
    AUTO(secret) *under = NULL;
    AUTO(secret) *key = NULL;

    TRY(account_key(app, &under, err));
    TRY(unseal_offered(app, sealed, under, app->actor.person_id, &key, err));
    tell_factor(app, key, sealed, factor);
    return OK;
}

static const char *
recovery_digest(const char *code, struct arena *arena)
{
    struct digest digest = sha256(span_of(code));
    char hex[SHA256_HEX_SIZE];

    return arena_text(arena, digest_hex(&digest, hex));
}

enum status
account_use_code(struct app *app, const struct account *account, const char *code, bool *right,
                 struct error *err)
{
    AUTO(secret) *under = NULL;
    AUTO(secret) *key = NULL;

    *right = false;
    TRY(account_key(app, &under, err));
    TRY(totp_unseal(account->totp, under, use_of(app, KEPT, account->person), &key, err));
    int64_t step = totp_find(key, code, app->options.system_clock(), account->totp_step);
    if (step != 0)
        return store_use_totp_step(app->store, account->person, step, right, err);
    return store_use_recovery_code(app->store, account->person, recovery_digest(code, app->arena),
                                   real_now(app), right, err);
}

/* An open session alone moves no second factor: the one there is says yes to its successor. */
static enum status
check_former(struct app *app, const struct session *session, const char *former, struct error *err)
{
    struct account account;
    bool right = false;

    TRY(store_find_account(app->store, session->person, app->arena, &account, err));
    if (!account.totp)
        return OK;
    if (!text_is_blank(former))
        TRY(account_use_code(app, &account, former, &right, err));
    return right ? OK
                 : fail(err, DENIED,
                        "Mã của điện thoại đang dùng (hoặc mã dự phòng) không đúng hoặc đã dùng. "
                        "Điện thoại đang dùng vẫn còn hiệu lực; hãy nhập mã đang hiện.");
}

enum status
account_take_factor(struct app *app, const struct session *session, const char *sealed,
                    const char *code, const char *former, const char *codes[RECOVERY_CODES],
                    struct error *err)
{
    AUTO(secret) *under = NULL;
    AUTO(secret) *key = NULL;
    const char *digests[RECOVERY_CODES];

    TRY(account_key(app, &under, err));
    TRY(unseal_offered(app, sealed, under, session->person, &key, err));
    int64_t step = totp_find(key, code, app->options.system_clock(), 0);
    if (step == 0)
        return fail(err, INVALID,
                    "Mã 6 chữ số không đúng. Hãy xem giờ trên điện thoại có đúng không rồi nhập mã "
                    "đang hiện; chưa có gì thay đổi.");
    TRY(check_former(app, session, former, err));
    for (size_t i = 0; i < RECOVERY_CODES; i++) {
        char text[FIRST_PASSWORD_SIZE];
        write_readable(text, 3);
        codes[i] = arena_text(app->arena, text);
        digests[i] = recovery_digest(codes[i], app->arena);
    }
    const char *kept = totp_seal(key, under, use_of(app, KEPT, session->person), app->arena);
    TRY(store_set_account_totp(app->store, session->person, kept, step, digests, RECOVERY_CODES,
                               real_now(app), err));
    TRY(store_strengthen_session(app->store, session->digest, err));
    TRY(store_end_sessions(app->store, session->person, session->digest, real_now(app), err));
    return access_log_add(app, ACCESS_FACTOR, NULL, NULL, NULL, NULL, err);
}

enum status
account_check_code(struct app *app, const struct session *session, const char *code,
                   struct error *err)
{
    struct account account;
    bool right = false;

    TRY(store_find_account(app->store, session->person, app->arena, &account, err));
    if (!account.totp)
        return fail(err, DENIED, "Tài khoản chưa có xác thực hai lớp; hãy bật ở trang Tài khoản.");
    TRY(account_use_code(app, &account, code, &right, err));
    if (!right)
        return fail(err, DENIED, "Mã không đúng hoặc đã dùng; hãy nhập mã đang hiện.");
    return store_strengthen_session(app->store, session->digest, err);
}

enum status
account_sessions(struct app *app, const struct session *session, struct session_rows *rows,
                 struct error *err)
{
    return store_list_sessions(app->store, session->person, app->arena, rows, err);
}

enum status
account_of(struct app *app, const struct session *session, struct account *account,
           struct error *err)
{
    return store_find_account(app->store, session->person, app->arena, account, err);
}

enum status
account_end_session(struct app *app, const struct session *session, const char *digest,
                    struct error *err)
{
    return store_end_session(app->store, digest, session->person, real_now(app), err);
}
