/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/packet_frame.h"

#include "xml/scan.h"
#include "xml/tree_internal.h"

#define CLOSE "</" PACKET_ROOT ">"

enum {
    START_MAX = 1024, /* bytes of an XML declaration, and of the root's start tag */
};

struct framing {
    const char *begin, *at, *end; /* of the packet */
    char *octets;                 /* room for the whole packet */
    size_t size;                  /* of octets, so far */
    struct arena *arena;
    struct packet *packet;
    LIST(struct span) ids; /* of the records */
};

static void
put(struct framing *framing, const char *from, const char *to)
{
    memcpy(framing->octets + framing->size, from, (size_t)(to - from));
    framing->size += (size_t)(to - from);
}

static bool
starts(const struct framing *framing, struct span with)
{
    return (size_t)(framing->end - framing->at) >= with.size &&
           memcmp(framing->at, with.data, with.size) == 0;
}

static const char *
skip(const char *at, const char *end, const char *which)
{
    while (at < end && *at && strchr(which, *at))
        at++;
    return at;
}

/* White space that canonical XML writes as it is: a carriage return would have come from &#xD;. */
static void
take_blanks(struct framing *framing)
{
    const char *from = framing->at;

    framing->at = skip(from, framing->end, " \t\n");
    put(framing, from, framing->at);
}

/* --- the root's start tag --------------------------------------------------------------------- */

/* What the declaration says is read with the frame. */
static void
skip_declaration(struct framing *framing)
{
    const char *end =
        framing->end - framing->at > START_MAX ? framing->at + START_MAX : framing->end;

    if (!starts(framing, SPAN("<?xml ")))
        return;
    const char *close = memmem(framing->at, (size_t)(end - framing->at), "?>", 2);
    if (close)
        framing->at = skip(close + 2, framing->end, " \t\r\n");
}

/* Canonical, in no namespace and without declarations: as a document of its own it is a scanned
 * one. */
static bool
take_start(struct framing *framing)
{
    AUTO(arena) *arena = arena_new();
    size_t room = (size_t)(framing->end - framing->at);
    const char *close = memchr(framing->at, '>', room < START_MAX ? room : START_MAX);
    struct xml_document root;
    struct error ignored;

    if (!close || !starts(framing, SPAN("<" PACKET_ROOT)))
        return false;
    struct span alone =
        span_of(arena_printf(arena, "%.*s" CLOSE, (int)(close + 1 - framing->at), framing->at));
    if (xml_scan(alone, XML_DOCUMENT_MAX, arena, &root, &ignored) != OK ||
        root.elements[0].space != XML_NONE || root.element_count != 1)
        return false;
    put(framing, framing->at, close + 1);
    framing->at = close + 1;
    return true;
}

/* --- records ---------------------------------------------------------------------------------- */

/* The record without declarations that an element around them has made already. */
static void
put_record(struct framing *framing, const struct xml_document *record)
{
    uint8_t declared[XML_DEPTH_MAX]; /* spaces as bits, by depth */
    const char *from = record->bytes.data;

    for (size_t i = 0; i < record->element_count; i++) {
        const struct xml_element *element = &record->elements[i];
        uint8_t above = element->depth ? declared[element->depth - 1] : 0;
        uint8_t own = (uint8_t)(1U << element->space);
        declared[element->depth] = above | own;
        if (element->space == XML_NONE || element->space == XML_OURS || !(above & own))
            continue;
        size_t size = xml_declared_size(record, (int32_t)i);
        if (size == 0)
            continue;
        const char *name_end = record->bytes.data + element->name + element->name_size;
        put(framing, from, name_end);
        from = name_end + size;
    }
    put(framing, from, record->bytes.data + record->bytes.size);
}

static void
note_ids(struct framing *framing, const struct xml_document *record)
{
    for (size_t i = 0; i < record->attribute_count; i++) {
        const struct xml_attribute *attribute = &record->attributes[i];
        const char *bytes = record->bytes.data;
        if (xml_is_id_name((struct span){bytes + attribute->name, attribute->name_size}))
            *list_add(framing->arena, framing->ids) =
                (struct span){bytes + attribute->value, attribute->value_size};
    }
}

