/* SPDX-License-Identifier: Apache-2.0 */
#include "print/book.h"

#define FRAME_LEFT     44.0
#define FRAME_RIGHT    551.0
#define FRAME_TOP      116.0
#define FRAME_BOTTOM   786.0
#define COVER_LEFT     84.0
#define COVER_RIGHT    511.0
#define COVER_TOP      500.0 /* of the lines; they move up to COVER_TOP_MIN when there are many */
#define COVER_TOP_MIN  420.0
#define COVER_BOTTOM   770.0
#define COVER_GAP      17.0 /* between lines */
#define COVER_SIZE_MIN 8.0

/* From 1/7/2025 there are no districts; the line is then left out when it has no value. */
static bool
asks_district(const struct record *record)
{
    static const struct date reform = {2025, 7, 1};

    return !text_is_blank(record->district) || record->issue_date.seconds == 0 ||
           date_compare(moment_to_date(record->issue_date), reform) < 0;
}

/* One line of the cover; a long value wraps. */
struct cover_line {
    const char *label, *value;
    bool strong;
};

struct cover {
    struct cover_line lines[7];
    size_t count;
    double size; /* of the letters */
};

static void
cover_add(struct cover *cover, const char *label, const char *value)
{
    cover->lines[cover->count++] = (struct cover_line){label, value ? value : "", false};
}

static void
cover_fill(struct cover *cover, const struct record *record, bool digital)
{
    cover_add(cover, "Họ và tên học sinh:", record->name);
    cover->lines[0].strong = true;
    if (digital)
        cover_add(cover, "Lớp:", record->class_name);
    cover_add(cover, "Trường:", record->school_name);
    if (digital)
        cover_add(cover, "Năm học:", record->year_name);
    cover_add(cover, "Xã (Phường, Thị trấn):", record->commune);
    if (asks_district(record))
        cover_add(cover, "Huyện (Thành phố, Quận, Thị xã):", record->district);
    cover_add(cover, "Tỉnh (Thành phố):", record->province);
}

/* Break the value beside its label; returns where it begins. */
static double
cover_wrap(struct book *book, const struct cover *cover, size_t i, struct layout *layout)
{
    const struct cover_line *line = &cover->lines[i];
    struct ink ink = {line->strong ? FONT_BOLD : FONT_REGULAR, cover->size, 0};
    double x = COVER_LEFT + canvas_width(&book->canvas, INK(REGULAR, cover->size), line->label) + 4;

    canvas_wrap(&book->canvas, ink, COVER_RIGHT - x, span_of(line->value), layout);
    return x;
}

static double
cover_line_height(const struct cover *cover, const struct layout *layout)
{
    size_t lines = layout->lines.count > 1 ? layout->lines.count : 1;

    return layout_height(cover->size, lines) + COVER_GAP;
}

static double
cover_height(struct book *book, const struct cover *cover)
{
    double height = 0;

    for (size_t i = 0; i < cover->count; i++) {
        struct layout layout;
        cover_wrap(book, cover, i, &layout);
        height += cover_line_height(cover, &layout);
    }
    return height;
}

static void
cover_draw(struct book *book, const struct cover *cover, double top)
{
    struct canvas *canvas = &book->canvas;

    for (size_t i = 0; i < cover->count; i++) {
        struct layout layout;
        double x = cover_wrap(book, cover, i, &layout), end = x;
        size_t lines = layout.lines.count;
        double bottom = top + cover_line_height(cover, &layout) - COVER_GAP;
        canvas_text(canvas, INK(REGULAR, cover->size), COVER_LEFT,
                    canvas_baseline(cover->size, top), cover->lines[i].label);
        canvas_lines(canvas, &layout, 0, lines, ALIGN_LEFT, x, COVER_RIGHT, top);
        if (lines > 0)
            end += layout.lines.items[lines - 1].width + 3;
        canvas_dots(canvas, end, COVER_RIGHT, bottom - 1.5);
        top = bottom + COVER_GAP;
    }
}

void
page_cover(struct book *book)
{
    struct canvas *canvas = &book->canvas;
    struct cover cover = {.size = 14};

    book_add_page(book, book->newest);
    canvas_frame(canvas, FRAME_LEFT, FRAME_TOP, FRAME_RIGHT, FRAME_BOTTOM, 2);
    canvas_frame(canvas, FRAME_LEFT + 4, FRAME_TOP + 4, FRAME_RIGHT - 4, FRAME_BOTTOM - 4, 0.6);
    canvas_text_in(canvas, INK(BOLD, 16), ALIGN_CENTER, FRAME_LEFT, FRAME_RIGHT, 160,
                   "BỘ GIÁO DỤC VÀ ĐÀO TẠO");
    canvas_line(canvas, 250, 170, 345, 170, 0.8);
    canvas_text_in(canvas, INK(BOLD, 46), ALIGN_CENTER, FRAME_LEFT, FRAME_RIGHT, 340, "HỌC BẠ");
    canvas_text_in(canvas, INK(BOLD, 28), ALIGN_CENTER, FRAME_LEFT, FRAME_RIGHT, 384, "TIỂU HỌC");
    cover_fill(&cover, book->newest, book_is_digital(book));
    while (cover.size > COVER_SIZE_MIN && cover_height(book, &cover) > COVER_BOTTOM - COVER_TOP_MIN)
        cover.size -= LAYOUT_STEP;
    double top = COVER_BOTTOM - cover_height(book, &cover);
    cover_draw(book, &cover, top < COVER_TOP ? top : COVER_TOP);
}

