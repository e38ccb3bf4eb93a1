/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/kept_key.h"

#include "serve/inside.h"
#include "service/account.h"

enum status
kept_key_look(struct visit *visit, const char *path, const char *otherwise, struct notice *key,
              struct error *err)
{
    struct account account;

    TRY(account_of(visit->app, visit->session, &account, err));
    if (!path)
        key->bad = arena_printf(visit->arena, "%s %s.",
                                T("Máy chủ không giữ khóa ký nào cho việc này. Ký bằng thẻ hay "
                                  "cách khác: lệnh",
                                  "The server keeps no key for this. Sign with a token or "
                                  "otherwise: the command"),
                                otherwise);
    else if (!account.totp)
        key->bad = T("Muốn ký bằng khóa ở máy chủ, trước hết hãy bật xác thực hai lớp ở trang Tài "
                     "khoản.",
                     "To sign with the key on the server, first turn on two-factor sign-in at your "
                     "account.");
    return OK;
}

enum status
kept_key_unlock(struct visit *visit, const char *path, struct signer_source *source,
                struct signer_session **session, struct error *err)
{
    const char *password = web_form(visit->request, "mat_khau");

    if (!password || !password[0] || strlen(password) > PASSPHRASE_MAX)
        return fail(err, USAGE, "Hãy nhập mật khẩu của khóa; chưa ký gì.");
    AUTO(secret) *secret = secret_copy(password, strlen(password));
    const struct sign_key_order key = {.session = visit->session,
                                       .password = secret,
                                       .code = web_form(visit->request, "ma"),
                                       .address = visit->request->address};
    return sign_jobs_unlock(visit->serve->jobs, visit->app, path, &key, source, session, err);
}
