/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/tree.h"

#include <stdlib.h>

#include "base/list.h"
#include "xml/expat_reader.h"
#include "xml/scan.h"
#include "xml/tree_internal.h"

#define XML_SPACE   "http://www.w3.org/XML/1998/namespace"
#define XMLNS_SPACE "http://www.w3.org/2000/xmlns/"

#define UNBOUND UINT32_MAX

const struct xml_tree_limits xml_tree_limits = {
    .bytes = XML_DOCUMENT_MAX,
    .nodes = 4 * XML_DOCUMENT_MAX / XML_ELEMENT_BYTES_MIN,
    .depth = XML_DEPTH_MAX,
    .attributes = XML_ATTRIBUTES_MAX,
    .declarations = 16,
    .prefixes = 256,
};

struct builder {
    struct xml_reading reading; /* first: the handlers' context */
    const struct xml_tree_limits *limits;
    struct arena *arena;
    struct xml_tree *tree;
    LIST(struct xml_node) nodes;
    LIST(struct xml_tree_attribute) attributes;
    LIST(struct xml_declaration) declarations;
    LIST(struct span) strings;
    struct xml_hash interned;            /* 1 + number of a string */
    LIST(xml_string) bound;              /* by prefix: the namespace it means now, or UNBOUND */
    LIST(struct xml_declaration) hidden; /* what declarations hid, to be restored */
    LIST(struct span) parts;             /* elements below the root, as they stand */
    const char *bytes;                   /* of the document */
    int32_t open;
    struct buffer text; /* of the text node that is growing */
};

static void
stop(struct builder *builder, enum xml_refusal refusal, const char *what)
{
    xml_reading_stop(&builder->reading, refusal, what);
}

/* --- strings --------------------------------------------------------------------- */

static xml_string
intern(struct builder *builder, struct span text)
{
    size_t mask = builder->interned.room - 1, slot = xml_hash_of(text) & mask;

    for (; builder->interned.slots[slot]; slot = (slot + 1) & mask)
        if (span_equal(builder->strings.items[builder->interned.slots[slot] - 1], text))
            return builder->interned.slots[slot] - 1;
    if (builder->strings.count >= 2 * (size_t)builder->limits->prefixes) {
        stop(builder, XML_REFUSED_LIMIT, "quá nhiều không gian tên");
        return 0;
    }
    *list_add(builder->arena, builder->strings) =
        (struct span){arena_copy(builder->arena, text.data, text.size), text.size};
    *list_add(builder->arena, builder->bound) = UNBOUND;
    builder->interned.slots[slot] = (uint32_t)builder->strings.count;
    return (xml_string)builder->strings.count - 1;
}

/* --- nodes -------------------------------------------------------------------------------- */

static struct xml_node *
add_node(struct builder *builder, enum xml_node_kind kind)
{
    struct xml_node *node;

    if (builder->nodes.count >= builder->limits->nodes) {
        stop(builder, XML_REFUSED_LIMIT, "quá nhiều thẻ");
        return NULL;
    }
    node = list_add(builder->arena, builder->nodes);
    node->kind = (uint8_t)kind;
    node->parent = builder->open;
    node->after = (int32_t)builder->nodes.count;
    node->depth = builder->open == XML_NO_NODE
                      ? 0
                      : (uint16_t)(builder->nodes.items[builder->open].depth + 1);
    return node;
}

static struct span
keep(struct builder *builder, const char *data, size_t size)
{
    return (struct span){arena_copy(builder->arena, data, size), size};
}

/* Text, CDATA and character references that touch are one node. */
static void
flush_text(struct builder *builder)
{
    if (builder->text.size == 0)
        return;
    struct xml_node *node = add_node(builder, XML_TEXT);
    if (node)
        node->text = keep(builder, builder->text.data, builder->text.size);
    builder->text.size = 0;
}

/* Split "prefix:name"; both must be there when there is a colon. */
static struct span
split(struct builder *builder, const char *qualified, struct span *prefix)
{
    const char *colon = strchr(qualified, ':');
    struct span name = span_of(colon ? colon + 1 : qualified);

    *prefix = (struct span){qualified, colon ? (size_t)(colon - qualified) : 0};
    if (colon && (prefix->size == 0 || name.size == 0 || memchr(name.data, ':', name.size)))
        stop(builder, XML_REFUSED_NAMESPACE, "tên có dấu hai chấm sai chỗ");
    return name;
}

