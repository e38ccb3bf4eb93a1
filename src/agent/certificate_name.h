/* SPDX-License-Identifier: Apache-2.0
 *
 * The name that a certificate gives its holder, for the window that asks: the subject's commonName
 * (RFC 5280 4.1.2.6), read from DER with bounds and without a library.  Nothing is decided by it;
 * the certificate is known by its SHA-256.
 */
#ifndef HOCBA_AGENT_CERTIFICATE_NAME_H
#define HOCBA_AGENT_CERTIFICATE_NAME_H

#include "base/text.h"

/* UTF-8 without control characters; NULL when there is none that we can read. */
const char *certificate_holder(struct span der, struct arena *arena);

#endif
