/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/record_view.h"

const char *
record_count_text(const struct visit *visit, int count)
{
    return count == COUNT_NONE ? "" : arena_printf(visit->arena, "%d", count);
}
