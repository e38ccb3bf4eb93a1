/* SPDX-License-Identifier: Apache-2.0
 *
 * Names and Ids of a tree by their bytes.
 */
#include "xml/tree_internal.h"

#include "base/arena.h"
#include "xml/scan.h"

/* --- strings ------------------------------------------------------------------------------------
 */

uint32_t
xml_hash_of(struct span text)
{
    uint32_t hash = 2166136261U;

    for (size_t i = 0; i < text.size; i++)
        hash = (hash ^ (uint8_t)text.data[i]) * 16777619U;
    return hash ^ hash >> 15;
}

struct xml_hash
xml_hash_new(struct arena *arena, size_t room)
{
    return (struct xml_hash){arena_make_array(arena, room, uint32_t), room};
}

xml_string
xml_tree_find_string(const struct xml_tree *tree, struct span text)
{
    size_t mask = tree->interned->room - 1, slot = xml_hash_of(text) & mask;

    for (; tree->interned->slots[slot]; slot = (slot + 1) & mask)
        if (span_equal(tree->strings[tree->interned->slots[slot] - 1], text))
            return tree->interned->slots[slot] - 1;
    return XML_NO_STRING;
}

/* --- Ids ----------------------------------------------------------------------------------------
 */

bool
xml_tree_is_id(const struct xml_tree *tree, const struct xml_tree_attribute *attribute)
{
    if (!xml_is_id_name(attribute->name))
        return false;
    return attribute->prefix == 0 ||
           (attribute->space == tree->xml_space && span_is(attribute->name, "id"));
}

static void
grow_ids(struct xml_id_table *table, struct arena *arena)
{
    size_t room = table->hash.room ? 2 * table->hash.room : 64;
    struct xml_id_entry *ids = arena_make_array(arena, room / 2, struct xml_id_entry);

    if (table->count)
        memcpy(ids, table->ids, table->count * sizeof ids[0]);
    table->ids = ids;
    table->room = room / 2;
    table->hash = xml_hash_new(arena, room);
    for (size_t i = 0; i < table->count; i++) {
        size_t slot = xml_hash_of(ids[i].value) & (room - 1);
        while (table->hash.slots[slot])
            slot = (slot + 1) & (room - 1);
        table->hash.slots[slot] = (uint32_t)i + 1;
    }
}

/* The slot of this value, or the empty one where it would stand. */
static uint32_t *
id_slot(const struct xml_id_table *table, struct span value)
{
    size_t mask = table->hash.room - 1, slot = xml_hash_of(value) & mask;

    while (table->hash.slots[slot] &&
           !span_equal(table->ids[table->hash.slots[slot] - 1].value, value))
        slot = (slot + 1) & mask;
    return &table->hash.slots[slot];
}

bool
xml_tree_enter_id(struct xml_id_table *table, struct span value, int32_t node, struct arena *arena)
{
    if (table->count == table->room)
        grow_ids(table, arena);
    uint32_t *slot = id_slot(table, value);
    if (*slot) {
        table->ids[*slot - 1].node = XML_NO_NODE;
        return false;
    }
    table->ids[table->count++] = (struct xml_id_entry){value, node};
    *slot = (uint32_t)table->count;
    return true;
}

int32_t
xml_tree_find_id(const struct xml_tree *tree, struct span id)
{
    const struct xml_id_table *table = tree->ids;

    if (table->count == 0)
        return XML_NO_NODE;
    uint32_t slot = *id_slot(table, id);
    return slot ? table->ids[slot - 1].node : XML_NO_NODE;
}
