/* SPDX-License-Identifier: Apache-2.0
 *
 * The second place: a folder outside the home, on another disk or host, that holds the last
 * checkpoint that was signed, and nothing else.  It is compared and swapped before each signature,
 * so that a ledger which was restored from an old copy, or two writers of one ledger, cannot sign
 * two histories.
 */
#ifndef HOCBA_WRITER_PLACE_H
#define HOCBA_WRITER_PLACE_H

#include "ledger/checkpoint.h"

struct place;

/* Take the place of this origin for this process. NOT_FOUND: no such folder; CONFLICT: another
 * process has it. */
MUST_CHECK enum status place_open(const char *folder, struct span origin, struct place **place,
                                  struct error *err);
void place_free(struct place *place); /* NULL is a no-op */
DEFINE_AUTO(place)

/* What was put there last, in the arena; NOT_FOUND: nothing yet. INVALID: it is no checkpoint of
 * this origin. */
MUST_CHECK enum status place_read(const struct place *place, struct arena *arena,
                                  struct checkpoint *checkpoint, struct error *err);
/* Put this one there, durably. The caller has compared. */
MUST_CHECK enum status place_write(const struct place *place, const struct checkpoint *checkpoint,
                                   struct error *err);

#endif
