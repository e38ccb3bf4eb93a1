/* SPDX-License-Identifier: Apache-2.0
 *
 * Where a tag stands in an array whose items each begin with theirs.  Tags are the beginnings of
 * digests and MACs, so their own bits spread them.  A place holds half of a tag's first bytes: one
 * look tells almost always, without the item.
 */
#ifndef HOCBA_LEDGER_TAG_INDEX_H
#define HOCBA_LEDGER_TAG_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TAG_NONE = UINT32_MAX, TAG_SIZE_MIN = 8 };

struct tag_index {
    struct tag_place *places;
    size_t room, used; /* room: a power of two */
    size_t tag_size, item_size;
};

/* `tag_size` is TAG_SIZE_MIN at least. */
void tag_index_init(struct tag_index *index, size_t tag_size, size_t item_size);
void tag_index_clear(struct tag_index *index);
/* Room for so many at once; nothing when there is more already. */
void tag_index_expect(struct tag_index *index, size_t items);
/* The number of the item with this tag, or TAG_NONE. */
uint32_t tag_index_find(const struct tag_index *index, const void *items, const void *tag);
/* Item `number` has come; no other has its tag. */
void tag_index_add(struct tag_index *index, const void *items, uint32_t number);
/* This tag will be asked for: its place may come nearer. */
void tag_index_hint(const struct tag_index *index, const void *tag);

#endif
