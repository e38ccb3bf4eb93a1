/* SPDX-License-Identifier: Apache-2.0
 *
 * Anybody's XML signatures: whatever the bytes, a report; a signature that is called right has
 * every digest right and names what it covers.
 */
#include <stdint.h>

#include "verify/foreign.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *out = buffer_new(64 * 1024 * 1024);
    const struct foreign_settings settings = {.allowed = 63};
    struct foreign_report report;
    struct json json = json_to(out);

    verify_foreign((struct span){(const char *)data, size}, &settings, arena, &report);
    foreign_write_json(&report, "x", &json);
    foreign_write_text(&report, "x", out);
    if (!report.signature_count && !report.rule)
        __builtin_trap();
    for (size_t i = 0; i < report.signature_count; i++) {
        const struct foreign_signature_report *one = &report.signatures[i];
        if (one->cryptographically_valid == (one->rule != NULL))
            __builtin_trap();
        for (size_t j = 0; j < one->reference_count; j++)
            if (one->references[j].digest_matches && !one->references[j].path)
                __builtin_trap();
    }
    return 0;
}
