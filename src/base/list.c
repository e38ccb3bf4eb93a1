/* SPDX-License-Identifier: Apache-2.0 */
#include "base/list.h"

#include <assert.h>

void *
list_room_(struct arena *arena, size_t count, size_t size)
{
    size_t bytes;

    if (__builtin_mul_overflow(count, size, &bytes))
        assert(!"a list's size overflows");
    return arena_room(arena, bytes);
}

void *
list_grow_(struct arena *arena, void *items, size_t *room, size_t count, size_t size)
{
    if (count < *room)
        return items;
    size_t more = *room ? *room * 2 : 8;
    void *moved = list_room_(arena, more, size);
    if (count)
        memcpy(moved, items, count * size);
    *room = more;
    return moved;
}
