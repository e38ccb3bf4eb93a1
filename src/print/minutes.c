/* SPDX-License-Identifier: Apache-2.0 */
#include "print/minutes.h"

#include "print/canvas.h"

#define LEFT       70.0
#define RIGHT      545.0
#define TOP        56.0
#define BOTTOM     772.0 /* of content */
#define FOOT       806.0
#define MARK_LINE  822.0
#define SIZE       12.0
#define SMALL      10.0
#define INDENT     18.0
#define GAP        4.0   /* between paragraphs */
#define BLOCK      112.0 /* height of the signatures */
#define CLOSING    50.0  /* and of the sentence above them, three lines */
#define HALF       ((LEFT + RIGHT) / 2)
#define MARK_TURN  52.0
#define MARK_SIZE  64.0
#define MARK_GREY  0.86
#define CODE_SHOWN 16 /* digits of a digest under a signature */

struct paper {
    struct canvas canvas;
    const struct print_minutes *minutes;
    double at; /* the top of the next line */
};

/* --- text that runs down the pages ------------------------------------------------------------ */

static void
draw_mark(struct canvas *canvas, double apart, const char *text)
{
    canvas_text_turned(canvas, (struct ink){FONT_BOLD, MARK_SIZE, MARK_GREY},
                       PDF_A4_WIDTH / 2 + apart, PDF_A4_HEIGHT / 2 + apart, MARK_TURN, text);
}

static void
new_page(struct paper *paper)
{
    const struct print_minutes *minutes = paper->minutes;
    double apart = minutes->draft && minutes->training ? 60 : 0;

    canvas_add_page(&paper->canvas);
    if (minutes->draft)
        draw_mark(&paper->canvas, -apart, "BẢN XEM TRƯỚC");
    if (minutes->training)
        draw_mark(&paper->canvas, apart, "THỬ NGHIỆM");
    paper->at = TOP;
}

static void
need(struct paper *paper, double height)
{
    if (paper->at + height > BOTTOM)
        new_page(paper);
}

static void
paragraph(struct paper *paper, struct ink ink, double left, const char *text)
{
    struct layout layout;

    canvas_wrap(&paper->canvas, ink, RIGHT - left, span_of(text), &layout);
    for (size_t i = 0; i < layout.lines.count; i++) {
        need(paper, layout_leading(ink.size));
        canvas_lines_justified(&paper->canvas, &layout, i, 1, left, RIGHT, paper->at);
        paper->at += layout_leading(ink.size);
    }
    paper->at += GAP;
}

static void
body(struct paper *paper, const char *text)
{
    paragraph(paper, INK(REGULAR, SIZE), LEFT, text);
}

static void
point(struct paper *paper, const char *text)
{
    paragraph(paper, INK(REGULAR, SIZE), LEFT + INDENT, text);
}

static void
heading(struct paper *paper, const char *text)
{
    need(paper, 3 * layout_leading(SIZE)); /* never alone at the end of a page */
    paper->at += GAP;
    paragraph(paper, INK(BOLD, SIZE), LEFT, text);
}

/* --- parts ------------------------------------------------------------------------------------ */

/* A centred line in half of the page, wrapped where it is long; its bottom. */
static double
half_line(struct paper *paper, struct ink ink, bool right, double top, const char *text)
{
    double from = right ? HALF - 20 : LEFT - 20, to = right ? RIGHT + 10 : HALF - 28;

    return canvas_paragraph(&paper->canvas, ink, ALIGN_CENTER, from, to, top, text);
}

