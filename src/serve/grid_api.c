/* SPDX-License-Identifier: Apache-2.0
 *
 * The grid's API: JSON in and out, one verb of service/grid.h each.
 */
#include "serve/grid.h"
#include "service/access_log.h"

/* --- reading what is asked -------------------------------------------------------------------- */

static enum status
read_order(const struct visit *visit, struct grid_order *order, struct error *err)
{
    const struct web_request *request = visit->request;
    const char *period = web_query(request, "period");
    const char *view = web_query(request, "view");

    *order = (struct grid_order){.class_id = visit->argument[0],
                                 .subject = web_query(request, "subject"),
                                 .enrolment = web_query(request, "enrolment"),
                                 .period = PERIOD_END_2};
    if (text_is_blank(order->enrolment))
        order->enrolment = NULL;
    if (view && !grid_view_parse(view, &order->view))
        return fail(err, USAGE, "Không có cách xem “%s”.", view);
    if (period && !period_parse(period, &order->period))
        return fail(err, USAGE, "Không có kỳ “%s”.", period);
    return OK;
}

/* --- writing what is told --------------------------------------------------------------------- */

static void
write_column(struct json *json, const struct grid_column *column)
{
    json_open(json, '{');
    json_text_field(json, "key", column->key);
    json_text_field(json, "label", column->label);
    if (column->group)
        json_text_field(json, "group", column->group);
    json_text_field(json, "kind", column->kind);
    if (column->choices) {
        json_open_list(json, "choices");
        for (const char *const *choice = column->choices; *choice; choice++)
            json_text(json, *choice);
        json_close(json, ']');
    }
    if (column->max > 0)
        json_int_field(json, "max", column->max);
    json_bool_field(json, "readonly", column->readonly);
    json_close(json, '}');
}

static void
write_row(struct json *json, const struct grid_row *row, size_t columns)
{
    const struct draft *draft = row->draft;
    const struct pupil *pupil = &draft->enrolled.pupil;

    json_open(json, '{');
    json_text_field(json, "enrolment", draft->enrolled.enrolment.id);
    json_text_field(json, "code", pupil->code);
    json_text_field(json, "name", pupil->name);
    json_day_field(json, "birth", pupil->birth_date);
    json_text_field(json, "state", draft->pupil_state ? draft->pupil_state : "Đang học");
    json_text_field(json, "locked", row->locked);
    json_open_list(json, "cells");
    for (size_t i = 0; i < columns; i++) {
        json_open(json, '{');
        json_text_field(json, "v", row->cells[i].value);
        json_int_field(json, "n", row->cells[i].number);
        json_close(json, '}');
    }
    json_close(json, ']');
    json_close(json, '}');
}

static void
write_problems(struct json *json, const char *enrolment, const struct problems *problems)
{
    for (size_t i = 0; i < problems->list.count; i++) {
        const struct problem *problem = &problems->list.items[i];
        json_open(json, '{');
        json_text_field(json, "enrolment", enrolment);
        json_text_field(json, "key", problem->field);
        json_text_field(json, "rule", problem->rule);
        json_text_field(json, "severity",
                        problem->severity == SEVERITY_ERROR ? "error" : "warning");
        json_text_field(json, "message", problem->message);
        json_close(json, '}');
    }
}

static void
write_all_problems(struct json *json, const struct grid *grid)
{
    json_open_list(json, "problems");
    for (size_t i = 0; i < grid->rows.count; i++)
        write_problems(json, grid->rows.items[i].draft->enrolled.enrolment.id,
                       &grid->rows.items[i].problems);
    json_close(json, ']');
}

static void
write_class(struct json *json, const struct grid *grid)
{
    const struct school_class *class = &grid->drafts.context.class;

    json_key(json, "class");
    json_open(json, '{');
    json_text_field(json, "id", class->id);
    json_text_field(json, "name", class->name);
    json_text_field(json, "year", class->year);
    json_int_field(json, "grade",
                   grid->rows.count > 0 ? grid->rows.items[0].draft->record.grade : 0);
    json_close(json, '}');
}

enum status
grid_api(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);
    struct grid_order order;
    struct grid grid;

    TRY(read_order(visit, &order, err));
    TRY(grid_load(visit->app, &order, &grid, err));
    TRY(access_log_class(visit->app, &grid.drafts.context.class, visit->request->address, err));
    json_open(&json, '{');
    write_class(&json, &grid);
    json_text_field(&json, "period", period_code(order.period));
    json_text_field(&json, "view", grid_view_word(order.view));
    json_int_field(&json, "version", grid.version);
    json_open_list(&json, "columns");
    for (size_t i = 0; i < grid.columns.count; i++)
        write_column(&json, &grid.columns.items[i]);
    json_close(&json, ']');
    json_open_list(&json, "pupils");
    for (size_t i = 0; i < grid.rows.count; i++)
        write_row(&json, &grid.rows.items[i], grid.columns.count);
    json_close(&json, ']');
    write_all_problems(&json, &grid);
    json_close(&json, '}');
    visit_send_json(visit, out);
    return OK;
}

enum status
class_problems_api(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);
    struct grid_order order;
    struct grid grid;

    TRY(read_order(visit, &order, err));
    order.view = GRID_BODY;
    TRY(grid_load(visit->app, &order, &grid, err));
    json_open(&json, '{');
    write_all_problems(&json, &grid);
    json_close(&json, '}');
    visit_send_json(visit, out);
    return OK;
}

