/* SPDX-License-Identifier: Apache-2.0
 *
 * The API of requests about issued records: those that were made, one of them, a new one.
 */
#include "serve/revocation.h"

enum { ITEMS_MAX = 200 };

static void
write_request(struct json *json, const struct revocation *request)
{
    json_text_field(json, "id", request->id);
    json_text_field(json, "school", request->school);
    json_text_field(json, "year", request->year);
    json_text_field(json, "by", request->asker);
    json_moment_field(json, "made_at", request->made);
    json_int_field(json, "records", (int64_t)request->items);
    json_bool_field(json, "signed", request->signed_by_officer);
    json_bool_field(json, "refused", revocation_is_refused(request));
    json_text_field(json, "decision", request->decision);
    json_moment_field(json, "decided_at", request->decided);
}

enum status
revocations_api(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct revocations requests = {0};
    struct json json = json_to(out);
    const char *after = web_query(visit->request, "after");
    bool more;

    TRY(revocation_list(visit->app, NULL, false, text_is_blank(after) ? NULL : after, &requests,
                        &more, err));
    json_open(&json, '{');
    json_bool_field(&json, "more", more);
    json_open_list(&json, "requests");
    for (size_t i = 0; i < requests.list.count; i++) {
        json_open(&json, '{');
        write_request(&json, &requests.list.items[i]);
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_close(&json, '}');
    visit_send_json(visit, out);
    return OK;
}

static void
write_item(struct json *json, const struct revocation_item *item)
{
    json_open(json, '{');
    json_text_field(json, "record", item->record);
    json_text_field(json, "name", item->pupil_name);
    json_text_field(json, "class", item->class_name);
    json_text_field(json, "wish", item->wish);
    json_text_field(json, "reason", item->reason);
    json_text_field(json, "evidence", item->evidence);
    json_text_field(json, "state", item->state);
    json_close(json, '}');
}

static enum status
send_one(struct visit *visit, const char *id, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);
    struct revocation_view view;

    TRY(revocation_show(visit->app, id, &view, err));
    json_open(&json, '{');
    write_request(&json, &view.request);
    json_text_field(&json, "number", view.decided ? view.decision.number : NULL);
    json_text_field(&json, "paper", view.paper);
    json_bool_field(&json, "may_decide", view.may_decide);
    json_bool_field(&json, "may_seal", view.may_seal);
    json_open_list(&json, "items");
    for (size_t i = 0; i < view.items.list.count; i++)
        write_item(&json, &view.items.list.items[i]);
    json_close(&json, ']');
    json_close(&json, '}');
    visit_send_json(visit, out);
    return OK;
}

enum status
revocation_api(struct visit *visit, struct error *err)
{
    return send_one(visit, visit->argument[0], err);
}

enum status
revocation_ask_api(struct visit *visit, struct error *err)
{
    struct revocation_items items = {0};
    struct json_value body;
    const char *id;

    TRY(visit_read_json(visit, &body, err));
    const struct json_value *list = json_find(&body, "items");
    if (!list || list->kind != JSON_ARRAY || list->items.count == 0 ||
        list->items.count > ITEMS_MAX)
        return fail(err, USAGE, "Cần items: từ 1 đến %d học bạ; chưa gửi gì.", ITEMS_MAX);
    for (size_t i = 0; i < list->items.count; i++) {
        const struct json_value *from = &list->items.items[i];
        struct revocation_item item = {.record = json_find_text(from, "record"),
                                       .wish = json_find_text(from, "wish"),
                                       .reason = json_find_text(from, "reason"),
                                       .evidence = json_find_text(from, "evidence")};
        if (!item.record || !item.wish)
            return fail(err, USAGE, "Mỗi học bạ cần record, wish và reason; chưa gửi gì.");
        *list_add(visit->arena, items.list) = item;
    }
    TRY(revocation_request(visit->app, &items, &id, err));
    return send_one(visit, id, err);
}
