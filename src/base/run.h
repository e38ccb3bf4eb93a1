/* SPDX-License-Identifier: Apache-2.0
 *
 * How far a run of bytes of one class goes: sixteen bytes at a time in the compiler's own vectors,
 * which every machine has (as SSE2 or NEON, or as pairs of words).
 */
#ifndef HOCBA_BASE_RUN_H
#define HOCBA_BASE_RUN_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef uint8_t run_bytes __attribute__((vector_size(16)));
typedef int8_t run_mask __attribute__((vector_size(16)));

enum { RUN_WIDTH = sizeof(run_bytes) };

static inline run_bytes
run_load(const char *at)
{
    run_bytes bytes;

    memcpy(&bytes, at, sizeof bytes);
    return bytes;
}

/* How many of a mask's first bytes are true. */
static inline size_t
run_count(run_mask mask)
{
#if defined(__SSE2__)
    typedef char signs __attribute__((vector_size(16)));
    unsigned bits = (unsigned)__builtin_ia32_pmovmskb128((signs)mask);

    /* A branch, not arithmetic: what follows a whole vector need not wait for its mask. */
    return __builtin_expect(bits == 0xFFFF, 1) ? RUN_WIDTH : (size_t)__builtin_ctz(~bits);
#else
    uint64_t words[2];

    memcpy(words, &mask, sizeof words);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    if (~words[0])
        return (size_t)__builtin_ctzll(~words[0]) / 8;
    return ~words[1] ? 8 + (size_t)__builtin_ctzll(~words[1]) / 8 : RUN_WIDTH;
#else
    if (~words[0])
        return (size_t)__builtin_clzll(~words[0]) / 8;
    return ~words[1] ? 8 + (size_t)__builtin_clzll(~words[1]) / 8 : RUN_WIDTH;
#endif
#endif
}

/* Printable ASCII: from blank to '~' and DEL. As signed numbers, other UTF-8 bytes are negative. */
static inline run_mask
run_printable(run_bytes bytes)
{
    return (run_mask)bytes >= 0x20;
}

/* Letters, digits, '_', '-' and '.': the parts of our names. */
static inline run_mask
run_name_parts(run_bytes bytes)
{
    run_bytes lower = bytes | 0x20;

    return (run_mask)(((lower >= 'a') & (lower <= 'z')) | ((bytes >= '0') & (bytes <= '9')) |
                      (bytes == '_') | (bytes == '-') | (bytes == '.'));
}

#endif
