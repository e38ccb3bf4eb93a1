/* SPDX-License-Identifier: Apache-2.0 */
#include "print/book.h"

#define FRAME_LEFT   44.0
#define FRAME_RIGHT  551.0
#define FRAME_TOP    116.0
#define FRAME_BOTTOM 786.0
#define COVER_LEFT   84.0
#define COVER_RIGHT  511.0

/* From 1/7/2025 there are no districts; the line is then left out when it has no value. */
static bool
asks_district(const struct record *record)
{
    static const struct date reform = {2025, 7, 1};

    return !text_is_blank(record->district) || record->issue_date.seconds == 0 ||
           date_compare(moment_to_date(record->issue_date), reform) < 0;
}

/* One line of the cover; a long value wraps. Returns the top of the next. */
static double
cover_line(struct book *book, const char *label, const char *value, bool strong, double top)
{
    struct canvas *canvas = &book->canvas;
    const double size = 14;
    double x = COVER_LEFT + canvas_width(canvas, INK(REGULAR, size), label) + 4;
    struct ink ink = {strong ? FONT_BOLD : FONT_REGULAR, size, 0};
    struct layout layout;

    canvas_text(canvas, INK(REGULAR, size), COVER_LEFT, top + size, label);
    canvas_wrap(canvas, ink, COVER_RIGHT - x, span_of(value ? value : ""), &layout);
    canvas_lines(canvas, &layout, 0, layout.lines.count, ALIGN_LEFT, x, COVER_RIGHT, top + 0.9);
    size_t lines = layout.lines.count;
    double y = top + size + (lines > 1 ? layout_height(size, lines - 1) : 0);
    canvas_dots(canvas, lines ? x + layout.lines.items[lines - 1].width + 3 : x, COVER_RIGHT,
                y + 1.5);
    return y + 20;
}

void
page_cover(struct book *book)
{
    struct canvas *canvas = &book->canvas;
    const struct record *record = book->newest;
    bool digital = book_is_digital(book);
    double y = digital ? 500 : 520;

    book_add_page(book, record);
    canvas_frame(canvas, FRAME_LEFT, FRAME_TOP, FRAME_RIGHT, FRAME_BOTTOM, 2);
    canvas_frame(canvas, FRAME_LEFT + 4, FRAME_TOP + 4, FRAME_RIGHT - 4, FRAME_BOTTOM - 4, 0.6);
    canvas_text_in(canvas, INK(BOLD, 16), ALIGN_CENTER, FRAME_LEFT, FRAME_RIGHT, 160,
                   "BỘ GIÁO DỤC VÀ ĐÀO TẠO");
    canvas_line(canvas, 250, 170, 345, 170, 0.8);
    canvas_text_in(canvas, INK(BOLD, 46), ALIGN_CENTER, FRAME_LEFT, FRAME_RIGHT, 340, "HỌC BẠ");
    canvas_text_in(canvas, INK(BOLD, 28), ALIGN_CENTER, FRAME_LEFT, FRAME_RIGHT, 384, "TIỂU HỌC");
    y = cover_line(book, "Họ và tên học sinh:", record->name, true, y);
    if (digital)
        y = cover_line(book, "Lớp:", record->class_name, false, y);
    y = cover_line(book, "Trường:", record->school_name, false, y);
    if (digital)
        y = cover_line(book, "Năm học:", record->year_name, false, y);
    y = cover_line(book, "Xã (Phường, Thị trấn):", record->commune, false, y);
    if (asks_district(record))
        y = cover_line(book, "Huyện (Thành phố, Quận, Thị xã):", record->district, false, y);
    cover_line(book, "Tỉnh (Thành phố):", record->province, false, y);
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

    flow_entries(flow, 12.5, PAGE_RIGHT, &uuid, 1);
    flow_text(flow, INK(ITALIC, 11), PAGE_LEFT,
              "(Mã tra cứu học bạ UUID sử dụng để tra cứu học bạ số trên cổng tra cứu Học bạ số "
              "- Bộ GDĐT).");
    flow->y += 8;
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
