/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/scan_like.h"

#include <stddef.h>
#include <stdlib.h>

#include "xml/scan_text.h"

/* Markup between two texts. All offsets within it move together. */
struct run {
    uint32_t start, size;
};

struct xml_shape {
    char *bytes;
    struct xml_element *elements;
    struct xml_attribute *attributes;
    size_t element_count, attribute_count;
    struct run *runs; /* a text between each two */
    size_t run_count;
    /* Of each element: the runs that hold its start tag and its end tag, and all bits where it has
     * a text. Of each attribute: the run that holds it. */
    uint32_t *start_runs, *end_runs;
    uint8_t *of_text;
    uint32_t *attribute_runs;
};

static void *
copy_of(const void *data, size_t count, size_t size)
{
    void *copy = heap_resize(NULL, count + 1, size);

    if (count)
        memcpy(copy, data, count * size);
    return copy;
}

static bool
has_text(const struct xml_element *elements, size_t i)
{
    return elements[i].after == (int32_t)i + 1 && elements[i].content < elements[i].content_end;
}

/* A run ends where a leaf's text begins; the next begins where that text ends. */
static void
cut_runs(struct xml_shape *shape, size_t size)
{
    uint32_t start = 0;

    shape->runs = heap_resize(NULL, shape->element_count + 1, sizeof *shape->runs);
    for (size_t i = 0; i < shape->element_count; i++) {
        const struct xml_element *element = &shape->elements[i];
        if (!has_text(shape->elements, i))
            continue;
        shape->runs[shape->run_count++] = (struct run){start, element->content - start};
        start = element->content_end;
    }
    shape->runs[shape->run_count++] = (struct run){start, (uint32_t)size - start};
}

static uint32_t
run_of(const struct xml_shape *shape, uint32_t offset)
{
    size_t low = 0, high = shape->run_count;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (shape->runs[middle].start <= offset)
            low = middle;
        else
            high = middle;
    }
    return (uint32_t)low;
}

struct xml_shape *
xml_shape_new(const struct xml_document *document)
{
    struct xml_shape *shape = heap_alloc(sizeof *shape);

    shape->bytes = copy_of(document->bytes.data, document->bytes.size, 1);
    shape->element_count = document->element_count;
    shape->elements =
        copy_of(document->elements, document->element_count, sizeof *document->elements);
    shape->attribute_count = document->attribute_count;
    shape->attributes =
        copy_of(document->attributes, document->attribute_count, sizeof *document->attributes);
    cut_runs(shape, document->bytes.size);
    shape->start_runs = heap_resize(NULL, shape->element_count, sizeof *shape->start_runs);
    shape->end_runs = heap_resize(NULL, shape->element_count, sizeof *shape->end_runs);
    shape->of_text = heap_resize(NULL, shape->element_count, sizeof *shape->of_text);
    for (size_t i = 0; i < shape->element_count; i++) {
        shape->start_runs[i] = run_of(shape, shape->elements[i].start);
        shape->end_runs[i] = run_of(shape, shape->elements[i].content_end);
        shape->of_text[i] = has_text(shape->elements, i) ? UINT8_MAX : 0;
        if (shape->of_text[i])
            shape->elements[i].text_with = 0; /* of that document */
    }
    shape->attribute_runs = heap_resize(NULL, shape->attribute_count, sizeof(uint32_t));
    for (size_t i = 0; i < shape->attribute_count; i++)
        shape->attribute_runs[i] = run_of(shape, shape->attributes[i].name);
    return shape;
}

void
xml_shape_free(struct xml_shape *shape)
{
    if (!shape)
        return;
    free(shape->bytes);
    free(shape->elements);
    free(shape->attributes);
    free(shape->runs);
    free(shape->start_runs);
    free(shape->end_runs);
    free(shape->of_text);
    free(shape->attribute_runs);
    free(shape);
}

/* Where a run is now: by how much it has moved, and what the text behind it holds (scan_text.h). */
struct found {
    uint32_t moved;
    uint8_t text_with;
};

/* False when a run is not there. */
static bool
find_runs(const struct xml_shape *shape, struct span bytes, struct found *found)
{
    const char *at = bytes.data, *end = bytes.data + bytes.size;

    for (size_t i = 0; i < shape->run_count; i++) {
        const struct run *run = &shape->runs[i];
        if ((size_t)(end - at) < run->size || memcmp(at, shape->bytes + run->start, run->size) != 0)
            return false;
        /* modulo 2^32, as offsets are */
        found[i] = (struct found){.moved = (uint32_t)(at - bytes.data) - run->start};
        at += run->size;
        if (i + 1 < shape->run_count && !scan_skip_text(&at, end, &found[i].text_with))
            return false;
    }
    return at == end;
}

/* Four numbers at once: an element's places lie side by side. */
typedef uint32_t quad __attribute__((vector_size(16)));

#define STARTS offsetof(struct xml_element, start)
_Static_assert(offsetof(struct xml_element, end) == STARTS + 4 &&
                   offsetof(struct xml_element, content) == STARTS + 8 &&
                   offsetof(struct xml_element, content_end) == STARTS + 12,
               "start, end, content, content_end");

static inline void
move_element(struct xml_element *element, uint32_t by, uint32_t end_by)
{
    quad places, moved = {by, end_by, by, end_by};

    memcpy(&places, (char *)element + STARTS, sizeof places);
    places += moved;
    memcpy((char *)element + STARTS, &places, sizeof places);
    element->name += by;
}

static void
move(const struct xml_shape *shape, const struct found *found, struct xml_document *document)
{
    for (size_t i = 0; i < shape->element_count; i++) {
        struct xml_element *element = &document->elements[i];
        const struct found *start = &found[shape->start_runs[i]];
        *element = shape->elements[i];
        element->text_with |= shape->of_text[i] & start->text_with;
        move_element(element, start->moved, found[shape->end_runs[i]].moved);
    }
    for (size_t i = 0; i < shape->attribute_count; i++) {
        struct xml_attribute *attribute = &document->attributes[i];
        uint32_t by = found[shape->attribute_runs[i]].moved;
        *attribute = shape->attributes[i];
        attribute->name += by;
        attribute->value += by;
    }
}

bool
xml_scan_like(const struct xml_shape *shape, struct span bytes, size_t ceiling, struct arena *arena,
              struct xml_document *document)
{
    if (bytes.size > ceiling)
        return false;
    struct found *found = arena_make_array(arena, shape->run_count, struct found);
    if (!find_runs(shape, bytes, found))
        return false;
    *document = (struct xml_document){
        .bytes = bytes,
        .elements = arena_room(arena, shape->element_count * sizeof(struct xml_element)),
        .element_count = shape->element_count,
        .attributes = arena_room(arena, shape->attribute_count * sizeof(struct xml_attribute)),
        .attribute_count = shape->attribute_count,
    };
    move(shape, found, document);
    return true;
}
