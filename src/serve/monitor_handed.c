/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/monitor.h"
#include "serve/pages.h"

/* The whole unit's figures, so that the list is of the same schools. */
static enum status
load(struct visit *visit, const char *key, struct monitor *monitor, struct monitor_handed *handed,
     struct error *err)
{
    const char *error = web_query(visit->request, "loi");
    struct unit unit;

    TRY(monitor_unit(visit->app, web_query(visit->request, "don-vi"), &unit, err));
    TRY(monitor_load(visit->app, &unit, web_query(visit->request, "nam-hoc"), monitor, err));
    return monitor_handed_load(visit->app, monitor, key, text_is_blank(error) ? NULL : error,
                               handed, err);
}

const char *
monitor_handed_path(const struct visit *visit, const struct monitor *monitor, const char *code,
                    const char *key, const char *error)
{
    return arena_printf(visit->arena, "/giam-sat/tiep-nhan/%s?nam-hoc=%s&don-vi=%s%s%s", key,
                        monitor->year, code ? code : monitor->unit.code, error ? "&loi=" : "",
                        error ? error : "");
}

const char *
monitor_handed_file_path(const struct visit *visit, const struct monitor *monitor,
                         const struct monitor_handed *handed, const char *kind)
{
    return arena_printf(visit->arena, "/giam-sat/tiep-nhan/%s/tep/%s?nam-hoc=%s&don-vi=%s%s%s",
                        handed->key, kind, monitor->year, monitor->unit.code,
                        handed->error ? "&loi=" : "", handed->error ? handed->error : "");
}

enum status
monitor_handed_page(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct monitor_handed handed;
    struct monitor monitor;

    TRY(load(visit, visit->argument[0], &monitor, &handed, err));
    monitor_handed_show(out, visit, &monitor, &handed);
    visit_send_page(visit, out);
    return OK;
}

enum status
monitor_handed_take(struct visit *visit, struct error *err)
{
    bool workbook = text_equal(visit->argument[1], "xlsx");
    struct monitor_handed handed;
    struct monitor monitor;
    char day[DATE_TEXT_SIZE];
    struct span bytes;

    if (!workbook && !text_equal(visit->argument[1], "csv"))
        return fail(err, NOT_FOUND, "Chỉ có tệp csv và xlsx.");
    TRY(load(visit, visit->argument[0], &monitor, &handed, err));
    TRY(monitor_handed_file(visit->app, &monitor, &handed, workbook, &bytes, err));
    visit_send_file(visit, bytes,
                    workbook ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
                             : "text/csv; charset=utf-8",
                    arena_printf(visit->arena, "tiep-nhan-%s-%s-%s.%s", handed.key,
                                 monitor.unit.code, date_write_iso(monitor.day, day),
                                 visit->argument[1]),
                    true);
    return OK;
}

enum status
monitor_handed_api(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);
    struct monitor_handed handed;
    struct monitor monitor;

    TRY(load(visit, visit->argument[0], &monitor, &handed, err));
    monitor_handed_json(&json, &monitor, &handed);
    visit_send_json(visit, out);
    return OK;
}
