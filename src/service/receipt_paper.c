/* SPDX-License-Identifier: Apache-2.0
 *
 * A batch on paper and as a table.
 */
#include "model/curriculum.h"
#include "model/state.h"
#include "print/receipt.h"
#include "service/receipt.h"
#include "sheet/table_write.h"
#include "store/certificates.h"
#include "store/units.h"

/* "10:42 28/11/2026" in Vietnam. */
static const char *
time_words(struct arena *arena, struct moment moment)
{
    enum { MINUTE = 60, HOUR = 3600 };
    struct moment here = moment_in_vietnam(moment.seconds);
    int of_day = moment_of_day(here);
    char day[DATE_TEXT_SIZE];

    return arena_printf(arena, "%02d:%02d %s", of_day / HOUR, of_day % HOUR / MINUTE,
                        date_write_vietnamese(moment_to_date(here), day));
}

static const char *
outcome_words(const struct receipt_item *item, struct arena *arena)
{
    enum state state;
    bool issued = state_parse(item->state, &state) && state_is_issued(state);

    if (text_equal(item->outcome, RECEIPT_SIGNED))
        return arena_printf(arena, "đã ký %s%s", time_words(arena, item->ended),
                            issued ? "; học bạ đã phát hành" : "");
    if (text_equal(item->outcome, RECEIPT_ALREADY))
        return "đã có chữ ký từ trước";
    if (text_equal(item->outcome, RECEIPT_FAILED))
        return arena_printf(arena, "không ký được: %s", item->message ? item->message : "");
    return "chưa ký";
}

static bool
is_list(const struct receipt_view *view)
{
    return view->it.signed_count == 0;
}

static const char *
role_words(const struct receipt *receipt, struct arena *arena)
{
    const struct subject *subject = receipt->subject ? curriculum_subject(receipt->subject) : NULL;
    enum signer_role role;
    const char *word =
        signer_role_parse(receipt->role, &role) ? signer_role_word(role) : receipt->role;

    return subject ? arena_printf(arena, "%s, môn %s", word, subject->name) : word;
}

static void
add_line(struct app *app, struct print_receipt *print, const char *label, const char *value)
{
    *list_add(app->arena, print->lines) = (struct print_receipt_line){label, value};
}

static enum status
add_certificate(struct app *app, const struct receipt *receipt, struct print_receipt *print,
                struct error *err)
{
    struct stored_certificate stored;
    char day[DATE_TEXT_SIZE];

    TRY(store_find_certificate_by_sha256(app->store, receipt->certificate, app->arena, &stored,
                                         err));
    add_line(app, print, "Chứng thư", stored.subject);
    if (stored.provider)
        add_line(app, print, "Nơi cấp", stored.provider);
    add_line(app, print, "SHA-256 của chứng thư", receipt->certificate);
    add_line(app, print, "Chứng thư có hạn đến",
             arena_text(app->arena, date_write_vietnamese(moment_to_date(stored.not_after), day)));
    return OK;
}

static enum status
add_lines(struct app *app, const struct receipt_view *view, struct print_receipt *print,
          struct error *err)
{
    const struct receipt *it = &view->it;
    struct arena *arena = app->arena;

    add_line(app, print, "Người ký",
             arena_printf(arena, "%s (%s), vai trò %s", it->person_name, it->login,
                          role_words(it, arena)));
    add_line(app, print, "Lớp, năm học", arena_printf(arena, "%s, %s", it->class_name, it->year));
    TRY(add_certificate(app, it, print, err));
    add_line(app, print, "Bắt đầu", time_words(arena, it->started));
    if (!is_list(view)) {
        add_line(app, print, "Chữ ký cuối", time_words(arena, it->ended));
        add_line(app, print, "Kết quả",
                 arena_printf(arena, "đã ký %lld, không ký được %lld, chưa ký %lld",
                              (long long)it->signed_count, (long long)it->failed,
                              (long long)it->open));
    }
    add_line(app, print, "Mã lượt ký", it->batch);
    return OK;
}

enum status
receipt_paper(struct app *app, const struct receipt_view *view, struct buffer *pdf,
              struct error *err)
{
    struct print_receipt print = {.title = is_list(view) ? "DANH SÁCH SẼ KÝ" : "BIÊN NHẬN KÝ SỐ",
                                  .sentence = view->it.sentence,
                                  .training = app->kind == INSTANCE_TRAINING};
    struct unit school;

    TRY(store_find_unit(app->store, view->it.unit, app->arena, &school, err));
    print.school = school.name;
    print.foot =
        arena_printf(app->arena, "Lượt ký %s. In lúc %s.%s", view->it.batch,
                     time_words(app->arena, app_now(app)), is_list(view) ? " Chưa ký gì." : "");
    TRY(add_lines(app, view, &print, err));
    for (size_t i = 0; i < view->items.list.count; i++) {
        const struct receipt_item *item = &view->items.list.items[i];
        *list_add(app->arena, print.rows) = (struct print_receipt_row){
            item->pupil_name, item->record, item->digest, outcome_words(item, app->arena)};
    }
    return receipt_print(&print, pdf, err);
}

enum status
receipt_table(struct app *app, const struct receipt_view *view, struct span *csv, struct error *err)
{
    struct sheet_table table = {.name = "Danh sách",
                                .title = arena_printf(app->arena, "Lượt ký %s", view->it.batch),
                                .notes = {view->it.sentence},
                                .date = moment_to_date(moment_in_vietnam(view->it.started.seconds)),
                                .columns = {{"Học sinh", 28, false},
                                            {"Mã học sinh", 16, false},
                                            {"Mã học bạ", 38, false},
                                            {"SHA-256 của nội dung ký", 66, false},
                                            {"Kết quả", 40, false}},
                                .column_count = 5};

    for (size_t i = 0; i < view->items.list.count; i++) {
        const struct receipt_item *item = &view->items.list.items[i];
        const char *const cells[] = {item->pupil_name, item->pupil_code, item->record, item->digest,
                                     outcome_words(item, app->arena)};
        for (size_t k = 0; k < COUNT_OF(cells); k++)
            *list_add(app->arena, table.cells) = (struct sheet_cell){cells[k], 0};
    }
    return csv_write_table(&table, app->arena, csv, err);
}
