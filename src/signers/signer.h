/* SPDX-License-Identifier: Apache-2.0
 *
 * Signers: whatever holds a private key and signs SHA-256 digests with it, a process beside us, a
 * token, a remote service, the agent on a clerk's computer.  All of them take time, and some ask a
 * person, so there is one interface for a batch of digests that is started, looked after, cancelled
 * and, after our program or the connection died, found again under the id that we gave it.
 *
 *     a session, opened by a driver
 *     signer_session_certificates()     what it can sign with, and its limits
 *     signer_batch_new()                one batch: an id of ours, digests with labels
 *     signer_batch_poll() ...           until the phase is FINISHED; results come one by one, in
 *     signer_batch_results()            any order
 *
 * or signer_batch_run(), which does the last two and waits as the caller says; nothing here has a
 * clock.  Whatever a signer returns is checked here with the certificate's key before anybody sees
 * it: a value of another key, or of another digest, makes that item FAILED with UNTRUSTED and
 * touches no other.  Nothing is signed twice: an id with the same content is the same batch to
 * every signer, a content is sent again only while no result of it has come, and what is DONE never
 * becomes anything else.
 *
 * A session, its batches and its certificates belong to one thread at a time.
 */
#ifndef HOCBA_SIGNERS_SIGNER_H
#define HOCBA_SIGNERS_SIGNER_H

#include "base/list.h"
#include "crypto/certificate.h"

enum {
    SIGNER_BATCH_MAX = 5000,
    SIGNER_CERTIFICATES_MAX = 64,
    SIGNER_ID_MAX = 64,          /* bytes of a batch's id */
    SIGNER_LABEL_MAX = 512,      /* bytes of a label, a title or a name */
    SIGNER_REFERENCE_MAX = 1024, /* bytes of what the signer calls the batch */
    SIGNER_TRIES_MAX = 10,       /* of signer_batch_run(), in a row and in vain */
};

/* What a caller must know before it asks a person to sign with this certificate. */
struct signer_limits {
    size_t batch_max;    /* items in one batch: 1..SIGNER_BATCH_MAX */
    unsigned per_minute; /* signatures; 0: not known */
    bool pin_each;       /* the PIN is asked for each signature */
    bool confirms;       /* a person confirms each batch somewhere else: telephone, agent */
};

struct signer_certificate {
    const struct certificate_chain *chain; /* the signer's first, then its issuers, no root */
    struct signer_limits limits;
    const char *place; /* for people: "thẻ “HOA” (0123)"; "" when there is nothing to say */
};

struct signer_certificates {
    LIST(struct signer_certificate) list;
};

/* What is signed, one thing of it. */
struct signer_item {
    struct digest digest;
    const char *label; /* in words: "Nguyễn Thị An, lớp 4A1, chữ ký giáo viên chủ nhiệm" */
};

/* A batch: all of it is the content that the id stands for. */
struct signer_order {
    const char *id;            /* ours, [0-9a-z-], made once and kept before anything is sent */
    struct digest certificate; /* SHA-256 of the certificate to sign with */
    const char *title;         /* in words, shown where a person confirms */
    const char *role;          /* gvbm, gvcn, cbql, school */
    const char *school, *class, *year;
    const struct signer_item *items;
    size_t count; /* 1..limits.batch_max */
    /* What the signer called the batch when it was started, kept by the caller: NULL when nothing
     * is known. No secret. */
    const char *reference;
};

enum signer_phase {
    SIGNER_UNSENT,     /* not known to have arrived */
    SIGNER_CONFIRMING, /* a person is asked */
    SIGNER_RUNNING,
    SIGNER_FINISHED, /* no item is WAITING any more */
};

enum signer_item_state { SIGNER_ITEM_WAITING, SIGNER_ITEM_DONE, SIGNER_ITEM_FAILED };

struct signer_result {
    enum signer_item_state state;
    struct signature_value value; /* DONE: checked with the certificate's key */
    struct error error;           /* FAILED: its status and a sentence */
};

struct signer_progress {
    enum signer_phase phase;
    int64_t confirm_by; /* CONFIRMING: until when, seconds since 1970; 0: not said */
    unsigned patience;  /* CONFIRMING: seconds that the driver still waits; 0: not said */
    size_t done, failed;
    unsigned wait_ms; /* how long to wait before the next poll */
};

/* ---- for those who have something signed -------------------------------------------------- */

struct signer_session;
struct signer_batch;

void signer_session_free(struct signer_session *session); /* after its batches; NULL is a no-op */
DEFINE_AUTO(signer_session)
/* For people: "tệp khóa", "thẻ ký số". */
const char *signer_session_name(const struct signer_session *session);
/* Asked once, then remembered; the session's. None is no error. */
MUST_CHECK enum status signer_session_certificates(struct signer_session *session,
                                                   const struct signer_certificates **certificates,
                                                   struct error *err);
/* NOT_FOUND: the signer does not have that certificate. */
MUST_CHECK enum status signer_session_find(struct signer_session *session,
                                           const struct digest *certificate,
                                           const struct signer_certificate **found,
                                           struct error *err);

