/* SPDX-License-Identifier: Apache-2.0
 *
 * A gateway (docs/gateway.md: a token, transactions 1 to 6) for trying a supplier's
 * software, in memory, over real HTTP: whatever comes is looked at for every case of cases.h at
 * once and answered record by record as a department's gateway would.  Nothing is kept when it
 * ends.
 *
 * With faults, each new message is taken and the connection cut; the same message is then answered
 * with 503 and Retry-After, and taken when it comes the third time; the first question about it is
 * answered as if the token had ended.
 *
 * GET /report tells the report as JSON, at any time.
 */
#ifndef HOCBA_CONFORMANCE_GATEWAY_H
#define HOCBA_CONFORMANCE_GATEWAY_H

#include "conformance/cases.h"
#include "crypto/secret.h"
#include "crypto/trust.h"

enum {
    KIT_MESSAGES_MAX = 2000,
    KIT_RECORDS_MAX = 20000,
    KIT_TOKENS_MAX = 10000,
    KIT_RETRY_AFTER_S = 1,
};

struct gateway_order {
    const char *listen;      /* as web/server.h takes it */
    const char *user, *unit; /* who may send, and for whom (ma_don_vi) */
    const struct secret *password;
    const struct trust *trust; /* of the certificates in what is sent */
    bool faults;
    int64_t (*clock)(void);        /* seconds since 1970 */
    int64_t (*milliseconds)(void); /* of a clock that never goes back */
    void (*ready)(const char *address);
};

/* Until SIGTERM; then the report is whole. */
MUST_CHECK enum status gateway_play(const struct gateway_order *order,
                                    struct conformance_report *report, struct error *err);

#endif
