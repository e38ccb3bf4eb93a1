/* SPDX-License-Identifier: Apache-2.0
 *
 * The right page of a year: qualities, competences (one merged comment cell each), the overall
 * result, awards, completion, signatures.
 */
#include "model/curriculum.h"
#include "print/book.h"

enum { OTHER_SUBJECTS_MAX = 1 << 20 };

#define LEVEL_LEFT 195.0

/* One of the three tables. */
struct trait_table {
    const char *column, *title; /* of the first column; of a continued comment */
    enum trait first, end;
    const char *comment;
};

static void
draw_grid(struct book *book, const struct trait_table *table, double top)
{
    struct canvas *canvas = &book->canvas;
    int rows = (int)(table->end - table->first);
    double body = top + TRAIT_HEADER, bottom = body + rows * TRAIT_ROW;

    canvas_frame(canvas, PAGE_LEFT, top, PAGE_RIGHT, bottom, 0.9);
    canvas_line(canvas, LEVEL_LEFT, top, LEVEL_LEFT, bottom, 0.6);
    canvas_line(canvas, TRAIT_LEFT, top, TRAIT_LEFT, bottom, 0.6);
    canvas_line(canvas, PAGE_LEFT, body, PAGE_RIGHT, body, 0.9);
    for (int i = 1; i < rows; i++)
        canvas_line(canvas, PAGE_LEFT, body + i * TRAIT_ROW, TRAIT_LEFT, body + i * TRAIT_ROW, 0.6);
}

static const char *
rating_text(struct book *book, enum rating rating)
{
    const char *text = book_is_digital(book) ? rating_word(rating) : rating_symbol(rating);

    return text ? text : "";
}

static void
draw_table(struct flow *flow, const struct trait_table *table)
{
    struct book *book = flow->book;
    double top = flow->y, y = top + TRAIT_HEADER;

    draw_grid(book, table, top);
    book_cell(book, INK(BOLD, 12), ALIGN_CENTER, table->column, PAGE_LEFT, top, LEVEL_LEFT, y);
    book_cell(book, INK(BOLD, 12), ALIGN_CENTER, "Mức đạt được", LEVEL_LEFT, top, TRAIT_LEFT, y);
    book_cell(book, INK(BOLD, 12), ALIGN_CENTER, "Nhận xét", TRAIT_LEFT, top, PAGE_RIGHT, y);
    for (int i = (int)table->first; i < (int)table->end; i++, y += TRAIT_ROW) {
        book_cell(book, INK(REGULAR, 12), ALIGN_LEFT, trait_name((enum trait)i), PAGE_LEFT, y,
                  LEVEL_LEFT, y + TRAIT_ROW);
        book_cell(book, INK(REGULAR, 12), ALIGN_CENTER, rating_text(book, flow->record->ratings[i]),
                  LEVEL_LEFT, y, TRAIT_LEFT, y + TRAIT_ROW);
    }
    book_comment(book, flow->record, table->title, table->comment, TRAIT_LEFT, top + TRAIT_HEADER,
                 PAGE_RIGHT, y);
    flow->y = y;
}

static void
draw_title(struct flow *flow, double size, const char *title)
{
    canvas_text(&flow->book->canvas, INK(BOLD, size), PAGE_LEFT, flow->y + size, title);
    flow->y += size + 6;
}

static void
draw_tables(struct flow *flow)
{
    const struct record *record = flow->record;
    const struct trait_table qualities = {"Phẩm chất", "Những phẩm chất chủ yếu",
                                          QUALITY_PATRIOTISM, QUALITY_COUNT,
                                          record->comment_qualities};
    const struct trait_table general = {"Năng lực", "Những năng lực chung", COMPETENCE_AUTONOMY,
                                        GENERAL_COMPETENCES_END, record->comment_general};
    const struct trait_table specific = {"Năng lực", "Những năng lực đặc thù", COMPETENCE_LANGUAGE,
                                         TRAIT_COUNT, record->comment_specific};

    draw_title(flow, 13,
               book_is_digital(flow->book) ? "2. Nhận xét những phẩm chất chủ yếu"
                                           : "2. Những phẩm chất chủ yếu");
    flow->y = flow->y < TABLE_TOP ? TABLE_TOP : flow->y; /* below the free box */
    draw_table(flow, &qualities);
    flow->y += 6;
    draw_title(flow, 13, "3. Những năng lực cốt lõi");
    draw_title(flow, 12, "3.1. Những năng lực chung");
    draw_table(flow, &general);
    flow->y += 6;
    draw_title(flow, 12, "3.2. Những năng lực đặc thù");
    draw_table(flow, &specific);
    flow->y += 7;
}

