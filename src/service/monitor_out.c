/* SPDX-License-Identifier: Apache-2.0 */
#include "service/monitor.h"
#include "sheet/table_write.h"

const struct figure_word figure_words[FIGURE_COUNT] = {
    [FIGURE_ENROLLED] = {"enrolled", "Học sinh đang học", "Enrolled", "Học sinh"},
    [FIGURE_NUMBERED] = {"numbered", "Có số định danh", "With personal number", "Số định danh"},
    [FIGURE_ENTERED] = {"entered", "Nhập xong kết quả", "Entered", "Nhập xong"},
    [FIGURE_CHECKED] = {"checked", "Giáo viên đã kiểm tra", "Checked", "Kiểm tra"},
    [FIGURE_SIGNED_GVBM] = {"signed_gvbm", "Giáo viên bộ môn đã ký", "Signed by subject teachers",
                            "GVBM ký"},
    [FIGURE_SIGNED_GVCN] = {"signed_gvcn", "Giáo viên chủ nhiệm đã ký", "Signed by class teacher",
                            "GVCN ký"},
    [FIGURE_SIGNED_CBQL] = {"signed_cbql", "Cán bộ quản lý đã ký", "Signed by principal",
                            "CBQL ký"},
    [FIGURE_ISSUED] = {"issued", "Đã phát hành, còn giá trị", "Issued and valid", "Phát hành"},
    [FIGURE_IN_LEDGER] = {"in_ledger", "Đã ghi sổ cái", "In the ledger", "Sổ cái"},
    [FIGURE_CORRECTED] = {"corrected", "Phát hành thay bản sai", "Issued in place of another",
                          "Thay thế"},
    [FIGURE_REVOKED] = {"revoked", "Bị thu hồi, tạm dừng, chưa có bản thay", "Withdrawn",
                        "Thu hồi"},
};

bool
figure_parse(const char *key, enum figure *figure)
{
    for (int i = 0; key && i < FIGURE_COUNT; i++)
        if (text_equal(figure_words[i].key, key)) {
            *figure = (enum figure)i;
            return true;
        }
    return false;
}

/* --- a sheet ---------------------------------------------------------------------------------- */

static const char *
day_text_of(struct app *app, struct date day)
{
    char text[DATE_TEXT_SIZE];

    return arena_text(app->arena, date_write_vietnamese(day, text));
}

static void
add_column(struct sheet_table *table, const char *heading, double width, bool number)
{
    table->columns[table->column_count++] = (struct sheet_column){heading, width, number};
}

static void
add_head(struct app *app, const struct monitor *monitor, struct sheet_table *table)
{
    char asked[MOMENT_TEXT_SIZE], made[MOMENT_TEXT_SIZE];

    table->name = "Giám sát";
    table->date = monitor->day;
    table->title = arena_printf(app->arena, "Số liệu học bạ số – %s – năm học %s",
                                monitor->unit.name, monitor->year);
    table->notes[0] = arena_printf(
        app->arena, "Lập lúc %s; số liệu tính lúc %s", moment_write(monitor->asked_at, asked),
        monitor->made_at.seconds < 0 ? "–" : moment_write(monitor->made_at, made));
    if (monitor->has_pilot)
        table->notes[1] =
            arena_printf(app->arena, "Chỉ các lớp thí điểm theo quyết định %s ngày %s",
                         monitor->pilot.decision, day_text_of(app, monitor->pilot.decided_on));
    add_column(table, "Mã", 12, false);
    add_column(table, "Tên", 36, false);
    add_column(table, "Số lớp", 8, true);
    for (int i = 0; i < FIGURE_COUNT; i++)
        add_column(table, figure_words[i].word, 12, true);
    add_column(table, "Cổng tiếp nhận đã nhận", 12, true);
    add_column(table, "Cổng tiếp nhận đã nhận, rồi thu hồi hoặc chờ bản thay", 12, true);
    add_column(table, "Cổng tiếp nhận từ chối, chưa nộp lại được", 12, true);
    add_column(table, "Gói bị từ chối cả gói, chưa nộp lại được", 12, true);
    add_column(table, "Đã báo cáo lên cấp trên", 12, true);
    add_column(table, "Phát hành một tuần trước", 12, true);
    add_column(table, "Cổng tiếp nhận đã nhận, một tuần trước", 12, true);
    add_column(table, "Cổng tiếp nhận đã nhận rồi thu hồi, một tuần trước", 12, true);
    add_column(table, "Cổng tiếp nhận từ chối, một tuần trước", 12, true);
    add_column(table, "Đã báo cáo, một tuần trước", 12, true);
    add_column(table, "Trễ (ngày)", 8, true);
    add_column(table, "Trễ ở mốc", 24, false);
    add_column(table, "Số lớp còn thiếu", 10, true);
    add_column(table, "Số học sinh còn thiếu", 10, true);
}

static void
add_text(struct app *app, struct sheet_table *table, const char *text)
{
    *list_add(app->arena, table->cells) = (struct sheet_cell){.text = text ? text : ""};
}

static void
add_number(struct app *app, struct sheet_table *table, int64_t number)
{
    *list_add(app->arena, table->cells) = (struct sheet_cell){.number = number};
}

