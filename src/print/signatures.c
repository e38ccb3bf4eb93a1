/* SPDX-License-Identifier: Apache-2.0 */
#include "print/book.h"

#define BLOCK_HEIGHT 116.0 /* of a block with two signatures */
#define BLOCK_MIDDLE 297.0 /* between the left and the right block */

/* What stands in one block. */
struct block {
    const char *title, *note, *name;
    enum signer_role roles[2];
    size_t role_count;
    double left, right;
};

const struct print_signer *
signature_find(const struct print_record *year, enum signer_role role)
{
    for (size_t i = 0; i < year->signer_count; i++)
        if (year->signers[i].role == role)
            return &year->signers[i];
    return NULL;
}

const char *
signature_place(struct book *book, const struct record *record)
{
    struct date day = moment_to_date(record->issue_date);
    const char *place = text_is_blank(record->issue_place) ? "…………" : record->issue_place;

    if (record->issue_date.seconds == 0)
        return arena_printf(book->canvas.arena, "%s, ngày …… tháng …… năm 20……", place);
    /* NĐ30/2020: days below 10 and months 1 and 2 get a zero before them */
    return arena_printf(book->canvas.arena,
                        day.month < 3 ? "%s, ngày %02d tháng %02d năm %d"
                                      : "%s, ngày %02d tháng %d năm %d",
                        place, day.day, day.month, day.year);
}

/* "lúc 10:20:30 ngày 31/05/2024", in short "10:20 31/05/2024" */
static const char *
signature_time(struct book *book, const struct print_signer *signer, bool in_short)
{
    char when[MOMENT_TEXT_SIZE];

    moment_write(moment_in_vietnam(signer->time.seconds), when); /* 2024-05-31T10:20:30+07:00 */
    return arena_printf(book->canvas.arena, "%s%.*s%s %.2s/%.2s/%.4s", in_short ? "" : "lúc ",
                        in_short ? 5 : 8, when + 11, in_short ? "" : " ngày", when + 8, when + 5,
                        when);
}

/* "Đã ký số: Trần Thị B", and the time on a line of its own. */
static const char *
signature_text(struct book *book, const struct print_signer *signer)
{
    const char *verb = signer->role == SIGNER_SCHOOL ? "Đã ký phát hành (dấu số)" : "Đã ký số";

    return arena_printf(
        book->canvas.arena, "%s: %s\n%s", signer->valid ? verb : "CHỮ KÝ SỐ KHÔNG HỢP LỆ",
        signer->name ? signer->name : "không rõ tên", signature_time(book, signer, false));
}

static double
draw_signature(struct book *book, const struct print_signer *signer, double left, double right,
               double top)
{
    struct layout layout;

    canvas_wrap(&book->canvas, INK(REGULAR, 9.5), right - left - 24,
                span_of(signature_text(book, signer)), &layout);
    double height = layout_height(layout.size, layout.lines.count);
    canvas_lines(&book->canvas, &layout, 0, layout.lines.count, ALIGN_CENTER, left, right, top);
    return height + 3;
}

/* Returns the bottom of the block. */
static double
draw_block(struct book *book, const struct print_record *year, const struct block *block,
           double top)
{
    struct canvas *canvas = &book->canvas;
    double y = top + 34;
    size_t signed_roles = 0;

    canvas_text_in(canvas, INK(BOLD, 12), ALIGN_CENTER, block->left, block->right, top + 11,
                   block->title);
    canvas_text_in(canvas, INK(ITALIC, 11), ALIGN_CENTER, block->left, block->right, top + 25,
                   block->note);
    for (size_t i = 0; i < block->role_count; i++) {
        const struct print_signer *signer = signature_find(year, block->roles[i]);
        if (signer == NULL)
            continue;
        y += draw_signature(book, signer, block->left, block->right, y);
        signed_roles++;
    }
    if (signed_roles == 0)
        y += 46; /* room for a pen */
    if (!text_is_blank(block->name)) {
        struct layout name;
        canvas_wrap(canvas, INK(BOLD, 12), block->right - block->left - 8, span_of(block->name),
                    &name);
        canvas_lines(canvas, &name, 0, name.lines.count, ALIGN_CENTER, block->left, block->right,
                     y + 2);
        y += layout_height(12, name.lines.count) + 2;
    }
    return y;
}

