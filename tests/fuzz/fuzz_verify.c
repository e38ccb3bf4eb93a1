/* SPDX-License-Identifier: Apache-2.0
 *
 * The verifier against bytes from anywhere. The anchor is a certificate whose key nobody has, so
 * nothing may be authentic; every refusal has its sentence.
 */
#include <stdint.h>
#include <stdlib.h>

#include "tests/fuzz/anchor.h"
#include "verify/registry.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { NOW = 1717128000 };

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct anchors *anchors;
    static struct verify_cache *cache;
    AUTO(arena) *arena = arena_new();
    struct verdict_report report;
    const struct registry *registry;
    struct error err = {0};
    struct span file = {(const char *)data, size};

    if (!anchors && anchors_parse(SPAN(FUZZ_ANCHOR), &anchors, &err) != OK)
        abort();
    if (!cache)
        cache = verify_cache_new();
    struct verify_material material = {.anchors = anchors, .now = NOW, .cache = cache};
    if (verify_record(file, &material, arena, &report, &err) != OK ||
        report.verdict == VERDICT_AUTHENTIC)
        __builtin_trap();
    for (int id = 0; id < CHECK_COUNT; id++)
        if (!report.checks[id].reason)
            __builtin_trap();
    if (registry_read(file, anchors, NOW, arena, &registry, &err) == OK)
        __builtin_trap();
    return 0;
}
