/* SPDX-License-Identifier: Apache-2.0
 *
 * sharedStrings.xml: plain and rich text; phonetic hints are left out.
 */
#include "sheet/xlsx_part.h"

struct string_reading {
    struct xlsx *xlsx;
    struct buffer *text;
    LIST(const char *) strings;
    LIST(enum cell_font) fonts;
    enum cell_font font;
    bool in_text;
    size_t phonetic; /* depth inside rPh */
};

static enum status
string_start(void *state, const char *name, const char **attributes, struct error *err)
{
    struct string_reading *reading = state;

    if (text_equal(name, "si")) {
        if (reading->strings.count >= WORKBOOK_STRINGS_MAX)
            return fail_too_large(err, "số chuỗi chữ", WORKBOOK_STRINGS_MAX);
        reading->text->size = 0;
        reading->font = FONT_UNKNOWN;
    } else if (text_equal(name, "rPh")) {
        reading->phonetic++;
    } else if (text_equal(name, "rFont") && reading->font == FONT_UNKNOWN) {
        reading->font = xlsx_font(xlsx_attribute(attributes, "val"));
    }
    reading->in_text = text_equal(name, "t") && reading->phonetic == 0;
    return OK;
}

static enum status
string_end(void *state, const char *name, struct error *err)
{
    struct string_reading *reading = state;
    struct arena *arena = reading->xlsx->build->arena;

    reading->in_text = false;
    if (text_equal(name, "rPh") && reading->phonetic)
        reading->phonetic--;
    if (!text_equal(name, "si"))
        return OK;
    if (reading->text->overflow)
        return fail_too_large(err, "số byte của một ô", WORKBOOK_CELL_BYTES_MAX);
    struct span text = reading->text->size ? xlsx_unescape(reading->text) : SPAN("");
    *list_add(arena, reading->strings) = arena_copy(arena, text.data, text.size);
    *list_add(arena, reading->fonts) = reading->font;
    return OK;
}

static enum status
string_text(void *state, struct span text, struct error *err)
{
    struct string_reading *reading = state;

    (void)err;
    if (reading->in_text)
        buffer_add(reading->text, text.data, text.size);
    return OK;
}

enum status
xlsx_read_strings(struct xlsx *xlsx, const char *path, struct error *err)
{
    AUTO(buffer) *text = buffer_new(WORKBOOK_CELL_BYTES_MAX);
    struct string_reading reading = {.xlsx = xlsx, .text = text};
    struct part_reader reader = {&reading, string_start, string_end, string_text};
    enum status status = xlsx_part_read(xlsx, path, &reader, err);

    if (status != OK)
        return status == NOT_FOUND ? OK : status;
    xlsx->strings = reading.strings.items;
    xlsx->string_fonts = reading.fonts.items;
    xlsx->string_count = reading.strings.count;
    return OK;
}
