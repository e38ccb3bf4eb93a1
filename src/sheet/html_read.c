/* SPDX-License-Identifier: Apache-2.0
 *
 * HTML that calls itself a workbook: a tolerant reader of tables.  Knows tr, td, th with rowspan
 * and colspan, comments, character references; whatever else there is counts as blank.  Text
 * outside tables becomes title rows.  A table that comes after one with data starts a new sheet.
 */
#include <ctype.h>
#include <stdlib.h>

#include "base/unicode.h"
#include "sheet/workbook_build.h"

enum {
    SPAN_MAX = 1000, /* of rowspan and colspan, as the HTML standard has it */
    DATA_ROWS = 3,   /* from that size a table holds data and is not a title */
    DATA_COLUMNS = 3,
};

struct html {
    struct build *build;
    struct sheet *sheet;
    struct buffer *text; /* of the cell, or of the paragraph outside tables */
    size_t depth;        /* of tables */
    size_t row, column;  /* of the open cell, from 1 */
    size_t table_top, table_width;
    bool data_seen; /* the sheet holds a table with data */
    bool in_cell;
    size_t rowspan, colspan;
    bool is_date;  /* LibreOffice says so in sdnum */
    double serial; /* sdval */
    LIST(struct range) merges;
    size_t taken[WORKBOOK_COLUMNS_MAX + 1]; /* rows up to which a rowspan holds the column */
};

static const struct {
    const char *name;
    uint32_t character;
} entities[] = {
    {"amp", '&'},      {"lt", '<'},       {"gt", '>'},       {"quot", '"'},     {"apos", '\''},
    {"nbsp", 0xA0},    {"agrave", 0xE0},  {"aacute", 0xE1},  {"acirc", 0xE2},   {"atilde", 0xE3},
    {"egrave", 0xE8},  {"eacute", 0xE9},  {"ecirc", 0xEA},   {"igrave", 0xEC},  {"iacute", 0xED},
    {"ograve", 0xF2},  {"oacute", 0xF3},  {"ocirc", 0xF4},   {"otilde", 0xF5},  {"ugrave", 0xF9},
    {"uacute", 0xFA},  {"yacute", 0xFD},  {"Agrave", 0xC0},  {"Aacute", 0xC1},  {"Acirc", 0xC2},
    {"Atilde", 0xC3},  {"Egrave", 0xC8},  {"Eacute", 0xC9},  {"Ecirc", 0xCA},   {"Igrave", 0xCC},
    {"Iacute", 0xCD},  {"Ograve", 0xD2},  {"Oacute", 0xD3},  {"Ocirc", 0xD4},   {"Otilde", 0xD5},
    {"Ugrave", 0xD9},  {"Uacute", 0xDA},  {"Yacute", 0xDD},  {"ndash", 0x2013}, {"mdash", 0x2014},
    {"lsquo", 0x2018}, {"rsquo", 0x2019}, {"ldquo", 0x201C}, {"rdquo", 0x201D}, {"hellip", 0x2026},
    {"bull", 0x2022},  {"deg", 0xB0},     {"middot", 0xB7},
};

/* The reference at text[at] == '&'; steps over it. Anything unknown is the character '&'. */
static uint32_t
read_reference(struct span text, size_t *at)
{
    char name[12];
    size_t n = 0, i = *at + 1;

    while (i < text.size && n < sizeof name - 1 &&
           (isalnum((unsigned char)text.data[i]) || text.data[i] == '#'))
        name[n++] = text.data[i++];
    name[n] = '\0';
    size_t after = i < text.size && text.data[i] == ';' ? i + 1 : i;
    if (name[0] == '#') {
        bool hex = name[1] == 'x' || name[1] == 'X';
        unsigned long code = strtoul(name + (hex ? 2 : 1), NULL, hex ? 16 : 10);
        *at = after;
        return code >= 0x20 && code < 0x110000 && (code < 0xD800 || code > 0xDFFF) ? (uint32_t)code
                                                                                   : ' ';
    }
    for (size_t k = 0; k < COUNT_OF(entities); k++)
        if (text_equal(entities[k].name, name)) {
            *at = after;
            return entities[k].character;
        }
    *at += 1;
    return '&';
}

/* Text up to the next tag. */
static void
read_characters(struct html *html, struct span text, size_t *at)
{
    while (*at < text.size && text.data[*at] != '<') {
        if (text.data[*at] == '&')
            utf8_add(html->text, read_reference(text, at));
        else
            buffer_char(html->text, text.data[(*at)++]);
    }
}

