/* SPDX-License-Identifier: Apache-2.0
 *
 * Checkpoints (c2sp.org/tlog-checkpoint v1.0.0): the text of a note that says which tree a ledger
 * has: its origin, its size, its root.
 */
#ifndef HOCBA_LEDGER_CHECKPOINT_H
#define HOCBA_LEDGER_CHECKPOINT_H

#include "ledger/note.h"
#include "ledger/tree.h"

enum { CHECKPOINT_ORIGIN_MAX = NOTE_NAME_MAX, CHECKPOINT_TEXT_MAX = 4096 };

struct checkpoint {
    struct span origin;
    uint64_t size;
    struct digest root;
    struct span extension; /* further lines as they stand; we write none */
};

/* A note's text. Borrows it. INVALID: not so. */
MUST_CHECK enum status checkpoint_parse(struct span text, struct checkpoint *checkpoint,
                                        struct error *err);
/* Append the three lines. */
void checkpoint_write(const struct checkpoint *checkpoint, struct buffer *out);
/* A decimal number without leading zeros, below 2^63. */
bool ledger_parse_number(struct span text, uint64_t *number);

#endif
