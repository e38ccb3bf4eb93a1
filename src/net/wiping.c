/* SPDX-License-Identifier: Apache-2.0 */
#include "net/wiping.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

/* Before each piece of memory: how much of it there is to wipe. */
struct head {
    alignas(max_align_t) size_t size;
};

void *
wiping_malloc(size_t size)
{
    struct head *head = size < SIZE_MAX / 2 ? malloc(sizeof *head + size) : NULL;

    if (!head)
        return NULL;
    head->size = size;
    return head + 1;
}

void
wiping_free(void *memory)
{
    if (!memory)
        return;
    struct head *head = (struct head *)memory - 1;
    heap_wipe(head, sizeof *head + head->size);
    free(head);
}

void *
wiping_realloc(void *memory, size_t size)
{
    void *moved = wiping_malloc(size);

    if (moved && memory) {
        size_t old = ((const struct head *)memory - 1)->size;
        memcpy(moved, memory, old < size ? old : size);
        wiping_free(memory);
    }
    return moved;
}

char *
wiping_strdup(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = wiping_malloc(size);

    return copy ? memcpy(copy, text, size) : NULL;
}

void *
wiping_calloc(size_t count, size_t size)
{
    size_t bytes;
    void *memory = __builtin_mul_overflow(count, size, &bytes) ? NULL : wiping_malloc(bytes);

    return memory ? memset(memory, 0, bytes) : NULL;
}
