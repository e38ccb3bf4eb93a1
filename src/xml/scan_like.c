/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/scan_like.h"

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
    /* Of each element: the runs that hold its start tag and its end tag. */
    uint32_t *start_runs, *end_runs;
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
    for (size_t i = 0; i < shape->element_count; i++) {
        shape->start_runs[i] = run_of(shape, shape->elements[i].start);
        shape->end_runs[i] = run_of(shape, shape->elements[i].content_end);
    }
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

static void
move(const struct xml_shape *shape, const struct found *found, struct xml_document *document)
{
    for (size_t i = 0; i < shape->element_count; i++) {
        struct xml_element *element = &document->elements[i];
        uint32_t start = shape->start_runs[i], end = shape->end_runs[i];
        uint32_t by = found[start].moved, end_by = found[end].moved;
        *element = shape->elements[i];
        if (has_text(shape->elements, i))
            element->text_with = found[start].text_with;
        element->start += by;
        element->name += by;
        element->content += by;
        element->content_end += end_by;
        element->end += end_by;
        for (size_t j = 0; j < element->attribute_count; j++) {
            size_t at = element->first_attribute + j;
            document->attributes[at] = shape->attributes[at];
            document->attributes[at].name += by;
            document->attributes[at].value += by;
        }
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
