/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as JSON: a tree that was read is in order, at every place of it.
 */
#include <stdint.h>

#include "base/json_read.h"
#include "base/unicode.h"

enum { FUZZ_MAX = 64 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool holds)
{
    if (!holds)
        __builtin_trap();
}

static void
walk(const struct json_value *value, int depth)
{
    must(depth <= JSON_DEPTH_MAX);
    if (value->kind == JSON_STRING)
        must(value->text && utf8_is_valid(span_of(value->text)));
    if (value->kind == JSON_OBJECT)
        must(value->keys.count == value->items.count);
    for (size_t i = 0; i < value->items.count; i++) {
        const struct json_value *item = &value->items.items[i];
        if (value->kind == JSON_OBJECT)
            must(json_find(value, value->keys.items[i]) == item); /* no key comes twice */
        walk(item, depth + 1);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO(arena) *arena = arena_new();
    struct json_value value;
    struct error err = {0};

    if (size <= FUZZ_MAX &&
        json_read((struct span){(const char *)data, size}, arena, &value, &err) == OK)
        walk(&value, 0);
    return 0;
}
