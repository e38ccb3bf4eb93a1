/* SPDX-License-Identifier: Apache-2.0
 *
 * The settings of a remote signer.  The password of the school's contract with the provider never
 * stands in them: it comes from a file that nobody else can read, or from the environment.
 */
#include "signers/remote_internal.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static const struct {
    const char *key;
    size_t offset;
    bool needed;
} texts[] = {
    {"dialect", offsetof(struct remote_settings, dialect), true},
    {"url", offsetof(struct remote_settings, url), true},
    {"user", offsetof(struct remote_settings, user), true},
    {"client", offsetof(struct remote_settings, client), true},
    {"profile", offsetof(struct remote_settings, profile), false},
    {"ca_file", offsetof(struct remote_settings, ca_file), false},
    {"proxy", offsetof(struct remote_settings, proxy), false},
    {"webhook", offsetof(struct remote_settings, webhook), false},
};

static const struct {
    const char *key;
    size_t offset;
    int min, max, otherwise;
} numbers[] = {
    {"patience_s", offsetof(struct remote_settings, patience_s), 1, 3600, 600},
    {"poll_ms", offsetof(struct remote_settings, poll_ms), 50, 60 * 1000, 10 * 1000},
    {"timeout_ms", offsetof(struct remote_settings, timeout_ms), 100, 300 * 1000, 30 * 1000},
    {"batch_max", offsetof(struct remote_settings, batch_max), 1, SIGNER_BATCH_MAX, 500},
};

static bool
is_known(const char *key)
{
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        if (text_equal(texts[i].key, key))
            return true;
    for (size_t i = 0; i < COUNT_OF(numbers); i++)
        if (text_equal(numbers[i].key, key))
            return true;
    return text_equal(key, "ask") || text_equal(key, "password_file");
}

static enum status
read_texts(const struct json_value *json, const char *account, struct remote_settings *settings,
           struct error *err)
{
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        bool given = account && text_equal(texts[i].key, "user");
        const char *text = given ? account : json_find_text(json, texts[i].key);
        if (texts[i].needed && text_is_blank(text))
            return fail(err, INVALID, "Thiết lập ký từ xa thiếu “%s”.", texts[i].key);
        memcpy((char *)settings + texts[i].offset, &text, sizeof text);
    }
    return OK;
}

static enum status
read_numbers(const struct json_value *json, struct remote_settings *settings, struct error *err)
{
    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        const struct json_value *value = json_find(json, numbers[i].key);
        int number = numbers[i].otherwise;
        if (value && (value->kind != JSON_NUMBER || value->number < numbers[i].min ||
                      value->number > numbers[i].max))
            return fail(err, INVALID, "Trong thiết lập ký từ xa, “%s” là số từ %d đến %d.",
                        numbers[i].key, numbers[i].min, numbers[i].max);
        if (value)
            number = (int)value->number;
        memcpy((char *)settings + numbers[i].offset, &number, sizeof number);
    }
    return OK;
}

/* What the person is asked for each time: "pin" or "otp". */
static enum status
read_ask(const struct json_value *json, struct remote_settings *settings, struct error *err)
{
    const char *ask = json_find_text(json, "ask");

    settings->asks_pin = text_equal(ask, "pin");
    settings->asks_otp = text_equal(ask, "otp");
    if (json_find(json, "ask") && !settings->asks_pin && !settings->asks_otp)
        return fail(err, INVALID, "Trong thiết lập ký từ xa, “ask” là pin hoặc otp.");
    return OK;
}

static bool
is_loopback(const char *url)
{
    return text_starts(url, "http://127.0.0.1:") || text_starts(url, "http://localhost:");
}

static enum status
check(const struct json_value *json, const struct remote_settings *settings, struct error *err)
{
    for (size_t i = 0; i < json->keys.count; i++)
        if (!is_known(json->keys.items[i]))
            return fail(err, INVALID, "Thiết lập ký từ xa có mục lạ “%s”.", json->keys.items[i]);
    if (!text_starts(settings->url, "https://") && !is_loopback(settings->url))
        return fail(err, INVALID,
                    "Địa chỉ dịch vụ ký từ xa phải bắt đầu bằng https://: mật khẩu và lượt ký "
                    "không được đi qua mạng mà không mã hóa.");
    return OK;
}

/* From the file that the settings name and only we may read, else from the environment. */
static enum status
read_password(const char *path, struct remote *remote, struct error *err)
{
    const char *from_environment = remote->source->service_password;
    struct stat about;

    if (!path && from_environment) {
        remote->password = secret_copy(from_environment, strlen(from_environment));
        return OK;
    }
    if (!path)
        return fail(err, INVALID,
                    "Chưa có mật khẩu của dịch vụ ký từ xa: ghi vào một tệp, nêu tệp ấy ở "
                    "“password_file” của thiết lập, hoặc đặt biến HOCBA_REMOTE_PASSWORD.");
    if (stat(path, &about) == 0 &&
        ((about.st_mode & 077) != 0 || (about.st_uid != geteuid() && about.st_uid != 0)))
        return fail(err, DENIED,
                    "Người khác trên máy này đọc được tệp mật khẩu của dịch vụ ký từ xa; chưa gửi "
                    "gì. Hãy đặt lại quyền: chmod 600 “%s”.",
                    path);
    return secret_read_line(path, &remote->password, err);
}

/* A path of the settings is seen from their folder. */
static const char *
beside(struct arena *arena, const char *settings, const char *path)
{
    int folder = (int)(path_name(settings) - settings);

    return !path || path[0] == '/' ? path : arena_printf(arena, "%.*s%s", folder, settings, path);
}

enum status
remote_read_settings(struct remote *remote, struct error *err)
{
    struct remote_settings *settings = &remote->settings;
    const char *place = remote->source->place;
    struct json_value json;
    struct span bytes;

    TRY(file_read(remote->arena, place, REMOTE_SETTINGS_MAX, &bytes, err));
    if (json_read(bytes, remote->arena, &json, err) != OK)
        return fail_within(err, "Thiết lập ký từ xa “%s”", path_name(place));
    if (json.kind != JSON_OBJECT)
        return fail(err, INVALID, "Thiết lập ký từ xa “%s” không phải là một đối tượng JSON.",
                    path_name(place));
    TRY(read_texts(&json, remote->source->account, settings, err));
    TRY(read_numbers(&json, settings, err));
    TRY(read_ask(&json, settings, err));
    TRY(check(&json, settings, err));
    settings->ca_file = beside(remote->arena, place, settings->ca_file);
    return read_password(beside(remote->arena, place, json_find_text(&json, "password_file")),
                         remote, err);
}
