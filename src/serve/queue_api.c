/* SPDX-License-Identifier: Apache-2.0
 *
 * The two calls of ui/queue.js: digests out, values back.
 */
#include "base/encode.h"
#include "serve/queue.h"
#include "service/sign_page.h"

static enum status
need_text(const struct json_value *body, const char *key, const char **text, struct error *err)
{
    *text = json_find_text(body, key);
    return *text ? OK : fail(err, INVALID, "Thiếu “%s”.", key);
}

static enum status
bytes_of(struct visit *visit, const char *base64, struct span *bytes, struct error *err)
{
    size_t size = base64 ? strlen(base64) : 0;
    uint8_t *room = arena_alloc(visit->arena, size + 1);

    if (!base64 || !base64_read(span_of(base64), room, &size))
        return fail(err, INVALID, "Đây không phải base64.");
    *bytes = (struct span){(const char *)room, size};
    return OK;
}

void
sign_outcome_write(struct json *json, const char *record, enum outcome_kind kind,
                   const char *message)
{
    static const char *const words[] = {
        [OUTCOME_DONE] = "signed", [OUTCOME_ALREADY] = "already", [OUTCOME_FAILED] = "failed"};

    json_open(json, '{');
    json_text_field(json, "record", record);
    json_text_field(json, "outcome", words[kind]);
    json_text_field(json, "message", message);
    json_close(json, '}');
}

static void
write_outcomes(struct json *json, const char *key, const struct batch *batch)
{
    json_open_list(json, key);
    for (size_t i = 0; i < batch->list.count; i++) {
        const struct outcome *it = &batch->list.items[i];
        sign_outcome_write(json, it->uuid, it->kind, it->message);
    }
    json_close(json, ']');
}

/* --- begin ------------------------------------------------------------------------------------ */

static enum status
read_choices(struct visit *visit, const struct json_value *body, struct page_order *order,
             struct error *err)
{
    const struct json_value *records = json_find(body, "records");

    if (!records || records->kind != JSON_ARRAY)
        return fail(err, INVALID, "Thiếu “records”.");
    struct page_choice *choices =
        arena_make_array(visit->arena, records->items.count + 1, struct page_choice);
    for (size_t i = 0; i < records->items.count; i++) {
        const struct json_value *opened = json_find(&records->items.items[i], "opened");
        TRY(need_text(&records->items.items[i], "record", &choices[i].uuid, err));
        choices[i].opened = opened && opened->kind == JSON_TRUTH && opened->truth;
    }
    order->choices = choices;
    order->count = records->items.count;
    return OK;
}

enum status
sign_order_read(struct visit *visit, const struct json_value *body, struct page_order *order,
                struct error *err)
{
    const char *role;

    TRY(need_text(body, "class", &order->class_id, err));
    TRY(need_text(body, "role", &role, err));
    if (!signer_role_parse(role, &order->role))
        return fail(err, INVALID, "Không có vai trò ký “%s”.", role);
    order->subject = json_find_text(body, "subject");
    const char *review = json_find_text(body, "review");
    order->each = text_equal(review, "each");
    if (review && !order->each && !text_equal(review, "list"))
        return fail(err, INVALID, "review là each hoặc list.");
    return read_choices(visit, body, order, err);
}

static void
write_batch(struct visit *visit, struct json *json, const struct page_order *order,
            const struct page_batch *page, const struct batch *refused)
{
    json_open(json, '{');
    json_text_field(json, "id", page->id);
    json_text_field(json, "certificate", page->certificate);
    json_text_field(json, "role", signer_role_key(order->role));
    json_text_field(json, "school", page->school);
    json_text_field(json, "class", page->class);
    json_text_field(json, "year", page->year);
    json_text_field(json, "sentence", page->sentence);
    json_int_field(json, "seconds", page->seconds);
    json_int_field(json, "pin_each", page->pin_each);
    json_open_list(json, "items");
    for (size_t i = 0; i < page->items.count; i++) {
        const struct page_item *item = &page->items.items[i];
        json_open(json, '{');
        json_text_field(json, "record", item->uuid);
        json_text_field(json, "label", item->label);
        json_text_field(json, "digest",
                        base64_write(visit->arena, item->digest.bytes, SHA256_SIZE));
        json_close(json, '}');
    }
    json_close(json, ']');
    write_outcomes(json, "refused", refused);
    json_close(json, '}');
}

enum status
sign_begin_api(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);
    struct page_order order = {.signer = SIGNER_PAGE};
    struct batch refused = {0};
    struct page_batch page;
    struct json_value body;

    TRY(visit_read_json(visit, &body, err));
    TRY(sign_order_read(visit, &body, &order, err));
    TRY(bytes_of(visit, json_find_text(&body, "certificate"), &order.certificate, err));
    TRY(sign_page_begin(visit->app, &order, &page, &refused, err));
    write_batch(visit, &json, &order, &page, &refused);
    visit_send_json(visit, out);
    return OK;
}

/* --- attach ----------------------------------------------------------------------------------- */

enum status
sign_attach_api(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);
    struct batch batch = {0};
    struct json_value body;
    const char *id;

    TRY(visit_read_json(visit, &body, err));
    TRY(need_text(&body, "id", &id, err));
    const struct json_value *given = json_find(&body, "values");
    if (!given || given->kind != JSON_ARRAY)
        return fail(err, INVALID, "Thiếu “values”.");
    struct page_value *values =
        arena_make_array(visit->arena, given->items.count + 1, struct page_value);
    for (size_t i = 0; i < given->items.count; i++) {
        const struct json_value *item = json_find(&given->items.items[i], "item");
        if (!item || item->kind != JSON_NUMBER || item->number < 0)
            return fail(err, INVALID, "Thiếu “item”.");
        values[i].item = (size_t)item->number;
        TRY(bytes_of(visit, json_find_text(&given->items.items[i], "value"), &values[i].value,
                     err));
    }
    TRY(sign_page_attach(visit->app, id, values, given->items.count, &batch, err));
    json_open(&json, '{');
    write_outcomes(&json, "records", &batch);
    json_close(&json, '}');
    visit_send_json(visit, out);
    return OK;
}
