/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/evaluation.h"

#include "serve/form.h"
#include "serve/pages.h"
#include "service/access.h"

/* --- for the template ------------------------------------------------------------------------- */

const char *
evaluation_field(const struct visit *visit, struct date day)
{
    char text[DATE_TEXT_SIZE];

    return date_is_none(day) ? "" : arena_text(visit->arena, date_write_iso(day, text));
}

const char *
evaluation_path(const struct visit *visit, const struct evaluation_view *view, const char *path,
                bool groups)
{
    return arena_printf(visit->arena, "%s?nam-hoc=%s&tu=%s&den=%s%s", path, view->it.monitor.year,
                        evaluation_field(visit, view->it.from),
                        evaluation_field(visit, view->it.to), groups ? "&phan-to=co" : "");
}

const char *
evaluation_word_of(const char *part)
{
    for (int i = 0; i < EVALUATION_PARTS; i++)
        if (text_equal(part, evaluation_part_words[i].key))
            return evaluation_part_words[i].word;
    return part;
}

/* --- the chart -------------------------------------------------------------------------------- */

enum { LEFT = 44, RIGHT = 8, TOP = 24, BOTTOM = 26, LABELS_MAX = 12 };

static void
draw_scale(struct buffer *out)
{
    enum { STEP = 25, WHOLE = 100 };
    int height = EVALUATION_CHART_HEIGHT - TOP - BOTTOM;

    for (int mark = 0; mark <= WHOLE; mark += STEP) {
        int y = TOP + height - height * mark / WHOLE;
        buffer_printf(out, "<line class=\"%s\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>",
                      mark ? "goal" : "floor", LEFT, y, EVALUATION_CHART_WIDTH - RIGHT, y);
        buffer_printf(out, "<text class=\"day\" x=\"%d\" y=\"%d\" text-anchor=\"end\">%d %%</text>",
                      LEFT - 6, y + 4, mark);
    }
}

struct html
evaluation_columns(const struct visit *visit, const struct dossier_chart *chart)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    int height = EVALUATION_CHART_HEIGHT - TOP - BOTTOM, floor = TOP + height;
    size_t count = chart->bars.count, apart = count / LABELS_MAX + 1;

    draw_scale(out);
    for (size_t i = 0; i < count; i++) {
        const struct dossier_bar *bar = &chart->bars.items[i];
        int wide = (EVALUATION_CHART_WIDTH - LEFT - RIGHT) / (int)count;
        int left = LEFT + wide * (int)i, middle = left + wide / 2;
        int tall = bar->whole > 0 ? (int)(bar->value * height / bar->whole) : 0;
        buffer_printf(out,
                      "<rect class=\"now\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"2\"/>",
                      left + wide / 5, floor - tall, wide - 2 * (wide / 5), tall);
        if ((count - 1 - i) % apart)
            continue;
        buffer_printf(out,
                      "<text class=\"day\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>"
                      "<text class=\"day\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                      middle, floor - tall - 5,
                      dossier_rate_text(visit->arena, bar->value, bar->whole), middle, floor + 17,
                      bar->label);
    }
    return (struct html){{arena_copy(visit->arena, out->data, out->size), out->size}};
}

const char *
evaluation_list_path(const struct visit *visit, const struct evaluation_view *view,
                     const char *list)
{
    const char *slash = strchr(list, '/');

    return arena_printf(visit->arena, "/vuong-mac?nam-hoc=%s&tu=%s&den=%s&viec=%.*s&trang-thai=%s",
                        view->it.monitor.year, evaluation_field(visit, view->it.from),
                        evaluation_field(visit, view->it.to), (int)(slash - list), list, slash + 1);
}

/* --- asking ----------------------------------------------------------------------------------- */

/* The period stands in the address, or, when a text is saved, in the form. */
static const char *
asked(const struct visit *visit, const char *name)
{
    const char *value = web_query(visit->request, name);

    if (!value)
        value = web_form(visit->request, name);
    return text_is_blank(value) ? NULL : value;
}

