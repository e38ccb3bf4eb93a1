/* SPDX-License-Identifier: Apache-2.0
 *
 * A record's content as a table, for who may see it: the holder of a file, a family.
 */
#ifndef HOCBA_SERVE_RECORD_VIEW_H
#define HOCBA_SERVE_RECORD_VIEW_H

#include "model/record.h"
#include "serve/visit.h"

/* "31 buổi"; "" for no value. */
const char *record_count_text(const struct visit *visit, int count);

#endif
