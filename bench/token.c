/* SPDX-License-Identifier: Apache-2.0
 *
 * A batch signed by hocba-signer's threads on a token, beside a bare loop of C_SignInit and C_Sign
 * on the same token in the same process.  Every value of the batch is checked afterwards.
 *
 * usage: bench_token URI PIN        (tests/e2e/support/soft_token.py makes the token: bench/token)
 */
#include "bench/bench.h"
#include "signer/jobs.h"
#include "signer/token_uri.h"
#include "signers/library.h"
#include "signers/signer.h"

#include <p11-kit/pkcs11.h>

enum { BATCH = 400, ROUNDS = 5, DIGEST_INFO = 19 };

static const CK_BYTE digest_info[DIGEST_INFO] = {0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60,
                                                 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02,
                                                 0x01, 0x05, 0x00, 0x04, 0x20};

struct bare {
    CK_FUNCTION_LIST *call;
    CK_SESSION_HANDLE session;
    CK_OBJECT_HANDLE key;
    bool rsa;
};

/* The token is the first one there, and logged in already: the login is the application's. */
static void
open_bare(struct bare *bare, const char *module, bool rsa)
{
    CK_OBJECT_CLASS class = CKO_PRIVATE_KEY;
    CK_ATTRIBUTE wanted = {CKA_CLASS, &class, sizeof class};
    CK_C_GetFunctionList list;
    CK_SLOT_ID slots[8];
    CK_ULONG count = COUNT_OF(slots);
    void *library;
    struct error err;

    BENCH_CHECK(library_load(module, &library, &err) == OK);
    void *symbol = library_symbol(library, "C_GetFunctionList");
    memcpy(&list, &symbol, sizeof list);
    BENCH_CHECK(list(&bare->call) == CKR_OK);
    BENCH_CHECK(bare->call->C_GetSlotList(CK_TRUE, slots, &count) == CKR_OK && count > 0);
    BENCH_CHECK(bare->call->C_OpenSession(slots[0], CKF_SERIAL_SESSION, NULL, NULL,
                                          &bare->session) == CKR_OK);
    BENCH_CHECK(bare->call->C_FindObjectsInit(bare->session, &wanted, 1) == CKR_OK);
    BENCH_CHECK(bare->call->C_FindObjects(bare->session, &bare->key, 1, &count) == CKR_OK &&
                count == 1);
    bare->call->C_FindObjectsFinal(bare->session);
    bare->rsa = rsa;
}

static double
bare_seconds(struct bare *bare, const struct digest *digests)
{
    CK_MECHANISM how = {bare->rsa ? CKM_RSA_PKCS : CKM_ECDSA, NULL, 0};
    CK_BYTE input[DIGEST_INFO + SHA256_SIZE], value[512];
    size_t prefix = bare->rsa ? DIGEST_INFO : 0;
    double started = bench_clock();

    memcpy(input, digest_info, prefix);
    for (size_t i = 0; i < BATCH; i++) {
        CK_ULONG size = sizeof value;
        memcpy(input + prefix, digests[i].bytes, SHA256_SIZE);
        BENCH_CHECK(bare->call->C_SignInit(bare->session, &how, bare->key) == CKR_OK);
        BENCH_CHECK(bare->call->C_Sign(bare->session, input, prefix + SHA256_SIZE, value, &size) ==
                    CKR_OK);
    }
    return bench_clock() - started;
}

/* Every value is the certificate's, over its own digest. */
static void
check_values(const struct key *key, const struct digest *digests,
             const struct signature_value *values)
{
    struct error err;

    for (size_t i = 0; i < BATCH; i++)
        BENCH_CHECK(public_key_verify(key->chain->items[0]->key, &digests[i],
                                      (struct span){(const char *)values[i].bytes, values[i].size},
                                      &err) == OK);
}

/* Start, take all; checked when the watch has stopped, as the bare loop does not check. */
static double
batch_seconds(struct jobs *jobs, const struct key *key, const struct digest *digests, int round)
{
    AUTO(buffer) *message = buffer_new(WIRE_MESSAGE_MAX);
    static struct signature_value values[BATCH];
    char id[16];
    double started = bench_clock();
    struct error err;
    uint32_t from = 0;

    snprintf(id, sizeof id, "b-%d", round);
    BENCH_CHECK(jobs_start(jobs, span_of(id), &key->chain->items[0]->sha256,
                           (struct span){(const char *)digests, BATCH * sizeof *digests},
                           &err) == OK);
    while (from < BATCH) {
        struct wire_reader reader;
        BENCH_CHECK(jobs_poll(jobs, span_of(id), from, message, &err) == OK);
        wire_open(&reader, buffer_span(message));
        (void)wire_number(&reader);
        for (uint32_t left = wire_number(&reader); left > 0; left--, from++) {
            uint32_t item = wire_number(&reader);
            BENCH_CHECK(item < BATCH && wire_number(&reader) == OK);
            struct span value = wire_bytes(&reader, SIGNATURE_VALUE_MAX);
            memcpy(values[item].bytes, value.data, value.size);
            values[item].size = value.size;
        }
    }
    double taken = bench_clock() - started;
    check_values(key, digests, values);
    return taken;
}

static int
by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

int
main(int argc, char **argv)
{
    BENCH_CHECK(argc == 3);
    AUTO(keys) *keys = keys_new();
    AUTO(token_uri) *uri = NULL;
    struct token *token;
    struct bare bare = {0};
    struct digest digests[BATCH];
    double alone[ROUNDS], ours[ROUNDS];
    struct error err;

    BENCH_CHECK(token_uri_parse(argv[1], &uri, &err) == OK);
    BENCH_CHECK(token_find(argv[1], (struct span){0}, &token, &err) == OK);
    BENCH_CHECK(token_enter(token, secret_copy(argv[2], strlen(argv[2])), &err) == OK);
    BENCH_CHECK(keys_add_token(keys, token, &err) == OK);
    bool rsa = public_key_kind(keys->items[0].chain->items[0]->key) == KEY_RSA;
    open_bare(&bare, token_uri_module(uri), rsa);
    AUTO(jobs) *jobs = jobs_new(keys);
    for (size_t i = 0; i < BATCH; i++)
        digests[i] = sha256((struct span){(const char *)&i, sizeof i});
    for (int i = 0; i < ROUNDS; i++) {
        alone[i] = bare_seconds(&bare, digests);
        ours[i] = batch_seconds(jobs, &keys->items[0], digests, i);
    }
    qsort(alone, ROUNDS, sizeof *alone, by_size);
    qsort(ours, ROUNDS, sizeof *ours, by_size);
    bench_row(rsa ? "batch on SoftHSM2, RSA-2048" : "batch on SoftHSM2, P-256",
              BATCH / ours[ROUNDS / 2], "/s",
              (struct bench_beside){"a bare loop of C_Sign", BATCH / alone[ROUNDS / 2]},
              (struct bench_beside){0});
    return 0;
}
