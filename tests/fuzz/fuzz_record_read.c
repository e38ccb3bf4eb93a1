/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading a record: what was read writes a file that reads to the same bytes again.
 */
#include <stdint.h>

#include "xml/record_xml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *first = buffer_new(XML_DOCUMENT_MAX), *second = buffer_new(XML_DOCUMENT_MAX);
    struct record_xml_options options;
    struct xml_document document;
    struct record record, again;
    struct error err = {0};

    if (xml_scan((struct span){(const char *)data, size}, XML_DOCUMENT_MAX, arena, &document,
                 &err) != OK ||
        record_xml_read_scanned(&document, arena, &record, &options, &err) != OK)
        return 0;
    /* Only what grows over the ceiling may not be written again. */
    if (record_xml_write(&record, &options, first, &err) != OK)
        return 0;
    if (record_xml_read(buffer_span(first), arena, &again, &err) != OK ||
        record_xml_write(&again, &options, second, &err) != OK ||
        !span_equal(buffer_span(first), buffer_span(second)))
        __builtin_trap();
    return 0;
}
