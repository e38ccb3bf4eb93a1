/* SPDX-License-Identifier: Apache-2.0
 *
 * A PKCS#11 module for Windows with one token, one RSA key and its certificate, for running the
 * agent under Wine: what a provider's DLL is to the agent, with CNG's real arithmetic behind it.
 * HOCBA_TEST_TOKEN names a folder with key.bin (a BCRYPT_RSAFULLPRIVATE_BLOB), certificate.der and
 * signed (a line for every signature made); the PIN is 123456, locked after three wrong ones.
 */
#include <windows.h>

#include <bcrypt.h>
#include <stdio.h>
#include <string.h>

#define CRYPTOKI_EXPORTS 1
#include <p11-kit/pkcs11.h>

enum { CERTIFICATE = 1, KEY = 2, SESSION = 7, TRIES = 3 };

static unsigned char key_blob[8192], certificate[16384];
static DWORD key_size, certificate_size;
static CK_OBJECT_HANDLE found;
static int logged_in, wrong, signing;
static const char pin[] = "123456";
static const unsigned char id[] = {0x2A};
static const unsigned char digest_info[] = {0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60,
                                            0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02,
                                            0x01, 0x05, 0x00, 0x04, 0x20};

static FILE *
open_file(const char *name, const char *mode)
{
    char path[1024];
    const char *folder = getenv("HOCBA_TEST_TOKEN");

    snprintf(path, sizeof path, "%s/%s", folder ? folder : ".", name);
    return fopen(path, mode);
}

static DWORD
read_file(const char *name, unsigned char *bytes, size_t room)
{
    FILE *file = open_file(name, "rb");
    size_t size = file ? fread(bytes, 1, room, file) : 0;

    if (file)
        fclose(file);
    return (DWORD)size;
}

static CK_RV
initialize(void *arguments)
{
    (void)arguments;
    key_size = read_file("key.bin", key_blob, sizeof key_blob);
    certificate_size = read_file("certificate.der", certificate, sizeof certificate);
    logged_in = signing = 0;
    return key_size && certificate_size ? CKR_OK : CKR_DEVICE_ERROR;
}

static CK_RV
finalize(void *reserved)
{
    (void)reserved;
    return CKR_OK;
}

static CK_RV
get_slot_list(unsigned char present, CK_SLOT_ID *slots, unsigned long *count)
{
    (void)present;
    if (slots && *count < 1)
        return CKR_BUFFER_TOO_SMALL;
    if (slots)
        slots[0] = 3;
    *count = 1;
    return CKR_OK;
}

static void
blank_padded(unsigned char *field, size_t size, const char *text)
{
    memset(field, ' ', size);
    memcpy(field, text, strlen(text));
}

static CK_RV
get_token_info(CK_SLOT_ID slot, CK_TOKEN_INFO *info)
{
    if (slot != 3)
        return CKR_SLOT_ID_INVALID;
    memset(info, 0, sizeof *info);
    blank_padded(info->label, sizeof info->label, "Token Windows");
    blank_padded(info->manufacturerID, sizeof info->manufacturerID, "hocba tests");
    blank_padded(info->model, sizeof info->model, "1");
    blank_padded(info->serialNumber, sizeof info->serialNumber, "0123456789");
    info->flags = CKF_TOKEN_INITIALIZED | CKF_LOGIN_REQUIRED | CKF_USER_PIN_INITIALIZED;
    if (wrong == TRIES - 1)
        info->flags |= CKF_USER_PIN_FINAL_TRY;
    if (wrong >= TRIES)
        info->flags |= CKF_USER_PIN_LOCKED;
    return CKR_OK;
}

static CK_RV
open_session(CK_SLOT_ID slot, CK_FLAGS flags, void *application, CK_NOTIFY notify,
             CK_SESSION_HANDLE *session)
{
    (void)application;
    (void)notify;
    if (slot != 3)
        return CKR_SLOT_ID_INVALID;
    if (!(flags & CKF_SERIAL_SESSION))
        return CKR_SESSION_PARALLEL_NOT_SUPPORTED;
    *session = SESSION;
    return CKR_OK;
}

static CK_RV
close_session(CK_SESSION_HANDLE session)
{
    return session == SESSION ? CKR_OK : CKR_SESSION_HANDLE_INVALID;
}

static CK_RV
login(CK_SESSION_HANDLE session, CK_USER_TYPE user, unsigned char *given, unsigned long size)
{
    if (session != SESSION || user != CKU_USER)
        return CKR_USER_TYPE_INVALID;
    if (wrong >= TRIES)
        return CKR_PIN_LOCKED;
    if (!given || size != strlen(pin) || memcmp(given, pin, size) != 0) {
        wrong++;
        return CKR_PIN_INCORRECT;
    }
    wrong = 0;
    logged_in = 1;
    return CKR_OK;
}

static CK_RV
logout(CK_SESSION_HANDLE session)
{
    (void)session;
    logged_in = 0;
    return CKR_OK;
}

