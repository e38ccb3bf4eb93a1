/* SPDX-License-Identifier: Apache-2.0 */
#include "signers/pkcs11_internal.h"

#include <stdlib.h>

#include "signers/library.h"

/* ---- what a module answers, in words ---- */

static const struct {
    CK_RV answer;
    enum token_trouble trouble;
    enum status status;
    const char *sentence;
} answers[] = {
    {CKR_PIN_INCORRECT, TOKEN_PIN_WRONG, DENIED,
     "Mã PIN của thẻ không đúng; chưa ký gì thêm. Hãy nhập lại cẩn thận: sai nhiều lần thẻ sẽ "
     "khóa."},
    {CKR_PIN_INVALID, TOKEN_PIN_WRONG, DENIED,
     "Mã PIN của thẻ có ký tự không hợp lệ; chưa ký gì thêm. Hãy nhập lại."},
    {CKR_PIN_LEN_RANGE, TOKEN_PIN_WRONG, DENIED,
     "Mã PIN của thẻ quá ngắn hoặc quá dài; chưa ký gì thêm. Hãy nhập lại."},
    {CKR_PIN_EXPIRED, TOKEN_PIN_LOCKED, DENIED,
     "Mã PIN của thẻ đã hết hạn; chưa ký gì thêm. Hãy đổi PIN bằng chương trình của nhà cung cấp."},
    {CKR_PIN_LOCKED, TOKEN_PIN_LOCKED, DENIED,
     "Mã PIN của thẻ đã bị khóa; chưa ký gì thêm. Hãy liên hệ nhà cung cấp chữ ký số để mở khóa."},
    {CKR_USER_NOT_LOGGED_IN, TOKEN_PIN_NEEDED, DENIED,
     "Thẻ đòi mã PIN cho từng chữ ký; chữ ký này chưa có. Hãy ký lại và nhập PIN khi được hỏi."},
    {CKR_FUNCTION_CANCELED, TOKEN_REFUSED, CONFLICT,
     "Người ký đã bấm hủy trong cửa sổ của thẻ; chưa ký gì thêm."},
    {CKR_FUNCTION_REJECTED, TOKEN_REFUSED, CONFLICT,
     "Người ký đã bấm hủy trong cửa sổ của thẻ; chưa ký gì thêm."},
    {CKR_TOKEN_NOT_PRESENT, TOKEN_REMOVED, UNAVAILABLE, NULL},
    {CKR_TOKEN_NOT_RECOGNIZED, TOKEN_REMOVED, UNAVAILABLE, NULL},
    {CKR_DEVICE_REMOVED, TOKEN_REMOVED, UNAVAILABLE, NULL},
    {CKR_SESSION_HANDLE_INVALID, TOKEN_REMOVED, UNAVAILABLE, NULL},
    {CKR_SESSION_CLOSED, TOKEN_REMOVED, UNAVAILABLE, NULL},
    {CKR_SLOT_ID_INVALID, TOKEN_REMOVED, UNAVAILABLE, NULL},
    {CKR_KEY_HANDLE_INVALID, TOKEN_NO_KEY, UNAVAILABLE,
     "Thẻ không có khóa riêng của chứng thư này; chưa ký gì thêm. Hãy dùng đúng thẻ của người ký."},
};

static const char removed[] = "Thẻ đã bị rút ra hoặc bị thay; những chữ ký đã xong vẫn giữ được. "
                              "Hãy cắm lại đúng thẻ rồi ký tiếp.";

enum token_trouble
token_fail(CK_RV answer, struct error *err)
{
    for (size_t i = 0; i < COUNT_OF(answers); i++)
        if (answers[i].answer == answer) {
            error_fill(err, answers[i].status, "%s",
                       answers[i].sentence ? answers[i].sentence : removed);
            fail_detail(err, "PKCS#11: 0x%lX", (unsigned long)answer);
            return answers[i].trouble;
        }
    error_fill(
        err, UNAVAILABLE,
        "Thẻ không ký được (mã lỗi 0x%lX của thư viện thẻ). Hãy rút ra, cắm lại rồi thử lại.",
        (unsigned long)answer);
    fail_detail(err, "PKCS#11: 0x%lX", (unsigned long)answer);
    return TOKEN_BROKEN;
}

void
token_text(char *text, const unsigned char *fixed, size_t size)
{
    memcpy(text, fixed, size);
    while (size > 0 && (text[size - 1] == ' ' || text[size - 1] == '\0'))
        size--;
    text[size] = '\0';
}

/* ---- modules ---- */

