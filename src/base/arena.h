/* SPDX-License-Identifier: Apache-2.0
 *
 * Arena: memory by lifetime.  One per command, request or file; everything allocated from it goes
 * at once in arena_free().  Never for secrets (crypto/secret), but in arena_new_wiped(), for the
 * moment in which one is read.  Out of memory: says so and aborts; the store is transactional, so
 * nothing is half done.
 */
#ifndef HOCBA_BASE_ARENA_H
#define HOCBA_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "base/error.h"

struct arena;

struct arena *arena_new(void);
struct arena *arena_new_wiped(void);  /* its memory is wiped before it is freed */
void arena_free(struct arena *arena); /* NULL is a no-op */
DEFINE_AUTO(arena)

/* `size` bytes, zeroed, aligned for any type. */
void *arena_alloc(struct arena *arena, size_t size) __attribute__((returns_nonnull));
/* The same with whatever lay there, for what is written over at once. */
void *arena_room(struct arena *arena, size_t size) __attribute__((returns_nonnull));
/* `count` items of `size` bytes, zeroed; the product is overflow-checked. */
void *arena_array(struct arena *arena, size_t count, size_t size) __attribute__((returns_nonnull));
/* The same with whatever lay there. */
void *arena_array_room(struct arena *arena, size_t count, size_t size)
    __attribute__((returns_nonnull));
/* A copy of `size` bytes with a NUL after them. */
char *arena_copy(struct arena *arena, const void *data, size_t size)
    __attribute__((returns_nonnull));
/* A copy of a text; NULL gives NULL. */
char *arena_text(struct arena *arena, const char *text);
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3), returns_nonnull));

#define arena_make(arena, type)              ((type *)arena_alloc((arena), sizeof(type)))
#define arena_make_array(arena, count, type) ((type *)arena_array((arena), (count), sizeof(type)))

/* Heap allocation that cannot fail: aborts when out of memory. For long-lived handles. */
void *heap_alloc(size_t size) __attribute__((returns_nonnull));
void *heap_resize(void *old, size_t count, size_t size) __attribute__((returns_nonnull));
/* For a program's start: what is freed waits for the next request instead of going back to the
 * system, up to HEAP_KEPT for each heap that threads share; a block of HEAP_BLOCK goes back: the
 * most that glibc keeps, for a packet's text would be new pages each time it is copied. */
enum { HEAP_KEPT = 16 * 1024 * 1024, HEAP_BLOCK = 32 * 1024 * 1024 };
void heap_keep(void);
/* Zeros that no compiler takes for useless; NULL is a no-op. */
void heap_wipe(void *memory, size_t size);

#endif
