/* SPDX-License-Identifier: Apache-2.0 */
#include "print/pdf.h"

#include "base/list.h"
#include "base/unicode.h"
#include "print/deflate.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

/* Fixed object numbers; pages and bookmarks follow as they come. */
enum {
    CATALOG = 1,
    PAGE_TREE,
    INFO,
    OUTLINE,
    FIRST_FONT,
    FONT_OBJECTS = 6, /* of each face, in the order of this enum */
    FONT_TYPE0 = 0,
    FONT_CID,
    FONT_DESCRIPTOR,
    FONT_PROGRAM,
    FONT_GIDS,
    FONT_TO_UNICODE,
    FIRST_FREE = FIRST_FONT + FONT_OBJECTS * FONT_COUNT,
};

struct bookmark {
    const char *title;
    size_t page;
};

struct pdf {
    struct buffer *out;
    struct arena *arena;
    struct deflate *deflate;
    size_t start;         /* of the PDF in out */
    LIST(size_t) offsets; /* by object number; 0: not written */
    LIST(int) pages;      /* their object numbers */
    LIST(struct bookmark) bookmarks;
    struct font_set *used[FONT_COUNT]; /* outside the fixed set; NULL when none */
};

static int
font_object(enum font_face face, int part)
{
    return FIRST_FONT + FONT_OBJECTS * (int)face + part;
}

