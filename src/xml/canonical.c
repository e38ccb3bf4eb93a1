/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/canonical.h"

#include <stdlib.h>

#include "base/list.h"
#include "xml/writer.h"

struct undo {
    xml_string *place, value;
};

struct level {
    int32_t node;
    size_t undo_count;
    bool in_set;
};

/* For each prefix: what it means where the walk stands, and what was last written for it by an
 * element that is open in the output.  0 is "no namespace" in both. */
struct canonical {
    const struct xml_tree *tree;
    const struct xml_node_set *set;
    const struct xml_canonical_method *method;
    struct arena *arena;
    struct buffer *out;
    xml_string *meant, *written;
    uint8_t *listed; /* prefixes of PrefixList */
    bool any_inclusive;
    LIST(struct undo) undo;
    LIST(struct level) levels; /* the open elements, in the set or not */
    LIST(xml_string) declared; /* the element's declarations to be written */
    bool after_root;
    bool needs_base; /* 1.1 would have to join xml:base */
};

static void
change(struct canonical *canonical, xml_string *place, xml_string value)
{
    *list_add(canonical->arena, canonical->undo) = (struct undo){place, *place};
    *place = value;
}

static void
write_qualified(struct canonical *canonical, xml_string prefix, struct span name)
{
    struct span text = canonical->tree->strings[prefix];

    if (prefix) {
        buffer_add(canonical->out, text.data, text.size);
        buffer_char(canonical->out, ':');
    }
    buffer_add(canonical->out, name.data, name.size);
}

static void
write_value(struct canonical *canonical, struct span value)
{
    buffer_add(canonical->out, "=\"", 2);
    xml_escape_attribute(canonical->out, value);
    buffer_char(canonical->out, '"');
}

/* --- namespaces ----------------------------------------------------------------------------- */

static void
need(struct canonical *canonical, xml_string prefix)
{
    if (canonical->meant[prefix] == canonical->written[prefix] || prefix == XML_STRING_XML)
        return;
    change(canonical, &canonical->written[prefix], canonical->meant[prefix]);
    *list_add(canonical->arena, canonical->declared) = prefix;
}

static int
compare_prefixes(const void *a, const void *b, void *context)
{
    const struct xml_tree *tree = context;
    struct span x = tree->strings[*(const xml_string *)a];
    struct span y = tree->strings[*(const xml_string *)b];
    size_t common = x.size < y.size ? x.size : y.size;
    int order = common ? memcmp(x.data, y.data, common) : 0;

    return order ? order : (x.size > y.size) - (x.size < y.size);
}

static bool
is_inclusive(const struct canonical *canonical, xml_string prefix)
{
    return canonical->method->kind != XML_EXCLUSIVE_10 || canonical->listed[prefix];
}

/* Which declarations this element writes. Below an element that was written only its own ones can
 * be new; at the top of a part of the set all that are in scope. */
static void
collect_declarations(struct canonical *canonical, const struct xml_node *node, bool is_top)
{
    const struct xml_tree *tree = canonical->tree;

    canonical->declared.count = 0;
    for (xml_string prefix = 0; is_top && canonical->any_inclusive && prefix < tree->string_count;
         prefix++)
        if (is_inclusive(canonical, prefix))
            need(canonical, prefix);
    for (uint32_t i = 0; !is_top && i < node->declaration_count; i++) {
        xml_string prefix = tree->declarations[node->first_declaration + i].prefix;
        if (is_inclusive(canonical, prefix))
            need(canonical, prefix);
    }
    if (canonical->method->kind == XML_EXCLUSIVE_10) {
        need(canonical, node->prefix);
        for (uint32_t i = 0; i < node->attribute_count; i++)
            if (tree->attributes[node->first_attribute + i].prefix)
                need(canonical, tree->attributes[node->first_attribute + i].prefix);
    }
}

static void
write_declarations(struct canonical *canonical)
{
    union {
        const struct xml_tree *tree;
        void *context; /* qsort_r() wants one that it never writes through */
    } tree = {canonical->tree};

    if (canonical->declared.count > 1)
        qsort_r(canonical->declared.items, canonical->declared.count,
                sizeof canonical->declared.items[0], compare_prefixes, tree.context);
    for (size_t i = 0; i < canonical->declared.count; i++) {
        xml_string prefix = canonical->declared.items[i];
        buffer_text(canonical->out, prefix ? " xmlns:" : " xmlns");
        buffer_add(canonical->out, canonical->tree->strings[prefix].data,
                   canonical->tree->strings[prefix].size);
        write_value(canonical, canonical->tree->strings[canonical->meant[prefix]]);
    }
}

/* --- attributes ------------------------------------------------------------------------------ */

