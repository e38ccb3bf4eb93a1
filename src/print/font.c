/* SPDX-License-Identifier: Apache-2.0 */
#include "print/font.h"

#include "base/unicode.h"
#include "embedded_fonts.h"
#include "print/font_subset.h"
#include "print/harfbuzz.h"

#include <assert.h>
#include <pthread.h>

enum { HEAD_BOX = 36, HEAD_END = 54 }; /* xMin..yMax in the head table */

/* Everything about a face; written once by prepare(). */
static struct face {
    hb_face_t *hb;
    hb_font_t *font;
    struct font_metrics metrics;
    int16_t advances[FONT_CODES]; /* thousandths, -1: no glyph */
    const struct font_subset *fixed;
} faces[FONT_COUNT];

struct harfbuzz harfbuzz = LAZY_VALUE(SONAME_HARFBUZZ, HARFBUZZ);
struct harfbuzz_subset harfbuzz_subset = LAZY_VALUE(SONAME_HARFBUZZ_SUBSET, HARFBUZZ_SUBSET);

static pthread_once_t prepared = PTHREAD_ONCE_INIT;

/* What every Vietnamese school record needs, with room: other characters are added per document. */
static const struct {
    uint32_t first, last;
} fixed_ranges[] = {
    {0x0020, 0x007E}, {0x00A0, 0x00FF}, {0x0102, 0x0103}, {0x0110, 0x0111},
    {0x0128, 0x0129}, {0x0168, 0x0169}, {0x01A0, 0x01A1}, {0x01AF, 0x01B0},
    {0x1EA0, 0x1EF9}, {0x2010, 0x2015}, {0x2018, 0x201E}, {0x2022, 0x2022},
    {0x2026, 0x2026}, {0x20AB, 0x20AB}, {0x2212, 0x2212}, {0x2264, 0x2265},
};

bool
font_in_fixed_set(uint32_t character)
{
    for (size_t i = 0; i < COUNT_OF(fixed_ranges); i++)
        if (character >= fixed_ranges[i].first && character <= fixed_ranges[i].last)
            return true;
    return false;
}

static int
thousandths(hb_face_t *hb, int units)
{
    int upem = (int)harfbuzz.face_get_upem(hb);
    int scaled = units * FONT_UNITS * 2;

    return (scaled + (scaled < 0 ? -upem : upem)) / (2 * upem);
}

static int
metric(struct face *face, hb_font_t *font, hb_ot_metrics_tag_t tag)
{
    hb_position_t value = 0;

    harfbuzz.ot_metrics_get_position(font, tag, &value);
    return thousandths(face->hb, value);
}

static void
read_metrics(struct face *face, hb_font_t *font, enum font_face which)
{
    hb_blob_t *head = harfbuzz.face_reference_table(face->hb, HB_TAG('h', 'e', 'a', 'd'));
    unsigned size;
    const uint8_t *bytes = (const uint8_t *)harfbuzz.blob_get_data(head, &size);

    assert(size >= HEAD_END);
    for (int i = 0; i < 4; i++) {
        const uint8_t *at = bytes + HEAD_BOX + 2 * i;
        face->metrics.box[i] = thousandths(face->hb, (int16_t)(at[0] << 8 | at[1]));
    }
    harfbuzz.blob_destroy(head);
    face->metrics.ascent = metric(face, font, HB_OT_METRICS_TAG_HORIZONTAL_ASCENDER);
    face->metrics.descent = metric(face, font, HB_OT_METRICS_TAG_HORIZONTAL_DESCENDER);
    face->metrics.cap_height = metric(face, font, HB_OT_METRICS_TAG_CAP_HEIGHT);
    face->metrics.italic_angle = which == FONT_ITALIC ? -16 : 0;
    face->metrics.stem = which == FONT_BOLD ? 136 : 84;
}

static void
read_advances(struct face *face, hb_font_t *font)
{
    hb_set_t *characters = harfbuzz.set_create();
    hb_codepoint_t c = HB_SET_VALUE_INVALID, glyph;

    memset(face->advances, 0xFF, sizeof face->advances);
    harfbuzz.face_collect_unicodes(face->hb, characters);
    while (harfbuzz.set_next(characters, &c))
        if (c < FONT_CODES && harfbuzz.font_get_nominal_glyph(font, c, &glyph))
            face->advances[c] =
                (int16_t)thousandths(face->hb, harfbuzz.font_get_glyph_h_advance(font, glyph));
    harfbuzz.set_destroy(characters);
}

