/* SPDX-License-Identifier: Apache-2.0
 *
 * The Cloud Signature Consortium's interface, version 1 (synchronous) and version 2 (other names,
 * and a result that can be asked for later under the service's own id).  The consent (SAD) is for
 * these digests and this number of them, and comes with a PIN, with a one-time code, or from the
 * telephone while the service keeps the question open.
 */
#include "signers/remote_internal.h"

#include "base/encode.h"

/* --- login ------------------------------------------------------------------------------------ */

static void
write_login(const struct remote *remote, struct buffer *body)
{
    buffer_text(body, "grant_type=client_credentials&client_id=");
    percent_add(body, remote->settings.client);
    buffer_text(body, "&client_secret=");
    percent_add(body, secret_text(remote->password));
}

/* --- certificates ----------------------------------------------------------------------------- */

static enum status
ask_about(struct remote *remote, const char *credential, struct arena *arena,
          struct json_value *answer, struct error *err)
{
    AUTO(buffer) *question = buffer_new(REMOTE_QUESTION_MAX);
    struct json json = json_to(question);

    json_open(&json, '{');
    json_text_field(&json, "credentialID", credential);
    json_text_field(&json, "certificates", "chain");
    json_bool_field(&json, "authInfo", true);
    json_close(&json, '}');
    return remote_ask(remote, "/credentials/info", question, arena, answer, err);
}

static enum status
offer(struct remote *remote, struct signer_offers *offers, const char *credential, bool *locked,
      struct error *err)
{
    AUTO(arena) *arena = arena_new_wiped();
    const char *certificates[CHAIN_MAX] = {NULL};
    struct json_value answer;
    size_t count = 0;

    TRY(ask_about(remote, credential, arena, &answer, err));
    const struct json_value *key = json_find(&answer, "key"), *cert = json_find(&answer, "cert");
    const struct json_value *most = json_find(&answer, "multisign");
    const struct json_value *all = cert ? json_find(cert, "certificates") : NULL;
    if (key && text_equal(json_find_text(key, "status"), "disabled")) {
        *locked = true;
        return OK;
    }
    for (; all && count < all->items.count && count < CHAIN_MAX; count++)
        certificates[count] = all->items.items[count].text;
    remote_offer(remote, offers, credential, certificates, count,
                 most && most->kind == JSON_NUMBER && most->number > 0 ? (size_t)most->number : 1);
    return OK;
}

static enum status
list(struct remote *remote, struct signer_offers *offers, struct error *err)
{
    AUTO(arena) *arena = arena_new_wiped();
    AUTO(buffer) *question = buffer_new(REMOTE_QUESTION_MAX);
    struct json json = json_to(question);
    struct json_value answer;
    bool locked = false;

    json_open(&json, '{');
    json_text_field(&json, "userID", remote->settings.user);
    json_close(&json, '}');
    TRY(remote_ask(remote, "/credentials/list", question, arena, &answer, err));
    const struct json_value *ids = json_find(&answer, "credentialIDs");
    for (size_t i = 0; ids && i < ids->items.count && i < SIGNER_CERTIFICATES_MAX; i++)
        if (ids->items.items[i].text)
            TRY(offer(remote, offers, ids->items.items[i].text, &locked, err));
    return locked && remote->keys.count == 0 ? remote_refusal(remote, "locked", DENIED, err) : OK;
}

/* --- consent ---------------------------------------------------------------------------------- */

static void
write_hashes(struct remote_step *step, struct json *json)
{
    AUTO(arena) *arena = arena_new();
    const struct signer_order *order = step->order;

    json_open_list(json, step->remote->dialect->hashes);
    for (size_t i = 0; i < order->count; i++)
        json_text(json, base64_write(arena, order->items[i].digest.bytes, SHA256_SIZE));
    json_close(json, ']');
    json_text_field(json, step->remote->dialect->hash_algorithm, REMOTE_SHA256_OID);
}

/* Version 1 has fields PIN and OTP, version 2 a list. */
static void
write_proof(struct remote_step *step, struct json *json, const char *kind,
            const struct secret *proof)
{
    if (step->remote->dialect == &remote_csc1) {
        json_text_field(json, kind, secret_text(proof));
        return;
    }
    json_open_list(json, "authData");
    json_open(json, '{');
    json_text_field(json, "id", kind);
    json_text_field(json, "value", secret_text(proof));
    json_close(json, '}');
    json_close(json, ']');
}

