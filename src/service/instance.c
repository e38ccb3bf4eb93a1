/* SPDX-License-Identifier: Apache-2.0 */
#include "service/instance.h"

#include <stdlib.h>

#include "base/file.h"
#include "crypto/seal_box.h"
#include "service/ledger.h"
#include "store/instance.h"
#include "writer/place.h"

/* --- DIR/settings ---------------------------------------------------------------------------- */

static void
read_line(struct span line, struct arena *arena, struct home_settings *settings)
{
    const char *equals = memchr(line.data, '=', line.size);

    if (line.size == 0 || line.data[0] == '#' || !equals)
        return;
    struct span key = {line.data, (size_t)(equals - line.data)};
    const char *value = arena_copy(arena, equals + 1, line.size - key.size - 1);
    const struct {
        const char *key;
        const char **value;
    } texts[] = {{"store", &settings->store},
                 {"store_owner", &settings->store_owner},
                 {"tsa.anchors", &settings->anchors},
                 {"tsa.ca_file", &settings->tsa_ca_file},
                 {"ocsp.url", &settings->ocsp_url},
                 {"crl.url", &settings->crl_url},
                 {"ledger.place", &settings->ledger_place},
                 {"ledger.place.token", &settings->ledger_place_token},
                 {"ledger.policy", &settings->ledger_policy},
                 {"ledger.url", &settings->ledger_url},
                 {"ledger.token", &settings->ledger_token},
                 {"public.address", &settings->public_address},
                 {"sign.issuers", &settings->sign_issuers},
                 {"sign.keys", &settings->sign_keys},
                 {"verify.anchors", &settings->verify_anchors},
                 {"verify.policy", &settings->verify_policy}};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        if (span_is(key, texts[i].key))
            *texts[i].value = value;
    if (span_is(key, "tsa.url") && settings->tsa_count < SETTINGS_TSA_MAX)
        settings->tsa_urls[settings->tsa_count++] = value;
    if (span_is(key, "sign.remote") && settings->remote_count < SETTINGS_REMOTE_MAX)
        settings->remotes[settings->remote_count++] = value;
    if (span_is(key, "ledger.period"))
        settings->ledger_period = atoi(value);
    if (span_is(key, "ledger.alarm"))
        settings->ledger_alarm = atoi(value);
    if (span_is(key, "tsa.timeout"))
        settings->tsa_timeout = atoi(value);
}

static void
make_absolute(const char *home, const char **path, struct arena *arena)
{
    if (*path && **path != '/')
        *path = arena_printf(arena, "%s/%s", home, *path);
}

enum status
home_settings_read(const char *home, struct arena *arena, struct home_settings *settings,
                   struct error *err)
{
    struct span bytes;
    const char *path = arena_printf(arena, "%s/settings", home);

    if (!file_exists(path))
        return fail(err, NOT_FOUND,
                    "Thư mục “%s” chưa có hệ thống nào. Hãy tạo bằng “hocba init %s”.", home, home);
    TRY(file_read(arena, path, SETTINGS_FILE_MAX, &bytes, err));
    *settings = (struct home_settings){.store = arena_printf(arena, "%s/hocba.db", home),
                                       .sign_keys = "keys"};
    for (size_t at = 0; at < bytes.size;) {
        const char *end = memchr(bytes.data + at, '\n', bytes.size - at);
        size_t size = end ? (size_t)(end - bytes.data) - at : bytes.size - at;
        read_line((struct span){bytes.data + at, size}, arena, settings);
        at += size + 1;
    }
    const char **const paths[] = {
        &settings->anchors,       &settings->tsa_ca_file,  &settings->ledger_place_token,
        &settings->ledger_policy, &settings->ledger_token, &settings->verify_anchors,
        &settings->verify_policy, &settings->sign_issuers, &settings->sign_keys};
    for (size_t i = 0; i < COUNT_OF(paths); i++)
        make_absolute(home, paths[i], arena);
    if (settings->ledger_place && !place_is_address(settings->ledger_place))
        make_absolute(home, &settings->ledger_place, arena);
    for (size_t i = 0; i < settings->remote_count; i++)
        make_absolute(home, &settings->remotes[i], arena);
    return OK;
}

enum status
home_settings_set(const char *home, const char *key, const char *value, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *text = buffer_new(SETTINGS_FILE_MAX);
    const char *path = arena_printf(arena, "%s/settings", home);
    const char *begin = arena_printf(arena, "%s=", key);
    struct span rest;

    TRY(file_read(arena, path, SETTINGS_FILE_MAX, &rest, err));
    while (rest.size) {
        const char *end = memchr(rest.data, '\n', rest.size);
        size_t size = end ? (size_t)(end - rest.data) : rest.size, cut = size + (end != NULL);
        if (size < strlen(begin) || memcmp(rest.data, begin, strlen(begin)) != 0) {
            buffer_add(text, rest.data, size);
            buffer_char(text, '\n');
        }
        rest = (struct span){rest.data + cut, rest.size - cut};
    }
    buffer_printf(text, "%s%s\n", begin, value);
    return text->overflow ? fail(err, INVALID, "Tệp settings quá dài; chưa ghi gì.")
                          : file_write(path, buffer_span(text), 0600, err);
}

