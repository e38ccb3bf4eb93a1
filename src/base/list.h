/* SPDX-License-Identifier: Apache-2.0
 *
 * A growing array in an arena: `struct { T *items; size_t count, room; }` in any struct.
 */
#ifndef HOCBA_BASE_LIST_H
#define HOCBA_BASE_LIST_H

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
        &(list).items[(list).count++];                                                             \
    })

/* Room for `number` items in a new list, where one can guess. */
#define list_reserve(arena, list, number)                                                          \
    ((list).room = (number), (list).items = arena_array((arena), (list).room, sizeof *(list).items))

void *list_grow_(struct arena *arena, void *items, size_t *room, size_t count, size_t size);

#endif
