/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/pdf.h"

#include "print/canvas.h"
#include "print/codes.h"

/* A document of `texts`, one page each. */
static enum status
make(struct buffer *out, const char *const *texts, size_t count, const struct pdf_info *info,
     struct error *err)
{
    AUTO(arena) *arena = arena_new();
    AUTO(pdf) *pdf = pdf_new(out);
    struct canvas canvas;

    canvas_init(&canvas, arena, pdf, err);
    for (size_t i = 0; i < count; i++) {
        canvas_add_page(&canvas);
        for (int face = 0; face < FONT_COUNT; face++)
            canvas_text(&canvas, (struct ink){(enum font_face)face, 12, 0}, 44, 100 + 20 * face,
                        texts[i]);
    }
    enum status status = canvas_finish(&canvas);
    canvas_clear(&canvas);
    if (status != OK)
        return status;
    for (size_t i = 0; i < count; i++)
        pdf_add_bookmark(pdf, texts[i], i);
    return pdf_finish(pdf, info, err);
}

static void
gives_back_its_text(void **state)
{
    static const struct {
        const char *about, *text, *read; /* NULL: as it went in */
    } rows[] = {
        {"Ê-đê letters that need a mark of their own", "Y Bliê\u0306t Niê ư\u0306", NULL},
        {"two marks on one letter", "ax\u0323\u0303b", NULL},
        {"what is drawn as nothing", "Em\u200B ngo\u00ADan\uFEFF", "Em ngoan"},
        {"ASCII", "The quick (brown) fox \\ <jumps>"},
        {"Vietnamese, capital", "ẮẰẲẴẶẤẦẨẪẬẾỀỂỄỆỐỒỔỖỘỚỜỞỠỢỨỪỬỮỰỲÝỶỸỴĐ"},
        {"Vietnamese, small", "ắằẳẵặấầẩẫậếềểễệốồổỗộớờởỡợứừửữựỳýỷỹỵđ"},
        {"two letters with one glyph stay apart", "Đ Ð"},
        {"typographic marks", "“Hoa” – K’Brèo… 50 000₫"},
        {"outside the fixed set: Croatian, Greek", "Žižek Ω λόγος"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        AUTO(buffer) *out = buffer_new(8 << 20);
        struct error err = {0};
        struct pdf_info info = {.title = rows[i].about};
        assert_ok(make(out, &rows[i].text, 1, &info, &err));
        pdf_assert_sound(buffer_span(out));
        if (pdf_count(pdf_text(arena, buffer_span(out)),
                      pdf_squeeze(arena, rows[i].read ? rows[i].read : rows[i].text)) != 3)
            row_fail(rows[i].about, "%s", pdf_text(arena, buffer_span(out)));
    }
}

/* The rise of the only mark in the operators, in points at size 10. */
static double
rise_in(const char *operators)
{
    const char *ts = strstr(operators, "Ts"), *number = ts;

    assert_non_null(ts);
    for (number--; number > operators && (number[-1] != ' ' || number[0] == ' ');)
        number--;
    return strtod(number, NULL);
}

static void
places_marks(void **state)
{
    static const struct {
        const char *about, *text;
        double least, most;
    } rows[] = {
        {"a breve over ê rises above its circumflex", "ê\u0306", 1, 3},
        {"over a capital Ê higher still", "Ê\u0306", 3, 5},
        {"a tilde over m is at its own height", "m\u0303", 0, 0.5},
        {"a dot under k is below the line", "k\u0323", -1, 0.1},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(buffer) *file = buffer_new(1 << 20), *out = buffer_new(1 << 20);
        AUTO(pdf) *pdf = pdf_new(file);
        codes_add(out, pdf, FONT_REGULAR, 10, span_of(rows[i].text), 0);
        double rise = rise_in(out->data);
        if (rise < rows[i].least || rise > rows[i].most)
            row_fail(rows[i].about, "%g in %s", rise, out->data);
    }
}

static void
tells_about_itself(void **state)
{
    static const char *const pages[] = {"Trang một", "Trang hai"};
    const struct pdf_info info = {.title = "Học bạ – Đỗ Ỷ Lan",
                                  .author = "Trường Tiểu học Trần Hưng Đạo",
                                  .made = {1717124400, 0}};
    AUTO(buffer) *out = buffer_new(8 << 20);
    AUTO(buffer) *said = buffer_new(1 << 20);
    struct error err = {0};

    (void)state;
    assert_ok(make(out, pages, 2, &info, &err));
    assert_int_equal(pdf_run(buffer_span(out), "TZ=UTC pdfinfo -enc UTF-8 -isodates %s", said), 0);
    assert_non_null(strstr(said->data, "Học bạ – Đỗ Ỷ Lan"));
    assert_non_null(strstr(said->data, "Trường Tiểu học Trần Hưng Đạo"));
    assert_non_null(strstr(said->data, "2024-05-31T10:00:00+07"));
    assert_non_null(strstr(said->data, "A4"));
    buffer_clear(said);
    assert_int_equal(pdf_run(buffer_span(out), "pdffonts %s", said), 0);
    assert_int_equal(pdf_count(said->data, "CID TrueType      Identity-H       yes yes yes"), 3);
    assert_non_null(memmem(out->data, out->size, "/Lang(vi-VN)", 12));
    assert_non_null(memmem(out->data, out->size, "/DisplayDocTitle true", 21));
}

static void
is_the_same_every_time(void **state)
{
    static const char *const one[] = {"Ngày 31 tháng 5"}, *const other[] = {"Ngày 31 tháng 6"};
    const struct pdf_info info = {.title = "t", .made = {1717124400, 420}};
    AUTO(buffer) *a = buffer_new(8 << 20), *b = buffer_new(8 << 20), *c = buffer_new(8 << 20);
    struct error err = {0};

    (void)state;
    assert_ok(make(a, one, 1, &info, &err));
    assert_ok(make(b, one, 1, &info, &err));
    assert_ok(make(c, other, 1, &info, &err));
    assert_true(span_equal(buffer_span(a), buffer_span(b)));
    const char *id_a = memmem(a->data, a->size, "/ID[", 4);
    const char *id_c = memmem(c->data, c->size, "/ID[", 4);
    assert_memory_not_equal(id_a, id_c, 38);
}

static void
may_follow_other_bytes(void **state)
{
    static const char *const one[] = {"Một"};
    const struct pdf_info info = {.title = "t"};
    AUTO(buffer) *alone = buffer_new(8 << 20), *after = buffer_new(8 << 20);
    struct error err = {0};

    (void)state;
    buffer_text(after, "before");
    assert_ok(make(alone, one, 1, &info, &err));
    assert_ok(make(after, one, 1, &info, &err));
    assert_true(span_equal(buffer_span(alone), (struct span){after->data + 6, after->size - 6}));
}

static void
stops_at_the_ceiling(void **state)
{
    static const char *const one[] = {"Một"};
    const struct pdf_info info = {.title = "t"};
    AUTO(buffer) *small = buffer_new(30000);
    struct error err = {0};

    (void)state;
    assert_int_equal(make(small, one, 1, &info, &err), INVALID);
    assert_non_null(strstr(err.message, "quá lớn"));
}

static void
keeps_the_first_failure(void **state)
{
    static const char *const pages[] = {"Một", "Hai 学", "Ba 語"};
    const struct pdf_info info = {.title = "t"};
    AUTO(buffer) *out = buffer_new(8 << 20);
    struct error err = {0};

    (void)state;
    assert_int_equal(make(out, pages, 3, &info, &err), INVALID);
    assert_non_null(strstr(err.message, "学"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_back_its_text),     cmocka_unit_test(places_marks),
        cmocka_unit_test(tells_about_itself),      cmocka_unit_test(is_the_same_every_time),
        cmocka_unit_test(may_follow_other_bytes),  cmocka_unit_test(stops_at_the_ceiling),
        cmocka_unit_test(keeps_the_first_failure),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