/* A new code for each consent; the service sends it to the person's telephone. */
static enum status
ask_otp(struct remote_step *step, struct secret **otp, struct error *err)
{
    const struct signer_source *source = step->remote->source;
    AUTO(arena) *arena = arena_new_wiped();
    AUTO(buffer) *question = buffer_new(REMOTE_QUESTION_MAX);
    struct json json = json_to(question);
    struct json_value answer;

    json_open(&json, '{');
    json_text_field(&json, "credentialID", step->key->name);
    json_close(&json, '}');
    TRY(remote_ask(step->remote, "/credentials/sendOTP", question, arena, &answer, err));
    return source->ask(source, "mã OTP vừa gửi tới điện thoại", otp, err);
}

static enum status
write_authorize(struct remote_step *step, struct json *json, struct error *err)
{
    struct remote *remote = step->remote;
    AUTO(secret) *otp = NULL;

    if (remote->settings.asks_pin && !remote->pin)
        TRY(remote->source->ask(remote->source, "khóa ký từ xa (PIN)", &remote->pin, err));
    if (remote->settings.asks_otp)
        TRY(ask_otp(step, &otp, err));
    json_text_field(json, "credentialID", step->key->name);
    json_int_field(json, "numSignatures", (int64_t)step->order->count);
    write_hashes(step, json);
    if (remote->pin)
        write_proof(step, json, "PIN", remote->pin);
    if (otp)
        write_proof(step, json, "OTP", otp);
    json_text_field(json, "description", step->order->title);
    return OK;
}

static enum status
take_authorize(struct remote_step *step, const struct json_value *answer, struct error *err)
{
    struct transaction *transaction = step->transaction;
    const char *sad = json_find_text(answer, "SAD");

    if (text_is_blank(sad) || strlen(sad) > REMOTE_TOKEN_MAX)
        return remote_refusal(step->remote, "sad", CONFLICT, err);
    secret_free(transaction->sad);
    transaction->sad = secret_copy(sad, strlen(sad));
    transaction->stage = REMOTE_SIGN;
    signer_report_phase(step->reports, SIGNER_RUNNING, 0, 0);
    return OK;
}

/* --- signing ---------------------------------------------------------------------------------- */

static enum status
write_sign(struct remote_step *step, struct json *json, struct error *err)
{
    (void)err;
    json_text_field(json, "credentialID", step->key->name);
    json_text_field(json, "SAD", secret_text(step->transaction->sad));
    write_hashes(step, json);
    json_text_field(json, "signAlgo", remote_signature_algorithm(step->key));
    if (step->remote->dialect->stages[REMOTE_STATUS].path)
        json_text_field(json, "operationMode", "A");
    return OK;
}

static enum status
take_sign(struct remote_step *step, const struct json_value *answer, struct error *err)
{
    const struct json_value *signatures = json_find(answer, "signatures");

    secret_free(step->transaction->sad);
    step->transaction->sad = NULL;
    if (signatures || !step->remote->dialect->stages[REMOTE_STATUS].path)
        return remote_report_list(step, signatures, err);
    const char *name = json_find_text(answer, "responseID");
    return remote_accepted(step, name ? name : "", err);
}

static enum status
write_poll(struct remote_step *step, struct json *json, struct error *err)
{
    (void)err;
    json_text_field(json, "responseID", remote_name(step));
    return OK;
}

static enum status
take_poll(struct remote_step *step, const struct json_value *answer, struct error *err)
{
    const struct json_value *signatures = json_find(answer, "signatures");

    return signatures && signatures->kind == JSON_ARRAY ? remote_report_list(step, signatures, err)
                                                        : remote_wait(step, err);
}

const struct remote_dialect remote_csc1 = {
    .name = "csc1",
    .service = "CSC v1",
    .login = "/oauth2/token",
    .login_is_form = true,
    .write_login = write_login,
    .list = list,
    .stages = {[REMOTE_AUTHORIZE] = {"/credentials/authorize", write_authorize, take_authorize},
               [REMOTE_SIGN] = {"/signatures/signHash", write_sign, take_sign}},
    .hashes = "hash",
    .hash_algorithm = "hashAlgo",
};

const struct remote_dialect remote_csc2 = {
    .name = "csc2",
    .service = "CSC v2",
    .login = "/oauth2/token",
    .login_is_form = true,
    .write_login = write_login,
    .list = list,
    .stages = {[REMOTE_AUTHORIZE] = {"/credentials/authorize", write_authorize, take_authorize},
               [REMOTE_SIGN] = {"/signatures/signHash", write_sign, take_sign},
               [REMOTE_STATUS] = {"/signatures/signPolling", write_poll, take_poll}},
    .hashes = "hashes",
    .hash_algorithm = "hashAlgorithmOID",
};
