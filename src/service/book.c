/* SPDX-License-Identifier: Apache-2.0 */
#include "service/book.h"

#include "model/curriculum.h"
#include "model/state.h"
#include "service/instance.h"
#include "service/paper.h"
#include "service/record_judge.h"
#include "store/classes.h"

/* --- parts ------------------------------------------------------------------------------------ */

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
enum status
book_read_issued(struct app *app, struct self_check *check, const struct record_row *row,
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

static enum status
judge_received(struct app *app, const struct received_state *state, struct span bytes,
               struct verdict_report *report, struct error *err)
{
    struct home_settings settings;

    TRY(home_settings_read(app->home, app->arena, &settings, err));
    if (!settings.verify_anchors)
        return fail(
            err, UNTRUSTED,
            "Hệ thống này chưa có gốc tin cậy (verify.anchors), nên chưa xác minh và chưa in "
            "được học bạ nhận qua cổng. Tệp đã ký vẫn tải về được.");
    return record_judge(app, &settings, bytes, &(struct judging){.at = state->received}, report,
                        err);
}

/* Nothing is printed as verified that is not; what cannot be decided is told apart from what is
 * wrong. */
static enum status
need_authentic(const struct verdict_report *report, struct error *err)
{
    const char *wrong = record_judge_reason(report, CHECK_NO);
    const char *open = record_judge_reason(report, CHECK_UNKNOWN);

    if (report->verdict == VERDICT_UNDECIDED)
        return fail(err, UNDECIDED,
                    "Chưa kết luận được học bạ này có thật hay không, nên chưa in: %s Tệp đã ký "
                    "vẫn tải về được.",
                    open ? open : "còn thiếu tài liệu.");
    if (report->verdict != VERDICT_AUTHENTIC || !report->record)
        return fail(err, UNTRUSTED, "Chưa in được học bạ này: %s Tệp đã ký vẫn tải về được.",
                    wrong ? wrong : "Nội dung không đọc được theo mẫu học bạ.");
    return OK;
}

/* As at the moment when the gateway took it: its certificates had to be good then. */
enum status
book_read_received(struct app *app, const struct received_state *state, struct print_record *record,
                   bool *training, struct error *err)
{
    struct verdict_report *report = arena_make(app->arena, struct verdict_report);
    struct span bytes;

    TRY(store_find_received(app->store, state->uuid, app->arena, &bytes, err));
    TRY(judge_received(app, state, bytes, report, err));
    TRY(need_authentic(report, err));
    *training = report->training;
    *record = (struct print_record){.record = report->record,
                                    .signers = signers_of(app, report),
                                    .signer_count = report->signature_count,
                                    .verified = true};
    return OK;
}

static struct moment
since_of(struct date day)
{
    return date_is_none(day) ? (struct moment){0} : moment_of_date(day);
}

/* Where the paper books are of the years before. */
enum status
book_add_paper(struct app *app, const char *pupil, struct print_book *book, struct error *err)
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

/* --- the whole -------------------------------------------------------------------------------- */

bool
book_holds(const struct record_row *row)
{
    enum state state;

    return state_parse(row->state, &state) && state_counts(state);
}

const char *
book_address(struct app *app)
{
    struct home_settings settings;
    struct error err;

    return home_settings_read(app->home, app->arena, &settings, &err) == OK
               ? settings.public_address
               : NULL;
}

enum status
book_print(struct app *app, const char *pupil, enum print_style style, struct buffer *pdf,
           struct error *err)
{
    AUTO(self_check) *check = self_check_new(app);
    struct record_filter filter = {.pupil = pupil, .current = true};
    struct record_rows rows = {0};
    struct print_record records[PRINT_RECORDS_MAX];
    struct print_book book = {.records = records};

    TRY(store_list_records(app->store, &filter, app->arena, &rows, err));
    for (size_t i = 0; i < rows.list.count && book.record_count < PRINT_RECORDS_MAX; i++)
        if (book_holds(&rows.list.items[i]))
            TRY(book_read_issued(app, check, &rows.list.items[i], &records[book.record_count++],
                                 err));
    if (book.record_count == 0)
        return fail(err, NOT_FOUND, "Chưa có học bạ nào của học sinh này được phát hành.");
    TRY(book_add_paper(app, pupil, &book, err));
    return record_print(&(struct print_job){.books = &book,
                                            .book_count = 1,
                                            .style = style,
                                            .training = app->kind == INSTANCE_TRAINING,
                                            .made = app_now(app),
                                            .address = book_address(app)},
                        pdf, NULL, err);
}
