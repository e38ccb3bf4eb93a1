/* SPDX-License-Identifier: Apache-2.0
 *
 * Accounts of people, their sessions, and the access log: who signed in, who looked at what.  Only
 * digests of tokens and codes are kept, a password only as its Argon2id text, a one-time key only
 * sealed.  The log is append-only.
 */
#ifndef HOCBA_STORE_ACCOUNTS_H
#define HOCBA_STORE_ACCOUNTS_H

#include "store/store.h"

struct account {
    const char *person;   /* id */
    const char *password; /* crypto/password.h's text */
    bool must_change;     /* a first password, to be changed at once */
    const char *totp;     /* sealed; NULL: no second factor */
    int64_t totp_step;    /* the last that was used */
    bool closed;
    struct moment changed;
};

/* CONFLICT: the person has one. */
MUST_CHECK enum status store_add_account(struct store *store, const char *person,
                                         const char *password, struct moment now,
                                         struct error *err);
/* NOT_FOUND: the person has none. */
MUST_CHECK enum status store_find_account(struct store *store, const char *person,
                                          struct arena *arena, struct account *account,
                                          struct error *err);
MUST_CHECK enum status store_set_account_password(struct store *store, const char *person,
                                                  const char *password, bool must_change,
                                                  struct moment now, struct error *err);
/* With a new set of recovery codes (digests); totp NULL: without a second factor again. */
MUST_CHECK enum status store_set_account_totp(struct store *store, const char *person,
                                              const char *totp, int64_t step,
                                              const char *const *codes, size_t code_count,
                                              struct moment now, struct error *err);
MUST_CHECK enum status store_set_account_closed(struct store *store, const char *person,
                                                bool closed, struct moment now, struct error *err);
/* False: it, or a later one, was used. */
MUST_CHECK enum status store_use_totp_step(struct store *store, const char *person, int64_t step,
                                           bool *used, struct error *err);
/* False: no such code, or used before. */
MUST_CHECK enum status store_use_recovery_code(struct store *store, const char *person,
                                               const char *digest, struct moment now, bool *used,
                                               struct error *err);
MUST_CHECK enum status store_count_recovery_codes(struct store *store, const char *person,
                                                  int64_t *count, struct error *err);

/* A person, with what is to be seen of the account. */
struct account_row {
    const char *person, *login, *name, *unit;
    bool has_account, must_change, has_totp, closed;
    struct moment last; /* sign-in; {0}: never */
};

struct account_rows {
    LIST(struct account_row) list;
};

/* Every person of the unit (NULL: of all), with an account or not; by unit, login. */
MUST_CHECK enum status store_list_accounts(struct store *store, const char *unit,
                                           struct arena *arena, struct account_rows *rows,
                                           struct error *err);

/* --- sessions --------------------------------------------------------------------------------- */

struct session_row {
    const char *digest; /* SHA-256 of the token, hex */
    const char *person, *csrf;
    bool strong; /* a second factor was given */
    struct moment begun, seen, ended;
    const char *address, *agent;
    /* Read only, joined. */
    const char *login, *name, *unit;
    bool must_change, closed;
};

struct session_rows {
    LIST(struct session_row) list;
};

/* Begins at row->begun. */
MUST_CHECK enum status store_add_session(struct store *store, const struct session_row *row,
                                         struct error *err);
/* NOT_FOUND. An ended one is found. */
MUST_CHECK enum status store_find_session(struct store *store, const char *digest,
                                          struct arena *arena, struct session_row *row,
                                          struct error *err);
/* Those not ended, the newest first. */
MUST_CHECK enum status store_list_sessions(struct store *store, const char *person,
                                           struct arena *arena, struct session_rows *rows,
                                           struct error *err);
MUST_CHECK enum status store_see_session(struct store *store, const char *digest, struct moment now,
                                         struct error *err);
MUST_CHECK enum status store_strengthen_session(struct store *store, const char *digest,
                                                struct error *err);
/* NOT_FOUND: the person has no such open session. */
MUST_CHECK enum status store_end_session(struct store *store, const char *digest,
                                         const char *person, struct moment now, struct error *err);
/* All of a person but one (its digest; NULL: all). */
MUST_CHECK enum status store_end_sessions(struct store *store, const char *person, const char *but,
                                          struct moment now, struct error *err);

/* --- the access log --------------------------------------------------------------------------- */

struct access_row {
    int64_t number;
    struct moment at;
    const char *what;   /* a key of service/access_log.h */
    const char *login;  /* of the person; "gia-dinh" for a family */
    const char *unit;   /* whose log it belongs to: the pupil's school, the person's unit; NULL */
    const char *pupil;  /* id; NULL: about no pupil */
    const char *detail; /* no personal data; NULL */
    const char *address;
    const char *name; /* read only: the person's */
};

struct access_rows {
    LIST(struct access_row) list;
};

MUST_CHECK enum status store_add_access(struct store *store, const struct access_row *row,
                                        struct error *err);
/* An entry for who opened a class, with row->unit; one per login and day. */
MUST_CHECK enum status store_add_class_look(struct store *store, const struct access_row *row,
                                            const char *class_id, struct date day,
                                            struct error *err);
/* NULL: any; `pupil` alone, or unit and login; of a pupil also who opened a class that the pupil
 * is or was in. At most 200, the newest first, those numbered below `before` (0: from the newest).
 */
struct access_filter {
    const char *unit, *pupil, *login;
    int64_t before;
};
MUST_CHECK enum status store_list_access(struct store *store, const struct access_filter *filter,
                                         struct arena *arena, struct access_rows *rows,
                                         struct error *err);

#endif
