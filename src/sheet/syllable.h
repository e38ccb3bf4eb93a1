/* SPDX-License-Identifier: Apache-2.0
 *
 * Can this be a Vietnamese syllable?  Used to tell text in an old font's encoding from Unicode.
 */
#ifndef HOCBA_SHEET_SYLLABLE_H
#define HOCBA_SHEET_SYLLABLE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/text.h"

/* One word in NFC UTF-8: an onset and a rime that Vietnamese has, with at most one tone mark. */
bool syllable_is_vietnamese(struct span word);

/* A copy of NFC text in lower case, as far as Vietnamese has capitals. */
char *vietnamese_lower(struct arena *arena, const char *text);

#endif
