/* SPDX-License-Identifier: Apache-2.0
 *
 * The embedded typefaces: Liberation Serif 2 (SIL Open Font License 1.1, metric-compatible with
 * Times New Roman), put into the binary at build.
 *
 * Vietnamese in NFC needs no shaping: one character is one glyph with one advance.  In a PDF a
 * character's code (CID) is its Unicode number, so that text comes out as it went in even where
 * two characters share a glyph (Đ and Ð); `gids` says which glyph draws it.
 *
 * fonts_open() prepares everything once per process and never changes it after; any thread may
 * read it.  Characters outside the fixed Vietnamese and Latin set get a subset per document.
 */
#ifndef HOCBA_PRINT_FONT_H
#define HOCBA_PRINT_FONT_H

#include <stdint.h>

#include "base/text.h"

enum font_face { FONT_REGULAR, FONT_BOLD, FONT_ITALIC, FONT_COUNT };

enum { FONT_UNITS = 1000, FONT_CODES = 0x10000 /* the Basic Multilingual Plane */ };

/* A set of characters. */
struct font_set {
    uint8_t bits[FONT_CODES / 8];
};

/* In thousandths of the size. */
struct font_metrics {
    int ascent, descent, cap_height, italic_angle, box[4], stem;
};

/* The bytes that go into a PDF. */
struct font_subset {
    struct span program;    /* TrueType, deflated */
    size_t program_size;    /* before deflating */
    struct span gids;       /* CIDToGIDMap, deflated */
    struct span widths;     /* the /W array */
    struct span to_unicode; /* CMap, deflated */
};

/* Prepare the faces once per process. Cannot fail: the fonts are in the binary. */
void fonts_open(void);
const char *font_name(enum font_face face); /* PostScript name */
const struct font_metrics *font_metrics(enum font_face face);
/* The advance of a character, or -1 when the face has no glyph for it. */
int font_advance(enum font_face face, uint32_t character);
/* The box of a character's ink around its origin, in thousandths; false when it has none. */
struct font_ink {
    int left, bottom, right, top;
};
bool font_ink(enum font_face face, uint32_t character, struct font_ink *ink);
/* A mark that stands over or under the character before it (U+0300..U+036F). NFC leaves those for
 * which there is no letter of its own: the ê̆ of Ê-đê names. */
bool font_is_mark(uint32_t character);
/* A character that Unicode says to draw as nothing: soft hyphen, zero-width blanks and joiners,
 * direction marks, byte order mark. Pasted comments have them; they take no room. */
bool font_is_invisible(uint32_t character);
/* Whether the character is in the set that every document carries. */
bool font_in_fixed_set(uint32_t character);
/* The fixed set, made once. */
const struct font_subset *font_fixed_subset(enum font_face face);
/* The fixed set and `more`, in the arena; deterministic. */
const struct font_subset *font_make_subset(enum font_face face, const struct font_set *more,
                                           struct arena *arena);

/* The width of a text in points. INVALID with the character when a glyph is missing or the text
 * is not UTF-8. */
MUST_CHECK enum status font_measure(enum font_face face, double size, struct span text,
                                    double *width, struct error *err);

#endif
