/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/comment_rulings.h"

#include "model/curriculum.h"
#include "serve/pages.h"

/* --- words ------------------------------------------------------------------------------------ */

const char *
comment_place_say(const struct visit *visit, const char *key, const char *level)
{
    const char *word = comment_key_word(visit->arena, key);
    enum level parsed;

    if (field_by_key(key))
        return word;
    if (text_is_blank(level) || !level_parse(level, &parsed))
        return arena_printf(visit->arena, "%s · %s", word, T("mọi mức", "any level"));
    return arena_printf(visit->arena, "%s · %s %s", word, T("mức", "level"), level_word(parsed));
}

const char *
comment_ruling_say(const struct visit *visit, const char *ruling)
{
    if (text_equal(ruling, COMMENT_ACCEPTED))
        return T("nhận vào kho", "accepted");
    return text_equal(ruling, COMMENT_HIDDEN) ? T("ẩn", "hidden") : T("đề xuất", "proposed");
}

/* --- the page --------------------------------------------------------------------------------- */

bool
comment_stands_in(const struct comment_rulings_view *view, const struct comment_sentence *sentence,
                  const char *ruling)
{
    return text_equal(sentence->rulings->ruling, ruling) &&
           (!*view->level || text_equal(sentence->rulings->level, view->level));
}

size_t
comment_count(const struct comment_rulings_view *view, const char *ruling)
{
    size_t count = 0;

    for (size_t i = 0; i < view->sentences.list.count; i++)
        count += comment_stands_in(view, &view->sentences.list.items[i], ruling);
    return count;
}

/* Which comments are asked for; a form brings the same words as an address. */
static void
read_choice(const struct visit *visit, struct comment_rulings_view *view)
{
    bool form = text_equal(visit->request->method, "POST");
    const char *(*find)(const struct web_request *, const char *) = form ? web_form : web_query;
    const char *part = find(visit->request, "mon"), *period = find(visit->request, "ky"),
               *level = find(visit->request, "muc");
    enum period parsed = PERIOD_END_2;
    enum level known;

    if (text_is_blank(period) || !period_parse(period, &parsed))
        parsed = PERIOD_END_2;
    bool last = parsed == PERIOD_END_2, subject = part && curriculum_subject(part);
    view->period = period_code(parsed);
    view->key = subject ? arena_printf(visit->arena, "mon.%s.nhan_xet%s%s", part, last ? "" : ".",
                                       last ? "" : view->period)
                        : part;
    if (!comment_key_check(view->key))
        view->key = NULL;
    view->part = view->key ? part : "";
    view->level = level && level_parse(level, &known) ? level_symbol(known) : "";
}

static enum status
send_list(struct visit *visit, struct comment_rulings_view *view, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);

    TRY(comment_sentences_list(visit->app, view->key, &view->school, &view->sentences, err));
    if (view->key)
        TRY(comment_unruled_list(visit->app, view->key, view->level, &view->unruled, err));
    comment_rulings_show(out, visit, view);
    visit_send_page(visit, out);
    return OK;
}

enum status
comment_rulings_page(struct visit *visit, struct error *err)
{
    struct comment_rulings_view view = {0};

    read_choice(visit, &view);
    if (web_query(visit->request, "xong"))
        view.notice.good = T("Đã ghi. Muốn đổi lại thì bấm lại ở câu ấy; lịch sử vẫn giữ.",
                             "Kept. To change it, rule on the sentence again; its history stays.");
    return send_list(visit, &view, err);
}

enum status
comment_rule_take(struct visit *visit, struct error *err)
{
    const struct web_request *request = visit->request;
    struct comment_rulings_view view = {0};
    struct comment_order order = {.key = web_form(request, "khoa"),
                                  .level = web_form(request, "muc_cau"),
                                  .text = web_form(request, "cau"),
                                  .ruling = web_form(request, "viec"),
                                  .mended = web_form(request, "moi")};
    enum status status = comment_rule(visit->app, &order, err);

    read_choice(visit, &view);
    if (status == OK) {
        visit_go(visit, "/nhan-xet?mon=%s&ky=%s&muc=%s&xong=1", view.part, view.period, view.level);
        return OK;
    }
    if (!outcome_is_shown(visit, status, err, &view.notice))
        return status;
    struct error why = *err;
    if (send_list(visit, &view, err) == OK)
        return OK;
    *err = why; /* who may not see the page hears only the first sentence */
    return status;
}

/* --- the API ---------------------------------------------------------------------------------- */

enum status
comment_propose_api(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);
    struct json_value body;
    const char *kept;

    TRY(visit_read_json(visit, &body, err));
    const char *enrolment = json_find_text(&body, "enrolment");
    const char *key = json_find_text(&body, "key"), *text = json_find_text(&body, "text");
    if (!enrolment || !key || !text)
        return fail(err, USAGE, "Cần enrolment, key và text.");
    TRY(comment_propose(visit->app, enrolment, key, json_find_text(&body, "level"), text, &kept,
                        err));
    json_open(&json, '{');
    json_text_field(&json, "text", kept);
    json_text_field(&json, "ruling", COMMENT_PROPOSED);
    json_close(&json, '}');
    visit_send_json(visit, out);
    return OK;
}

static void
write_ruling(struct json *json, const struct comment_ruling *ruling)
{
    char text[MOMENT_TEXT_SIZE];

    json_open(json, '{');
    json_text_field(json, "ruling", ruling->ruling);
    json_text_field(json, "other", ruling->other);
    json_text_field(json, "at", moment_write(ruling->made, text));
    json_text_field(json, "by", ruling->by);
    json_close(json, '}');
}

static void
write_sentence(struct json *json, const struct comment_sentence *sentence)
{
    const struct comment_ruling *now = sentence->rulings;

    json_open(json, '{');
    json_text_field(json, "key", now->key);
    json_text_field(json, "level", now->level);
    json_text_field(json, "text", now->text);
    json_text_field(json, "ruling", now->ruling);
    json_open_list(json, "history");
    for (size_t i = 0; i < sentence->count; i++)
        write_ruling(json, &sentence->rulings[i]);
    json_close(json, ']');
    json_close(json, '}');
}

enum status
comment_rulings_api(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct comment_sentences sentences;
    struct json json = json_to(out);
    struct unit school;

    TRY(comment_sentences_list(visit->app, web_query(visit->request, "key"), &school, &sentences,
                               err));
    json_open(&json, '{');
    json_open_list(&json, "sentences");
    for (size_t i = 0; i < sentences.list.count; i++)
        write_sentence(&json, &sentences.list.items[i]);
    json_close(&json, ']');
    json_close(&json, '}');
    visit_send_json(visit, out);
    return OK;
}

enum status
comment_rule_api(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);
    struct json_value body;

    TRY(visit_read_json(visit, &body, err));
    struct comment_order order = {.key = json_find_text(&body, "key"),
                                  .level = json_find_text(&body, "level"),
                                  .text = json_find_text(&body, "text"),
                                  .ruling = json_find_text(&body, "ruling"),
                                  .mended = json_find_text(&body, "mended")};
    TRY(comment_rule(visit->app, &order, err));
    json_open(&json, '{');
    json_bool_field(&json, "done", true);
    json_close(&json, '}');
    visit_send_json(visit, out);
    return OK;
}
