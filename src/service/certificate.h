/* SPDX-License-Identifier: Apache-2.0
 *
 * The registry of certificates: registering a person's or a unit's, approving a school's seal
 * (CV2088 III.1: only then good for issuing), withdrawing.  Everything is an event that stays.
 *
 * A certificate is proven when its key signed a challenge of this instance: whoever brought it has
 * the key.  Nothing is refused for want of a proof (a key may be away, at a provider's), but what
 * is not proven is shown as such to whoever approves it.
 */
#ifndef HOCBA_SERVICE_CERTIFICATE_H
#define HOCBA_SERVICE_CERTIFICATE_H

#include "crypto/secret.h"
#include "service/school.h"
#include "store/certificates.h"

enum { CERTIFICATE_FILE_MAX = 64 * 1024, CERTIFICATE_DAYS_MAX = 3660 };

struct signer_session;

struct certificate_registration {
    struct span file;              /* PEM or DER */
    const char *login;             /* the holder: a person, or ... */
    const char *unit_code;         /* ... a unit, whose seal it is */
    const char *storage;           /* PKCS12, USB_TOKEN, REMOTE_SIGNING; NULL: PKCS12 */
    struct signer_session *prover; /* has the key and proves it now; NULL: not proven yet */
};

/* Is it a PKCS#12 file? Then a signer has to open it and say which certificate is inside. */
bool certificate_file_holds_key(struct span file);
/* INVALID with the reason: expired, an authority's, of somebody else; CONFLICT: registered;
 * NOT_FOUND: the prover does not have that key. Registered and proven, or neither. */
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

/* A registered one, by the key that the session has. */
MUST_CHECK enum status certificate_prove(struct app *app, const char *which,
                                         struct signer_session *prover,
                                         struct stored_certificate *certificate, struct error *err);

struct certificate_line {
    struct stored_certificate certificate;
    const char *holder;    /* name */
    const char *unit_code; /* of the holder or the holder's unit */
    struct certificate_events events;
    bool proven;                    /* there is a proof, and it holds (checked again) */
    struct certificate_proof proof; /* of what is proven */
};
struct certificate_lines {
    LIST(struct certificate_line) list;
};
/* unit_code NULL: of all units where the actor may see the registry. DENIED: nowhere, or not there.
 */
MUST_CHECK enum status certificates_list(struct app *app, const char *unit_code,
                                         struct certificate_lines *lines, struct error *err);
/* One, with its history. DENIED unless the actor may see the registry of its unit. */
MUST_CHECK enum status certificate_show(struct app *app, const char *which,
                                        struct certificate_line *line, struct error *err);

/* Seals that wait for the department's word, of the units where the actor may see them. */
MUST_CHECK enum status certificates_waiting(struct app *app, struct certificate_lines *lines,
                                            struct error *err);
/* May the actor approve and refuse it? */
bool certificate_may_decide(struct app *app, const struct stored_certificate *certificate);

struct certificate_expiry {
    struct certificate_line line;
    int days;     /* from today until the last day; below 0: expired */
    bool renewed; /* the holder has another one in use that ends later */
};
struct certificate_expiries {
    LIST(struct certificate_expiry) list;
};
/* What is in use and ends within so many days of the app's today, what is over first. */
MUST_CHECK enum status certificates_expiring(struct app *app, const char *unit_code, int days,
                                             struct certificate_expiries *expiring,
                                             struct error *err);

#endif
