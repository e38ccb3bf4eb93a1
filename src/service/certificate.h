/* SPDX-License-Identifier: Apache-2.0
 *
 * The registry of certificates: registering a person's or a unit's, approving a school's seal
 * (CV2088 III.1: only then good for issuing), withdrawing.  Everything is an event that stays.
 */
#ifndef HOCBA_SERVICE_CERTIFICATE_H
#define HOCBA_SERVICE_CERTIFICATE_H

#include "crypto/secret.h"
#include "service/school.h"
#include "store/certificates.h"

enum { CERTIFICATE_FILE_MAX = 64 * 1024 };

struct certificate_registration {
    struct span file;      /* PEM or DER */
    const char *login;     /* the holder: a person, or ... */
    const char *unit_code; /* ... a unit, whose seal it is */
    const char *storage;   /* PKCS12, USB_TOKEN, REMOTE_SIGNING; NULL: PKCS12 */
};

/* Is it a PKCS#12 file? Then a signer has to open it and say which certificate is inside. */
bool certificate_file_holds_key(struct span file);
/* INVALID with the reason: expired, an authority's, of somebody else; CONFLICT: registered. */
MUST_CHECK enum status certificate_register(struct app *app,
                                            const struct certificate_registration *request,
                                            struct stored_certificate *registered,
                                            struct error *err);
/* event: CERTIFICATE_APPROVED, _REFUSED or _WITHDRAWN; the last two need a reason. `which`: an id,
 * or the beginning (8 digits or more) of the SHA-256. */
MUST_CHECK enum status certificate_decide(struct app *app, const char *which, const char *event,
                                          const char *reason,
                                          struct stored_certificate *certificate,
                                          struct error *err);

struct certificate_line {
    struct stored_certificate certificate;
    const char *holder;    /* name */
    const char *unit_code; /* of the holder or the holder's unit */
    struct certificate_events events;
};
struct certificate_lines {
    LIST(struct certificate_line) list;
};
/* unit_code NULL: of all units. */
MUST_CHECK enum status certificates_list(struct app *app, const char *unit_code,
                                         struct certificate_lines *lines, struct error *err);

#endif
