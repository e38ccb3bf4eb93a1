/* SPDX-License-Identifier: Apache-2.0
 *
 * The lists behind what suppliers handed in: the same schools as the figure counts, pupil by pupil.
 */
#include "service/access.h"
#include "service/intake.h"
#include "service/monitor_inside.h"
#include "sheet/table_write.h"

static const struct {
    const char *key, *word, *english;
    enum intake_outcome outcome;
} lists[] = {
    {"accepted", "Đã tiếp nhận, còn giá trị", "Accepted", INTAKE_ACCEPTED},
    {"taken-back", "Đã nhận, rồi thu hồi hoặc chờ bản thay",
     "Accepted, then withdrawn or to be replaced", INTAKE_TAKEN_BACK},
    {"rejected", "Bị từ chối, chưa nộp lại được", "Rejected, none accepted since", INTAKE_REJECTED},
};

enum status
monitor_handed_load(struct app *app, struct monitor *monitor, const char *key, const char *error,
                    struct monitor_handed *handed, struct error *err)
{
    struct monitor_loading it = {.app = app, .monitor = monitor};
    size_t list = 0;

    while (list < COUNT_OF(lists) && !text_equal(lists[list].key, key))
        list++;
    if (list == COUNT_OF(lists))
        return fail(err, NOT_FOUND, "Không có danh sách này.");
    TRY(access_check(app, MAY_SEE_GATEWAY, monitor->unit.id, err));
    TRY(monitor_load_members(&it, err));
    *handed = (struct monitor_handed){.key = lists[list].key,
                                      .word = lists[list].word,
                                      .english = lists[list].english,
                                      .error = error};
    bool by_error = error && lists[list].outcome == INTAKE_REJECTED;
    bool of_school = text_equal(monitor->unit.kind, UNIT_SCHOOL);
    for (size_t i = 0; i < (of_school ? 1 : monitor->rows.count); i++) {
        const struct monitor_row *row = of_school ? NULL : &monitor->rows.items[i];
        const char *school = row ? row->id : monitor->unit.id;
        const struct intake_place place = {school, monitor->year};
        struct handed_in_list pupils = {0};
        TRY(store_list_handed_in(app->store, &place, by_error ? INTAKE_ERROR : lists[list].outcome,
                                 error, app->arena, &pupils, err));
        for (size_t p = 0; p < pupils.list.count; p++)
            if (monitor_takes_part(&it, school, pupils.list.items[p].class_id,
                                   pupils.list.items[p].grade, monitor->day))
                *list_add(app->arena, handed->rows) =
                    (struct monitor_handed_row){.school_code = row ? row->code : monitor->unit.code,
                                                .school = row ? row->name : monitor->unit.name,
                                                .it = pupils.list.items[p]};
    }
    return OK;
}

/* --- to take away ----------------------------------------------------------------------------- */

static void
add_text(struct app *app, struct sheet_table *table, const char *text)
{
    *list_add(app->arena, table->cells) = (struct sheet_cell){.text = text ? text : ""};
}

enum status
monitor_handed_file(struct app *app, const struct monitor *monitor,
                    const struct monitor_handed *handed, bool workbook, struct span *bytes,
                    struct error *err)
{
    static const struct sheet_column columns[] = {
        {"Mã trường", 12, false},  {"Trường", 36, false},     {"Mã học sinh", 16, false},
        {"Họ và tên", 28, false},  {"Mã tra cứu", 38, false}, {"Nhận lúc", 24, false},
        {"Tình trạng", 20, false}, {"Mã lỗi", 14, false},     {"Trường dữ liệu", 24, false},
        {"Lý do", 80, false}};
    struct sheet_table table = {.name = "Cổng tiếp nhận", .date = monitor->day};
    char asked[MOMENT_TEXT_SIZE], at[MOMENT_TEXT_SIZE];

    table.title = arena_printf(app->arena, "%s%s%s – %s – năm học %s", handed->word,
                               handed->error ? ", lỗi " : "", handed->error ? handed->error : "",
                               monitor->unit.name, monitor->year);
    table.notes[0] = arena_printf(app->arena, "Lập lúc %s", moment_write(monitor->asked_at, asked));
    for (size_t i = 0; i < COUNT_OF(columns); i++)
        table.columns[table.column_count++] = columns[i];
    for (size_t i = 0; i < handed->rows.count; i++) {
        const struct monitor_handed_row *row = &handed->rows.items[i];
        add_text(app, &table, row->school_code);
        add_text(app, &table, row->school);
        add_text(app, &table, row->it.pupil_code);
        add_text(app, &table, row->it.name);
        add_text(app, &table, row->it.uuid);
        add_text(app, &table, arena_text(app->arena, moment_write(row->it.received, at)));
        add_text(app, &table, monitor_handed_word(&row->it));
        add_text(app, &table, row->it.error);
        add_text(app, &table, row->it.field);
        add_text(app, &table, row->it.reasons);
    }
    return workbook ? xlsx_write_table(&table, app->arena, bytes, err)
                    : csv_write_table(&table, app->arena, bytes, err);
}

const char *
monitor_handed_word(const struct handed_in *pupil)
{
    return pupil->status ? intake_record_word(pupil->status, pupil->entered) : "từ chối";
}

void
monitor_handed_json(struct json *json, const struct monitor *monitor,
                    const struct monitor_handed *handed)
{
    json_open(json, '{');
    json_text_field(json, "unit", monitor->unit.code);
    json_text_field(json, "year", monitor->year);
    json_moment_field(json, "asked_at", monitor->asked_at);
    json_text_field(json, "list", handed->key);
    json_text_field(json, "error", handed->error);
    json_open_list(json, "pupils");
    for (size_t i = 0; i < handed->rows.count; i++) {
        const struct monitor_handed_row *row = &handed->rows.items[i];
        json_open(json, '{');
        json_text_field(json, "school", row->school_code);
        json_text_field(json, "code", row->it.pupil_code);
        json_text_field(json, "name", row->it.name);
        json_text_field(json, "uuid", row->it.uuid);
        json_text_field(json, "status", row->it.status);
        json_bool_field(json, "in_ledger", row->it.entered);
        json_text_field(json, "error", row->it.error);
        json_text_field(json, "field", row->it.field);
        json_text_field(json, "reasons", row->it.reasons);
        json_int_field(json, "message", row->it.message);
        json_moment_field(json, "received_at", row->it.received);
        json_close(json, '}');
    }
    json_close(json, ']');
    json_close(json, '}');
}
