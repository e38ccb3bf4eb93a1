/* SPDX-License-Identifier: Apache-2.0
 *
 * A growing array in an arena: `struct { T *items; size_t count, room; }` in any struct.
 */
#ifndef HOCBA_BASE_LIST_H
#define HOCBA_BASE_LIST_H

#include <string.h>

#include "base/arena.h"

#define LIST(type)                                                                                 \
    struct {                                                                                       \
        type *items;                                                                               \
        size_t count, room;                                                                        \
    }

/* A pointer to a new zeroed item at the end of `list` (an lvalue made with LIST()). */
#define list_add(arena, list)                                                                      \
    ({                                                                                             \
        (list).items =                                                                             \
            list_grow_((arena), (list).items, &(list).room, (list).count, sizeof *(list).items);   \
        memset(&(list).items[(list).count], 0, sizeof *(list).items);                              \
        &(list).items[(list).count++];                                                             \
    })

/* Room for `number` items in a new list, where one can guess. */
#define list_reserve(arena, list, number)                                                          \
    ((list).room = (number),                                                                       \
     (list).items = arena_array_room((arena), (list).room, sizeof *(list).items))

/* Not zeroed: an item is when it is added, so that no memory is touched before it is used. */
void *list_grow_(struct arena *arena, void *items, size_t *room, size_t count, size_t size);

#endif
