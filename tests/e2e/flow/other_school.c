/* SPDX-License-Identifier: Apache-2.0
 *
 * The seal of another school, from a root of its own; and what it can do to a record.
 *
 *     other_school make DIR           writes root.pem, seal.pem, seal.p12, seal.pin; training ones
 *     other_school sign DIR IN OUT    signs the record IN as the school with DIR/seal.p12
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "crypto/pkcs12.h"
#include "tests/support/signed_record.h"

#define PIN "20240531"

static void
must(enum status status, const struct error *err)
{
    if (status == OK)
        return;
    fprintf(stderr, "other_school: %s [%s]\n", err->message, err->detail);
    exit(1);
}

static void
write_file(const char *folder, const char *name, struct span bytes)
{
    char path[512];
    struct error err;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    must(file_write(path, bytes, 0600, &err), &err);
}

static struct span
read_file(struct arena *arena, const char *path)
{
    struct span bytes;
    struct error err;

    must(file_read(arena, path, XML_DOCUMENT_MAX, &bytes, &err), &err);
    return bytes;
}

static struct signer *
open_seal(struct arena *arena, const char *folder)
{
    AUTO(secret) *pin = secret_copy(PIN, strlen(PIN));
    struct span file = read_file(arena, arena_printf(arena, "%s/seal.p12", folder));
    struct signer *signer = NULL;
    struct error err;

    must(signer_open_file(file, pin, &signer, &err), &err);
    return signer;
}

static void
make(const char *folder)
{
    static const struct certificate_request request = {.kind = CERTIFICATE_ORGANISATION,
                                                       .common_name = "Trường Tiểu học Bạch Đằng",
                                                       .organisation = "Trường Tiểu học Bạch Đằng",
                                                       .tax_code = "5700000009",
                                                       .school_code = "22193402",
                                                       .training = true};
    AUTO(arena) *arena = arena_new();
    AUTO(test_pki) *pki = test_pki_new("Hai", true);
    AUTO(buffer) *file = test_pki_pkcs12(pki, KEY_P256, &request, PIN);
    AUTO(buffer) *pem = buffer_new(CERTIFICATE_PEM_MAX);

    write_file(folder, "root.pem", buffer_span(pki->root_pem));
    write_file(folder, "seal.p12", buffer_span(file));
    write_file(folder, "seal.pin", SPAN(PIN));
    AUTO(signer) *seal = open_seal(arena, folder);
    const struct certificate_chain *chain = signer_chain(seal);
    for (size_t i = 0; i < chain->count; i++)
        certificate_write_pem(chain->items[i], pem);
    write_file(folder, "seal.pem", buffer_span(pem));
}

static void
sign(const char *folder, const char *from, const char *to)
{
    AUTO(arena) *arena = arena_new();
    AUTO(signer) *seal = open_seal(arena, folder);
    struct span file = read_file(arena, from);
    struct error err;

    file = test_sign(arena, file, seal, SIGNER_SCHOOL, NULL, PKI_NOW + 3600);
    must(file_write(to, file, 0600, &err), &err);
}

int
main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "make") == 0)
        make(argv[2]);
    else if (argc == 5 && strcmp(argv[1], "sign") == 0)
        sign(argv[2], argv[3], argv[4]);
    else
        return fputs("usage: other_school make DIR | sign DIR IN OUT\n", stderr), 2;
    return 0;
}