static const char *
date_text(struct book *book, struct date date)
{
    char text[DATE_TEXT_SIZE];

    return date_is_valid(date) ? arena_text(book->canvas.arena, date_write_vietnamese(date, text))
                               : "";
}

static void
personal_entries(struct flow *flow, const struct record *record)
{
    const struct entry name[] = {{"Họ và tên học sinh:", record->name, 0.7, true},
                                 {"Giới tính:", sex_word(record->sex), 0.3}};
    const struct entry birth[] = {
        {"Ngày, tháng, năm sinh:", date_text(flow->book, record->birth_date), 0.42},
        {"Dân tộc:", record->ethnicity, 0.28},
        {"Quốc tịch:", record->nationality, 0.3}};
    const struct entry number[] = {{"Mã số định danh cá nhân:", record->personal_number, 1}};
    const struct entry places[] = {{"Nơi sinh:", record->birth_place, 0.5},
                                   {"Quê quán:", record->home_town, 0.5}};
    const struct entry others[] = {{"Nơi ở hiện nay:", record->address, 1},
                                   {"Họ và tên cha:", record->father, 1},
                                   {"Họ và tên mẹ:", record->mother, 1},
                                   {"Người giám hộ (nếu có):", record->guardian, 1}};

    flow_entries(flow, 12.5, PAGE_RIGHT, name, COUNT_OF(name));
    flow_entries(flow, 12.5, PAGE_RIGHT, birth, COUNT_OF(birth));
    if (book_is_digital(flow->book))
        flow_entries(flow, 12.5, PAGE_RIGHT, number, COUNT_OF(number));
    flow_entries(flow, 12.5, PAGE_RIGHT, places, COUNT_OF(places));
    for (size_t i = 0; i < COUNT_OF(others); i++)
        flow_entries(flow, 12.5, PAGE_RIGHT, &others[i], 1);
}

/* What Phụ lục 2 of CV2088 has instead of the principal's signature. */
static void
digital_entries(struct flow *flow, const struct print_record *year)
{
    const struct record *record = year->record;
    const struct print_signer *signer = signature_find(year, SIGNER_PRINCIPAL);
    bool issued = record->issue_date.seconds != 0;
    const struct entry uuid = {"Mã số tra cứu học bạ (UUID):", record->uuid, 1};
    const struct entry signing[] = {
        {"Người ký học bạ:", signer && signer->name ? signer->name : record->principal_name, 1},
        {"Chức vụ của người ký học bạ:", record->principal_title, 1},
        {"Ngày ký học bạ:", issued ? date_text(flow->book, moment_to_date(record->issue_date)) : "",
         1}};

    const struct entry replaced = {"Thay thế học bạ có mã số:", record->replaces_uuid, 1};

    flow_entries(flow, 12.5, PAGE_RIGHT, &uuid, 1);
    flow_text(flow, INK(ITALIC, 11), PAGE_LEFT,
              "(Mã tra cứu học bạ UUID sử dụng để tra cứu học bạ số trên cổng tra cứu Học bạ số "
              "- Bộ GDĐT).");
    flow->y += 8;
    if (!text_is_blank(record->replaces_uuid))
        flow_entries(flow, 12.5, PAGE_RIGHT, &replaced, 1);
    for (size_t i = 0; i < COUNT_OF(signing); i++)
        flow_entries(flow, 12.5, PAGE_RIGHT, &signing[i], 1);
}

void
page_personal(struct book *book)
{
    const struct print_record *year = book->years[book->year_count - 1];
    bool digital = book_is_digital(book);

    book_add_page(book, year->record);
    canvas_text_in(&book->canvas, INK(BOLD, 18), ALIGN_CENTER, PAGE_LEFT, PAGE_RIGHT, 80, "HỌC BẠ");
    struct flow flow = flow_at(book, year->record, TABLE_TOP + 4);
    personal_entries(&flow, year->record);
    flow.y += 4;
    if (digital)
        digital_entries(&flow, year);
    else
        signature_principal(&flow, year);
    flow.y += 14;
    history_table(&flow);
}
