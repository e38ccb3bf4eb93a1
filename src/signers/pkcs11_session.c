/* SPDX-License-Identifier: Apache-2.0 */
#include "signers/pkcs11_internal.h"

#include <stdlib.h>

struct token_session {
    struct pkcs11 *module;
    struct token_certificate on;
    CK_SESSION_HANDLE handle;
    bool open, logged_in; /* logged_in: by this session, so logged out by it */
    CK_OBJECT_HANDLE key;
    bool rsa, pin_per_signature;
    unsigned since_check; /* signatures */
    enum token_trouble trouble;
};

/* RFC 8017 9.2, note 1: what comes before a SHA-256 digest in PKCS#1 v1.5. */
static const uint8_t digest_info[] = {0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
                                      0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20};

static enum status
session_fail(struct token_session *session, CK_RV answer, struct error *err)
{
    session->trouble = token_fail(answer, err);
    return status_is(err->status);
}

/* The token in the slot is still the one that the person chose. */
static enum status
check_token(struct token_session *session, CK_FLAGS *flags, struct error *err)
{
    char serial[sizeof session->on.serial], label[sizeof session->on.label];
    CK_TOKEN_INFO info;
    CK_RV answer = session->module->call->C_GetTokenInfo(session->on.slot, &info);

    if (answer != CKR_OK)
        return session_fail(session, answer, err);
    token_text(serial, info.serialNumber, sizeof info.serialNumber);
    token_text(label, info.label, sizeof info.label);
    if (strcmp(serial, session->on.serial) != 0 || strcmp(label, session->on.label) != 0)
        return session_fail(session, CKR_DEVICE_REMOVED, err);
    *flags = info.flags;
    session->since_check = 0;
    return OK;
}

enum status
token_check(struct token_session *session, struct error *err)
{
    CK_FLAGS flags;

    return check_token(session, &flags, err);
}

static enum status
open_session(struct token_session *session, struct error *err)
{
    CK_FLAGS flags;

    TRY(check_token(session, &flags, err));
    CK_RV answer = session->module->call->C_OpenSession(session->on.slot, CKF_SERIAL_SESSION, NULL,
                                                        NULL, &session->handle);
    if (answer != CKR_OK)
        return session_fail(session, answer, err);
    session->open = true;
    return OK;
}

enum status
token_open(struct pkcs11 *module, const struct token_certificate *of,
           struct token_session **session, struct error *err)
{
    AUTO(token_session) *opened = heap_alloc(sizeof *opened);

    *opened = (struct token_session){.module = module, .on = *of};
    opened->on.der = (struct span){0};
    TRY(open_session(opened, err));
    *session = opened;
    opened = NULL;
    return OK;
}

enum status
token_again(const struct token_session *first, struct token_session **session, struct error *err)
{
    AUTO(token_session) *opened = heap_alloc(sizeof *opened);

    *opened = *first;
    opened->open = opened->logged_in = false;
    TRY(open_session(opened, err));
    *session = opened;
    opened = NULL;
    return OK;
}

void
token_session_free(struct token_session *session)
{
    if (!session)
        return;
    if (session->logged_in)
        (void)session->module->call->C_Logout(session->handle);
    if (session->open)
        (void)session->module->call->C_CloseSession(session->handle);
    free(session);
}

/* ---- logging in ---- */

/* The private key with the certificate's id; without an id, the only one there is. */
static enum status
find_key(struct token_session *session, struct error *err)
{
    CK_FUNCTION_LIST *call = session->module->call;
    CK_OBJECT_CLASS class = CKO_PRIVATE_KEY;
    CK_ATTRIBUTE wanted[] = {{CKA_CLASS, &class, sizeof class},
                             {CKA_ID, session->on.id, session->on.id_size}};
    CK_OBJECT_HANDLE keys[2];
    CK_ULONG count = 0;
    CK_RV answer = call->C_FindObjectsInit(session->handle, wanted, session->on.id_size ? 2 : 1);

    if (answer == CKR_OK) {
        answer = call->C_FindObjects(session->handle, keys, COUNT_OF(keys), &count);
        (void)call->C_FindObjectsFinal(session->handle);
    }
    if (answer != CKR_OK)
        return session_fail(session, answer, err);
    if (count == 0 || (count > 1 && !session->on.id_size))
        return session_fail(session, CKR_KEY_HANDLE_INVALID, err);
    session->key = keys[0];
    return OK;
}

