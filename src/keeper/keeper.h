/* SPDX-License-Identifier: Apache-2.0
 *
 * A ledger's writer that several instances hand in to: one at a time, from any thread.  It holds
 * the ledger as long as it lives, asks the witnesses by itself until the newest checkpoint has its
 * quorum, and once a day writes a snapshot where something was entered.
 */
#ifndef HOCBA_KEEPER_KEEPER_H
#define HOCBA_KEEPER_KEEPER_H

#include "keeper/clients.h"

enum {
    KEEPER_LOOK = 2,         /* seconds between two looks whether a witness is to be asked */
    KEEPER_RETRY = 20,       /* seconds before one that was silent is asked again */
    KEEPER_SNAPSHOT = 86400, /* seconds between two snapshots */
    KEEPER_LIST_AGE = 60,    /* seconds for which a status list is handed out again */
    KEEPER_LISTS = 8,        /* that are kept for it: the whole, and so many years less one */
};

struct keeper;

struct keeper_plan {
    const char *folder;           /* of the ledger (writer/writer.h) */
    const char *clients;          /* the file of clients */
    struct writer_options writer; /* `ask` is also used later, by one thread at a time,
                                     while others read and hand in */
};

/* As writer_open(). */
MUST_CHECK enum status keeper_open(const struct keeper_plan *plan, struct keeper **keeper,
                                   struct error *err);
void keeper_free(struct keeper *keeper); /* NULL is a no-op */
DEFINE_AUTO(keeper)

/* Take in what the client of this token hands in (writer/hand_in.h), and append the answer.  With
 * no entry at all: ask the witnesses now, and say how the ledger stands.  DENIED: not this client,
 * or not this entry: nothing is written; INVALID: malformed; CONFLICT: the ledger signs nothing. */
MUST_CHECK enum status keeper_append(struct keeper *keeper, const char *token, struct span body,
                                     struct buffer *answer, struct error *err);

/* Whether pupils have a valid record already (writer/hand_in.h), for a client of this token: it
 * learns no more than handing in would tell it.  As keeper_append(). */
MUST_CHECK enum status keeper_ask_slots(struct keeper *keeper, const char *token, struct span body,
                                        struct buffer *answer, struct error *err);

/* What everybody may read. NOT_FOUND: there is none. */
void keeper_origin(const struct keeper *keeper, struct buffer *out);
MUST_CHECK enum status keeper_checkpoint(struct keeper *keeper, struct buffer *out,
                                         struct error *err);
MUST_CHECK enum status keeper_tile(struct keeper *keeper, const struct tile *tile,
                                   struct buffer *out, struct error *err);
MUST_CHECK enum status keeper_checkpoint_before(struct keeper *keeper, uint64_t index,
                                                struct buffer *out, struct error *err);
MUST_CHECK enum status keeper_prove(struct keeper *keeper, uint64_t index, struct buffer *out,
                                    struct error *err);
/* What was entered in the school year that begins in `year`; KEEPER_WHOLE: all of it. */
enum { KEEPER_WHOLE = 0 };
MUST_CHECK enum status keeper_list_statuses(struct keeper *keeper, int year, struct buffer *out,
                                            struct error *err);

#endif
