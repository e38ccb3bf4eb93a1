/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/pdf.h"

#include "print/record_print.h"
#include "tests/support/records.h"

static const struct moment signing = {1717121400, VIETNAM_OFFSET_MINUTES}; /* 09:10 on 31/5/2024 */

static const struct print_signer signers[] = {
    {SIGNER_CLASS_TEACHER, NULL, "Phạm Thị Thu Hường", {1717121400, 420}, true},
    {SIGNER_PRINCIPAL, NULL, "Nguyễn Thị Minh Hằng", {1717122000, 420}, true},
    {SIGNER_SCHOOL, NULL, "Trường Tiểu học Trần Hưng Đạo", {1717122600, 420}, true},
};

static struct print_record
verified(const struct record *record)
{
    return (struct print_record){record, signers, COUNT_OF(signers), true};
}

/* Print one book and let qpdf look at it; the text is squeezed. */
static const char *
print_text(struct arena *arena, const struct print_job *job, struct print_summary *summary)
{
    AUTO(buffer) *out = buffer_new(PRINT_BYTES_MAX);
    struct error err = {0};

    assert_ok(record_print(job, out, summary, &err));
    pdf_assert_sound(buffer_span(out));
    return pdf_text(arena, buffer_span(out));
}

static const char *
print_one(struct arena *arena, const struct record *record, enum print_style style,
          struct print_summary *summary)
{
    struct print_record year = verified(record);
    struct print_book book = {.records = &year, .record_count = 1};
    struct print_job job = {.books = &book, .book_count = 1, .style = style, .made = signing};

    return print_text(arena, &job, summary);
}

static void
assert_has(const char *about, struct arena *arena, const char *text, const char *needle)
{
    if (needle && strstr(text, pdf_squeeze(arena, needle)) == NULL)
        row_fail(about, "missing: %s", needle);
}

/* Fields of the record that the template has a place for, in both styles. */
static void
assert_has_fields(const char *about, struct arena *arena, const char *text, const struct record *r)
{
    char date[DATE_TEXT_SIZE];
    const char *const texts[] = {r->name,
                                 r->school_name,
                                 r->commune,
                                 r->district,
                                 r->province,
                                 date_write_vietnamese(r->birth_date, date),
                                 sex_word(r->sex),
                                 r->ethnicity,
                                 r->nationality,
                                 r->birth_place,
                                 r->home_town,
                                 r->address,
                                 r->father,
                                 r->mother,
                                 r->guardian,
                                 r->register_number,
                                 r->class_name,
                                 r->year_name,
                                 r->principal_name,
                                 r->class_teacher_name,
                                 r->comment_qualities,
                                 r->comment_general,
                                 r->comment_specific,
                                 result_word(r->result),
                                 r->award,
                                 r->award_sudden,
                                 r->completion_text,
                                 "32,5 kg",
                                 "135 cm",
                                 "Số ngày nghỉ: 3 buổi",
                                 "Có phép: 3 buổi",
                                 "Không phép: 0 buổi",
                                 arena_printf(arena, "%s, ngày 31 tháng 5 năm", r->issue_place),
                                 "Đã ký số: Phạm Thị Thu Hường lúc 09:10:00 ngày 31/05/2024",
                                 "Đã ký số: Nguyễn Thị Minh Hằng lúc 09:20:00 ngày 31/05/2024",
                                 "Trường Tiểu học Trần Hưng Đạo lúc 09:30:00 ngày 31/05/2024"};

    for (size_t i = 0; i < COUNT_OF(texts); i++)
        assert_has(about, arena, text, texts[i]);
}

