/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/settings.h"

static bool
is_host_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
}

/* host or host:port, as browsers write them: lower case, no path. */
static bool
is_authority(const char *text)
{
    const char *p = text;
    int port;

    while (is_host_character(*p))
        p++;
    if (p == text)
        return false;
    return *p == '\0' || (*p == ':' && text_to_int(p + 1, 1, 65535, &port));
}

static bool
is_this_computer(const char *authority)
{
    size_t host = strcspn(authority, ":");
    struct span name = {authority, host};

    return span_is(name, "127.0.0.1") || span_is(name, "localhost");
}

static bool
is_origin(const char *text)
{
    if (strlen(text) > ORIGIN_SIZE_MAX)
        return false;
    if (strcmp(text, "hocba") == 0)
        return true;
    if (text_starts(text, "https://"))
        return is_authority(text + 8);
    return text_starts(text, "http://") && is_authority(text + 7) && is_this_computer(text + 7);
}

enum status
settings_set(struct agent_settings *settings, const char *name, const char *value,
             struct error *err)
{
    int port;

    if (strcmp(name, "module") == 0)
        settings->module = value;
    else if (strcmp(name, "ask") == 0)
        settings->ask = value;
    else if (strcmp(name, "port") == 0) {
        if (!text_to_int(value, 0, 65535, &port))
            return fail(err, INVALID, "port là một số từ 0 đến 65535, không phải “%s”.", value);
        settings->port = (uint16_t)port;
    } else if (strcmp(name, "origin") == 0) {
        if (!is_origin(value))
            return fail(
                err, INVALID,
                "origin là địa chỉ như https://hocba.example.vn (chữ thường, không có gì sau "
                "tên máy), không phải “%s”.",
                value);
        if (settings->origin_count == ORIGINS_MAX)
            return fail(err, INVALID, "Chỉ đăng ký được %d origin.", ORIGINS_MAX);
        settings->origins[settings->origin_count++] = value;
    } else
        return fail(err, INVALID, "Không có thiết lập tên “%s” (có: module, origin, port, ask).",
                    name);
    return OK;
}

/* A copy of [from, to) without blanks at its ends. */
static char *
trimmed(struct arena *arena, const char *from, const char *to)
{
    while (from < to && strchr(" \t\r", *from))
        from++;
    while (from < to && strchr(" \t\r", to[-1]))
        to--;
    return arena_copy(arena, from, (size_t)(to - from));
}

static enum status
parse_line(struct agent_settings *settings, struct span line, struct arena *arena,
           struct error *err)
{
    const char *end = line.data + line.size, *equals = memchr(line.data, '=', line.size);
    const char *whole = trimmed(arena, line.data, end);

    if (*whole == '\0' || *whole == '#')
        return OK;
    if (!equals)
        return fail(err, INVALID, "phải là tên = giá trị.");
    const char *value = trimmed(arena, equals + 1, end);
    if (*value == '\0')
        return fail(err, INVALID, "thiếu giá trị.");
    return settings_set(settings, trimmed(arena, line.data, equals), value, err);
}

enum status
settings_parse(struct agent_settings *settings, struct span text, struct arena *arena,
               struct error *err)
{
    const char *p = text.data, *end = text.data + text.size;

    if (text.size >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0)
        p += 3;
    if (memchr(p, '\0', (size_t)(end - p)))
        return fail(err, INVALID, "Tệp thiết lập không phải văn bản UTF-8.");
    for (int number = 1; p < end; number++) {
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        struct span line = {p, (size_t)((stop ? stop : end) - p)};

        if (parse_line(settings, line, arena, err) != OK)
            return fail_within(err, "Dòng %d", number);
        p = stop ? stop + 1 : end;
    }
    return OK;
}

enum status
settings_check(const struct agent_settings *settings, struct error *err)
{
    if (!settings->module)
        return fail(err, INVALID,
                    "Thiếu thư viện PKCS#11 của thẻ: ghi dòng “module = ĐƯỜNG_DẪN” vào tệp thiết "
                    "lập, hoặc dùng --module.");
    if (settings->origin_count == 0)
        return fail(err, INVALID,
                    "Chưa đăng ký trang nào được yêu cầu ký: ghi dòng “origin = https://…” vào tệp "
                    "thiết lập, hoặc dùng --origin.");
    return OK;
}

bool
settings_know_origin(const struct agent_settings *settings, struct span origin)
{
    for (size_t i = 0; i < settings->origin_count; i++)
        if (span_is(origin, settings->origins[i]))
            return true;
    return false;
}
