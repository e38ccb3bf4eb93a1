/* SPDX-License-Identifier: Apache-2.0
 *
 * Making an instance: its home folder, its settings file, an empty store, the key pair of its
 * backups, its ledger.
 */
#ifndef HOCBA_SERVICE_INSTANCE_H
#define HOCBA_SERVICE_INSTANCE_H

#include "service/app.h"

enum { SETTINGS_FILE_MAX = 64 * 1024, SETTINGS_TSA_MAX = 8, SETTINGS_REMOTE_MAX = 8 };

/* Instance keys besides those of store/instance.h: when the clock was set, in real time. */
#define INSTANCE_CLOCK_SET "clock_set"

/* DIR/settings. */
struct home_settings {
    const char *store;       /* a path (DIR/hocba.db by default) or postgresql://... */
    const char *store_owner; /* PostgreSQL: who may migrate; NULL: the same */
    /* service/levels.h; every address may stand in several lines. */
    const char *tsa_urls[SETTINGS_TSA_MAX]; /* tsa.url */
    size_t tsa_count;
    const char *anchors;     /* tsa.anchors: PEM file; a relative path is below the home */
    const char *tsa_ca_file; /* tsa.ca_file: PEM, for the web certificates of https addresses here;
                              * NULL: the system's */
    int tsa_timeout;         /* tsa.timeout: seconds; 0: not said */
    const char *ocsp_url;    /* ocsp.url: instead of what certificates name */
    const char *crl_url;     /* crl.url: the same */
    /* service/ledger.h; a relative path is below the home. */
    const char *ledger_place; /* ledger.place: the second place, a folder elsewhere or an address */
    const char *ledger_place_token; /* ledger.place.token: the file with what it knows us by */
    int ledger_period;              /* ledger.period: seconds between two looks; 0: not said */
    int ledger_alarm;          /* ledger.alarm: seconds behind before it is an alarm; 0: not said */
    const char *ledger_policy; /* ledger.policy: whose cosignatures make a proof final */
    const char *ledger_url;    /* ledger.url: the service that keeps it; NULL: this instance */
    const char *ledger_token;  /* ledger.token: the file with what it knows this instance by */
    const char *public_address; /* public.address: https://..., on paper and on public pages */
    /* service/sign_page.h: a token in a browser gives only its own certificate. */
    const char *sign_issuers; /* sign.issuers: PEM file of who issues certificates, without roots */
    const char *sign_keys;    /* sign.keys: the folder of keys that the school keeps; DIR/keys */
    /* service/sign_remote.h: settings of remote services (docs/remote-signing.md), without a user;
     * sign.remote, which may stand in several lines. */
    const char *remotes[SETTINGS_REMOTE_MAX];
    size_t remote_count;
    /* service/public_check.h: what others issued is judged by these; paths as above. */
    const char *verify_anchors; /* verify.anchors: a PEM file or a trust folder */
    const char *verify_policy;  /* verify.policy: whose ledgers count */
};

/* NOT_FOUND when the folder holds no instance. */
MUST_CHECK enum status home_settings_read(const char *home, struct arena *arena,
                                          struct home_settings *settings, struct error *err);
/* Put a line into DIR/settings, instead of those of the same key. */
MUST_CHECK enum status home_settings_set(const char *home, const char *key, const char *value,
                                         struct error *err);

struct instance_plan {
    const char *store_url;   /* NULL: SQLite in the home */
    const char *store_owner; /* or NULL */
    bool training;
    const char *clock;         /* a training instance's own moment; NULL: real time */
    const char *ledger_origin; /* the name of its ledger; NULL: one is chosen */
};

struct instance_made {
    const char *key_file;   /* the private half of the backups' key: to be kept elsewhere */
    const char *public_key; /* as text */
};

/* Make an instance in the new or empty folder `options->home` and open it. CONFLICT: the folder is
 * not empty, or the database is not. */
MUST_CHECK enum status instance_make(const struct app_options *options,
                                     const struct instance_plan *plan, struct app **app,
                                     struct instance_made *made, struct error *err);
/* The same folder and settings, with a store that nothing was written to: for restore. */
MUST_CHECK enum status home_make(const struct app_options *options,
                                 const struct instance_plan *plan, struct arena *arena,
                                 struct store **store, struct error *err);
/* A new key pair for backups: the private half into a new file (mode 0600), the public half into
 * the instance. CONFLICT: the file exists. */
MUST_CHECK enum status backup_key_make(struct app *app, const char *key_file,
                                       struct instance_made *made, struct error *err);

#endif