/* A row as it is drawn: name, level, mark, comment. */
static void
assert_has_subjects(const char *about, struct arena *arena, const char *text,
                    const struct record *r, bool words)
{
    for (size_t i = 0; i < TEMPLATE_ROWS; i++) {
        const struct subject *subject = curriculum_subject_at(i);
        const struct subject_result *it = record_subject_const(r, subject->code);
        assert_has(about, arena, text, subject->name);
        if (it == NULL)
            continue;
        const char *level = words ? level_word(it->level) : level_symbol(it->level);
        char mark[8] = "";
        if (it->mark != MARK_NONE)
            snprintf(mark, sizeof mark, "%d", it->mark);
        assert_has(about, arena, text,
                   arena_printf(arena, "%s%s%s%s", it->name, level, mark, it->comment));
    }
    for (int t = 0; t < TRAIT_COUNT; t++) {
        const char *rating = words ? rating_word(r->ratings[t]) : rating_symbol(r->ratings[t]);
        assert_has(about, arena, text,
                   arena_printf(arena, "%s%s", trait_name((enum trait)t), rating ? rating : ""));
    }
}

static void
prints_every_field(void **state)
{
    static const struct {
        const char *about;
        size_t pupil;
        int grade;
    } rows[] = {
        {"grade 1, no marks in Tin học", 0, 1}, {"grade 3", 2, 3},
        {"grade 4, the pilot", 3, 4},           {"grade 5, completes primary school", 6, 5},
        {"a name with a hyphen", 4, 4},         {"a name with an apostrophe", 5, 2},
        {"six words in a name", 8, 4},          {"a typographic apostrophe", 11, 3},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        struct record *record = sample_record(arena, rows[i].pupil, rows[i].grade);
        struct print_summary made;
        record->guardian = "Ông Lê Văn Đỗ";
        record->award_sudden = "Giải Nhì hội giao lưu An toàn giao thông";
        const char *text = print_one(arena, record, PRINT_TEMPLATE, &made);
        assert_has_fields(rows[i].about, arena, text, record);
        assert_has_subjects(rows[i].about, arena, text, record, false);
        assert_has(rows[i].about, arena, text, "HƯỚNG DẪN GHI HỌC BẠ");
        assert_has(rows[i].about, arena, text, "Điểm KTĐK");
        assert_int_equal(made.pages, 5);
        text = print_one(arena, record, PRINT_DIGITAL, &made);
        assert_has_fields(rows[i].about, arena, text, record);
        assert_has_subjects(rows[i].about, arena, text, record, true);
        assert_has(rows[i].about, arena, text,
                   arena_printf(arena, "Mã số tra cứu học bạ (UUID): %s", record->uuid));
        assert_has(rows[i].about, arena, text,
                   arena_printf(arena, "Mã số định danh cá nhân: %s", record->personal_number));
        assert_has(rows[i].about, arena, text, "Người ký học bạ: Nguyễn Thị Minh Hằng");
        assert_has(rows[i].about, arena, text, "Chức vụ của người ký học bạ: Hiệu trưởng");
        assert_has(rows[i].about, arena, text, "Điểm kiểm tra");
        assert_int_equal(made.pages, 4);
    }
}

/* Whether a comment is there in two pieces: the first followed by `next` (what stands after its
 * cell), the second under the heading with which it goes on. */
static bool
has_in_two(struct arena *arena, const char *text, const char *comment, const char *next,
           const char *heading)
{
    const char *whole = pdf_squeeze(arena, comment);
    const char *rest = strstr(text, pdf_squeeze(arena, heading));

    if (rest == NULL)
        return false;
    rest = strchr(rest, ')') + 1;
    for (size_t k = 0; whole[k]; k++)
        if (text_starts(rest, whole + k))
            return strstr(text, arena_printf(arena, "%.*s%s", (int)k, whole,
                                             pdf_squeeze(arena, next))) != NULL;
    return false;
}

