/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/tree.h"

#include <stdio.h>

#include "xml/tree_internal.h"

int32_t
xml_tree_root(const struct xml_tree *tree)
{
    return xml_tree_first(tree, 0);
}

bool
xml_tree_is(const struct xml_tree *tree, int32_t node, const char *space, const char *name)
{
    if (node == XML_NO_NODE || tree->nodes[node].kind != XML_ELEMENT)
        return false;
    const struct xml_node *at = &tree->nodes[node];
    return span_is(at->name, name) && span_is(tree->strings[at->space], space);
}

static int32_t
element_from(const struct xml_tree *tree, int32_t node, int32_t end)
{
    while (node < end && tree->nodes[node].kind != XML_ELEMENT)
        node = tree->nodes[node].after;
    return node < end ? node : XML_NO_NODE;
}

int32_t
xml_tree_first(const struct xml_tree *tree, int32_t node)
{
    return element_from(tree, node + 1, tree->nodes[node].after);
}

int32_t
xml_tree_next(const struct xml_tree *tree, int32_t node)
{
    return element_from(tree, tree->nodes[node].after, tree->nodes[tree->nodes[node].parent].after);
}

int32_t
xml_tree_only(const struct xml_tree *tree, int32_t node, const char *space, const char *name)
{
    int32_t found = XML_NO_NODE;

    for (int32_t child = xml_tree_first(tree, node); child != XML_NO_NODE;
         child = xml_tree_next(tree, child)) {
        if (!xml_tree_is(tree, child, space, name))
            continue;
        if (found != XML_NO_NODE)
            return XML_NO_NODE;
        found = child;
    }
    return found;
}

xml_string
xml_tree_meaning(const struct xml_tree *tree, int32_t node, struct span prefix)
{
    xml_string number = xml_tree_find_string(tree, prefix);

    for (; node > 0 && number != XML_NO_STRING; node = tree->nodes[node].parent) {
        const struct xml_node *at = &tree->nodes[node];
        for (uint32_t i = 0; i < at->declaration_count; i++)
            if (tree->declarations[at->first_declaration + i].prefix == number)
                return tree->declarations[at->first_declaration + i].space;
    }
    return prefix.size ? XML_NO_STRING : XML_STRING_NONE;
}

struct span
xml_tree_attribute(const struct xml_tree *tree, int32_t node, const char *name)
{
    const struct xml_node *at = &tree->nodes[node];

    for (uint32_t i = 0; i < at->attribute_count; i++) {
        const struct xml_tree_attribute *attribute = &tree->attributes[at->first_attribute + i];
        if (attribute->prefix == 0 && span_is(attribute->name, name))
            return attribute->value;
    }
    return (struct span){0};
}

struct span
xml_tree_id(const struct xml_tree *tree, int32_t node)
{
    const struct xml_node *at = &tree->nodes[node];

    for (uint32_t i = 0; i < at->attribute_count; i++)
        if (xml_tree_is_id(tree, &tree->attributes[at->first_attribute + i]))
            return tree->attributes[at->first_attribute + i].value;
    return (struct span){0};
}

bool
xml_tree_text(const struct xml_tree *tree, int32_t node, struct span *text)
{
    const struct xml_node *at = &tree->nodes[node];

    if (at->kind != XML_ELEMENT || at->after > node + 2)
        return false;
    if (at->after == node + 1) {
        *text = (struct span){"", 0};
        return true;
    }
    *text = tree->nodes[node + 1].text;
    return tree->nodes[node + 1].kind == XML_TEXT;
}

/* How many siblings before it have its name, and whether any after it has. */
static size_t
position(const struct xml_tree *tree, int32_t node, bool *repeats)
{
    const struct xml_node *at = &tree->nodes[node];
    size_t before = 0, all = 0;

    for (int32_t child = xml_tree_first(tree, at->parent); child != XML_NO_NODE;
         child = xml_tree_next(tree, child)) {
        const struct xml_node *other = &tree->nodes[child];
        if (other->space != at->space || !span_equal(other->name, at->name))
            continue;
        all++;
        before += child < node;
    }
    *repeats = all > 1;
    return before + 1;
}

const char *
xml_tree_path(const struct xml_tree *tree, int32_t node, struct arena *arena)
{
    const char *path = "";

    for (; node > 0; node = tree->nodes[node].parent) {
        struct span name = tree->nodes[node].name;
        bool repeats;
        size_t number = position(tree, node, &repeats);
        path = repeats
                   ? arena_printf(arena, "/%.*s[%zu]%s", (int)name.size, name.data, number, path)
                   : arena_printf(arena, "/%.*s%s", (int)name.size, name.data, path);
    }
    return *path ? path : "/";
}
