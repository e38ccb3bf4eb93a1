/* SPDX-License-Identifier: Apache-2.0
 *
 * Put a certificate on a token, which softhsm2-util cannot:
 *     put_certificate MODULE TOKEN_LABEL PIN ID_HEX CERTIFICATE.der
 */
#include <p11-kit/pkcs11.h>

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static CK_FUNCTION_LIST *call;

static void
must(CK_RV answer, const char *what)
{
    if (answer == CKR_OK)
        return;
    fprintf(stderr, "put_certificate: %s: 0x%lX\n", what, answer);
    exit(1);
}

static CK_SLOT_ID
find_slot(const char *label)
{
    CK_SLOT_ID slots[16];
    CK_ULONG count = 16;

    must(call->C_GetSlotList(CK_TRUE, slots, &count), "C_GetSlotList");
    for (CK_ULONG i = 0; i < count; i++) {
        CK_TOKEN_INFO info;
        if (call->C_GetTokenInfo(slots[i], &info) == CKR_OK &&
            memcmp(info.label, label, strlen(label)) == 0)
            return slots[i];
    }
    fprintf(stderr, "put_certificate: no token %s\n", label);
    exit(1);
}

static void
load(const char *module)
{
    void *library = dlopen(module, RTLD_NOW);
    CK_C_GetFunctionList list;

    if (!library) {
        fprintf(stderr, "put_certificate: %s\n", dlerror());
        exit(1);
    }
    void *symbol = dlsym(library, "C_GetFunctionList");
    memcpy(&list, &symbol, sizeof list);
    must(list(&call), "C_GetFunctionList");
    must(call->C_Initialize(NULL), "C_Initialize");
}

int
main(int argc, char **argv)
{
    static unsigned char der[16384];
    CK_OBJECT_CLASS class = CKO_CERTIFICATE;
    CK_CERTIFICATE_TYPE type = CKC_X_509;
    CK_BBOOL yes = CK_TRUE, no = CK_FALSE;
    unsigned char id = 0;
    CK_SESSION_HANDLE session;
    CK_OBJECT_HANDLE object;

    if (argc != 6)
        return 2;
    FILE *file = fopen(argv[5], "rb");
    size_t size = file ? fread(der, 1, sizeof der, file) : 0;
    if (size == 0)
        return 2;
    fclose(file);
    id = (unsigned char)strtoul(argv[4], NULL, 16);
    load(argv[1]);
    must(call->C_OpenSession(find_slot(argv[2]), CKF_SERIAL_SESSION | CKF_RW_SESSION, NULL, NULL,
                             &session),
         "C_OpenSession");
    must(call->C_Login(session, CKU_USER, (unsigned char *)argv[3], strlen(argv[3])), "C_Login");
    CK_ATTRIBUTE certificate[] = {
        {CKA_CLASS, &class, sizeof class},
        {CKA_CERTIFICATE_TYPE, &type, sizeof type},
        {CKA_TOKEN, &yes, sizeof yes},
        {CKA_PRIVATE, &no, sizeof no},
        {CKA_ID, &id, sizeof id},
        {CKA_SUBJECT, der, 0},
        {CKA_VALUE, der, size},
    };
    must(call->C_CreateObject(session, certificate, sizeof certificate / sizeof *certificate,
                              &object),
         "C_CreateObject");
    must(call->C_Finalize(NULL), "C_Finalize");
    return 0;
}
