/* SPDX-License-Identifier: Apache-2.0
 *
 * A packet that was read by its frame, against the same read whole: the long way is the referee.
 */
#ifndef HOCBA_TESTS_SUPPORT_PACKET_WHOLE_H
#define HOCBA_TESTS_SUPPORT_PACKET_WHOLE_H

#include "xml/canonical.h"
#include "xml/packet.h"

/* The root without its one child that is a ds:Signature, if there is one. */
static inline bool
is_canonical_whole(struct span octets, const struct xml_tree *tree, enum xml_canonical_kind kind,
                   struct arena *arena)
{
    const struct xml_canonical_method method = {.kind = kind};
    int32_t root = xml_tree_root(tree);
    AUTO(buffer) *out = buffer_new(3 * (size_t)CONTENT_MAX);
    struct xml_node_set set = xml_node_set_subtree(tree, root, false);
    struct error err;

    for (int32_t child = xml_tree_first(tree, root); child != XML_NO_NODE;
         child = xml_tree_next(tree, child))
        if (span_is(tree->nodes[child].name, "Signature"))
            xml_node_set_subtract(&set, child, arena);
    return xml_canonical_write(&set, &method, out, &err) == OK &&
           span_equal(buffer_span(out), octets);
}

/* The same records and the same bytes for every method of canonical XML; nothing is asked where
 * there is no frame. */
static inline bool
frame_is_whole(const struct packet *packet, struct arena *arena)
{
    static const enum xml_canonical_kind kinds[] = {XML_INCLUSIVE_10, XML_INCLUSIVE_11,
                                                    XML_EXCLUSIVE_10};
    struct span octets = packet->tree->octets;
    const struct xml_tree *tree;
    struct error err;
    bool same = true;

    if (!octets.data)
        return true;
    if (xml_tree_read(packet->bytes, &packet_tree_limits, arena, &tree, &err) != OK ||
        tree->part_count != packet->records.count + packet->tree->part_count)
        return false;
    for (size_t i = 0; i < packet->records.count; i++)
        same &= tree->parts[i].data == packet->records.items[i].data &&
                tree->parts[i].size == packet->records.items[i].size;
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        same &= is_canonical_whole(octets, tree, kinds[i], arena);
    return same;
}

#endif
