/* SPDX-License-Identifier: Apache-2.0
 *
 * The demo: a training instance with an invented school, its department, people, certificates of
 * its own (root at DIR/pki/root.pem) and one class, taken through the whole job by the same verbs
 * that everybody uses.  Its clock stands on 2024-05-31, the day on which that class was signed.
 *
 *     DIR/pki   root.pem, ca.pem, and per signer NAME.p12, NAME.pem (its chain), NAME.pin
 *     DIR/in    the school's four workbooks, as imported
 *     DIR/nha-cung-cap   with two suppliers: the homes of their schools, and what they handed in
 *     DIR/out   xml/, pdf/, xlsx/, packages/, ledger/ (its public files), registry.xml, thay-the/
 * (a package from before it was replaced, and the decision) DIR/bi-sua   a copy of the store with
 * one byte changed by hand, for the audit DIR/witness, DIR/second-place, DIR/policy   what the
 * ledger needs; a real instance has them elsewhere
 */
#ifndef HOCBA_SERVICE_DEMO_H
#define HOCBA_SERVICE_DEMO_H

#include "service/batch.h"

#define DEMO_YEAR  "2023-2024"
#define DEMO_CLASS "4A1"

/* One step, as it went. */
struct demo_step {
    const char *what;    /* "Ký: giáo viên chủ nhiệm" */
    size_t done, failed; /* records, rows or files */
    int64_t ms;
};

struct demo_key {
    const char *whose, *file, *pin;
};

/* Somebody to sign in as, with the report's password. */
struct demo_account {
    const char *role, *login;
};

struct demo_report {
    const char *password;
    LIST(struct demo_account) accounts;
    LIST(struct demo_step) steps;
    LIST(struct demo_key) keys;
    struct batch refused; /* pupils whose draft has errors, with them */
    size_t pages;
    const char *tampering; /* what the audit says of a changed byte; NULL: none was changed */
};

struct demo_order {
    const struct app_options *options;   /* home: DIR, new or empty */
    const char *store_url, *store_owner; /* as init --store; or NULL */
    bool suppliers;                      /* two schools of others hand in at the gateway */
    int64_t (*stopwatch)(void);          /* milliseconds, only differences count */
    /* Make a witness of the ledger with this key in a new folder, and let it answer while the demo
     * runs: its own key and its address, in the arena. */
    enum status (*start_witness)(void *context, const char *folder, const char *ledger_key,
                                 struct arena *arena, const char **key, const char **address,
                                 struct error *err);
    void *witness_context;
};

/* CONFLICT: the folder is not empty. The app stays the caller's. */
MUST_CHECK enum status demo_run(const struct demo_order *order, struct app **app,
                                struct demo_report *report, struct error *err);

#endif
