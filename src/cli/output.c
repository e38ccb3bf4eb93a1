/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/output.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/unicode.h"

enum { BAR_WIDTH = 30 };

void
output_buffer(const struct buffer *buffer)
{
    struct span bytes = buffer_span(buffer);

    fwrite(bytes.data, 1, bytes.size, stdout);
    if (bytes.size == 0 || bytes.data[bytes.size - 1] != '\n')
        putchar('\n');
}

void
output_line(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    putchar('\n');
}

void
output_address(const char *address)
{
    output_line("%s", address);
    fflush(stdout);
}

void
output_error(const struct cli *cli, const struct error *err)
{
    if (cli->json) {
        AUTO(buffer) *out = buffer_new(JSON_CEILING);
        struct json json = json_to(out);
        json_open(&json, '{');
        json_key(&json, "error");
        json_open(&json, '{');
        json_text_field(&json, "status", status_key(err->status));
        json_text_field(&json, "message", err->message);
        json_close(&json, '}');
        json_close(&json, '}');
        output_buffer(out);
        return;
    }
    fprintf(stderr, "hocba: %s\n", err->message);
    if (err->detail[0])
        fprintf(stderr, "       (%s)\n", err->detail);
}

/* --- lists ---------------------------------------------------------------------------------- */

const char *
output_number(const struct cli *cli, int64_t number)
{
    return arena_printf(cli->arena, "%lld", (long long)number);
}

const char *
output_day(const struct cli *cli, struct date day)
{
    char text[DATE_TEXT_SIZE];

    return date_is_none(day) ? NULL : arena_text(cli->arena, date_write_vietnamese(day, text));
}

struct output_list
output_list_of(const struct cli *cli, const char *name, const struct output_column *columns,
               size_t count)
{
    return (struct output_list){
        .cli = cli, .name = name, .columns = columns, .column_count = count};
}

void
output_list_row(struct output_list *list, const char *const *cells)
{
    for (size_t i = 0; i < list->column_count; i++)
        *list_add(list->cli->arena, list->cells) = cells[i];
}

static size_t
text_width(const char *text)
{
    return unicode_graphemes(span_of(text));
}

static void
print_cells(const struct output_list *list, const char *const *cells, const size_t *widths)
{
    for (size_t i = 0; i < list->column_count; i++) {
        const char *cell = cells[i] ? cells[i] : "";
        fputs(cell, stdout);
        if (i + 1 == list->column_count)
            putchar('\n');
        else
            printf("%*s", (int)(widths[i] - text_width(cell) + 2), "");
    }
}

static void
print_table(const struct output_list *list)
{
    size_t widths[TABLE_COLUMNS_MAX] = {0};
    const char *labels[TABLE_COLUMNS_MAX];

    assert(list->column_count > 0 && list->column_count <= TABLE_COLUMNS_MAX);
    for (size_t i = 0; i < list->column_count; i++) {
        labels[i] = list->columns[i].label;
        widths[i] = text_width(labels[i]);
    }
    for (size_t i = 0; i < list->cells.count; i++) {
        const char *cell = list->cells.items[i];
        size_t width = cell ? text_width(cell) : 0, column = i % list->column_count;
        widths[column] = width > widths[column] ? width : widths[column];
    }
    print_cells(list, labels, widths);
    for (size_t i = 0; i < list->cells.count; i += list->column_count)
        print_cells(list, list->cells.items + i, widths);
}

void
output_list_json(const struct output_list *list, struct json *json)
{
    json_open_list(json, list->name);
    for (size_t i = 0; i < list->cells.count; i++) {
        const struct output_column *column = &list->columns[i % list->column_count];
        const char *cell = list->cells.items[i];
        if (i % list->column_count == 0)
            json_open(json, '{');
        if (column->number && cell)
            json_int_field(json, column->key, strtoll(cell, NULL, 10));
        else
            json_text_field(json, column->key, cell);
        if (i % list->column_count == list->column_count - 1)
            json_close(json, '}');
    }
    json_close(json, ']');
}