static void
continues_long_comments(void **state)
{
    static const struct {
        const char *about;
        size_t graphemes;
        bool continued;
    } rows[] = {
        {"the longest seen in a school", 238, false},
        {"just over", 241, false},
        {"twice as long", 480, true},
        {"the most that may be signed", 1000, true},
        {"the most that a draft keeps", 4000, true},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        struct record *record = sample_record(arena, 1, 4);
        struct print_summary made;
        record->subjects[1].comment = sample_long_comment(arena, rows[i].graphemes);
        const char *text = print_one(arena, record, PRINT_TEMPLATE, &made);
        assert_int_equal(made.continued, rows[i].continued);
        assert_int_equal(made.pages, rows[i].continued ? 6 : 5);
        if (!rows[i].continued) {
            assert_has(rows[i].about, arena, text, record->subjects[1].comment);
            continue;
        }
        assert_has(rows[i].about, arena, text, "(tiếp theo ở trang 6)");
        if (!has_in_two(arena, text, record->subjects[1].comment, "Ngoại ngữ 1",
                        "Toán (tiếp theo từ trang 4)"))
            row_fail(rows[i].about, "%s", text);
    }
}

static void
continues_over_several_pages(void **state)
{
    AUTO(arena) *arena = arena_new();
    struct record *record = sample_record(arena, 1, 4);
    struct print_summary made;

    (void)state;
    for (size_t i = 0; i < record->subject_count; i++)
        record->subjects[i].comment = sample_long_comment(arena, 4000);
    record->comment_qualities = sample_long_comment(arena, 4000);
    record->comment_general = sample_long_comment(arena, 3999);
    record->comment_specific = sample_long_comment(arena, 3998);
    record->address = sample_long_comment(arena, 500);
    record->award = sample_long_comment(arena, 1000);
    const char *text = print_one(arena, record, PRINT_DIGITAL, &made);
    assert_int_equal(made.continued, record->subject_count + 3);
    /* the last sentence of each comment is there */
    assert_int_equal(pdf_count(text, "Ýthứ70:emchămchỉ"), record->subject_count + 3);
    assert_has("the address", arena, text, record->address);
}

/* The meter beside a comment and the printed page never disagree. */
static void
meter_tells_the_truth(void **state)
{
    (void)state;
    for (size_t graphemes = 150; graphemes < 420; graphemes += 18) {
        AUTO(arena) *arena = arena_new();
        struct record *record = sample_record(arena, 1, 4);
        struct print_summary made;
        struct print_fit meter;
        struct error err = {0};
        AUTO(buffer) *out = buffer_new(PRINT_BYTES_MAX);
        record->subjects[0].comment = sample_long_comment(arena, graphemes);
        struct print_record year = verified(record);
        struct print_book book = {.records = &year, .record_count = 1};
        struct print_job job = {.books = &book, .book_count = 1};
        assert_ok(record_print(&job, out, &made, &err));
        assert_ok(print_fit(PRINT_CELL_SUBJECT, record->subjects[0].comment, &meter, &err));
        assert_int_equal(meter.continues, made.continued == 1);
        assert_int_equal(meter.continues, meter.used > 1.0);
        assert_true(meter.size_pt >= 8.5 && meter.size_pt <= 11);
    }
}

