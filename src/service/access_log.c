/* SPDX-License-Identifier: Apache-2.0 */
#include "service/access_log.h"

#include "service/access.h"

static const struct {
    const char *key, *word;
} kinds[ACCESS_KIND_COUNT] = {
    [ACCESS_SIGN_IN] = {"sign_in", "đăng nhập"},
    [ACCESS_SIGN_IN_FAILED] = {"sign_in_failed", "đăng nhập không được"},
    [ACCESS_SIGN_OUT] = {"sign_out", "đăng xuất"},
    [ACCESS_PASSWORD] = {"password", "đổi mật khẩu"},
    [ACCESS_FACTOR] = {"factor", "đổi xác thực hai lớp"},
    [ACCESS_CLOSED] = {"closed", "đóng tài khoản"},
    [ACCESS_OPENED] = {"opened", "mở lại tài khoản"},
    [ACCESS_PUPIL] = {"pupil", "xem trang học sinh"},
    [ACCESS_RECORD] = {"record", "xem học bạ"},
    [ACCESS_FAMILY] = {"family", "gia đình mở học bạ"},
    [ACCESS_SLIPS] = {"slips", "in phiếu cho gia đình"},
    [ACCESS_IDENTITY] = {"identity", "gửi dữ liệu đối chiếu định danh"},
    [ACCESS_NUMBERS] = {"numbers", "xem danh sách số định danh trùng"},
    [ACCESS_EVIDENCE] = {"evidence", "tải bằng chứng của đợt kiểm tra"},
    [ACCESS_CLASS] = {"class", "mở bảng nhập của lớp"},
    [ACCESS_KEY] = {"key", "mở khóa ký ở máy chủ"},
    [ACCESS_KEY_FAILED] = {"key_failed", "mở khóa ký ở máy chủ không được"},
};

const char *
access_kind_word(const char *key)
{
    for (size_t i = 0; i < ACCESS_KIND_COUNT; i++)
        if (text_equal(kinds[i].key, key))
            return kinds[i].word;
    return key;
}

/* "192.0.2.x"; the first three groups of an IPv6 address. */
static const char *
shorten(const char *address, struct arena *arena)
{
    const char *dot = strrchr(address, '.');
    const char *at = address;

    if (dot)
        return arena_printf(arena, "%.*s.x", (int)(dot - address), address);
    for (int groups = 0; *at && groups < 3; at++)
        groups += *at == ':';
    return *at ? arena_printf(arena, "%.*s:", (int)(at - address), address)
               : arena_text(arena, address);
}

enum status
access_log_add(struct app *app, enum access_kind kind, const char *pupil, const char *unit,
               const char *detail, const char *address, struct error *err)
{
    const struct access_row row = {.at = app_now(app),
                                   .what = kinds[kind].key,
                                   .login = app->actor.login,
                                   .unit = unit ? unit : app->actor.unit_id,
                                   .pupil = pupil,
                                   .detail = detail,
                                   .address = shorten(address ? address : "", app->arena)};

    return store_add_access(app->store, &row, err);
}

enum status
access_log_class(struct app *app, const struct school_class *class, const char *address,
                 struct error *err)
{
    const struct access_row row = {.at = app_now(app),
                                   .what = kinds[ACCESS_CLASS].key,
                                   .login = app->actor.login,
                                   .unit = class->unit,
                                   .detail =
                                       arena_printf(app->arena, "%s, %s", class->name, class->year),
                                   .address = shorten(address ? address : "", app->arena)};

    return store_add_class_look(app->store, &row, class->id, app_today(app), err);
}

enum status
access_log_list(struct app *app, const char *unit, int64_t before, struct access_rows *rows,
                struct error *err)
{
    struct access_filter filter = {.unit = unit, .before = before};

    TRY(access_check(app, MAY_SEE_LOG, unit, err));
    return store_list_access(app->store, &filter, app->arena, rows, err);
}

enum status
access_log_of_pupil(struct app *app, const char *pupil, struct access_rows *rows, struct error *err)
{
    struct access_filter filter = {.pupil = pupil};

    return store_list_access(app->store, &filter, app->arena, rows, err);
}
