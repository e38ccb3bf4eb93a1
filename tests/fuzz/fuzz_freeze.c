/* SPDX-License-Identifier: Apache-2.0
 *
 * The freeze of a year: whatever is believed is what our writer writes, up to the first
 * signature, and was signed.
 */
#include "verify/manifest.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *again = buffer_new(FREEZE_FILE_MAX);
    struct span file = {(const char *)data, size};
    struct freeze_data freeze;
    struct digest signer;
    struct error err;

    if (freeze_read(file, arena, &freeze, &signer, &err) != OK)
        return 0;
    const char *signature = memmem(data, size, "<ds:Signature ", 14);
    const char *root = memmem(data, size, "<CHOT_NAM_HOC>", 14);
    if (!signature || !root || freeze_xml_write(&freeze, again, &err) != OK)
        __builtin_trap();
    const char *ours = memmem(again->data, again->size, "<CHOT_NAM_HOC>", 14);
    size_t whole = (size_t)(signature - root);
    if (!ours || whole > again->size - (size_t)(ours - again->data) ||
        memcmp(ours, root, whole) != 0)
        __builtin_trap();
    return 0;
}
