/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/test.h"

#include "base/unicode.h"
#include "print/layout.h"
#include "tests/support/records.h"

static void
wraps(void **state)
{
    static const struct {
        const char *about, *text;
        double width;
        const char *lines; /* joined by | */
    } rows[] = {
        {"nothing", "", 100, ""},
        {"one word", "Toán", 100, "Toán"},
        {"two that fit", "Tiếng Việt", 100, "Tiếng Việt"},
        {"a break at the blank", "Tiếng Việt", 30, "Tiếng|Việt"},
        {"blanks at a break go, blanks inside stay", "ab  cd   ef", 27, "ab  cd|ef"},
        {"outer blanks go", "  a b  ", 100, "a b"},
        {"a line feed ends a paragraph", "a\nb c", 100, "a|b c"},
        {"an empty paragraph keeps its line", "a\n\nb", 100, "a||b"},
        {"a word wider than the box breaks between characters", "mmmmm", 17, "mm|mm|m"},
        {"and the next word goes on after it", "mmm m", 18.5, "mm|m m"},
        {"a box narrower than a character still moves", "mm", 3, "m|m"},
        {"a combining mark stays with its letter", "m\u0303m\u0303", 8, "m\u0303|m\u0303"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        AUTO(buffer) *joined = buffer_new(4096);
        struct error err = {0};
        struct layout layout;
        assert_ok(layout_wrap(arena, FONT_REGULAR, 10, rows[i].width, span_of(rows[i].text),
                              &layout, &err));
        for (size_t j = 0; j < layout.lines.count; j++)
            buffer_printf(joined, "%s%.*s", j ? "|" : "", (int)layout.lines.items[j].text.size,
                          layout.lines.items[j].text.data);
        if (!span_is(buffer_span(joined), rows[i].lines))
            row_fail(rows[i].about, "got %s", buffer_span(joined).data);
    }
}

/* Every character that is not a blank stands in exactly one line, in order, inside the width. */
static void
loses_nothing(void **state)
{
    AUTO(arena) *arena = arena_new();
    struct error err = {0};

    (void)state;
    for (size_t graphemes = 1; graphemes < 1200; graphemes += 37) {
        const char *text = sample_long_comment(arena, graphemes), *p = text;
        double width = 20 + (double)(graphemes * 7 % 300);
        struct layout layout;
        assert_ok(layout_wrap(arena, FONT_ITALIC, 9.5, width, span_of(text), &layout, &err));
        for (size_t i = 0; i < layout.lines.count; i++) {
            struct span line = layout.lines.items[i].text;
            while (*p == ' ')
                p++;
            assert_ptr_equal(line.data, p);
            p += line.size;
            assert_true(layout.lines.items[i].width <= width + 0.01);
        }
        assert_int_equal(*p, '\0');
    }
}

static void
fits(void **state)
{
    const struct layout_box box = {FONT_REGULAR, 270, 42.5, 11, 8.5};
    static const struct {
        const char *about;
        size_t graphemes;
        double size;
        bool all;
    } rows[] = {
        {"a short comment stands at its best", 60, 11, true},
        {"the median of real ones", 74, 11, true},
        {"the 95th percentile", 154, 11, true},
        {"the longest of a real school still stands", 238, 9, true},
        {"a thousand do not", 1000, 8.5, false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        struct error err = {0};
        struct layout_fit fit;
        const char *text = sample_long_comment(arena, rows[i].graphemes);
        bool whole;
        double used;
        assert_ok(layout_fit(arena, &box, span_of(text), &fit, &err));
        assert_ok(layout_fits(&box, span_of(text), &whole, &used, &err));
        if (fit.layout.size < rows[i].size)
            row_fail(rows[i].about, "set in %g", fit.layout.size);
        if ((fit.fitting == fit.layout.lines.count) != rows[i].all || whole != rows[i].all ||
            (used <= 1.0) != rows[i].all)
            row_fail(rows[i].about, "%zu of %zu lines, used %g", fit.fitting,
                     fit.layout.lines.count, used);
        if (layout_height(fit.layout.size, fit.fitting) > box.height)
            row_fail(rows[i].about, "higher than the box");
    }
}

static void
refuses_what_it_cannot_draw(void **state)
{
    const struct layout_box box = {FONT_REGULAR, 270, 42.5, 11, 8.5};
    AUTO(arena) *arena = arena_new();
    struct error err = {0};
    struct layout_fit fit;

    (void)state;
    assert_int_equal(layout_fit(arena, &box, SPAN("Em ☃ ngoan"), &fit, &err), INVALID);
    assert_non_null(strstr(err.message, "U+2603"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wraps),
        cmocka_unit_test(loses_nothing),
        cmocka_unit_test(fits),
        cmocka_unit_test(refuses_what_it_cannot_draw),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
