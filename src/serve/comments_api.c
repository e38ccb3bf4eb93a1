/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/comments_api.h"

#include "service/comments.h"

enum status
comment_bank_api(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    const char *key = web_query(visit->request, "key");
    struct used_comments comments = {0};
    struct json json = json_to(out);

    if (!key)
        return fail(err, USAGE, "Cần key: nhận xét nào.");
    TRY(comment_bank(visit->app, visit->argument[0], key, web_query(visit->request, "level"),
                     &comments, err));
    json_open(&json, '{');
    json_open_list(&json, "comments");
    for (size_t i = 0; i < comments.list.count; i++) {
        json_open(&json, '{');
        json_text_field(&json, "text", comments.list.items[i].text);
        json_int_field(&json, "uses", comments.list.items[i].uses);
        json_bool_field(&json, "school", comments.list.items[i].school);
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_close(&json, '}');
    visit_send_json(visit, out);
    return OK;
}

enum status
comment_check_api(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct comment_remarks remarks = {0};
    struct json json = json_to(out);
    struct json_value body;

    TRY(visit_read_json(visit, &body, err));
    const char *enrolment = json_find_text(&body, "enrolment");
    const char *key = json_find_text(&body, "key"), *text = json_find_text(&body, "text");
    if (!enrolment || !key || !text)
        return fail(err, USAGE, "Cần enrolment, key và text.");
    TRY(comment_check(visit->app, enrolment, key, text, &remarks, err));
    json_open(&json, '{');
    if (remarks.has_fit) {
        json_key(&json, "fit");
        json_open(&json, '{');
        json_key(&json, "used");
        json_decimal(&json, remarks.used);
        json_bool_field(&json, "continues", remarks.continues);
        json_close(&json, '}');
    }
    json_open_list(&json, "remarks");
    for (size_t i = 0; i < remarks.list.count; i++)
        json_text(&json, remarks.list.items[i]);
    json_close(&json, ']');
    json_close(&json, '}');
    visit_send_json(visit, out);
    return OK;
}