/* Put what stands in html->text into the sheet at row and column. */
static enum status
put_text(struct html *html, size_t row, size_t column, struct error *err)
{
    struct cell *cell;
    struct date date;

    if (html->text->overflow)
        return fail_too_large(err, "số byte của một ô", WORKBOOK_CELL_BYTES_MAX);
    buffer_char(html->text, ' '); /* so that there are bytes */
    const char *squeezed = text_squeeze(html->build->arena, html->text->data);
    html->text->size = 0;
    if (*squeezed == '\0')
        return OK;
    TRY(build_cell(html->build, html->sheet, row, column, &cell, err));
    if (html->is_date && date_from_serial(html->serial, false, &date))
        build_date(html->build, cell, html->serial, date);
    else
        build_text(html->build, cell, span_of(squeezed));
    return OK;
}

static enum status
new_sheet(struct html *html, struct error *err)
{
    TRY(build_sheet(html->build, "", &html->sheet, err));
    html->row = 0;
    html->data_seen = false;
    html->merges.count = 0;
    memset(html->taken, 0, sizeof html->taken);
    return OK;
}

static enum status
end_cell(struct html *html, struct error *err)
{
    if (!html->in_cell)
        return OK;
    html->in_cell = false;
    TRY(put_text(html, html->row, html->column, err));
    size_t bottom = html->row + html->rowspan - 1, right = html->column + html->colspan - 1;
    for (size_t i = html->column; i <= right && i <= WORKBOOK_COLUMNS_MAX; i++)
        html->taken[i] = bottom;
    if (html->rowspan > 1 || html->colspan > 1) {
        if (html->merges.count >= WORKBOOK_MERGES_MAX)
            return fail_too_large(err, "số vùng ô gộp", WORKBOOK_MERGES_MAX);
        *list_add(html->build->arena, html->merges) =
            (struct range){html->row, html->column, bottom, right};
    }
    html->column = right;
    if (html->column > html->table_width)
        html->table_width = html->column;
    return OK;
}

/* Text outside tables: a title row of its own. */
static enum status
end_paragraph(struct html *html, struct error *err)
{
    html->is_date = false;
    if (html->depth > 0)
        return OK;
    const char *data = html->text->size ? html->text->data : "";
    if (text_is_blank(data)) {
        html->text->size = 0;
        return OK;
    }
    return put_text(html, ++html->row, 1, err);
}

static enum status
end_table(struct html *html, struct error *err)
{
    TRY(end_cell(html, err));
    for (size_t i = 0; i < html->merges.count; i++)
        TRY(build_merge(html->build, html->sheet, html->merges.items[i], err));
    html->merges.count = 0;
    if (html->row >= html->table_top + DATA_ROWS && html->table_width >= DATA_COLUMNS)
        html->data_seen = true;
    return OK;
}

static enum status
start_table(struct html *html, struct error *err)
{
    if (html->data_seen)
        TRY(new_sheet(html, err));
    html->table_top = html->row;
    html->table_width = 0;
    memset(html->taken, 0, sizeof html->taken);
    return OK;
}

/* The value of an attribute inside a tag, into `out`; false when it has none. */
static bool
tag_attribute(struct span tag, const char *name, char *out, size_t size)
{
    size_t n = strlen(name);

    for (size_t i = 0; i + n < tag.size; i++) {
        if (strncasecmp(tag.data + i, name, n) != 0 ||
            (i && isalnum((unsigned char)tag.data[i - 1])))
            continue;
        size_t at = i + n, length = 0;
        while (at < tag.size && isspace((unsigned char)tag.data[at]))
            at++;
        if (at >= tag.size || tag.data[at] != '=')
            continue;
        for (at++; at < tag.size && isspace((unsigned char)tag.data[at]);)
            at++;
        char quote = at < tag.size && strchr("\"'", tag.data[at]) ? tag.data[at++] : ' ';
        while (at < tag.size && tag.data[at] != quote && length + 1 < size)
            out[length++] = tag.data[at++];
        out[length] = '\0';
        return true;
    }
    return false;
}

static size_t
span_attribute(struct span tag, const char *name)
{
    char text[16];
    int number = 1;

    if (tag_attribute(tag, name, text, sizeof text))
        number = atoi(text);
    return number < 1 ? 1 : number > SPAN_MAX ? SPAN_MAX : (size_t)number;
}

/* LibreOffice writes the value of a date beside its text. */
static void
note_date(struct html *html, struct span tag)
{
    char value[32], format[80];

    html->is_date = false;
    if (!tag_attribute(tag, "sdval", value, sizeof value) ||
        !tag_attribute(tag, "sdnum", format, sizeof format))
        return;
    html->serial = strtod(value, NULL);
    html->is_date = strpbrk(format, "Yy") && strpbrk(format, "Dd");
}

