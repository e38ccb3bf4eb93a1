/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as a revocation list: what was read lies within them, and nothing unsigned is good.
 */
#include <stdint.h>

#include "crypto/crl.h"
#include "tests/fuzz/anchor.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool holds)
{
    if (!holds)
        __builtin_trap();
}

static void
must_lie_within(struct span part, struct span whole)
{
    must(part.data == NULL || (part.data >= whole.data && part.size <= whole.size &&
                               part.data + part.size <= whole.data + whole.size));
}

static void
check_parts(const struct crl *crl, struct span whole, const struct certificate *subject)
{
    struct crl_entry entry;
    bool malformed;
    const struct span parts[] = {crl->issuer, crl->entries, crl->number, crl->base_number,
                                 crl->scope,  crl->point,   crl->key_id};
    must_lie_within(crl->signed_part, whole);
    must_lie_within(crl->signature, whole);
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        must_lie_within(parts[i], crl->signed_part);
    must((crl->reasons & ~(unsigned)CRL_ALL_REASONS) == 0);
    if (crl_find_entry(crl, subject, &entry, &malformed))
        must_lie_within(entry.serial, crl->entries);
    must(!crl_is_delta_of(crl, crl));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct certificate *root;
    struct span bytes = {(const char *)data, size};
    struct crl crl;
    struct revocation_answer answer;
    struct error err = {0};

    if (root == NULL)
        must(certificate_parse_pem(SPAN(FUZZ_ANCHOR), &root, &err) == OK);
    struct revocation_question question = {
        .subject = root, .issuer = root, .existed_at = 1717128000, .now = 1717128000};
    if (crl_parse(bytes, &crl, &err) == OK) {
        check_parts(&crl, bytes, root);
        crl_answer(&crl, &question, &answer);
        must(answer.sentence[0] != 0);
    } else
        must(err.message[0] != 0);
    crl_check(bytes, &question, &answer);
    must(answer.verdict == REVOCATION_UNUSABLE && answer.sentence[0] != 0);
    return 0;
}