static void
write_attribute(struct canonical *canonical, const struct xml_tree_attribute *attribute)
{
    buffer_char(canonical->out, ' ');
    write_qualified(canonical, attribute->prefix, attribute->name);
    write_value(canonical, attribute->value);
}

static bool
is_inherited(struct canonical *canonical, const struct xml_tree_attribute *attribute)
{
    if (attribute->space != canonical->tree->xml_space)
        return false;
    if (canonical->method->kind == XML_INCLUSIVE_10)
        return true;
    canonical->needs_base |= span_is(attribute->name, "base");
    return span_is(attribute->name, "lang") || span_is(attribute->name, "space");
}

static bool
has_name(const struct xml_tree_attribute *const *list, size_t count, struct span name)
{
    for (size_t i = 0; i < count; i++)
        if (span_equal(list[i]->name, name))
            return true;
    return false;
}

enum { INHERITED_MAX = 32 };

/* At the top of a part of the set, inclusive C14N writes the nearest xml: attributes of the
 * ancestors that were left out (C14N 1.0 2.4; 1.1 only some of them). */
static size_t
inherit(struct canonical *canonical, int32_t node, const struct xml_tree_attribute **list)
{
    const struct xml_tree *tree = canonical->tree;
    size_t count = 0;

    for (int32_t up = node; up > 0; up = tree->nodes[up].parent) {
        const struct xml_node *at = &tree->nodes[up];
        if (canonical->method->kind == XML_INCLUSIVE_11 && up != node &&
            xml_node_set_has(canonical->set, up))
            break;
        for (uint32_t i = 0; i < at->attribute_count && count < INHERITED_MAX; i++) {
            const struct xml_tree_attribute *attribute = &tree->attributes[at->first_attribute + i];
            if (attribute->space != tree->xml_space || has_name(list, count, attribute->name))
                continue;
            if (up == node || is_inherited(canonical, attribute))
                list[count++] = attribute;
        }
    }
    return count;
}

static int
compare_names(const void *a, const void *b)
{
    const struct xml_tree_attribute *const *left = a, *const *right = b;
    struct span x = (*left)->name, y = (*right)->name;
    size_t common = x.size < y.size ? x.size : y.size;
    int order = common ? memcmp(x.data, y.data, common) : 0;

    return order ? order : (x.size > y.size) - (x.size < y.size);
}

/* The element's attributes are sorted; the inherited ones and its own xml: ones go, as the
 * namespace of xml: sorts, before the first whose namespace is greater. */
static void
write_attributes(struct canonical *canonical, int32_t index, bool is_top)
{
    const struct xml_tree *tree = canonical->tree;
    const struct xml_node *node = &tree->nodes[index];
    const struct xml_tree_attribute *list[INHERITED_MAX];
    struct span xml = tree->strings[tree->xml_space];
    bool inherits = is_top && canonical->method->kind != XML_EXCLUSIVE_10;
    size_t count = inherits ? inherit(canonical, index, list) : 0;
    uint32_t i = 0;

    for (; inherits && i < node->attribute_count; i++) {
        const struct xml_tree_attribute *attribute = &tree->attributes[node->first_attribute + i];
        struct span space = tree->strings[attribute->space];
        size_t common = space.size < xml.size ? space.size : xml.size;
        if (attribute->space == tree->xml_space ||
            (common && memcmp(space.data, xml.data, common) > 0))
            break;
        write_attribute(canonical, attribute);
    }
    if (count > 1)
        qsort(list, count, sizeof list[0], compare_names);
    for (size_t j = 0; j < count; j++)
        write_attribute(canonical, list[j]);
    for (; i < node->attribute_count; i++)
        if (!inherits || tree->attributes[node->first_attribute + i].space != tree->xml_space)
            write_attribute(canonical, &tree->attributes[node->first_attribute + i]);
}

/* --- the walk -------------------------------------------------------------------------------- */

static void
leave(struct canonical *canonical)
{
    struct level level = canonical->levels.items[--canonical->levels.count];
    const struct xml_node *node = &canonical->tree->nodes[level.node];

    if (level.in_set) {
        buffer_add(canonical->out, "</", 2);
        write_qualified(canonical, node->prefix, node->name);
        buffer_char(canonical->out, '>');
    }
    while (canonical->undo.count > level.undo_count) {
        struct undo undo = canonical->undo.items[--canonical->undo.count];
        *undo.place = undo.value;
    }
}

/* What the element's declarations mean from here on. */
static void
enter(struct canonical *canonical, int32_t index, bool in_set)
{
    const struct xml_node *node = &canonical->tree->nodes[index];

    *list_add(canonical->arena, canonical->levels) =
        (struct level){index, canonical->undo.count, in_set};
    for (uint32_t i = 0; i < node->declaration_count; i++) {
        struct xml_declaration declaration =
            canonical->tree->declarations[node->first_declaration + i];
        change(canonical, &canonical->meant[declaration.prefix], declaration.space);
    }
}

