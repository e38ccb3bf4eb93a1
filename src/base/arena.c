/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include <assert.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

enum { CHUNK = 32 * 1024 };

struct chunk {
    struct chunk *next;
    size_t used, size;
    alignas(max_align_t) char data[];
};

struct arena {
    struct chunk *chunks; /* the newest first */
    bool wiped;
};

/* Where it is unknown, it is a matter of speed alone. */
void
heap_keep(void)
{
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, HEAP_BLOCK);
    mallopt(M_TRIM_THRESHOLD, HEAP_KEPT);
    mallopt(M_TOP_PAD, CHUNK * 8); /* asked for at once */
#endif
}

void *
heap_alloc(size_t size)
{
    void *memory = calloc(1, size ? size : 1);

    if (memory == NULL) {
        fputs("hocba: hết bộ nhớ (out of memory)\n", stderr);
        abort();
    }
    return memory;
}

void *
heap_resize(void *old, size_t count, size_t size)
{
    size_t bytes;

    if (__builtin_mul_overflow(count, size, &bytes))
        bytes = SIZE_MAX;
    void *memory = realloc(old, bytes ? bytes : 1);
    if (memory == NULL) {
        fputs("hocba: hết bộ nhớ (out of memory)\n", stderr);
        abort();
    }
    return memory;
}

void
heap_wipe(void *memory, size_t size)
{
    if (memory)
        memset(memory, 0, size);
    __asm__ __volatile__("" : : "r"(memory) : "memory");
}

struct arena *
arena_new(void)
{
    return heap_alloc(sizeof(struct arena));
}

struct arena *
arena_new_wiped(void)
{
    struct arena *arena = arena_new();

    arena->wiped = true;
    return arena;
}

void
arena_free(struct arena *arena)
{
    if (arena == NULL)
        return;
    for (struct chunk *chunk = arena->chunks, *next; chunk; chunk = next) {
        next = chunk->next;
        if (arena->wiped)
            heap_wipe(chunk->data, chunk->used);
        free(chunk);
    }
    free(arena);
}

static struct chunk *
chunk_new(size_t size)
{
    struct chunk *chunk;

    assert(size < SIZE_MAX / 2);
    chunk = malloc(sizeof *chunk + size);
    if (chunk == NULL) {
        fputs("hocba: hết bộ nhớ (out of memory)\n", stderr);
        abort();
    }
    chunk->used = 0;
    chunk->size = size;
    return chunk;
}

void *
arena_room(struct arena *arena, size_t size)
{
    const size_t align = alignof(max_align_t);
    struct chunk *chunk = arena->chunks;

    assert(size < SIZE_MAX / 2);
    size = (size + align - 1) / align * align;
    if (chunk == NULL || chunk->size - chunk->used < size) {
        struct chunk *fresh = chunk_new(size > CHUNK ? size : CHUNK);
        /* A large block must not hide the room left in the current chunk. */
        if (chunk && size > CHUNK / 2) {
            fresh->next = chunk->next;
            chunk->next = fresh;
        } else {
            fresh->next = chunk;
            arena->chunks = fresh;
        }
        chunk = fresh;
    }
    void *memory = chunk->data + chunk->used;
    chunk->used += size;
    return memory;
}

void *
arena_alloc(struct arena *arena, size_t size)
{
    return memset(arena_room(arena, size), 0, size);
}

static size_t
bytes_of(size_t count, size_t size)
{
    size_t bytes;

    if (__builtin_mul_overflow(count, size, &bytes))
        assert(!"an array's size overflows");
    return bytes;
}

void *
arena_array(struct arena *arena, size_t count, size_t size)
{
    return arena_alloc(arena, bytes_of(count, size));
}

void *
arena_array_room(struct arena *arena, size_t count, size_t size)
{
    return arena_room(arena, bytes_of(count, size));
}

char *
arena_copy(struct arena *arena, const void *data, size_t size)
{
    char *copy = arena_room(arena, size + 1);

    if (size)
        memcpy(copy, data, size);
    copy[size] = '\0';
    return copy;
}

char *
arena_text(struct arena *arena, const char *text)
{
    return text ? arena_copy(arena, text, strlen(text)) : NULL;
}

char *
arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    int size = vsnprintf(NULL, 0, format, args);
    va_end(args);
    assert(size >= 0);
    char *text = arena_room(arena, (size_t)size + 1);
    va_start(args, format);
    vsnprintf(text, (size_t)size + 1, format, args);
    va_end(args);
    return text;
}
