/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/monitor.h"

#include "serve/pages.h"

const enum figure monitor_columns[] = {
    FIGURE_ENROLLED,    FIGURE_NUMBERED, FIGURE_ENTERED,   FIGURE_CHECKED,   FIGURE_SIGNED_GVCN,
    FIGURE_SIGNED_CBQL, FIGURE_ISSUED,   FIGURE_IN_LEDGER, FIGURE_CORRECTED, FIGURE_REVOKED};
const size_t monitor_column_count = COUNT_OF(monitor_columns);

/* --- words ------------------------------------------------------------------------------------ */

const char *
monitor_rate(const struct visit *visit, int64_t part, int64_t whole)
{
    return whole > 0 ? arena_printf(visit->arena, "%d %%", (int)(part * 100 / whole)) : "–";
}

int
monitor_width(int64_t part, int64_t whole, int width)
{
    return whole > 0 ? (int)(part * width / whole) : 0;
}

const char *
monitor_gain(const struct visit *visit, int64_t now, int64_t before)
{
    int64_t gain = now - before;

    return arena_printf(visit->arena, "%s%lld", gain > 0 ? "+" : "", (long long)gain);
}

const char *
monitor_figure_word(const struct visit *visit, enum figure figure)
{
    return T(figure_words[figure].word, figure_words[figure].english);
}

const char *
monitor_column_word(const struct visit *visit, enum figure figure)
{
    return T(figure_words[figure].short_word, figure_words[figure].english);
}

const char *
monitor_milestone_word(const struct visit *visit, enum milestone milestone)
{
    return T(milestone_table[milestone].word, milestone_table[milestone].english);
}

const char *
monitor_late_words(const struct visit *visit, const struct lateness *late)
{
    return arena_printf(visit->arena, "%s: %lld %s, %lld %s",
                        monitor_milestone_word(visit, late->at), (long long)late->classes,
                        T("lớp", "classes"), (long long)late->pupils,
                        T("học sinh còn thiếu", "pupils missing"));
}

const char *
monitor_days_words(const struct visit *visit, const struct monitor *monitor,
                   enum milestone milestone)
{
    int64_t left = date_to_days(monitor->calendar.days[milestone]) - date_to_days(monitor->day);

    if (left == 0)
        return T("hôm nay", "today");
    return left > 0 ? arena_printf(visit->arena, "%s %lld %s", T("còn", "in"), (long long)left,
                                   T("ngày", "days"))
                    : arena_printf(visit->arena, "%s %lld %s", T("đã qua", "past by"),
                                   (long long)-left, T("ngày", "days"));
}

static const struct {
    const char *error, *vi, *en;
} error_words[] = {
    {"STRUCTURE", "cấu trúc, nội dung", "structure, content"},
    {"RULES", "quy định của TT27", "rules of TT27"},
    {"SIGNATURE", "chữ ký", "signatures"},
    {"CERTIFICATE", "chứng thư số", "certificates"},
    {"UNIT", "mã trường", "school's code"},
    {"YEAR", "năm học", "school year"},
    {"REPLACED", "học bạ thay thế", "what it replaces"},
    {"SLOT", "năm học ấy đã có học bạ", "the year has a record"},
    {"DUPLICATE", "mã tra cứu đã có", "its UUID is taken"},
};

const char *
monitor_error_word(const struct visit *visit, const char *error)
{
    for (size_t i = 0; i < COUNT_OF(error_words); i++)
        if (text_equal(error, error_words[i].error))
            return arena_printf(visit->arena, "%s (%s)", T(error_words[i].vi, error_words[i].en),
                                error);
    return error;
}

bool
monitor_has_intake(const struct monitor_view *view)
{
    return !text_equal(view->monitor.unit.kind, UNIT_SCHOOL) &&
           (view->monitor.total.intake.accepted || view->monitor.total.intake.taken_back ||
            view->monitor.total.intake.rejected || view->monitor.total.intake.packets);
}

bool
monitor_has_reported(const struct monitor_view *view)
{
    return !text_equal(view->monitor.unit.kind, UNIT_SCHOOL) && view->monitor.total.intake.reported;
}

/* NULL: of all schools. */
const char *
monitor_reported_path(const struct visit *visit, const struct monitor_view *view, const char *code)
{
    return arena_printf(visit->arena, "/bao-cao?ket-qua=accepted&nam-hoc=%s%s%s",
                        view->monitor.year, code ? "&truong=" : "", code ? code : "");
}

const char *
monitor_obstacles_path(const struct visit *visit, const struct monitor *monitor,
                       enum obstacle_state state)
{
    return arena_printf(visit->arena, "/vuong-mac?trang-thai=%s&don-vi=%s&nam-hoc=%s",
                        obstacle_state_key(state), monitor->unit.code, monitor->year);
}

const char *
monitor_gateway_path(const struct visit *visit, const char *code)
{
    return arena_printf(visit->arena, "/cong-tiep-nhan?truong=%s", code);
}