static void
meter_of_each_cell(void **state)
{
    static const struct {
        const char *about, *text;
        enum print_cell cell;
        bool continues;
    } rows[] = {
        {"nothing written yet", NULL, PRINT_CELL_SUBJECT, false},
        {"empty", "", PRINT_CELL_QUALITIES, false},
        {"short", "Em ngoan.", PRINT_CELL_GENERAL, false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct error err = {0};
        struct print_fit fit;
        assert_ok(print_fit(rows[i].cell, rows[i].text, &fit, &err));
        if (fit.continues != rows[i].continues || fit.used > 0.5)
            row_fail(rows[i].about, "used %g", fit.used);
    }
    AUTO(arena) *arena = arena_new();
    struct error err = {0};
    struct print_fit three, five, seven;
    const char *text = sample_long_comment(arena, 300);
    assert_ok(print_fit(PRINT_CELL_GENERAL, text, &three, &err));
    assert_ok(print_fit(PRINT_CELL_QUALITIES, text, &five, &err));
    assert_ok(print_fit(PRINT_CELL_SPECIFIC, text, &seven, &err));
    assert_true(three.used > five.used && five.used > seven.used); /* 3, 5 and 7 rows */
    assert_int_equal(print_fit(PRINT_CELL_SUBJECT, "学", &three, &err), INVALID);
}

static void
binds_several_years(void **state)
{
    AUTO(arena) *arena = arena_new();
    const struct print_record years[] = {verified(sample_record_of(arena, 0, 4, 2023)),
                                         verified(sample_record_of(arena, 0, 5, 2024)),
                                         verified(sample_record_of(arena, 0, 3, 2022))};
    /* one that the records' own history does not know, one that it does */
    const struct print_paper_year paper[] = {
        {"2020-2021", "1A1", NULL, "77/2020", {0}, "Học bạ giấy số 112/TĐ"},
        {"2019-2020",
         "1B",
         "Trường Tiểu học Hà Lầm",
         "5/2019",
         {1567616400, 420},
         "Học bạ giấy số 9/HL"}};
    struct print_book book = {years, 3, paper, 2};
    struct print_job job = {.books = &book, .book_count = 1, .style = PRINT_DIGITAL};
    struct print_summary made;

    (void)state;
    const char *text = print_text(arena, &job, &made);
    assert_int_equal(made.pages, 2 + 3 * 2); /* the year on paper has no pages */
    char *cover = arena_text(arena, text);
    *strchr(cover, '\f') = '\0';
    assert_has("the cover is the newest year's", arena, cover, "Năm học: 2024-2025");
    assert_has("a line from the paper year alone", arena, text,
               "2019-2020 1B Trường Tiểu học Hà Lầm (kết quả ghi tại Học bạ giấy số 9/HL) 5/2019 "
               "05/09/2019");
    assert_has("a line from both", arena, text,
               "2020-2021 1A1 Trường Tiểu học Trần Hưng Đạo (kết quả ghi tại Học bạ giấy số "
               "112/TĐ) 77/2020 05/09/2020");
    const char *three = strstr(text, "Lớp:3A1"), *four = strstr(text, "Lớp:4A1");
    assert_non_null(three);
    assert_true(three < four); /* oldest first */
    job.style = PRINT_TEMPLATE;
    print_text(arena, &job, &made);
    assert_int_equal(made.pages, 3 + 3 * 2);
}

static void
marks_every_page(void **state)
{
    static const struct {
        const char *about;
        bool draft, training;
    } rows[] = {{"a draft", true, false},
                {"a training instance", false, true},
                {"a draft of a training instance", true, true},
                {"the real thing", false, false}};

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        struct record *record = sample_record(arena, 1, 4);
        record->subjects[1].comment = sample_long_comment(arena, 4000);
        struct print_record year = verified(record);
        struct print_book book = {.records = &year, .record_count = 1};
        struct print_job job = {
            .books = &book, .book_count = 1, .draft = rows[i].draft, .training = rows[i].training};
        struct print_summary made;
        char *text = arena_text(arena, print_text(arena, &job, &made)), *rest = text;
        assert_int_equal(pdf_count(text, "\f"), made.pages);
        for (size_t page = 0; page < made.pages; page++) {
            char *end = strchr(rest, '\f');
            *end = '\0';
            /* once across the page and once in the line at its foot */
            if (pdf_count(rest, "BẢNXEMTRƯỚC") != (rows[i].draft ? 2 : 0) ||
                pdf_count(rest, "THỬNGHIỆM") != (rows[i].training ? 2 : 0))
                row_fail(rows[i].about, "page %zu: %s", page + 1, rest);
            rest = end + 1;
        }
    }
}