enum status
pkcs11_open(const char *path, struct pkcs11 **module, struct error *err)
{
    CK_C_INITIALIZE_ARGS threads = {.flags = CKF_OS_LOCKING_OK};
    AUTO(pkcs11) *opened = heap_alloc(sizeof *opened);
    CK_C_GetFunctionList list;

    *opened = (struct pkcs11){0};
    TRY(library_load(path, &opened->library, err));
    void *symbol = library_symbol(opened->library, "C_GetFunctionList");
    memcpy(&list, &symbol, sizeof list);
    if (!list || list(&opened->call) != CKR_OK || !opened->call)
        return fail(err, INVALID, "Tệp này không phải thư viện PKCS#11 của thẻ: %s.", path);
    CK_RV answer = opened->call->C_Initialize(&threads);
    if (answer == CKR_CANT_LOCK)
        answer = opened->call->C_Initialize(NULL);
    if (answer != CKR_OK && answer != CKR_CRYPTOKI_ALREADY_INITIALIZED) {
        fail(err, UNAVAILABLE, "Thư viện của thẻ không khởi động được: %s.", path);
        return fail_detail(err, "C_Initialize: 0x%lX", (unsigned long)answer);
    }
    opened->initialised = answer == CKR_OK;
    *module = opened;
    opened = NULL;
    return OK;
}

void
pkcs11_free(struct pkcs11 *module)
{
    if (!module)
        return;
    if (module->initialised)
        (void)module->call->C_Finalize(NULL);
    library_unload(module->library);
    free(module);
}

/* ---- certificates ---- */

/* One object's certificate and id; false when it has none that we can take. */
static bool
read_certificate(struct pkcs11 *module, CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object,
                 struct arena *arena, struct token_certificate *found)
{
    CK_ATTRIBUTE value = {CKA_VALUE, NULL, 0}, id = {CKA_ID, found->id, sizeof found->id};

    if (module->call->C_GetAttributeValue(session, object, &value, 1) != CKR_OK ||
        value.ulValueLen == 0 || value.ulValueLen > TOKEN_CERTIFICATE_MAX)
        return false;
    char *der = arena_alloc(arena, value.ulValueLen);
    value.pValue = der;
    if (module->call->C_GetAttributeValue(session, object, &value, 1) != CKR_OK)
        return false;
    found->der = (struct span){der, value.ulValueLen};
    if (module->call->C_GetAttributeValue(session, object, &id, 1) == CKR_OK &&
        id.ulValueLen <= sizeof found->id)
        found->id_size = id.ulValueLen;
    return true;
}

static void
list_objects(struct pkcs11 *module, CK_SESSION_HANDLE session, const struct token_certificate *on,
             struct arena *arena, struct token_certificates *found)
{
    CK_OBJECT_CLASS class = CKO_CERTIFICATE;
    CK_CERTIFICATE_TYPE type = CKC_X_509;
    CK_ATTRIBUTE wanted[] = {{CKA_CLASS, &class, sizeof class},
                             {CKA_CERTIFICATE_TYPE, &type, sizeof type}};
    CK_OBJECT_HANDLE object;
    CK_ULONG count;

    if (module->call->C_FindObjectsInit(session, wanted, COUNT_OF(wanted)) != CKR_OK)
        return;
    while (found->list.count < TOKEN_CERTIFICATES_MAX &&
           module->call->C_FindObjects(session, &object, 1, &count) == CKR_OK && count == 1) {
        struct token_certificate one = *on;

        if (read_certificate(module, session, object, arena, &one))
            *list_add(arena, found->list) = one;
    }
    (void)module->call->C_FindObjectsFinal(session);
}

/* A token that does not answer is passed over: another may be the one that is wanted. */
static void
list_token(struct pkcs11 *module, CK_SLOT_ID slot, struct arena *arena,
           struct token_certificates *found)
{
    struct token_certificate on = {.slot = slot};
    CK_SESSION_HANDLE session;
    CK_TOKEN_INFO info;

    if (module->call->C_GetTokenInfo(slot, &info) != CKR_OK ||
        !(info.flags & CKF_TOKEN_INITIALIZED))
        return;
    token_text(on.label, info.label, sizeof info.label);
    token_text(on.maker, info.manufacturerID, sizeof info.manufacturerID);
    token_text(on.serial, info.serialNumber, sizeof info.serialNumber);
    on.asks_pin_itself = info.flags & CKF_PROTECTED_AUTHENTICATION_PATH;
    on.pin_low = info.flags & CKF_USER_PIN_COUNT_LOW;
    on.pin_final = info.flags & CKF_USER_PIN_FINAL_TRY;
    on.pin_locked = info.flags & CKF_USER_PIN_LOCKED;
    if (module->call->C_OpenSession(slot, CKF_SERIAL_SESSION, NULL, NULL, &session) != CKR_OK)
        return;
    list_objects(module, session, &on, arena, found);
    (void)module->call->C_CloseSession(session);
}

enum status
pkcs11_list(struct pkcs11 *module, struct arena *arena, struct token_certificates *found,
            struct error *err)
{
    struct token_certificates all = {0};
    CK_SLOT_ID slots[TOKEN_SLOTS_MAX];
    CK_ULONG count = TOKEN_SLOTS_MAX;
    CK_RV answer = module->call->C_GetSlotList(CK_TRUE, slots, &count);

    if (answer != CKR_OK) {
        (void)token_fail(answer, err);
        return err->status;
    }
    for (CK_ULONG i = 0; i < count && i < TOKEN_SLOTS_MAX; i++)
        list_token(module, slots[i], arena, &all);
    *found = all;
    return OK;
}
