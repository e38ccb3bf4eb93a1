/* SPDX-License-Identifier: Apache-2.0
 *
 * Reporting upwards as a queue (CV2088 II.2.2, II.2.3): once a unit has a peer, what it issues (and
 * a department also what it receives) is packed, signed with the unit's seal, sent, and asked for
 * until each record has its result.
 *
 * A packet is kept with its id before anything of it is sent, and each of its records is in no
 * other packet until it is refused (store/reports.h): whoever is killed anywhere goes on under the
 * same id, and nothing is sent under two.  What does not arrive is tried again after pauses that
 * double, with some chance in them, and not before the peer's Retry-After.  A refused record waits
 * for a person: its cause is mended, and report_again() lets it go out in a new packet; a
 * replacement of it is another record and goes out by itself.
 *
 * Requests to take reported records back (CV2088 II.2.6) go the same way: a school's before they
 * are decided, and what the receiver decides takes effect here under its sealed decision
 * (revocation_bring()); a department's once it has decided, so that the repository above follows.
 */
#ifndef HOCBA_SERVICE_REPORT_QUEUE_H
#define HOCBA_SERVICE_REPORT_QUEUE_H

#include "service/app.h"
#include "store/reports.h"

enum {
    REPORT_PAUSE_FIRST_S = 1,
    REPORT_PAUSE_LAST_S = 3600,
    REPORT_QUEUE_WAIT_MAX_S = 3600,
};

/* Where a unit reports to (peer->unit is its id), and by which seal; the password's first line is
 * kept in DIR/report. USAGE: the address would be read on the way, or the seal's passphrase is in
 * no file. */
MUST_CHECK enum status report_peer_set(struct app *app, const struct report_peer *peer,
                                       const char *password_file, struct error *err);
MUST_CHECK enum status report_peer_list(struct app *app, struct report_peers *peers,
                                        struct error *err);

struct report_pace {
    bool now;                    /* do not wait for the next try's time */
    int wait_s;                  /* for results, in all */
    bool (*stop)(void *context); /* asked between packets; may be NULL */
    void *context;
};
struct report_done {
    size_t made, ended, waiting; /* packets */
    size_t undecided;            /* packets with requests that nobody has decided yet */
    const char *trouble;         /* why something waits that might have gone: a sentence, or NULL */
};
/* Everything that is due now, of that unit (id) or of every one with a peer. A peer that does not
 * answer is no failure: `trouble` says so, and the packets wait. */
MUST_CHECK enum status report_run(struct app *app, const char *unit, const struct report_pace *pace,
                                  struct report_done *done, struct error *err);
/* Every refused record of the unit goes out again, in a new packet; so does what a department has
 * decided and the repository above has refused. */
MUST_CHECK enum status report_again(struct app *app, const char *unit, size_t *count,
                                    struct error *err);

/* The newest word about a record. */
enum report_word {
    REPORTED_WAITING,
    REPORTED_SENT,
    REPORTED_ACCEPTED,
    REPORTED_REFUSED,
    REPORT_WORDS
};
extern const char *const report_word_keys[REPORT_WORDS]; /* "waiting" "sent" ... */
const char *report_word_text(enum report_word word);     /* "chờ nộp" "đã nộp" ... */
MUST_CHECK enum status report_list(struct app *app, const char *unit, const char *year,
                                   struct report_rows *rows, struct error *err);

#endif
