/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/variant.h"

#include "tests/support/sample_record.h"

struct variant {
    const struct xml_document *document;
    uint64_t *seed;
    struct buffer *out;
    bool plain;
    bool declare_above;                /* ds: and xades: on the root, none below */
    unsigned known[XML_DEPTH_MAX + 1]; /* by depth: spaces in scope, as bits */
};

static bool
chance(struct variant *variant, unsigned of)
{
    return !variant->plain && random_below(variant->seed, of) == 0;
}

static void
blanks(struct variant *variant)
{
    static const char *const kinds[] = {" ", "  ", "\n  ", "\r\n\t"};

    buffer_text(variant->out, kinds[chance(variant, 4) ? random_below(variant->seed, 4) : 0]);
}

/* Bytes as C14N wrote them, now and then with a needless reference or without a needless escape. */
static void
write_text(struct variant *variant, struct span text, bool in_value)
{
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (is_letter && chance(variant, 40) && !memchr(text.data, '&', text.size))
            buffer_printf(variant->out, chance(variant, 2) ? "&#%d;" : "&#x%x;", c);
        else if (c == '\n' && !in_value && chance(variant, 2))
            buffer_text(variant->out, "\r\n");
        else if (c == '>' && in_value && chance(variant, 2))
            buffer_text(variant->out, "&gt;");
        else
            buffer_char(variant->out, c);
    }
}

static void
write_attribute(struct variant *variant, const struct xml_attribute *attribute)
{
    const char *data = variant->document->bytes.data;
    struct span value = {data + attribute->value, attribute->value_size};
    char quote = (variant->plain || chance(variant, 2)) && !memchr(value.data, '\'', value.size)
                     ? '\''
                     : '"';

    blanks(variant);
    buffer_add(variant->out, data + attribute->name, attribute->name_size);
    buffer_text(variant->out, chance(variant, 8) ? " = " : "=");
    buffer_char(variant->out, quote);
    write_text(variant, value, true);
    buffer_char(variant->out, quote);
}

static void
write_declaration(struct variant *variant, enum xml_space space, bool prefixed)
{
    static const char *const uris[] = {"", XML_DS_URI, XML_XADES_URI, XML_OURS_URI,
                                       XML_XADES141_URI};
    static const char *const prefixes[] = {
        [XML_DS] = "ds", [XML_XADES] = "xades", [XML_XADES141] = "xades141"};

    blanks(variant);
    if (prefixed)
        buffer_printf(variant->out, "xmlns:%s=", prefixes[space]);
    else
        buffer_text(variant->out, "xmlns=");
    buffer_printf(variant->out, chance(variant, 2) ? "'%s'" : "\"%s\"", uris[space]);
}

static void
write_declarations(struct variant *variant, const struct xml_element *element)
{
    unsigned *known = &variant->known[element->depth];

    *known = element->depth ? variant->known[element->depth - 1] : 0;
    for (int space = XML_DS; space <= XML_XADES141; space++) {
        if (space == XML_OURS)
            continue;
        bool needed = element->space == space && !(*known & 1U << space);
        bool above = element->depth == 0 && variant->declare_above;
        if (!needed && !above && !chance(variant, 30))
            continue;
        write_declaration(variant, (enum xml_space)space, true);
        *known |= 1U << space;
    }
    if (element->space == XML_OURS)
        write_declaration(variant, XML_OURS, false);
    else if (chance(variant, 40))
        write_declaration(variant, XML_NONE, false);
    if (chance(variant, 30))
        buffer_text(variant->out, " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"");
}

static void
write_start(struct variant *variant, const struct xml_element *element)
{
    const char *data = variant->document->bytes.data;
    bool backwards = chance(variant, 2);

    buffer_add(variant->out, data + element->start,
               element->name + element->name_size - element->start);
    if (!backwards)
        write_declarations(variant, element);
    for (size_t i = 0; i < element->attribute_count; i++)
        write_attribute(
            variant,
            &variant->document->attributes[element->first_attribute +
                                           (backwards ? element->attribute_count - 1 - i : i)]);
    if (backwards)
        write_declarations(variant, element);
    if (chance(variant, 10))
        blanks(variant);
}

static void
write_element(struct variant *variant, int32_t index)
{
    const struct xml_element *element = &variant->document->elements[index];
    const char *data = variant->document->bytes.data;

    write_start(variant, element);
    if (element->content == element->content_end && (variant->plain || chance(variant, 2))) {
        buffer_text(variant->out, "/>");
        return;
    }
    buffer_char(variant->out, '>');
    if (element->after == index + 1)
        write_text(variant, xml_raw_text(variant->document, index), false);
    for (int32_t child = xml_first_child(variant->document, index); child != XML_NO_ELEMENT;
         child = xml_next_sibling(variant->document, child))
        write_element(variant, child);
    buffer_text(variant->out, "</");
    buffer_add(variant->out, data + element->start + 1,
               element->name + element->name_size - element->start - 1);
    buffer_text(variant->out, chance(variant, 20) ? " >" : ">");
}

void
test_variant(const struct xml_document *document, uint64_t *seed, struct buffer *out)
{
    static const char *const beginnings[] = {
        "", XML_DECLARATION, "<?xml version='1.0' encoding='utf-8' standalone='yes'?>\r\n\r\n",
        "\xEF\xBB\xBF<?xml version=\"1.0\"?>", "\xEF\xBB\xBF"};
    struct variant variant = {.document = document, .seed = seed, .out = out};

    variant.declare_above = chance(&variant, 2);
    buffer_text(out, beginnings[random_below(seed, COUNT_OF(beginnings))]);
    write_element(&variant, 0);
    if (chance(&variant, 2))
        buffer_text(out, "\r\n");
}

void
test_variant_plain(const struct xml_document *document, struct buffer *out)
{
    struct variant variant = {.document = document, .out = out, .plain = true};

    variant.declare_above = true;
    buffer_text(out, "<?xml version='1.0' encoding='utf-8'?>\r\n");
    write_element(&variant, 0);
    buffer_text(out, "\r\n");
}
