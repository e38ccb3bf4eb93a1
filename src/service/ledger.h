/* SPDX-License-Identifier: Apache-2.0
 *
 * The instance's ledger: DIR/ledger, with the writer (writer/writer.h) in this process.  Issuing
 * never waits for it: a record is issued with its transaction, and what is issued and not yet
 * entered is entered by the next call.  A leaf says nothing about a pupil: the digest of the issued
 * form (which holds a salt), the id of the seal's key, and a tag of pupil, year and grade under a
 * key of the year, DIR/ledger/slots/<year>, which may be destroyed when the years are over.
 *
 * Or a service elsewhere keeps it (keeper/): DIR/ledger then holds only its name and key, every
 * entry is handed in over HTTP, and what is read are its public files.
 *
 * DIR/settings: ledger.url and ledger.token (the service), ledger.place (the second place, a folder
 * elsewhere or an address, with ledger.place.token; without it every proof is provisional),
 * ledger.policy (whose cosignatures a checkpoint needs).
 */
#ifndef HOCBA_SERVICE_LEDGER_H
#define HOCBA_SERVICE_LEDGER_H

#include "base/list.h"
#include "crypto/hash.h"
#include "service/app.h"

/* Whether this instance keeps a ledger. */
bool ledger_exists(const struct app *app);
/* Make one. `origin` NULL: a name of its own is chosen. CONFLICT: there is one, or
 * the store has entries of one that is gone (a restored home: its ledger is kept apart). */
MUST_CHECK enum status ledger_make(struct app *app, const char *origin, struct error *err);

/* An issued record that a rule of the ledger refuses: it stays as it is, without a proof. */
struct ledger_refusal {
    const char *record; /* uuid */
    const char *reason; /* in words, with what to do */
};
#define LEDGER_REFUSED_ADVICE                                                                                                      \
    "Học bạ đã phát hành còn nguyên trong kho nhưng chưa có bằng chứng. Hãy xem lại mã học sinh, "          \
    "hỏi nơi giữ sổ mục ấy của ai; học bạ nào sai thì nơi đã phát hành nó đề nghị thu hồi (hocba " \
    "revocation request --withdraw). Khi chỗ ấy trống thì hocba ledger enter ghi được."

struct ledger_entering {
    size_t entered;      /* records, by this call */
    size_t documents;    /* manifests, freezes, decisions */
    size_t changes;      /* of status, by decisions */
    size_t refused;      /* that a rule of the ledger refuses; they stay unentered */
    size_t settled;      /* refused, and withdrawn since: they wait no more */
    size_t learned;      /* keys registered here that others closed in a shared ledger */
    bool final;          /* the newest checkpoint has its quorum */
    size_t silent;       /* witnesses that did not cosign it now */
    const char *refusal; /* the first reason why one was refused, or NULL */
    LIST(struct ledger_refusal) refusals; /* of records */
    const char *silence;                  /* the first reason why a witness did not, or NULL */
};
/* Enter every issued record, signed document and change of status that has no entry yet, records
 * and changes in the order in which they happened, then ask the witnesses. OK also
 * when they are silent. CONFLICT: the ledger would fork (writer_open()). */
MUST_CHECK enum status ledger_enter(struct app *app, struct ledger_entering *report,
                                    struct error *err);

/* Where a service keeps the ledger: keys that others closed in it take effect here. ledger_enter()
 * does that, too. */
MUST_CHECK enum status ledger_learn(struct app *app, struct error *err);

struct ledger_facts {
    const char *origin, *key; /* the name; the key as others take it */
    uint64_t leaves;
    int64_t unentered; /* issued records that are still to be entered */
    int64_t changes;   /* decisions and changes of status that are still to be entered */
    bool final, has_place, has_policy;
    const char *checkpoint; /* the signed note; NULL: nothing is written yet */
    const char *url;        /* of the service that keeps it; NULL: this instance */
};
MUST_CHECK enum status ledger_facts(struct app *app, struct ledger_facts *facts, struct error *err);

/* A ledger that is open, for several questions. */
struct ledger;
MUST_CHECK enum status ledger_open(struct app *app, struct ledger **ledger, struct error *err);
void ledger_free(struct ledger *ledger); /* NULL is a no-op */
DEFINE_AUTO(ledger)
/* Append the .tlog-proof of an issued record; NOT_FOUND: it is not entered. `final`: its witnesses
 * have seen it. */
MUST_CHECK enum status ledger_prove(struct ledger *ledger, const char *uuid, struct buffer *out,
                                    bool *final, struct error *err);
/* Append the newest checkpoint in which the record does not stand yet: with it whoever verifies the
 * record learns when it was entered at the earliest (`hocba verify --before`). NOT_FOUND: it is not
 * entered, or the first checkpoint holds it. */
enum { LEDGER_CHECKPOINT_MAX = 256 * 1024 }; /* bytes of a signed note (ledger/note.h) */
MUST_CHECK enum status ledger_checkpoint_before(struct ledger *ledger, const char *uuid,
                                                struct buffer *out, struct error *err);
/* Append the signed status list of the school year in which the record was entered, as of now.
 * NOT_FOUND: it is not. */
MUST_CHECK enum status ledger_list_statuses(struct ledger *ledger, const char *uuid,
                                            struct buffer *out, struct error *err);
/* What a leaf holds of an issued document: SHA-256 of its issued form, which is what follows the
 * XML declaration (docs/format.md section 1). False: it is no record. */
bool ledger_issued_digest(struct span document, struct digest *digest);
/* The same of a record that the gateway accepted: what whoever verifies it will hash, so without
 * evidence that was added to its signatures, and whoever wrote it. */
MUST_CHECK enum status ledger_received_digest(struct span record, struct digest *digest,
                                              struct error *err);
/* Of the one that the store keeps; NOT_FOUND. */
MUST_CHECK enum status ledger_received_stored(struct app *app, const char *uuid,
                                              struct digest *digest, struct error *err);

/* Append the policy (tlog-policy) with which anybody verifies records of this ledger: its key, and
 * the witnesses of ledger.policy where there is one.  Whoever verifies should get it another way
 * than the records.  CONFLICT: ledger.policy has not this ledger's key. */
enum { LEDGER_POLICY_MAX = 1024 * 1024 };
MUST_CHECK enum status ledger_write_policy(struct app *app, struct buffer *out, struct error *err);

/* The public files, for any web server: checkpoint, tiles, and with their snapshot in the ledger
 * first the status lists: of the whole as LEDGER_STATUS_FILE, of what was entered in each school
 * year as LEDGER_STATUS_FOLDER/<year>.cwt. `listed` false: the newest leaves wait for witnesses,
 * and the lists come with them. */
#define LEDGER_STATUS_FILE   "status.cwt"
#define LEDGER_STATUS_FOLDER "status"
MUST_CHECK enum status ledger_publish(struct app *app, const char *folder, bool *listed,
                                      struct error *err);

#endif
