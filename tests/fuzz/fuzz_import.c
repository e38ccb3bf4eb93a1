/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as a workbook: XLSX, HTML and CSV (XLS is libfreexl's and left out).
 */
#include <stdint.h>

#include "sheet/workbook_map.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct import_options options = {0};
    AUTO(arena) *arena = arena_new();
    struct span bytes = {arena_copy(arena, data, size), size};
    struct import_file file;
    struct error err = {0};

    if (size >= 2 && data[0] == 0xD0 && data[1] == 0xCF)
        return 0;
    enum status status = import_read(bytes, "x", &options, arena, &file, &err);
    (void)status;
    return 0;
}