/* --- addresses: codes, years and keys hold nothing that must be escaped -------------------------
 */

static const char *
with_query(const struct visit *visit, const char *path, const char *code, const char *year,
           bool late, const char *key)
{
    return arena_printf(visit->arena, "%s?nam-hoc=%s%s%s%s%s%s", path, year, code ? "&don-vi=" : "",
                        code ? code : "", late ? "&xep=tre" : "", key ? "&thieu=" : "",
                        key ? key : "");
}

const char *
monitor_path(const struct visit *visit, const struct monitor_view *view, bool late, const char *key)
{
    return with_query(visit, "/giam-sat", view->monitor.unit.code, view->monitor.year, late, key);
}

const char *
monitor_row_path(const struct visit *visit, const struct monitor_view *view,
                 const struct monitor_row *row, enum figure figure)
{
    const char *key = figure == FIGURE_ENROLLED ? NULL : figure_words[figure].key;

    if (row->code)
        return with_query(visit, "/giam-sat", row->code, view->monitor.year, false, key);
    return key ? arena_printf(visit->arena, "/giam-sat/lop/%s?thieu=%s", row->id, key)
               : arena_printf(visit->arena, "/giam-sat/lop/%s", row->id);
}

const char *
monitor_export_path(const struct visit *visit, const struct monitor_view *view, const char *kind)
{
    return with_query(visit, arena_printf(visit->arena, "/giam-sat/tep/%s", kind),
                      view->monitor.unit.code, view->monitor.year, view->by_lateness,
                      view->filtered ? figure_words[view->missing].key : NULL);
}

/* --- the line --------------------------------------------------------------------------------- */

enum { LEFT = 8, TOP = 14, BOTTOM = 34, RIGHT = 12 };

struct drawing {
    struct buffer *out;
    int64_t first, last; /* days */
    int64_t whole;
};

static int
x_of(const struct drawing *it, int64_t day)
{
    return LEFT +
           (int)((day - it->first) * (MONITOR_CHART_WIDTH - LEFT - RIGHT) / (it->last - it->first));
}

static int
y_of(const struct drawing *it, int64_t count)
{
    int height = MONITOR_CHART_HEIGHT - TOP - BOTTOM;

    return TOP + height - (it->whole > 0 ? (int)(count * height / it->whole) : 0);
}

static void
draw_milestone(const struct drawing *it, struct date day, int64_t expected, bool past)
{
    int x = x_of(it, date_to_days(day)), floor = MONITOR_CHART_HEIGHT - BOTTOM;

    buffer_printf(it->out, "<line class=\"mark\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>", x, TOP,
                  x, floor);
    buffer_printf(it->out, "<text class=\"day\" x=\"%d\" y=\"%d\" text-anchor=\"end\">%d/%d</text>",
                  x, floor + 18, day.day, day.month);
    if (!past)
        buffer_printf(it->out, "<circle class=\"hoped\" cx=\"%d\" cy=\"%d\" r=\"4\"/>", x,
                      y_of(it, expected));
}

static void
draw_past(const struct drawing *it, const struct monitor *monitor)
{
    buffer_text(it->out, "<polyline class=\"made\" points=\"");
    for (int i = 0; i < MONITOR_WEEKS; i++)
        buffer_printf(it->out, "%d,%d ", x_of(it, date_to_days(monitor->points[i].day)),
                      y_of(it, monitor->points[i].counts[FIGURE_ISSUED]));
    buffer_text(it->out, "\"/>");
    for (int i = 0; i < MONITOR_WEEKS; i++) {
        struct date day = monitor->points[i].day;
        int x = x_of(it, date_to_days(day));
        buffer_printf(it->out, "<circle class=\"made-point\" cx=\"%d\" cy=\"%d\" r=\"4\"/>", x,
                      y_of(it, monitor->points[i].counts[FIGURE_ISSUED]));
        if (i % 2 == 0) /* there is no room for all of them */
            buffer_printf(
                it->out, "<text class=\"day\" x=\"%d\" y=\"%d\" text-anchor=\"%s\">%d/%d</text>", x,
                MONITOR_CHART_HEIGHT - BOTTOM + 18, i ? "middle" : "start", day.day, day.month);
    }
}

static void
draw_hope(const struct drawing *it, const struct monitor *monitor)
{
    int64_t have = monitor_have(monitor->total.sum.counts);

    buffer_printf(it->out, "<polyline class=\"hope\" points=\"%d,%d ",
                  x_of(it, date_to_days(monitor->day)), y_of(it, have));
    for (size_t i = 0; i < COUNT_OF(monitor->forecasts); i++)
        if (!monitor->forecasts[i].past)
            buffer_printf(it->out, "%d,%d ", x_of(it, date_to_days(monitor->forecasts[i].day)),
                          y_of(it, monitor->forecasts[i].expected));
    buffer_text(it->out, "\"/>");
}

