/* SPDX-License-Identifier: Apache-2.0
 *
 * What the department sees of the gateway.
 */
#include "serve/gateway.h"

#include "serve/pages.h"

const char *
gateway_tone(const struct gateway_message *message)
{
    if (!message->ended)
        return "warn";
    return message->error && message->error[0] ? "bad" : "good";
}

const char *
gateway_result_tone(const struct gateway_result *result)
{
    if (!result->accepted || result->ruling == EXCHANGE_DECLINED)
        return "bad";
    return result->ruling == EXCHANGE_WAITING || !text_equal(result->status, "valid") ? "warn"
                                                                                      : "good";
}

enum status
gateway_page(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    const char *school = web_query(visit->request, "truong");
    struct gateway_messages messages = {0};

    TRY(intake_list(visit->app, text_is_blank(school) ? NULL : school, &messages, err));
    if (visit->api) {
        gateway_messages_send(visit, &messages);
        return OK;
    }
    gateway_messages_show(out, visit, &messages, school ? school : "");
    visit_send_page(visit, out);
    return OK;
}

enum status
gateway_message_page(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct gateway_results results = {0};
    struct gateway_message message;
    int number;

    if (!text_to_int(visit->argument[0], 1, INT32_MAX, &number))
        return fail(err, NOT_FOUND, "Không có gói này.");
    TRY(intake_show(visit->app, number, &message, &results, err));
    if (visit->api) {
        gateway_message_send(visit, &message, &results);
        return OK;
    }
    gateway_message_show(out, visit, &message, &results);
    visit_send_page(visit, out);
    return OK;
}

enum status
gateway_numbers_page(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    const char *year = web_query(visit->request, "nam-hoc");
    struct shared_numbers numbers = {0};

    TRY(intake_shared_numbers(visit->app, text_is_blank(year) ? NULL : year,
                              visit->request->address, &numbers, err));
    if (visit->api) {
        gateway_numbers_send(visit, &numbers);
        return OK;
    }
    gateway_numbers_show(out, visit, &numbers);
    visit_send_page(visit, out);
    return OK;
}
