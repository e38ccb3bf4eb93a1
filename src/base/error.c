/* SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Cut a truncated text back to a whole UTF-8 character. */
static void
end_on_character(char *text)
{
    size_t n = strlen(text);
    size_t start = n;

    while (start > 0 && ((unsigned char)text[start - 1] & 0xC0) == 0x80)
        start--;
    if (start == 0)
        return;
    unsigned char lead = (unsigned char)text[start - 1];
    size_t want = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (n - (start - 1) < want)
        text[start - 1] = '\0';
}

void
error_fill(struct error *err, enum status status, const char *format, ...)
{
    va_list args;

    err->status = status;
    err->detail[0] = '\0';
    va_start(args, format);
    vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    end_on_character(err->message);
}

enum status
fail_detail(struct error *err, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vsnprintf(err->detail, sizeof err->detail, format, args);
    va_end(args);
    end_on_character(err->detail);
    return err->status;
}

enum status
fail_within(struct error *err, const char *format, ...)
{
    char where[256];
    char whole[sizeof err->message + sizeof where + 2];
    va_list args;

    va_start(args, format);
    vsnprintf(where, sizeof where, format, args);
    va_end(args);
    snprintf(whole, sizeof whole, "%s: %s", where, err->message);
    memcpy(err->message, whole, sizeof err->message - 1);
    err->message[sizeof err->message - 1] = '\0';
    end_on_character(err->message);
    return err->status;
}
