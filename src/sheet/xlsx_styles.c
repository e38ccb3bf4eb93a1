/* SPDX-License-Identifier: Apache-2.0
 *
 * What of styles.xml matters for values: which numbers are dates, which are padded with zeros, and
 * which fonts are not Unicode.
 */
#include <ctype.h>

#include "sheet/xlsx_part.h"

enum { STYLES_MAX = 100000, FORMAT_BUILTIN_END = 164 };

struct style_reading {
    struct xlsx *xlsx;
    LIST(struct format {
        int id;
        bool is_date;
        unsigned char zeros;
    })
    formats;
    LIST(enum cell_font) fonts;
    LIST(struct xlsx_style) styles;
    bool in_fonts, in_cell_xfs;
};

/* Does a format code show a day or a year? What stands in quotes, brackets or behind a backslash
 * is not code. */
static bool
code_is_date(const char *code)
{
    for (const char *p = code; *p && *p != ';'; p++) {
        if (*p == '"' || *p == '[') {
            const char *close = strchr(p + 1, *p == '"' ? '"' : ']');
            if (close == NULL)
                return false;
            p = close;
        } else if (*p == '\\' && p[1]) {
            p++;
        } else if (strchr("dDyY", *p)) {
            return true;
        }
    }
    return false;
}

/* "000000000000" pads to twelve digits. */
static unsigned char
code_zeros(const char *code)
{
    size_t zeros = strspn(code, "0");

    return zeros >= 2 && zeros <= 20 && (code[zeros] == '\0' || code[zeros] == ';')
               ? (unsigned char)zeros
               : 0;
}

static bool
builtin_is_date(int id)
{
    return (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 ||
           (id >= 50 && id <= 58);
}

static int
number_of(const char *text)
{
    int number;

    return text && text_to_int(text, 0, 1 << 30, &number) ? number : 0;
}

static void
add_style(struct style_reading *reading, const char **attributes)
{
    int format = number_of(xlsx_attribute(attributes, "numFmtId"));
    size_t font = (size_t)number_of(xlsx_attribute(attributes, "fontId"));
    struct xlsx_style *style = list_add(reading->xlsx->build->arena, reading->styles);

    style->is_date = builtin_is_date(format);
    if (font < reading->fonts.count)
        style->font = reading->fonts.items[font];
    for (size_t i = 0; i < reading->formats.count; i++)
        if (reading->formats.items[i].id == format) {
            style->is_date = reading->formats.items[i].is_date;
            style->zeros = reading->formats.items[i].zeros;
        }
}

static enum status
style_start(void *state, const char *name, const char **attributes, struct error *err)
{
    struct style_reading *reading = state;
    struct arena *arena = reading->xlsx->build->arena;

    if (reading->styles.count + reading->fonts.count + reading->formats.count > STYLES_MAX)
        return fail_too_large(err, "số kiểu định dạng", STYLES_MAX);
    if (text_equal(name, "numFmt")) {
        const char *code = xlsx_attribute(attributes, "formatCode");
        struct format *format = list_add(arena, reading->formats);
        format->id = number_of(xlsx_attribute(attributes, "numFmtId"));
        format->is_date = code && code_is_date(code);
        format->zeros = code ? code_zeros(code) : 0;
    } else if (text_equal(name, "fonts")) {
        reading->in_fonts = true;
    } else if (text_equal(name, "font") && reading->in_fonts) {
        *list_add(arena, reading->fonts) = FONT_UNKNOWN;
    } else if (text_equal(name, "name") && reading->in_fonts && reading->fonts.count) {
        reading->fonts.items[reading->fonts.count - 1] =
            xlsx_font(xlsx_attribute(attributes, "val"));
    } else if (text_equal(name, "cellXfs")) {
        reading->in_cell_xfs = true;
    } else if (text_equal(name, "xf") && reading->in_cell_xfs) {
        add_style(reading, attributes);
    }
    return OK;
}

static enum status
style_end(void *state, const char *name, struct error *err)
{
    struct style_reading *reading = state;

    (void)err;
    if (text_equal(name, "fonts"))
        reading->in_fonts = false;
    else if (text_equal(name, "cellXfs"))
        reading->in_cell_xfs = false;
    return OK;
}

enum status
xlsx_read_styles(struct xlsx *xlsx, const char *path, struct error *err)
{
    struct style_reading reading = {.xlsx = xlsx};
    struct part_reader reader = {&reading, style_start, style_end, NULL};
    enum status status = xlsx_part_read(xlsx, path, &reader, err);

    if (status != OK)
        return status == NOT_FOUND ? OK : status;
    xlsx->styles = reading.styles.items;
    xlsx->style_count = reading.styles.count;
    return OK;
}
