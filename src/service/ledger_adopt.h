/* SPDX-License-Identifier: Apache-2.0
 *
 * After a restore: the ledger that came out of the backup is brought forward from a full copy, and
 * signs again only when nothing that was signed is missing (writer/writer.h, writer_adopt()).
 */
#ifndef HOCBA_SERVICE_LEDGER_ADOPT_H
#define HOCBA_SERVICE_LEDGER_ADOPT_H

#include "service/app.h"

struct adopt_order {
    const char *copy; /* a mirror's folder, or an http(s) address; NULL: nothing is missing */
    bool alone;       /* nobody outside ever saw this ledger: neither second place nor witness */
};
struct adopt_report {
    uint64_t before, after; /* leaves */
    bool final;             /* the newest checkpoint has its quorum */
};

/* The copy is audited from its first leaf, under ledger.policy where there is one, before anything
 * of it is taken. UNTRUSTED: it does not stand the audit, or is another ledger's; CORRUPT: it does
 * not lead on from what is here; CONFLICT: something that was signed would be missing, or nobody
 * can tell.  Unless OK, the ledger goes on refusing to sign. */
MUST_CHECK enum status ledger_adopt(struct app *app, const struct adopt_order *order,
                                    struct adopt_report *report, struct error *err);

#endif
