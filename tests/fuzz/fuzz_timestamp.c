/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as a time-stamp token and as a TSA's reply: what was read lies within them, and
 * nothing unsigned proves a time.
 */
#include <stdint.h>

#include "crypto/timestamp.h"
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
check_token(const struct timestamp *stamp, struct span whole, const struct certificate *root)
{
    struct error err = {0};
    must_lie_within(stamp->token, whole);
    must_lie_within(stamp->imprint, stamp->cms.content);
    must_lie_within(stamp->nonce, stamp->cms.content);
    must_lie_within(stamp->serial, stamp->cms.content);
    must(stamp->imprint.size == hash_size(stamp->imprint_kind));
    must(stamp->imprint_kind != HASH_SHA1 && stamp->accuracy_ms >= 0);
    must(timestamp_check_value(stamp, SPAN("chữ ký"), root, &err) == UNTRUSTED);
    must(err.message[0] != 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct certificate *root;
    struct span bytes = {(const char *)data, size};
    struct timestamp stamp;
    struct timestamp_request request = {.imprint = sha256(SPAN("chữ ký"))};
    struct error err = {0};

    if (root == NULL)
        must(certificate_parse_pem(SPAN(FUZZ_ANCHOR), &root, &err) == OK);
    if (timestamp_parse(bytes, &stamp, &err) == OK)
        check_token(&stamp, bytes, root);
    if (timestamp_read_reply(bytes, &request, &stamp, &err) == OK)
        check_token(&stamp, bytes, root);
    return 0;
}
