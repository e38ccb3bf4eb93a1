/* SPDX-License-Identifier: Apache-2.0
 *
 * What packets in files (report.c) and packets in the queue (report_queue.c) share: whose key may
 * sign one, and signing it.
 */
#ifndef HOCBA_SERVICE_REPORT_INSIDE_H
#define HOCBA_SERVICE_REPORT_INSIDE_H

#include "service/app.h"
#include "sign/packet_write.h"
#include "signers/signer.h"
#include "store/units.h"

enum { REPORT_LIST_MAX = CONTENT_MAX - PACKET_SIGNATURE_MAX }; /* bytes of a list to be signed */

struct report_key {
    struct signer_session *session;
    const struct certificate *signer; /* the session's */
    struct xades_identity *identity;  /* to be freed by who chose it */
};

/* The key of what this unit sends. DENIED: neither the school's approved seal nor its
 * department's; of a department: not its own. */
MUST_CHECK enum status report_key_choose(struct app *app, const struct unit *unit,
                                         struct signer_session *session,
                                         const struct digest *certificate, struct report_key *key,
                                         struct error *err);
/* Append the signed packet; what was appended verifies. `title`: for whoever confirms. */
MUST_CHECK enum status report_sign(struct app *app, const struct report_key *key, const char *title,
                                   struct span list, struct arena *arena, struct buffer *out,
                                   struct error *err);

#endif