static enum status
read_key(struct token_session *session, struct error *err)
{
    CK_FUNCTION_LIST *call = session->module->call;
    CK_KEY_TYPE type = 0;
    CK_BBOOL always = CK_FALSE;
    CK_ATTRIBUTE kind = {CKA_KEY_TYPE, &type, sizeof type},
                 each = {CKA_ALWAYS_AUTHENTICATE, &always, sizeof always};
    CK_RV answer = call->C_GetAttributeValue(session->handle, session->key, &kind, 1);

    if (answer != CKR_OK)
        return session_fail(session, answer, err);
    if (type != CKK_RSA && type != CKK_EC) {
        session->trouble = TOKEN_NO_KEY;
        return fail(err, INVALID, "Khóa trên thẻ không phải RSA hay ECDSA; không ký được bằng nó.");
    }
    session->rsa = type == CKK_RSA;
    /* Older modules do not know the attribute. */
    if (call->C_GetAttributeValue(session->handle, session->key, &each, 1) == CKR_OK)
        session->pin_per_signature = always;
    return OK;
}

/* A wrong PIN, with how many tries are left as far as the token tells. */
static enum status
refused_pin(struct token_session *session, CK_RV answer, struct error *err)
{
    struct error unread;
    CK_FLAGS flags = 0;

    if (answer == CKR_PIN_INCORRECT && check_token(session, &flags, &unread) == OK) {
        if (flags & CKF_USER_PIN_LOCKED)
            answer = CKR_PIN_LOCKED;
        else if (flags & CKF_USER_PIN_FINAL_TRY) {
            session->trouble = TOKEN_PIN_WRONG;
            return fail(err, DENIED,
                        "Mã PIN của thẻ không đúng; chưa ký gì thêm. Chỉ còn một lần thử: sai nữa "
                        "thẻ sẽ khóa.");
        }
    }
    return session_fail(session, answer, err);
}

static CK_RV
login(struct token_session *session, CK_USER_TYPE user, const char *pin, size_t size)
{
    /* PKCS#11 takes the PIN without const, and only reads it. */
    unsigned char copy[TOKEN_PIN_MAX];

    if (!pin)
        return session->module->call->C_Login(session->handle, user, NULL, 0);
    if (size > sizeof copy)
        return CKR_PIN_LEN_RANGE;
    memcpy(copy, pin, size);
    CK_RV answer = session->module->call->C_Login(session->handle, user, copy, size);
    for (size_t i = 0; i < sizeof copy; i++)
        ((volatile unsigned char *)copy)[i] = 0;
    return answer;
}

enum status
token_login(struct token_session *session, const char *pin, size_t size, struct error *err)
{
    CK_RV answer = login(session, CKU_USER, pin, size);

    if (answer != CKR_OK && answer != CKR_USER_ALREADY_LOGGED_IN)
        return refused_pin(session, answer, err);
    session->logged_in = answer == CKR_OK;
    TRY(find_key(session, err));
    return read_key(session, err);
}

/* ---- signing ---- */

enum status
token_sign(struct token_session *session, const uint8_t digest[TOKEN_DIGEST_SIZE], const char *pin,
           size_t pin_size, uint8_t *value, size_t *size, struct error *err)
{
    CK_FUNCTION_LIST *call = session->module->call;
    CK_MECHANISM how = {session->rsa ? CKM_RSA_PKCS : CKM_ECDSA, NULL, 0};
    uint8_t input[sizeof digest_info + TOKEN_DIGEST_SIZE];
    size_t prefix = session->rsa ? sizeof digest_info : 0;
    CK_ULONG got = TOKEN_VALUE_MAX;

    if (++session->since_check > TOKEN_CHECK_EVERY)
        TRY(token_check(session, err));
    memcpy(input, digest_info, prefix);
    memcpy(input + prefix, digest, TOKEN_DIGEST_SIZE);
    CK_RV answer = call->C_SignInit(session->handle, &how, session->key);
    if (answer == CKR_OK && session->pin_per_signature) {
        answer = login(session, CKU_CONTEXT_SPECIFIC, pin, pin_size);
        if (answer != CKR_OK)
            return refused_pin(session, answer, err);
    }
    if (answer == CKR_OK)
        answer = call->C_Sign(session->handle, input, prefix + TOKEN_DIGEST_SIZE, value, &got);
    if (answer != CKR_OK)
        return session_fail(session, answer, err);
    *size = got;
    return OK;
}

bool
token_pin_per_signature(const struct token_session *session)
{
    return session->pin_per_signature;
}

bool
token_is_rsa(const struct token_session *session)
{
    return session->rsa;
}

enum token_trouble
token_trouble(const struct token_session *session)
{
    return session->trouble;
}
