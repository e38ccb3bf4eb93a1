/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/writer.h"

#include <assert.h>

#include "base/run.h"

bool
xml_is_apex(enum xml_space space, struct span name)
{
    switch (space) {
    case XML_NONE: return span_is(name, "DU_LIEU_HOC_BA") || span_is(name, "DU_LIEU");
    case XML_DS:
        return span_is(name, "SignedInfo") || span_is(name, "SignatureValue") ||
               span_is(name, "KeyInfo") || span_is(name, "SignatureProperties");
    case XML_XADES: return span_is(name, "SignedProperties");
    case XML_OURS:
    case XML_XADES141: break;
    }
    return false;
}

/* What C14N writes instead of a character; NULL when it stays. */
static const char *const in_text[256] = {
    ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['\r'] = "&#xD;"};
static const char *const in_attribute[256] = {['&'] = "&amp;",  ['<'] = "&lt;",   ['"'] = "&quot;",
                                              ['\t'] = "&#x9;", ['\n'] = "&#xA;", ['\r'] = "&#xD;"};

/* On to what might be written as a reference: sixteen bytes at a time step over what is not. */
static size_t
skip_unescaped(struct span text, size_t at)
{
    for (size_t count = RUN_WIDTH; count == RUN_WIDTH && text.size - at >= RUN_WIDTH; at += count) {
        run_bytes bytes = run_load(text.data + at);
        count = run_count(
            (run_mask)((bytes >= 0x20) & ((bytes | 2) != '>') & (bytes != '&') & (bytes != '"')));
    }
    return at;
}

static void
escape(struct buffer *out, struct span text, const char *const *instead)
{
    size_t from = 0;

    for (size_t i = skip_unescaped(text, 0); i < text.size; i = skip_unescaped(text, i + 1)) {
        const char *reference = instead[(unsigned char)text.data[i]];
        if (!reference)
            continue;
        buffer_add(out, text.data + from, i - from);
        buffer_text(out, reference);
        from = i + 1;
    }
    if (from < text.size)
        buffer_add(out, text.data + from, text.size - from);
}

void
xml_escape_text(struct buffer *out, struct span text)
{
    escape(out, text, in_text);
}

void
xml_escape_attribute(struct buffer *out, struct span text)
{
    escape(out, text, in_attribute);
}

struct xml_writer
xml_writer_to(struct buffer *out)
{
    return (struct xml_writer){.out = out};
}

static void
close_tag(struct xml_writer *writer)
{
    if (writer->tag_open)
        buffer_char(writer->out, '>');
    writer->tag_open = false;
}

static const char *
prefix_of(enum xml_space space)
{
    static const char *const prefixes[] = {[XML_NONE] = "",
                                           [XML_DS] = "ds:",
                                           [XML_XADES] = "xades:",
                                           [XML_OURS] = "",
                                           [XML_XADES141] = "xades141:"};

    return prefixes[space];
}

static void
declare(struct xml_writer *writer, enum xml_space space)
{
    switch (space) {
    case XML_DS: buffer_text(writer->out, " xmlns:ds=\"" XML_DS_URI "\""); break;
    case XML_XADES: buffer_text(writer->out, " xmlns:xades=\"" XML_XADES_URI "\""); break;
    case XML_OURS: buffer_text(writer->out, " xmlns=\"" XML_OURS_URI "\""); break;
    case XML_XADES141: buffer_text(writer->out, " xmlns:xades141=\"" XML_XADES141_URI "\""); break;
    case XML_NONE: break;
    }
}

static void
start(struct xml_writer *writer, enum xml_space space, const char *name, unsigned declared)
{
    const struct xml_open *parent = writer->depth ? &writer->open[writer->depth - 1] : NULL;

    assert(writer->depth < XML_DEPTH_MAX);
    if (xml_is_apex(space, span_of(name)) ||
        (parent && parent->space == XML_XADES && text_equal(parent->name, XML_UNSIGNED_PROPERTIES)))
        declared = 0;
    close_tag(writer);
    buffer_char(writer->out, '<');
    buffer_text(writer->out, prefix_of(space));
    buffer_text(writer->out, name);
    if (space != XML_NONE && !(declared & 1U << space))
        declare(writer, space);
    if (space != XML_NONE && space != XML_OURS)
        declared |= 1U << space;
    writer->open[writer->depth++] =
        (struct xml_open){.name = name, .space = space, .declared = declared};
    writer->tag_open = true;
    writer->last_attribute = NULL;
}

void
xml_start(struct xml_writer *writer, enum xml_space space, const char *name)
{
    start(writer, space, name, writer->depth ? writer->open[writer->depth - 1].declared : 0);
}

void
xml_start_inside(struct xml_writer *writer, enum xml_space space, const char *name)
{
    assert(writer->depth == 0);
    start(writer, space, name, 1U << space);
}

void
xml_attribute(struct xml_writer *writer, const char *name, const char *value)
{
    assert(writer->tag_open);
    assert(!writer->last_attribute || strcmp(writer->last_attribute, name) < 0);
    writer->last_attribute = name;
    buffer_char(writer->out, ' ');
    buffer_text(writer->out, name);
    buffer_text(writer->out, "=\"");
    xml_escape_attribute(writer->out, span_of(value));
    buffer_char(writer->out, '"');
}

void
xml_text(struct xml_writer *writer, struct span text)
{
    close_tag(writer);
    xml_escape_text(writer->out, text);
}

void
xml_end(struct xml_writer *writer)
{
    assert(writer->depth > 0);
    const struct xml_open *open = &writer->open[--writer->depth];

    close_tag(writer);
    buffer_text(writer->out, "</");
    buffer_text(writer->out, prefix_of(open->space));
    buffer_text(writer->out, open->name);
    buffer_char(writer->out, '>');
}

void
xml_leaf(struct xml_writer *writer, enum xml_space space, const char *name, const char *text)
{
    if (!text)
        return;
    xml_start(writer, space, name);
    xml_text(writer, span_of(text));
    xml_end(writer);
}
