/* SPDX-License-Identifier: Apache-2.0 */
#include "print/dossier_print.h"

#include "base/utf8.h"
#include "print/dossier_inside.h"

#define PAGE_LINE  40.0 /* of the page's number */
#define FOOT       806.0
#define SMALL      10.0
#define INDENT     16.0
#define MIDDLE     270.0 /* between the two halves of the head */
#define SIGNATURE  150.0 /* height of the place for it */
#define MARK_TURN  52.0
#define MARK_SIZE  80.0
#define MARK_GREY  0.91
#define FOOT_GREY  0.35
#define TITLE_SIZE 14.0

/* --- text that runs down the pages ------------------------------------------------------------ */

static bool
is_shown(uint32_t character)
{
    for (int face = 0; face < FONT_COUNT; face++)
        if (font_advance((enum font_face)face, character) < 0)
            return character == '\n';
    return true;
}

const char *
sheet_printable(struct sheet *sheet, const char *text)
{
    struct arena *arena = sheet->canvas.arena;
    const char *p = text, *end = text + strlen(text);
    bool all = true;

    while (all && p < end)
        all = is_shown(utf8_next(&p, end));
    if (all)
        return text;
    AUTO(buffer) *out = buffer_new(2 * strlen(text) + 1);
    for (p = text; p < end;) {
        uint32_t character = utf8_next(&p, end);
        utf8_add(out, is_shown(character) ? character : '?');
    }
    return arena_copy(arena, out->data, out->size);
}

void
sheet_next_page(struct sheet *sheet)
{
    canvas_add_page(&sheet->canvas);
    if (sheet->dossier->training)
        canvas_text_turned(&sheet->canvas, (struct ink){FONT_BOLD, MARK_SIZE, MARK_GREY},
                           PDF_A4_WIDTH / 2, PDF_A4_HEIGHT / 2, MARK_TURN, "THỬ NGHIỆM");
    sheet->at = SHEET_TOP;
}

void
sheet_need(struct sheet *sheet, double height)
{
    if (sheet->at + height > SHEET_BOTTOM)
        sheet_next_page(sheet);
}

void
sheet_paragraph(struct sheet *sheet, struct ink ink, double left, const char *text)
{
    struct layout layout;

    canvas_wrap(&sheet->canvas, ink, SHEET_RIGHT - left, span_of(sheet_printable(sheet, text)),
                &layout);
    if (layout.lines.count > 1) /* no line alone at a page's end */
        sheet_need(sheet, 2 * layout_leading(ink.size));
    for (size_t i = 0; i < layout.lines.count; i++) {
        size_t rest = layout.lines.count - i;
        sheet_need(sheet, rest > 2 ? layout_leading(ink.size)
                                   : (double)rest * layout_leading(ink.size) + sheet->below);
        canvas_lines_justified(&sheet->canvas, &layout, i, 1, left, SHEET_RIGHT, sheet->at);
        sheet->at += layout_leading(ink.size);
    }
    sheet->at += SHEET_GAP;
}

/* Centred lines between two edges; their bottom. */
static double
centred(struct sheet *sheet, struct ink ink, double left, double right, double top,
        const char *text)
{
    return canvas_paragraph(&sheet->canvas, ink, ALIGN_CENTER, left, right, top,
                            sheet_printable(sheet, text));
}

/* --- head ------------------------------------------------------------------------------------- */

/* A rule under the middle third of what was centred. */
static void
rule(struct sheet *sheet, double left, double right, double y, double width)
{
    double middle = (left + right) / 2;

    canvas_line(&sheet->canvas, middle - width / 2, y, middle + width / 2, y, 0.7);
}

/* Days and the first months with two digits, as Nghị định 30 asks. */
static const char *
place_and_day(struct sheet *sheet)
{
    const struct dossier *dossier = sheet->dossier;
    struct date day = dossier->date;

    return arena_printf(sheet->canvas.arena, "%s, ngày %02d tháng %s%d năm %d", dossier->place,
                        day.day, day.month < 3 ? "0" : "", day.month, day.year);
}

