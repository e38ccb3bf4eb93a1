/* SPDX-License-Identifier: Apache-2.0
 *
 * Libraries that only some of the work needs, loaded when that work begins: most commands speak to
 * no peer, no PostgreSQL and no printer, and two thirds of a start went into loading what those
 * need (docs/performance.md). A fence lists the functions it calls, as LAZY_LIST(prefix, rest):
 *
 *     #define LIBPQ(LAZY) LAZY(PQ, exec) LAZY(PQ, clear)
 *     static LAZY_TYPE(libpq, LIBPQ) libpq = LAZY_VALUE(SONAME_PQ, LIBPQ);
 *
 * and calls them, once lazy_load(&libpq.library) was called, as libpq.exec() and libpq.clear().
 * Their types are the header's, checked by the compiler as if they were linked.
 */
#ifndef HOCBA_BASE_LAZY_H
#define HOCBA_BASE_LAZY_H

#include <stddef.h>

#include "sonames.h"

struct lazy_library {
    const char *soname;       /* as the loader finds it */
    const char *const *names; /* of its functions, in the order of what stands behind */
    size_t count;
    void *handle;
};

#define LAZY_POINTER_(prefix, rest) __typeof__(prefix##rest) *rest;
#define LAZY_NAME_(prefix, rest)    #prefix #rest,
#define LAZY_COUNT_(prefix, rest)   +1

/* The functions' pointers stand right behind the library, where lazy_load() fills them in. */
#define LAZY_TYPE(tag, LIST)                                                                       \
    struct tag {                                                                                   \
        struct lazy_library library;                                                               \
        LIST(LAZY_POINTER_)                                                                        \
    }
#define LAZY_VALUE(name, LIST)                                                                     \
    {                                                                                              \
        .library = {                                                                               \
            .soname = (name),                                                                      \
            .names = (const char *const[]){LIST(LAZY_NAME_)},                                      \
            .count = 0 LIST(LAZY_COUNT_)                                                           \
        }                                                                                          \
    }

/* Load it, once per process; any thread may ask. A library that is not installed, or another than
 * the program was built for, ends the process with a sentence and 127, as it would at a start:
 * whatever was acknowledged is stored by then, as for any end of a process. */
void lazy_load(struct lazy_library *library);

#endif