struct pdf *
pdf_new(struct buffer *out)
{
    struct pdf *pdf = heap_alloc(sizeof *pdf);

    *pdf = (struct pdf){.out = out, .start = out->size};
    pdf->arena = arena_new();
    pdf->deflate = deflate_new(DEFLATE_FAST);
    for (int i = 0; i < FIRST_FREE; i++)
        (void)list_add(pdf->arena, pdf->offsets);
    /* the second line has four bytes above 127, so that nobody takes the file for text */
    buffer_text(out, "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
    return pdf;
}

void
pdf_free(struct pdf *pdf)
{
    if (pdf == NULL)
        return;
    deflate_free(pdf->deflate);
    arena_free(pdf->arena);
    free(pdf);
}

static int
new_object(struct pdf *pdf)
{
    *list_add(pdf->arena, pdf->offsets) = 0;
    return (int)pdf->offsets.count - 1;
}

static void
begin_object(struct pdf *pdf, int number)
{
    pdf->offsets.items[number] = pdf->out->size - pdf->start;
    buffer_printf(pdf->out, "%d 0 obj\n", number);
}

static void
end_object(struct pdf *pdf)
{
    buffer_text(pdf->out, "\nendobj\n");
}

/* An already deflated stream; `more` goes into its dictionary. */
static void
write_stream(struct pdf *pdf, int number, struct span deflated, const char *more)
{
    begin_object(pdf, number);
    buffer_printf(pdf->out, "<</Filter/FlateDecode/Length %zu%s>>\nstream\n", deflated.size, more);
    buffer_add(pdf->out, deflated.data, deflated.size);
    buffer_text(pdf->out, "\nendstream");
    end_object(pdf);
}

void
pdf_add_page(struct pdf *pdf, struct span content)
{
    int page = new_object(pdf), stream = new_object(pdf);

    *list_add(pdf->arena, pdf->pages) = page;
    begin_object(pdf, page);
    buffer_printf(pdf->out, "<</Type/Page/Parent %d 0 R/Contents %d 0 R>>", PAGE_TREE, stream);
    end_object(pdf);
    write_stream(pdf, stream, deflate_run(pdf->deflate, content), "");
}

size_t
pdf_page_count(const struct pdf *pdf)
{
    return pdf->pages.count;
}

void
pdf_add_bookmark(struct pdf *pdf, const char *title, size_t page)
{
    *list_add(pdf->arena, pdf->bookmarks) = (struct bookmark){arena_text(pdf->arena, title), page};
}

void
pdf_use(struct pdf *pdf, enum font_face face, uint32_t character)
{
    if (character >= FONT_CODES || font_in_fixed_set(character))
        return;
    if (pdf->used[face] == NULL)
        pdf->used[face] = arena_make(pdf->arena, struct font_set);
    pdf->used[face]->bits[character / 8] |= (uint8_t)(1 << character % 8);
}

/* By hand: printf() would use the locale's
 * comma, and takes a third of the time of a page. */
void
pdf_number(struct buffer *out, double value)
{
    char text[24], *p = text + sizeof text;
    long n = lround(fabs(value) * 1000);
    bool negative = value < 0 && n != 0;
    int decimals = 3;

    *--p = ' ';
    while (decimals > 0 && n % 10 == 0) {
        n /= 10;
        decimals--;
    }
    for (int digit = 0; n > 0 || digit == 0 || digit < decimals; digit++) {
        *--p = (char)('0' + n % 10);
        n /= 10;
        if (digit + 1 == decimals)
            *--p = '.';
    }
    if (negative)
        *--p = '-';
    buffer_add(out, p, (size_t)(text + sizeof text - p));
}

static void
write_font(struct pdf *pdf, enum font_face face)
{
    const struct font_subset *subset = pdf->used[face]
                                           ? font_make_subset(face, pdf->used[face], pdf->arena)
                                           : font_fixed_subset(face);
    const struct font_metrics *m = font_metrics(face);
    char *name = arena_printf(pdf->arena, "HBVN%c%c+%s", 'A' + (int)face,
                              pdf->used[face] ? 'B' : 'A', font_name(face));

    begin_object(pdf, font_object(face, FONT_TYPE0));
    buffer_printf(pdf->out,
                  "<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H"
                  "/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>",
                  name, font_object(face, FONT_CID), font_object(face, FONT_TO_UNICODE));
    end_object(pdf);
    begin_object(pdf, font_object(face, FONT_CID));
    buffer_printf(pdf->out,
                  "<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo"
                  "<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %d 0 R"
                  "/CIDToGIDMap %d 0 R/DW 1000/W ",
                  name, font_object(face, FONT_DESCRIPTOR), font_object(face, FONT_GIDS));
    buffer_add(pdf->out, subset->widths.data, subset->widths.size);
    buffer_text(pdf->out, ">>");
    end_object(pdf);
    begin_object(pdf, font_object(face, FONT_DESCRIPTOR));
    buffer_printf(pdf->out,
                  "<</Type/FontDescriptor/FontName/%s/Flags %d/FontBBox[%d %d %d %d]"
                  "/ItalicAngle %d/Ascent %d/Descent %d/CapHeight %d/StemV %d/FontFile2 %d 0 R>>",
                  name, face == FONT_ITALIC ? 70 : 6, m->box[0], m->box[1], m->box[2], m->box[3],
                  m->italic_angle, m->ascent, m->descent, m->cap_height, m->stem,
                  font_object(face, FONT_PROGRAM));
    end_object(pdf);
    write_stream(pdf, font_object(face, FONT_PROGRAM), subset->program,
                 arena_printf(pdf->arena, "/Length1 %zu", subset->program_size));
    write_stream(pdf, font_object(face, FONT_GIDS), subset->gids, "");
    write_stream(pdf, font_object(face, FONT_TO_UNICODE), subset->to_unicode, "");
}

/* A text string: UTF-16BE with a byte order mark, in hexadecimal. */
static void
write_text(struct buffer *out, const char *text)
{
    const char *p = text, *end = text + strlen(text);

    buffer_text(out, "<FEFF");
    while (p < end) {
        uint32_t c = utf8_next(&p, end);
        if (c < FONT_CODES)
            buffer_printf(out, "%04X", (unsigned)c);
        else
            buffer_printf(out, "%04X%04X", (unsigned)(0xD7C0 + (c >> 10)),
                          (unsigned)(0xDC00 + (c & 0x3FF)));
    }
    buffer_char(out, '>');
}

static void
write_info(struct pdf *pdf, const struct pdf_info *info)
{
    const struct {
        const char *key, *text;
    } texts[] = {{"Title", info->title},
                 {"Author", info->author},
                 {"Subject", info->subject},
                 {"Creator", info->creator},
                 {"Producer", "hocba"}};
    char when[MOMENT_TEXT_SIZE];

    begin_object(pdf, INFO);
    buffer_text(pdf->out, "<<");
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        if (texts[i].text == NULL)
            continue;
        buffer_printf(pdf->out, "/%s", texts[i].key);
        write_text(pdf->out, texts[i].text);
    }
    if (info->made.seconds != 0) {
        struct moment made = moment_in_vietnam(info->made.seconds);
        const char *w = moment_write(made, when); /* 2024-05-31T10:20:30+07:00 */
        for (int i = 0; i < 2; i++)
            buffer_printf(pdf->out, "/%s(D:%.4s%.2s%.2s%.2s%.2s%.2s+07'00')",
                          i == 0 ? "CreationDate" : "ModDate", w, w + 5, w + 8, w + 11, w + 14,
                          w + 17);
    }
    buffer_text(pdf->out, ">>");
    end_object(pdf);
}