static xml_string
space_of(struct builder *builder, xml_string prefix)
{
    xml_string space = builder->bound.items[prefix];

    if (space != UNBOUND)
        return space;
    stop(builder, XML_REFUSED_NAMESPACE, "tiền tố không được khai báo");
    return 0;
}

/* xmlns="..." or xmlns:prefix="..." (Namespaces in XML 1.0, 3 and 5). A relative name is refused:
 * canonical XML does not say what it means. */
static void
declare(struct builder *builder, struct span prefix, struct span uri)
{
    bool is_xml = span_is(prefix, "xml"), is_xml_space = span_is(uri, XML_SPACE);

    if (is_xml != is_xml_space || span_is(prefix, "xmlns") || span_is(uri, XMLNS_SPACE) ||
        (prefix.size && uri.size == 0)) {
        stop(builder, XML_REFUSED_NAMESPACE, "khai báo không gian tên sai");
        return;
    }
    if (uri.size && !memchr(uri.data, ':', uri.size)) {
        stop(builder, XML_REFUSED_NAMESPACE, "tên không gian tên là một địa chỉ tương đối");
        return;
    }
    struct xml_declaration declaration = {intern(builder, prefix), intern(builder, uri)};
    if (is_xml || builder->reading.stopped)
        return;
    *list_add(builder->arena, builder->hidden) =
        (struct xml_declaration){declaration.prefix, builder->bound.items[declaration.prefix]};
    builder->bound.items[declaration.prefix] = declaration.space;
    *list_add(builder->arena, builder->declarations) = declaration;
}

static int
compare_texts(struct span x, struct span y)
{
    size_t common = x.size < y.size ? x.size : y.size;
    int order = common ? memcmp(x.data, y.data, common) : 0;

    return order ? order : (x.size > y.size) - (x.size < y.size);
}

static int
compare_attributes(const void *a, const void *b, void *context)
{
    const struct xml_tree_attribute *left = a, *right = b;
    const struct builder *builder = context;

    if (left->space == right->space)
        return compare_texts(left->name, right->name);
    return compare_texts(builder->strings.items[left->space], builder->strings.items[right->space]);
}

static int
compare_declarations(const void *a, const void *b, void *context)
{
    const struct xml_declaration *left = a, *right = b;
    const struct builder *builder = context;

    return compare_texts(builder->strings.items[left->prefix],
                         builder->strings.items[right->prefix]);
}

static void
take_declarations(struct builder *builder, struct xml_node *node, const XML_Char **pairs)
{
    node->first_declaration = (uint32_t)builder->declarations.count;
    for (; pairs[0] && !builder->reading.stopped; pairs += 2) {
        if (strcmp(pairs[0], "xmlns") == 0)
            declare(builder, SPAN(""), span_of(pairs[1]));
        else if (strncmp(pairs[0], "xmlns:", 6) == 0)
            declare(builder, span_of(pairs[0] + 6), span_of(pairs[1]));
    }
    node->declaration_count = (uint32_t)builder->declarations.count - node->first_declaration;
    if (node->declaration_count > builder->limits->declarations)
        stop(builder, XML_REFUSED_LIMIT, "quá nhiều khai báo không gian tên");
    if (node->declaration_count > 1)
        qsort_r(&builder->declarations.items[node->first_declaration], node->declaration_count,
                sizeof builder->declarations.items[0], compare_declarations, builder);
}

static void
sort_attributes(struct builder *builder, const struct xml_node *node)
{
    if (node->attribute_count > builder->limits->attributes)
        stop(builder, XML_REFUSED_LIMIT, "quá nhiều thuộc tính");
    if (node->attribute_count < 2)
        return;
    struct xml_tree_attribute *items = builder->attributes.items + node->first_attribute;
    qsort_r(items, node->attribute_count, sizeof items[0], compare_attributes, builder);
    for (uint32_t i = 1; i < node->attribute_count; i++)
        if (items[i].space == items[i - 1].space && span_equal(items[i].name, items[i - 1].name))
            stop(builder, XML_REFUSED_NAMESPACE, "một thuộc tính xuất hiện hai lần");
}

