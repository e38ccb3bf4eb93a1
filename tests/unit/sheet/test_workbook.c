/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading workbooks: kinds of cells in every format, and files that are not what they say.
 */
#include <zip.h>

#include "import_lines.h"

struct reading {
    struct arena *arena;
    struct workbook workbook;
    struct error err;
};

static enum status
read_bytes(struct reading *reading, const void *data, size_t size)
{
    reading->err = (struct error){0};
    return workbook_read((struct span){data, size}, "tệp", reading->arena, &reading->workbook,
                         &reading->err);
}

/* --- packages made for the test ------------------------------------------------------------ */

static void
add_part(zip_t *zip, const char *name, const char *text, size_t size)
{
    zip_source_t *source = zip_source_buffer(zip, text, size, 0);

    assert_non_null(source);
    assert_true(zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8) >= 0);
}

static const char types[] =
    "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/"
    "relationships\"><Relationship Id=\"r1\" Type=\"http://x/officeDocument\" "
    "Target=\"xl/workbook.xml\"/></Relationships>";
static const char workbook_rels[] =
    "<Relationships><Relationship Id=\"rId1\" Type=\"http://x/worksheet\" "
    "Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"http://x/styles\" "
    "Target=\"styles.xml\"/><Relationship Id=\"rId3\" Type=\"http://x/sharedStrings\" "
    "Target=\"/xl/sharedStrings.xml\"/></Relationships>";
static const char styles[] =
    "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"[$-42A]dd/mm/yyyy;@\"/><numFmt "
    "numFmtId=\"165\" formatCode=\"000000000000\"/><numFmt numFmtId=\"166\" "
    "formatCode=\"[Red]0.0&quot;day&quot;\"/></numFmts><fonts><font><name "
    "val=\"Calibri\"/></font><font><name val=\".VnTime\"/></font></fonts><cellXfs><xf "
    "numFmtId=\"0\" fontId=\"0\"/><xf numFmtId=\"164\" fontId=\"0\"/><xf numFmtId=\"165\"/><xf "
    "numFmtId=\"166\"/><xf numFmtId=\"14\"/><xf numFmtId=\"0\" fontId=\"1\"/></cellXfs>"
    "</styleSheet>";
static const char strings[] =
    "<sst><si><t>mot</t></si><si><r><rPr><b/></rPr><t>Hoàn </t></r><r><t>thành</t></r>"
    "<rPh><t>X</t></rPh></si><si><t xml:space=\"preserve\">a_x000D_b</t></si></sst>";

/* A workbook with this worksheet; the bytes live in the arena. */
static struct span
make_xlsx(struct arena *arena, const char *workbook_attributes, const char *sheet, size_t size)
{
    zip_error_t why;
    zip_source_t *out = zip_source_buffer_create(NULL, 0, 0, &why);
    zip_t *zip = zip_open_from_source(out, ZIP_TRUNCATE, &why);
    const char *book =
        arena_printf(arena,
                     "<x:workbook xmlns:x=\"m\" xmlns:r=\"r\"><x:workbookPr %s/><x:sheets><x:sheet "
                     "name=\"Trang\" r:id=\"rId1\"/></x:sheets></x:workbook>",
                     workbook_attributes);

    assert_non_null(zip);
    zip_source_keep(out);
    add_part(zip, "_rels/.rels", types, sizeof types - 1);
    add_part(zip, "xl/workbook.xml", book, strlen(book));
    add_part(zip, "xl/_rels/workbook.xml.rels", workbook_rels, sizeof workbook_rels - 1);
    add_part(zip, "xl/styles.xml", styles, sizeof styles - 1);
    add_part(zip, "xl/sharedStrings.xml", strings, sizeof strings - 1);
    add_part(zip, "xl/worksheets/sheet1.xml", sheet, size);
    assert_int_equal(zip_close(zip), 0);
    zip_stat_t stat;
    assert_int_equal(zip_source_stat(out, &stat), 0);
    char *bytes = arena_alloc(arena, stat.size + 1);
    assert_int_equal(zip_source_open(out), 0);
    assert_int_equal(zip_source_read(out, bytes, stat.size), (zip_int64_t)stat.size);
    zip_source_close(out);
    zip_source_free(out);
    return (struct span){bytes, stat.size};
}

