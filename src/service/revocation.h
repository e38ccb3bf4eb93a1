/* SPDX-License-Identifier: Apache-2.0
 *
 * Revoking and correcting records that were issued (CV2088 III.3, QĐ1789 Điều 20 and 21): the
 * school asks, with reasons and evidence; the managing level verifies and decides, record by
 * record, in a document that an officer signs and the department's seal confirms
 * (docs/format.md section 5.2).  With the seal the decision takes effect, in one transaction:
 *
 *     asked for    agreed: the record is             refused
 *     replace      suspended until its               as it was
 *                  replacement is issued
 *     withdraw     revoked                           as it was
 *     give_up      valid again; a replacement that   suspended
 *                  was made is discarded, and the
 *                  year's values go back to what
 *                  they were
 *
 * Every decision, and every change of status under it, goes into the ledger (service/ledger.h).
 */
#ifndef HOCBA_SERVICE_REVOCATION_H
#define HOCBA_SERVICE_REVOCATION_H

#include "service/app.h"
#include "signers/signer.h"
#include "store/records.h"
#include "store/report_wishes.h"
#include "store/revocations.h"
#include "xml/decision_xml.h"

/* --- the school ------------------------------------------------------------------------------- */

/* Ask about records of one school and year; of each item record, wish, reason and perhaps evidence.
 * All or nothing. INVALID: a reason is missing or too long, a record stands twice; CONFLICT: a
 * record is not issued, is asked about already, or is to be withdrawn and its replacement was made
 * already; `id` gets the request's. */
MUST_CHECK enum status revocation_request(struct app *app, const struct revocation_items *items,
                                          const char **id, struct error *err);

struct revocation_view {
    struct revocation request;
    struct revocation_items items;
    bool may_decide, may_seal;   /* the actor, about this request */
    const char *department_code; /* of the school's department; NULL: none */
    bool decided;
    struct decision_data decision; /* when it is decided, or the officer has signed */
    const char *paper;             /* SHA-256 (hex) of what the officer signed; NULL: nothing */
    struct span file;              /* the decision as sealed; data NULL: none */
    struct report_wishes above;    /* what was asked, or told, through the gateway above */
};
/* What the gateway says about one: "chờ gửi lên cổng" "cổng chờ quyết định" ... */
const char *revocation_above_word(const struct report_wish *wish);
/* The asking school's own word about a record; NULL: nothing went to a gateway. */
const struct report_wish *revocation_above(const struct revocation_view *view, const char *record);
/* Nothing is left to be decided: every record is refused above. */
bool revocation_is_refused(const struct revocation *request);
MUST_CHECK enum status revocation_show(struct app *app, const char *id,
                                       struct revocation_view *view, struct error *err);
/* A record to be asked about, for who may ask. */
MUST_CHECK enum status revocation_ask_about(struct app *app, const char *uuid,
                                            struct record_row *row, struct error *err);
/* Of the schools that the actor may see; unit_id NULL: of all. The newest first, a page of them;
 * `after`: the page that follows the request with that id; NULL: the first. `more`: there is
 * another page after the last one of these. */
enum { REVOCATIONS_PAGE = 500 };
MUST_CHECK enum status revocation_list(struct app *app, const char *unit_id, bool open,
                                       const char *after, struct revocations *requests, bool *more,
                                       struct error *err);

/* --- the managing level ----------------------------------------------------------------------- */

struct revocation_refusal {
    const char *record; /* NULL: every one */
    const char *reason;
};
struct revocation_ruling {
    const char *request;
    const char *number;                       /* of the decision, as the department counts */
    LIST(struct revocation_refusal) refusals; /* what is not refused is agreed to as asked */
    const struct digest *certificate;         /* NULL: the only one that the signer has */
};
/* What revocation_decide() would refuse before it signs: nobody opens a key in vain. */
MUST_CHECK enum status
revocation_ruling_check(struct app *app, const struct revocation_ruling *ruling, struct error *err);
/* Decide, with the officer's signature. Nothing takes effect yet; deciding again before the seal
 * puts a new decision in the old one's place. DENIED: the key is not that of somebody who approves
 * in the school's department; CONFLICT: decided already, or a record's state has changed. */
MUST_CHECK enum status revocation_decide(struct app *app, struct signer_session *session,
                                         const struct revocation_ruling *ruling,
                                         struct decision_data *data, struct error *err);

struct revocation_sealed {
    const char *sha256, *number;
    size_t counts[RULING_COUNT];
};
/* Confirm the officer's decision with the department's seal; it takes effect. `paper` is that of
 * the view which the clerk saw; NULL: the newest, whatever it says. NOT_FOUND: no officer has
 * signed; CONFLICT: another paper than that is the newest now; DENIED: not that department's seal.
 */
MUST_CHECK enum status revocation_seal(struct app *app, struct signer_session *session,
                                       const char *request, const char *paper,
                                       const struct digest *certificate,
                                       struct revocation_sealed *sealed, struct error *err);

/* The decision by which the status of a record, issued here or received, is what it is. NOT_FOUND:
 * it is as it was issued. */
MUST_CHECK enum status revocation_of_record(struct app *app, const char *uuid,
                                            struct status_change *change,
                                            struct revocation_decision *decision,
                                            struct error *err);

#endif
