/* SPDX-License-Identifier: Apache-2.0
 *
 * Viettel MySign: names of CSC version 1 below paths of its own, a login of the service for the
 * person, one question for all certificates, and a status asked for under the service's id.
 */
#include "signers/remote_internal.h"

#include "base/encode.h"

#define PROFILE "adss:ras:profile:001"

static void
write_account(const struct remote *remote, struct json *json)
{
    json_text_field(json, "client_id", remote->settings.client);
    json_text_field(json, "client_secret", secret_text(remote->password));
}

static void
write_person(const struct remote *remote, struct json *json)
{
    const char *profile = remote->settings.profile;

    write_account(remote, json);
    json_text_field(json, "user_id", remote->settings.user);
    json_text_field(json, "profile_id", profile ? profile : PROFILE);
}

static void
write_login(const struct remote *remote, struct buffer *body)
{
    struct json json = json_to(body);

    json_open(&json, '{');
    write_person(remote, &json);
    json_close(&json, '}');
}

/* --- certificates ----------------------------------------------------------------------------- */

static void
offer(struct remote *remote, struct signer_offers *offers, const struct json_value *one)
{
    const struct json_value *cert = json_find(one, "cert");
    const struct json_value *all = cert ? json_find(cert, "certificates") : NULL;
    const char *certificates[CHAIN_MAX] = {NULL};
    size_t count = 0;

    for (; all && count < all->items.count && count < CHAIN_MAX; count++)
        certificates[count] = all->items.items[count].text;
    remote_offer(remote, offers, json_find_text(one, "credential_id"), certificates, count, 0);
}

static enum status
list(struct remote *remote, struct signer_offers *offers, struct error *err)
{
    AUTO(arena) *arena = arena_new_wiped();
    AUTO(buffer) *question = buffer_new_wiped(REMOTE_QUESTION_MAX);
    struct json json = json_to(question);
    struct json_value answer;

    json_open(&json, '{');
    write_person(remote, &json);
    json_text_field(&json, "certificates", "chain");
    json_bool_field(&json, "certInfo", true);
    json_bool_field(&json, "authInfo", true);
    json_close(&json, '}');
    TRY(remote_ask(remote, "/certificates/info", question, arena, &answer, err));
    for (size_t i = 0; answer.kind == JSON_ARRAY && i < answer.items.count; i++)
        offer(remote, offers, &answer.items.items[i]);
    return OK;
}

/* --- signing ---------------------------------------------------------------------------------- */

/* The telephone shows the documents' names: the batch's title and a number, no pupil. */
static void
write_documents(const struct signer_order *order, struct json *json)
{
    AUTO(arena) *arena = arena_new();

    json_open_list(json, "documents");
    for (size_t i = 0; i < order->count; i++) {
        json_open(json, '{');
        json_int_field(json, "document_id", (int64_t)i + 1);
        json_text_field(json, "document_name",
                        arena_printf(arena, "%s (%zu/%zu)", order->title, i + 1, order->count));
        json_close(json, '}');
    }
    json_close(json, ']');
}

static enum status
write_sign(struct remote_step *step, struct json *json, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    const struct signer_order *order = step->order;

    (void)err;
    write_account(step->remote, json);
    json_text_field(json, "credentialID", step->key->name);
    json_int_field(json, "numSignatures", (int64_t)order->count);
    write_documents(order, json);
    json_open_list(json, "hash");
    for (size_t i = 0; i < order->count; i++)
        json_text(json, base64_write(arena, order->items[i].digest.bytes, SHA256_SIZE));
    json_close(json, ']');
    json_text_field(json, "hashAlgo", REMOTE_SHA256_OID);
    json_text_field(json, "signAlgo", remote_signature_algorithm(step->key));
    json_int_field(json, "async", 1);
    return OK;
}

static enum status
take_sign(struct remote_step *step, const struct json_value *answer, struct error *err)
{
    const char *name = json_find_text(answer, "transactionId");

    return remote_accepted(step, name ? name : "", err);
}

static enum status
write_status(struct remote_step *step, struct json *json, struct error *err)
{
    (void)err;
    json_text_field(json, "transactionId", remote_name(step));
    return OK;
}

static const struct {
    const char *status, *word; /* the word of remote_call.c's table */
} ends[] = {
    {"4001", "expired"}, {"4002", "rejected"}, {"4004", ""},
    {"4005", ""},        {"6000", ""},         {"13004", ""},
};

static enum status
take_status(struct remote_step *step, const struct json_value *answer, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    const char *status = remote_word(answer, "status", arena);

    if (text_equal(status, "1"))
        return remote_report_list(step, json_find(answer, "signatures"), err);
    if (text_equal(status, "0") || text_equal(status, "4000"))
        return remote_wait(step, err);
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        if (!text_equal(ends[i].status, status))
            continue;
        remote_refusal(step->remote, ends[i].word, CONFLICT, err);
        return fail_detail(err, "status %s", status);
    }
    return remote_refusal(step->remote, remote_word(answer, "message", arena), UNAVAILABLE, err);
}

const struct remote_dialect remote_mysign = {
    .name = "mysign",
    .service = "MySign",
    .login = "/ras/v1/login",
    .write_login = write_login,
    .list = list,
    .stages = {[REMOTE_SIGN] = {"/signHash", write_sign, take_sign},
               [REMOTE_STATUS] = {"/requests/status", write_status, take_status}},
};
