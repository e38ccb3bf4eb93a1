/* SPDX-License-Identifier: Apache-2.0 */
#include "sheet/xls_results.h"

#include <iconv.h>
#include <stdio.h>

#include "sheet/ole.h"

enum {
    RECORD_FORMULA = 0x0006,
    RECORD_EOF = 0x000A,
    RECORD_CODEPAGE = 0x0042,
    RECORD_BOUNDSHEET = 0x0085,
    RECORD_STRING = 0x0207,
    RECORD_BOOLERR = 0x0205,
    RECORD_BOF = 0x0809,
    RESULT_MARK = 0xFFFF, /* in the top of a result that is no number */
    BIFF8 = 0x0600,
};

/* Code pages; those that a number of its own does not name. */
enum { PAGE_ASCII = 367, PAGE_WESTERN = 1252, PAGE_MACINTOSH = 10000, PAGE_WESTERN_OLD = 0x8001 };

enum { RESULT_TEXT, RESULT_BOOL, RESULT_ERROR, RESULT_BLANK };

struct results {
    struct build *build;
    struct span book; /* the stream of records */
    bool unicode;     /* BIFF8: texts are UTF-16, whole or its low halves ... */
    unsigned page;    /* ... else bytes of this code page */
    struct sheet *sheet;
    struct cell *waiting; /* for the text that the next STRING record holds; NULL: none does */
};

struct record {
    unsigned kind;
    struct span body;
    size_t next;
};

static bool
read_record(struct span book, size_t at, struct record *record)
{
    size_t size = little_16(book, at + 2);

    if (at + 4 > book.size || size > book.size - at - 4)
        return false;
    *record = (struct record){little_16(book, at), {book.data + at + 4, size}, at + 4 + size};
    return true;
}

/* --- one cell --------------------------------------------------------------------------------- */

static const char *
error_word(unsigned code)
{
    switch (code) {
    case 0x00: return "#NULL!";
    case 0x07: return "#DIV/0!";
    case 0x0F: return "#VALUE!";
    case 0x17: return "#REF!";
    case 0x1D: return "#NAME?";
    case 0x24: return "#NUM!";
    default: return "#N/A";
    }
}

static void
put_bool(struct cell *cell, bool value)
{
    cell->kind = CELL_BOOL;
    cell->number = value;
    cell->text = value ? "1" : "0";
}

static enum status
cell_of(struct results *results, const struct record *record, struct cell **cell, struct error *err)
{
    return build_cell(results->build, results->sheet, (size_t)little_16(record->body, 0) + 1,
                      (size_t)little_16(record->body, 2) + 1, cell, err);
}

static enum status
read_formula(struct results *results, const struct record *record, struct error *err)
{
    struct span body = record->body;
    struct cell *cell;
    double number;

    if (body.size < 14)
        return fail_damaged(err, "xls: formula");
    TRY(cell_of(results, record, &cell, err));
    if (little_16(body, 12) != RESULT_MARK) {
        memcpy(&number, body.data + 6, sizeof number); /* every host of ours is little-endian */
        build_number(results->build, cell, number);
        return OK;
    }
    switch (body.data[6]) {
    case RESULT_BOOL: put_bool(cell, body.data[8] != 0); break;
    case RESULT_ERROR:
        build_error(results->build, cell, error_word((unsigned char)body.data[8]));
        break;
    case RESULT_BLANK: break;
    default: /* until its text comes it is a formula without a result */
        build_error(results->build, cell, "=");
        results->waiting = cell;
    }
    return OK;
}

static enum status
read_constant(struct results *results, const struct record *record, struct error *err)
{
    struct span body = record->body;
    struct cell *cell;

    if (body.size < 8)
        return fail_damaged(err, "xls: truth value or error");
    TRY(cell_of(results, record, &cell, err));
    if (body.data[7])
        build_error(results->build, cell, error_word((unsigned char)body.data[6]));
    else
        put_bool(cell, body.data[6] != 0);
    return OK;
}

/* UTF-16, whole or its low halves. */
static enum status
decode_unicode(struct results *results, struct span body, size_t count, struct span *text,
               struct error *err)
{
    struct arena *arena = results->build->arena;
    bool wide = body.size > 2 && (body.data[2] & 1), unicode;

    if (body.size < 3 + count * (wide ? 2 : 1))
        return OK;
    char *utf16 = arena_alloc(arena, 2 + count * 2);
    utf16[0] = (char)0xFF; /* the mark of this order of bytes */
    utf16[1] = (char)0xFE;
    for (size_t i = 0; i < count; i++) {
        utf16[2 + 2 * i] = wide ? body.data[3 + 2 * i] : body.data[3 + i];
        utf16[3 + 2 * i] = wide ? body.data[4 + 2 * i] : '\0';
    }
    return charset_decode((struct span){utf16, 2 + count * 2}, arena, text, &unicode, err);
}

