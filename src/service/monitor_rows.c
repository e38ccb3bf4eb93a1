/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "service/monitor.h"

static int
compare_names(const void *a, const void *b)
{
    const struct monitor_row *x = a, *y = b;
    const char *left = x->code ? x->code : x->name, *right = y->code ? y->code : y->name;

    return strcmp(left, right);
}

static int
compare_lateness(const void *a, const void *b)
{
    const struct monitor_row *x = a, *y = b;

    if (x->late.days != y->late.days)
        return x->late.days > y->late.days ? -1 : 1;
    if (x->late.pupils != y->late.pupils)
        return x->late.pupils > y->late.pupils ? -1 : 1;
    return compare_names(a, b);
}

void
monitor_sort(struct monitor *monitor, bool by_lateness)
{
    if (monitor->rows.count > 0)
        qsort(monitor->rows.items, monitor->rows.count, sizeof(struct monitor_row),
              by_lateness ? compare_lateness : compare_names);
}

void
monitor_keep_behind(struct monitor *monitor, enum figure figure)
{
    size_t kept = 0;

    for (size_t i = 0; i < monitor->rows.count; i++) {
        const struct monitor_row *row = &monitor->rows.items[i];
        if (figure_missing(row->sum.counts, figure) > 0)
            monitor->rows.items[kept++] = *row;
    }
    monitor->rows.count = kept;
}