static void
refuses(void **state)
{
    AUTO(arena) *arena = arena_new();
    struct record *good = sample_record(arena, 1, 4), *odd = sample_record(arena, 2, 4);
    const struct print_signer broken = {
        SIGNER_PRINCIPAL, NULL, "Nguyễn Thị Minh Hằng", {1717122000, 420}, false};
    const struct {
        const char *about;
        struct print_record year;
        size_t count;
        bool draft;
        enum status status;
        const char *says;
    } rows[] = {
        {"a verified record", verified(good), 1, false, OK, ""},
        {"an unverified one", {good, NULL, 0, false}, 1, false, UNTRUSTED, "bản xem trước"},
        {"the same as a draft", {good, NULL, 0, false}, 1, true, OK, ""},
        {"an invalid signature", {good, &broken, 1, true}, 1, false, UNTRUSTED, "không hợp lệ"},
        {"the same as a draft", {good, &broken, 1, true}, 1, true, OK, ""},
        {"a book without a year", verified(good), 0, false, INVALID, "0 năm học"},
        {"a character without a glyph", verified(odd), 1, false, INVALID, "“学” (U+5B66)"},
    };

    (void)state;
    odd->subjects[3].comment = "Em viết chữ 学 đẹp.";
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct print_book book = {.records = &rows[i].year, .record_count = rows[i].count};
        struct print_job job = {.books = &book, .book_count = 1, .draft = rows[i].draft};
        AUTO(buffer) *out = buffer_new(PRINT_BYTES_MAX);
        struct error err = {0};
        if (record_print(&job, out, NULL, &err) != rows[i].status ||
            strstr(err.message, rows[i].says) == NULL)
            row_fail(rows[i].about, "%d %s", (int)err.status, err.message);
    }
}

/* What print_check() lets through prints; what it refuses would not. */
static void
asks_before_signing(void **state)
{
    static const struct {
        const char *about, *text, *says; /* NULL: printable */
    } rows[] = {
        {"Vietnamese", "Em chăm ngoan.", NULL},
        {"two paragraphs", "Em chăm.\nEm ngoan.", NULL},
        {"a letter with a mark of its own", "Bạn Y Bliê\u0306t", NULL},
        {"a zero-width blank", "Em\u200B chăm", NULL},
        {"Greek", "Góc α bằng 30°", NULL},
        {"an emoji", "Em giỏi 👍", "U+1F44D"},
        {"a character of an old font", "Em ch\uF0A1m", "U+F0A1"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        AUTO(buffer) *out = buffer_new(PRINT_BYTES_MAX);
        struct record *record = sample_record(arena, 1, 4);
        struct error err = {0};
        record->comment_general = record->subjects[1].comment = rows[i].text;
        enum status asked = print_check(record, &err);
        struct print_record year = verified(record);
        struct print_book book = {.records = &year, .record_count = 1};
        struct print_job job = {.books = &book, .book_count = 1};
        if (rows[i].says && (strstr(err.message, rows[i].says) == NULL ||
                             strstr(err.message, "Nhận xét năng lực chung") == NULL))
            row_fail(rows[i].about, "%s", err.message);
        if (asked != (rows[i].says ? INVALID : OK) || record_print(&job, out, NULL, &err) != asked)
            row_fail(rows[i].about, "%d: %s", (int)asked, err.message);
    }
}

static void
names_what_it_replaces(void **state)
{
    AUTO(arena) *arena = arena_new();
    struct record *record = sample_record(arena, 1, 4);

    (void)state;
    record->replaces_uuid = "7c1e0f52-91aa-4b6e-8a30-5d2b9f0c1e77";
    assert_has("the replaced one", arena, print_one(arena, record, PRINT_DIGITAL, NULL),
               "Thay thế học bạ có mã số: 7c1e0f52-91aa-4b6e-8a30-5d2b9f0c1e77");
}

static void
counts_days_of_absence(void **state)
{
    static const struct {
        int sessions;
        const char *excused, *unexcused;
    } rows[] = {{0, "Có phép: 3 buổi", "Không phép: 4 buổi"},
                {1, "Có phép: 3", "Không phép: 4"},
                {2, "Có phép: 1,5", "Không phép: 2,0"}};

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        struct record *record = sample_record(arena, 1, 4);
        struct print_record year = verified(record);
        struct print_book book = {.records = &year, .record_count = 1};
        struct print_job job = {.books = &book, .book_count = 1};
        record->absent_excused = 3;
        record->absent_unexcused = 4;
        year.sessions_per_day = rows[i].sessions;
        const char *text = print_text(arena, &job, NULL);
        assert_has("excused", arena, text, rows[i].excused);
        assert_has("unexcused", arena, text, rows[i].unexcused);
    }
}

