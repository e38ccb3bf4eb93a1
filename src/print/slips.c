/* SPDX-License-Identifier: Apache-2.0 */
#include "print/slips.h"

#include "print/canvas.h"

enum { COLUMNS = 2, ROWS = 4, PER_PAGE = COLUMNS * ROWS };

#define MARGIN      24.0
#define SLIP_WIDTH  ((PDF_A4_WIDTH - 2 * MARGIN) / COLUMNS)
#define SLIP_HEIGHT ((PDF_A4_HEIGHT - 2 * MARGIN) / ROWS)
#define PAD         14.0
#define CODE_SIZE   19.0
#define QR_SIDE     62.0 /* of the address: never of the code */

static const struct {
    const char *document, *title, *path;
    const char *how, *how_without; /* with the address before `path`, or not known */
    const char *keep;
} words[] = {
    [SLIP_FAMILY] = {"Phiếu xem học bạ số của gia đình", "PHIẾU XEM HỌC BẠ SỐ CỦA GIA ĐÌNH",
                     "/gia-dinh", "nhập mã trên và ngày sinh của con.",
                     "Mở trang Gia đình của nhà trường, nhập mã trên và ngày sinh của con.",
                     "Không cần tài khoản, không mất tiền. Hãy giữ phiếu như giữ chìa khóa; nếu "
                     "mất, báo nhà trường để đổi mã."},
    [SLIP_ACCOUNT] = {"Phiếu đăng nhập lần đầu", "PHIẾU ĐĂNG NHẬP LẦN ĐẦU", "/dang-nhap",
                      "nhập tên đăng nhập và mật khẩu đầu tiên ở trên.",
                      "Mở trang đăng nhập của nhà trường, nhập tên đăng nhập và mật khẩu đầu tiên "
                      "ở trên.",
                      "Đăng nhập xong phải đặt mật khẩu mới ngay; phiếu hết dùng được từ lúc ấy. "
                      "Nếu phiếu đã qua tay người khác, xin quản trị viên cấp lại."},
};

static void
draw_lines(struct canvas *canvas)
{
    for (int column = 1; column < COLUMNS; column++)
        canvas_line(canvas, MARGIN + column * SLIP_WIDTH, MARGIN, MARGIN + column * SLIP_WIDTH,
                    PDF_A4_HEIGHT - MARGIN, 0.2);
    for (int row = 1; row < ROWS; row++)
        canvas_dots(canvas, MARGIN, PDF_A4_WIDTH - MARGIN, MARGIN + row * SLIP_HEIGHT);
}

/* A paragraph between two edges, from `top` down; its bottom. */
static double
draw_text_to(struct canvas *canvas, struct ink ink, double left, double right, double top,
             const char *text)
{
    return canvas_paragraph(canvas, ink, ALIGN_LEFT, left, right, top, text);
}

static double
draw_text(struct canvas *canvas, struct ink ink, double left, double top, const char *text)
{
    return draw_text_to(canvas, ink, left, left + SLIP_WIDTH - 2 * PAD, top, text);
}

/* Where the slip is used, for a phone's camera. */
static void
draw_address(struct canvas *canvas, const struct print_slips *slips, double left, double top)
{
    const char *where =
        arena_printf(canvas->arena, "%s%s", slips->address, words[slips->kind].path);
    struct qr qr;

    if (!qr_make(span_of(where), &qr))
        return;
    double module = QR_SIDE / (qr.side + 2 * QR_QUIET);
    canvas_qr(canvas, &qr, left + module * QR_QUIET, top + module * QR_QUIET, module);
}

static void
draw_slip(struct canvas *canvas, const struct print_slips *slips, const struct print_slip *slip,
          double left, double top)
{
    double right = left + SLIP_WIDTH - PAD, bottom = top + SLIP_HEIGHT - 6, at = top + PAD;

    left += PAD;
    at = draw_text(canvas, INK(REGULAR, 8.5), left, at, slip->school) + 3;
    at = draw_text(canvas, INK(BOLD, 10.5), left, at, words[slips->kind].title) + 3;
    at = draw_text(canvas, INK(BOLD, 11), left, at, slip->name);
    at = draw_text(canvas, INK(REGULAR, 9), left, at, slip->line) + 6;
    canvas_frame(canvas, left, at, right, at + CODE_SIZE + 14, 0.8);
    canvas_text_in(canvas, INK(BOLD, CODE_SIZE), ALIGN_CENTER, left, right, at + CODE_SIZE + 4,
                   slip->code);
    at += CODE_SIZE + 20;
    double edge = slips->address ? right - QR_SIDE - 4 : right; /* of what stands beside the QR */
    if (slips->address) /* on a line of its own, which is not broken but where it must be */
        at = draw_text(
            canvas, INK(REGULAR, 9), left, at,
            arena_printf(canvas->arena, "Mở %s%s,", slips->address, words[slips->kind].path));
    at = draw_text_to(canvas, INK(REGULAR, 9), left, edge, at,
                      slips->address ? words[slips->kind].how : words[slips->kind].how_without) +
         2;
    at = draw_text_to(canvas, INK(REGULAR, 8), left, edge, at, words[slips->kind].keep);
    if (slips->training)
        draw_text_to(canvas, INK(BOLD, 8), left, edge, at + 2, "THỬ NGHIỆM - không có giá trị");
    if (slips->address)
        draw_address(canvas, slips, right - QR_SIDE, bottom - QR_SIDE);
}

static enum status
draw_pages(const struct print_slips *slips, struct canvas *canvas)
{
    for (size_t i = 0; i < slips->count; i++) {
        size_t place = i % PER_PAGE, row = place / COLUMNS;
        if (place == 0) {
            canvas_add_page(canvas);
            draw_lines(canvas);
        }
        draw_slip(canvas, slips, &slips->items[i], MARGIN + (double)(place % COLUMNS) * SLIP_WIDTH,
                  MARGIN + (double)row * SLIP_HEIGHT);
    }
    return canvas_finish(canvas);
}

enum status
slips_print(const struct print_slips *slips, struct buffer *out, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    AUTO(pdf) *pdf = pdf_new(out);
    struct canvas canvas;
    const struct pdf_info info = {.title = words[slips->kind].document, .creator = "hocba"};

    if (slips->count == 0 || slips->count > PRINT_SLIPS_MAX)
        return fail(err, INVALID, "Mỗi lần in được từ 1 đến %d phiếu.", PRINT_SLIPS_MAX);
    canvas_init(&canvas, arena, pdf, err);
    enum status status = draw_pages(slips, &canvas);
    canvas_clear(&canvas);
    TRY(status);
    return pdf_finish(pdf, &info, err);
}
