/* SPDX-License-Identifier: Apache-2.0 */
#include "print/confirmations.h"

#include "print/canvas.h"

#define LEFT   56.0
#define RIGHT  (PDF_A4_WIDTH - 56.0)
#define TOP    50.0
#define VALUE  (LEFT + 160.0) /* where values begin */
#define TEXT   11.0
#define GAP    5.0  /* between the lines of the table */
#define BOX    10.0 /* the side of a box to be ticked */
#define DOTTED 21.0 /* from one line to be written on to the next */

/* A paragraph from `top` down; its bottom. */
static double
draw_text(struct canvas *canvas, struct ink ink, double left, double top, const char *text)
{
    return canvas_paragraph(canvas, ink, ALIGN_LEFT, left, RIGHT, top, text);
}

static double
draw_centered(struct canvas *canvas, struct ink ink, double top, const char *text)
{
    canvas_text_in(canvas, ink, ALIGN_CENTER, LEFT, RIGHT, canvas_baseline(ink.size, top), text);
    return top + layout_height(ink.size, 1);
}

static double
draw_line(struct canvas *canvas, const struct print_line *line, double top)
{
    double bottom = top + layout_height(TEXT, 1);

    canvas_text(canvas, INK(REGULAR, TEXT), LEFT, canvas_baseline(TEXT, top), line->label);
    if (text_is_blank(line->value))
        canvas_dots(canvas, VALUE, RIGHT, canvas_baseline(TEXT, top) + 1);
    else
        bottom = draw_text(canvas, INK(BOLD, TEXT), VALUE, top, line->value);
    canvas_line(canvas, LEFT, bottom + GAP / 2, RIGHT, bottom + GAP / 2, 0.2);
    return bottom + GAP;
}

static double
draw_box(struct canvas *canvas, double top, const char *text)
{
    canvas_frame(canvas, LEFT, top + 1, LEFT + BOX, top + 1 + BOX, 0.8);
    return draw_text(canvas, INK(REGULAR, TEXT), LEFT + BOX + 8, top, text);
}

static void
draw_signature(struct canvas *canvas, double top)
{
    double left = (LEFT + RIGHT) / 2;

    canvas_text_in(canvas, INK(ITALIC, TEXT), ALIGN_CENTER, left, RIGHT, top + TEXT,
                   "Ngày ...... tháng ...... năm ............");
    canvas_text_in(canvas, INK(BOLD, TEXT), ALIGN_CENTER, left, RIGHT, top + 2.4 * TEXT,
                   "Cha, mẹ hoặc người giám hộ");
    canvas_text_in(canvas, INK(ITALIC, 9), ALIGN_CENTER, left, RIGHT, top + 3.5 * TEXT,
                   "(ký, ghi rõ họ và tên)");
}

static void
draw_sheet(struct canvas *canvas, const struct print_confirmations *sheets,
           const struct print_confirmation *sheet)
{
    char day[DATE_TEXT_SIZE];
    double at = draw_text(canvas, INK(REGULAR, TEXT), LEFT, TOP, sheet->school) + 14;

    at = draw_centered(canvas, INK(BOLD, 15), at, "PHIẾU XÁC NHẬN THÔNG TIN HỌC SINH") + 2;
    at = draw_centered(canvas, INK(REGULAR, TEXT), at, sheet->class_name) + 10;
    at = draw_text(canvas, INK(REGULAR, TEXT), LEFT, at,
                   "Những thông tin dưới đây sẽ được ghi vào học bạ số của con, và sau khi phát "
                   "hành không sửa trực tiếp được nữa. Đề nghị gia đình so với giấy khai sinh và "
                   "giấy tờ hiện có, đánh dấu một ô, ký và gửi lại giáo viên chủ nhiệm.") +
         10;
    for (size_t i = 0; i < sheet->lines.count; i++)
        at = draw_line(canvas, &sheet->lines.items[i], at);
    at = draw_box(canvas, at + 10, "Các thông tin trên đều đúng.") + 6;
    at = draw_box(canvas, at, "Có chỗ sai hoặc thiếu (ghi rõ mục nào, đúng ra là gì):");
    for (int i = 0; i < 3; i++)
        canvas_dots(canvas, LEFT, RIGHT, at += DOTTED);
    draw_signature(canvas, at + 14);
    canvas_text(canvas, INK(REGULAR, 8), LEFT, PDF_A4_HEIGHT - 30,
                arena_printf(canvas->arena, "%s, phiếu số %lld, in ngày %s%s", sheet->name,
                             (long long)sheet->sheet, date_write_vietnamese(sheets->day, day),
                             sheets->training ? ". THỬ NGHIỆM - không có giá trị" : ""));
}

enum status
confirmations_print(const struct print_confirmations *sheets, struct buffer *out, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    AUTO(pdf) *pdf = pdf_new(out);
    struct canvas canvas;
    const struct pdf_info info = {.title = "Phiếu xác nhận thông tin học sinh", .creator = "hocba"};

    if (sheets->count == 0 || sheets->count > PRINT_CONFIRMATIONS_MAX)
        return fail(err, INVALID, "Mỗi lần in được từ 1 đến %d phiếu.", PRINT_CONFIRMATIONS_MAX);
    canvas_init(&canvas, arena, pdf, err);
    for (size_t i = 0; i < sheets->count; i++) {
        canvas_add_page(&canvas);
        draw_sheet(&canvas, sheets, &sheets->items[i]);
    }
    enum status status = canvas_finish(&canvas);
    canvas_clear(&canvas);
    TRY(status);
    return pdf_finish(pdf, &info, err);
}