static CK_RV
find_objects_init(CK_SESSION_HANDLE session, CK_ATTRIBUTE *wanted, unsigned long count)
{
    (void)session;
    found = 0;
    for (unsigned long i = 0; i < count; i++)
        if (wanted[i].type == CKA_CLASS) {
            CK_OBJECT_CLASS class;
            memcpy(&class, wanted[i].pValue, sizeof class);
            found = class == CKO_CERTIFICATE                ? CERTIFICATE
                    : class == CKO_PRIVATE_KEY && logged_in ? KEY
                                                            : 0;
        } else if (wanted[i].type == CKA_ID && (wanted[i].ulValueLen != sizeof id ||
                                                memcmp(wanted[i].pValue, id, sizeof id) != 0)) {
            found = 0;
        }
    return CKR_OK;
}

static CK_RV
find_objects(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE *objects, unsigned long max,
             unsigned long *count)
{
    (void)session;
    *count = found && max ? 1 : 0;
    if (*count)
        objects[0] = found;
    found = 0;
    return CKR_OK;
}

static CK_RV
find_objects_final(CK_SESSION_HANDLE session)
{
    (void)session;
    return CKR_OK;
}

static CK_RV
give(CK_ATTRIBUTE *attribute, const void *value, unsigned long size)
{
    if (attribute->pValue && attribute->ulValueLen < size)
        return CKR_BUFFER_TOO_SMALL;
    if (attribute->pValue)
        memcpy(attribute->pValue, value, size);
    attribute->ulValueLen = size;
    return CKR_OK;
}

static CK_RV
get_attribute_value(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE *wanted,
                    unsigned long count)
{
    CK_KEY_TYPE type = CKK_RSA;

    (void)session;
    if (count != 1)
        return CKR_ARGUMENTS_BAD;
    if (wanted->type == CKA_ID)
        return give(wanted, id, sizeof id);
    if (wanted->type == CKA_VALUE && object == CERTIFICATE)
        return give(wanted, certificate, certificate_size);
    if (wanted->type == CKA_KEY_TYPE && object == KEY)
        return give(wanted, &type, sizeof type);
    return CKR_ATTRIBUTE_TYPE_INVALID;
}

static CK_RV
sign_init(CK_SESSION_HANDLE session, CK_MECHANISM *mechanism, CK_OBJECT_HANDLE key)
{
    (void)session;
    if (mechanism->mechanism != CKM_RSA_PKCS)
        return CKR_MECHANISM_INVALID;
    if (key != KEY)
        return CKR_KEY_HANDLE_INVALID;
    if (!logged_in)
        return CKR_USER_NOT_LOGGED_IN;
    signing = 1;
    return CKR_OK;
}

static CK_RV
sign_digest(unsigned char *digest, unsigned char *value, unsigned long *size)
{
    BCRYPT_PKCS1_PADDING_INFO padding = {BCRYPT_SHA256_ALGORITHM};
    BCRYPT_ALG_HANDLE rsa;
    BCRYPT_KEY_HANDLE key;
    ULONG made = 0;

    if (BCryptOpenAlgorithmProvider(&rsa, BCRYPT_RSA_ALGORITHM, NULL, 0) != 0)
        return CKR_GENERAL_ERROR;
    NTSTATUS status =
        BCryptImportKeyPair(rsa, NULL, BCRYPT_RSAFULLPRIVATE_BLOB, &key, key_blob, key_size, 0);
    if (status == 0) {
        status = BCryptSignHash(key, &padding, digest, 32, value, *size, &made, BCRYPT_PAD_PKCS1);
        BCryptDestroyKey(key);
    }
    BCryptCloseAlgorithmProvider(rsa, 0);
    if (status != 0)
        return CKR_FUNCTION_FAILED;
    *size = made;
    return CKR_OK;
}

static CK_RV
sign(CK_SESSION_HANDLE session, unsigned char *data, unsigned long size, unsigned char *value,
     unsigned long *value_size)
{
    (void)session;
    if (!signing)
        return CKR_OPERATION_NOT_INITIALIZED;
    signing = 0;
    if (size != sizeof digest_info + 32 || memcmp(data, digest_info, sizeof digest_info) != 0)
        return CKR_DATA_INVALID;
    CK_RV answer = sign_digest(data + sizeof digest_info, value, value_size);
    FILE *file = answer == CKR_OK ? open_file("signed", "a") : NULL;
    if (!file)
        return answer == CKR_OK ? CKR_GENERAL_ERROR : answer;
    for (unsigned long i = sizeof digest_info; i < size; i++)
        fprintf(file, "%02x", data[i]);
    fputc('\n', file);
    fclose(file);
    return CKR_OK;
}

static CK_FUNCTION_LIST functions = {
    .version = {2, 40},
    .C_Initialize = initialize,
    .C_Finalize = finalize,
    .C_GetSlotList = get_slot_list,
    .C_GetTokenInfo = get_token_info,
    .C_OpenSession = open_session,
    .C_CloseSession = close_session,
    .C_Login = login,
    .C_Logout = logout,
    .C_FindObjectsInit = find_objects_init,
    .C_FindObjects = find_objects,
    .C_FindObjectsFinal = find_objects_final,
    .C_GetAttributeValue = get_attribute_value,
    .C_SignInit = sign_init,
    .C_Sign = sign,
};

CK_RV CK_SPEC
C_GetFunctionList(CK_FUNCTION_LIST **list)
{
    functions.C_GetFunctionList = C_GetFunctionList;
    *list = &functions;
    return CKR_OK;
}
