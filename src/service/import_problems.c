/* SPDX-License-Identifier: Apache-2.0
 *
 * The problems of an import as a table that whoever mends the file works through.
 */
#include "service/import.h"
#include "sheet/table_write.h"

const char *
import_advice(const struct import_problem *problem, struct arena *arena)
{
    if (problem->proposal)
        return arena_printf(arena,
                            "Ghi “%s” vào ô ấy, hoặc nhận các giá trị được đề nghị khi nhập.",
                            problem->proposal);
    if (problem->severity == IMPORT_NOTICE)
        return "Không phải làm gì.";
    if (problem->severity == IMPORT_WARNING)
        return "Xem lại; đúng rồi thì không phải làm gì.";
    if (problem->row && problem->column)
        return "Sửa ô này trong tệp rồi nộp lại tệp; hàng này chưa được nhập.";
    if (problem->row)
        return "Sửa hàng này trong tệp rồi nộp lại tệp; hàng này chưa được nhập.";
    return "Sửa trang này trong tệp, hoặc chỉ lại từng cột là gì, rồi xem trước lại.";
}

static void
add_text(struct sheet_table *table, struct arena *arena, const char *text)
{
    *list_add(arena, table->cells) = (struct sheet_cell){.text = text ? text : ""};
}

/* Texts all of them: an empty number of a row would be a zero. */
static void
add_problem(struct sheet_table *table, struct arena *arena, const char *file,
            const struct import_problem *problem)
{
    char letters[COLUMN_LETTERS_SIZE];

    add_text(table, arena, file);
    add_text(table, arena, problem->sheet);
    add_text(table, arena, problem->row ? arena_printf(arena, "%zu", problem->row) : "");
    add_text(table, arena, arena_text(arena, column_letters(problem->column, letters)));
    add_text(table, arena, problem->value);
    add_text(table, arena, problem->severity == IMPORT_ERROR ? "lỗi" : "cảnh báo");
    add_text(table, arena, problem->message);
    add_text(table, arena, import_advice(problem, arena));
}

enum status
import_write_problems(const struct import_report *reports, size_t count, bool xlsx,
                      struct date today, struct arena *arena, struct span *bytes, struct error *err)
{
    static const struct sheet_column columns[] = {
        {"Tệp", 24, false},
        {"Trang", 16, false},
        {"Hàng", 7, false},
        {"Cột", 6, false},
        {"Giá trị trong tệp", 24, false},
        {"Loại", 10, false},
        {"Điều gì sai", 70, false},
        {"Việc cần làm", 50, false},
    };
    struct sheet_table table = {.name = "Cần sửa",
                                .title = "Những chỗ cần sửa trong tệp",
                                .date = today,
                                .column_count = COUNT_OF(columns)};

    memcpy(table.columns, columns, sizeof columns);
    for (size_t i = 0; i < count; i++) {
        const struct import_report *report = &reports[i];
        struct import_problem unread = {.severity = IMPORT_ERROR, .message = report->message};
        if (report->status != OK)
            add_problem(&table, arena, report->name, &unread);
        for (size_t k = 0; report->status == OK && k < report->problems.count; k++)
            if (report->problems.items[k].severity != IMPORT_NOTICE)
                add_problem(&table, arena, report->name, &report->problems.items[k]);
    }
    return xlsx ? xlsx_write_table(&table, arena, bytes, err)
                : csv_write_table(&table, arena, bytes, err);
}
