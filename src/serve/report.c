/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/report.h"

#include "base/encode.h"
#include "serve/pages.h"

enum { ROWS_MAX = 10 * 1000 * 1000 };

/* --- words and addresses ---------------------------------------------------------------------- */

const char *
report_word(const struct visit *visit, int word)
{
    static const char *const english[REPORT_WORDS] = {"waits to be sent", "sent, no answer yet",
                                                      "accepted", "refused"};

    return visit->english ? english[word] : report_word_text((enum report_word)word);
}

const char *
report_tone(int word)
{
    static const char *const tones[REPORT_WORDS] = {"warn", "info", "good", "bad"};

    return tones[word];
}

const char *
report_card(const struct report_view *view, int word)
{
    if (word == REPORTED_REFUSED)
        return view->counts[word] ? "late" : "calm";
    return word == REPORTED_ACCEPTED ? "calm" : "";
}

static void
add_part(struct buffer *out, const char *name, const char *value)
{
    if (text_is_blank(value))
        return;
    buffer_printf(out, "%c%s=", memchr(out->data, '?', out->size) ? '&' : '?', name);
    percent_add(out, value);
}

static const char *
path_of(const struct visit *visit, const struct report_look *look, const char *base, int word,
        const char *after)
{
    AUTO(buffer) *out = buffer_new(4096);

    buffer_text(out, base);
    add_part(out, "don-vi", look->filter.unit);
    add_part(out, "nam-hoc", look->filter.year);
    add_part(out, "truong", look->filter.school);
    add_part(out, "ket-qua", word < 0 ? NULL : report_word_keys[word]);
    add_part(out, "sau", after);
    return arena_text(visit->arena, out->data);
}

const char *
report_path(const struct visit *visit, const struct report_look *look, int word, const char *after)
{
    return path_of(visit, look, "/bao-cao", word, after);
}

const char *
report_file_path(const struct visit *visit, const struct report_look *look, const char *kind)
{
    return path_of(visit, look, arena_printf(visit->arena, "/bao-cao/tep/%s", kind),
                   look->filter.word, NULL);
}

/* --- the page --------------------------------------------------------------------------------- */

static struct report_filter
filter_of(const struct visit *visit)
{
    return (struct report_filter){.unit = web_query(visit->request, "don-vi"),
                                  .year = web_query(visit->request, "nam-hoc"),
                                  .school = web_query(visit->request, "truong"),
                                  .word = report_word_parse(web_query(visit->request, "ket-qua")),
                                  .after = web_query(visit->request, "sau")};
}

static enum status
send_look(struct visit *visit, struct report_look *look, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);

    TRY(report_view_load(visit->app, &look->filter, &look->it, err));
    report_show(out, visit, look);
    visit_send_page(visit, out);
    return OK;
}

enum status
report_page(struct visit *visit, struct error *err)
{
    struct report_look look = {.filter = filter_of(visit)};
    const char *again = web_query(visit->request, "da-nop-lai");
    int count;

    if (again && text_to_int(again, 0, ROWS_MAX, &count))
        look.notice.good = arena_printf(visit->arena, "%d %s", count,
                                        T("học bạ sẽ được nộp lại trong gói mới.",
                                          "records will be sent again, in a new packet."));
    return send_look(visit, &look, err);
}

/* Of the unit that the form names. */
static enum status
again(struct visit *visit, const char *code, size_t *count, struct error *err)
{
    const struct report_filter filter = {.unit = code, .word = -1};
    struct report_view view;

    TRY(report_view_load(visit->app, &filter, &view, err));
    return report_again(visit->app, view.unit.id, count, err);
}

enum status
report_again_take(struct visit *visit, struct error *err)
{
    struct report_look look = {.filter = {.unit = web_form(visit->request, "don_vi"), .word = -1}};
    size_t count;

    enum status status = again(visit, look.filter.unit, &count, err);
    if (status != OK)
        return outcome_is_shown(visit, status, err, &look.notice) ? send_look(visit, &look, err)
                                                                  : status;
    const char *path = report_path(visit, &look, -1, NULL);
    visit_go(visit, "%s%cda-nop-lai=%zu", path, strchr(path, '?') ? '&' : '?', count);
    return OK;
}

enum status
report_file_take(struct visit *visit, struct error *err)
{
    static const struct {
        const char *kind, *type;
    } kinds[] = {{"csv", "text/csv; charset=utf-8"},
                 {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}};
    const struct report_filter filter = filter_of(visit);
    struct span bytes;

    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (!text_equal(visit->argument[0], kinds[i].kind))
            continue;
        TRY(report_view_file(visit->app, &filter, i == 1, &bytes, err));
        visit_send_file(visit, bytes, kinds[i].type,
                        arena_printf(visit->arena, "bao-cao.%s", kinds[i].kind), true);
        return OK;
    }
    return fail(err, NOT_FOUND, "Chỉ có tệp csv và xlsx.");
}

/* --- the API ---------------------------------------------------------------------------------- */

enum status
report_api(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    const struct report_filter filter = filter_of(visit);
    struct json json = json_to(out);
    struct report_view view;

    TRY(report_view_load(visit->app, &filter, &view, err));
    report_view_write(&view, &json);
    visit_send_json(visit, out);
    return OK;
}

enum status
report_again_api(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);
    struct json_value asked;
    size_t count;

    TRY(visit_read_json(visit, &asked, err));
    TRY(again(visit, json_find_text(&asked, "unit"), &count, err));
    json_open(&json, '{');
    json_int_field(&json, "records", (int64_t)count);
    json_close(&json, '}');
    visit_send_json(visit, out);
    return OK;
}