static void
add_line(struct app *app, struct sheet_table *table, const struct monitor_row *row)
{
    add_text(app, table, row->code);
    add_text(app, table, row->name);
    add_number(app, table, row->sum.classes);
    for (int i = 0; i < FIGURE_COUNT; i++)
        add_number(app, table, row->sum.counts[i]);
    add_number(app, table, row->intake.accepted);
    add_number(app, table, row->intake.taken_back);
    add_number(app, table, row->intake.rejected);
    add_number(app, table, row->intake.packets);
    add_number(app, table, row->intake.reported);
    add_number(app, table, row->week_ago.counts[FIGURE_ISSUED]);
    add_number(app, table, row->intake_ago.accepted);
    add_number(app, table, row->intake_ago.taken_back);
    add_number(app, table, row->intake_ago.rejected);
    add_number(app, table, row->intake_ago.reported);
    add_number(app, table, row->late.days);
    add_text(app, table, row->late.days ? milestone_table[row->late.at].word : NULL);
    add_number(app, table, row->late.classes);
    add_number(app, table, row->late.pupils);
}

enum status
monitor_file(struct app *app, const struct monitor *monitor, bool workbook, struct span *bytes,
             struct error *err)
{
    struct monitor_row total = monitor->total;
    struct sheet_table table = {0};

    total.code = NULL;
    total.name = "Toàn đơn vị";
    add_head(app, monitor, &table);
    add_line(app, &table, &total);
    for (size_t i = 0; i < monitor->rows.count; i++)
        add_line(app, &table, &monitor->rows.items[i]);
    return workbook ? xlsx_write_table(&table, app->arena, bytes, err)
                    : csv_write_table(&table, app->arena, bytes, err);
}

/* --- JSON ------------------------------------------------------------------------------------- */

static void
moment_field(struct json *json, const char *key, struct moment moment)
{
    char text[MOMENT_TEXT_SIZE];

    json_text_field(json, key, moment.seconds < 0 ? NULL : moment_write(moment, text));
}

static void
counts_fields(struct json *json, const int64_t counts[FIGURE_COUNT])
{
    for (int i = 0; i < FIGURE_COUNT; i++)
        json_int_field(json, figure_words[i].key, counts[i]);
}

static void
row_json(struct json *json, const struct monitor_row *row)
{
    json_open(json, '{');
    json_text_field(json, "code", row->code);
    json_text_field(json, "name", row->name);
    json_int_field(json, "classes", row->sum.classes);
    counts_fields(json, row->sum.counts);
    json_int_field(json, "accepted", row->intake.accepted);
    json_int_field(json, "taken_back", row->intake.taken_back);
    json_int_field(json, "held", row->sum.counts[FIGURE_HELD]);
    json_int_field(json, "rejected", row->intake.rejected);
    json_int_field(json, "packets_refused", row->intake.packets);
    json_int_field(json, "reported", row->intake.reported);
    json_int_field(json, "issued_week_ago", row->week_ago.counts[FIGURE_ISSUED]);
    json_int_field(json, "held_week_ago", row->week_ago.counts[FIGURE_HELD]);
    json_int_field(json, "accepted_week_ago", row->intake_ago.accepted);
    json_int_field(json, "taken_back_week_ago", row->intake_ago.taken_back);
    json_int_field(json, "rejected_week_ago", row->intake_ago.rejected);
    json_int_field(json, "reported_week_ago", row->intake_ago.reported);
    json_int_field(json, "late_days", row->late.days);
    json_text_field(json, "late_at", row->late.days ? milestone_table[row->late.at].key : NULL);
    json_int_field(json, "late_classes", row->late.classes);
    json_int_field(json, "late_pupils", row->late.pupils);
    json_close(json, '}');
}

static void
time_json(struct json *json, const struct monitor *monitor)
{
    json_open_list(json, "weeks");
    for (int i = 0; i < MONITOR_WEEKS; i++) {
        json_open(json, '{');
        json_day_field(json, "day", monitor->points[i].day);
        counts_fields(json, monitor->points[i].counts);
        json_close(json, '}');
    }
    json_close(json, ']');
    json_open_list(json, "forecasts");
    for (size_t i = 0; i < COUNT_OF(monitor->forecasts); i++) {
        json_open(json, '{');
        json_day_field(json, "day", monitor->forecasts[i].day);
        json_bool_field(json, "past", monitor->forecasts[i].past);
        json_int_field(json, "issued", monitor->forecasts[i].expected);
        json_int_field(json, "enrolled", monitor->forecasts[i].enrolled);
        json_close(json, '}');
    }
    json_close(json, ']');
}

void
monitor_json(struct json *json, const struct monitor *monitor)
{
    json_open(json, '{');
    json_text_field(json, "year", monitor->year);
    json_day_field(json, "day", monitor->day);
    moment_field(json, "asked_at", monitor->asked_at);
    moment_field(json, "made_at", monitor->made_at);
    json_text_field(json, "pilot", monitor->has_pilot ? monitor->pilot.decision : NULL);
    json_key(json, "total");
    row_json(json, &monitor->total);
    time_json(json, monitor);
    json_key(json, "rejected_by_error");
    json_open(json, '{');
    for (size_t i = 0; i < monitor->errors.list.count; i++)
        json_int_field(json, monitor->errors.list.items[i].error,
                       monitor->errors.list.items[i].pupils);
    json_close(json, '}');
    json_key(json, "obstacles");
    json_open(json, '{');
    json_int_field(json, "new", monitor->obstacles.new_ones);
    json_int_field(json, "seen", monitor->obstacles.seen);
    json_int_field(json, "solved", monitor->obstacles.solved);
    json_close(json, '}');
    json_open_list(json, "rows");
    for (size_t i = 0; i < monitor->rows.count; i++)
        row_json(json, &monitor->rows.items[i]);
    json_close(json, ']');
    json_close(json, '}');
}
