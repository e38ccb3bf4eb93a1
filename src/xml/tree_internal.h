/* SPDX-License-Identifier: Apache-2.0
 *
 * What reading and asking a tree share; inside xml/ only.
 */
#ifndef HOCBA_XML_TREE_INTERNAL_H
#define HOCBA_XML_TREE_INTERNAL_H

#include "xml/tree.h"

/* Bytes -> number, open addressing; 0 is an empty slot. */
struct xml_hash {
    uint32_t *slots;
    size_t room; /* a power of two */
};

uint32_t xml_hash_of(struct span text);
struct xml_hash xml_hash_new(struct arena *arena, size_t room);

struct xml_id_table {
    struct xml_hash hash; /* 1 + index in ids */
    struct xml_id_entry {
        struct span value;
        int32_t node;
    } * ids;
    size_t count, room;
};

/* False: another element bears it; then it is found by nobody. */
bool xml_tree_enter_id(struct xml_id_table *table, struct span value, int32_t node,
                       struct arena *arena);
/* Id, id, ID without a prefix, and xml:id. */
bool xml_tree_is_id(const struct xml_tree *tree, const struct xml_tree_attribute *attribute);

#endif