struct html
monitor_line(const struct visit *visit, const struct monitor *monitor)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct drawing it = {.out = out,
                         .first = date_to_days(monitor->points[0].day),
                         .last = date_to_days(monitor->day),
                         .whole = monitor->total.sum.counts[FIGURE_ENROLLED]};

    for (size_t i = 0; i < COUNT_OF(monitor->forecasts); i++)
        if (date_to_days(monitor->forecasts[i].day) > it.last)
            it.last = date_to_days(monitor->forecasts[i].day);
    buffer_printf(out, "<line class=\"goal\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>", LEFT, TOP,
                  MONITOR_CHART_WIDTH - RIGHT, TOP);
    buffer_printf(out, "<line class=\"floor\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>", LEFT,
                  MONITOR_CHART_HEIGHT - BOTTOM, MONITOR_CHART_WIDTH - RIGHT,
                  MONITOR_CHART_HEIGHT - BOTTOM);
    for (size_t i = 0; i < COUNT_OF(monitor->forecasts); i++)
        if (date_to_days(monitor->forecasts[i].day) >= it.first)
            draw_milestone(&it, monitor->forecasts[i].day, monitor->forecasts[i].expected,
                           monitor->forecasts[i].past);
    draw_hope(&it, monitor);
    draw_past(&it, monitor);
    return (struct html){{arena_copy(visit->arena, out->data, out->size), out->size}};
}

/* --- pages ------------------------------------------------------------------------------------ */

static enum status
load(struct visit *visit, struct monitor_view *view, struct error *err)
{
    struct unit unit;

    *view =
        (struct monitor_view){.code = web_query(visit->request, "don-vi"),
                              .by_lateness = text_equal(web_query(visit->request, "xep"), "tre")};
    view->filtered = figure_parse(web_query(visit->request, "thieu"), &view->missing);
    TRY(monitor_unit(visit->app, view->code, &unit, err));
    TRY(monitor_load(visit->app, &unit, web_query(visit->request, "nam-hoc"), &view->monitor, err));
    monitor_sort(&view->monitor, view->by_lateness);
    if (view->filtered)
        monitor_keep_behind(&view->monitor, view->missing);
    return OK;
}

enum status
monitor_page(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct monitor_view view;

    TRY(load(visit, &view, err));
    monitor_show(out, visit, &view);
    visit_send_page(visit, out);
    return OK;
}

/* Of a pupil: which steps are done. */
static void
write_pupil(struct json *json, const struct pupil_state *state)
{
    json_open(json, '{');
    json_text_field(json, "pupil", state->pupil->pupil);
    json_text_field(json, "code", state->pupil->code);
    json_text_field(json, "name", state->pupil->name);
    for (size_t i = 1; i < monitor_column_count; i++)
        json_bool_field(json, figure_words[monitor_columns[i]].key,
                        state->bits & FIGURE_BIT(monitor_columns[i]));
    json_bool_field(json, "received", state->bits & FIGURE_BIT(FIGURE_HELD));
    json_close(json, '}');
}

static enum status
send_class(struct visit *visit, const struct monitor_class *class, enum figure missing)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);

    json_open(&json, '{');
    json_text_field(&json, "class", class->class.name);
    json_text_field(&json, "year", class->class.year);
    json_open_list(&json, "pupils");
    for (size_t i = 0; i < class->pupils.list.count; i++)
        if (monitor_class_shows(class, i, missing))
            write_pupil(&json, &class->states[i]);
    json_close(&json, ']');
    json_close(&json, '}');
    visit_send_json(visit, out);
    return OK;
}

enum status
monitor_class_page(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct monitor_class class;
    enum figure missing = FIGURE_COUNT;

    (void)figure_parse(web_query(visit->request, "thieu"), &missing);
    TRY(monitor_class_load(visit->app, visit->argument[0], &class, err));
    if (visit->api)
        return send_class(visit, &class, missing);
    monitor_class_show(out, visit, &class, missing);
    visit_send_page(visit, out);
    return OK;
}

enum status
monitor_file_take(struct visit *visit, struct error *err)
{
    static const struct {
        const char *kind, *type;
    } kinds[] = {{"csv", "text/csv; charset=utf-8"},
                 {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}};
    struct monitor_view view;
    char day[DATE_TEXT_SIZE];
    struct span bytes;

    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (!text_equal(visit->argument[0], kinds[i].kind))
            continue;
        TRY(load(visit, &view, err));
        TRY(monitor_file(visit->app, &view.monitor, i == 1, &bytes, err));
        visit_send_file(visit, bytes, kinds[i].type,
                        arena_printf(visit->arena, "giam-sat-%s-%s.%s", view.monitor.unit.code,
                                     date_write_iso(view.monitor.day, day), kinds[i].kind),
                        true);
        return OK;
    }
    return fail(err, NOT_FOUND, "Chỉ có tệp csv và xlsx.");
}

enum status
monitor_api(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);
    struct monitor_view view;

    TRY(load(visit, &view, err));
    monitor_json(&json, &view.monitor);
    visit_send_json(visit, out);
    return OK;
}
