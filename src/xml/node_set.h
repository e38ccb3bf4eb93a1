/* SPDX-License-Identifier: Apache-2.0
 *
 * Sets of a tree's nodes, as XMLDSig's transforms make them: whole subtrees put together and taken
 * away.  Attributes and namespace nodes always go with their element.  Also the small part of XPath
 * 1.0 that signatures use in practice, evaluated in one pass over the tree:
 *
 *     paths        / and // steps over names, with prefixes or "*", perhaps with [@Id='x'] or [n],
 *                  id('x') as a first step, node() as the last, several joined with "|",
 *                  here()/ancestor::ds:Signature[1]       (XPath Filter 2.0: what to cut or keep)
 *     conditions   [not(] ancestor-or-self::name [)], joined with "and" or "or"; self::text()
 *                  (the XPath transform); and the two known ways to say "enveloped signature"
 *
 * Anything else is refused by name, never guessed.
 */
#ifndef HOCBA_XML_NODE_SET_H
#define HOCBA_XML_NODE_SET_H

#include "xml/tree.h"

struct xml_node_set {
    const struct xml_tree *tree;
    int32_t from, end; /* outside of them nothing is a member */
    uint8_t *members;  /* one per node of the tree; NULL: all from `from` to before `end` */
    bool comments;     /* else comments are not members */
};

/* `node` and everything below it. */
struct xml_node_set xml_node_set_subtree(const struct xml_tree *tree, int32_t node, bool comments);
static inline bool
xml_node_set_has(const struct xml_node_set *set, int32_t node)
{
    return node >= set->from && node < set->end && (!set->members || set->members[node]) &&
           (set->comments || set->tree->nodes[node].kind != XML_COMMENT);
}
/* Take away `node` with everything below it. */
void xml_node_set_subtract(struct xml_node_set *set, int32_t node, struct arena *arena);

/* Where an expression stands: it resolves its prefixes there and here() is this element. */
struct xml_xpath {
    struct span text;
    int32_t here;
};

/* The XPath transform: keep the members for which the condition holds. INVALID: not of the part
 * above; err->detail is "xpath". */
MUST_CHECK enum status xml_node_set_filter(struct xml_node_set *set, const struct xml_xpath *xpath,
                                           struct arena *arena, struct error *err);

/* XPath Filter 2.0: what stays of the set under all of these steps (2.2: a filter that begins as
 * the whole document; the result is what is in both). */
enum xml_filter { XML_INTERSECT, XML_SUBTRACT, XML_UNION };
struct xml_filter_step {
    enum xml_filter filter;
    struct xml_xpath xpath;
};
MUST_CHECK enum status xml_node_set_filter2(struct xml_node_set *set,
                                            const struct xml_filter_step *steps, size_t count,
                                            struct arena *arena, struct error *err);

#endif
