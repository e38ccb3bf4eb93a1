/* SPDX-License-Identifier: Apache-2.0 */
#include "print/deflate.h"

#include <assert.h>
#include <libdeflate.h>
#include <stdlib.h>

struct deflate {
    struct libdeflate_compressor *compressor;
    char *room;
    size_t size;
};

struct deflate *
deflate_new(int level)
{
    struct deflate *deflate = heap_alloc(sizeof *deflate);

    deflate->compressor = libdeflate_alloc_compressor(level);
    if (deflate->compressor == NULL)
        abort(); /* out of memory, as heap_alloc() would */
    return deflate;
}

void
deflate_free(struct deflate *deflate)
{
    if (deflate == NULL)
        return;
    libdeflate_free_compressor(deflate->compressor);
    free(deflate->room);
    free(deflate);
}

struct span
deflate_run(struct deflate *deflate, struct span bytes)
{
    size_t bound = libdeflate_zlib_compress_bound(deflate->compressor, bytes.size);

    if (bound > deflate->size) {
        deflate->room = heap_resize(deflate->room, bound, 1);
        deflate->size = bound;
    }
    size_t size = libdeflate_zlib_compress(deflate->compressor, bytes.data, bytes.size,
                                           deflate->room, deflate->size);
    assert(size > 0 && "the bound is a bound");
    return (struct span){deflate->room, size};
}
