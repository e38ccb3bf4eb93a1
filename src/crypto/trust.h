/* SPDX-License-Identifier: Apache-2.0
 *
 * The trust store: anchors by what they are trusted for, each from a day to a day.  It comes from
 * one PEM (trusted for everything, always) or from a folder whose table says what each file is
 * for; the folder is read by who has files, here come bytes.  Never the system's store.
 * Immutable after parsing; may be used by several threads.  docs/trust.md is the operator's guide.
 *
 * The table is UTF-8, a line per anchor, fields parted by tabs, '#' begins a comment:
 *     file <tab> SHA-256 of the certificate <tab> purposes <tab> from <tab> to
 * purposes: one or several of signers, tsa, ocsp, parted by commas.  from and to are days
 * (2024-01-31, whole days in Vietnam, both inclusive) or "-" for no bound: outside them what an
 * anchor vouches for counts as under no anchor.  The fingerprint is what the operator compared
 * with the authority's publication; another one in the file is refused.
 */
#ifndef HOCBA_CRYPTO_TRUST_H
#define HOCBA_CRYPTO_TRUST_H

#include "crypto/anchors.h"

enum { TRUST_TABLE_MAX = 64 * 1024 };
#define TRUST_TABLE_NAME "anchors.tsv"

enum trust_purpose { TRUST_SIGNERS, TRUST_TSA, TRUST_OCSP, TRUST_PURPOSES };

struct trust;

/* One file of the folder; PEM or DER. */
struct trust_file {
    const char *name;
    struct span bytes;
};

/* Every certificate of a PEM, for every purpose. USAGE as anchors_parse(). */
MUST_CHECK enum status trust_parse_pem(struct span pem, struct trust **trust, struct error *err);
/* A table and the files it names. USAGE with the line: a file missing, another fingerprint, an
 * unknown purpose, a malformed day. */
MUST_CHECK enum status trust_parse_table(struct span table, const struct trust_file *files,
                                         size_t count, struct trust **trust, struct error *err);
void trust_free(struct trust *trust); /* NULL is a no-op */
DEFINE_AUTO(trust)

/* The anchors for a purpose, owned by the store; perhaps none. */
const struct anchors *trust_anchors(const struct trust *trust, enum trust_purpose purpose);

#endif