static enum status
settings_write(const char *home, const struct instance_plan *plan, struct arena *arena,
               struct error *err)
{
    AUTO(buffer) *text = buffer_new(SETTINGS_FILE_MAX);

    buffer_text(text, "# hocba: nơi để cơ sở dữ liệu. Không có dòng store: hocba.db ở đây.\n");
    if (plan->store_url)
        buffer_printf(text, "store=%s\n", plan->store_url);
    if (plan->store_owner)
        buffer_printf(text, "store_owner=%s\n", plan->store_owner);
    /* The address of a database may hold a password. */
    return file_write(arena_printf(arena, "%s/settings", home), buffer_span(text), 0600, err);
}

/* --- making ---------------------------------------------------------------------------------- */

static enum status
check_plan(const struct app_options *options, const struct instance_plan *plan, struct error *err)
{
    if (!folder_is_empty(options->home))
        return fail(err, CONFLICT,
                    "Thư mục “%s” không trống. Không có gì bị thay đổi; hãy chọn thư mục khác.",
                    options->home);
    if (plan->store_url && !text_starts(plan->store_url, "postgresql://") &&
        !text_starts(plan->store_url, "postgres://"))
        return fail(err, USAGE, "--store nhận địa chỉ dạng postgresql://..., không phải “%s”.",
                    plan->store_url);
    return OK;
}

enum status
home_make(const struct app_options *options, const struct instance_plan *plan, struct arena *arena,
          struct store **store, struct error *err)
{
    TRY(check_plan(options, plan, err));
    TRY(folder_make(options->home, 0700, err));
    struct store_options where = {
        .place =
            plan->store_url ? plan->store_url : arena_printf(arena, "%s/hocba.db", options->home),
        .owner_url = plan->store_owner,
        .create = true,
        .now = moment_in_vietnam(options->system_clock()),
    };
    struct store *made;
    TRY(store_open(&where, &made, err));
    enum status status = settings_write(options->home, plan, arena, err);
    if (status != OK) {
        store_close(made);
        return status;
    }
    *store = made;
    return OK;
}

struct founding {
    const struct instance_plan *plan;
    const char *now;
};

static enum status
write_founding(struct store *store, void *context, struct error *err)
{
    const struct founding *founding = context;

    TRY(store_set_instance(store, INSTANCE_KIND, founding->plan->training ? "training" : "real",
                           err));
    TRY(store_set_instance(store, INSTANCE_CREATED, founding->now, err));
    TRY(store_set_instance(store, INSTANCE_PROGRAM_VERSION, HOCBA_VERSION, err));
    if (!founding->plan->training || !founding->plan->clock)
        return OK;
    TRY(store_set_instance(store, INSTANCE_CLOCK, founding->plan->clock, err));
    return store_set_instance(store, INSTANCE_CLOCK_SET, founding->now, err);
}

static enum status
found_store(const struct app_options *options, const struct instance_plan *plan,
            struct arena *arena, struct error *err)
{
    AUTO(store) *store = NULL;
    char now[MOMENT_TEXT_SIZE];

    if (plan->clock && !moment_parse(span_of(plan->clock), &(struct moment){0}))
        return fail(err, USAGE, "Đồng hồ riêng phải viết như 2024-05-31T08:00:00+07:00.");
    TRY(home_make(options, plan, arena, &store, err));
    moment_write(moment_in_vietnam(options->system_clock()), now);
    struct founding founding = {plan, now};
    return store_transact(store, write_founding, &founding, err);
}

enum status
instance_make(const struct app_options *options, const struct instance_plan *plan, struct app **app,
              struct instance_made *made, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct app *opened;
    struct app_options as_operator = *options;

    as_operator.by = NULL;
    TRY(found_store(options, plan, arena, err));
    TRY(app_open(&as_operator, &opened, err));
    const char *key_file = arena_printf(opened->arena, "%s/backup.key", options->home);
    enum status status = backup_key_make(opened, key_file, made, err);
    if (status == OK)
        status = ledger_make(opened, plan->ledger_origin, err);
    if (status != OK) {
        app_close(opened);
        return status;
    }
    *app = opened;
    return OK;
}

enum status
backup_key_make(struct app *app, const char *key_file, struct instance_made *made,
                struct error *err)
{
    AUTO(secret) *key = NULL;
    struct seal_public_key public_key;
    char text[SEAL_KEY_TEXT_SIZE];

    if (file_exists(key_file))
        return fail(err, CONFLICT,
                    "Đã có tệp “%s”. Khóa cũ được giữ nguyên; hãy chọn tên tệp khác.", key_file);
    TRY(seal_key_make(&public_key, &key, err));
    AUTO(secret) *written = seal_private_key_write(key);
    struct span bytes = {secret_text(written), secret_size(written)};
    TRY(file_write(key_file, bytes, 0600, err));
    seal_public_key_write(&public_key, text);
    TRY(store_set_instance(app->store, INSTANCE_BACKUP_KEY, text, err));
    *made = (struct instance_made){arena_text(app->arena, key_file), arena_text(app->arena, text)};
    return OK;
}
