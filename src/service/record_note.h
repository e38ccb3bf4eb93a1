/* SPDX-License-Identifier: Apache-2.0
 *
 * A note that a signer leaves on a record for whoever looks at it next: those who sign after, and
 * whoever it is returned to.  It stands beside the record, is not signed and not printed.
 */
#ifndef HOCBA_SERVICE_RECORD_NOTE_H
#define HOCBA_SERVICE_RECORD_NOTE_H

#include "service/queue.h"

enum { RECORD_NOTE_MAX = 500 }; /* graphemes */

/* Keep a note on a record of the class that queue_open() opened.  NOT_FOUND: it has no such record;
 * CONFLICT: that one is issued. */
MUST_CHECK enum status record_note_add(struct app *app, const struct queue_list *list,
                                       const char *uuid, const char *text, struct error *err);
/* "Phạm Thị Thu Hà (Hiệu trưởng) ghi: ...": for lists of reasons. */
const char *record_note_words(const struct record_note *note, struct arena *arena);

#endif