/* Subject teachers who signed, in one small paragraph. */
static void
draw_subject_teachers(struct flow *flow, const struct print_record *year)
{
    struct book *book = flow->book;
    static const char lead[] = "Giáo viên bộ môn đã ký số:";
    const char *text = NULL;

    for (size_t i = 0; i < year->signer_count; i++) {
        const struct print_signer *signer = &year->signers[i];
        if (signer->role != SIGNER_SUBJECT_TEACHER)
            continue;
        text = arena_printf(
            book->canvas.arena, "%s %s%s%s%s, %s;", text ? text : lead,
            signer->subject_name ? signer->subject_name : "", signer->subject_name ? " – " : "",
            signer->name ? signer->name : "không rõ tên",
            signer->valid ? "" : " (CHỮ KÝ SỐ KHÔNG HỢP LỆ)", signature_time(book, signer, true));
    }
    if (text == NULL)
        return;
    flow->y += 3;
    flow_text(flow, INK(REGULAR, 7.5), PAGE_LEFT, text);
}

static const char *
principal_note(struct book *book, const struct record *record)
{
    /* a deputy signs for the principal and says so */
    if (text_is_blank(record->principal_title) ||
        text_equal(record->principal_title, "Hiệu trưởng"))
        return "(Ký, ghi rõ họ tên và đóng dấu)";
    return arena_printf(book->canvas.arena, "(%s ký, ghi rõ họ tên và đóng dấu)",
                        record->principal_title);
}

void
signature_blocks(struct flow *flow, const struct print_record *year)
{
    struct book *book = flow->book;
    const struct record *record = year->record;
    const struct block principal = {
        .title = "Xác nhận của Hiệu trưởng",
        .note = principal_note(book, record),
        .name = record->principal_name,
        .roles = {SIGNER_PRINCIPAL, SIGNER_SCHOOL},
        .role_count = 2,
        .left = PAGE_LEFT,
        .right = BLOCK_MIDDLE,
    };
    const struct block teacher = {
        .title = "Giáo viên chủ nhiệm",
        .note = "(Ký và ghi rõ họ tên)",
        .name = record->class_teacher_name,
        .roles = {SIGNER_CLASS_TEACHER},
        .role_count = 1,
        .left = BLOCK_MIDDLE,
        .right = PAGE_RIGHT,
    };

    flow_room(flow, BLOCK_HEIGHT + 20);
    canvas_text_in(&book->canvas, INK(ITALIC, 12), ALIGN_CENTER, BLOCK_MIDDLE, PAGE_RIGHT,
                   flow->y + 11, signature_place(book, record));
    flow->y += 18;
    double left = draw_block(book, year, &principal, flow->y);
    double right = draw_block(book, year, &teacher, flow->y);
    flow->y = left > right ? left : right;
    draw_subject_teachers(flow, year);
}

void
signature_principal(struct flow *flow, const struct print_record *year)
{
    struct book *book = flow->book;
    const struct block principal = {
        .title = "HIỆU TRƯỞNG",
        .note = principal_note(book, year->record),
        .name = year->record->principal_name,
        .roles = {SIGNER_PRINCIPAL, SIGNER_SCHOOL},
        .role_count = 2,
        .left = BLOCK_MIDDLE,
        .right = PAGE_RIGHT,
    };

    flow_room(flow, BLOCK_HEIGHT + 20);
    canvas_text_in(&book->canvas, INK(ITALIC, 12), ALIGN_CENTER, BLOCK_MIDDLE, PAGE_RIGHT,
                   flow->y + 11, signature_place(book, year->record));
    flow->y = draw_block(book, year, &principal, flow->y + 18);
}
