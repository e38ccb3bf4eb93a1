/* SPDX-License-Identifier: Apache-2.0
 *
 * CSV after RFC 4180, with the separators that spreadsheets really write.
 */
#include "sheet/workbook_build.h"

enum { SNIFF_RECORDS = 200 };

/* Reads field after field. */
struct fields {
    struct span text;
    size_t at, line;
    char separator;
    bool unclosed; /* a quote was never closed */
    size_t quote_line;
    struct buffer *field;
};

/* The next field into fields->field; true when the record goes on behind it. */
static bool
next_field(struct fields *fields)
{
    const char *data = fields->text.data;
    size_t size = fields->text.size;
    bool quoted = false;

    fields->field->size = 0;
    fields->field->overflow = false;
    if (fields->at < size && data[fields->at] == '"') {
        quoted = true;
        fields->quote_line = fields->line;
        fields->at++;
    }
    while (fields->at < size) {
        char c = data[fields->at++];
        fields->line += c == '\n';
        if (quoted && c == '"') {
            if (fields->at < size && data[fields->at] == '"')
                buffer_char(fields->field, data[fields->at++]);
            else
                quoted = false;
        } else if (quoted) {
            buffer_char(fields->field, c);
        } else if (c == fields->separator) {
            return true;
        } else if (c == '\n' || c == '\r') {
            if (c == '\r' && fields->at < size && data[fields->at] == '\n') {
                fields->at++;
                fields->line++;
            }
            return false;
        } else {
            buffer_char(fields->field, c);
        }
    }
    fields->unclosed = quoted;
    return false;
}

/* How well a separator divides the beginning into records of one width: the cells that stand in
 * records of the commonest width. */
static size_t
separator_score(struct span text, char separator)
{
    AUTO(buffer) *field = buffer_new(WORKBOOK_CELL_BYTES_MAX);
    struct fields fields = {.text = text, .separator = separator, .field = field};
    size_t widths[WORKBOOK_COLUMNS_MAX + 1] = {0}, best = 0;

    for (size_t record = 0; record < SNIFF_RECORDS && fields.at < text.size; record++) {
        size_t width = 1;
        while (next_field(&fields))
            width++;
        if (width <= WORKBOOK_COLUMNS_MAX)
            widths[width]++;
    }
    for (size_t width = 2; width <= WORKBOOK_COLUMNS_MAX; width++)
        if (widths[width] * width > best)
            best = widths[width] * width;
    return best;
}

/* The separator, from Excel's "sep=" line or from the shape of the records. */
static char
find_separator(struct span *text)
{
    static const char separators[] = ",;\t|";
    char found = ',';
    size_t best = 0;

    if (text->size > 6 && strncasecmp(text->data, "sep=", 4) == 0 &&
        (text->data[5] == '\r' || text->data[5] == '\n')) {
        found = text->data[4];
        size_t skip = text->data[5] == '\r' && text->data[6] == '\n' ? 7 : 6;
        *text = (struct span){text->data + skip, text->size - skip};
        return found;
    }
    for (const char *separator = separators; *separator; separator++) {
        size_t score = separator_score(*text, *separator);
        if (score > best) {
            best = score;
            found = *separator;
        }
    }
    return found;
}

/* Programs write ="0123" so that Excel keeps the zero. */
static struct span
unwrap(struct span value)
{
    if (value.size >= 3 && value.data[0] == '=' && value.data[1] == '"' &&
        value.data[value.size - 1] == '"')
        return (struct span){value.data + 2, value.size - 3};
    return value;
}

enum status
csv_read(struct build *build, struct span text, struct error *err)
{
    AUTO(buffer) *field = buffer_new(WORKBOOK_CELL_BYTES_MAX);
    struct fields fields = {.field = field, .line = 1};
    struct sheet *sheet;

    fields.separator = find_separator(&text);
    fields.text = text;
    TRY(build_sheet(build, "", &sheet, err));
    for (size_t row = 1; fields.at < text.size; row++) {
        bool more = true;
        for (size_t column = 1; more; column++) {
            more = next_field(&fields);
            if (fields.unclosed)
                return fail(err, INVALID,
                            "Tệp CSV bị hỏng: dấu nháy kép mở ở dòng %zu không được đóng. Không có "
                            "gì được nhập. Hãy lưu lại tệp từ Excel rồi nhập lại.",
                            fields.quote_line);
            if (field->overflow)
                return fail_too_large(err, "số byte của một ô", WORKBOOK_CELL_BYTES_MAX);
            if (field->size == 0)
                continue;
            struct cell *cell;
            TRY(build_cell(build, sheet, row, column, &cell, err));
            build_text(build, cell, unwrap(buffer_span(field)));
        }
    }
    return OK;
}
