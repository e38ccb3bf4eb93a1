/* SPDX-License-Identifier: Apache-2.0 */
#include "service/sign_remote.h"

#include "base/file.h"
#include "base/json_read.h"
#include "model/record.h"
#include "service/instance.h"
#include "signers/remote.h"
#include "store/signing.h"

static const char *
name_of(const char *path, struct arena *arena)
{
    const char *name = path_name(path), *dot = strrchr(name, '.');

    return text_equal(dot, ".json") ? arena_copy(arena, name, (size_t)(dot - name)) : name;
}

/* "pin", "otp" or NULL; what is wrong with the settings is said when they are used. */
static const char *
what_it_asks(struct app *app, const char *path)
{
    struct json_value json;
    struct error unread;
    struct span bytes;

    if (file_read(app->arena, path, REMOTE_SETTINGS_MAX, &bytes, &unread) != OK ||
        json_read(bytes, app->arena, &json, &unread) != OK || json.kind != JSON_OBJECT)
        return NULL;
    return json_find_text(&json, "ask");
}

enum status
sign_remote_list(struct app *app, struct sign_services *services, struct error *err)
{
    struct home_settings settings;

    *services = (struct sign_services){0};
    TRY(home_settings_read(app->home, app->arena, &settings, err));
    for (size_t i = 0; i < settings.remote_count; i++) {
        const char *path = settings.remotes[i], *ask = what_it_asks(app, path);
        struct sign_service *service = list_add(app->arena, services->list);
        *service = (struct sign_service){.name = name_of(path, app->arena),
                                         .path = path,
                                         .asks = text_equal(ask, "pin"),
                                         .asks_code = text_equal(ask, "otp")};
        TRY(store_find_remote_account(app->store, app->actor.person_id, service->name, app->arena,
                                      &service->account, err));
    }
    return OK;
}

enum status
sign_remote_find(struct app *app, const char *name, struct sign_service *service, struct error *err)
{
    struct sign_services services;

    TRY(sign_remote_list(app, &services, err));
    for (size_t i = 0; i < services.list.count; i++) {
        if (!text_equal(services.list.items[i].name, name))
            continue;
        *service = services.list.items[i];
        return OK;
    }
    return fail(
        err, NOT_FOUND,
        "Máy chủ không có dịch vụ ký từ xa nào tên như vậy; chưa ký gì. Hãy tải lại trang.");
}

enum status
sign_remote_remember(struct app *app, const struct sign_service *service, const char *account,
                     struct error *err)
{
    const struct sign_remote remote = {.service = service->name, .account = account};

    if (text_is_blank(account) || text_has_control(account) || strlen(account) > REMOTE_ACCOUNT_MAX)
        return fail(err, USAGE,
                    "Hãy nhập tài khoản của thầy cô ở dịch vụ ký (thường là số định danh cá nhân); "
                    "chưa ký gì.");
    if (text_equal(service->account, account))
        return OK;
    return store_set_remote_account(app->store, app->actor.person_id, &remote, err);
}