static void
take_attributes(struct builder *builder, struct xml_node *node, int32_t index,
                const XML_Char **pairs)
{
    node->first_attribute = (uint32_t)builder->attributes.count;
    for (; pairs[0] && !builder->reading.stopped; pairs += 2) {
        struct span prefix;
        if (strncmp(pairs[0], "xmlns", 5) == 0 && (pairs[0][5] == ':' || pairs[0][5] == '\0'))
            continue;
        struct xml_tree_attribute attribute = {.name = split(builder, pairs[0], &prefix)};
        attribute.prefix = prefix.size ? intern(builder, prefix) : 0;
        attribute.space = prefix.size ? space_of(builder, attribute.prefix) : 0;
        attribute.name = keep(builder, attribute.name.data, attribute.name.size);
        attribute.value = keep(builder, pairs[1], strlen(pairs[1]));
        *list_add(builder->arena, builder->attributes) = attribute;
        if (xml_tree_is_id(builder->tree, &attribute) &&
            !xml_tree_enter_id(builder->tree->ids, attribute.value, index, builder->arena) &&
            !builder->limits->ids_repeat)
            stop(builder, XML_REFUSED_ID, "một Id xuất hiện hai lần");
    }
    node->attribute_count = (uint32_t)builder->attributes.count - node->first_attribute;
    sort_attributes(builder, node);
}

/* --- where the root's children stand ---------------------------------------------------------- */

static bool
is_part(const struct builder *builder, const struct xml_node *node)
{
    return builder->limits->parts && node->depth == 2;
}

static void
begin_part(struct builder *builder)
{
    const char *at = builder->bytes + XML_GetCurrentByteIndex(builder->reading.parser);

    *list_add(builder->arena, builder->parts) = (struct span){at, 0};
}

static void
end_part(struct builder *builder)
{
    struct span *part = &builder->parts.items[builder->parts.count - 1];
    const char *end = builder->bytes + XML_GetCurrentByteIndex(builder->reading.parser) +
                      XML_GetCurrentByteCount(builder->reading.parser);

    part->size = (size_t)(end - part->data);
}

/* --- handlers ------------------------------------------------------------------------------ */

static void XMLCALL
on_start(void *context, const XML_Char *qualified, const XML_Char **pairs)
{
    struct builder *builder = context;
    struct span prefix;

    flush_text(builder);
    struct xml_node *node = add_node(builder, XML_ELEMENT);
    if (!node)
        return;
    if (node->depth > builder->limits->depth) {
        stop(builder, XML_REFUSED_LIMIT, "thẻ lồng quá sâu");
        return;
    }
    if (is_part(builder, node))
        begin_part(builder);
    take_declarations(builder, node, pairs);
    struct span name = split(builder, qualified, &prefix);
    if (builder->reading.stopped)
        return;
    node->prefix = prefix.size ? intern(builder, prefix) : 0;
    node->space = space_of(builder, node->prefix);
    node->name = keep(builder, name.data, name.size);
    builder->open = (int32_t)builder->nodes.count - 1;
    take_attributes(builder, node, builder->open, pairs);
}

static void XMLCALL
on_end(void *context, const XML_Char *qualified)
{
    struct builder *builder = context;

    (void)qualified;
    flush_text(builder);
    struct xml_node *node = &builder->nodes.items[builder->open];
    node->after = (int32_t)builder->nodes.count;
    if (is_part(builder, node))
        end_part(builder);
    for (uint32_t i = 0; i < node->declaration_count; i++) {
        struct xml_declaration back = builder->hidden.items[--builder->hidden.count];
        builder->bound.items[back.prefix] = back.space;
    }
    builder->open = node->parent;
}

static void XMLCALL
on_text(void *context, const XML_Char *text, int size)
{
    struct builder *builder = context;

    buffer_add(&builder->text, text, (size_t)size);
}

