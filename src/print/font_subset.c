/* SPDX-License-Identifier: Apache-2.0 */
#include "print/font_subset.h"

#include "print/deflate.h"
#include "print/harfbuzz.h"

#include <assert.h>

enum { TABLES_MAX = 4 << 20 }; /* a ceiling on each table made here */

/* Only what a PDF viewer reads: glyf loca head hhea hmtx maxp. */
static const hb_tag_t dropped[] = {
    HB_TAG('G', 'S', 'U', 'B'), HB_TAG('G', 'P', 'O', 'S'), HB_TAG('G', 'D', 'E', 'F'),
    HB_TAG('n', 'a', 'm', 'e'), HB_TAG('O', 'S', '/', '2'), HB_TAG('p', 'o', 's', 't'),
    HB_TAG('c', 'm', 'a', 'p'), HB_TAG('k', 'e', 'r', 'n'), HB_TAG('g', 'a', 's', 'p'),
    HB_TAG('D', 'S', 'I', 'G'), HB_TAG('h', 'd', 'm', 'x'), HB_TAG('V', 'D', 'M', 'X'),
    HB_TAG('L', 'T', 'S', 'H'), HB_TAG('F', 'F', 'T', 'M'), HB_TAG('m', 'e', 't', 'a'),
};

static struct span
keep(struct arena *arena, struct span bytes)
{
    return (struct span){arena_copy(arena, bytes.data, bytes.size), bytes.size};
}

static hb_set_t *
choose(const int16_t *advances, const struct font_set *more)
{
    hb_set_t *set = harfbuzz.set_create();

    for (uint32_t c = 0; c < FONT_CODES; c++) {
        bool wanted = font_in_fixed_set(c) || (more && (more->bits[c / 8] >> c % 8 & 1));
        if (wanted && advances[c] >= 0)
            harfbuzz.set_add(set, c);
    }
    return set;
}

/* "[32 [250 333 ...] 160 [...]]": runs of consecutive characters. */
static void
write_widths(struct buffer *out, const hb_set_t *set, const int16_t *advances)
{
    hb_codepoint_t first = HB_SET_VALUE_INVALID, last = HB_SET_VALUE_INVALID;

    buffer_char(out, '[');
    while (harfbuzz.set_next_range(set, &first, &last)) {
        buffer_printf(out, "%u[", first);
        for (hb_codepoint_t c = first; c <= last; c++)
            buffer_printf(out, c == first ? "%d" : " %d", advances[c]);
        buffer_text(out, "]\n");
    }
    buffer_char(out, ']');
}

/* A character's code is its Unicode number, so the map is the identity, row by row of 256. */
static void
write_to_unicode(struct buffer *out, const hb_set_t *set)
{
    unsigned rows[256], count = 0;
    hb_codepoint_t c = HB_SET_VALUE_INVALID;

    while (harfbuzz.set_next(set, &c))
        if (count == 0 || rows[count - 1] != c >> 8)
            rows[count++] = c >> 8;
    buffer_text(out, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                     "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
                     "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
                     "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
    for (unsigned i = 0; i < count; i++) {
        if (i % 100 == 0) /* at most 100 in a block */
            buffer_printf(out, "%u beginbfrange\n", count - i < 100 ? count - i : 100);
        buffer_printf(out, "<%02X00> <%02XFF> <%02X00>\n", rows[i], rows[i], rows[i]);
        if (i % 100 == 99 || i + 1 == count)
            buffer_text(out, "endbfrange\n");
    }
    buffer_text(out, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
}

/* Two bytes per character up to the last one: the glyph's number in the subset. */
static void
write_gids(struct buffer *out, const hb_set_t *set, hb_face_t *face, const hb_map_t *renumbered)
{
    hb_font_t *font = harfbuzz.font_create(face);

    for (hb_codepoint_t c = 0; c <= harfbuzz.set_get_max(set); c++) {
        hb_codepoint_t old, gid = 0;
        if (harfbuzz.set_has(set, c) && harfbuzz.font_get_nominal_glyph(font, c, &old))
            gid = harfbuzz.map_get(renumbered, old);
        buffer_char(out, (char)(gid >> 8));
        buffer_char(out, (char)gid);
    }
    harfbuzz.font_destroy(font);
}

static hb_subset_plan_t *
make_plan(hb_face_t *face, const hb_set_t *characters)
{
    hb_subset_input_t *input = harfbuzz_subset.input_create_or_fail();

    assert(input);
    harfbuzz.set_union(harfbuzz_subset.input_unicode_set(input), characters);
    for (size_t i = 0; i < COUNT_OF(dropped); i++)
        harfbuzz.set_add(harfbuzz_subset.input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG),
                         dropped[i]);
    harfbuzz.set_clear(harfbuzz_subset.input_set(input, HB_SUBSET_SETS_LAYOUT_FEATURE_TAG));
    harfbuzz_subset.input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING);
    hb_subset_plan_t *plan = harfbuzz_subset.plan_create_or_fail(face, input);
    assert(plan);
    harfbuzz_subset.input_destroy(input);
    return plan;
}

static void
take_program(hb_subset_plan_t *plan, struct deflate *deflate, struct arena *arena,
             struct font_subset *subset)
{
    hb_face_t *made = harfbuzz_subset.plan_execute_or_fail(plan);

    assert(made);
    hb_blob_t *blob = harfbuzz.face_reference_blob(made);
    unsigned size;
    const char *bytes = harfbuzz.blob_get_data(blob, &size);
    subset->program_size = size;
    subset->program = keep(arena, deflate_run(deflate, (struct span){bytes, size}));
    harfbuzz.blob_destroy(blob);
    harfbuzz.face_destroy(made);
}

const struct font_subset *
font_subset_build(struct hb_face_t *face, const int16_t *advances, const struct font_set *more,
                  struct arena *arena)
{
    struct font_subset *subset = arena_make(arena, struct font_subset);
    AUTO(deflate) *deflate = deflate_new(DEFLATE_SMALL);
    AUTO(buffer) *table = buffer_new(TABLES_MAX);
    hb_set_t *set = choose(advances, more);
    hb_subset_plan_t *plan = make_plan(face, set);

    take_program(plan, deflate, arena, subset);
    write_gids(table, set, face, harfbuzz_subset.plan_old_to_new_glyph_mapping(plan));
    subset->gids = keep(arena, deflate_run(deflate, buffer_span(table)));
    buffer_clear(table);
    write_to_unicode(table, set);
    subset->to_unicode = keep(arena, deflate_run(deflate, buffer_span(table)));
    buffer_clear(table);
    write_widths(table, set, advances);
    subset->widths = keep(arena, buffer_span(table));
    assert(!table->overflow);
    harfbuzz_subset.plan_destroy(plan);
    harfbuzz.set_destroy(set);
    return subset;
}
