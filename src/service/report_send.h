/* SPDX-License-Identifier: Apache-2.0
 *
 * Sending the packets of report.h to a gateway (CV2088 II.2.2, II.2.3) and taking what became of
 * each record.  The paths below the peer's address: token, records, records/result.
 *
 * What is kept is in the packet's own folder: ID.xml, and ID.result.json once the gateway has
 * decided about every record; that is noted in the queue (store/reports.h), too.  A packet is
 * always sent under its own id, so a run that was killed anywhere is simply started again: the
 * gateway sees the same message, and what has its result is not sent at all.
 */
#ifndef HOCBA_SERVICE_REPORT_SEND_H
#define HOCBA_SERVICE_REPORT_SEND_H

#include "model/exchange_answer.h"
#include "service/app.h"

enum { REPORT_WAIT_MAX_S = 3600 };

struct report_sending {
    const char *unit;                 /* ma_don_vi: a code of this instance */
    const char *year;                 /* "2023-2024" */
    const char *url;                  /* https, or http to this machine */
    const char *user, *password_file; /* its first line; never shown, never kept */
    const char *ca_file;              /* PEM; NULL: the system's */
    const char **files;               /* ID.xml */
    size_t count;
    int wait_s; /* how long results are waited for, in all */
};

enum report_state { REPORT_WAITING, REPORT_ACCEPTED, REPORT_REFUSED, REPORT_STATE_COUNT };

struct report_outcome {
    const char *packet, *uuid;
    enum report_state state;
    const char *pupil_code, *error, *field, *description; /* as the gateway says; "" */
};

struct report_sent {
    LIST(struct report_outcome) list; /* one per record, in the packets' order */
    size_t counts[REPORT_STATE_COUNT];
};

/* USAGE: the address, or a file that is no packet's; DENIED: name or password; CONFLICT: the
 * gateway has another content under a packet's id; INVALID: it answers what nobody can read;
 * UNAVAILABLE: it does not answer. Packets before the one that failed keep their results. */
MUST_CHECK enum status report_send(struct app *app, const struct report_sending *sending,
                                   struct report_sent *sent, struct error *err);

#endif