/* --- saving ----------------------------------------------------------------------------------- */

static enum status
read_save(const struct json_value *from, struct grid_save *save, struct error *err)
{
    const struct json_value *base = json_find(from, "base");

    *save = (struct grid_save){.enrolment = json_find_text(from, "enrolment"),
                               .key = json_find_text(from, "key"),
                               .value = json_find_text(from, "value"),
                               .source = json_find_text(from, "source"),
                               .base = base && base->kind == JSON_NUMBER ? base->number : -1};
    if (!save->enrolment || !save->key || !save->value || save->base < 0)
        return fail(err, USAGE, "Mỗi ô cần enrolment, key, base (số) và value; chưa lưu ô nào.");
    return OK;
}

static enum status
read_saves(struct visit *visit, const char **request, struct grid_save saves[], size_t *count,
           struct error *err)
{
    struct json_value body;

    TRY(visit_read_json(visit, &body, err));
    const struct json_value *cells = json_find(&body, "cells");
    if (!cells || cells->kind != JSON_ARRAY || cells->items.count > GRID_SAVES_MAX)
        return fail(err, USAGE, "Cần cells: từ 1 đến %d ô mỗi lần; chưa lưu ô nào.",
                    GRID_SAVES_MAX);
    for (size_t i = 0; i < cells->items.count; i++)
        TRY(read_save(&cells->items.items[i], &saves[i], err));
    *count = cells->items.count;
    *request = json_find_text(&body, "id");
    return OK;
}

static void
write_save(struct json *json, const struct grid_save *save)
{
    static const char *const words[] = {"saved", "unchanged", "conflict", "refused"};
    char at[MOMENT_TEXT_SIZE];

    json_open(json, '{');
    json_text_field(json, "enrolment", save->enrolment);
    json_text_field(json, "key", save->key);
    json_text_field(json, "outcome", words[save->outcome]);
    if (save->outcome == GRID_REFUSED) {
        json_text_field(json, "message", save->message);
    } else {
        json_int_field(json, "n", save->number);
        json_text_field(json, "value", save->now);
    }
    if (save->outcome == GRID_CONFLICT) {
        json_text_field(json, "by", save->by);
        json_text_field(json, "at", moment_write(save->at, at));
    }
    json_close(json, '}');
}

enum status
cells_save_api(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct grid_save *saves = arena_make_array(visit->arena, GRID_SAVES_MAX, struct grid_save);
    struct grid_problems problems = {0};
    struct json json = json_to(out);
    const char *request = NULL;
    size_t count = 0;

    TRY(read_saves(visit, &request, saves, &count, err));
    TRY(grid_save(visit->app, request, saves, count, err));
    TRY(grid_check_saved(visit->app, saves, count, &problems, err));
    json_open(&json, '{');
    json_open_list(&json, "cells");
    for (size_t i = 0; i < count; i++)
        write_save(&json, &saves[i]);
    json_close(&json, ']');
    json_open_list(&json, "problems");
    for (size_t i = 0; i < problems.list.count; i++)
        write_problems(&json, problems.list.items[i].enrolment, &problems.list.items[i].problems);
    json_close(&json, ']');
    json_close(&json, '}');
    visit_send_json(visit, out);
    return OK;
}

/* --- what happened ---------------------------------------------------------------------------- */

enum status
grid_changes_api(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    const char *since = web_query(visit->request, "since");
    struct changes changes = {0};
    struct json json = json_to(out);
    int last = 0;
    char at[MOMENT_TEXT_SIZE];

    if (!since || !text_to_int(since, 0, INT32_MAX, &last))
        return fail(err, USAGE, "Cần since: số của thay đổi cuối đã biết.");
    TRY(grid_changes(visit->app, visit->argument[0], last, &changes, err));
    int64_t version = last;
    if (changes.list.count > 0)
        version = changes.list.items[changes.list.count - 1].number;
    json_open(&json, '{');
    json_int_field(&json, "version", version);
    json_open_list(&json, "cells");
    for (size_t i = 0; i < changes.list.count; i++) {
        const struct change *change = &changes.list.items[i];
        json_open(&json, '{');
        json_text_field(&json, "enrolment", change->id);
        json_text_field(&json, "key", change->key);
        json_int_field(&json, "n", change->number);
        json_text_field(&json, "value", change->to ? change->to : "");
        json_text_field(&json, "by", change->by);
        json_text_field(&json, "at", moment_write(change->at, at));
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_close(&json, '}');
    visit_send_json(visit, out);
    return OK;
}

enum status
cell_history_api(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    const char *enrolment = web_query(visit->request, "enrolment");
    const char *key = web_query(visit->request, "key");
    struct changes changes = {0};
    struct json json = json_to(out);
    char at[MOMENT_TEXT_SIZE];

    if (!enrolment || !key)
        return fail(err, USAGE, "Cần enrolment và key.");
    TRY(grid_history(visit->app, enrolment, key, &changes, err));
    json_open(&json, '{');
    json_open_list(&json, "changes");
    for (size_t i = 0; i < changes.list.count; i++) {
        const struct change *change = &changes.list.items[i];
        json_open(&json, '{');
        json_text_field(&json, "at", moment_write(change->at, at));
        json_text_field(&json, "by", change->by);
        json_text_field(&json, "from", change->from);
        json_text_field(&json, "to", change->to);
        json_text_field(&json, "source", change->source);
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_close(&json, '}');
    visit_send_json(visit, out);
    return OK;
}
