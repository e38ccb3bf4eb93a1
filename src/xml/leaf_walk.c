/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/leaf_walk.h"

#include "base/encode.h"
#include "base/unicode.h"
#include "base/uuid.h"
#include "model/record.h"

static bool
is_writable(const char *text, size_t most)
{
    return text && *text && utf8_is_valid(span_of(text)) && unicode_is_nfc(span_of(text)) &&
           !text_has_control(text) && unicode_graphemes(span_of(text)) <= most;
}

struct leaf_walk
leaf_walk_into(const struct xml_document *xml, int32_t parent, struct arena *arena)
{
    return (struct leaf_walk){.xml = xml, .arena = arena, .next = xml_first_child(xml, parent)};
}

struct leaf_walk
leaf_walk_enter(struct leaf_walk *walk)
{
    struct leaf_walk inner = leaf_walk_into(walk->xml, walk->next, walk->arena);

    inner.bad = walk->xml->elements[walk->next].attribute_count != 0;
    return inner;
}

void
leaf_walk_leave(struct leaf_walk *walk, const struct leaf_walk *inner)
{
    walk->bad |= !leaf_walk_is_over(inner);
    walk->next = xml_next_sibling(walk->xml, walk->next);
}

bool
leaf_walk_is_next(const struct leaf_walk *walk, const char *tag)
{
    return !walk->bad && xml_is(walk->xml, walk->next, XML_NONE, tag);
}

bool
leaf_walk_is_over(const struct leaf_walk *walk)
{
    return !walk->bad && walk->next == XML_NO_ELEMENT;
}

const char *
leaf_walk_take(struct leaf_walk *walk, const char *tag, size_t most)
{
    if (!leaf_walk_is_next(walk, tag) || walk->xml->elements[walk->next].after != walk->next + 1 ||
        walk->xml->elements[walk->next].attribute_count != 0) {
        walk->bad = true;
        return "";
    }
    const char *text = xml_plain_text(walk->xml, walk->next, walk->arena);
    walk->next = xml_next_sibling(walk->xml, walk->next);
    walk->bad |= !is_writable(text, most);
    return text;
}

void
leaf_walk_take_hex(struct leaf_walk *walk, const char *tag, uint8_t *bytes, size_t size)
{
    if (!hex_read(span_of(leaf_walk_take(walk, tag, LEAF_TEXT_MAX)), bytes, size))
        walk->bad = true;
}

struct moment
leaf_walk_take_moment(struct leaf_walk *walk, const char *tag)
{
    struct moment moment = {0};

    if (!moment_parse(span_of(leaf_walk_take(walk, tag, LEAF_TEXT_MAX)), &moment))
        walk->bad = true;
    return moment;
}

const char *
leaf_walk_take_uuid(struct leaf_walk *walk, const char *tag)
{
    const char *text = leaf_walk_take(walk, tag, UUID_TEXT_SIZE - 1);

    walk->bad |= !uuid_is_valid(span_of(text));
    return text;
}

enum status
leaf_text_write(struct xml_writer *xml, const char *tag, const char *text, size_t most,
                const char *document, struct error *err)
{
    if (!is_writable(text, most))
        return fail(err, INVALID, "%s: thiếu hoặc sai %s.", document, tag);
    xml_leaf(xml, XML_NONE, tag, text);
    return OK;
}