void
output_list_print(const struct output_list *list)
{
    if (!list->cli->json) {
        print_table(list);
        return;
    }
    AUTO(buffer) *out = buffer_new(JSON_CEILING);
    struct json json = json_to(out);
    json_open(&json, '{');
    output_list_json(list, &json);
    json_close(&json, '}');
    output_buffer(out);
}

void
output_done(const struct cli *cli, const char *kind, const char *id, const char *sentence)
{
    if (!cli->json) {
        output_line("%s", sentence);
        return;
    }
    AUTO(buffer) *out = buffer_new(JSON_CEILING);
    struct json json = json_to(out);
    json_open(&json, '{');
    json_bool_field(&json, "done", true);
    if (kind)
        json_text_field(&json, kind, id);
    json_close(&json, '}');
    output_buffer(out);
}

enum status
output_or_write(const struct cli *cli, const char *path, const char *key, const struct buffer *text,
                const char *done, struct error *err)
{
    if (path) {
        TRY(file_write(path, buffer_span(text), 0644, err));
        output_done(cli, "file", path, arena_printf(cli->arena, "%s %s.", done, path));
        return OK;
    }
    if (!cli->json) {
        output_buffer(text);
        return OK;
    }
    AUTO(buffer) *out = buffer_new(JSON_CEILING);
    struct json json = json_to(out);
    json_open(&json, '{');
    json_text_field(&json, key, text->data);
    json_close(&json, '}');
    output_buffer(out);
    return OK;
}

/* --- progress ------------------------------------------------------------------------------- */

void
output_progress(void *context, const char *what, size_t done, size_t total)
{
    (void)context;
    if (!isatty(STDERR_FILENO) || total == 0)
        return;
    size_t full = done * BAR_WIDTH / total;
    fprintf(stderr, "\r%s [", what);
    for (size_t i = 0; i < BAR_WIDTH; i++)
        fputc(i < full ? '#' : '.', stderr);
    fprintf(stderr, "] %zu/%zu%s", done, total, done >= total ? "\n" : "");
    fflush(stderr);
}

/* --- help ----------------------------------------------------------------------------------- */

static void
help_options(const struct option *options)
{
    for (size_t i = 0; options && options[i].name; i++) {
        char left[64];
        snprintf(left, sizeof left, "--%s%s%s", options[i].name, options[i].argument ? " " : "",
                 options[i].argument ? options[i].argument : "");
        size_t width = text_width(left);
        printf("  %s%*s%s\n", left, width < 23 ? (int)(24 - width) : 2, "", options[i].help);
    }
}

void
output_help(const struct command *command)
{
    printf("hocba %s — %s\n\nCách viết: hocba %s%s%s\n", command->name, command->summary,
           command->name, command->usage[0] ? " " : "", command->usage);
    if (command->help)
        printf("\n%s\n", command->help);
    printf("\nTùy chọn:\n");
    help_options(command->options);
    help_options(common_options);
}

void
output_commands(void)
{
    printf("hocba — học bạ số tiểu học: nhập, kiểm tra, ký, phát hành, xác minh, in\n\n"
           "Cách viết: hocba LỆNH [...]   (hocba LỆNH --help để xem từng lệnh)\n\nCác lệnh:\n");
    for (size_t i = 0; commands[i]; i++)
        printf("  %-25s  %s\n", commands[i]->name, commands[i]->summary);
    printf("\nMã thoát: 0 được; 1 không (dữ liệu sai quy định, tệp không xác thực); 2 lệnh viết "
           "sai, không có tệp;\n  3 chưa thể kết luận; 4 không được phép; 5 xung đột; "
           "6 hệ thống hỏng hoặc không trả lời.\n");
}

bool
output_group(FILE *out, const char *word)
{
    size_t size = strlen(word);
    bool found = false;

    for (size_t i = 0; commands[i]; i++) {
        const struct command *command = commands[i];
        if (strncmp(command->name, word, size) != 0 || command->name[size] != ' ')
            continue;
        fprintf(out, "%s  hocba %s %s\n      %s\n", found ? "" : "Các lệnh:\n", command->name,
                command->usage, command->summary);
        found = true;
    }
    return found;
}
