/* SPDX-License-Identifier: Apache-2.0 */
#include "base/unicode.h"
#include "service/province.h"

enum { HEADER_ROWS_MAX = 10 }; /* in which the header is looked for */

const struct province_table province_tables[PROVINCE_KINDS] = {
    [PROVINCE_UNITS] = {"don-vi",
                        "đơn vị",
                        {{"Loại đơn vị", true},
                         {"Mã đơn vị", true},
                         {"Tên đơn vị", true},
                         {"Mã đơn vị quản lý", false},
                         {"Xã", false},
                         {"Huyện", false},
                         {"Tỉnh", false},
                         {"Địa danh phát hành học bạ", false}}},
    [PROVINCE_CLASSES] =
        {"lop",
         "lớp",
         {{"Mã trường", true}, {"Năm học", true}, {"Lớp", true}, {"Số buổi mỗi ngày", true}}},
    [PROVINCE_PEOPLE] = {"nguoi",
                         "người",
                         {{"Mã đơn vị", true},
                          {"Tên đăng nhập", true},
                          {"Họ và tên", true},
                          {"Số định danh cá nhân", false},
                          {"Chức danh", false},
                          {"Vai trò", false},
                          {"Năm học", false},
                          {"Lớp", false},
                          {"Mã môn", false},
                          {"Từ ngày", false}}},
    [PROVINCE_PUPILS] = {"hoc-sinh",
                         "học sinh",
                         {{"Mã trường", true},
                          {"Năm học", true},
                          {"Lớp", true},
                          {"Khối", false},
                          {"Mã học sinh", true},
                          {"Họ và tên", true},
                          {"Ngày sinh", true},
                          {"Số định danh cá nhân", false}}},
};

void
province_note(struct province_data *data, struct arena *arena, const struct province_row *row,
              size_t column, const char *message)
{
    if (data->problems.count == PROVINCE_PROBLEMS_MAX) {
        data->more_problems++;
        return;
    }
    *list_add(arena, data->problems) = (struct province_problem){
        row->file, row->sheet, row->row, column, arena_text(arena, message)};
}

/* The column of that label in a row; 0: none. */
static size_t
find_label(const struct sheet *sheet, size_t row, const char *label, struct arena *arena)
{
    const char *wanted = unicode_fold_key(arena, label);

    for (size_t i = 1; i <= sheet->rows[row - 1].count; i++)
        if (text_equal(unicode_fold_key(arena, sheet_cell(sheet, row, i)->text), wanted))
            return i;
    return 0;
}

/* Are all columns that the table must have in that row? Their places go into `found`. */
static bool
is_header(const struct sheet *sheet, size_t row, const struct province_table *table,
          struct province_row *found, struct arena *arena)
{
    for (size_t i = 0; table->columns[i].label; i++) {
        found->columns[i] = find_label(sheet, row, table->columns[i].label, arena);
        if (found->columns[i] == 0 && table->columns[i].required)
            return false;
    }
    return true;
}

static bool
find_header(const struct sheet *sheet, enum province_kind *kind, struct province_row *header,
            struct arena *arena)
{
    for (size_t row = 1; row <= sheet->row_count && row <= HEADER_ROWS_MAX; row++) {
        header->row = row;
        for (*kind = 0; *kind < PROVINCE_KINDS; (*kind)++) {
            memset(header->columns, 0, sizeof header->columns);
            if (is_header(sheet, row, &province_tables[*kind], header, arena))
                return true;
        }
    }
    return false;
}

static const char *
trimmed(struct arena *arena, const char *text)
{
    size_t size;

    text += strspn(text, " \t\r\n");
    for (size = strlen(text); size > 0 && strchr(" \t\r\n", text[size - 1]); size--)
        ;
    return arena_copy(arena, text, size);
}

static bool
read_row(const struct sheet *sheet, const struct province_table *table, struct province_row *row,
         struct arena *arena)
{
    bool any = false;

    for (size_t i = 0; table->columns[i].label; i++) {
        if (row->columns[i] == 0)
            continue;
        const char *text = sheet_cell(sheet, row->row, row->columns[i])->text;
        row->cells[i] = text_is_blank(text) ? NULL : trimmed(arena, text);
        any |= row->cells[i] != NULL;
    }
    return any;
}

static void
read_sheet(const struct sheet *sheet, const char *name, struct arena *arena,
           struct province_data *data)
{
    struct province_row header = {.file = name, .sheet = sheet->name};
    enum province_kind kind;

    if (!find_header(sheet, &kind, &header, arena)) {
        header.row = 0;
        province_note(data, arena, &header, 0,
                      "Không nhận ra bảng này: hàng tiêu đề phải như trong tệp mẫu (--template).");
        return;
    }
    const struct province_table *table = &province_tables[kind];
    for (size_t at = header.row + 1; at <= sheet->row_count; at++) {
        struct province_row row = header;
        row.row = at;
        if (!read_row(sheet, table, &row, arena))
            continue;
        *list_add(arena, data->rows[kind]) = row;
        for (size_t i = 0; table->columns[i].label; i++)
            if (table->columns[i].required && !row.cells[i])
                province_note(data, arena, &row, row.columns[i],
                              arena_printf(arena, "Thiếu “%s”.", table->columns[i].label));
    }
}

enum status
province_read(struct span bytes, const char *name, struct arena *arena, struct province_data *data,
              struct error *err)
{
    struct workbook workbook = {0};

    TRY(workbook_read(bytes, name, arena, &workbook, err));
    for (size_t i = 0; i < workbook.sheets.count; i++)
        if (workbook.sheets.items[i].row_count > 0)
            read_sheet(&workbook.sheets.items[i], name, arena, data);
    for (size_t i = 0; i < PROVINCE_KINDS; i++)
        if (data->rows[i].count > PROVINCE_ROWS_MAX)
            return fail(err, INVALID,
                        "Có hơn %d hàng %s. Chưa ghi gì; hãy nhập làm nhiều lần, mỗi lần một số "
                        "trường.",
                        PROVINCE_ROWS_MAX, province_tables[i].word);
    return OK;
}
