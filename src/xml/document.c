/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/scan.h"

int32_t
xml_find_child(const struct xml_document *document, int32_t element, enum xml_space space,
               const char *name)
{
    int32_t child = xml_first_child(document, element);

    while (child != XML_NO_ELEMENT && !xml_is(document, child, space, name))
        child = xml_next_sibling(document, child);
    return child;
}

struct span
xml_find_attribute(const struct xml_document *document, int32_t element, const char *name)
{
    const struct xml_element *at = &document->elements[element];

    for (size_t i = 0; i < at->attribute_count; i++) {
        const struct xml_attribute *attribute = &document->attributes[at->first_attribute + i];
        struct span key = {document->bytes.data + attribute->name, attribute->name_size};
        if (span_is(key, name))
            return (struct span){document->bytes.data + attribute->value, attribute->value_size};
    }
    return (struct span){0};
}

struct span
xml_raw_text(const struct xml_document *document, int32_t element)
{
    const struct xml_element *at = &document->elements[element];

    return xml_slice(document, at->content, at->content_end);
}

size_t
xml_declared_size(const struct xml_document *document, int32_t element)
{
    static const struct span declares = SPAN(" xmlns");
    const struct xml_element *at = &document->elements[element];
    struct span behind = xml_slice(document, at->name + at->name_size, at->content);

    if (behind.size < declares.size || memcmp(behind.data, declares.data, declares.size) != 0)
        return 0;
    const char *value = (const char *)memchr(behind.data, '"', behind.size) + 1;
    const char *end = memchr(value, '"', behind.size - (size_t)(value - behind.data));
    return (size_t)(end + 1 - behind.data);
}

/* The character that a reference of C14N means; steps over it. */
static char
resolve(const char **at)
{
    static const struct {
        const char *reference;
        char meant;
    } known[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&#xD;", '\r'}};

    for (size_t i = 0; i < COUNT_OF(known); i++) {
        size_t size = strlen(known[i].reference);
        if (memcmp(*at, known[i].reference, size) == 0) {
            *at += size;
            return known[i].meant;
        }
    }
    return *(*at)++;
}

size_t
xml_resolve(char *text, size_t size)
{
    char *out = text;

    for (const char *at = text, *end = text + size; at < end;)
        *out++ = *at == '&' ? resolve(&at) : *at++;
    return (size_t)(out - text);
}

char *
xml_plain_text(const struct xml_document *document, int32_t element, struct arena *arena)
{
    struct span raw = xml_raw_text(document, element);
    char *plain = arena_copy(arena, raw.data, raw.size);

    if (memchr(raw.data, '&', raw.size))
        plain[xml_resolve(plain, raw.size)] = '\0';
    return plain;
}
