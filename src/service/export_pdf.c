/* SPDX-License-Identifier: Apache-2.0 */
#include "service/export_parts.h"

#include "model/curriculum.h"
#include "model/state.h"
#include "service/paper.h"
#include "store/classes.h"

/* Books on their way to paper. */
struct printing {
    struct exporting *export;
    LIST(struct print_book) books;
    LIST(const char *) names; /* of the files, beside the books */
};

/* --- from issued records ---------------------------------------------------------------------- */

static const struct print_signer *
signers_of(struct app *app, const struct verdict_report *report)
{
    struct print_signer *signers =
        arena_make_array(app->arena, report->signature_count + 1, struct print_signer);

    for (size_t i = 0; i < report->signature_count; i++) {
        const struct signature_report *found = &report->signatures[i];
        const struct subject *subject =
            found->subject_code ? curriculum_subject(found->subject_code) : NULL;
        signers[i] = (struct print_signer){.role = found->role,
                                           .subject_name = subject ? subject->name : NULL,
                                           .name = found->signer_name,
                                           .time = found->claimed_time,
                                           .valid = found->cryptographically_valid};
    }
    return signers;
}

/* As at the moment of issue: this instance itself kept it unchanged since. */
static enum status
read_issued(struct app *app, struct self_check *check, const struct record_row *row,
            struct print_record *record, struct error *err)
{
    const char *uuid = row->uuid;
    struct school_class class;
    struct verdict_report *report = arena_make(app->arena, struct verdict_report);
    struct issued_document issued;

    enum status status = store_find_issued(app->store, uuid, app->arena, &issued, err);
    if (status == NOT_FOUND)
        return fail(err, CONFLICT, "Học bạ chưa phát hành, chưa in được; xem trước bằng --draft.");
    TRY(status);
    TRY(self_check_record(check, uuid, issued.bytes, issued.issued, true, report, err));
    TRY(store_find_class(app->store, row->class_id, app->arena, &class, err));
    *record = (struct print_record){.record = report->record,
                                    .sessions_per_day = class.sessions_per_day,
                                    .signers = signers_of(app, report),
                                    .signer_count = report->signature_count,
                                    .verified = true};
    return OK;
}

static bool
is_issued(const struct record_row *row)
{
    enum state state;

    return state_parse(row->state, &state) && state_is_issued(state) && !row->replaced_by;
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
        TRY(read_issued(app, check, other, &records[*count], err));
        (*count)++;
    }
    return OK;
}

static struct moment
since_of(struct date day)
{
    return date_is_none(day) ? (struct moment){0} : moment_of_date(day);
}

/* Where the paper books are of the years before. */
static enum status
add_paper(struct app *app, const char *pupil, struct print_book *book, struct error *err)
{
    struct paper_years years = {0};

    TRY(paper_years_list(app, pupil, &years, err));
    struct print_paper_year *paper =
        arena_make_array(app->arena, years.list.count + 1, struct print_paper_year);
    for (size_t i = 0; i < years.list.count; i++) {
        const struct paper_year *year = &years.list.items[i];
        paper[i] = (struct print_paper_year){.year_name = year->year,
                                             .class_name = year->class_name,
                                             .school_name = year->school_name,
                                             .register_number = year->register_number,
                                             .since = since_of(year->since),
                                             .reference = year->reference};
    }
    book->paper_years = paper;
    book->paper_count = years.list.count;
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

    TRY(read_issued(app, check, row, &records[count++], err));
    struct print_book book = {.records = records};
    if (print->export->order->book) {
        TRY(add_earlier(app, check, row, records, &count, err));
        TRY(add_paper(app, row->pupil, &book, err));
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
            TRY(add_paper(work->app, draft->enrolled.pupil.id, &book, err));
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
