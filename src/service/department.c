/* SPDX-License-Identifier: Apache-2.0 */
#include "service/department.h"

enum status
department_check_usable(const struct app *app, const struct stored_certificate *stored,
                        const struct certificate *certificate, struct error *err)
{
    int64_t now = app_now(app).seconds;

    if (text_equal(stored->state, CERTIFICATE_WITHDRAWN) ||
        text_equal(stored->state, CERTIFICATE_REFUSED))
        return fail(err, DENIED,
                    "Chứng thư này (%s) đã bị thu hồi hoặc từ chối; không ký được nữa.",
                    certificate->common_name);
    if (now < certificate->not_before || now >= certificate->not_after)
        return fail(err, DENIED, "Chứng thư này (%s) chưa có hiệu lực hoặc đã hết hạn.",
                    certificate->common_name);
    return OK;
}

enum status
department_of_seal(struct app *app, const struct certificate *seal, struct unit *department,
                   struct error *err)
{
    struct stored_certificate stored = {0};
    struct unit unit = {0};
    char hex[SHA256_HEX_SIZE];

    enum status status = store_find_certificate_by_sha256(
        app->store, digest_hex(&seal->sha256, hex), app->arena, &stored, err);
    if (status != OK && status != NOT_FOUND)
        return status;
    if (status == OK && stored.unit)
        TRY(store_find_unit(app->store, stored.unit, app->arena, &unit, err));
    if (!unit.id || !text_equal(unit.kind, UNIT_DEPARTMENT))
        return fail(err, DENIED,
                    "Khóa này (%s) không phải con dấu đã đăng ký của một sở; việc này phải do sở "
                    "ký.",
                    seal->common_name);
    TRY(department_check_usable(app, &stored, seal, err));
    *department = unit;
    return OK;
}

enum status
department_above(struct app *app, const char *unit, struct unit *department, struct error *err)
{
    struct units managers = {0};

    *department = (struct unit){0};
    TRY(store_list_unit_managers(app->store, unit, app_today(app), app->arena, &managers, err));
    for (size_t i = 0; i < managers.list.count && !department->id; i++)
        if (text_equal(managers.list.items[i].kind, UNIT_DEPARTMENT))
            *department = managers.list.items[i];
    return OK;
}
