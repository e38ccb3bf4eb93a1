/* SPDX-License-Identifier: Apache-2.0 */
#include "print/layout.h"

#include "base/unicode.h"

/* Cursor over one paragraph. Advances are summed in thousandths, so that equal texts have equal
 * widths wherever they begin. */
struct breaker {
    enum font_face face;
    long limit; /* of a line, in thousandths of the size */
    const char *p, *end;
};

double
layout_height(double size, size_t lines)
{
    return (double)lines * layout_leading(size);
}

static bool
is_break(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static long
advance_of(const struct breaker *b, const char **p)
{
    int advance = font_advance(b->face, utf8_next(p, b->end));

    return advance < 0 ? 0 : advance; /* checked for the whole text before */
}

/* The end of the longest run of whole graphemes from `start` that is not wider than the limit; at
 * least one grapheme, so that the breaker always moves. */
static const char *
break_word(const struct breaker *b, const char *start, const char *word_end)
{
    const char *at = start;
    long width = 0;

    while (at < word_end) {
        struct span rest = {at, (size_t)(word_end - at)};
        const char *next = at + unicode_grapheme_size(rest), *p = at;
        while (p < next)
            width += advance_of(b, &p);
        if (width > b->limit && at > start)
            break;
        at = next;
    }
    return at;
}

/* Take one line off the paragraph. */
static struct span
take_line(struct breaker *b)
{
    const char *start = b->p, *fits = b->p, *p = b->p;
    long width = 0;

    while (p < b->end) {
        const char *word = p, *word_end;
        while (word < b->end && is_break(*word))
            width += advance_of(b, &word);
        for (word_end = word; word_end < b->end && !is_break(*word_end);)
            width += advance_of(b, &word_end);
        if (width > b->limit) {
            if (fits == start) /* not even one word */
                fits = break_word(b, start, word_end);
            break;
        }
        p = fits = word_end;
    }
    b->p = fits;
    while (b->p < b->end && is_break(*b->p))
        b->p++;
    return (struct span){start, (size_t)(fits - start)};
}

static enum status
add_line(struct arena *arena, struct layout *layout, struct span text, bool last, struct error *err)
{
    struct layout_line line = {.text = text, .last = last};

    while (line.text.size > 0 && is_break(line.text.data[line.text.size - 1]))
        line.text.size--;
    TRY(font_measure(layout->face, layout->size, line.text, &line.width, err));
    *list_add(arena, layout->lines) = line;
    return OK;
}

static enum status
wrap_paragraph(struct arena *arena, struct layout *layout, double width, struct span text,
               struct error *err)
{
    struct breaker b = {layout->face, (long)(width * FONT_UNITS / layout->size + 0.5), text.data,
                        text.data + text.size};

    while (b.p < b.end && is_break(*b.p))
        b.p++;
    do {
        struct span line = take_line(&b);
        TRY(add_line(arena, layout, line, b.p >= b.end, err));
    } while (b.p < b.end);
    return OK;
}

enum status
layout_wrap(struct arena *arena, enum font_face face, double size, double width, struct span text,
            struct layout *layout, struct error *err)
{
    struct layout made = {.face = face, .size = size};
    const char *p = text.data, *end = text.data + text.size;

    while (p < end) {
        const char *feed = memchr(p, '\n', (size_t)(end - p));
        const char *stop = feed ? feed : end;
        TRY(wrap_paragraph(arena, &made, width, (struct span){p, (size_t)(stop - p)}, err));
        p = feed ? feed + 1 : end;
    }
    *layout = made;
    return OK;
}

enum status
layout_fit(struct arena *arena, const struct layout_box *box, struct span text,
           struct layout_fit *fit, struct error *err)
{
    double size = box->size_max;

    for (;;) {
        struct layout layout;
        size_t room = (size_t)(box->height / layout_leading(size) + 1e-6);
        TRY(layout_wrap(arena, box->face, size, box->width, text, &layout, err));
        if (layout.lines.count <= room || size <= box->size_min) {
            fit->layout = layout;
            fit->fitting = layout.lines.count < room ? layout.lines.count : room;
            return OK;
        }
        size -= LAYOUT_STEP;
        if (size < box->size_min)
            size = box->size_min;
    }
}

enum status
layout_fits(const struct layout_box *box, struct span text, bool *fits, double *used,
            struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct layout layout;

    TRY(layout_wrap(arena, box->face, box->size_min, box->width, text, &layout, err));
    *used = layout_height(box->size_min, layout.lines.count) / box->height;
    *fits = *used <= 1.0 + 1e-6;
    return OK;
}