static enum status
read_sheet_xml(struct reading *reading, const char *attributes, const char *xml)
{
    struct span bytes = make_xlsx(reading->arena, attributes, xml, strlen(xml));

    return read_bytes(reading, bytes.data, bytes.size);
}

static void
test_xlsx_cells(void **state)
{
    static const struct {
        const char *about, *cell;
        enum cell_kind kind;
        const char *text;
    } rows[] = {
        {"shared", "<c r=\"A1\" t=\"s\"><v>0</v></c>", CELL_TEXT, "mot"},
        {"rich, without phonetic", "<c r=\"A1\" t=\"s\"><v>1</v></c>", CELL_TEXT, "Hoàn thành"},
        {"escaped control", "<c r=\"A1\" t=\"s\"><v>2</v></c>", CELL_TEXT, "a b"},
        {"inline", "<c r=\"A1\" t=\"inlineStr\"><is><t>Họ</t></is></c>", CELL_TEXT, "Họ"},
        {"inline rich", "<c r=\"A1\" t=\"inlineStr\"><is><r><t>a</t></r><r><t>b</t></r></is></c>",
         CELL_TEXT, "ab"},
        {"NFD becomes NFC", "<c r=\"A1\" t=\"str\"><v>Ho\xcc\xa3</v></c>", CELL_TEXT, "Họ"},
        {"formula with text", "<c r=\"A1\" t=\"str\"><f>B1</f><v>T</v></c>", CELL_TEXT, "T"},
        {"formula with number", "<c r=\"A1\"><f>B1</f><v>9</v></c>", CELL_NUMBER, "9"},
        {"formula without a result", "<c r=\"A1\"><f>B1+1</f></c>", CELL_ERROR, "="},
        {"formula with empty text", "<c r=\"A1\" t=\"str\"><f>B1</f><v></v></c>", CELL_EMPTY, ""},
        {"error", "<c r=\"A1\" t=\"e\"><v>#N/A</v></c>", CELL_ERROR, "#N/A"},
        {"error as text", "<c r=\"A1\" t=\"str\"><v>#REF!</v></c>", CELL_ERROR, "#REF!"},
        {"bool", "<c r=\"A1\" t=\"b\"><v>1</v></c>", CELL_BOOL, "1"},
        {"number", "<c r=\"A1\"><v>30.899999999999999</v></c>", CELL_NUMBER, "30.9"},
        {"exponent", "<c r=\"A1\"><v>2.2215291794E10</v></c>", CELL_NUMBER, "22215291794"},
        {"custom date", "<c r=\"A1\" s=\"1\"><v>41983</v></c>", CELL_DATE, "2014-12-10"},
        {"built-in date", "<c r=\"A1\" s=\"4\"><v>41983</v></c>", CELL_DATE, "2014-12-10"},
        {"ISO date", "<c r=\"A1\" t=\"d\"><v>2014-12-10T00:00:00</v></c>", CELL_DATE, "2014-12-10"},
        {"\"day\" in quotes is no date", "<c r=\"A1\" s=\"3\"><v>5</v></c>", CELL_NUMBER, "5"},
        {"format that pads", "<c r=\"A1\" s=\"2\"><v>22215291794</v></c>", CELL_NUMBER,
         "022215291794"},
        {"style that is not there", "<c r=\"A1\" s=\"99\"><v>5</v></c>", CELL_NUMBER, "5"},
        {"no reference", "<c><v>7</v></c>", CELL_NUMBER, "7"},
        {"only blanks", "<c r=\"A1\" t=\"str\"><v>  </v></c>", CELL_EMPTY, ""},
        {"styled and empty", "<c r=\"A1\" s=\"1\"/>", CELL_EMPTY, ""},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        struct reading reading = {.arena = arena};
        const char *xml = arena_printf(arena,
                                       "<worksheet><dimension ref=\"A1:XFD1048576\"/><sheetData>"
                                       "<row>%s</row></sheetData></worksheet>",
                                       rows[i].cell);
        if (read_sheet_xml(&reading, "", xml) != OK)
            row_fail(rows[i].about, "%s [%s]", reading.err.message, reading.err.detail);
        const struct cell *cell = sheet_cell(&reading.workbook.sheets.items[0], 1, 1);
        if (cell->kind != rows[i].kind || !text_equal(cell->text, rows[i].text))
            row_fail(rows[i].about, "kind %d text “%s”", cell->kind, cell->text);
    }
}

