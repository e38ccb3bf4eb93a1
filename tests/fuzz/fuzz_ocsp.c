/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as an OCSP response: what was read lies within them, and nothing unsigned is good.
 */
#include <stdint.h>

#include "crypto/revocation.h"
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
check_parts(const struct ocsp_response *response, struct span whole)
{
    must_lie_within(response->signed_part, whole);
    must_lie_within(response->responder_name, whole);
    must_lie_within(response->responder_key, whole);
    must_lie_within(response->answers, response->signed_part);
    must_lie_within(response->nonce, response->signed_part);
    must_lie_within(response->signature, whole);
    must(response->certificate_count <= OCSP_CERTIFICATES_MAX);
    for (size_t i = 0; i < response->certificate_count; i++)
        must_lie_within(response->certificates[i], whole);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct certificate *root;
    struct span bytes = {(const char *)data, size};
    struct ocsp_response response;
    struct revocation_answer answer;
    struct error err = {0};

    if (root == NULL)
        must(certificate_parse_pem(SPAN(FUZZ_ANCHOR), &root, &err) == OK);
    struct revocation_question question = {
        .subject = root, .issuer = root, .existed_at = 1717128000, .now = 1717128000};
    if (ocsp_parse(bytes, &response, &err) == OK) {
        check_parts(&response, bytes);
        ocsp_answer(&response, &question, &answer);
        must(answer.sentence[0] != 0);
    } else
        must(err.message[0] != 0);
    ocsp_check(bytes, &question, NULL, NULL, &answer);
    must(answer.verdict == REVOCATION_UNUSABLE && answer.sentence[0] != 0);
    return 0;
}
