/* SPDX-License-Identifier: Apache-2.0
 *
 * Keeping the ledger up beside a server that runs: what was issued or decided while the ledger, its
 * lock or a witness was away is entered and cosigned by itself, a little later.  What waits longer
 * than the instance allows is an alarm, for the server's log and figures.  Beside that it looks at
 * what suppliers handed in, and hands in what a unit with a peer reports.
 */
#ifndef HOCBA_SERVICE_LEDGER_KEEPER_H
#define HOCBA_SERVICE_LEDGER_KEEPER_H

#include "service/app.h"

enum {
    KEEPER_PERIOD = 60, /* seconds between two looks, where ledger.period of DIR/settings and ... */
    KEEPER_ALARM = 2 * 3600, /* ... ledger.alarm say nothing */
};

/* An issued record that the ledger refuses. */
enum { REFUSED_RECORD_SIZE = 64, REFUSED_REASON_SIZE = 1536 };
struct refused_record {
    char record[REFUSED_RECORD_SIZE]; /* uuid */
    char reason[REFUSED_REASON_SIZE]; /* in words, with what to do */
};
enum { KEEPER_REFUSED = 16 }; /* so many are named */

/* How the ledger stands; as of the keeper's last look. */
struct ledger_state {
    int64_t waiting; /* records, decisions and changes of status that are not entered */
    int64_t refused; /* of them, what a rule of the ledger refuses: no waiting helps, and it is no
                        alarm, but told by itself */
    struct refused_record named[KEEPER_REFUSED]; /* the first ones that are records */
    size_t named_count;
    bool provisional;      /* the newest checkpoint has not its witnesses */
    int64_t behind_for;    /* seconds since any of it began, at least one; 0: all is well */
    bool alarm;            /* ... which is longer than the instance allows */
    bool unreachable;      /* the ledger itself could not be reached */
    int64_t unstamped_for; /* seconds since the first entry that is under no timestamp; 0: none */
};

struct ledger_keeper;

/* `options` of the instance, copied; `stopwatch` counts microseconds, of which only differences
 * matter; `told` is called from the keeper's thread when an alarm begins or ends (one line of JSON
 * without personal data), and may be NULL. UNAVAILABLE: no thread. */
MUST_CHECK enum status ledger_keeper_start(const struct app_options *options,
                                           int64_t (*stopwatch)(void),
                                           void (*told)(const char *line),
                                           struct ledger_keeper **keeper, struct error *err);
/* Waits until the look under way is over; NULL is a no-op. */
void ledger_keeper_free(struct ledger_keeper *keeper);
DEFINE_AUTO(ledger_keeper)

/* Look now: something was handed in. */
void ledger_keeper_wake(struct ledger_keeper *keeper);

void ledger_keeper_state(struct ledger_keeper *keeper, struct ledger_state *state);

#endif