static void
draw_heading(struct paper *paper)
{
    const struct print_minutes *minutes = paper->minutes;
    struct canvas *canvas = &paper->canvas;
    double left = half_line(paper, INK(REGULAR, SIZE), false, TOP, minutes->department);
    double right =
        half_line(paper, INK(BOLD, SIZE), true, TOP, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");

    left = half_line(paper, INK(BOLD, SIZE), false, left, "ĐOÀN KIỂM TRA");
    right = half_line(paper, INK(BOLD, SIZE), true, right, "Độc lập - Tự do - Hạnh phúc");
    canvas_line(canvas, LEFT + 70, left + 4, LEFT + 130, left + 4, 0.6);
    canvas_line(canvas, HALF + 40, right + 4, RIGHT - 50, right + 4, 0.6);
    paper->at = (left > right ? left : right) + 28;
    canvas_text_in(canvas, INK(BOLD, 15), ALIGN_CENTER, LEFT, RIGHT, canvas_baseline(15, paper->at),
                   "BIÊN BẢN KIỂM TRA");
    paper->at += layout_leading(15);
    canvas_text_in(canvas, INK(BOLD, SIZE), ALIGN_CENTER, LEFT, RIGHT,
                   canvas_baseline(SIZE, paper->at), "Việc thực hiện học bạ số");
    paper->at += layout_leading(SIZE) + 12;
}

static const char *
time_words(struct arena *arena, struct moment moment)
{
    enum { HOUR = 3600, MINUTE = 60 };
    int of_day = moment_of_day(moment);
    struct date day = moment_to_date(moment);

    return arena_printf(arena, "%02d giờ %02d phút, ngày %d tháng %d năm %d", of_day / HOUR,
                        of_day % HOUR / MINUTE, day.day, day.month, day.year);
}

static void
draw_people(struct paper *paper)
{
    const struct print_minutes *minutes = paper->minutes;
    struct arena *arena = paper->canvas.arena;

    body(paper,
         arena_printf(arena,
                      "Hồi %s, tại %s, Đoàn kiểm tra theo Quyết định %s (đợt %s) đã kiểm tra việc "
                      "thực hiện học bạ số năm học %s của %s.",
                      time_words(arena, minutes->from), minutes->place, minutes->decision,
                      minutes->round, minutes->year, minutes->school));
    heading(paper, "I. THÀNH PHẦN");
    body(paper, arena_printf(arena, "1. Đoàn kiểm tra (trưởng đoàn: %s):", minutes->head));
    point(paper, minutes->team);
    body(paper, "2. Nhà trường:");
    point(paper, minutes->host);
}

static void
draw_looked_at(struct paper *paper)
{
    const struct print_minutes *minutes = paper->minutes;
    struct arena *arena = paper->canvas.arena;

    heading(paper, "II. NỘI DUNG ĐÃ KIỂM TRA");
    body(paper, minutes->looked_at);
    body(paper, "1. Điều kiện thực hiện theo Kế hoạch 213/KH-BGDĐT:");
    for (size_t i = 0; i < minutes->conditions.count; i++) {
        const struct print_minutes_row *row = &minutes->conditions.items[i];
        point(paper, arena_printf(arena, "- %s: %s.%s%s", row->title, row->result,
                                  row->remark ? " " : "", row->remark ? row->remark : ""));
    }
    body(paper,
         arena_printf(arena, "2. Học bạ được chọn ngẫu nhiên để xem: %zu học bạ%s",
                      minutes->records.count, minutes->records.count ? ", mã tra cứu:" : "."));
    for (size_t i = 0; i < minutes->records.count; i++)
        paragraph(paper, INK(REGULAR, SMALL), LEFT + INDENT,
                  arena_printf(arena, "%zu) %s", i + 1, minutes->records.items[i]));
}

static void
draw_finding(struct paper *paper, size_t number, const struct print_minutes_finding *row)
{
    struct arena *arena = paper->canvas.arena;
    char day[DATE_TEXT_SIZE];

    body(paper, arena_printf(arena, "%zu. (mức %s) %s", number, row->severity, row->finding));
    point(paper, arena_printf(arena, "Căn cứ: %s. Hạn khắc phục: %s.", row->article,
                              date_write_vietnamese(row->deadline, day)));
    if (row->evidence)
        point(paper, arena_printf(arena, "Bằng chứng: %s", row->evidence));
    for (size_t i = 0; i < row->files.count; i++)
        paragraph(paper, INK(REGULAR, SMALL), LEFT + INDENT, row->files.items[i]);
}

static void
draw_rest(struct paper *paper)
{
    const struct print_minutes *minutes = paper->minutes;
    struct arena *arena = paper->canvas.arena;

    heading(paper, "III. PHÁT HIỆN VÀ YÊU CẦU KHẮC PHỤC");
    if (minutes->findings.count == 0)
        body(paper, "Không có.");
    for (size_t i = 0; i < minutes->findings.count; i++)
        draw_finding(paper, i + 1, &minutes->findings.items[i]);
    heading(paper, "IV. Ý KIẾN CỦA NHÀ TRƯỜNG");
    body(paper, minutes->opinion);
    paper->at += GAP;
    need(paper, CLOSING + BLOCK); /* signatures never stand alone on a page */
    body(paper, arena_printf(arena,
                             "Việc kiểm tra kết thúc hồi %s. Biên bản lập thành văn bản điện tử, "
                             "trưởng đoàn kiểm tra và hiệu trưởng nhà trường cùng ký số; mỗi bên "
                             "giữ một bản có giá trị như nhau.",
                             time_words(arena, minutes->to)));
}

/* --- signatures ------------------------------------------------------------------------------- */

static void
draw_signer(struct paper *paper, bool right, double top, const char *as,
            const struct print_minutes_signer *signer)
{
    struct arena *arena = paper->canvas.arena;
    double at = half_line(paper, INK(BOLD, SIZE), right, top, as) + 10;

    if (!signer->name) {
        half_line(paper, INK(ITALIC, SIZE), right, at, "(chưa ký)");
        return;
    }
    at = half_line(paper, INK(ITALIC, SMALL), right, at, "Đã ký số");
    at = half_line(paper, INK(ITALIC, SMALL), right, at,
                   arena_printf(arena, "lúc %s", time_words(arena, signer->at)));
    at = half_line(paper, INK(ITALIC, SMALL), right, at,
                   arena_printf(arena, "chứng thư %.*s…", CODE_SHOWN, signer->certificate));
    half_line(paper, INK(BOLD, SIZE), right, at + 8, signer->name);
}

static void
draw_signatures(struct paper *paper)
{
    const struct print_minutes *minutes = paper->minutes;

    need(paper, BLOCK);
    paper->at += 10;
    draw_signer(paper, false, paper->at, "HIỆU TRƯỞNG NHÀ TRƯỜNG", &minutes->principal_signer);
    draw_signer(paper, true, paper->at, "TRƯỞNG ĐOÀN KIỂM TRA", &minutes->head_signer);
}

/* The marks once more in words. */
static const char *
mark_words(const struct print_minutes *minutes)
{
    if (minutes->draft && minutes->training)
        return "BẢN XEM TRƯỚC – chưa đủ hai chữ ký · THỬ NGHIỆM – không có giá trị pháp lý";
    if (minutes->draft)
        return "BẢN XEM TRƯỚC – chưa đủ hai chữ ký, không có giá trị pháp lý";
    return minutes->training ? "THỬ NGHIỆM – dữ liệu tập huấn, không có giá trị pháp lý" : "";
}

static void
draw_feet(struct paper *paper)
{
    struct canvas *canvas = &paper->canvas;
    size_t pages = canvas->pages.count;
    const char *words = mark_words(paper->minutes);

    for (size_t i = 0; i < pages; i++) {
        canvas->page = i;
        canvas_text_in(canvas, INK(BOLD, 8), ALIGN_CENTER, LEFT, RIGHT, MARK_LINE, words);
        canvas_text(canvas, INK(REGULAR, 7.5), LEFT, FOOT,
                    arena_printf(canvas->arena, "SHA-256 của tệp XML: %s", paper->minutes->sha256));
        canvas_text_in(canvas, INK(REGULAR, 9), ALIGN_RIGHT, LEFT, RIGHT, FOOT,
                       arena_printf(canvas->arena, "%zu/%zu", i + 1, pages));
    }
}

enum status
minutes_render(const struct print_minutes *minutes, struct buffer *out, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    AUTO(pdf) *pdf = pdf_new(out);
    struct paper paper = {.minutes = minutes};
    const struct pdf_info info = {.title = "Biên bản kiểm tra", .creator = "hocba"};

    canvas_init(&paper.canvas, arena, pdf, err);
    new_page(&paper);
    draw_heading(&paper);
    draw_people(&paper);
    draw_looked_at(&paper);
    draw_rest(&paper);
    draw_signatures(&paper);
    draw_feet(&paper);
    enum status status = canvas_finish(&paper.canvas);
    canvas_clear(&paper.canvas);
    TRY(status);
    return pdf_finish(pdf, &info, err);
}
