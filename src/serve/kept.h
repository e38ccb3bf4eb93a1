/* SPDX-License-Identifier: Apache-2.0
 *
 * Pages that are ready: of the routes marked `kept`, in the server's memory, with their gzip.
 *
 * ONE rule says when a page may be given again: to the same session, for the same address, in the
 * same language, while nothing at all was committed to the database since before its making began
 * (store/watch.h asks the database; whoever wrote), on the same day, and before its session must be
 * kept as seen or ends.  So every right, value, decision and session that a page was made from is
 * still the same, and what its making wrote into the access log is there and durable: had it been
 * written only then, that commit would have ended the page.
 *
 * A route may be marked when its page follows from exactly that: session, address, language,
 * database and day; not from files, the request's other headers, or the hour.  (The count of news
 * beside the menu forgets a notice after NOTICE_DAYS to the second: a kept page may still count it
 * for up to SESSION_SEEN_SECONDS.)
 *
 * A page given again bears the same masked token as before.  The mask is against guessing the token
 * from the lengths of many pages that differ in what a stranger chose (BREACH): each of those has
 * another address, is made anew, and has a mask of its own.
 */
#ifndef HOCBA_SERVE_KEPT_H
#define HOCBA_SERVE_KEPT_H

#include "crypto/hash.h"
#include "serve/visit.h"

enum {
    KEPT_PAGES = 1024,                 /* places; a page may push another out of its own */
    KEPT_PAGE_MAX = 512 * 1024,        /* a longer one is made each time */
    KEPT_BYTES_MAX = 16 * 1024 * 1024, /* of all; then all are forgotten */
};

struct kept;
/* `store`: the place of the database. */
struct kept *kept_new(const char *store);
void kept_free(struct kept *kept); /* NULL is a no-op */
DEFINE_AUTO(kept)

/* What was asked for and when, from kept_give() to kept_add(). */
struct kept_claim {
    struct digest key;
    int64_t number, at; /* what was committed then (store/watch.h); seconds; 0: not to be kept */
};

/* Answer with the kept page. False: it is to be made; kept_add() then takes the claim. */
bool kept_give(struct kept *kept, struct visit *visit, struct kept_claim *claim);
/* Keep what was answered, if it is a page for a session. */
void kept_add(struct kept *kept, struct visit *visit, const struct kept_claim *claim);

#endif
