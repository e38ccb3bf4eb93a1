/* SPDX-License-Identifier: Apache-2.0
 *
 * The key of a signing service that a test plays (remote_peer.py): reads lines `own HEX` or
 * `other HEX`, and answers each with the base64 of the signature over that SHA-256 by the PKCS#12's
 * key, or by another one of the same kind.
 *
 * usage: digest_signer KEY.p12 PIN_FILE
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/encode.h"
#include "base/file.h"
#include "crypto/ecdsa_value.h"
#include "crypto/pkcs12.h"

static void
must(enum status status, const struct error *err)
{
    if (status == OK)
        return;
    fprintf(stderr, "digest_signer: %s [%s]\n", err->message, err->detail);
    exit(1);
}

/* ECDSA as DER, as services return it. */
static void
answer(const struct private_key *key, const struct digest *digest)
{
    AUTO(arena) *arena = arena_new();
    struct signature_value value;
    uint8_t der[ECDSA_DER_MAX];
    struct error err;
    size_t size;

    must(private_key_sign(key, digest, &value, &err), &err);
    if (private_key_kind(key) == KEY_P256 && ecdsa_value_to_der(value.bytes, der, &size))
        puts(base64_write(arena, der, size));
    else
        puts(base64_write(arena, value.bytes, value.size));
    fflush(stdout);
}

int
main(int argc, char **argv)
{
    AUTO(arena) *arena = arena_new();
    AUTO(private_key) *own = NULL, *other = NULL;
    AUTO(certificate_chain) *chain = NULL;
    AUTO(secret) *pin = NULL;
    char word[8], hex[SHA256_HEX_SIZE];
    struct digest digest;
    struct span file;
    struct error err;

    if (argc != 3)
        return 2;
    must(file_read(arena, argv[1], PKCS12_MAX, &file, &err), &err);
    must(secret_read_line(argv[2], &pin, &err), &err);
    must(pkcs12_parse(file, pin, &own, &chain, &err), &err);
    must(private_key_make(private_key_kind(own), RSA_BITS_MIN, &other, &err), &err);
    while (scanf("%7s %64s", word, hex) == 2) {
        if (!digest_parse_hex(span_of(hex), &digest))
            return 1;
        answer(word[1] == 'w' ? own : other, &digest);
    }
    return 0;
}
