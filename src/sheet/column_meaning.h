/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside sheet/: the meanings that a column may be given, and a column that has one.
 */
#ifndef HOCBA_SHEET_COLUMN_MEANING_H
#define HOCBA_SHEET_COLUMN_MEANING_H

#include "sheet/header.h"

#define MEANING_NOTHING "-" /* of a column that is not imported */

/* NULL: there is none of that key. */
const struct column_meaning *column_meaning_find(const struct column_meanings *meanings,
                                                 const char *key);
/* The key of what a column is taken for; "": nothing. */
const char *column_key(const struct column *column, struct arena *arena);
/* Take it for what a known key says; its label and its moment stay. */
void column_take_meaning(struct column *column, const char *key, const struct aliases *aliases,
                         struct arena *arena);

#endif
