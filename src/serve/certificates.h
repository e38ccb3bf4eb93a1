/* SPDX-License-Identifier: Apache-2.0
 *
 * Certificates: /chung-thu with who can sign and who cannot yet (a school its own, a department all
 * of its schools and what waits for it), and one certificate with its history, where the
 * department's approver approves or refuses.  Works without JavaScript.
 */
#ifndef HOCBA_SERVE_CERTIFICATES_H
#define HOCBA_SERVE_CERTIFICATES_H

#include "model/role.h"
#include "serve/outcome.h"
#include "service/certificate.h"
#include "service/readiness.h"

visit_run certificates_page, certificate_page, certificate_take;

#define LOOKS_OVER_SCHOOLS                                                                         \
    (ROLE_BIT(ROLE_DEPARTMENT_ADMIN) | ROLE_BIT(ROLE_DEPARTMENT_APPROVER) |                        \
     ROLE_BIT(ROLE_DEPARTMENT_STAFF) | ROLE_BIT(ROLE_DEPARTMENT_SEAL_CLERK))

struct certificates_look {
    struct certificate_lines waiting;
    struct readiness_schools schools;
    bool only_waiting; /* only schools where somebody cannot sign yet */
};
struct certificate_look {
    struct certificate_line line;
    bool may_decide;
    struct notice notice;
};

/* The same for the API: serve/certificates_api.c. */
visit_run certificate_register_take;
void certificates_send(struct visit *visit, const struct certificates_look *look);
void certificate_send(struct visit *visit, const struct certificate_look *look);

const char *certificate_state_word(const struct visit *visit, const char *state);
const char *certificate_state_tone(const char *state);
const char *certificate_path(const struct visit *visit, const char *sha256);
struct date certificate_last_day(const struct stored_certificate *certificate);
const char *readiness_tone(const struct readiness_row *row);

#endif