static void
shows_a_broken_signature(void **state)
{
    AUTO(arena) *arena = arena_new();
    const struct print_signer broken[] = {
        {SIGNER_SUBJECT_TEACHER, "Toán", "Lê Thị Thắm", {1717120800, 420}, false},
        {SIGNER_PRINCIPAL, NULL, "Nguyễn Thị Minh Hằng", {1717122000, 420}, false}};
    struct print_record year = {sample_record(arena, 1, 4), broken, 2, false};
    struct print_book book = {.records = &year, .record_count = 1};
    struct print_job job = {.books = &book, .book_count = 1, .draft = true, .style = PRINT_DIGITAL};

    (void)state;
    const char *text = print_text(arena, &job, NULL);
    assert_has("principal", arena, text, "CHỮ KÝ SỐ KHÔNG HỢP LỆ: Nguyễn Thị Minh Hằng");
    assert_has("teacher", arena, text, "Toán – Lê Thị Thắm (CHỮ KÝ SỐ KHÔNG HỢP LỆ)");
    assert_null(strstr(text, "Đãkýsố:"));
}

static void
names_every_subject_teacher(void **state)
{
    AUTO(arena) *arena = arena_new();
    struct record *record = sample_record(arena, 1, 4);
    struct print_signer all[17];
    size_t count = 0;

    (void)state;
    for (size_t i = 0; i < record->subject_count; i++)
        all[count++] = (struct print_signer){SIGNER_SUBJECT_TEACHER,
                                             record->subjects[i].name,
                                             sample_names[i % COUNT_OF(sample_names)],
                                             {1717120000 + (int)i * 60, 420},
                                             true};
    for (size_t i = 0; i < COUNT_OF(signers); i++)
        all[count++] = signers[i];
    struct print_record year = {record, all, count, true};
    struct print_book book = {.records = &year, .record_count = 1};
    struct print_job job = {.books = &book, .book_count = 1};
    struct print_summary made;
    const char *text = print_text(arena, &job, &made);
    for (size_t i = 0; i < record->subject_count; i++)
        assert_has("teacher", arena, text,
                   arena_printf(arena, "%s – %s, 08:", all[i].subject_name, all[i].name));
    assert_int_equal(made.pages, 5); /* all on the year's own page */
}

static void
prints_strict_v10(void **state)
{
    AUTO(arena) *arena = arena_new();
    struct record *record = sample_record(arena, 1, 4);
    AUTO(buffer) *all = buffer_new(1 << 20);
    struct print_summary made;

    (void)state;
    for (size_t i = 0; i < record->subject_count; i++) {
        buffer_printf(all, "%s: %s\n", record->subjects[i].name, record->subjects[i].comment);
        record->subjects[i].comment = NULL;
    }
    record->class_teacher_comment = all->data;
    const char *text = print_one(arena, record, PRINT_DIGITAL, &made);
    assert_has("all comments in one cell", arena, text, all->data);
    assert_int_equal(made.pages, 4);
    assert_int_equal(made.continued, 0);
}

static void
prints_the_class_teachers_own_words(void **state)
{
    AUTO(arena) *arena = arena_new();
    struct record *record = sample_record(arena, 1, 4);

    (void)state;
    const char *text = print_one(arena, record, PRINT_TEMPLATE, NULL);
    assert_null(strstr(text, "Nhậnxétcủagiáoviênchủnhiệm"));
    record->class_teacher_comment = "Em là lớp trưởng gương mẫu.";
    text = print_one(arena, record, PRINT_TEMPLATE, NULL);
    assert_has("own words", arena, text,
               "Nhận xét của giáo viên chủ nhiệm: Em là lớp trưởng gương mẫu.");
}

