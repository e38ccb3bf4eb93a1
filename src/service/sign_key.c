/* SPDX-License-Identifier: Apache-2.0 */
#include "service/sign_key.h"

#include <sys/stat.h>

#include "base/file.h"
#include "service/instance.h"
#include "store/units.h"

static enum status
find_file(struct app *app, const char *name, const char **path, struct error *err)
{
    struct home_settings settings;

    *path = NULL;
    if (!name || strchr(name, '/'))
        return OK;
    TRY(home_settings_read(app->home, app->arena, &settings, err));
    const char *file = arena_printf(app->arena, "%s/%s.p12", settings.sign_keys, name);
    *path = file_exists(file) ? file : NULL;
    return OK;
}

enum status
sign_key_find_own(struct app *app, const char **path, struct error *err)
{
    return find_file(app, app->actor.login, path, err);
}

enum status
sign_key_find_seal(struct app *app, const char *unit_code, const char **path, struct error *err)
{
    return find_file(app, unit_code ? arena_printf(app->arena, "seal-%s", unit_code) : NULL, path,
                     err);
}

enum status
sign_key_find(struct app *app, const struct school_class *class, enum signer_role role,
              const char **path, struct error *err)
{
    struct unit school;

    if (role != SIGNER_SCHOOL)
        return sign_key_find_own(app, path, err);
    TRY(store_find_unit(app->store, class->unit, app->arena, &school, err));
    return sign_key_find_seal(app, school.code, path, err);
}

enum status
sign_key_open(const struct app *app, const char *path, const struct secret *password,
              struct signer_source *source, struct signer_session **session, struct error *err)
{
    struct stat about;

    if (stat(path, &about) != 0 || (about.st_mode & 077) != 0)
        return fail(err, DENIED,
                    "Tệp khóa ở máy chủ để người khác đọc được, nên không dùng. Hãy báo người vận "
                    "hành máy chủ đặt lại quyền của tệp (chmod 600); chưa ký gì.");
    *source = (struct signer_source){.kind = "key",
                                     .place = path,
                                     .given = true,
                                     .passphrase = password,
                                     .program = app->options.signer_program};
    enum status status = signer_session_open(source, session, err);
    source->passphrase = NULL;
    if (status == DENIED)
        return fail(err, DENIED,
                    "Mật khẩu của khóa không đúng. Chưa ký gì; mỗi mã của điện thoại chỉ dùng một "
                    "lần, nên hãy đợi mã mới rồi thử lại.");
    return status;
}
