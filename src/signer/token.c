/* SPDX-License-Identifier: Apache-2.0 */
#include "signer/token.h"

#include <stdio.h>
#include <stdlib.h>

#include "crypto/secret.h"
#include "signer/token_uri.h"

struct token {
    struct arena *arena;
    struct pkcs11 *module;
    struct token_certificate with;
    struct certificate_chain *known; /* everything on the token and in the file */
    struct token_session *login;     /* holds the login; its copies sign */
    struct secret *pin;              /* kept for keys that want it each time */
    char place[128];
};

void
token_free(struct token *token)
{
    if (!token)
        return;
    token_session_free(token->login);
    pkcs11_free(token->module);
    secret_free(token->pin);
    certificate_chain_free(token->known);
    arena_free(token->arena);
    free(token);
}

/* ---- which certificate ---- */

static enum status
choose(struct token *token, struct token_uri *uri, const struct token_certificates *found,
       struct error *err)
{
    size_t fit = 0;

    for (size_t i = 0; i < found->list.count; i++) {
        const struct token_certificate *one = &found->list.items[i];
        AUTO(certificate) *certificate = NULL;
        if (!token_uri_fits(uri, one) || certificate_parse(one->der, &certificate, err) != OK ||
            certificate->is_ca)
            continue;
        token->with = *one;
        fit++;
    }
    if (fit == 0)
        return fail(err, NOT_FOUND,
                    "Không thấy thẻ có chứng thư ấy; chưa ký gì. Hãy cắm đúng thẻ rồi ký lại.");
    if (fit > 1)
        return fail(err, CONFLICT,
                    "Có %zu chứng thư trên các thẻ đang cắm. Hãy ghi rõ hơn: token, serial hoặc "
                    "id trong địa chỉ của thẻ.",
                    fit);
    return OK;
}

/* Issuers: what else lies on the token, then the file. */
static enum status
know_issuers(struct token *token, const struct token_certificates *found, struct span issuers,
             struct error *err)
{
    struct error unread;

    token->known = certificate_chain_new();
    for (size_t i = 0; i < found->list.count; i++) {
        struct certificate *certificate;
        if (certificate_parse(found->list.items[i].der, &certificate, &unread) != OK)
            continue;
        if (!certificate->is_ca || !certificate_chain_add(token->known, certificate))
            certificate_free(certificate);
    }
    if (!issuers.data)
        return OK;
    AUTO(certificate_chain) *file = NULL;
    TRY(certificate_chain_parse_pem(issuers, &file, err));
    for (size_t i = 0; i < file->count; i++) {
        struct certificate *certificate;
        TRY(certificate_parse(file->items[i]->der, &certificate, err));
        if (!certificate->is_ca || !certificate_chain_add(token->known, certificate))
            certificate_free(certificate);
    }
    return OK;
}

enum status
token_find(const char *text, struct span issuers, struct token **token, struct error *err)
{
    AUTO(token) *opened = heap_alloc(sizeof *opened);
    AUTO(token_uri) *uri = NULL;
    struct token_certificates found;

    *opened = (struct token){.arena = arena_new()};
    TRY(token_uri_parse(text, &uri, err));
    TRY(pkcs11_open(token_uri_module(uri), &opened->module, err));
    TRY(pkcs11_list(opened->module, opened->arena, &found, err));
    TRY(choose(opened, uri, &found, err));
    TRY(know_issuers(opened, &found, issuers, err));
    if (opened->with.pin_locked)
        return fail(err, DENIED,
                    "Mã PIN của thẻ đã bị khóa; chưa ký gì. Hãy liên hệ nhà cung cấp chữ ký số để "
                    "mở khóa.");
    snprintf(opened->place, sizeof opened->place, "thẻ “%s” (%s)", opened->with.label,
             opened->with.serial);
    TRY(token_open(opened->module, &opened->with, &opened->login, err));
    *token = opened;
    opened = NULL;
    return OK;
}

const char *
token_place(const struct token *token)
{
    return token->place;
}

/* ---- logging in ---- */

bool
token_asks_itself(const struct token *token)
{
    return token->with.asks_pin_itself;
}

const char *
token_warning(const struct token *token)
{
    if (token->with.pin_final)
        return "Cảnh báo: thẻ chỉ còn MỘT lần thử PIN; nhập sai là thẻ bị khóa.";
    return token->with.pin_low ? "Cảnh báo: thẻ còn ít lần thử PIN." : NULL;
}

enum status
token_enter(struct token *token, struct secret *pin, struct error *err)
{
    secret_free(token->pin);
    token->pin = pin;
    TRY(token_login(token->login, pin ? secret_text(pin) : NULL, pin ? secret_size(pin) : 0, err));
    if (!token_pin_per_signature(token->login)) {
        secret_free(token->pin);
        token->pin = NULL;
    }
    return OK;
}

bool
token_pin_each(const struct token *token)
{
    return token_pin_per_signature(token->login);
}

/* ---- certificates ---- */

static const struct certificate *
issuer_of(const struct certificate_chain *known, const struct certificate *certificate)
{
    for (size_t i = 0; i < known->count; i++) {
        if (span_equal(known->items[i]->subject_der, certificate->issuer_der))
            return known->items[i];
    }
    return NULL;
}

enum status
token_chain(const struct token *token, struct certificate_chain **chain, struct error *err)
{
    AUTO(certificate_chain) *made = certificate_chain_new();
    struct certificate *last;

    TRY(certificate_parse(token->with.der, &last, err));
    while (certificate_chain_add(made, last)) {
        const struct certificate *next =
            last->is_self_issued ? NULL : issuer_of(token->known, last);
        if (!next || next->is_self_issued) {
            *chain = made;
            made = NULL;
            return OK;
        }
        TRY(certificate_parse(next->der, &last, err));
    }
    certificate_free(last);
    return fail(err, INVALID, "Chứng thư trên thẻ và của nơi cấp không thành một chuỗi.");
}

/* ---- signing ---- */

enum status
token_take_session(const struct token *token, struct token_session **session, struct error *err)
{
    return token_again(token->login, session, err);
}

enum status
token_make_signature(const struct token *token, struct token_session *session,
                     const struct digest *digest, struct signature_value *value, struct error *err)
{
    _Static_assert((int)TOKEN_VALUE_MAX <= (int)SIGNATURE_VALUE_MAX, "a token's value has room");
    return token_sign(session, digest->bytes, token->pin ? secret_text(token->pin) : NULL,
                      token->pin ? secret_size(token->pin) : 0, value->bytes, &value->size, err);
}
