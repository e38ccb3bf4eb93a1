/* SPDX-License-Identifier: Apache-2.0
 *
 * PDF pages per second: a class in one file by the printer, and Chromium printing an HTML page of
 * the same words and tables.  Chromium's start is measured apart and taken off.
 */
#include "base/file.h"
#include "bench/bench.h"
#include "print/record_print.h"
#include "tests/support/records.h"

#include <sys/stat.h>
#include <unistd.h>

enum { PUPILS = 35, PAGES_AYEAR = 2 };

static void
html_text(struct buffer *out, const char *text)
{
    for (const char *p = text ? text : ""; *p; p++) {
        if (*p == '<')
            buffer_text(out, "&lt;");
        else if (*p == '&')
            buffer_text(out, "&amp;");
        else
            buffer_char(out, *p);
    }
}

static void
html_row(struct buffer *out, const char *name, const char *level, int mark, const char *comment)
{
    buffer_text(out, "<tr><td>");
    html_text(out, name);
    buffer_printf(out, "<td class=c>%s<td class=c>", level ? level : "");
    if (mark >= 0)
        buffer_printf(out, "%d", mark);
    buffer_text(out, "<td>");
    html_text(out, comment);
}

/* The two pages of a year. */
static void
html_year(struct buffer *out, const struct record *record)
{
    buffer_text(out, "<section><p>Họ và tên học sinh: <b>");
    html_text(out, record->name);
    buffer_printf(out, "</b> Lớp: %s<table>", record->class_name);
    for (size_t row = 0; row < TEMPLATE_ROWS; row++) {
        const struct subject *subject = curriculum_subject_at(row);
        const struct subject_result *result = record_subject_const(record, subject->code);
        html_row(out, subject->name, result ? level_symbol(result->level) : NULL,
                 result ? result->mark : MARK_NONE, result ? result->comment : NULL);
    }
    buffer_text(out, "</table></section><section><p>Trường: ");
    html_text(out, record->school_name);
    buffer_text(out, "<table>");
    for (int t = 0; t < TRAIT_COUNT; t++)
        html_row(out, trait_name((enum trait)t), rating_symbol(record->ratings[t]), MARK_NONE,
                 t == 0                     ? record->comment_qualities
                 : t == COMPETENCE_AUTONOMY ? record->comment_general
                 : t == COMPETENCE_LANGUAGE ? record->comment_specific
                                            : NULL);
    buffer_text(out, "</table><p>4. Đánh giá kết quả giáo dục: ");
    html_text(out, result_word(record->result));
    buffer_text(out, "<p>6. ");
    html_text(out, record->completion_text);
    buffer_text(out, "</section>");
}

static void
html_class(struct buffer *out, struct record **records, size_t count)
{
    buffer_text(out, "<!DOCTYPE html><html lang=vi><meta charset=utf-8><title>x</title><style>"
                     "@page{size:A4;margin:15mm}body{font:12pt 'Liberation Serif'}"
                     "section{break-after:page}table{border-collapse:collapse;width:100%}"
                     "td{border:1px solid;height:44pt;padding:2pt}.c{text-align:center}</style>");
    for (size_t i = 0; i < count; i++)
        html_year(out, records[i]);
}

/* Seconds that Chromium takes for `count` pupils, start included; 0: there is no Chromium. */
static double
chromium_seconds(struct record **records, size_t count)
{
    char folder[] = "/tmp/hocba-bench-XXXXXX", page[64], command[512];
    AUTO(buffer) *html = buffer_new(64 << 20);
    struct error err = {0};

    BENCH_CHECK(mkdtemp(folder));
    snprintf(page, sizeof page, "%s/page.html", folder);
    html_class(html, records, count);
    BENCH_CHECK(file_write(page, buffer_span(html), 0600, &err) == OK);
    snprintf(command, sizeof command,
             "chromium --headless --no-sandbox --disable-gpu --disable-background-networking "
             "--disable-component-update --disable-sync --no-first-run --user-data-dir=%s/profile "
             "--no-pdf-header-footer --print-to-pdf=%s/out.pdf file://%s >/dev/null 2>&1",
             folder, folder, page);
    double start = bench_clock();
    int answer = system(command);
    double spent = bench_clock() - start;
    snprintf(command, sizeof command, "rm -rf %s", folder);
    BENCH_CHECK(system(command) == 0);
    return answer == 0 ? spent : 0;
}

struct printing {
    struct print_job job;
    size_t pages, bytes;
};

static void
print_class(void *context)
{
    struct printing *printing = context;
    struct print_summary summary;
    AUTO(buffer) *pdf = buffer_new(PRINT_BYTES_MAX);
    struct error err = {0};

    BENCH_CHECK(record_print(&printing->job, pdf, &summary, &err) == OK);
    printing->pages = summary.pages;
    printing->bytes = pdf->size;
}

int
main(void)
{
    AUTO(arena) *arena = arena_new();
    struct record *records[PUPILS];
    struct print_record years[PUPILS];
    struct print_book books[PUPILS];

    for (size_t i = 0; i < PUPILS; i++) {
        records[i] = sample_record(arena, i, 4);
        years[i] = (struct print_record){.record = records[i], .verified = true};
        books[i] = (struct print_book){.records = &years[i], .record_count = 1};
    }
    struct printing class = {.job = {.books = books, .book_count = PUPILS}};
    struct printing one = {.job = {.books = books, .book_count = 1}};
    double seconds = bench_seconds(print_class, &class), single = bench_seconds(print_class, &one);
    double start = chromium_seconds(records, 1), whole = chromium_seconds(records, PUPILS);
    double peer = whole > start && start > 0 ? PAGES_AYEAR * (PUPILS - 1) / (whole - start) : 0;

    bench_row("PDF pages, a class in one file", (double)class.pages / seconds, "pages/s",
              (struct bench_beside){"Chromium", peer}, (struct bench_beside){0});
    bench_row("PDF pages, one file per pupil", (double)one.pages / single, "pages/s",
              (struct bench_beside){"Chromium", peer}, (struct bench_beside){0});
    bench_row("bytes of one pupil's PDF", (double)one.bytes, "bytes", (struct bench_beside){0},
              (struct bench_beside){0});
    return 0;
}
