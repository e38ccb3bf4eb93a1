/* SPDX-License-Identifier: Apache-2.0
 *
 * A document that registers a certificate (docs/gateway.md, transaction 3): signed as a whole by
 * the key of the certificate which it brings, so that whoever made it has that key.
 */
#ifndef HOCBA_VERIFY_STATEMENT_H
#define HOCBA_VERIFY_STATEMENT_H

#include "verify/foreign.h"

struct statement {
    struct span certificate; /* DER */
    const char *sha256;      /* of it */
    enum check_result trusted;
    const char *trust_reason;
};

/* INVALID: it is no such document. `settings` as for verify_foreign(). */
MUST_CHECK enum status verify_statement(struct span document,
                                        const struct foreign_settings *settings,
                                        struct arena *arena, struct statement *statement,
                                        struct error *err);
/* Is the serial number as somebody writes it that of the certificate? Case, colons and leading
 * zeros do not count. */
bool statement_is_serial(const char *given, const char *hex);

#endif
