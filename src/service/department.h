/* SPDX-License-Identifier: Apache-2.0
 *
 * The managing level's own keys: whose seal a certificate is, and whether it may still be used.
 */
#ifndef HOCBA_SERVICE_DEPARTMENT_H
#define HOCBA_SERVICE_DEPARTMENT_H

#include "crypto/certificate.h"
#include "service/app.h"
#include "store/certificates.h"
#include "store/units.h"

/* DENIED with the sentence: withdrawn, refused, not valid yet or expired. */
MUST_CHECK enum status department_check_usable(const struct app *app,
                                               const struct stored_certificate *stored,
                                               const struct certificate *certificate,
                                               struct error *err);
/* The department whose seal this is; DENIED: it is not registered, not a department's, or not
 * usable. */
MUST_CHECK enum status department_of_seal(struct app *app, const struct certificate *seal,
                                          struct unit *department, struct error *err);

/* The department that a unit is or stands below today, whoever is between; id NULL: none. */
MUST_CHECK enum status department_above(struct app *app, const char *unit, struct unit *department,
                                        struct error *err);

#endif
