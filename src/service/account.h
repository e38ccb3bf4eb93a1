/* SPDX-License-Identifier: Apache-2.0
 *
 * Accounts: a login is a person's (service/school.h); the account is what lets the person sign in.
 *
 * An administrator gives a first password, printed on a slip; whoever signs in with it must choose
 * another at once.  Passwords are kept as Argon2id; the key of the one-time codes is sealed under
 * DIR/account.key, which lies beside the database, not in it.
 */
#ifndef HOCBA_SERVICE_ACCOUNT_H
#define HOCBA_SERVICE_ACCOUNT_H

#include "crypto/secret.h"
#include "service/session.h"
#include "store/people.h"

enum {
    PASSWORD_CHARACTERS_MIN = 10,
    RECOVERY_CODES = 8,
    FIRST_PASSWORD_SIZE = 16, /* "k7wd-m3xp-9rfh" */
    ACCOUNT_SLIPS_MAX = 200,  /* a time: each takes some 30 ms to compute */
};

/* --- by an administrator: MAY_MANAGE_PEOPLE in the person's unit -------------------------------
 */

/* Make an account, or give the one there is a new first password (its sessions end).  The password
 * is returned once and kept nowhere. */
MUST_CHECK enum status account_give_password(struct app *app, const struct person *person,
                                             char out[FIRST_PASSWORD_SIZE], struct error *err);
/* First-login slips, as PDF, for the unit's people who have no account and whose assignment holds
 * today: accounts and slips together or neither.  A slip is printed once; a lost one means a new
 * password.  At most ACCOUNT_SLIPS_MAX a time; CONFLICT: nobody is left. */
struct account_slips {
    const char *unit;
    const char *address; /* of this server, printed on them; NULL: public.address of DIR/settings */
    size_t made, left;   /* set: how many there are, and how many people wait for the next time */
};
MUST_CHECK enum status account_make_slips(struct app *app, struct account_slips *slips,
                                          struct buffer *pdf, struct error *err);
MUST_CHECK enum status account_close(struct app *app, const struct person *person, bool closed,
                                     struct error *err);
/* For who lost the phone and the recovery codes. */
MUST_CHECK enum status account_drop_factor(struct app *app, const struct person *person,
                                           struct error *err);
MUST_CHECK enum status accounts_list(struct app *app, const char *unit, struct account_rows *rows,
                                     struct error *err);

/* --- by the person themselves ------------------------------------------------------------------
 */

/* INVALID: too short, or the login; DENIED: the old one is wrong. Other sessions end. */
MUST_CHECK enum status account_set_password(struct app *app, const struct session *session,
                                            const struct secret *old, const struct secret *wanted,
                                            struct error *err);

/* A key to be put into a phone; nothing is kept until a code made with it comes back. */
struct new_factor {
    const char *sealed; /* goes through the form and back */
    const char *text;   /* base32, to be typed */
    const char *uri;    /* otpauth://..., for a QR code */
};
MUST_CHECK enum status account_offer_factor(struct app *app, struct new_factor *factor,
                                            struct error *err);
/* The same key once more, after a mistyped code. */
MUST_CHECK enum status account_reoffer_factor(struct app *app, const char *sealed,
                                              struct new_factor *factor, struct error *err);
/* INVALID: the code is not the key's; DENIED: `former`, a code of the factor that is being
 * replaced, is wrong (without a factor it is not asked). `codes` gets RECOVERY_CODES texts, shown
 * once. */
MUST_CHECK enum status account_take_factor(struct app *app, const struct session *session,
                                           const char *sealed, const char *code, const char *former,
                                           const char *codes[RECOVERY_CODES], struct error *err);
/* A code for something grave within a session that was begun without one; then it is strong.
 * DENIED. */
MUST_CHECK enum status account_check_code(struct app *app, const struct session *session,
                                          const char *code, struct error *err);
/* The account as it is kept. */
MUST_CHECK enum status account_of(struct app *app, const struct session *session,
                                  struct account *account, struct error *err);
MUST_CHECK enum status account_end_session(struct app *app, const struct session *session,
                                           const char *digest, struct error *err);
MUST_CHECK enum status account_sessions(struct app *app, const struct session *session,
                                        struct session_rows *rows, struct error *err);

/* Inside service/: a first password. */
void account_first_password(char out[FIRST_PASSWORD_SIZE]);
/* Inside service/: the key under which one-time keys are sealed, made when first asked for. */
MUST_CHECK enum status account_key(struct app *app, struct secret **key, struct error *err);
/* Inside service/: is the code the phone's or a recovery code, and unused? Then it is used. */
MUST_CHECK enum status account_use_code(struct app *app, const struct account *account,
                                        const char *code, bool *right, struct error *err);

#endif