static void
prints_a_nearly_empty_record(void **state)
{
    AUTO(arena) *arena = arena_new();
    struct record *record = arena_make(arena, struct record);
    struct print_record year = {record, NULL, 0, false};
    struct print_book book = {.records = &year, .record_count = 1};
    struct print_job job = {.books = &book, .book_count = 1, .draft = true};
    struct print_summary made;

    (void)state;
    record_init(record);
    for (int style = PRINT_TEMPLATE; style <= PRINT_DIGITAL; style++) {
        job.style = (enum print_style)style;
        const char *text = print_text(arena, &job, &made);
        assert_has("all rows", arena, text, "Tiếng dân tộc");
        assert_has("empty date", arena, text, "ngày …… tháng …… năm 20……");
        assert_int_equal(made.pages, style == PRINT_TEMPLATE ? 5 : 4);
    }
}

static void
prints_subjects_outside_the_template(void **state)
{
    AUTO(arena) *arena = arena_new();
    struct record *record = sample_record(arena, 1, 4);

    (void)state;
    record->subjects[record->subject_count++] =
        (struct subject_result){"KNS", "Kĩ năng sống", LEVEL_T, MARK_NONE, "Em tự tin."};
    assert_has("its line", arena, print_one(arena, record, PRINT_TEMPLATE, NULL),
               "Kĩ năng sống: Hoàn thành tốt; Em tự tin.");
}

static void
leaves_out_districts_after_2025(void **state)
{
    AUTO(arena) *arena = arena_new();
    struct record *record = sample_record_of(arena, 1, 4, 2025);

    (void)state;
    record->district = NULL;
    assert_null(strstr(print_one(arena, record, PRINT_TEMPLATE, NULL), "Huyện("));
    record = sample_record_of(arena, 1, 4, 2023);
    record->district = NULL;
    assert_non_null(strstr(print_one(arena, record, PRINT_TEMPLATE, NULL), "Huyện("));
}

/* Every text at its ceiling: longer than any real one, and still nothing is cut. */
static void
prints_the_longest_texts(void **state)
{
    AUTO(arena) *arena = arena_new();
    struct record *r = sample_record(arena, 1, 4);
    const char **const names[] = {
        &r->name,     &r->school_name, &r->commune,  &r->district,       &r->province,
        &r->father,   &r->mother,      &r->guardian, &r->principal_name, &r->class_teacher_name,
        &r->ethnicity};
    const char **const addresses[] = {&r->birth_place, &r->home_town, &r->address};

    (void)state;
    for (size_t i = 0; i < COUNT_OF(names); i++)
        *names[i] = arena_printf(arena, "%zu %s", 10 + i, sample_long_comment(arena, 197));
    for (size_t i = 0; i < COUNT_OF(addresses); i++)
        *addresses[i] = arena_printf(arena, "%zu %s", 30 + i, sample_long_comment(arena, 497));
    for (int style = PRINT_TEMPLATE; style <= PRINT_DIGITAL; style++) {
        const char *text = print_one(arena, r, (enum print_style)style, NULL);
        for (size_t i = 0; i < COUNT_OF(names); i++)
            assert_has("name", arena, text, *names[i]);
        for (size_t i = 0; i < COUNT_OF(addresses); i++)
            assert_has("address", arena, text, *addresses[i]);
        assert_has("the footer", arena, text, "… · Lớp 4A1 · 2023-2024 · Mã 3f2a9c42");
    }
}

static void
count_books(void *context, size_t done, size_t total)
{
    size_t *calls = context;

    assert_int_equal(done, ++*calls);
    assert_int_equal(total, 35);
}

