/* SPDX-License-Identifier: Apache-2.0
 *
 * A PKCS#11 module in front of a real one (HOCBA_SHIM_MODULE), for what a soft token does not do by
 * itself.  It writes a line for every signature made into HOCBA_SHIM_FOLDER/signed: the hexadecimal
 * of what was signed.  HOCBA_SHIM_FOLDER/rule, read when the module is initialised, says how the
 * token behaves, one of
 *     remove-after N     after N signatures the token is gone
 *     swap-after N       after N signatures another token is in the slot
 *     locked             the PIN is locked
 *     final              one try is left
 *     pin-each PIN       the key wants the PIN before each signature
 *     own-window PIN     the token asks for its PIN itself, and is told this one
 *     own-window-cancel  and the person cancels there
 *     slow-end MS        a session takes so many milliseconds to close
 */
#include <p11-kit/pkcs11.h>

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static CK_FUNCTION_LIST *real, ours;
static char rule[64], rule_text[64];
static unsigned long rule_number, signatures;
static int allowed; /* pin-each: the PIN was given for the next signature */

static int
rule_is(const char *name)
{
    return strcmp(rule, name) == 0;
}

static FILE *
open_file(const char *name, const char *mode)
{
    const char *folder = getenv("HOCBA_SHIM_FOLDER");
    char path[4096];

    snprintf(path, sizeof path, "%s/%s", folder ? folder : ".", name);
    return fopen(path, mode);
}

static void
read_rule(void)
{
    FILE *file = open_file("rule", "r");

    rule[0] = rule_text[0] = '\0';
    signatures = 0;
    allowed = 0;
    if (!file)
        return;
    if (fscanf(file, "%63s %63s", rule, rule_text) < 1)
        rule[0] = '\0';
    fclose(file);
    rule_number = strtoul(rule_text, NULL, 10);
}

static CK_RV
initialize(void *arguments)
{
    read_rule();
    return real->C_Initialize(arguments);
}

static CK_RV
get_token_info(CK_SLOT_ID slot, CK_TOKEN_INFO *info)
{
    CK_RV answer = real->C_GetTokenInfo(slot, info);

    if (answer != CKR_OK)
        return answer;
    if (rule_is("remove-after") && signatures >= rule_number)
        return CKR_TOKEN_NOT_PRESENT;
    if (rule_is("swap-after") && signatures >= rule_number)
        memcpy(info->serialNumber, "another one     ", sizeof info->serialNumber);
    if (rule_is("final"))
        info->flags |= CKF_USER_PIN_FINAL_TRY;
    if (rule_is("own-window") || rule_is("own-window-cancel"))
        info->flags |= CKF_PROTECTED_AUTHENTICATION_PATH;
    return CKR_OK;
}

static CK_RV
login(CK_SESSION_HANDLE session, CK_USER_TYPE user, unsigned char *pin, unsigned long size)
{
    if (rule_is("locked"))
        return CKR_PIN_LOCKED;
    if (rule_is("own-window-cancel"))
        return CKR_FUNCTION_CANCELED;
    if (rule_is("own-window"))
        return pin ? CKR_ARGUMENTS_BAD
                   : real->C_Login(session, user, (unsigned char *)rule_text, strlen(rule_text));
    if (user != CKU_CONTEXT_SPECIFIC)
        return real->C_Login(session, user, pin, size);
    if (!rule_is("pin-each"))
        return CKR_OPERATION_NOT_INITIALIZED;
    if (!pin || size != strlen(rule_text) || memcmp(pin, rule_text, size) != 0)
        return CKR_PIN_INCORRECT;
    allowed = 1;
    return CKR_OK;
}

static CK_RV
get_attribute_value(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE *wanted,
                    unsigned long count)
{
    CK_RV answer = real->C_GetAttributeValue(session, object, wanted, count);

    if (rule_is("pin-each") && count == 1 && wanted->type == CKA_ALWAYS_AUTHENTICATE &&
        wanted->pValue && wanted->ulValueLen == sizeof(CK_BBOOL)) {
        *(CK_BBOOL *)wanted->pValue = CK_TRUE;
        return CKR_OK;
    }
    return answer;
}

static CK_RV
sign(CK_SESSION_HANDLE session, unsigned char *data, unsigned long size, unsigned char *value,
     unsigned long *value_size)
{
    if (rule_is("remove-after") && signatures >= rule_number)
        return CKR_DEVICE_REMOVED;
    if (rule_is("pin-each") && !allowed)
        return CKR_USER_NOT_LOGGED_IN;
    allowed = 0;
    CK_RV answer = real->C_Sign(session, data, size, value, value_size);
    if (answer != CKR_OK)
        return answer;
    signatures++;
    FILE *file = open_file("signed", "a");
    if (!file)
        return CKR_GENERAL_ERROR;
    for (unsigned long i = 0; i < size; i++)
        fprintf(file, "%02x", data[i]);
    fputc('\n', file);
    fclose(file);
    return CKR_OK;
}

static CK_RV
close_session(CK_SESSION_HANDLE session)
{
    if (rule_is("slow-end"))
        usleep((useconds_t)rule_number * 1000);
    return real->C_CloseSession(session);
}

CK_RV
C_GetFunctionList(CK_FUNCTION_LIST **list)
{
    const char *module = getenv("HOCBA_SHIM_MODULE");
    void *library = module ? dlopen(module, RTLD_NOW | RTLD_LOCAL) : NULL;
    void *symbol = library ? dlsym(library, "C_GetFunctionList") : NULL;
    CK_C_GetFunctionList theirs;

    memcpy(&theirs, &symbol, sizeof theirs);
    if (!theirs || theirs(&real) != CKR_OK)
        return CKR_GENERAL_ERROR;
    ours = *real;
    ours.C_Initialize = initialize;
    ours.C_GetTokenInfo = get_token_info;
    ours.C_Login = login;
    ours.C_GetAttributeValue = get_attribute_value;
    ours.C_Sign = sign;
    ours.C_CloseSession = close_session;
    *list = &ours;
    return CKR_OK;
}
