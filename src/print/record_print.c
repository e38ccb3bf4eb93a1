/* SPDX-License-Identifier: Apache-2.0 */
#include "print/record_print.h"

#include "model/record_code.h"
#include "print/book.h"

#include <stdlib.h>

static int
compare_years(const void *a, const void *b)
{
    const struct print_record *const *x = a, *const *y = b;
    const char *first = (*x)->record->year_name, *second = (*y)->record->year_name;

    return strcmp(first ? first : "", second ? second : "");
}

/* Only what the verifier returned may look like a record. */
static enum status
check_year(const struct print_job *job, const struct print_record *year, struct error *err)
{
    bool valid = year->verified;

    for (size_t i = 0; i < year->signer_count; i++)
        valid = valid && year->signers[i].valid;
    if (valid || job->draft)
        return OK;
    return fail(err, UNTRUSTED,
                "Học bạ của %s năm học %s chưa được kiểm tra chữ ký số, hoặc có chữ ký không hợp "
                "lệ, nên chỉ in được bản xem trước. Chưa in trang nào.",
                year->record->name ? year->record->name : "học sinh chưa rõ tên",
                year->record->year_name ? year->record->year_name : "chưa rõ");
}

static enum status
check_job(const struct print_job *job, struct error *err)
{
    if (job->book_count == 0 || job->book_count > PRINT_BOOKS_MAX)
        return fail(err, INVALID, "Mỗi lần in được từ 1 đến %d học bạ; lần này có %zu.",
                    PRINT_BOOKS_MAX, job->book_count);
    for (size_t i = 0; i < job->book_count; i++) {
        const struct print_book *book = &job->books[i];
        if (book->record_count == 0 || book->record_count > PRINT_RECORDS_MAX)
            return fail(err, INVALID,
                        "Quyển học bạ thứ %zu có %zu năm học; phải có từ 1 đến %d năm mới in được.",
                        i + 1, book->record_count, PRINT_RECORDS_MAX);
        for (size_t j = 0; j < book->record_count; j++)
            TRY(check_year(job, &book->records[j], err));
    }
    return OK;
}

static void
sort_years(struct book *book)
{
    const struct print_book *source = book->source;

    book->year_count = source->record_count;
    book->years =
        arena_make_array(book->canvas.arena, source->record_count, const struct print_record *);
    for (size_t i = 0; i < source->record_count; i++)
        book->years[i] = &source->records[i];
    qsort(book->years, book->year_count, sizeof *book->years, compare_years);
    book->newest = book->years[book->year_count - 1]->record;
}

/* A name that is too long for the footer ends in dots there; the page has it whole. */
static const char *
short_name(struct canvas *canvas, const char *name, double width)
{
    struct layout lines;

    canvas_wrap(canvas, INK(REGULAR, 8), width, span_of(name ? name : ""), &lines);
    if (lines.lines.count < 2)
        return name ? name : "";
    struct span first = lines.lines.items[0].text;
    return arena_printf(canvas->arena, "%.*s…", (int)first.size, first.data);
}

/* Whose page a loose sheet is: name, class, year, the record's code. */
static void
draw_footer(struct book *book, size_t page)
{
    struct canvas *canvas = &book->canvas;
    const struct record *record = book->page_records.items[page];
    const char *uuid = record->uuid ? record->uuid : "";
    const double room = PAGE_RIGHT - PAGE_LEFT - 60; /* beside the page number */

    canvas->page = page;
    const char *year = arena_printf(canvas->arena, " · Lớp %s · %s%s%.*s",
                                    record->class_name ? record->class_name : "",
                                    record->year_name ? record->year_name : "",
                                    *uuid ? " · Mã " : "", book_is_digital(book) ? 36 : 8, uuid);
    const char *name =
        short_name(canvas, record->name, room - canvas_width(canvas, INK(REGULAR, 8), year) - 8);
    canvas_text(canvas, INK(REGULAR, 8), PAGE_LEFT, FOOTER_LINE,
                arena_printf(canvas->arena, "%s%s", name, year));
    canvas_text_in(canvas, INK(REGULAR, 8), ALIGN_RIGHT, PAGE_LEFT, PAGE_RIGHT, FOOTER_LINE,
                   arena_printf(canvas->arena, "Trang %zu/%zu", page + 1, canvas->pages.count));
}

