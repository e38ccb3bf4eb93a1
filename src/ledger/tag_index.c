/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/tag_index.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/arena.h"

enum { FIRST_ROOM = 1024, CHECK_SHIFT = 32, HUGE_PAGE = 2 * 1024 * 1024 };

struct tag_place {
    uint32_t check, next; /* next: one more than the item's number; 0: free */
};

/* Every look is somewhere else: with pages of 4 KB most of the time goes into finding the page. */
static struct tag_place *
make_places(size_t room)
{
    size_t size = room * sizeof(struct tag_place);

    if (size < HUGE_PAGE)
        return heap_alloc(size);
    struct tag_place *places = aligned_alloc(HUGE_PAGE, size);
    if (!places)
        return heap_alloc(size); /* which says so and ends */
    madvise(places, size, MADV_HUGEPAGE);
    memset(places, 0, size);
    return places;
}

/* A quarter is free. */
static bool
has_room(size_t room, size_t items)
{
    return items <= room / 4 * 3;
}

void
tag_index_init(struct tag_index *index, size_t tag_size, size_t item_size)
{
    assert(tag_size >= TAG_SIZE_MIN && tag_size <= item_size);
    *index = (struct tag_index){.tag_size = tag_size, .item_size = item_size, .room = FIRST_ROOM};
    index->places = make_places(index->room);
}

void
tag_index_clear(struct tag_index *index)
{
    free(index->places);
    *index = (struct tag_index){0};
}

static const void *
tag_of(const struct tag_index *index, const void *items, uint32_t number)
{
    return (const char *)items + number * index->item_size;
}

static uint64_t
bits_of(const void *tag)
{
    uint64_t bits;

    memcpy(&bits, tag, sizeof bits);
    return bits;
}

/* The place that has this tag, or the free one where it belongs. */
static struct tag_place *
place_of(const struct tag_index *index, const void *items, const void *tag)
{
    uint64_t bits = bits_of(tag);

    for (size_t at = bits & (index->room - 1);; at = (at + 1) & (index->room - 1)) {
        struct tag_place *place = &index->places[at];
        if (place->next == 0)
            return place;
        if (place->check == (uint32_t)(bits >> CHECK_SHIFT) &&
            memcmp(tag_of(index, items, place->next - 1), tag, index->tag_size) == 0)
            return place;
    }
}

static void
make_room(struct tag_index *index, size_t room)
{
    free(index->places);
    index->room = room;
    index->places = make_places(room);
}

/* Items before the one that is added are put in their new places. */
static void
grow(struct tag_index *index, const void *items, size_t room)
{
    make_room(index, room);
    for (uint32_t i = 0; i < index->used; i++) {
        const void *tag = tag_of(index, items, i);
        *place_of(index, items, tag) =
            (struct tag_place){(uint32_t)(bits_of(tag) >> CHECK_SHIFT), i + 1};
    }
}

void
tag_index_expect(struct tag_index *index, size_t items)
{
    size_t room = index->room;

    while (!has_room(room, items))
        room *= 2;
    if (index->used == 0 && room > index->room)
        make_room(index, room);
}

uint32_t
tag_index_find(const struct tag_index *index, const void *items, const void *tag)
{
    uint32_t next = place_of(index, items, tag)->next;

    return next ? next - 1 : TAG_NONE;
}

void
tag_index_add(struct tag_index *index, const void *items, uint32_t number)
{
    const void *tag = tag_of(index, items, number);

    assert(number == index->used);
    if (!has_room(index->room, index->used + 1))
        grow(index, items, 2 * index->room);
    *place_of(index, items, tag) =
        (struct tag_place){(uint32_t)(bits_of(tag) >> CHECK_SHIFT), number + 1};
    index->used++;
}

void
tag_index_hint(const struct tag_index *index, const void *tag)
{
    __builtin_prefetch(&index->places[bits_of(tag) & (index->room - 1)], 1);
}
