/* SPDX-License-Identifier: Apache-2.0
 *
 * Who the pupils are: whose personal number is missing, doubtful, used twice, or confirmed by the
 * population database.  Nobody is locked out by any of it: a state is shown, and what to do.
 *
 * The police are asked in a file that is encrypted for them and holds, of each pupil, a random
 * number of the case, name, birth date, sex and the personal number (if any):
 *     {"format": "hocba-identity-request-v1", "basis": "...", "cases": [{"case", "name",
 *      "birth_date", "sex", "personal_number"}]}
 * and answer, each case with what differs:
 *     {"format": "hocba-identity-answer-v1", "cases": [{"case", "result": "match" | "differs" |
 *      "not_found", "name"?, "birth_date"?, "sex"?, "personal_number"?}]}
 * Asking and answers are kept with their legal basis, and logged; an answer changes nothing of a
 * pupil until the registrar accepts it.
 */
#ifndef HOCBA_SERVICE_IDENTITY_H
#define HOCBA_SERVICE_IDENTITY_H

#include "service/school.h"
#include "store/identity.h"

enum {
    IDENTITY_FILE_MAX = 16 * 1024 * 1024, /* of a request or an answer, as JSON */
    IDENTITY_CASES_MAX = 20000,
    IDENTITY_BASIS_MAX = 500,
    IDENTITY_TEXT_MAX = 400, /* bytes of a value in an answer */
};

enum identity_state {
    IDENTITY_STATE_NONE,      /* no number: the child is in class all the same */
    IDENTITY_STATE_DUPLICATE, /* another child of this instance has the same number */
    IDENTITY_STATE_DIFFERS,   /* the database says something else, and nobody has decided yet */
    IDENTITY_STATE_DOUBTFUL,  /* number and birth date, sex or place do not fit */
    IDENTITY_STATE_UNVERIFIED,
    IDENTITY_STATE_VERIFIED, /* as asked, nothing has changed since */
    IDENTITY_STATE_COUNT
};

/* "none" "duplicate" "differs" "doubtful" "unverified" "verified": stable. */
const char *identity_state_key(enum identity_state state);
const char *identity_state_word(enum identity_state state);
bool identity_state_parse(const char *key, enum identity_state *state);
static inline bool
identity_is_problem(enum identity_state state)
{
    return state < IDENTITY_STATE_UNVERIFIED;
}

struct identity_row {
    struct identity_stored stored;
    enum identity_state state;
    const char *why, *todo; /* sentences; "" when verified */
    const char *differs;    /* "họ tên: A → B; ..." of an answer nobody decided on; NULL */
};
struct identity_view {
    const char *year; /* NULL: none was opened */
    LIST(struct identity_row) rows;
    size_t counts[IDENTITY_STATE_COUNT];
};

/* Pure: the state of one pupil. */
enum identity_state identity_judge(const struct identity_stored *stored, struct arena *arena);
void identity_explain(struct identity_row *row, struct arena *arena);

/* Of a school; year NULL: the newest. DENIED unless the actor may see it. */
MUST_CHECK enum status identity_load(struct app *app, const struct unit *school, const char *year,
                                     struct identity_view *view, struct error *err);

/* Of one class, for whoever may see it. */
MUST_CHECK enum status identity_load_class(struct app *app, const char *class_id,
                                           struct identity_view *view, struct error *err);

/* --- asking ----------------------------------------------------------------------------------- */

struct identity_request {
    const char *basis;       /* the legal basis: number and date of the plan or decision */
    struct span certificate; /* of the recipient, PEM or DER */
    bool all;                /* verified pupils too */
};
/* Of the school's newest year; appends the encrypted file.  The questions are kept and logged
 * before the file is handed out.  NOT_FOUND: there is nobody to ask about. */
MUST_CHECK enum status identity_export(struct app *app, const struct unit *school,
                                       const struct identity_request *request, struct buffer *out,
                                       size_t *cases, struct error *err);

struct identity_counts;
/* The population database's verification service: the same request as JSON is POSTed to `url`, and
 * its answer (200, JSON) is kept like one from a file.  https, or http on this machine (a gateway
 * beside us); `ca_file` NULL: the system's authorities.  What was asked is kept and logged before
 * it is sent. UNAVAILABLE: no answer; asking again is safe. */
struct identity_service {
    const char *url, *ca_file, *basis;
    bool all;
};
MUST_CHECK enum status identity_verify(struct app *app, const struct unit *school,
                                       const struct identity_service *service,
                                       struct identity_counts *counts, struct error *err);

struct identity_counts {
    size_t match, differs, not_found;
};
/* An answer, decrypted: all of it is kept, or nothing. INVALID with the case; NOT_FOUND: a case
 * that this instance did not ask about. */
MUST_CHECK enum status identity_import(struct app *app, struct span json,
                                       struct identity_counts *counts, struct error *err);
/* Take the newest answer about a pupil over (accept), or leave the pupil as entered, for a reason.
 * CONFLICT: there is no answer to decide about, or the record is being signed or was issued. */
MUST_CHECK enum status identity_rule(struct app *app, const char *question, bool accept,
                                     const char *reason, struct error *err);

#endif
