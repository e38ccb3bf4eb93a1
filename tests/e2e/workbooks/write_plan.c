/* SPDX-License-Identifier: Apache-2.0
 *
 * Writes NAME.xlsx from NAME.plan with libxlsxwriter, for each NAME given. A plan is lines of
 * tab-separated parts: sheet NAME | merge TOP LEFT BOTTOM RIGHT | cell ROW COLUMN KIND FORMAT
 * VALUE, counted from 1; \n, \t and \\ are escaped.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <xlsxwriter.h>

enum { LINE_MAX_BYTES = 8192, FORMATS_MAX = 32, PARTS_MAX = 6 };

struct writer {
    lxw_workbook *book;
    lxw_worksheet *sheet;
    struct {
        char text[64];
        lxw_format *format;
    } formats[FORMATS_MAX];
    size_t format_count;
};

static char *
unescape(char *text)
{
    char *out = text;

    for (const char *in = text; *in; in++) {
        if (*in != '\\') {
            *out++ = *in;
            continue;
        }
        in++;
        *out++ = *in == 'n' ? '\n' : *in == 't' ? '\t' : *in;
    }
    *out = '\0';
    return text;
}

static lxw_format *
format_of(struct writer *writer, const char *text)
{
    if (*text == '\0')
        return NULL;
    for (size_t i = 0; i < writer->format_count; i++)
        if (strcmp(writer->formats[i].text, text) == 0)
            return writer->formats[i].format;
    if (writer->format_count == FORMATS_MAX)
        return NULL;
    lxw_format *format = workbook_add_format(writer->book);
    format_set_num_format(format, text);
    snprintf(writer->formats[writer->format_count].text, sizeof writer->formats[0].text, "%s",
             text);
    writer->formats[writer->format_count++].format = format;
    return format;
}

static void
put_cell(struct writer *writer, char *const *part)
{
    lxw_row_t row = (lxw_row_t)(atoi(part[1]) - 1);
    lxw_col_t column = (lxw_col_t)(atoi(part[2]) - 1);
    lxw_format *format = format_of(writer, unescape(part[4]));
    char *value = unescape(part[5]);

    if (part[3][0] == 't')
        worksheet_write_string(writer->sheet, row, column, value, format);
    else if (part[3][0] == 'e')
        worksheet_write_formula_str(writer->sheet, row, column, "=NA()", format, value);
    else
        worksheet_write_number(writer->sheet, row, column, atof(value), format);
}

static void
put_line(struct writer *writer, char *line)
{
    char *part[PARTS_MAX] = {0};
    size_t count = 0;

    line[strcspn(line, "\n")] = '\0';
    while (line && count < PARTS_MAX)
        part[count++] = strsep(&line, "\t");
    if (strcmp(part[0], "sheet") == 0 && count == 2)
        writer->sheet = workbook_add_worksheet(writer->book, unescape(part[1]));
    else if (writer->sheet == NULL)
        fprintf(stderr, "a line without a sheet: %s\n", part[0]);
    else if (strcmp(part[0], "merge") == 0 && count == 5)
        worksheet_merge_range(writer->sheet, (lxw_row_t)(atoi(part[1]) - 1),
                              (lxw_col_t)(atoi(part[2]) - 1), (lxw_row_t)(atoi(part[3]) - 1),
                              (lxw_col_t)(atoi(part[4]) - 1), "", NULL);
    else if (strcmp(part[0], "cell") == 0 && count == 6)
        put_cell(writer, part);
}

static int
write_one(const char *name)
{
    char path[4096], line[LINE_MAX_BYTES];
    struct writer writer = {0};

    snprintf(path, sizeof path, "%s.plan", name);
    FILE *plan = fopen(path, "r");
    if (plan == NULL)
        return 1;
    snprintf(path, sizeof path, "%s.xlsx", name);
    writer.book = workbook_new(path);
    while (fgets(line, sizeof line, plan))
        put_line(&writer, line);
    fclose(plan);
    return workbook_close(writer.book) == LXW_NO_ERROR ? 0 : 1;
}

int
main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (write_one(argv[i]) != 0) {
            fprintf(stderr, "cannot write %s\n", argv[i]);
            return 1;
        }
    return 0;
}