static void XMLCALL
on_comment(void *context, const XML_Char *text)
{
    struct builder *builder = context;

    flush_text(builder);
    builder->tree->has_markup = true;
    struct xml_node *node = add_node(builder, XML_COMMENT);
    if (node)
        node->text = keep(builder, text, strlen(text));
}

static void XMLCALL
on_instruction(void *context, const XML_Char *target, const XML_Char *data)
{
    struct builder *builder = context;

    flush_text(builder);
    builder->tree->has_markup = true;
    struct xml_node *node = add_node(builder, XML_INSTRUCTION);
    if (!node)
        return;
    node->name = keep(builder, target, strlen(target));
    node->text = keep(builder, data, strlen(data));
}

static void XMLCALL
on_cdata(void *context)
{
    struct builder *builder = context;

    builder->tree->has_markup = true;
}

static void
begin(struct builder *builder)
{
    size_t room = 64;

    while (room < 4 * (size_t)builder->limits->prefixes)
        room *= 2;
    builder->interned = xml_hash_new(builder->arena, room);
    builder->tree->ids = arena_make(builder->arena, struct xml_id_table);
    xml_string none = intern(builder, SPAN(""));
    xml_string xml = intern(builder, SPAN("xml"));
    builder->tree->xml_space = intern(builder, SPAN(XML_SPACE));
    builder->bound.items[none] = none;
    builder->bound.items[xml] = builder->tree->xml_space;
    add_node(builder, XML_WHOLE);
    builder->open = 0;
}

static void
finish(struct builder *builder)
{
    struct xml_tree *tree = builder->tree;

    builder->nodes.items[0].after = (int32_t)builder->nodes.count;
    tree->nodes = builder->nodes.items;
    tree->node_count = builder->nodes.count;
    tree->attributes = builder->attributes.items;
    tree->declarations = builder->declarations.items;
    tree->strings = builder->strings.items;
    tree->string_count = builder->strings.count;
    tree->parts = builder->parts.items;
    tree->part_count = builder->parts.count;
    tree->interned = arena_make(builder->arena, struct xml_hash);
    *tree->interned = builder->interned;
}

/* About as many nodes as there will be, so that a packet's millions of bytes are not moved with
 * each doubling: an element and its text have two tags. Tags of real documents are longer than
 * this; what has shorter ones grows as it goes. */
static size_t
likely_nodes(struct span bytes, const struct xml_tree_limits *limits)
{
    enum { BYTES_PER_TAG = 16 };
    size_t count = 8, most = bytes.size / BYTES_PER_TAG;
    const char *end = bytes.data + bytes.size;

    most = most < limits->nodes ? most : limits->nodes;
    for (const char *at = bytes.data; count < most && at < end; count++) {
        at = memchr(at, '<', (size_t)(end - at));
        if (!at)
            break;
        at++;
    }
    return count;
}

enum status
xml_tree_read(struct span bytes, const struct xml_tree_limits *limits, struct arena *arena,
              const struct xml_tree **tree, struct error *err)
{
    struct builder *builder = arena_make(arena, struct builder);

    builder->limits = limits;
    builder->arena = arena;
    builder->bytes = bytes.data;
    builder->tree = arena_make(arena, struct xml_tree);
    builder->open = XML_NO_NODE;
    builder->reading.utf8_only = limits->utf8_only;
    buffer_init(&builder->text, limits->bytes * 3);
    if (bytes.size <= limits->bytes)
        list_reserve(arena, builder->nodes, likely_nodes(bytes, limits));
    TRY(xml_reading_open(&builder->reading, err));
    begin(builder);
    XML_SetElementHandler(builder->reading.parser, on_start, on_end);
    XML_SetCharacterDataHandler(builder->reading.parser, on_text);
    XML_SetCommentHandler(builder->reading.parser, on_comment);
    XML_SetProcessingInstructionHandler(builder->reading.parser, on_instruction);
    XML_SetCdataSectionHandler(builder->reading.parser, on_cdata, NULL);
    enum status status = xml_reading_run(&builder->reading, bytes, limits->bytes, err);
    buffer_clear(&builder->text);
    TRY(status);
    finish(builder);
    *tree = builder->tree;
    return OK;
}
