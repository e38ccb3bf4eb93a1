/* SPDX-License-Identifier: Apache-2.0
 *
 * What the parts of the witness share; inside witness/ only.
 */
#ifndef HOCBA_WITNESS_WITNESS_INTERNAL_H
#define HOCBA_WITNESS_WITNESS_INTERNAL_H

#include <pthread.h>

#include "witness/witness.h"

enum { WITNESS_NOTE_MAX = 32 * 1024 }; /* one kept note: a text and the lines that verified */

/* The newest checkpoint of one log, signed by the log and by us. */
struct seen {
    struct checkpoint checkpoint; /* borrows `note` */
    struct buffer *note;
};

struct witness {
    struct arena *arena;
    char *folder;
    struct span name;
    struct secret *key, *seed;
    uint8_t public[ED25519_PUBLIC_SIZE];
    struct seen seen[WITNESS_LOGS_MAX];
    size_t count;
    int lock;
    pthread_mutex_t mutex; /* around `seen` and the file */
};

/* NULL: never cosigned. */
const struct seen *find_seen(const struct witness *witness, struct span origin);
/* Take this note as the newest of its log, durably, or leave everything as it was. */
MUST_CHECK enum status keep_note(struct witness *witness, struct span note, struct error *err);

#endif
