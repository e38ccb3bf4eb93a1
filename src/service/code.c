/* SPDX-License-Identifier: Apache-2.0 */
#include "service/code.h"

enum status
code_check(const char *what, const char *code, struct error *err)
{
    size_t plain = strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.");

    if (!code[strspn(code, ".")] || code[plain] || plain > CODE_MAX)
        return fail(err, USAGE,
                    "%s “%s” phải có 1 đến %d chữ cái không dấu, chữ số, dấu chấm hay gạch nối, và "
                    "không chỉ có dấu chấm. Chưa ghi gì.",
                    what, code, CODE_MAX);
    return OK;
}

static bool
is_taken(const struct codes *taken, const char *code)
{
    for (size_t i = 0; i < taken->list.count; i++)
        if (text_equal(taken->list.items[i], code))
            return true;
    return false;
}

const char *
code_next(const char *prefix, const struct codes *taken, struct arena *arena)
{
    const char *code;
    size_t number = taken->list.count;

    do
        code = arena_printf(arena, "%s-%zu", prefix, ++number);
    while (is_taken(taken, code));
    return code;
}
