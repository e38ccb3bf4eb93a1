/* SPDX-License-Identifier: Apache-2.0 */
#include "model/suppress.h"

#include <stdlib.h>
#include <string.h>

static bool
is_small(int64_t pupils)
{
    return pupils > 0 && pupils < SUPPRESS_BELOW;
}

static int
compare_sizes(const void *a, const void *b)
{
    const struct suppress_group *x = a, *y = b;

    if (x->pupils != y->pupils)
        return x->pupils > y->pupils ? -1 : 1;
    return strcmp(x->word, y->word);
}

/* --- groups that are too small ---------------------------------------------------------------- */

/* The last one goes into `into`. */
static void
take_last(struct suppress_groups *groups, struct suppress_group *into)
{
    const struct suppress_group *last = &groups->list.items[--groups->list.count];

    into->pupils += last->pupils;
    into->have += last->have;
    into->groups += last->groups;
}

static void
put_together(struct arena *arena, struct suppress_groups *groups)
{
    struct suppress_group together = {0};

    while (groups->list.count > 0 &&
           groups->list.items[groups->list.count - 1].pupils < SUPPRESS_BELOW)
        take_last(groups, &together);
    /* One alone is as well known as before: the next goes with it. */
    while (groups->list.count > 0 && (is_small(together.pupils) || together.groups == 1))
        take_last(groups, &together);
    if (together.pupils > 0)
        *list_add(arena, groups->list) = together;
}

/* --- who has it, and who has not -------------------------------------------------------------- */

struct hidden {
    size_t rows;
    int64_t have, have_not;
};

static struct hidden
sum_hidden(const struct suppress_groups *groups)
{
    struct hidden sum = {0};

    for (size_t i = 0; i < groups->list.count; i++) {
        const struct suppress_group *group = &groups->list.items[i];
        if (!group->hidden)
            continue;
        sum.rows++;
        sum.have += group->have;
        sum.have_not += group->pupils - group->have;
    }
    return sum;
}

static struct suppress_group *
smallest_told(struct suppress_groups *groups)
{
    struct suppress_group *smallest = NULL;

    for (size_t i = 0; i < groups->list.count; i++) {
        struct suppress_group *group = &groups->list.items[i];
        if (!group->hidden && (!smallest || group->pupils <= smallest->pupils))
            smallest = group;
    }
    return smallest;
}

static void
hide(struct suppress_groups *groups)
{
    struct suppress_group *next;
    struct hidden sum;

    for (size_t i = 0; i < groups->list.count; i++) {
        struct suppress_group *group = &groups->list.items[i];
        group->hidden = is_small(group->have) || is_small(group->pupils - group->have);
    }
    for (sum = sum_hidden(groups);
         sum.rows > 0 && (sum.rows == 1 || is_small(sum.have) || is_small(sum.have_not));
         sum = sum_hidden(groups)) {
        if (!(next = smallest_told(groups)))
            return;
        next->hidden = true;
    }
}

bool
suppress_small(struct arena *arena, struct suppress_groups *groups)
{
    if (groups->list.count > 0)
        qsort(groups->list.items, groups->list.count, sizeof(struct suppress_group), compare_sizes);
    put_together(arena, groups);
    hide(groups);
    return groups->list.count > 1;
}
