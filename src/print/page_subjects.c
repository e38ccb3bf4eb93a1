/* SPDX-License-Identifier: Apache-2.0
 *
 * The left page of a year: the pupil, and section 1 with the 14 rows of the template, all of them
 * always printed.
 */
#include "model/curriculum.h"
#include "print/book.h"

enum { COLUMNS = 4 };

static const double edges[COLUMNS + 1] = {44, 170, 221, COMMENT_LEFT, 550};

/* "32.5" as Vietnamese write it: "32,5 kg". */
static const char *
measured(struct book *book, const char *decimal, const char *unit)
{
    if (text_is_blank(decimal))
        return "";
    char *text = arena_printf(book->canvas.arena, "%s %s", decimal, unit);
    char *point = strchr(text, '.');
    if (point)
        *point = ',';
    return text;
}

/* The XML counts half-days, the template days: with two sessions a day, two of them make one. */
static const char *
absences(struct book *book, const struct print_record *year, int count)
{
    struct arena *arena = book->canvas.arena;

    if (count == COUNT_NONE)
        return "";
    if (year->sessions_per_day == 1)
        return arena_printf(arena, "%d", count);
    if (year->sessions_per_day == 2)
        return arena_printf(arena, "%d,%d", count / 2, count % 2 * 5);
    return arena_printf(arena, "%d buổi", count);
}

static int
all_absences(const struct record *record)
{
    if (record->absent_excused == COUNT_NONE || record->absent_unexcused == COUNT_NONE)
        return COUNT_NONE;
    return record->absent_excused + record->absent_unexcused;
}

/* The lines beside the free box; returns the top of the section's title. */
static double
draw_header(struct book *book, const struct print_record *year)
{
    const struct record *record = year->record;
    struct flow flow = flow_at(book, record, PAGE_TOP - 14);
    const struct entry who[] = {{"Họ và tên học sinh:", record->name, 0.76, true},
                                {"Lớp:", record->class_name, 0.24}};
    const struct entry body[] = {{"Chiều cao:", measured(book, record->height_cm, "cm"), 0.5},
                                 {"Cân nặng:", measured(book, record->weight_kg, "kg"), 0.5}};
    const struct entry absent[] = {
        {"Số ngày nghỉ:", absences(book, year, all_absences(record)), 0.34},
        {"Có phép:", absences(book, year, record->absent_excused), 0.31},
        {"Không phép:", absences(book, year, record->absent_unexcused), 0.35}};

    flow_entries(&flow, 12, HEADER_RIGHT, who, COUNT_OF(who));
    flow_entries(&flow, 12, HEADER_RIGHT, body, COUNT_OF(body));
    flow_entries(&flow, 12, HEADER_RIGHT, absent, COUNT_OF(absent));
    return flow.y > 90 ? flow.y : 90;
}

static void
draw_titles(struct book *book, double top)
{
    const char *const titles[COLUMNS] = {"Môn học và hoạt động giáo dục", "Mức đạt được",
                                         book_is_digital(book) ? "Điểm kiểm tra" : "Điểm KTĐK",
                                         "Nhận xét"};

    for (int i = 0; i < COLUMNS; i++)
        book_cell(book, INK(BOLD, 11.5), ALIGN_CENTER, titles[i], edges[i], top, edges[i + 1],
                  top + TABLE_HEADER);
}

static const char *
level_text(struct book *book, enum level level)
{
    const char *text = book_is_digital(book) ? level_word(level) : level_symbol(level);

    return text ? text : "";
}

/* "Nghệ thuật (Âm nhạc)": when it needs two lines, the bracket begins the second. */
static const char *
broken_name(struct book *book, const char *name, double width)
{
    const char *bracket = strstr(name, " (");

    if (bracket == NULL || canvas_width(&book->canvas, INK(REGULAR, 12), name) <= width)
        return name;
    char *broken = arena_text(book->canvas.arena, name);
    broken[bracket - name] = '\n';
    return broken;
}

/* Name, level and mark of one row; `result` is NULL when the subject is not taught. */
static void
draw_row(struct book *book, const struct subject *subject, const struct subject_result *result,
         double top, double bottom)
{
    struct ink level = {FONT_REGULAR, book_is_digital(book) ? 10.5 : 12.5, 0};
    const char *name = result && !text_is_blank(result->name) ? result->name : subject->name;

    book_cell(book, INK(REGULAR, 12), ALIGN_LEFT,
              broken_name(book, name, edges[1] - edges[0] - 2 * CELL_PAD), edges[0], top, edges[1],
              bottom);
    if (result == NULL)
        return;
    book_cell(book, level, ALIGN_CENTER, level_text(book, result->level), edges[1], top, edges[2],
              bottom);
    if (result->mark != MARK_NONE)
        book_cell(book, INK(REGULAR, 12.5), ALIGN_CENTER,
                  arena_printf(book->canvas.arena, "%d", result->mark), edges[2], top, edges[3],
                  bottom);
}

static void
draw_grid(struct book *book, double top, double row, bool merged)
{
    struct canvas *canvas = &book->canvas;
    double body = top + TABLE_HEADER, bottom = body + TEMPLATE_ROWS * row;

    canvas_frame(canvas, edges[0], top, edges[COLUMNS], bottom, 0.9);
    for (int i = 1; i < COLUMNS; i++)
        canvas_line(canvas, edges[i], top, edges[i], bottom, 0.6);
    canvas_line(canvas, edges[0], body, edges[COLUMNS], body, 0.9);
    for (int i = 1; i < TEMPLATE_ROWS; i++)
        canvas_line(canvas, edges[0], body + i * row, merged ? edges[COLUMNS - 1] : edges[COLUMNS],
                    body + i * row, 0.6);
}

static void
draw_table(struct book *book, const struct record *record, double top)
{
    double row = (PAGE_BOTTOM - top - TABLE_HEADER) / TEMPLATE_ROWS;
    double y = top + TABLE_HEADER;
    /* strict v1.0 has one comment for all subjects */
    bool merged = !record_has_subject_comments(record) && record_has_class_comment(record);

    row = row > SUBJECT_ROW ? SUBJECT_ROW : row;
    draw_grid(book, top, row, merged);
    draw_titles(book, top);
    for (size_t i = 0; i < TEMPLATE_ROWS; i++, y += row) {
        const struct subject *subject = curriculum_subject_at(i);
        const struct subject_result *result = record_subject_const(record, subject->code);
        draw_row(book, subject, result, y, y + row);
        if (result && !merged)
            book_comment(book, record, result->name ? result->name : subject->name, result->comment,
                         COMMENT_LEFT, y, PAGE_RIGHT, y + row);
    }
    if (merged)
        book_comment(book, record, "Nhận xét của giáo viên chủ nhiệm",
                     record->class_teacher_comment, COMMENT_LEFT, top + TABLE_HEADER, PAGE_RIGHT,
                     y);
}

void
page_subjects(struct book *book, const struct print_record *year)
{
    const struct record *record = year->record;

    book_add_page(book, record);
    double y = draw_header(book, year);
    canvas_text(&book->canvas, INK(BOLD, 13), PAGE_LEFT, y + 11,
                book_is_digital(book) ? "1. Kết quả các môn học và hoạt động giáo dục"
                                      : "1. Các môn học và hoạt động giáo dục");
    draw_table(book, record, y + 18 > TABLE_TOP ? y + 18 : TABLE_TOP);
}
