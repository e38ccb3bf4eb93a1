/* SPDX-License-Identifier: Apache-2.0 */
#include "web/compress.h"

#include <libdeflate.h>

enum { LEVEL = 4 }; /* pages are made anew for each request: quick before small */

bool
compress_gzip(struct span bytes, struct arena *arena, struct span *out)
{
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(LEVEL);

    if (!compressor)
        return false;
    char *data = arena_alloc(arena, bytes.size);
    size_t size =
        libdeflate_gzip_compress(compressor, bytes.data, bytes.size, data, bytes.size - 1);
    libdeflate_free_compressor(compressor);
    if (size > 0)
        *out = (struct span){data, size};
    return size > 0;
}

bool
compress_is_accepted(const char *accept_encoding)
{
    const char *at = accept_encoding ? strstr(accept_encoding, "gzip") : NULL;

    if (!at)
        return false;
    at += sizeof "gzip" - 1;
    at += strspn(at, " ;");
    if (strncmp(at, "q=0", 3) != 0)
        return true;
    return strpbrk(at + 3, "123456789,") && strcspn(at + 3, "123456789") < strcspn(at + 3, ",");
}
