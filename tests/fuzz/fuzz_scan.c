/* SPDX-License-Identifier: Apache-2.0
 *
 * The strict scanner: whatever it accepts, libxml2 sees the same elements and writes every apex as
 * it stands.
 */
#include <stdint.h>

#include "tests/support/referee_c14n.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO(arena) *arena = arena_new();
    struct xml_document document;
    struct error err = {0};

    if (xml_scan((struct span){(const char *)data, size}, XML_DOCUMENT_MAX, arena, &document,
                 &err) == OK &&
        referee_c14n(&document))
        __builtin_trap();
    return 0;
}