static void
draw_head(struct sheet *sheet)
{
    const double outer_left = SHEET_LEFT - 24, outer_right = SHEET_RIGHT + 14;
    const struct dossier *dossier = sheet->dossier;
    double left = SHEET_TOP, right = SHEET_TOP;

    if (dossier->above)
        left = centred(sheet, INK(REGULAR, 12), outer_left, MIDDLE, left, dossier->above);
    left = centred(sheet, INK(BOLD, 12), outer_left, MIDDLE, left, dossier->from);
    rule(sheet, outer_left, MIDDLE, left + 4, 76);
    right = centred(sheet, INK(BOLD, 12), MIDDLE, outer_right, right,
                    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
    right = centred(sheet, INK(BOLD, SHEET_SIZE), MIDDLE, outer_right, right,
                    "Độc lập - Tự do - Hạnh phúc");
    rule(sheet, MIDDLE, outer_right, right + 4, 160);
    sheet->at = (left > right ? left : right) + 14;
    centred(sheet, INK(REGULAR, SHEET_SIZE), outer_left, MIDDLE, sheet->at, dossier->number);
    sheet->at = centred(sheet, INK(ITALIC, SHEET_SIZE), MIDDLE, outer_right, sheet->at,
                        place_and_day(sheet)) +
                22;
}

static void
draw_title(struct sheet *sheet)
{
    const struct dossier *dossier = sheet->dossier;

    sheet->at =
        centred(sheet, INK(BOLD, TITLE_SIZE), SHEET_LEFT, SHEET_RIGHT, sheet->at, dossier->kind);
    sheet->at =
        centred(sheet, INK(BOLD, TITLE_SIZE), SHEET_LEFT, SHEET_RIGHT, sheet->at, dossier->title);
    sheet->at = centred(sheet, INK(ITALIC, SHEET_SIZE), SHEET_LEFT, SHEET_RIGHT, sheet->at,
                        dossier->period);
    rule(sheet, SHEET_LEFT, SHEET_RIGHT, sheet->at + 4, 110);
    sheet->at += 20;
    sheet->at =
        centred(sheet, INK(REGULAR, SHEET_SIZE), SHEET_LEFT, SHEET_RIGHT, sheet->at, dossier->to) +
        12;
}

/* --- sections --------------------------------------------------------------------------------- */

static void
draw_block(struct sheet *sheet, const struct dossier_block *block)
{
    switch (block->kind) {
    case DOSSIER_PARAGRAPH:
        sheet_paragraph(sheet, INK(REGULAR, SHEET_SIZE), SHEET_LEFT, block->text);
        break;
    case DOSSIER_POINT:
        sheet_paragraph(sheet, INK(REGULAR, SHEET_SIZE), SHEET_LEFT + INDENT, block->text);
        break;
    case DOSSIER_HEADING:
        sheet_need(sheet, 4 * layout_leading(SHEET_SIZE));
        sheet_paragraph(sheet, INK(BOLD, 12), SHEET_LEFT, block->text);
        break;
    case DOSSIER_NOTE:
        sheet_paragraph(sheet, INK(ITALIC, SMALL + 0.5), SHEET_LEFT, block->text);
        break;
    case DOSSIER_TABLE: sheet_table(sheet, block->table); break;
    case DOSSIER_CHART: sheet_chart(sheet, block->chart); break;
    }
}

/* `below` stands on one page with its last lines. */
static void
draw_section(struct sheet *sheet, const struct dossier_section *section, double below)
{
    size_t count = section->blocks.count;

    if (section->annex) {
        sheet_next_page(sheet);
        pdf_add_bookmark(sheet->canvas.pdf, section->title, sheet->canvas.page);
        sheet->at = centred(sheet, INK(BOLD, SHEET_SIZE), SHEET_LEFT, SHEET_RIGHT, sheet->at,
                            section->title) +
                    10;
    } else if (section->title) {
        /* never alone at the end of a page */
        sheet_need(sheet, 5 * layout_leading(SHEET_SIZE) + (count < 2 ? below : 0));
        sheet->at += SHEET_GAP;
        pdf_add_bookmark(sheet->canvas.pdf, section->title, sheet->canvas.page);
        sheet_paragraph(sheet, INK(BOLD, SHEET_SIZE), SHEET_LEFT, section->title);
    }
    for (size_t i = 0; i < count; i++) {
        sheet->below = i + 1 == count ? below : 0;
        draw_block(sheet, &section->blocks.items[i]);
    }
    sheet->below = 0;
}

static void
draw_signature(struct sheet *sheet)
{
    const struct dossier *dossier = sheet->dossier;
    double left, right;

    sheet_need(sheet, SIGNATURE);
    sheet->at += 10;
    left = sheet->at;
    canvas_text(&sheet->canvas, INK(BOLD, 12), SHEET_LEFT, canvas_baseline(12, left), "Nơi nhận:");
    left += layout_leading(12);
    for (size_t i = 0; i < dossier->receivers.count; i++) {
        canvas_text(&sheet->canvas, INK(REGULAR, 11), SHEET_LEFT, canvas_baseline(11, left),
                    arena_printf(sheet->canvas.arena, "- %s", dossier->receivers.items[i]));
        left += layout_leading(11);
    }
    right = centred(sheet, INK(BOLD, SHEET_SIZE), MIDDLE + 40, SHEET_RIGHT, sheet->at,
                    dossier->signs_for);
    centred(sheet, INK(BOLD, SHEET_SIZE), MIDDLE + 40, SHEET_RIGHT, right, dossier->signs);
    sheet->at += SIGNATURE;
}

static void
draw_feet(struct sheet *sheet)
{
    struct canvas *canvas = &sheet->canvas;
    struct ink grey = {FONT_ITALIC, 8.5, FOOT_GREY};

    for (size_t i = 0; i < canvas->pages.count; i++) {
        canvas->page = i;
        if (i > 0) /* the first page has none */
            canvas_text_in(canvas, INK(REGULAR, SHEET_SIZE), ALIGN_CENTER, SHEET_LEFT, SHEET_RIGHT,
                           PAGE_LINE, arena_printf(canvas->arena, "%zu", i + 1));
        canvas_text(canvas, grey, SHEET_LEFT, FOOT, sheet->dossier->foot);
        if (sheet->dossier->training)
            canvas_text_in(canvas, INK(BOLD, 8.5), ALIGN_RIGHT, SHEET_LEFT, SHEET_RIGHT, FOOT,
                           "THỬ NGHIỆM – không có giá trị pháp lý");
    }
}

enum status
dossier_render(const struct dossier *dossier, struct buffer *out, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    AUTO(pdf) *pdf = pdf_new(out);
    struct sheet sheet = {.dossier = dossier};
    const struct pdf_info info = {.title = dossier->title,
                                  .author = dossier->from,
                                  .subject = dossier->period,
                                  .creator = "hocba"};
    size_t body = 0, i;

    canvas_init(&sheet.canvas, arena, pdf, err);
    sheet_next_page(&sheet);
    draw_head(&sheet);
    draw_title(&sheet);
    while (body < dossier->sections.count && !dossier->sections.items[body].annex)
        body++;
    for (i = 0; i < body; i++) /* a signature never stands alone on a page */
        draw_section(&sheet, &dossier->sections.items[i],
                     i + 1 == body ? SIGNATURE + SHEET_GAP : 0);
    draw_signature(&sheet);
    for (; i < dossier->sections.count; i++)
        draw_section(&sheet, &dossier->sections.items[i], 0);
    draw_feet(&sheet);
    enum status status = canvas_finish(&sheet.canvas);
    canvas_clear(&sheet.canvas);
    TRY(status);
    return pdf_finish(pdf, &info, err);
}
