/* SPDX-License-Identifier: Apache-2.0
 *
 * The second place: outside the home, on another disk or host, it holds the last checkpoint that
 * was signed, and nothing else.  It is compared and swapped before each signature, so that a ledger
 * which was restored from an old copy, or two writers of one ledger, cannot sign two histories.
 *
 * A folder, or an address ("https://..."): then it is asked with GET and changed with PUT on
 * condition that it still is what was read (docs/ledger.md section 7), by whoever the writer is
 * given for that.
 */
#ifndef HOCBA_WRITER_PLACE_H
#define HOCBA_WRITER_PLACE_H

#include "ledger/checkpoint.h"

enum { PLACE_NAME_SIZE = 16 + sizeof ".checkpoint", PLACE_ETAG_MAX = 255 };

/* One question to a place by address. */
struct place_request {
    const char *url;
    bool put;
    const char *seen; /* of a PUT: the ETag that must still be there; NULL: nothing may be there */
    struct span body;
};
struct place_answer {
    int code;         /* HTTP's */
    const char *etag; /* NULL: none */
    struct span body;
};
/* OK: there is an answer, whatever its code; UNAVAILABLE: none, and nobody knows whether a PUT
 * arrived. */
typedef enum status place_exchange(void *context, const struct place_request *request,
                                   struct arena *arena, struct place_answer *answer,
                                   struct error *err);

struct place_plan {
    const char *where;        /* a folder, or an address */
    place_exchange *exchange; /* of an address */
    void *context;
};

struct place;

bool place_is_address(const char *where);
/* What the checkpoint of this origin is called there. */
void place_name(struct span origin, char name[PLACE_NAME_SIZE]);

/* Take the place of this origin for this process. NOT_FOUND: no such folder; CONFLICT: another
 * process has it. An address is not asked yet. */
MUST_CHECK enum status place_open(const struct place_plan *plan, struct span origin,
                                  struct place **place, struct error *err);
void place_free(struct place *place); /* NULL is a no-op */
DEFINE_AUTO(place)

/* What was put there last, in the arena; NOT_FOUND: nothing yet. INVALID: it is no checkpoint of
 * this origin; UNAVAILABLE: it does not say. */
MUST_CHECK enum status place_read(struct place *place, struct arena *arena,
                                  struct checkpoint *checkpoint, struct error *err);
/* Put this one there, durably, instead of what was read last, which the caller has compared.
 * CONFLICT: something else stands there by now: read and compare again; UNAVAILABLE: perhaps it
 * stands there, perhaps not: the next place_read() tells. */
MUST_CHECK enum status place_swap(struct place *place, const struct checkpoint *checkpoint,
                                  struct error *err);
/* The last question to it was not answered. */
bool place_is_silent(const struct place *place);

#endif