static enum status
start_cell(struct html *html, struct span tag, struct error *err)
{
    TRY(end_cell(html, err));
    if (html->row == html->table_top)
        html->row++; /* a cell without a row */
    html->column++;
    while (html->column <= WORKBOOK_COLUMNS_MAX && html->taken[html->column] >= html->row)
        html->column++;
    html->in_cell = true;
    html->text->size = 0;
    html->text->overflow = false;
    html->rowspan = span_attribute(tag, "rowspan");
    html->colspan = span_attribute(tag, "colspan");
    note_date(html, tag);
    return OK;
}

static bool
tag_is(struct span tag, const char *name)
{
    size_t n = strlen(name);

    return tag.size >= n && strncasecmp(tag.data, name, n) == 0 &&
           (tag.size == n || !isalnum((unsigned char)tag.data[n]));
}

/* A tag inside a table, at its outermost level. */
static enum status
table_tag(struct html *html, struct span tag, struct error *err)
{
    if (tag_is(tag, "tr")) {
        TRY(end_cell(html, err));
        html->row++;
        html->column = 0;
    } else if (tag_is(tag, "td") || tag_is(tag, "th")) {
        return start_cell(html, tag, err);
    } else if (tag_is(tag, "/td") || tag_is(tag, "/th") || tag_is(tag, "/tr")) {
        return end_cell(html, err);
    } else if (!tag_is(tag, "font") && !tag_is(tag, "/font") && !tag_is(tag, "b") &&
               !tag_is(tag, "/b") && !tag_is(tag, "span") && !tag_is(tag, "/span") &&
               !tag_is(tag, "i") && !tag_is(tag, "/i")) {
        buffer_char(html->text, ' ');
    }
    return OK;
}

static enum status
any_tag(struct html *html, struct span tag, struct error *err)
{
    if (tag_is(tag, "table")) {
        if (html->depth == 0) {
            TRY(end_paragraph(html, err));
            TRY(start_table(html, err));
        }
        if (++html->depth > WORKBOOK_DEPTH_MAX)
            return fail_damaged(err, "html: tables nested too deep");
        return OK;
    }
    if (tag_is(tag, "/table")) {
        if (html->depth == 1)
            TRY(end_table(html, err));
        html->depth -= html->depth > 0;
        return OK;
    }
    if (html->depth == 1)
        return table_tag(html, tag, err);
    if (html->depth > 1) {
        buffer_char(html->text, ' ');
        return OK;
    }
    static const char *const inline_tags[] = {"b",     "/b",   "i",      "/i",     "span",
                                              "/span", "font", "/font",  "u",      "/u",
                                              "a",     "/a",   "strong", "/strong"};
    for (size_t i = 0; i < COUNT_OF(inline_tags); i++)
        if (tag_is(tag, inline_tags[i]))
            return OK;
    return end_paragraph(html, err);
}

/* Behind `what`, or at the end; blind to case. */
static size_t
skip_past(struct span text, size_t at, const char *what)
{
    size_t n = strlen(what);

    for (; at + n <= text.size; at++)
        if (strncasecmp(text.data + at, what, n) == 0)
            return at + n;
    return text.size;
}

/* The end of the tag that begins at `at` (behind '<'): a quoted '>' does not end it. */
static size_t
tag_end(struct span text, size_t at)
{
    char quote = 0;

    for (; at < text.size; at++) {
        char c = text.data[at];
        if (quote && c == quote)
            quote = 0;
        else if (!quote && (c == '"' || c == '\'') && at && text.data[at - 1] == '=')
            quote = c;
        else if (!quote && c == '>')
            return at;
    }
    return text.size;
}

/* Tags whose content is not text. */
static size_t
skip_content(struct span text, size_t at, struct span tag)
{
    static const char *const names[][2] = {
        {"script", "</script"}, {"style", "</style"}, {"title", "</title"}, {"xml", "</xml"}};

    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (tag_is(tag, names[i][0]))
            return skip_past(text, skip_past(text, at, names[i][1]), ">");
    return at;
}

enum status
html_read(struct build *build, struct span text, struct error *err)
{
    AUTO(buffer) *buffer = buffer_new(WORKBOOK_CELL_BYTES_MAX);
    struct html html = {.build = build, .text = buffer};
    size_t at = 0;

    TRY(new_sheet(&html, err));
    while (at < text.size) {
        read_characters(&html, text, &at);
        if (at >= text.size)
            break;
        if (text.size - at >= 4 && memcmp(text.data + at, "<!--", 4) == 0) {
            at = skip_past(text, at + 4, "-->");
            continue;
        }
        size_t end = tag_end(text, at + 1);
        struct span tag = {text.data + at + 1, end - at - 1};
        at = skip_content(text, end < text.size ? end + 1 : end, tag);
        TRY(any_tag(&html, tag, err));
    }
    if (html.depth > 0)
        return fail_damaged(err, "html: a table is not closed");
    return end_paragraph(&html, err);
}