/* Bytes of the file's code page, the same way as libfreexl reads the other texts. Nothing when the
 * page or a byte of it is unknown. */
static void
decode_page(const struct results *results, struct span body, size_t count, struct span *text)
{
    enum { BYTES_PER_CHARACTER = 4 };
    char name[16];
    size_t in_left = count, out_left = count * BYTES_PER_CHARACTER;

    if (body.size < 2 + count)
        return;
    char *in = arena_copy(results->build->arena, body.data + 2, count);
    if (results->page == PAGE_MACINTOSH || results->page == PAGE_ASCII)
        snprintf(name, sizeof name, "%s", results->page == PAGE_ASCII ? "ASCII" : "MACINTOSH");
    else
        snprintf(name, sizeof name, "CP%u",
                 results->page == PAGE_WESTERN_OLD ? PAGE_WESTERN : results->page);
    iconv_t converter = iconv_open("UTF-8", name);
    if (converter == (iconv_t)-1) /* NOLINT(performance-no-int-to-ptr): iconv's own word */
        return;
    char *start = arena_alloc(results->build->arena, out_left + 1), *out = start;
    if (iconv(converter, &in, &in_left, &out, &out_left) != (size_t)-1 &&
        iconv(converter, NULL, NULL, &out, &out_left) != (size_t)-1)
        *text = (struct span){start, (size_t)(out - start)};
    iconv_close(converter);
}

/* The text of the formula before. */
static enum status
read_text(struct results *results, const struct record *record, struct error *err)
{
    struct span body = record->body, text = {0};
    size_t count = little_16(body, 0);

    if (!results->waiting || body.size < 2)
        return OK;
    if (results->unicode)
        TRY(decode_unicode(results, body, count, &text, err));
    else
        decode_page(results, body, count, &text);
    if (!text.data)
        return OK;
    *results->waiting = (struct cell){.text = ""};
    build_text(results->build, results->waiting, text);
    results->waiting = NULL;
    return OK;
}

/* --- the sheets ------------------------------------------------------------------------------- */

static enum status
read_cell_record(struct results *results, const struct record *record, struct error *err)
{
    switch (record->kind) {
    case RECORD_FORMULA: results->waiting = NULL; return read_formula(results, record, err);
    case RECORD_BOOLERR: results->waiting = NULL; return read_constant(results, record, err);
    case RECORD_STRING: return read_text(results, record, err);
    default: return OK;
    }
}

/* From its BOF to its EOF; what is inside others (charts) is skipped. */
static enum status
read_sheet(struct results *results, size_t at, struct error *err)
{
    struct record record;
    int depth = 0;

    results->waiting = NULL;
    if (!read_record(results->book, at, &record) || record.kind != RECORD_BOF)
        return fail_damaged(err, "xls: worksheet");
    do {
        depth += record.kind == RECORD_BOF;
        depth -= record.kind == RECORD_EOF;
        if (depth == 1)
            TRY(read_cell_record(results, &record, err));
    } while (depth > 0 && read_record(results->book, record.next, &record));
    return depth == 0 ? OK : fail_damaged(err, "xls: worksheet without an end");
}

enum status
xls_read_results(struct build *build, struct span bytes, struct error *err)
{
    struct results results = {.build = build};
    struct workbook *workbook = build->workbook;
    struct record record;
    size_t sheets = 0;

    if (!ole_read_stream(bytes, "Workbook", build->arena, &results.book) &&
        !ole_read_stream(bytes, "Book", build->arena, &results.book))
        return fail_damaged(err, "ole2: no workbook");
    if (!read_record(results.book, 0, &record) || record.kind != RECORD_BOF)
        return fail_damaged(err, "xls: no workbook");
    results.unicode = little_16(record.body, 0) == BIFF8;
    results.page = PAGE_WESTERN;
    while (record.kind != RECORD_EOF && read_record(results.book, record.next, &record)) {
        if (record.kind == RECORD_CODEPAGE)
            results.page = little_16(record.body, 0);
        if (record.kind != RECORD_BOUNDSHEET)
            continue;
        if (sheets == workbook->sheets.count)
            return fail_damaged(err, "xls: more worksheets than libfreexl found");
        results.sheet = &workbook->sheets.items[sheets++];
        TRY(read_sheet(&results, little_32(record.body, 0), err));
    }
    return OK;
}