/* Of whoever reads the page: where to see whether the record counts today. */
static void
draw_code(struct book *book, size_t page)
{
    struct canvas *canvas = &book->canvas;
    const char *code = record_code_of(canvas->arena, book->page_records.items[page]->uuid);
    struct qr qr;

    if (!code || !book->job->address || book->job->draft)
        return;
    const char *where = arena_printf(canvas->arena, "%s/xac-minh/%s", book->job->address, code);
    if (!qr_make(span_of(where), &qr))
        return; /* an address longer than any real one: the letters are enough */
    double module = CODE_SIDE / (qr.side + 2 * QR_QUIET);
    canvas->page = page;
    canvas_qr(canvas, &qr, CODE_LEFT + module * QR_QUIET, CODE_TOP + module * QR_QUIET, module);
    canvas_text_in(canvas, INK(REGULAR, 7), ALIGN_CENTER, CODE_LEFT, CODE_LEFT + CODE_SIDE,
                   CODE_TOP + CODE_SIDE + 4, code);
}

static void
draw_book(struct book *book)
{
    page_cover(book);
    if (!book_is_digital(book))
        page_guide(book);
    page_personal(book);
    for (size_t i = 0; i < book->year_count; i++) {
        page_subjects(book, book->years[i]);
        page_traits(book, book->years[i]);
        page_continuations(book, book->years[i]->record);
    }
    for (size_t i = 1; i < book->canvas.pages.count; i++) { /* the cover has neither */
        draw_footer(book, i);
        draw_code(book, i);
    }
}

static enum status
print_book(const struct print_job *job, const struct print_book *source, struct pdf *pdf,
           struct print_summary *summary, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct book book = {.job = job, .source = source};
    size_t first = pdf_page_count(pdf);

    canvas_init(&book.canvas, arena, pdf, err);
    sort_years(&book);
    draw_book(&book);
    enum status status = canvas_finish(&book.canvas);
    canvas_clear(&book.canvas);
    if (status != OK) {
        fail_within(err, "Học bạ của %s",
                    book.newest->name ? book.newest->name : "học sinh chưa rõ tên");
        return status;
    }
    pdf_add_bookmark(pdf, book.newest->name ? book.newest->name : "?", first);
    summary->continued += book.continued;
    return OK;
}

static enum status
finish(const struct print_job *job, struct pdf *pdf, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    const struct print_record *any = &job->books[0].records[0];
    const struct print_book *first = &job->books[0];
    struct pdf_info info = {.creator = "hocba", .made = job->made};

    for (size_t i = 1; i < first->record_count; i++) {
        const struct print_record *other = &first->records[i];
        if (compare_years(&any, &other) < 0)
            any = other;
    }
    const struct record *record = any->record;
    info.author = record->school_name;
    info.subject =
        job->style == PRINT_DIGITAL ? "Học bạ số cấp tiểu học (bản thể hiện)" : "Học bạ tiểu học";
    info.title = job->book_count == 1
                     ? arena_printf(arena, "Học bạ tiểu học – %s", record->name ? record->name : "")
                     : arena_printf(arena, "Học bạ tiểu học – %zu học sinh, lớp %s, năm học %s",
                                    job->book_count, record->class_name ? record->class_name : "",
                                    record->year_name ? record->year_name : "");
    return pdf_finish(pdf, &info, err);
}

enum status
record_print(const struct print_job *job, struct buffer *out, struct print_summary *summary,
             struct error *err)
{
    struct print_summary made = {0};

    TRY(check_job(job, err));
    AUTO(pdf) *pdf = pdf_new(out);
    for (size_t i = 0; i < job->book_count; i++) {
        TRY(print_book(job, &job->books[i], pdf, &made, err));
        if (job->progress)
            job->progress(job->context, i + 1, job->book_count);
    }
    made.pages = pdf_page_count(pdf);
    TRY(finish(job, pdf, err));
    if (summary)
        *summary = made;
    return OK;
}
