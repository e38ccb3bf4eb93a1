/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/node_set.h"

#include "xml/xpath.h"

struct xml_node_set
xml_node_set_subtree(const struct xml_tree *tree, int32_t node, bool comments)
{
    return (struct xml_node_set){
        .tree = tree, .from = node, .end = tree->nodes[node].after, .comments = comments};
}

/* Members one by one, so that some can be taken away. */
static void
spell_out(struct xml_node_set *set, struct arena *arena)
{
    if (set->members)
        return;
    set->members = arena_make_array(arena, set->tree->node_count, uint8_t);
    memset(set->members + set->from, 1, (size_t)(set->end - set->from));
}

void
xml_node_set_subtract(struct xml_node_set *set, int32_t node, struct arena *arena)
{
    spell_out(set, arena);
    memset(set->members + node, 0, (size_t)(set->tree->nodes[node].after - node));
}

static void
keep(struct xml_node_set *set, const uint8_t *marks, struct arena *arena)
{
    spell_out(set, arena);
    for (int32_t i = set->from; i < set->end; i++)
        set->members[i] &= marks[i];
}

enum status
xml_node_set_filter(struct xml_node_set *set, const struct xml_xpath *xpath, struct arena *arena,
                    struct error *err)
{
    AUTO(arena) *scratch = arena_new();
    uint8_t *marks;

    TRY(xpath_condition(set->tree, xpath, scratch, &marks, err));
    keep(set, marks, arena);
    return OK;
}

enum status
xml_node_set_filter2(struct xml_node_set *set, const struct xml_filter_step *steps, size_t count,
                     struct arena *arena, struct error *err)
{
    const struct xml_tree *tree = set->tree;
    AUTO(arena) *scratch = arena_new();
    uint8_t *filter = arena_make_array(scratch, tree->node_count, uint8_t);

    memset(filter, 1, tree->node_count);
    for (size_t step = 0; step < count; step++) {
        uint8_t *marks;
        TRY(xpath_select(tree, &steps[step].xpath, scratch, &marks, err));
        for (size_t i = 0; i < tree->node_count; i++) {
            if (i > 0)
                marks[i] |= marks[tree->nodes[i].parent];
            switch (steps[step].filter) {
            case XML_INTERSECT: filter[i] &= marks[i]; break;
            case XML_SUBTRACT: filter[i] &= !marks[i]; break;
            case XML_UNION: filter[i] |= marks[i]; break;
            }
        }
    }
    keep(set, filter, arena);
    return OK;
}
