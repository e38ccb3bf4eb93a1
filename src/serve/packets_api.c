/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/gateway.h"

static void
write_message(struct json *json, const struct gateway_message *message)
{
    json_int_field(json, "packet", message->number);
    json_text_field(json, "message_id", message->id);
    json_text_field(json, "client", message->client);
    json_text_field(json, "school", message->unit_code);
    json_text_field(json, "school_name", message->unit_name);
    json_text_field(json, "year", message->year);
    json_moment_field(json, "received", message->received);
    json_text_field(json, "about", intake_kind_word(message));
    json_bool_field(json, "ended", message->ended);
    json_text_field(json, "word", intake_message_word(message));
    json_int_field(json, "records", message->done);
    json_int_field(json, "accepted", message->accepted);
    json_text_field(json, "error", message->error);
    json_text_field(json, "description", message->description);
}

void
gateway_messages_send(struct visit *visit, const struct gateway_messages *messages)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);

    json_open(&json, '{');
    json_open_list(&json, "packets");
    for (size_t i = 0; i < messages->list.count; i++) {
        json_open(&json, '{');
        write_message(&json, &messages->list.items[i]);
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_close(&json, '}');
    visit_send_json(visit, out);
}

static void
write_result(struct json *json, const struct gateway_result *result)
{
    json_open(json, '{');
    json_text_field(json, "record", result->uuid);
    json_text_field(json, "code", result->pupil_code);
    json_text_field(json, "name", result->name);
    json_bool_field(json, "accepted", result->accepted);
    json_text_field(json, "word", intake_result_word(result));
    json_text_field(json, "error", result->error);
    json_text_field(json, "field", result->field);
    json_text_field(json, "description", result->description);
    json_close(json, '}');
}

void
gateway_message_send(struct visit *visit, const struct gateway_message *message,
                     const struct gateway_results *results)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);

    json_open(&json, '{');
    write_message(&json, message);
    json_open_list(&json, "results");
    for (size_t i = 0; i < results->list.count; i++)
        write_result(&json, &results->list.items[i]);
    json_close(&json, ']');
    json_close(&json, '}');
    visit_send_json(visit, out);
}

void
gateway_numbers_send(struct visit *visit, const struct shared_numbers *numbers)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);

    json_open(&json, '{');
    json_open_list(&json, "pupils");
    for (size_t i = 0; i < numbers->list.count; i++) {
        const struct shared_number *one = &numbers->list.items[i];
        json_open(&json, '{');
        json_text_field(&json, "number", one->number);
        json_text_field(&json, "code", one->pupil_code);
        json_text_field(&json, "name", one->name);
        json_text_field(&json, "school", one->unit_code);
        json_text_field(&json, "school_name", one->school);
        json_text_field(&json, "record", one->uuid);
        json_moment_field(&json, "received_at", one->received);
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_close(&json, '}');
    visit_send_json(visit, out);
}