/* A title and the text under it, on dots when there is none. */
static void
draw_section(struct flow *flow, const char *title, const char *text)
{
    struct canvas *canvas = &flow->book->canvas;
    const double size = 12;

    flow_room(flow, 2 * layout_leading(size) + 4);
    canvas_text(canvas, INK(BOLD, size), PAGE_LEFT, flow->y + size, title);
    double x = PAGE_LEFT + canvas_width(canvas, INK(BOLD, size), title) + 4;
    if (text_is_blank(text)) {
        flow->y += size * 2 + 8;
        canvas_dots(canvas, PAGE_LEFT + 14, PAGE_RIGHT, flow->y - 4);
    } else if (book_is_digital(flow->book) && strchr(text, '\n') == NULL &&
               x + canvas_width(canvas, INK(REGULAR, size), text) <= PAGE_RIGHT) {
        canvas_text(canvas, INK(REGULAR, size), x, flow->y + size, text);
        flow->y += size + 7;
    } else {
        flow->y += size + 5;
        flow_text(flow, INK(REGULAR, size), PAGE_LEFT + 14, text);
        flow->y += 4;
    }
}

static const char *
award_text(struct book *book, const struct record *record)
{
    if (text_is_blank(record->award_sudden))
        return record->award;
    return arena_printf(book->canvas.arena, "%s%sKhen thưởng đột xuất: %s",
                        text_is_blank(record->award) ? "" : record->award,
                        text_is_blank(record->award) ? "" : "\n", record->award_sudden);
}

/* The record's own words, or those of the guide made from its two answers. */
static const char *
completion_text(struct book *book, const struct record *record)
{
    struct arena *arena = book->canvas.arena;

    if (!text_is_blank(record->completion_text))
        return record->completion_text;
    if (record->completed_class == ANSWER_NONE || record->grade == 0)
        return "";
    if (record->completed_primary == ANSWER_YES)
        return "Hoàn thành chương trình tiểu học.";
    const char *done = record->completed_class == ANSWER_YES ? "Hoàn thành" : "Chưa hoàn thành";
    if (record->promoted == ANSWER_YES)
        return arena_printf(arena, "%s chương trình lớp %d; Được lên lớp %d.", done, record->grade,
                            record->grade + 1);
    return arena_printf(arena, "%s chương trình lớp %d%s.", done, record->grade,
                        record->promoted == ANSWER_NO ? "; Chưa được lên lớp" : "");
}

/* Subjects that the template has no row for: one line each. */
static const char *
other_subjects(struct book *book, const struct record *record)
{
    AUTO(buffer) *text = buffer_new(OTHER_SUBJECTS_MAX);

    for (size_t i = 0; i < record->subject_count; i++) {
        const struct subject_result *it = &record->subjects[i];
        if (curriculum_subject(it->code))
            continue;
        buffer_printf(text, "%s%s: %s", text->size ? "\n" : "", it->name ? it->name : it->code,
                      it->level ? level_word(it->level) : "");
        if (it->mark != MARK_NONE)
            buffer_printf(text, "; điểm %d", it->mark);
        if (!text_is_blank(it->comment))
            buffer_printf(text, "; %s", it->comment);
    }
    return arena_copy(book->canvas.arena, buffer_span(text).data, text->size);
}

static void
draw_sections(struct flow *flow)
{
    struct book *book = flow->book;
    const struct record *record = flow->record;

    const char *others = other_subjects(book, record);

    if (*others)
        draw_section(flow, "Môn học, hoạt động giáo dục khác:", others);
    draw_section(flow, "4. Đánh giá kết quả giáo dục:", result_word(record->result));
    draw_section(flow, "5. Khen thưởng:", award_text(book, record));
    draw_section(flow, "6. Hoàn thành chương trình lớp học/chương trình tiểu học:",
                 completion_text(book, record));
    if (record_has_subject_comments(record) && record_has_class_comment(record))
        draw_section(flow, "Nhận xét của giáo viên chủ nhiệm:", record->class_teacher_comment);
}

void
page_traits(struct book *book, const struct print_record *year)
{
    const struct record *record = year->record;
    const struct entry school[] = {{"Trường:", record->school_name, 0.64},
                                   {"Năm học:", record->year_name, 0.36}};

    book_add_page(book, record);
    struct flow flow = flow_at(book, record, PAGE_TOP - 14);
    flow_entries(&flow, 12, HEADER_RIGHT, school, COUNT_OF(school));
    flow.y = flow.y < 82 ? 82 : flow.y;
    draw_tables(&flow);
    draw_sections(&flow);
    flow.y += 2;
    signature_blocks(&flow, year);
}
