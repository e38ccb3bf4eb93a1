/* SPDX-License-Identifier: Apache-2.0
 *
 * Documents of others as a compact tree: nodes in document order in one array, so that a subtree
 * is a range of indexes.  It keeps what canonical XML needs (prefixes, declarations, comments,
 * instructions) and nothing of the spelling.  Read through expat without DOCTYPE and entities,
 * within ceilings; namespaces are resolved and attributes sorted while reading, in linear time.
 *
 * A tree lives in the arena that it was read into and is immutable; several threads may read it.
 */
#ifndef HOCBA_XML_TREE_H
#define HOCBA_XML_TREE_H

#include <stdint.h>

#include "base/text.h"

enum xml_node_kind { XML_WHOLE, XML_ELEMENT, XML_TEXT, XML_COMMENT, XML_INSTRUCTION };

enum { XML_NO_NODE = -1 };

/* A prefix or a namespace's name by its number in xml_tree.strings; 0 is "": no prefix, no
 * namespace. Two texts are equal when their numbers are. */
typedef uint32_t xml_string;
enum { XML_STRING_NONE, XML_STRING_XML /* the prefix xml */ };
#define XML_NO_STRING UINT32_MAX

struct xml_tree_attribute {
    xml_string prefix, space;
    struct span name; /* after the prefix */
    struct span value;
};

struct xml_declaration {
    xml_string prefix, space;
};

struct xml_node {
    uint8_t kind;
    uint16_t depth;
    int32_t parent; /* XML_NO_NODE for the document, which is node 0 */
    int32_t after;  /* the first node behind its subtree */
    xml_string prefix, space;
    struct span name; /* of an element: after the prefix; of an instruction: its target */
    struct span text; /* of a text, comment or instruction */
    uint32_t first_attribute, attribute_count; /* by namespace, then name, as C14N sorts */
    uint32_t first_declaration, declaration_count;
};

struct xml_tree {
    struct xml_node *nodes;
    size_t node_count;
    struct xml_tree_attribute *attributes;
    struct xml_declaration *declarations;
    struct span *strings;
    size_t string_count;
    const struct span
        *parts; /* where asked for: the root's child elements in the document's bytes */
    size_t part_count;
    xml_string xml_space; /* of the prefix xml */
    struct xml_hash *interned;
    struct xml_id_table *ids;
    bool has_markup; /* a comment, an instruction or a CDATA section stands somewhere */
    /* Not NULL: the tree of a frame (xml/packet_frame.h), which lacks children of the root. Then
     * this is all of the root in canonical form, by any method, but its ds:Signature. */
    struct span octets;
};

/* Ceilings; foreign documents have those of the fast path. */
struct xml_tree_limits {
    size_t bytes, nodes;
    unsigned depth, attributes, declarations; /* the last two on one element */
    unsigned prefixes;                        /* different ones, and as many namespaces */
    bool utf8_only;
    bool parts;      /* keep where the root's child elements stand (of UTF-8 alone) */
    bool ids_repeat; /* an Id that occurs twice is nobody's, instead of a reason to refuse */
};
extern const struct xml_tree_limits xml_tree_limits;

/* INVALID, with err->detail naming the rule: not well-formed (namespaces included), a DOCTYPE, over
 * a ceiling, or a value of Id, id, ID and xml:id (one name space) that occurs twice. */
MUST_CHECK enum status xml_tree_read(struct span bytes, const struct xml_tree_limits *limits,
                                     struct arena *arena, const struct xml_tree **tree,
                                     struct error *err);

/* The root element. */
int32_t xml_tree_root(const struct xml_tree *tree);
/* The number of a text, or XML_NO_STRING. */
xml_string xml_tree_find_string(const struct xml_tree *tree, struct span text);
/* The element that bears this Id, or XML_NO_NODE. */
int32_t xml_tree_find_id(const struct xml_tree *tree, struct span id);
bool xml_tree_is(const struct xml_tree *tree, int32_t node, const char *space, const char *name);
/* Child elements in their order; XML_NO_NODE at the end. */
int32_t xml_tree_first(const struct xml_tree *tree, int32_t node);
int32_t xml_tree_next(const struct xml_tree *tree, int32_t node);
/* The only child element with this name; XML_NO_NODE when there is none or more than one. */
int32_t xml_tree_only(const struct xml_tree *tree, int32_t node, const char *space,
                      const char *name);
/* What a prefix means at an element; XML_NO_STRING when it is not declared there. */
xml_string xml_tree_meaning(const struct xml_tree *tree, int32_t node, struct span prefix);
/* An attribute without prefix; data is NULL when there is none. */
struct span xml_tree_attribute(const struct xml_tree *tree, int32_t node, const char *name);
/* Its Id, id, ID or xml:id; data is NULL when it has none. */
struct span xml_tree_id(const struct xml_tree *tree, int32_t node);
/* The text of an element that holds text alone: no element, comment or instruction. False when it
 * holds another thing. */
bool xml_tree_text(const struct xml_tree *tree, int32_t node, struct span *text);
/* "/HOC_BA/DANH_SACH_THONG_TIN_KY/GVCN[2]": local names, with a position where a name repeats. */
const char *xml_tree_path(const struct xml_tree *tree, int32_t node, struct arena *arena);

#endif