/* A batch to be started, or (`resumed`) one that was started before, perhaps by another process.
 * The order and what it points to are borrowed until signer_batch_free(). Sends nothing yet.
 * INVALID: beyond the limits; NOT_FOUND: no such certificate. */
MUST_CHECK enum status signer_batch_new(struct signer_session *session,
                                        const struct signer_order *order, bool resumed,
                                        struct signer_batch **batch, struct error *err);
void signer_batch_free(struct signer_batch *batch); /* cancels nothing; NULL is a no-op */
DEFINE_AUTO(signer_batch)

/* Start what was not sent, and take what has come; returns soon.  UNAVAILABLE: the connection or
 * the peer failed, poll again.  NOT_FOUND: the signer does not know (any more) the batch, and it
 * is not for us to send it again: it was resumed, or results of it have come; what is WAITING must
 * go into a new batch.  DENIED, CONFLICT, INVALID: the signer or the person refused; ended.
 * UNDECIDED: what was sent may be signed, and nobody can tell; ended, and a person decides. */
MUST_CHECK enum status signer_batch_poll(struct signer_batch *batch, struct error *err);
const struct signer_progress *signer_batch_progress(const struct signer_batch *batch);
const struct signer_result *signer_batch_results(const struct signer_batch *batch);
/* What the signer calls the batch, to be kept; NULL: nothing (yet). */
const char *signer_batch_reference(const struct signer_batch *batch);
/* What is being signed may still come. */
MUST_CHECK enum status signer_batch_cancel(struct signer_batch *batch, struct error *err);

/* How signer_batch_run()'s caller waits and learns; each may be NULL but `wait`. */
struct signer_watch {
    void *context;
    /* Wait about so long; false: stop (the batch is cancelled, CONFLICT is returned). */
    bool (*wait)(void *context, unsigned ms);
    /* An item is DONE or FAILED; once for each. Any status but OK ends the run with it. */
    enum status (*ended)(void *context, size_t item, const struct signer_result *result,
                         struct error *err);
    /* The signer's name for the batch, before any result; again when it changes. */
    enum status (*referred)(void *context, const char *reference, struct error *err);
    void (*changed)(void *context, const struct signer_progress *progress);
};
/* Poll until FINISHED; what is UNAVAILABLE is tried again after pauses that double. OK also when
 * items FAILED; the statuses of signer_batch_poll() otherwise. */
MUST_CHECK enum status signer_batch_run(struct signer_batch *batch,
                                        const struct signer_watch *watch, struct error *err);

/* ---- for drivers -------------------------------------------------------------------------- */

struct signer_offers;
struct signer_reports;

/* What a kind of signer implements.  `state` is the driver's own.  Of each order the same pointer
 * comes again; a driver that must remember something keeps it by order->id. */
struct signer_driver {
    const char *name; /* for people */
    /* signer_offer() each certificate. */
    enum status (*list)(void *state, struct signer_offers *offers, struct error *err);
    /* Send the content; the same id twice is once.  UNAVAILABLE: it may or may not have arrived.
     * Results may be reported at once. */
    enum status (*start)(void *state, const struct signer_order *order,
                         struct signer_reports *reports, struct error *err);
    /* Report what there is; what was reported before does no harm.  Blocks for a second at most.
     * NOT_FOUND: the signer does not know the batch; UNAVAILABLE: try again. */
    enum status (*poll)(void *state, const struct signer_order *order,
                        struct signer_reports *reports, struct error *err);
    enum status (*cancel)(void *state, const struct signer_order *order, struct error *err);
    void (*free)(void *state);
};

/* Takes `state` over. */
struct signer_session *signer_session_new(const struct signer_driver *driver, void *state);

/* Takes `chain` over (at least the signer's certificate); `place` is copied. Beyond
 * SIGNER_CERTIFICATES_MAX they are passed over. */
void signer_offer(struct signer_offers *offers, struct certificate_chain *chain,
                  const struct signer_limits *limits, const char *place);
/* `value`: RSA PKCS#1 v1.5; ECDSA as r||s or as DER. Checked here: see above. */
void signer_report_value(struct signer_reports *reports, size_t item, struct span value);
/* That item alone. The error is copied. */
void signer_report_failure(struct signer_reports *reports, size_t item, const struct error *error);
/* `wait_ms`: before the next poll. With FINISHED whatever was not reported FAILED, UNAVAILABLE. */
void signer_report_phase(struct signer_reports *reports, enum signer_phase phase,
                         int64_t confirm_by, unsigned wait_ms);
/* After signer_report_phase(CONFIRMING): how many seconds more the person is waited for. */
void signer_report_patience(struct signer_reports *reports, unsigned seconds);
/* What the signer calls the batch: kept, and given back in order->reference after a restart. */
void signer_report_reference(struct signer_reports *reports, const char *reference);
/* Whether this item has ended: a driver need not fetch it again. */
bool signer_reported(const struct signer_reports *reports, size_t item);

#endif
