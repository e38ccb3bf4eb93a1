/* SPDX-License-Identifier: Apache-2.0
 *
 * The interface "sp769" of VNPT SmartCA and others: a list of hashes in hexadecimal, one consent on
 * the telephone, results asked for by our transaction id or sent to a webhook.
 */
#include "signers/remote_internal.h"

#include <stdio.h>

#include "base/uuid.h"
#include "crypto/random.h"

/* Who asks, in every question but that for the status. */
static void
write_account(const struct remote *remote, struct json *json, const char *transaction)
{
    json_text_field(json, "sp_id", remote->settings.client);
    json_text_field(json, "sp_password", secret_text(remote->password));
    json_text_field(json, "user_id", remote->settings.user);
    json_text_field(json, "transaction_id", transaction);
}

/* What stands in every answer: a code of HTTP's kind and a word. */
static enum status
check_answer(const struct remote *remote, const struct json_value *answer, struct arena *arena,
             struct error *err)
{
    const char *code = remote_word(answer, "status_code", arena);
    const char *message = remote_word(answer, "message", arena);
    enum status otherwise = text_equal(code, "404")  ? NOT_FOUND
                            : text_starts(code, "5") ? UNAVAILABLE
                                                     : INVALID;

    if (text_equal(code, "200") || text_equal(code, "0"))
        return OK;
    if (text_equal(code, "401") || text_equal(code, "403"))
        message = "invalid_client";
    else if (otherwise == NOT_FOUND)
        message = "not found";
    remote_refusal(remote, message, otherwise, err);
    return fail_detail(err, "status_code %.16s", code);
}

/* --- certificates ----------------------------------------------------------------------------- */

static void
offer(struct remote *remote, struct signer_offers *offers, const struct json_value *one)
{
    const struct json_value *chain = json_find(one, "chain_data");
    const char *certificates[] = {json_find_text(one, "cert_data"),
                                  json_find_text(chain ? chain : one, "ca_cert")};

    remote_offer(remote, offers, json_find_text(one, "serial_number"), certificates,
                 COUNT_OF(certificates), 0);
}

static enum status
list(struct remote *remote, struct signer_offers *offers, struct error *err)
{
    AUTO(arena) *arena = arena_new_wiped();
    AUTO(buffer) *question = buffer_new_wiped(REMOTE_QUESTION_MAX);
    struct json json = json_to(question);
    struct json_value answer;
    char id[UUID_TEXT_SIZE];

    json_open(&json, '{');
    write_account(remote, &json, random_uuid(id));
    json_close(&json, '}');
    TRY(remote_ask(remote, "/v1/credentials/get_certificate", question, arena, &answer, err));
    TRY(check_answer(remote, &answer, arena, err));
    const struct json_value *data = json_find(&answer, "data");
    const struct json_value *all = data ? json_find(data, "user_certificates") : NULL;
    for (size_t i = 0; all && i < all->items.count; i++)
        offer(remote, offers, &all->items.items[i]);
    return OK;
}

/* --- signing ---------------------------------------------------------------------------------- */

/* doc_id is what the telephone shows: a number, no pupil's name. */
static enum status
write_sign(struct remote_step *step, struct json *json, struct error *err)
{
    const struct signer_order *order = step->order;
    char hex[SHA256_HEX_SIZE], number[24];

    (void)err;
    write_account(step->remote, json, order->id);
    json_text_field(json, "transaction_desc", order->title);
    json_text_field(json, "serial_number", step->key->name);
    json_open_list(json, "sign_files");
    for (size_t i = 0; i < order->count; i++) {
        snprintf(number, sizeof number, "%zu", i + 1);
        json_open(json, '{');
        json_text_field(json, "doc_id", number);
        json_text_field(json, "file_type", "xml");
        json_text_field(json, "sign_type", "hash");
        json_text_field(json, "data_to_be_signed", digest_hex(&order->items[i].digest, hex));
        json_close(json, '}');
    }
    json_close(json, ']');
    return OK;
}

static enum status
take_sign(struct remote_step *step, const struct json_value *answer, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    const char *message = remote_word(answer, "message", arena);

    /* It has that id already: an earlier sending arrived after all. */
    bool again = step->transaction->sendings > 1 &&
                 (strcasestr(message, "exist") || strcasestr(message, "duplicate"));
    if (!again)
        TRY(check_answer(step->remote, answer, arena, err));
    return remote_accepted(step, NULL, err);
}

static enum status
write_status(struct remote_step *step, struct json *json, struct error *err)
{
    (void)step;
    (void)json;
    (void)err;
    return OK;
}

/* The item of a doc_id; the count when it is none of ours. */
static size_t
item_of(const struct signer_order *order, const struct json_value *one)
{
    const char *id = json_find_text(one, "doc_id");
    int number;

    return id && text_to_int(id, 1, (int)order->count, &number) ? (size_t)number - 1 : order->count;
}

static enum status
take_values(struct remote_step *step, const struct json_value *values, struct error *err)
{
    if (!values || values->kind != JSON_ARRAY)
        return fail(err, UNAVAILABLE, "Dịch vụ ký %s báo đã ký nhưng chưa trả chữ ký.",
                    step->remote->dialect->service);
    for (size_t i = 0; i < values->items.count; i++) {
        const struct json_value *one = &values->items.items[i];
        size_t item = item_of(step->order, one);
        if (item < step->order->count)
            remote_report(step, item, json_find_text(one, "signature_value"));
    }
    signer_report_phase(step->reports, SIGNER_FINISHED, 0, 0);
    return OK;
}

static enum status
take_status(struct remote_step *step, const struct json_value *answer, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    const struct json_value *data = json_find(answer, "data");
    const char *message = remote_word(answer, "message", arena);

    TRY(check_answer(step->remote, answer, arena, err));
    step->transaction->accepted = true;
    if (strcasecmp(message, "SUCCESS") == 0)
        return take_values(step, data ? json_find(data, "signatures") : NULL, err);
    if (message[0] == '\0' || strcasestr(message, "wait") || strcasestr(message, "pending"))
        return remote_wait(step, err);
    return remote_refusal(step->remote, message, CONFLICT, err);
}

bool
remote_sp769_take_message(struct remote_step *step, const struct json_value *message, bool *news)
{
    const struct json_value *values = json_find(message, "signed_files");

    if (!text_equal(json_find_text(message, "transaction_id"), step->order->id))
        return false;
    *news = true;
    for (size_t i = 0; values && i < values->items.count && i < step->order->count; i++) {
        const struct json_value *one = &values->items.items[i];
        remote_report_right(step, item_of(step->order, one),
                            json_find_text(one, "signature_value"));
    }
    return true;
}

const struct remote_dialect remote_sp769 = {
    .name = "sp769",
    .service = "SmartCA (sp769)",
    .ours = true,
    .list = list,
    .stages = {[REMOTE_SIGN] = {"/v1/signatures/sign", write_sign, take_sign},
               [REMOTE_STATUS] = {"/v1/signatures/sign/%s/status", write_status, take_status}},
};