static void
write_outline(struct pdf *pdf)
{
    int first = (int)pdf->offsets.count, count = (int)pdf->bookmarks.count;

    begin_object(pdf, OUTLINE);
    buffer_text(pdf->out, "<</Type/Outlines");
    if (count > 0)
        buffer_printf(pdf->out, "/First %d 0 R/Last %d 0 R/Count %d", first, first + count - 1,
                      count);
    buffer_text(pdf->out, ">>");
    end_object(pdf);
    for (int i = 0; i < count; i++) {
        const struct bookmark *mark = &pdf->bookmarks.items[i];
        begin_object(pdf, new_object(pdf));
        buffer_text(pdf->out, "<</Title");
        write_text(pdf->out, mark->title);
        buffer_printf(pdf->out, "/Parent %d 0 R/Dest[%d 0 R/Fit]", OUTLINE,
                      pdf->pages.items[mark->page]);
        if (i > 0)
            buffer_printf(pdf->out, "/Prev %d 0 R", first + i - 1);
        if (i + 1 < count)
            buffer_printf(pdf->out, "/Next %d 0 R", first + i + 1);
        buffer_text(pdf->out, ">>");
        end_object(pdf);
    }
}

static void
write_structure(struct pdf *pdf)
{
    begin_object(pdf, CATALOG);
    buffer_printf(pdf->out,
                  "<</Type/Catalog/Pages %d 0 R/Outlines %d 0 R/PageMode/%s/Lang(vi-VN)"
                  "/ViewerPreferences<</DisplayDocTitle true>>>>",
                  PAGE_TREE, OUTLINE, pdf->bookmarks.count > 1 ? "UseOutlines" : "UseNone");
    end_object(pdf);
    begin_object(pdf, PAGE_TREE);
    buffer_printf(pdf->out, "<</Type/Pages/Count %zu/MediaBox[0 0 %.2f %.2f]/Resources<</Font<<",
                  pdf->pages.count, PDF_A4_WIDTH, PDF_A4_HEIGHT);
    for (int i = 0; i < FONT_COUNT; i++)
        buffer_printf(pdf->out, "/F%d %d 0 R", i, font_object((enum font_face)i, FONT_TYPE0));
    buffer_text(pdf->out, ">>>>/Kids[");
    for (size_t i = 0; i < pdf->pages.count; i++)
        buffer_printf(pdf->out, "%d 0 R\n", pdf->pages.items[i]);
    buffer_text(pdf->out, "]>>");
    end_object(pdf);
}

/* FNV-1a: the /ID only has to differ between files; nothing trusts it. */
static uint64_t
fingerprint(struct span bytes, uint64_t hash)
{
    for (size_t i = 0; i < bytes.size; i++)
        hash = (hash ^ (uint8_t)bytes.data[i]) * 0x100000001B3;
    return hash;
}

static void
write_trailer(struct pdf *pdf)
{
    struct span bytes = {pdf->out->data + pdf->start, pdf->out->size - pdf->start};
    uint64_t high = fingerprint(bytes, 0xCBF29CE484222325);
    uint64_t low = fingerprint((struct span){(const char *)&high, sizeof high}, high);
    size_t xref = bytes.size;

    buffer_printf(pdf->out, "xref\n0 %zu\n0000000000 65535 f \n", pdf->offsets.count);
    for (size_t i = 1; i < pdf->offsets.count; i++)
        buffer_printf(pdf->out, "%010zu 00000 n \n", pdf->offsets.items[i]);
    buffer_printf(pdf->out, "trailer\n<</Size %zu/Root %d 0 R/Info %d 0 R/ID[", pdf->offsets.count,
                  CATALOG, INFO);
    for (int i = 0; i < 2; i++)
        buffer_printf(pdf->out, "<%016llX%016llX>", (unsigned long long)high,
                      (unsigned long long)low);
    buffer_printf(pdf->out, "]>>\nstartxref\n%zu\n%%%%EOF\n", xref);
}

enum status
pdf_finish(struct pdf *pdf, const struct pdf_info *info, struct error *err)
{
    assert(pdf->pages.count > 0);
    for (int i = 0; i < FONT_COUNT; i++)
        write_font(pdf, (enum font_face)i);
    write_info(pdf, info);
    write_outline(pdf);
    write_structure(pdf);
    if (!pdf->out->overflow)
        write_trailer(pdf);
    if (pdf->out->overflow || pdf->pages.count > PDF_PAGES_MAX)
        return fail(err, INVALID,
                    "Tệp PDF quá lớn (%zu trang). Chưa ghi gì; hãy in ít học sinh hơn mỗi lần.",
                    pdf->pages.count);
    return OK;
}
