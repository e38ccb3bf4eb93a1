/* SPDX-License-Identifier: Apache-2.0
 *
 * Records made, validated against the XSD, signed by three,, per second;
 * beside the same number of raw signatures (`openssl speed`'s operation, in this process).
 */
#include "bench/bench.h"
#include "bench/school.h"
#include "xml/schema.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

struct making {
    struct bench_school *school;
    size_t next;
    bool check, sign;
};

static void
make_record(void *context)
{
    struct making *making = context;
    AUTO(arena) *arena = arena_new();
    struct error err = {0};
    struct span file = bench_make(making->school, making->next++, arena);

    if (making->check)
        BENCH_CHECK(schema_check(file, &err) == OK);
    if (making->sign)
        bench_sign(making->school, file, arena);
}

/* The physical limit: one signature with a context that is ready. */
struct raw {
    EVP_PKEY_CTX *context;
    unsigned char digest[32], value[512];
};

static void
sign_raw(void *context)
{
    struct raw *raw = context;
    size_t size = sizeof raw->value;

    BENCH_CHECK(EVP_PKEY_sign(raw->context, raw->value, &size, raw->digest, 32) == 1);
}

static double
raw_seconds(enum key_kind kind)
{
    struct raw raw = {0};
    EVP_PKEY *key = kind == KEY_RSA ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256");

    BENCH_CHECK(key && (raw.context = EVP_PKEY_CTX_new(key, NULL)));
    BENCH_CHECK(EVP_PKEY_sign_init(raw.context) == 1);
    BENCH_CHECK(EVP_PKEY_CTX_set_signature_md(raw.context, EVP_sha256()) == 1);
    double seconds = bench_seconds(sign_raw, &raw);
    EVP_PKEY_CTX_free(raw.context);
    EVP_PKEY_free(key);
    return seconds;
}

int
main(void)
{
    static const struct {
        enum key_kind kind;
        const char *name;
    } kinds[] = {{KEY_P256, "P-256"}, {KEY_RSA, "RSA-2048"}};

    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        struct bench_school *school = bench_school_new(kinds[i].kind);
        struct making making = {.school = school};
        double made = bench_seconds(make_record, &making);
        making.check = true;
        double checked = bench_seconds(make_record, &making);
        making.sign = true;
        double all = bench_seconds(make_record, &making);
        double limit = 3 * raw_seconds(kinds[i].kind);
        char what[128];
        if (i == 0)
            bench_row("records written as XML", 1 / made, "/s", (struct bench_beside){0},
                      (struct bench_beside){0});
        if (i == 0)
            bench_row("... and validated against the XSD", 1 / checked, "/s",
                      (struct bench_beside){0}, (struct bench_beside){0});
        snprintf(what, sizeof what, "... and signed by three, %s", kinds[i].name);
        bench_row(what, 1 / all, "/s", (struct bench_beside){0},
                  (struct bench_beside){"3 raw signatures", 1 / limit});
        snprintf(what, sizeof what, "the three signatures alone, each checked, %s", kinds[i].name);
        bench_row(what, 1 / (all - checked), "/s", (struct bench_beside){0},
                  (struct bench_beside){"3 raw signatures", 1 / limit});
        bench_school_free(school);
    }
    return 0;
}
