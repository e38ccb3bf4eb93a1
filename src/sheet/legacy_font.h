/* SPDX-License-Identifier: Apache-2.0
 *
 * Texts of the time before Unicode: bytes of TCVN3 ("ABC", .VnTime) or VNI-Windows (VNI-Times)
 * that arrive as the Latin letters which those bytes mean elsewhere ("NguyÔn V¨n An"), and
 * Windows-1258.  Detection says what a text surely is; converting is the caller's decision and
 * must be shown to people.
 */
#ifndef HOCBA_SHEET_LEGACY_FONT_H
#define HOCBA_SHEET_LEGACY_FONT_H

#include "sheet/workbook.h"

enum legacy { LEGACY_NONE, LEGACY_TCVN3, LEGACY_VNI, LEGACY_WINDOWS_1258 };

/* The text read as that encoding, in NFC; characters that it does not have stay. */
char *legacy_convert(enum legacy legacy, const char *text, struct arena *arena);
/* The encoding under which every word with a letter above ASCII is a Vietnamese syllable although
 * as it stands some word is none; LEGACY_NONE when there is no such encoding, or two that give
 * different texts. Never for a text with letters that only Unicode has. */
enum legacy legacy_detect(const char *text);
/* Could the text be in that encoding: has letters of Latin-1, none of Unicode alone, and all its
 * words are syllables when converted? */
bool legacy_is_possible(enum legacy legacy, const char *text);
const char *legacy_name(enum legacy legacy); /* "TCVN3 (ABC)" "VNI" "Windows-1258" */

/* A cell that was converted. */
struct legacy_note {
    size_t sheet; /* index */
    size_t row, column;
    enum legacy legacy;
    const char *from, *to;
};

struct legacy_notes {
    LIST(struct legacy_note) list;
};

/* Convert the cells of `workbook` (in place) that are surely in an old encoding, and those that
 * may be and stand in a column with such ones; each is noted. */
void legacy_convert_workbook(struct workbook *workbook, struct arena *arena,
                             struct legacy_notes *notes);

#endif
