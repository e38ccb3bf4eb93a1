/* SPDX-License-Identifier: Apache-2.0
 *
 * The two kinds of a second place; inside writer/place*.c only.
 */
#ifndef HOCBA_WRITER_PLACE_INTERNAL_H
#define HOCBA_WRITER_PLACE_INTERNAL_H

#include "writer/place.h"

enum { PLACE_PATH_SIZE = 4096 };

struct place {
    char path[PLACE_PATH_SIZE]; /* of the file, or its address */
    int lock;
    struct span origin; /* borrowed from the writer */

    /* Of an address. */
    place_exchange *exchange; /* NULL: a folder */
    void *context;
    char etag[PLACE_ETAG_MAX + 1]; /* of what was read last; "": nothing stood there */
    struct digest seen;            /* of its text */
    bool silent;
};

MUST_CHECK enum status place_fetch(struct place *place, struct arena *arena, struct span *text,
                                   struct error *err);
MUST_CHECK enum status place_put(struct place *place, struct span text, struct error *err);

#endif
