/* SPDX-License-Identifier: Apache-2.0
 *
 * A trust store from disk: one PEM file, or a folder with certificates and the table that says what
 * each is trusted for (crypto/trust.h, docs/trust.md).
 */
#ifndef HOCBA_SERVICE_TRUST_FOLDER_H
#define HOCBA_SERVICE_TRUST_FOLDER_H

#include "crypto/trust.h"

/* The bytes as they lie there: one PEM, or a table and the files that it names. */
struct trust_bytes {
    struct span pem;   /* data NULL: a folder */
    struct span table; /* data NULL: one PEM */
    const struct trust_file *files;
    size_t count;
};

/* USAGE: what lies at `path` cannot be read. */
MUST_CHECK enum status trust_read(const char *path, struct arena *arena, struct trust_bytes *bytes,
                                  struct error *err);
/* USAGE: what lies at `path` cannot be read as a trust store, and why. */
MUST_CHECK enum status trust_open(const char *path, struct trust **trust, struct error *err);

#endif
