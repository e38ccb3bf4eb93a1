/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as a certificate and as anchors: what was read parses to the same again from its own
 * DER and PEM.
 */
#include <stdint.h>

#include "base/unicode.h"
#include "crypto/anchors.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool holds)
{
    if (!holds)
        __builtin_trap();
}

static void
check_text(const char *text)
{
    must(!text || utf8_is_valid(span_of(text)));
}

static void
check_certificate(const struct certificate *certificate)
{
    AUTO(certificate) *again = NULL;
    AUTO(buffer) *pem = buffer_new(CERTIFICATE_PEM_MAX);
    struct error err = {0};

    must(certificate->der.size <= CERTIFICATE_DER_MAX && certificate->key);
    must(certificate->subject && certificate->issuer && certificate->common_name);
    must(certificate->policy_count <= CERTIFICATE_POLICIES_MAX);
    check_text(certificate->subject);
    check_text(certificate->issuer);
    check_text(certificate->common_name);
    check_text(certificate->organisation);
    check_text(certificate_number(certificate));
    must(!certificate->person_number || strlen(certificate->person_number) == 12);
    certificate_write_pem(certificate, pem);
    must(certificate_parse_pem(buffer_span(pem), &again, &err) == OK);
    must(span_equal(again->der, certificate->der));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO(certificate) *certificate = NULL;
    AUTO(anchors) *anchors = NULL;
    struct span bytes = {(const char *)data, size};
    struct error err = {0};

    if (certificate_parse(bytes, &certificate, &err) == OK)
        check_certificate(certificate);
    if (anchors_parse(bytes, &anchors, &err) != OK)
        return 0;
    must(anchors_count(anchors) > 0 && anchors_count(anchors) <= ANCHORS_MAX);
    for (size_t i = 0; i < anchors_count(anchors); i++) {
        const struct certificate *one = anchors_at(anchors, i);
        check_certificate(one);
        must(anchors_find(anchors, &one->sha256) != NULL);
    }
    return 0;
}
