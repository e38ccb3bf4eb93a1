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

/* Of these the work was done elsewhere for whoever is held. */
bool
monitor_is_of_records(enum figure figure)
{
    return figure >= FIGURE_ENTERED && figure <= FIGURE_IN_LEDGER;
}

void
monitor_keep_behind(struct monitor *monitor, enum figure figure)
{
    size_t kept = 0;

    for (size_t i = 0; i < monitor->rows.count; i++) {
        const struct monitor_row *row = &monitor->rows.items[i];
        int64_t held = monitor_is_of_records(figure) ? row->held : 0;
        if (row->sum.counts[figure] + held < row->sum.counts[FIGURE_ENROLLED])
            monitor->rows.items[kept++] = *row;
    }
    monitor->rows.count = kept;
}