static void
test_xlsx_layout(void **state)
{
    AUTO(arena) *arena = arena_new();
    struct reading reading = {.arena = arena};
    struct error err = {0};

    (void)state;
    enum status status = read_sheet_xml(
        &reading, "date1904=\"1\"",
        "<worksheet><cols><col min=\"2\" max=\"16384\" hidden=\"1\"/></cols><sheetData>"
        "<row r=\"2\"><c r=\"A2\" t=\"str\"><v>x</v></c><c r=\"D2\" s=\"1\"><v>40521</v></c></row>"
        "<row r=\"4\" hidden=\"1\"><c r=\"C4\" s=\"5\" t=\"str\"><v>y</v></c></row></sheetData>"
        "<mergeCells><mergeCell ref=\"A2:B3\"/><mergeCell ref=\"A4:XFD1048576\"/></mergeCells>"
        "</worksheet>");
    err = reading.err;
    assert_ok(status);
    const struct sheet *sheet = &reading.workbook.sheets.items[0];
    assert_int_equal(sheet->row_count, 4);
    assert_int_equal(sheet->column_count, 4);
    assert_int_equal(sheet_cell(sheet, 3, 2)->spread, SPREAD_RIGHT);
    assert_int_equal(sheet_cell(sheet, 3, 1)->spread, SPREAD_DOWN);
    assert_string_equal(sheet_cell(sheet, 3, 2)->text, "x");
    assert_string_equal(sheet_cell(sheet, 2, 4)->text, "2014-12-10");
    assert_int_equal(sheet_cell(sheet, 4, 3)->font, FONT_TCVN3);
    assert_true(sheet->rows[3].hidden && !sheet->rows[1].hidden);
    assert_true(sheet->hidden_columns[2] && !sheet->hidden_columns[1]);
    assert_int_equal(sheet_cell(sheet, 900, 900)->kind, CELL_EMPTY);
    assert_int_equal(sheet_cell(sheet, 0, 0)->kind, CELL_EMPTY);
}