static void
prepare(void)
{
    const struct span bytes[FONT_COUNT] = {
        [FONT_REGULAR] = embedded_LiberationSerif_Regular_ttf,
        [FONT_BOLD] = embedded_LiberationSerif_Bold_ttf,
        [FONT_ITALIC] = embedded_LiberationSerif_Italic_ttf,
    };
    static struct arena *arena; /* lives as long as the process */

    lazy_load(&harfbuzz.library);
    lazy_load(&harfbuzz_subset.library);
    arena = arena_new();
    for (int i = 0; i < FONT_COUNT; i++) {
        struct face *face = &faces[i];
        hb_blob_t *blob = harfbuzz.blob_create(bytes[i].data, (unsigned)bytes[i].size,
                                               HB_MEMORY_MODE_READONLY, NULL, NULL);
        face->hb = harfbuzz.face_create(blob, 0);
        harfbuzz.blob_destroy(blob);
        hb_font_t *font = harfbuzz.font_create(face->hb);
        read_metrics(face, font, (enum font_face)i);
        read_advances(face, font);
        harfbuzz.font_make_immutable(font);
        face->font = font;
        face->fixed = font_subset_build(face->hb, face->advances, NULL, arena);
    }
}

void
fonts_open(void)
{
    pthread_once(&prepared, prepare);
}

const char *
font_name(enum font_face face)
{
    static const char *const names[FONT_COUNT] = {"LiberationSerif", "LiberationSerif-Bold",
                                                  "LiberationSerif-Italic"};

    return names[face];
}

const struct font_metrics *
font_metrics(enum font_face face)
{
    fonts_open();
    return &faces[face].metrics;
}

int
font_advance(enum font_face face, uint32_t character)
{
    fonts_open();
    if (font_is_invisible(character))
        return 0;
    if (character == '\t' || character == '\r')
        character = ' '; /* drawn as one */
    return character < FONT_CODES ? faces[face].advances[character] : -1;
}

bool
font_is_invisible(uint32_t character)
{
    static const struct {
        uint32_t first, last;
    } ranges[] = {{0x00AD, 0x00AD}, {0x034F, 0x034F}, {0x200B, 0x200F}, {0x202A, 0x202E},
                  {0x2060, 0x2064}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}};

    for (size_t i = 0; i < COUNT_OF(ranges); i++)
        if (character >= ranges[i].first && character <= ranges[i].last)
            return true;
    return false;
}

bool
font_is_mark(uint32_t character)
{
    return character >= 0x300 && character <= 0x36F;
}

bool
font_ink(enum font_face face, uint32_t character, struct font_ink *ink)
{
    hb_codepoint_t glyph;
    hb_glyph_extents_t box;

    fonts_open();
    hb_face_t *hb = faces[face].hb;
    hb_font_t *font = faces[face].font;
    if (!harfbuzz.font_get_nominal_glyph(font, character, &glyph) ||
        !harfbuzz.font_get_glyph_extents(font, glyph, &box) || box.width == 0)
        return false;
    *ink = (struct font_ink){
        .left = thousandths(hb, box.x_bearing),
        .bottom = thousandths(hb, box.y_bearing + box.height), /* height is negative */
        .right = thousandths(hb, box.x_bearing + box.width),
        .top = thousandths(hb, box.y_bearing),
    };
    return true;
}

const struct font_subset *
font_fixed_subset(enum font_face face)
{
    fonts_open();
    return faces[face].fixed;
}

const struct font_subset *
font_make_subset(enum font_face face, const struct font_set *more, struct arena *arena)
{
    fonts_open();
    return font_subset_build(faces[face].hb, faces[face].advances, more, arena);
}

enum status
font_measure(enum font_face face, double size, struct span text, double *width, struct error *err)
{
    const char *p = text.data, *end = text.data + text.size;
    long sum = 0;

    while (p < end) {
        const char *at = p;
        uint32_t c = utf8_next(&p, end);
        int advance = font_advance(face, c);
        if (advance < 0) {
            fail(err, INVALID,
                 "Không in được ký tự “%.*s” (U+%04X): phông chữ của học bạ không có ký tự này. "
                 "Dữ liệu vẫn còn nguyên; hãy thay ký tự ấy rồi in lại.",
                 (int)(p - at), at, (unsigned)c);
            return INVALID;
        }
        sum += advance;
    }
    *width = (double)sum * size / FONT_UNITS;
    return OK;
}
