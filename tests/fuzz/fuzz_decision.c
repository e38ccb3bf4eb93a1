/* SPDX-License-Identifier: Apache-2.0
 *
 * A decision out of a package: whatever is believed is what our writer writes, up to the first
 * signature, and was signed.
 */
#include "verify/decision.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *again = buffer_new(DECISION_FILE_MAX);
    struct span file = {(const char *)data, size};
    struct decision_file decision;
    struct error err;

    if (decision_read(file, arena, &decision, &err) != OK)
        return 0;
    const char *signature = memmem(data, size, "<ds:Signature ", 14);
    const char *root = memmem(data, size, "<QUYET_DINH_HOC_BA>", 19);
    if (!signature || !root || decision_xml_write(&decision.data, again, &err) != OK)
        __builtin_trap();
    const char *ours = memmem(again->data, again->size, "<QUYET_DINH_HOC_BA>", 19);
    size_t whole = (size_t)(signature - root);
    if (!ours || whole > again->size - (size_t)(ours - again->data) ||
        memcmp(ours, root, whole) != 0)
        __builtin_trap();
    return 0;
}