static void
test_xlsx_refusals(void **state)
{
    static const struct {
        const char *about, *xml, *says;
    } rows[] = {
        {"shared string that is not there", "<row><c t=\"s\"><v>3</v></c></row>", "hỏng"},
        {"negative shared string", "<row><c t=\"s\"><v>-1</v></c></row>", "hỏng"},
        {"negative row", "<row r=\"-1\"><c><v>1</v></c></row>", "hỏng"},
        {"row 0", "<row r=\"0\"><c><v>1</v></c></row>", "hỏng"},
        {"row beyond the format", "<row r=\"1048577\"/>", "số dòng"},
        {"cell outside a row", "<c><v>1</v></c>", "hỏng"},
        {"bad reference", "<row><c r=\"1A\"><v>1</v></c></row>", "hỏng"},
        {"no number", "<row><c><v>abc</v></c></row>", "hỏng"},
        {"infinite", "<row><c><v>1e999</v></c></row>", "hỏng"},
        {"a value very far down", "<row r=\"900000\"><c><v>1</v></c></row>", "số dòng"},
        {"a value very far right", "<row><c r=\"XFD1\"><v>1</v></c></row>", "số cột"},
        {"not XML", "<row><c></row>", "hỏng"},
        {"unknown entity", "<row><c t=\"str\"><v>&x;</v></c></row>", "hỏng"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        struct reading reading = {.arena = arena};
        const char *xml =
            arena_printf(arena, "<worksheet><sheetData>%s</sheetData></worksheet>", rows[i].xml);
        if (read_sheet_xml(&reading, "", xml) != INVALID)
            row_fail(rows[i].about, "was not refused");
        if (!strstr(reading.err.message, rows[i].says))
            row_fail(rows[i].about, "says “%s”", reading.err.message);
    }
}

static void
test_doctype_and_depth(void **state)
{
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *deep = buffer_new(1 << 20);
    struct reading reading = {.arena = arena};

    (void)state;
    assert_int_equal(read_sheet_xml(&reading, "", "<!DOCTYPE w [<!ENTITY a \"b\">]><worksheet/>"),
                     INVALID);
    assert_non_null(strstr(reading.err.message, "DOCTYPE"));
    for (int i = 0; i < 10000; i++)
        buffer_text(deep, "<a>");
    buffer_char(deep, '\0');
    assert_int_equal(read_sheet_xml(&reading, "", deep->data), INVALID);
    assert_non_null(strstr(reading.err.detail, "deep"));
}

static void
test_zip_bomb(void **state)
{
    AUTO(arena) *arena = arena_new();
    struct reading reading = {.arena = arena};
    size_t size = 40u << 20;
    char *xml = arena_alloc(arena, size + 1);

    (void)state;
    memset(xml, ' ', size);
    memcpy(xml, "<worksheet>", 11);
    struct span bytes = make_xlsx(arena, "", xml, size);
    assert_true(bytes.size < 200000);
    assert_int_equal(read_bytes(&reading, bytes.data, bytes.size), INVALID);
    assert_non_null(strstr(reading.err.message, "bom nén"));
    xml[0] = '\0';
}

static void
test_long_cell(void **state)
{
    AUTO(arena) *arena = arena_new();
    struct reading reading = {.arena = arena};
    char *text = arena_alloc(arena, WORKBOOK_CELL_BYTES_MAX + 2);

    (void)state;
    memset(text, 'a', WORKBOOK_CELL_BYTES_MAX + 1);
    const char *xml = arena_printf(
        arena,
        "<worksheet><sheetData><row><c t=\"str\"><v>%s</v></c></row></sheetData></worksheet>",
        text);
    assert_int_equal(read_sheet_xml(&reading, "", xml), INVALID);
    assert_non_null(strstr(reading.err.message, "một ô"));
    text[WORKBOOK_CELL_BYTES_MAX] = '\0';
    const char *csv = arena_printf(arena, "%sbc,1\n", text);
    assert_int_equal(read_bytes(&reading, csv, strlen(csv)), INVALID);
}

/* A real workbook cut at every fiftieth of its length, and with bytes changed, is refused or read,
 * never worse. */
static void
test_damage(void **state)
{
    AUTO(arena) *arena = arena_new();
    struct error err = {0};
    struct span whole;
    size_t refused = 0;

    (void)state;
    assert_ok(file_read(arena, source_path(arena, "tests/samples/3A/pham-chat-nang-luc-3A.xlsx"),
                        TEST_FILE_MAX, &whole, &err));
    for (size_t i = 0; i < 50; i++) {
        AUTO(arena) *own = arena_new();
        struct reading reading = {.arena = own};
        refused += read_bytes(&reading, whole.data, whole.size * i / 50) == INVALID;
    }
    assert_int_equal(refused, 50);
    char *bent = arena_copy(arena, whole.data, whole.size);
    for (size_t i = 0; i < 400; i++) {
        AUTO(arena) *own = arena_new();
        struct reading reading = {.arena = own};
        size_t at = i * 2654435761u % whole.size;
        bent[at] ^= (char)(1u << i % 8);
        enum status status = read_bytes(&reading, bent, whole.size);
        assert_true(status == OK || status == INVALID);
        if (i % 20 == 19)
            memcpy(bent, whole.data, whole.size);
    }
}

static void
test_not_workbooks(void **state)
{
    static const char encrypted[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1....E\0n\0c\0r\0y\0p\0t\0e\0d"
                                    "\0P\0a\0c\0k\0a\0g\0e\0";
    static const struct {
        const char *about, *bytes;
        size_t size;
        const char *says;
    } rows[] = {
        {"empty", "", 0, "rỗng"},
        {"encrypted OLE2", encrypted, sizeof encrypted, "mật khẩu"},
        {"OLE2 cut short", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8, "hỏng"},
        {"PDF", "%PDF-1.7", 8, "PDF"},
        {"PNG", "\x89PNG\r\n\x1a\n", 8, "ảnh"},
        {"zip of nothing", "PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 22, ".xlsx"},
        {"half a zip", "PK\3\4aaaaaaaaaaaaaaaaaaaaaaaaa", 29, "hỏng"},
        {"binary", "\1\2\3\4\5", 5, "không phải là bảng tính"},
        {"JSON", "{\"a\": 1}", 8, "không phải là bảng tính"},
        {"XML", "<?xml version=\"1.0\"?><a/>", 25, "không phải là bảng tính"},
        {"unclosed quote", "a,b\n\"c,d\n", 9, "dòng 2"},
        {"unclosed table", "<html><table><tr><td>a", 22, "hỏng"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        struct reading reading = {.arena = arena};
        if (read_bytes(&reading, rows[i].bytes, rows[i].size) != INVALID)
            row_fail(rows[i].about, "was not refused");
        if (!strstr(reading.err.message, rows[i].says))
            row_fail(rows[i].about, "says “%s”", reading.err.message);
    }
}

static void
test_csv(void **state)
{
    static const struct {
        const char *about, *bytes;
        size_t size, row, column;
        const char *want;
    } rows[] = {
#define CSV(text) text, sizeof text - 1
        {"comma", CSV("a,b\nc,d\n"), 2, 2, "d"},
        {"semicolon with commas inside", CSV("a;b;c\n1,5;đều, đúng;x\n2;y, z;w"), 2, 2,
         "đều, đúng"},
        {"tab", CSV("a\tb\nc\td"), 2, 2, "d"},
        {"BOM",
         CSV("\xEF\xBB\xBF"
             "a,b\n"),
         1, 1, "a"},
        {"quotes, line break inside", CSV("a,b\n\"c \"\"x\"\"\nd\",e\n"), 2, 1, "c \"x\"\nd"},
        {"quoted header with commas", CSV("STT;\"Ngày, tháng, năm sinh\";c\n1;2;3\n"), 1, 2,
         "Ngày, tháng, năm sinh"},
        {"CRLF", CSV("a,b\r\nc,d\r\n"), 2, 1, "c"},
        {"lone CR", CSV("a,b\rc,d\r"), 2, 1, "c"},
        {"sep= line", CSV("sep=|\na|b,c\n"), 1, 2, "b,c"},
        {"zero kept by =\"\"", CSV("a,b\n=\"0123\",=\"022\"\n"), 2, 2, "022"},
        {"title rows of one field", CSV("TRƯỜNG A, B\n\na;b;c\nd;e;f\n"), 3, 3, "c"},
        {"UTF-16 LE",
         CSV("\xFF\xFE"
             "a\0,\0\xC1\x1E\n\0"),
         1, 2, "ề"},
        {"UTF-16 BE",
         CSV("\xFE\xFF"
             "\0a\0,\x1E\xC1"),
         1, 2, "ề"},
        {"UTF-16 without a mark", CSV("a\0,\0b\0\n\0c\0,\0d\0\n\0"), 2, 2, "d"},
        {"Windows-1252", CSV("a,Nguy\xD4n\n"), 1, 2, "NguyÔn"},
        {"a row that ends early", CSV("a,b,c\nd\n"), 2, 3, ""},
#undef CSV
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        struct reading reading = {.arena = arena};
        if (read_bytes(&reading, rows[i].bytes, rows[i].size) != OK)
            row_fail(rows[i].about, "%s", reading.err.message);
        assert_int_equal(reading.workbook.format, WORKBOOK_CSV);
        const struct cell *cell =
            sheet_cell(&reading.workbook.sheets.items[0], rows[i].row, rows[i].column);
        if (!text_equal(cell->text, rows[i].want))
            row_fail(rows[i].about, "“%s”", cell->text);
    }
}

static void
test_html(void **state)
{
    static const struct {
        const char *about, *html;
        size_t sheet, row, column;
        const char *want;
    } rows[] = {
        {"plain", "<table><tr><td>a</td><td>b</td></tr></table>", 0, 1, 2, "b"},
        {"in capitals, not closed", "<TABLE><TR><TD>a<TD>b<TR><TD>c</TABLE>", 0, 2, 1, "c"},
        {"references", "<table><tr><td>Nguy&#7877;n&nbsp;V&#x103;n &amp; &lt;b&gt;</table>", 0, 1,
         1, "Nguyễn Văn & <b>"},
        {"unknown reference", "<table><tr><td>a &foo; b</table>", 0, 1, 1, "a &foo; b"},
        {"markup inside", "<table><tr><td><b>T</b><i>o</i>án<br>học</table>", 0, 1, 1, "Toán học"},
        {"colspan pushes", "<table><tr><td colspan=2>a<td>b</table>", 0, 1, 3, "b"},
        {"colspan repeats", "<table><tr><td colspan='2'>a<td>b<tr><td>1<td>2</table>", 0, 1, 2,
         "a"},
        {"rowspan pushes", "<table><tr><td rowspan=\"2\">a<td>b<tr><td>c</table>", 0, 2, 2, "c"},
        {"rowspan repeats", "<table><tr><td rowspan=2>a<td>b<tr><td>c</table>", 0, 2, 1, "a"},
        {"title outside", "<html><body><h3>TRƯỜNG</h3><table><tr><td>a</table>", 0, 1, 1, "TRƯỜNG"},
        {"below the title", "<html><h3>TRƯỜNG</h3><table><tr><td>a</table>", 0, 2, 1, "a"},
        {"comment and style", "<html><style>td{a:b}</style><!-- <td>x --><table><tr><td>a</table>",
         0, 1, 1, "a"},
        {"attribute with >", "<table><tr><td title=\"a>b\">c</table>", 0, 1, 1, "c"},
        {"table inside a cell", "<table><tr><td>a<table><tr><td>b</table></td><td>c</table>", 0, 1,
         2, "c"},
        {"second table with data",
         "<table><tr><td>1<td>2<td>3<tr><td>4<tr><td>5</table><table><tr><td>z</table>", 1, 1, 1,
         "z"},
        {"huge colspan", "<table><tr><td colspan=99999999>a<tr><td>b</table>", 0, 2, 1, "b"},
        {"LibreOffice date",
         "<table><tr><td sdval=\"41983\" sdnum=\"1066;0;DD/MM/YY\">10/12/14</table>", 0, 1, 1,
         "2014-12-10"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        struct reading reading = {.arena = arena};
        if (read_bytes(&reading, rows[i].html, strlen(rows[i].html)) != OK)
            row_fail(rows[i].about, "%s [%s]", reading.err.message, reading.err.detail);
        assert_int_equal(reading.workbook.format, WORKBOOK_HTML);
        if (reading.workbook.sheets.count <= rows[i].sheet)
            row_fail(rows[i].about, "too few sheets");
        const struct cell *cell =
            sheet_cell(&reading.workbook.sheets.items[rows[i].sheet], rows[i].row, rows[i].column);
        if (!text_equal(cell->text, rows[i].want))
            row_fail(rows[i].about, "“%s”", cell->text);
    }
}

static void
test_letters(void **state)
{
    static const struct {
        size_t column;
        const char *want;
    } rows[] = {{0, ""}, {1, "A"}, {26, "Z"}, {27, "AA"}, {52, "AZ"}, {703, "AAA"}, {16384, "XFD"}};
    char text[COLUMN_LETTERS_SIZE];

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_string_equal(column_letters(rows[i].column, text), rows[i].want);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_xlsx_cells),    cmocka_unit_test(test_xlsx_layout),
        cmocka_unit_test(test_xlsx_refusals), cmocka_unit_test(test_doctype_and_depth),
        cmocka_unit_test(test_zip_bomb),      cmocka_unit_test(test_long_cell),
        cmocka_unit_test(test_damage),        cmocka_unit_test(test_not_workbooks),
        cmocka_unit_test(test_csv),           cmocka_unit_test(test_html),
        cmocka_unit_test(test_letters),
    };

    return cmocka_run_group_tests_name("sheet/workbook", tests, NULL, NULL);
}