static enum status
load(struct visit *visit, bool groups, struct evaluation_view *view, struct error *err)
{
    struct evaluation_order order = {.department = &view->department,
                                     .year = asked(visit, "nam-hoc"),
                                     .groups = groups || asked(visit, "phan-to")};
    struct error refused;

    TRY(pilot_department(visit->app, NULL, &view->department, err));
    TRY(access_check(visit->app, MAY_EVALUATE, view->department.id, err));
    TRY(form_parse_day(asked(visit, "tu"), &order.from, err));
    TRY(form_parse_day(asked(visit, "den"), &order.to, err));
    TRY(evaluation_load(visit->app, &order, &view->it, err));
    evaluation_compose(visit->app, &view->it, &view->dossier);
    view->may_write =
        access_check(visit->app, MAY_MANAGE_PILOT, view->department.id, &refused) == OK;
    for (int part = 0; part < EVALUATION_PARTS; part++)
        if (!view->texts[part])
            view->texts[part] = view->it.texts[part] ? view->it.texts[part]->text : "";
    view->loaded = true;
    return OK;
}

/* --- pages ------------------------------------------------------------------------------------ */

/* A department without a pilot, or a period that is none, has its form all the same. */
static enum status
send(struct visit *visit, struct evaluation_view *view, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    enum status status = load(visit, false, view, err);
    bool no_pilot = status == NOT_FOUND && view->department.id;

    if (no_pilot)
        view->notice.bad = arena_text(visit->arena, err->message);
    else if (status == DENIED ||
             (status != OK && !outcome_is_shown(visit, status, err, &view->notice)))
        return status;
    evaluation_show(out, visit, view);
    visit_send_page(visit, out);
    return OK;
}

enum status
evaluation_page(struct visit *visit, struct error *err)
{
    struct evaluation_view view = {0};

    if (web_query(visit->request, "da-ghi"))
        view.notice.good = T("Đã ghi. Bản trước còn trong lịch sử ở dưới.",
                             "Kept. What stood there before is in the history below.");
    return send(visit, &view, err);
}

static enum status
write_part(struct visit *visit, struct evaluation_view *view, struct error *err)
{
    const char *key = web_form(visit->request, "phan"),
               *text = web_form(visit->request, "noi-dung");

    for (int part = 0; part < EVALUATION_PARTS; part++) {
        if (!text_equal(key, evaluation_part_words[part].key))
            continue;
        TRY(load(visit, false, view, err));
        view->texts[part] = text ? text : "";
        return evaluation_write(visit->app, &view->it, (enum evaluation_part)part, text, err);
    }
    return fail(err, USAGE, "Báo cáo không có phần này. Chưa ghi gì.");
}

enum status
evaluation_take(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct evaluation_view view = {0};
    enum status status = write_part(visit, &view, err);

    if (status == OK) {
        visit_go(visit, "%s&da-ghi=1", evaluation_path(visit, &view, "/danh-gia", false));
        return OK;
    }
    if (!view.loaded || !outcome_is_shown(visit, status, err, &view.notice))
        return status;
    evaluation_show(out, visit, &view);
    visit_send_page(visit, out);
    return OK;
}

enum status
evaluation_file_take(struct visit *visit, struct error *err)
{
    enum { PDF_MAX = 64 << 20 };
    AUTO(buffer) *pdf = buffer_new(PDF_MAX);
    struct evaluation_view view = {0};
    const char *kind = visit->argument[0];
    struct span bytes;
    bool paper = text_equal(kind, "pdf");

    if (!paper && !text_equal(kind, "xlsx"))
        return fail(err, NOT_FOUND, "Chỉ có tệp pdf và xlsx.");
    TRY(load(visit, true, &view, err));
    if (paper) {
        TRY(evaluation_paper(visit->app, &view.it, pdf, err));
        bytes = buffer_span(pdf);
    } else {
        TRY(evaluation_workbook(visit->app, &view.it, &bytes, err));
    }
    visit_send_file(visit, bytes,
                    paper ? "application/pdf"
                          : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                    arena_printf(visit->arena, "danh-gia-%s-%s.%s", view.department.code,
                                 evaluation_field(visit, view.it.to), kind),
                    true);
    return OK;
}

enum status
evaluation_api(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);
    struct evaluation_view view = {0};

    TRY(load(visit, false, &view, err));
    evaluation_json(&json, &view.it);
    visit_send_json(visit, out);
    return OK;
}
