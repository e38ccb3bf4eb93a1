/* SPDX-License-Identifier: Apache-2.0
 *
 * A trust store from disk: one PEM file, or a folder with certificates and the table that says what
 * each is trusted for (crypto/trust.h, docs/trust.md).
 */
#ifndef HOCBA_SERVICE_TRUST_FOLDER_H
#define HOCBA_SERVICE_TRUST_FOLDER_H

#include "crypto/trust.h"

/* USAGE: what lies at `path` cannot be read as a trust store, and why. */
MUST_CHECK enum status trust_open(const char *path, struct trust **trust, struct error *err);

#endif
