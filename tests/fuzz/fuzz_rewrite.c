/* SPDX-License-Identifier: Apache-2.0
 *
 * The slow path: what it rewrites and the scanner then accepts must be, apex for apex, libxml2's
 * exclusive C14N of the input; and the fast path's bytes come back as they are.
 */
#include <stdint.h>

#include "tests/support/referee_c14n.h"
#include "xml/rewrite.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO(arena) *arena = arena_new();
    struct span input = {(const char *)data, size}, written, again;
    struct xml_document document, fast;
    struct error err = {0};
    bool is_fast = xml_scan(input, XML_DOCUMENT_MAX, arena, &fast, &err) == OK;

    if (xml_rewrite(input, XML_DOCUMENT_MAX, arena, &written, &err) != OK) {
        if (is_fast && input.size + sizeof XML_DECLARATION < XML_DOCUMENT_MAX)
            __builtin_trap();
        return 0;
    }
    if (xml_scan(written, XML_DOCUMENT_MAX, arena, &document, &err) != OK)
        return 0;
    if (referee_c14n_of(input, &document) ||
        xml_rewrite(written, XML_DOCUMENT_MAX, arena, &again, &err) != OK ||
        !span_equal(written, again))
        __builtin_trap();
    if (is_fast && !span_equal(xml_element_bytes(&document, 0), xml_element_bytes(&fast, 0)))
        __builtin_trap();
    return 0;
}
