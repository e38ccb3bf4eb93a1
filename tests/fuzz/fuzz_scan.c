/* SPDX-License-Identifier: Apache-2.0
 *
 * The strict scanner: whatever it accepts, libxml2 sees the same elements and writes every apex as
 * it stands; and read by the shape of the document before, it is the same or not taken.
 */
#include <stdint.h>

#include "tests/support/referee_c14n.h"

#include "xml/scan_like.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_like(const struct xml_shape *shape, struct span bytes, const struct xml_document *scanned)
{
    AUTO(arena) *arena = arena_new();
    struct xml_document like;

    if (!xml_scan_like(shape, bytes, XML_DOCUMENT_MAX, arena, &like))
        return;
    if (!scanned || like.element_count != scanned->element_count ||
        memcmp(like.elements, scanned->elements, like.element_count * sizeof *like.elements) != 0 ||
        memcmp(like.attributes, scanned->attributes,
               like.attribute_count * sizeof *like.attributes) != 0)
        __builtin_trap();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct xml_shape *before;
    AUTO(arena) *arena = arena_new();
    struct span bytes = {(const char *)data, size};
    struct xml_document document;
    struct error err = {0};

    bool good = xml_scan(bytes, XML_DOCUMENT_MAX, arena, &document, &err) == OK;
    if (good && referee_c14n(&document))
        __builtin_trap();
    if (before)
        check_like(before, bytes, good ? &document : NULL);
    if (good) {
        xml_shape_free(before);
        before = xml_shape_new(&document);
    }
    return 0;
}