/* The end tag is looked for first: what is scanned is then no larger than it has to be. In a
 * canonical record it stands nowhere else. */
static bool
take_record(struct framing *framing)
{
    static const struct span close = SPAN("</" PACKET_RECORD ">");
    AUTO(arena) *arena = arena_new();
    const char *end =
        memmem(framing->at, (size_t)(framing->end - framing->at), close.data, close.size);
    struct xml_document record;
    struct error ignored;

    if (!end || framing->packet->records.count == PACKET_RECORDS_MAX)
        return false;
    end += close.size;
    struct span bytes = {framing->at, (size_t)(end - framing->at)};
    if (xml_scan(bytes, XML_DOCUMENT_MAX, arena, &record, &ignored) != OK ||
        !xml_is(&record, 0, XML_NONE, PACKET_RECORD))
        return false;
    put_record(framing, &record);
    note_ids(framing, &record);
    *list_add(framing->arena, framing->packet->records) = bytes;
    framing->at = end;
    return true;
}

static bool
take_records(struct framing *framing)
{
    for (take_blanks(framing); starts(framing, SPAN("<" PACKET_RECORD)); take_blanks(framing))
        if (!take_record(framing))
            return false;
    return true;
}

/* --- what is around them ---------------------------------------------------------------------- */

/* Nothing but the signature, white space and the end tag. `behind` is where the signature ends in
 * the packet. */
static bool
take_end(struct framing *framing, const char *behind)
{
    framing->at = behind;
    take_blanks(framing);
    if (!starts(framing, SPAN(CLOSE)))
        return false;
    put(framing, framing->at, framing->at + strlen(CLOSE));
    framing->at += strlen(CLOSE);
    return skip(framing->at, framing->end, " \t\r\n") == framing->end;
}

static bool
ids_differ(const struct framing *framing, const struct xml_tree *frame)
{
    for (size_t i = 0; i < framing->ids.count; i++)
        for (size_t j = 0; j < frame->ids->count; j++)
            if (span_equal(framing->ids.items[i], frame->ids->ids[j].value))
                return false;
    return true;
}

/* At most the signature, right where the records end; `behind` is then moved to its end. */
static bool
is_signature_alone(const struct xml_tree *frame, const char *where, const char **behind)
{
    if (frame->part_count == 0)
        return true;
    int32_t child = xml_tree_first(frame, xml_tree_root(frame));
    *behind += frame->parts[0].size;
    return frame->part_count == 1 && frame->parts[0].data == where &&
           span_is(frame->nodes[child].name, "Signature");
}

/* The packet without its records, [from, to). */
static bool
read_frame(struct framing *framing, const char *from, const char *to)
{
    size_t before = (size_t)(from - framing->begin), after = (size_t)(framing->end - to);
    char *around = arena_room(framing->arena, before + after + 1);
    const struct xml_tree *tree;
    const char *behind = to;
    struct error ignored;

    memcpy(around, framing->begin, before);
    memcpy(around + before, to, after);
    if (xml_tree_read((struct span){around, before + after}, &packet_tree_limits, framing->arena,
                      &tree, &ignored) != OK ||
        !is_signature_alone(tree, around + before, &behind) || !take_end(framing, behind) ||
        !ids_differ(framing, tree))
        return false;
    struct xml_tree *own = arena_make(framing->arena, struct xml_tree);
    *own = *tree;
    own->octets = (struct span){framing->octets, framing->size};
    framing->packet->tree = own;
    return true;
}

bool
packet_frame_read(struct span bytes, struct arena *arena, struct packet *packet)
{
    struct framing framing = {
        .begin = bytes.data,
        .at = bytes.data,
        .end = bytes.data + bytes.size,
        .arena = arena,
        .packet = packet,
    };

    *packet = (struct packet){.bytes = bytes};
    if (bytes.size > CONTENT_MAX)
        return false;
    framing.octets = arena_room(arena, bytes.size);
    skip_declaration(&framing);
    if (!take_start(&framing))
        return false;
    const char *from = framing.at;
    return take_records(&framing) && read_frame(&framing, from, framing.at);
}
