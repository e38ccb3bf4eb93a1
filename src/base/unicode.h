/* SPDX-License-Identifier: Apache-2.0
 *
 * Unicode for Vietnamese: validity, NFC, search keys, the order of class lists, graphemes.
 */
#ifndef HOCBA_BASE_UNICODE_H
#define HOCBA_BASE_UNICODE_H

#include "base/utf8.h"

/* NFC of valid UTF-8, as an arena text; invalid UTF-8 gives NULL. */
char *unicode_nfc(struct arena *arena, const char *text);
bool unicode_is_nfc(struct span text);
/* What a person sees as one character (extended grapheme clusters, UAX 29). */
size_t unicode_graphemes(struct span text);
/* The bytes of the first of them; 0 only for an empty text. */
size_t unicode_grapheme_size(struct span text);

/* Search key: NFC, blanks squeezed, lower case, tone marks moved to their old place so that
 * Hòa and Hoà are the same; other diacritics stay. */
char *unicode_name_key(struct arena *arena, const char *text);
/* Fold key: as unicode_name_key, then without diacritics and with đ as d: "dat" finds "Đạt". */
char *unicode_fold_key(struct arena *arena, const char *text);
/* Sort key of a pupil's name in a class list: given name (last word), then family name and the
 * rest, by the Vietnamese alphabet and tone order; compare with strcmp. */
char *unicode_collation_key(struct arena *arena, const char *name);
/* Upper case of a Vietnamese text. */
char *unicode_upper(struct arena *arena, const char *text);

#endif
