/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading the columns of a pupil, alone or joined.  Internal to the store.
 */
#ifndef HOCBA_STORE_PUPIL_ROW_H
#define HOCBA_STORE_PUPIL_ROW_H

#include "store/ask.h"
#include "store/pupils.h"

/* %pupil_columns% of sql/pupils.sql. */
void pupil_read(struct row *row, struct pupil *pupil);

#endif
