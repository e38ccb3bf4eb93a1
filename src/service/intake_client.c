/* SPDX-License-Identifier: Apache-2.0
 *
 * Suppliers' clients and their tokens.
 */
#include "base/encode.h"
#include "crypto/hash.h"
#include "crypto/random.h"
#include "service/access.h"
#include "service/intake_inside.h"
#include "service/school.h"

enum { SECRET_BYTES = 24 };

static const char *
new_secret(struct arena *arena)
{
    uint8_t bytes[SECRET_BYTES];
    char text[2 * SECRET_BYTES + 1];

    random_bytes(bytes, sizeof bytes);
    return arena_text(arena, hex_write(bytes, sizeof bytes, text));
}

static const char *
hash_of(const char *text, struct arena *arena)
{
    struct digest digest = sha256(span_of(text));
    char hex[SHA256_HEX_SIZE];

    return arena_text(arena, digest_hex(&digest, hex));
}

static bool
is_name(const char *text)
{
    size_t size = strlen(text);

    return size > 0 && size <= INTAKE_NAME_MAX &&
           strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789._-") == size;
}

enum status
intake_client_add(struct app *app, const char *user_name, const char *const *units, size_t count,
                  const char **password, struct error *err)
{
    struct stamp stamp = app_stamp(app, NULL);
    const char *made = new_secret(app->arena);
    struct new_client client = {.user_name = user_name,
                                .secret = hash_of(hash_of(made, app->arena), app->arena)};

    TRY(access_check(app, MAY_MANAGE_UNITS, app->actor.unit_id, err));
    if (!is_name(user_name))
        return fail(err, USAGE,
                    "Tên phần mềm gửi chỉ gồm chữ thường không dấu, chữ số và . _ - (tối đa %d).",
                    INTAKE_NAME_MAX);
    if (count == 0 || count > INTAKE_UNITS_MAX)
        return fail(err, USAGE, "Hãy ghi mã của 1 đến %d đơn vị mà phần mềm này được gửi thay.",
                    INTAKE_UNITS_MAX);
    for (size_t i = 0; i < count; i++) {
        struct unit unit;
        TRY(unit_find(app, units[i], &unit, err));
        *list_add(app->arena, client.units) = unit.id;
    }
    TRY(store_add_client(app->store, &client, &stamp, err));
    *password = made;
    return OK;
}

enum status
intake_client_close(struct app *app, const char *user_name, struct error *err)
{
    struct stamp stamp = app_stamp(app, NULL);

    TRY(access_check(app, MAY_MANAGE_UNITS, app->actor.unit_id, err));
    return store_close_client(app->store, user_name, &stamp, err);
}

enum status
intake_clients(struct app *app, struct gateway_clients *clients, struct error *err)
{
    TRY(access_check(app, MAY_MANAGE_UNITS, app->actor.unit_id, err));
    return store_list_clients(app->store, app->arena, clients, err);
}

/* --- tokens: by the real clock, as sessions --------------------------------------------------- */

enum status
intake_token(struct app *app, const struct exchange_request *request, const char **token,
             struct error *err)
{
    int64_t now = app->options.system_clock();
    const char *made = new_secret(app->arena), *unit;
    int64_t tokens;

    TRY(store_find_client_unit(app->store, request->user_name, request->unit,
                               hash_of(request->password, app->arena), app->arena, &unit, err));
    if (!unit)
        return fail(err, DENIED,
                    "Tên, mật khẩu hoặc đơn vị không đúng, hoặc phần mềm này đã bị đóng.");
    TRY(store_count_tokens(app->store, request->user_name, now, &tokens, err));
    if (tokens >= INTAKE_TOKENS_MAX)
        return fail(err, UNAVAILABLE,
                    "Phần mềm này đã có %d token chưa hết hạn. Hãy dùng lại token đã lấy.",
                    INTAKE_TOKENS_MAX);
    TRY(store_add_token(app->store, hash_of(made, app->arena), request->user_name,
                        now + INTAKE_TOKEN_SECONDS, err));
    *token = made;
    return OK;
}

enum status
intake_client_of(struct app *app, const char *token, const char **client, struct error *err)
{
    TRY(store_find_token(app->store, hash_of(token ? token : "", app->arena),
                         app->options.system_clock(), app->arena, client, err));
    return *client ? OK
                   : fail(err, DENIED,
                          "Chưa có token, hoặc token đã hết hạn hay không phải của phần "
                          "mềm này. Hãy lấy token mới rồi gửi lại; chưa có gì thay đổi.");
}

enum status
intake_sender(struct app *app, const struct exchange_request *request, const char **client,
              const char **unit, struct error *err)
{
    TRY(intake_client_of(app, request->token, client, err));
    if (request->user_name && !text_equal(request->user_name, *client))
        return fail(err, DENIED,
                    "Token này không phải của phần mềm %s. Hãy lấy token mới rồi gửi lại; chưa có "
                    "gì thay đổi.",
                    request->user_name);
    TRY(store_find_client_unit(app->store, *client, request->unit, NULL, app->arena, unit, err));
    return *unit ? OK
                 : fail(err, DENIED, "Phần mềm này không được gửi thay đơn vị %s.", request->unit);
}
