/* SPDX-License-Identifier: Apache-2.0 */
#include "base/list.h"

void *
list_grow_(struct arena *arena, void *items, size_t *room, size_t count, size_t size)
{
    if (count < *room)
        return items;
    size_t more = *room ? *room * 2 : 8;
    void *moved = arena_array_room(arena, more, size);
    if (count)
        memcpy(moved, items, count * size);
    *room = more;
    return moved;
}
