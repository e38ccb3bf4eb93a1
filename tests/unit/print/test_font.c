/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/test.h"

#include "base/list.h"
#include "base/unicode.h"
#include "print/font.h"

#include <hb-ot.h>
#include <hb.h>
#include <zlib.h>

/* The letters that only Vietnamese has: 67 small and 67 capital. */
static const char *
vietnamese_letters(struct arena *arena)
{
    static const char *const vowels[] = {"a", "ă", "â", "e", "ê", "i",
                                         "o", "ô", "ơ", "u", "ư", "y"};
    static const char *const tones[] = {"", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"};
    AUTO(buffer) *small = buffer_new(4096);

    for (size_t v = 0; v < COUNT_OF(vowels); v++)
        for (size_t t = 0; t < COUNT_OF(tones); t++)
            if (t > 0 || strlen(vowels[v]) > 1)
                buffer_printf(small, "%s%s", vowels[v], tones[t]);
    buffer_text(small, "đ");
    char *composed = unicode_nfc(arena, small->data);
    return arena_printf(arena, "%s%s", composed, unicode_upper(arena, composed));
}

static struct span
inflated(struct arena *arena, struct span deflated, size_t size)
{
    uLongf got = size;
    char *out = arena_alloc(arena, size);

    assert_int_equal(uncompress((Bytef *)out, &got, (const Bytef *)deflated.data, deflated.size),
                     Z_OK);
    return (struct span){out, got};
}

/* The ink of the glyph that a PDF would draw for a character: empty boxes have none. */
static bool
has_ink(hb_font_t *font, struct span gids, uint32_t c)
{
    hb_glyph_extents_t box;
    const uint8_t *at = (const uint8_t *)gids.data + (size_t)2 * c;
    hb_codepoint_t gid = (hb_codepoint_t)(at[0] << 8 | at[1]);

    return (size_t)2 * c < gids.size && gid != 0 && hb_font_get_glyph_extents(font, gid, &box) &&
           box.width != 0 && box.height != 0;
}

static hb_font_t *
subset_font(struct span program)
{
    hb_blob_t *blob =
        hb_blob_create(program.data, (unsigned)program.size, HB_MEMORY_MODE_READONLY, NULL, NULL);
    hb_face_t *face = hb_face_create(blob, 0);
    hb_font_t *font = hb_font_create(face);

    hb_face_destroy(face);
    hb_blob_destroy(blob);
    return font;
}

static void
draws_every_vietnamese_letter(void **state)
{
    AUTO(arena) *arena = arena_new();
    const char *letters = vietnamese_letters(arena);

    (void)state;
    assert_int_equal(unicode_graphemes(span_of(letters)), 134);
    for (int face = 0; face < FONT_COUNT; face++) {
        const struct font_subset *subset = font_fixed_subset((enum font_face)face);
        struct span program = inflated(arena, subset->program, subset->program_size);
        struct span gids = inflated(arena, subset->gids, (size_t)2 * FONT_CODES);
        hb_font_t *font = subset_font(program);
        const char *p = letters, *end = letters + strlen(letters);
        while (p < end) {
            uint32_t c = utf8_next(&p, end);
            if (font_advance((enum font_face)face, c) <= 0 || !font_in_fixed_set(c) ||
                !has_ink(font, gids, c))
                fail_msg("face %d has no glyph for U+%04X", face, (unsigned)c);
        }
        assert_false(has_ink(font, gids, ' '));
        hb_font_destroy(font);
    }
}

static void
makes_a_subset_with_more(void **state)
{
    AUTO(arena) *arena = arena_new();
    struct font_set *more = arena_make(arena, struct font_set);
    const uint32_t omega = 0x3A9;

    (void)state;
    more->bits[omega / 8] |= (uint8_t)(1 << omega % 8);
    const struct font_subset *with = font_make_subset(FONT_REGULAR, more, arena);
    const struct font_subset *again = font_make_subset(FONT_REGULAR, more, arena);
    const struct font_subset *fixed = font_fixed_subset(FONT_REGULAR);
    assert_true(span_equal(with->program, again->program));
    assert_true(with->program_size > fixed->program_size);
    hb_font_t *font = subset_font(inflated(arena, with->program, with->program_size));
    assert_true(has_ink(font, inflated(arena, with->gids, (size_t)2 * FONT_CODES), omega));
    hb_font_destroy(font);
    font = subset_font(inflated(arena, fixed->program, fixed->program_size));
    assert_false(has_ink(font, inflated(arena, fixed->gids, (size_t)2 * FONT_CODES), omega));
    hb_font_destroy(font);
}

static void
measures(void **state)
{
    static const struct {
        const char *about, *text;
        enum font_face face;
        int thousandths; /* of Times New Roman, whose widths Liberation keeps; -1: refused */
    } rows[] = {
        {"nothing", "", FONT_REGULAR, 0},
        {"digits are half an em", "2024", FONT_REGULAR, 2000},
        {"a blank is a quarter", " ", FONT_REGULAR, 250},
        {"a tab is drawn as a blank", "\t", FONT_REGULAR, 250},
        {"a zero-width blank takes no room", "\u200B2\u200B4\uFEFF", FONT_REGULAR, 1000},
        {"a soft hyphen neither", "\u00AD", FONT_ITALIC, 0},
        {"a mark stands on its letter", "m\u0303", FONT_REGULAR, 778},
        {"a capital", "A", FONT_REGULAR, 722},
        {"the same with a tone mark", "Ậ", FONT_REGULAR, 722},
        {"bold", "B", FONT_BOLD, 667},
        {"Chinese", "Lớp 4A1 学", FONT_REGULAR, -1},
        {"an emoji", "Giỏi 😀", FONT_ITALIC, -1},
        {"Khmer", "ក", FONT_BOLD, -1},
        {"a control character", "a\x01", FONT_REGULAR, -1},
        {"a private character, as old fonts leave it", "\uE001", FONT_REGULAR, -1},
        {"broken UTF-8", "a\xC3", FONT_REGULAR, -1},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct error err = {0};
        double width = -7;
        enum status status = font_measure(rows[i].face, 10, span_of(rows[i].text), &width, &err);
        if (rows[i].thousandths < 0) {
            if (status != INVALID || strstr(err.message, "U+") == NULL || width != -7)
                row_fail(rows[i].about, "accepted");
        } else if (status != OK || width < rows[i].thousandths / 100.0 - 0.02 ||
                   width > rows[i].thousandths / 100.0 + 0.02) {
            row_fail(rows[i].about, "%g", width);
        }
    }
}

static void
names_the_missing_character(void **state)
{
    struct error err = {0};
    double width;

    (void)state;
    assert_int_equal(font_measure(FONT_REGULAR, 12, SPAN("Em 学 giỏi"), &width, &err), INVALID);
    assert_non_null(strstr(err.message, "“学” (U+5B66)"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(draws_every_vietnamese_letter),
        cmocka_unit_test(makes_a_subset_with_more),
        cmocka_unit_test(measures),
        cmocka_unit_test(names_the_missing_character),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
