/* SPDX-License-Identifier: Apache-2.0 */
#include "print/book.h"

#define BLOCK_MIDDLE 297.0 /* between the left and the right block */
#define PEN_ROOM     46.0  /* for a signature by hand */
#define PLACE_HEIGHT 18.0  /* of the line with place and date */

enum { PIECES_MAX = 6 };

/* One block: centred texts one below the other. */
struct block {
    const char *title, *note, *name;
    enum signer_role roles[2];
    size_t role_count;
    double left, right;
    struct piece {
        struct layout layout;
        double above; /* the gap before it */
    } pieces[PIECES_MAX];
    size_t count;
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

static void
add_piece(struct canvas *canvas, struct block *block, struct ink ink, double above,
          const char *text)
{
    struct piece *piece = &block->pieces[block->count++];

    piece->above = above;
    canvas_wrap(canvas, ink, block->right - block->left - 16, span_of(text), &piece->layout);
}

static void
block_fill(struct book *book, const struct print_record *year, struct block *block)
{
    struct canvas *canvas = &book->canvas;
    double above = 7;
    bool by_hand = true;

    add_piece(canvas, block, INK(BOLD, 12), 0, block->title);
    add_piece(canvas, block, INK(ITALIC, 11), 0, block->note);
    for (size_t i = 0; i < block->role_count; i++) {
        const struct print_signer *signer = signature_find(year, block->roles[i]);
        if (signer == NULL)
            continue;
        add_piece(canvas, block, INK(REGULAR, 9.5), above, signature_text(book, signer));
        above = 3;
        by_hand = false;
    }
    if (!text_is_blank(block->name))
        add_piece(canvas, block, INK(BOLD, 12), by_hand ? PEN_ROOM : 5, block->name);
}

static double
block_height(const struct block *block)
{
    double height = 0;

    for (size_t i = 0; i < block->count; i++)
        height += block->pieces[i].above +
                  layout_height(block->pieces[i].layout.size, block->pieces[i].layout.lines.count);
    return height;
}

static void
block_draw(struct canvas *canvas, const struct block *block, double top)
{
    for (size_t i = 0; i < block->count; i++) {
        const struct layout *layout = &block->pieces[i].layout;
        top += block->pieces[i].above;
        canvas_lines(canvas, layout, 0, layout->lines.count, ALIGN_CENTER, block->left,
                     block->right, top);
        top += layout_height(layout->size, layout->lines.count);
    }
}

/* The place and date, and the blocks below it, side by side and together on one page. */
static void
draw_blocks(struct flow *flow, const struct print_record *year, struct block *blocks, size_t count)
{
    struct book *book = flow->book;
    double height = PEN_ROOM;

    for (size_t i = 0; i < count; i++) {
        block_fill(book, year, &blocks[i]);
        double needed = block_height(&blocks[i]);
        height = needed > height ? needed : height;
    }
    flow_room(flow, PLACE_HEIGHT + height);
    canvas_text_in(&book->canvas, INK(ITALIC, 12), ALIGN_CENTER, BLOCK_MIDDLE, PAGE_RIGHT,
                   flow->y + 11, signature_place(book, year->record));
    flow->y += PLACE_HEIGHT;
    for (size_t i = 0; i < count; i++)
        block_draw(&book->canvas, &blocks[i], flow->y);
    flow->y += height;
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
            book->canvas.arena, "%s%s %s%s%s%s, %s", text ? text : lead, text ? ";" : "",
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
    const struct record *record = year->record;
    struct block blocks[] = {
        {
            .title = "Xác nhận của Hiệu trưởng",
            .note = principal_note(flow->book, record),
            .name = record->principal_name,
            .roles = {SIGNER_PRINCIPAL, SIGNER_SCHOOL},
            .role_count = 2,
            .left = PAGE_LEFT,
            .right = BLOCK_MIDDLE,
        },
        {
            .title = "Giáo viên chủ nhiệm",
            .note = "(Ký và ghi rõ họ tên)",
            .name = record->class_teacher_name,
            .roles = {SIGNER_CLASS_TEACHER},
            .role_count = 1,
            .left = BLOCK_MIDDLE,
            .right = PAGE_RIGHT,
        },
    };

    draw_blocks(flow, year, blocks, COUNT_OF(blocks));
    draw_subject_teachers(flow, year);
}

void
signature_principal(struct flow *flow, const struct print_record *year)
{
    struct block block = {
        .title = "HIỆU TRƯỞNG",
        .note = principal_note(flow->book, year->record),
        .name = year->record->principal_name,
        .roles = {SIGNER_PRINCIPAL, SIGNER_SCHOOL},
        .role_count = 2,
        .left = BLOCK_MIDDLE,
        .right = PAGE_RIGHT,
    };

    draw_blocks(flow, year, &block, 1);
}