static void
prints_a_class(void **state)
{
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *first = buffer_new(PRINT_BYTES_MAX), *second = buffer_new(PRINT_BYTES_MAX);
    AUTO(buffer) *info = buffer_new(1 << 20);
    struct print_record years[35];
    struct print_book books[35];
    struct print_summary made;
    struct error err = {0};
    size_t calls = 0;

    (void)state;
    for (size_t i = 0; i < 35; i++) {
        years[i] = verified(sample_record(arena, i, 4));
        books[i] = (struct print_book){.records = &years[i], .record_count = 1};
    }
    struct print_job job = {.books = books,
                            .book_count = 35,
                            .training = true,
                            .made = signing,
                            .progress = count_books,
                            .context = &calls};
    assert_ok(record_print(&job, first, &made, &err));
    assert_int_equal(calls, 35);
    assert_int_equal(made.pages, 35 * 5);
    pdf_assert_sound(buffer_span(first));
    const char *text = pdf_text(arena, buffer_span(first));
    assert_int_equal(pdf_count(text, "\f"), 35 * 5);
    for (size_t i = 0; i < 35; i++)
        assert_has("every pupil", arena, text,
                   arena_printf(arena, "%s · Lớp 4A1 · 2023-2024 · Mã %.8s", years[i].record->name,
                                years[i].record->uuid));
    job.progress = NULL;
    assert_ok(record_print(&job, second, NULL, &err));
    assert_true(span_equal(buffer_span(first), buffer_span(second)));
    assert_int_equal(pdf_run(buffer_span(first), "pdfinfo -enc UTF-8 %s", info), 0);
    assert_non_null(strstr(info->data, "35 học sinh, lớp 4A1, năm học 2023-2024"));
}

/* Nothing stands where the code will be: x >= 465 pt, y < 105 pt of every page. */
static void
keeps_the_corner_free(void **state)
{
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *out = buffer_new(PRINT_BYTES_MAX), *corner = buffer_new(1 << 20);
    struct record *record = sample_record(arena, 8, 4);
    struct error err = {0};

    (void)state;
    record->name =
        "Công Tằng Tôn Nữ Ngọc Thuỳ Dương Nguyễn Hoàng Phúc Bảo Trân Châu Mỹ Ái Linh Lan "
        "Hương Giang";
    record->school_name = "Trường Phổ thông Dân tộc Bán trú Tiểu học và Trung học cơ sở Trần Hưng "
                          "Đạo cơ sở hai";
    record->subjects[1].comment = sample_long_comment(arena, 4000);
    struct print_record year = verified(record);
    struct print_book book = {.records = &year, .record_count = 1};
    struct print_job job = {.books = &book, .book_count = 1, .draft = true, .training = true};
    for (int style = PRINT_TEMPLATE; style <= PRINT_DIGITAL; style++) {
        job.style = (enum print_style)style;
        buffer_clear(out);
        buffer_clear(corner);
        assert_ok(record_print(&job, out, NULL, &err));
        assert_int_equal(
            pdf_run(buffer_span(out), "pdftotext -r 72 -x 465 -y 0 -W 131 -H 105 %s -", corner), 0);
        for (size_t i = 0; i < corner->size; i++)
            if (!isspace((unsigned char)corner->data[i]))
                fail_msg("in the corner: %s", corner->data);
        assert_has("the whole name", arena, pdf_text(arena, buffer_span(out)), record->name);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prints_every_field),
        cmocka_unit_test(continues_long_comments),
        cmocka_unit_test(continues_over_several_pages),
        cmocka_unit_test(meter_tells_the_truth),
        cmocka_unit_test(meter_of_each_cell),
        cmocka_unit_test(binds_several_years),
        cmocka_unit_test(marks_every_page),
        cmocka_unit_test(refuses),
        cmocka_unit_test(asks_before_signing),
        cmocka_unit_test(names_what_it_replaces),
        cmocka_unit_test(counts_days_of_absence),
        cmocka_unit_test(shows_a_broken_signature),
        cmocka_unit_test(names_every_subject_teacher),
        cmocka_unit_test(prints_strict_v10),
        cmocka_unit_test(prints_the_class_teachers_own_words),
        cmocka_unit_test(prints_a_nearly_empty_record),
        cmocka_unit_test(prints_subjects_outside_the_template),
        cmocka_unit_test(leaves_out_districts_after_2025),
        cmocka_unit_test(prints_the_longest_texts),
        cmocka_unit_test(prints_a_class),
        cmocka_unit_test(keeps_the_corner_free),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
