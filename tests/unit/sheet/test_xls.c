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

/* --- a book of before Unicode, as Excel 5 and 95 wrote them ------------------------------------
 */

enum { SECTOR = 512, BOOK_SECTORS = 9, BOOK_BYTES = BOOK_SECTORS * SECTOR };

static void
put_16(struct buffer *out, unsigned value)
{
    buffer_add(out, (char[]){(char)value, (char)(value >> 8)}, 2);
}

static void
put_record(struct buffer *out, unsigned kind, const void *body, size_t size)
{
    put_16(out, kind);
    put_16(out, (unsigned)size);
    buffer_add(out, body, size);
}

/* A formula of A1 whose result is a text, and the text in the file's code page. */
static void
put_text_formula(struct buffer *out, const char *text)
{
    static const unsigned char formula[22] = {[12] = 0xFF, [13] = 0xFF};
    AUTO(buffer) *string = buffer_new(SECTOR);

    put_record(out, 0x0006, formula, sizeof formula);
    put_16(string, (unsigned)strlen(text));
    buffer_add(string, text, strlen(text));
    struct span body = buffer_span(string);
    put_record(out, 0x0207, body.data, body.size);
}

/* The stream: what the book says of itself, and one worksheet. */
static void
put_old_book(struct buffer *out, unsigned page, const char *text)
{
    static const unsigned char globals[8] = {0, 5, 5}, sheet[8] = {0, 5, 0x10},
                               used[10] = {[2] = 1, [6] = 1};
    unsigned char listed[8] = {[6] = 1, [7] = 'S'};

    put_record(out, 0x0809, globals, sizeof globals);
    put_record(out, 0x0042, (unsigned char[]){(unsigned char)page, (unsigned char)(page >> 8)}, 2);
    listed[0] = (unsigned char)(buffer_span(out).size + 4 + sizeof listed + 4);
    put_record(out, 0x0085, listed, sizeof listed);
    put_record(out, 0x000A, "", 0);
    put_record(out, 0x0809, sheet, sizeof sheet);
    put_record(out, 0x0200, used, sizeof used);
    put_text_formula(out, text);
    put_record(out, 0x000A, "", 0);
}

static void
put_32_at(char *bytes, size_t at, uint32_t value)
{
    memcpy(bytes + at, &value, sizeof value);
}

static void
name_entry(char *entry, const char *name, unsigned char kind, uint32_t first, uint32_t size)
{
    for (size_t i = 0; name[i]; i++)
        entry[2 * i] = name[i];
    entry[64] = (char)(2 * (strlen(name) + 1));
    entry[66] = (char)kind;
    entry[67] = 1;
    put_32_at(entry, 68, UINT32_MAX);
    put_32_at(entry, 72, UINT32_MAX);
    put_32_at(entry, 76, kind == 5 ? 1 : UINT32_MAX);
    put_32_at(entry, 116, first);
    put_32_at(entry, 120, size);
}

/* The container: header, table of sectors, directory, and the stream in sectors of its own. */
static struct span
old_file(struct arena *arena, unsigned page, const char *text)
{
    AUTO(buffer) *stream = buffer_new(BOOK_BYTES);
    size_t size = (size_t)(3 + BOOK_SECTORS) * SECTOR;
    char *file = arena_alloc(arena, size);

    put_old_book(stream, page, text);
    memset(file, 0, size);
    memcpy(file, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
    memcpy(file + 24, "\x3E\0\x03\0\xFE\xFF\x09\0\x06\0", 10);
    put_32_at(file, 44, 1);    /* one sector of the table ... */
    put_32_at(file, 48, 1);    /* ... and the directory in the next */
    put_32_at(file, 56, 4096); /* what is shorter lies elsewhere */
    put_32_at(file, 60, UINT32_MAX - 1);
    put_32_at(file, 68, UINT32_MAX - 1);
    memset(file + 76, 0xFF, SECTOR - 76);
    put_32_at(file, 76, 0);
    char *table = file + SECTOR, *directory = table + SECTOR, *book = directory + SECTOR;
    memset(table, 0xFF, SECTOR);
    put_32_at(table, 0, UINT32_MAX - 2);
    put_32_at(table, 4, UINT32_MAX - 1);
    for (uint32_t i = 0; i < BOOK_SECTORS; i++)
        put_32_at(table, 8 + 4UL * i, i + 1 == BOOK_SECTORS ? UINT32_MAX - 1 : i + 3);
    name_entry(directory, "Root Entry", 5, UINT32_MAX - 1, 0);
    name_entry(directory + 128, "Book", 2, 2, BOOK_BYTES);
    struct span bytes = buffer_span(stream);
    memcpy(book, bytes.data, bytes.size);
    return (struct span){file, size};
}

static void
test_texts_of_before_unicode(void **state)
{
    static const struct {
        const char *about;
        unsigned page;
        const char *text;
        enum cell_kind kind;
        const char *want;
    } rows[] = {
        {"Western", 1252, "Ho\xE0ng", CELL_TEXT, "Hoàng"},
        {"Western, its old number", 0x8001, "Ho\xE0ng", CELL_TEXT, "Hoàng"},
        {"Vietnamese, marks behind their letters", 1258, "Nguy\xEA\xDEn", CELL_TEXT, "Nguyễn"},
        {"a font's letters stay as they are", 1252, "Nguy\xD4n", CELL_TEXT, "NguyÔn"},
        {"an empty text", 1258, "", CELL_EMPTY, ""},
        {"a byte that the page has not", 1258, "\xD2\xF0\x8A", CELL_ERROR, "="},
    };
    AUTO(arena) *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct workbook book;
        struct error err = {0};
        if (read_book(old_file(arena, rows[i].page, rows[i].text), arena, &book, &err) != OK)
            row_fail(rows[i].about, "%s %s", err.message, err.detail);
        assert_int_equal(book.sheets.count, 1);
        const struct cell *cell = &book.sheets.items[0].rows[0].cells[0];
        if (cell->kind != rows[i].kind || strcmp(cell->text, rows[i].want) != 0)
            row_fail(rows[i].about, "kind %d, “%s”", cell->kind, cell->text);
    }
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
        cmocka_unit_test(test_texts_of_before_unicode),
        cmocka_unit_test(test_damage),
        cmocka_unit_test(test_circles),
    };

    return cmocka_run_group_tests_name("sheet/xls", tests, NULL, NULL);
}
