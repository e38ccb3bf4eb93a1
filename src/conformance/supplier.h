/* SPDX-License-Identifier: Apache-2.0
 *
 * A supplier's software as a gateway meets it (docs/gateway.md), on purpose with all the mistakes
 * that such software makes: every case of cases.h that a gateway must answer is sent once, and what
 * it answers is compared.  The right packet is really handed in, so the gateway should be one for
 * training, or keep these records anyway.
 */
#ifndef HOCBA_CONFORMANCE_SUPPLIER_H
#define HOCBA_CONFORMANCE_SUPPLIER_H

#include "conformance/cases.h"
#include "conformance/packets.h"

enum { SUPPLIER_RECORDS_MIN = 2, SUPPLIER_WAIT_MAX_S = 3600 };

struct supplier_order {
    const char *url; /* https, or http to this machine */
    const char *ca_file;
    const char *user, *unit;
    const struct secret *password;
    int year;                              /* 2023 is 2023-2024 */
    struct signer_session *session;        /* signs packets ... */
    const struct certificate_chain *chain; /* ... with this key of it */
    const struct span *files;              /* right records, at least SUPPLIER_RECORDS_MIN */
    size_t count;
    int wait_s; /* for results, in all */
    bool (*wait)(void *context, unsigned ms);
    int64_t (*clock)(void); /* seconds since 1970 */
};

/* The report tells what was met and what not; OK means that it is whole. UNAVAILABLE: nobody
 * answers there; DENIED: name or password are refused, so that nothing can be asked; INVALID: a
 * file is no record. */
MUST_CHECK enum status supplier_play(const struct supplier_order *order,
                                     struct conformance_report *report, struct error *err);

#endif