static void
write_element(struct canonical *canonical, int32_t index)
{
    const struct xml_node *node = &canonical->tree->nodes[index];
    bool in_set = xml_node_set_has(canonical->set, index);
    bool is_top = canonical->levels.count == 0 ||
                  !canonical->levels.items[canonical->levels.count - 1].in_set;

    enter(canonical, index, in_set);
    canonical->after_root |= node->depth == 1;
    if (!in_set)
        return;
    buffer_char(canonical->out, '<');
    write_qualified(canonical, node->prefix, node->name);
    collect_declarations(canonical, node, is_top);
    write_declarations(canonical);
    write_attributes(canonical, index, is_top);
    buffer_char(canonical->out, '>');
}

/* A comment or instruction, with a line feed between it and the root element (C14N 2.3). */
static void
write_markup(struct canonical *canonical, const struct xml_node *node)
{
    bool outside = node->depth == 1, is_comment = node->kind == XML_COMMENT;

    if (outside && canonical->after_root)
        buffer_char(canonical->out, '\n');
    buffer_text(canonical->out, is_comment ? "<!--" : "<?");
    buffer_add(canonical->out, node->name.data, node->name.size);
    if (!is_comment && node->text.size)
        buffer_char(canonical->out, ' ');
    buffer_add(canonical->out, node->text.data, node->text.size);
    buffer_text(canonical->out, is_comment ? "-->" : "?>");
    if (outside && !canonical->after_root)
        buffer_char(canonical->out, '\n');
}

static void
write_node(struct canonical *canonical, int32_t index)
{
    const struct xml_node *node = &canonical->tree->nodes[index];

    if (node->kind == XML_ELEMENT)
        write_element(canonical, index);
    else if (!xml_node_set_has(canonical->set, index))
        return;
    else if (node->kind == XML_TEXT)
        xml_escape_text(canonical->out, node->text);
    else if (node->kind == XML_INSTRUCTION ||
             (node->kind == XML_COMMENT && canonical->method->comments))
        write_markup(canonical, node);
}

/* What the ancestors of the first node declare, from the root on. */
static void
enter_ancestors(struct canonical *canonical, int32_t node)
{
    int32_t parent = canonical->tree->nodes[node].parent;

    if (parent <= 0)
        return;
    enter_ancestors(canonical, parent);
    enter(canonical, parent, false);
}

/* Mark the prefixes of PrefixList; one that the document does not know changes nothing. */
static void
read_prefixes(struct canonical *canonical)
{
    struct span list = canonical->method->prefixes;

    for (size_t i = 0; i < list.size;) {
        size_t from = i;
        while (i < list.size && !strchr(" \t\r\n", list.data[i]))
            i++;
        struct span prefix = {list.data + from, i - from};
        xml_string number =
            xml_tree_find_string(canonical->tree, span_is(prefix, "#default") ? SPAN("") : prefix);
        if (prefix.size && number != XML_NO_STRING)
            canonical->listed[number] = 1;
        i++;
    }
}

static void
walk(struct canonical *canonical)
{
    const struct xml_node_set *set = canonical->set;

    enter_ancestors(canonical, set->from);
    size_t outside = canonical->levels.count;
    for (int32_t i = set->from; i < set->end; i++) {
        while (canonical->levels.count > outside &&
               canonical->tree->nodes[canonical->levels.items[canonical->levels.count - 1].node]
                       .after <= i)
            leave(canonical);
        write_node(canonical, i);
    }
    while (canonical->levels.count > outside)
        leave(canonical);
}

enum status
xml_canonical_write(const struct xml_node_set *set, const struct xml_canonical_method *method,
                    struct buffer *out, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    size_t strings = set->tree->string_count, before = out->size;
    struct canonical canonical = {
        .tree = set->tree,
        .set = set,
        .method = method,
        .arena = arena,
        .out = out,
        .meant = arena_make_array(arena, strings, xml_string),
        .written = arena_make_array(arena, strings, xml_string),
        .listed = arena_make_array(arena, strings, uint8_t),
        .any_inclusive = method->kind != XML_EXCLUSIVE_10 || method->prefixes.size != 0,
    };

    read_prefixes(&canonical);
    walk(&canonical);
    if (out->overflow)
        return fail(err, INVALID, "Phần được ký dài hơn mức cho phép.");
    if (canonical.needs_base)
        return fail(err, INVALID, "Phần được ký kế thừa xml:base; không hỗ trợ.");
    if (out->size == before)
        return fail(err, INVALID, "Phần được ký rỗng; không chấp nhận.");
    return OK;
}
