/* SPDX-License-Identifier: Apache-2.0 */
#include "service/export_parts.h"

#include "model/state.h"
#include "service/book.h"

/* Books on their way to paper. */
struct printing {
    struct exporting *export;
    LIST(struct print_book) books;
    LIST(const char *) names; /* of the files, beside the books */
};

/* --- from issued records ---------------------------------------------------------------------- */

static bool
is_issued(const struct record_row *row)
{
    enum state state;

    return state_parse(row->state, &state) && state_counts(state) && !row->replaced_by;
}

/* The earlier years that this instance issued. */
static enum status
add_earlier(struct app *app, struct self_check *check, const struct record_row *row,
            struct print_record *records, size_t *count, struct error *err)
{
    struct record_filter filter = {.pupil = row->pupil, .current = true};
    struct record_rows rows = {0};

    TRY(store_list_records(app->store, &filter, app->arena, &rows, err));
    for (size_t i = 0; i < rows.list.count && *count < PRINT_RECORDS_MAX; i++) {
        const struct record_row *other = &rows.list.items[i];
        if (strcmp(other->year, row->year) >= 0 || !is_issued(other))
            continue;
        TRY(book_read_issued(app, check, other, &records[*count], err));
        (*count)++;
    }
    return OK;
}

static enum status
add_issued_book(struct printing *print, struct self_check *check, const struct record_row *row,
                struct error *err)
{
    struct app *app = print->export->app;
    struct print_record *records =
        arena_make_array(app->arena, PRINT_RECORDS_MAX, struct print_record);
    size_t count = 0;

    TRY(book_read_issued(app, check, row, &records[count++], err));
    struct print_book book = {.records = records};
    if (print->export->order->book) {
        TRY(add_earlier(app, check, row, records, &count, err));
        TRY(book_add_paper(app, row->pupil, &book, err));
    }
    book.record_count = count;
    *list_add(app->arena, print->books) = book;
    *list_add(app->arena, print->names) = export_name(print->export, row);
    return OK;
}

static enum status
collect_issued(struct printing *print, struct error *err)
{
    struct exporting *work = print->export;
    AUTO(self_check) *check = self_check_new(work->app);
    struct record_rows rows = {0};

    TRY(batch_records(work->app, &work->order->of, &rows, err));
    for (size_t i = 0; i < rows.list.count; i++) {
        const struct record_row *row = &rows.list.items[i];
        struct error refusal = {0};
        enum status status = add_issued_book(print, check, row, &refusal);
        batch_add(work->app, &work->report->batch, row,
                  status == OK ? OUTCOME_DONE : OUTCOME_FAILED, &refusal);
        app_progress(work->app, "Xác minh", i + 1, rows.list.count);
    }
    return OK;
}

/* --- from drafts ------------------------------------------------------------------------------ */

static enum status
collect_drafts(struct printing *print, struct error *err)
{
    struct exporting *work = print->export;
    struct arena *arena = work->app->arena;
    struct drafts drafts;

    TRY(drafts_load(work->app, work->class.id, &drafts, err));
    for (size_t i = 0; i < drafts.list.count; i++) {
        const struct draft *draft = &drafts.list.items[i];
        struct record_row row = {.pupil_code = draft->enrolled.pupil.code,
                                 .pupil_name = draft->enrolled.pupil.name};
        if (!order_means(&work->order->of, row.pupil_code))
            continue;
        struct print_record *record = arena_make(arena, struct print_record);
        record->record = &draft->record;
        record->sessions_per_day = work->class.sessions_per_day;
        struct print_book book = {.records = record, .record_count = 1};
        if (work->order->book)
            TRY(book_add_paper(work->app, draft->enrolled.pupil.id, &book, err));
        *list_add(arena, print->books) = book;
        *list_add(arena, print->names) =
            arena_printf(arena, "%s-%02zu-xem-truoc", work->class_word, i + 1);
        batch_add(work->app, &work->report->batch, &row, OUTCOME_DONE, NULL);
    }
    return OK;
}

/* --- to files --------------------------------------------------------------------------------- */

static void
show_progress(void *context, size_t done, size_t total)
{
    app_progress(context, "In", done, total);
}

static enum status
print_file(struct printing *print, const struct print_book *books, size_t count, const char *name,
           struct error *err)
{
    AUTO(buffer) *pdf = buffer_new(PRINT_BYTES_MAX);
    struct exporting *work = print->export;
    struct print_summary summary;
    struct print_job job = {.books = books,
                            .book_count = count,
                            .style = work->order->style,
                            .draft = work->order->draft,
                            .training = work->app->kind == INSTANCE_TRAINING,
                            .made = app_now(work->app),
                            .address = book_address(work->app),
                            .progress = count > 1 ? show_progress : NULL,
                            .context = work->app};

    TRY(record_print(&job, pdf, &summary, err));
    work->report->pages += summary.pages;
    return export_write(work, arena_printf(work->app->arena, "%s.pdf", name), buffer_span(pdf),
                        err);
}

/* A book that cannot be printed or written is that pupil's failure, not the others'. */
static void
print_each(struct printing *print)
{
    struct exporting *work = print->export;
    size_t book = 0;

    for (size_t i = 0; i < work->report->batch.list.count; i++) {
        struct outcome *outcome = &work->report->batch.list.items[i];
        struct error refusal;
        if (outcome->kind != OUTCOME_DONE)
            continue;
        enum status status =
            print_file(print, &print->books.items[book], 1, print->names.items[book], &refusal);
        book++;
        app_progress(work->app, "In", book, print->books.count);
        if (status == OK)
            continue;
        outcome->kind = OUTCOME_FAILED;
        outcome->status = status;
        outcome->message = arena_text(work->app->arena, refusal.message);
        work->report->batch.done--;
        work->report->batch.failed++;
    }
}

enum status
export_pdf(struct exporting *work, struct error *err)
{
    struct printing print = {.export = work};

    if (work->order->draft)
        TRY(collect_drafts(&print, err));
    else
        TRY(collect_issued(&print, err));
    if (print.books.count == 0)
        return OK;
    if (!work->order->one_file) {
        print_each(&print);
        return OK;
    }
    const char *name = arena_printf(work->app->arena, "%s-%s%s", work->class_word, work->class.year,
                                    work->order->draft ? "-xem-truoc" : "");
    return print_file(&print, print.books.items, print.books.count, name, err);
}
