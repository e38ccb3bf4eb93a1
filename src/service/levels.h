/* SPDX-License-Identifier: Apache-2.0
 *
 * Raising issued records from B-B to B-T and B-LT, after the fact and in the
 * background: a timestamp for every signature, then the revocation data of
 * every certificate.  Records are issued without waiting for any of it: an
 * authority that is silent leaves "level pending", nothing more.
 *
 * What comes is checked before it is kept (the token by its signature and its
 * path to the anchors, the response by its responder) and kept at once, each
 * thing in a transaction of its own: a run that is killed loses what was on its
 * way, nothing else, and the next run goes on from there.
 *
 * DIR/settings says where: tsa.url (several lines), tsa.anchors (PEM of the
 * roots that authorities and signers are under), tsa.timeout (seconds),
 * ocsp.url and crl.url (instead of the addresses in the certificates).  A
 * training instance with DIR/pki/tsa.p12 is its own authority, on its own
 * clock.
 */
#ifndef HOCBA_SERVICE_LEVELS_H
#define HOCBA_SERVICE_LEVELS_H

#include "service/app.h"
#include "store/levels.h"

struct levels_order {
    const char *class_id; /* NULL: every class */
    bool all;             /* also those whose next try is not due yet */
};

struct levels_report {
    size_t stamped;     /* records that came to B-T */
    size_t raised;      /* records that came to B-LT */
    size_t waiting;     /* records that stay below, each with its reason in the store */
    const char *reason; /* the first of those reasons, or NULL */
};

/* Whether this instance has an authority to ask. */
MUST_CHECK enum status levels_configured(struct app *app, bool *configured, struct error *err);
/* Raise what is due, all of it; OK also when an authority is silent. USAGE:
 * none is configured, or its anchors cannot be read; DENIED: only who may issue
 * records. */
MUST_CHECK enum status levels_run(struct app *app, const struct levels_order *order,
                                  struct levels_report *report, struct error *err);

enum { LEVELS_LISTED_MAX = 1000 };
/* Records below B-LT, the longest waiting first, at most LEVELS_LISTED_MAX, and
 * the counts of all.
 */
MUST_CHECK enum status levels_list(struct app *app, struct level_rows *rows,
                                   struct level_counts *counts, struct error *err);

/* Append an issued record at the highest level that its proofs allow and `most`
 * permits (LEVEL_B_B, LEVEL_B_T, LEVEL_B_LT; NULL: any). `level` says which it
 * became. */
MUST_CHECK enum status levels_compose(struct app *app, const char *uuid, const char *most,
                                      struct buffer *out, const char **level, struct error *err);
/* A timestamp over any bytes, and what it takes to check it when its authority is gone. All of it
 * is the app's arena's. */
struct stamp_evidence {
    int64_t time;
    const char *authority; /* its name */
    struct span token;
    struct span chain;        /* PEM: the authority's certificate first, the anchor last */
    struct proofs revocation; /* about each certificate below the anchor */
    const char *missing;      /* why one of those is missing; NULL: none is */
};
/* UNAVAILABLE: no authority answers. UNTRUSTED: what it answered is no token under the anchors. */
MUST_CHECK enum status levels_stamp_bytes(struct app *app, struct span stamped,
                                          struct stamp_evidence *evidence, struct error *err);
/* "B-LT" and the like; NULL when it is none. */
const char *levels_parse(const char *text);

#endif
