/* SPDX-License-Identifier: Apache-2.0
 *
 * results.xls was written by LibreOffice: formulas of every kind of result, in two worksheets.
 */
#include "import_lines.h"
#include "sheet/ole.h"

/* libfreexl 1.0.6 loses memory when a file is damaged; that is not ours to find here. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
    return "leak:libfreexl";
}

static enum status
read_book(struct span bytes, struct arena *arena, struct workbook *book, struct error *err)
{
    return workbook_read(bytes, "tệp", arena, book, err);
}

static struct span
load(struct arena *arena)
{
    struct error err = {0};
    struct span bytes;

    assert_ok(file_read(arena, source_path(arena, "tests/unit/sheet/results.xls"), TEST_FILE_MAX,
                        &bytes, &err));
    return bytes;
}

static void
test_what_formulas_came_to(void **state)
{
    static const struct {
        const char *about;
        size_t sheet, row, column;
        enum cell_kind kind;
        const char *text;
    } rows[] = {
        {"a number", 0, 2, 1, CELL_NUMBER, "2.5"},
        {"a text", 0, 2, 2, CELL_TEXT, "Nguyễn An"},
        {"an error", 0, 2, 3, CELL_ERROR, "#N/A"},
        {"true", 0, 2, 4, CELL_BOOL, "1"},
        {"a whole number", 0, 2, 5, CELL_NUMBER, "5"},
        {"an empty text", 0, 2, 6, CELL_EMPTY, ""},
        {"a constant true", 0, 2, 7, CELL_BOOL, "1"},
        {"a number beside formulas", 0, 3, 1, CELL_NUMBER, "2.5"},
        {"a text of Latin letters", 0, 3, 2, CELL_TEXT, "Anh"},
        {"a division by zero", 0, 3, 3, CELL_ERROR, "#DIV/0!"},
        {"false", 0, 3, 4, CELL_BOOL, "0"},
        {"in the second worksheet", 1, 1, 1, CELL_NUMBER, "5"},
    };
    AUTO(arena) *arena = arena_new();
    struct workbook book;
    struct error err = {0};

    (void)state;
    assert_ok(read_book(load(arena), arena, &book, &err));
    assert_int_equal(book.sheets.count, 2);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct cell *cell =
            &book.sheets.items[rows[i].sheet].rows[rows[i].row - 1].cells[rows[i].column - 1];
        if (cell->kind != rows[i].kind || strcmp(cell->text, rows[i].text) != 0)
            row_fail(rows[i].about, "kind %d, “%s”", cell->kind, cell->text);
    }
    assert_int_equal(strlen(book.sheets.items[1].rows[0].cells[1].text), 300 * strlen("đ"));
}

/* Cut anywhere and with any bit turned: an answer, never more than the file holds. */
static void
test_damage(void **state)
{
    AUTO(arena) *arena = arena_new();
    struct span whole = load(arena);
    char *bent = arena_copy(arena, whole.data, whole.size);
    size_t refused = 0;

    (void)state;
    for (size_t i = 0; i < 2 * whole.size; i++) {
        AUTO(arena) *own = arena_new();
        struct workbook book;
        struct error err = {0};
        size_t at = i % whole.size;
        struct span cut = {whole.data, at}, turned = {bent, whole.size};
        bent[at] ^= (char)(1u << i % 7);
        enum status status = read_book(i < whole.size ? cut : turned, own, &book, &err);
        assert_true(status == OK || status == INVALID);
        refused += status == INVALID;
        bent[at] = whole.data[at];
    }
    assert_true(refused > whole.size);
}

static void
test_circles(void **state)
{
    AUTO(arena) *arena = arena_new();
    struct span whole = load(arena), stream;
    char *bent = arena_copy(arena, whole.data, whole.size);
    size_t fat = ((size_t)little_32(whole, 76) + 1) << 9;

    (void)state;
    assert_true(ole_read_stream(whole, "Workbook", arena, &stream));
    assert_false(ole_read_stream(whole, "WordDocument", arena, &stream));
    for (uint32_t sector = 0; sector * 4 + 4 <= 512; sector++)
        memcpy(bent + fat + sector * 4UL, &(uint32_t){sector}, 4); /* each its own successor */
    assert_false(ole_read_stream((struct span){bent, whole.size}, "Workbook", arena, &stream));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_formulas_came_to),
        cmocka_unit_test(test_damage),
        cmocka_unit_test(test_circles),
    };

    return cmocka_run_group_tests_name("sheet/xls", tests, NULL, NULL);
}
