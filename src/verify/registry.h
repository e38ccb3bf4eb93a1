/* SPDX-License-Identifier: Apache-2.0
 *
 * The department's registry, believed only after its own signature verified to the anchors.
 */
#ifndef HOCBA_VERIFY_REGISTRY_H
#define HOCBA_VERIFY_REGISTRY_H

#include "verify/verify.h"
#include "xml/registry_xml.h"

/* Read and verify a registry file. UNTRUSTED: its signature, certificate (an organisation's with
 * the department's code) or chain is not good; INVALID: not such a file; UNDECIDED: its
 * certificate has expired or its chain is incomplete. Lives in the arena. */
MUST_CHECK enum status registry_read(struct span file, const struct anchors *anchors, int64_t now,
                                     struct arena *arena, const struct registry **registry,
                                     struct error *err);

const struct registry_data *registry_data(const struct registry *registry);

/* What is asked: may this certificate sign this at that moment? */
struct registry_question {
    const uint8_t *certificate_sha256; /* 32 bytes */
    enum signer_role role;
    const char *school_code, *year_name, *class_name;
    const char *subject_code; /* of a subject teacher, else NULL */
    struct moment at;         /* the claimed time */
    int64_t now; /* the time that matters while nothing proves that it existed before */
};

/* YES or NO with a sentence; UNKNOWN when the certificate was revoked after the
 * claimed time, because a claim does not prove that the signature was made before. */
enum check_result registry_ask(const struct registry *registry,
                               const struct registry_question *question, const char **reason);

#endif
