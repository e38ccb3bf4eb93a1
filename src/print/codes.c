/* SPDX-License-Identifier: Apache-2.0 */
#include "print/codes.h"

#include "base/unicode.h"

/* Between a letter and a mark, and between two marks, in thousandths of the size. */
enum { MARK_GAP = 40 };

/* The letter under a mark: its ink, with the marks that it already has. */
struct base {
    struct font_ink ink;
    int advance;
    bool known;
};

static void
add_code(struct buffer *out, uint32_t c)
{
    static const char digits[] = "0123456789ABCDEF";
    const char hex[4] = {digits[c >> 12 & 15], digits[c >> 8 & 15], digits[c >> 4 & 15],
                         digits[c & 15]};

    buffer_add(out, hex, sizeof hex);
}

static struct base
base_of(enum font_face face, uint32_t c)
{
    struct base base = {.advance = font_advance(face, c)};

    base.known = font_ink(face, c, &base.ink);
    return base;
}

/* How far the mark moves up (or down) so that it does not touch the letter. */
static int
rise_of(const struct font_ink *letter, const struct font_ink *mark)
{
    if (mark->top <= 0) { /* a mark below */
        int over = mark->top - (letter->bottom - MARK_GAP);
        return over > 0 ? -over : 0;
    }
    int under = letter->top + MARK_GAP - mark->bottom;
    return under > 0 ? under : 0;
}

/* Show a mark over or under the letter before it; the pen stays behind the letter. */
static void
add_mark(struct buffer *out, enum font_face face, double size, struct base *base, uint32_t c)
{
    struct font_ink ink;

    if (!base->known || !font_ink(face, c, &ink)) {
        add_code(out, c);
        return;
    }
    int rise = rise_of(&base->ink, &ink);
    int origin = (base->ink.left + base->ink.right - ink.left - ink.right) / 2;
    int move = origin - base->advance; /* from the pen */
    buffer_text(out, ">] TJ ");
    pdf_number(out, rise * size / FONT_UNITS);
    buffer_text(out, "Ts [");
    pdf_number(out, -move);
    buffer_char(out, '<');
    add_code(out, c);
    buffer_char(out, '>');
    pdf_number(out, move + font_advance(face, c));
    buffer_text(out, "] TJ 0 Ts [<");
    if (rise < 0)
        base->ink.bottom = ink.bottom + rise;
    else if (ink.top + rise > base->ink.top)
        base->ink.top = ink.top + rise;
}

/* The end of the marks that follow at `p`. */
static const char *
skip_marks(const char *p, const char *end)
{
    while (p < end) {
        const char *next = p;
        if (!font_is_mark(utf8_next(&next, end)))
            break;
        p = next;
    }
    return p;
}

/* A letter with its marks. Readers of text would take a raised mark for a line of its own and the
 * place behind it for a blank, so /ActualText says everything at the letter, and that the marks
 * say nothing. */
static void
add_cluster(struct buffer *out, struct pdf *pdf, enum font_face face, double size,
            struct span cluster)
{
    const char *p = cluster.data, *end = p + cluster.size;

    buffer_text(out, ">] TJ /Span<</ActualText<FEFF");
    while (p < end)
        add_code(out, utf8_next(&p, end));
    p = cluster.data;
    uint32_t letter = utf8_next(&p, end);
    struct base base = base_of(face, letter);
    pdf_use(pdf, face, letter);
    buffer_text(out, ">>>BDC <");
    add_code(out, letter);
    buffer_text(out, "> Tj EMC /Span<</ActualText<FEFF>>>BDC [<");
    while (p < end) {
        uint32_t mark = utf8_next(&p, end);
        pdf_use(pdf, face, mark);
        add_mark(out, face, size, &base, mark);
    }
    buffer_text(out, ">] TJ EMC [<");
}

void
codes_add(struct buffer *out, struct pdf *pdf, enum font_face face, double size, struct span text,
          double extra)
{
    const char *p = text.data, *end = text.data + text.size;

    buffer_text(out, "[<");
    while (p < end) {
        const char *at = p;
        uint32_t c = utf8_next(&p, end);
        if (font_is_invisible(c))
            continue;
        const char *marked = skip_marks(p, end);
        if (marked > p) {
            add_cluster(out, pdf, face, size, (struct span){at, (size_t)(marked - at)});
            p = marked;
            continue;
        }
        if (c == '\t' || c == '\r')
            c = ' ';
        pdf_use(pdf, face, c);
        add_code(out, c);
        if (c == ' ' && extra != 0) {
            buffer_char(out, '>');
            pdf_number(out, -extra);
            buffer_char(out, '<');
        }
    }
    buffer_text(out, ">] TJ");
}
