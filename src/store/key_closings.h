/* SPDX-License-Identifier: Apache-2.0
 *
 * Keys of seals that are retired or compromised: signed papers, append-only, each with the
 * certificates of its key.  Beside them: records that the ledger refused and that a decision
 * withdrew since, so that nothing is left to be entered.
 */
#ifndef HOCBA_STORE_KEY_CLOSINGS_H
#define HOCBA_STORE_KEY_CLOSINGS_H

#include "store/store.h"

#define CLOSING_RETIRE     "retire"
#define CLOSING_COMPROMISE "compromise"

/* Closed here, with a paper, or elsewhere and learned from the ledger. */
struct key_closing {
    const char *sha256; /* hex: of the paper, the H of its leaf */
    const char *key_id; /* hex: SHA-256 of the SubjectPublicKeyInfo; learned: its first 8 bytes */
    const char *action; /* CLOSING_... */
    int64_t since;      /* compromised: from this entry of the ledger on; else 0 */
    const char *signer; /* hex: SHA-256 of the paper's signer's certificate; learned: NULL */
    struct moment made; /* learned: when it was entered */
    const char *by;     /* learned: NULL */
    struct span bytes;  /* learned: none */
    int64_t position;   /* in the ledger; -1: not entered yet; read only */
};

struct key_closings {
    LIST(struct key_closing) list;
};

/* CONFLICT: that paper is there. */
MUST_CHECK enum status store_add_key_closing(struct store *store, const struct key_closing *closing,
                                             struct error *err);
MUST_CHECK enum status store_add_closed_certificate(struct store *store, const char *closing,
                                                    const char *certificate, struct error *err);
/* What the ledger says of a key that was closed elsewhere. */
struct learned_closing {
    int64_t position;
    const char *sha256; /* hex: H of the entry */
    const char *kid;    /* hex */
    const char *action; /* CLOSING_... */
    int64_t since;
    struct moment entered, learned;
    struct span proof; /* .tlog-proof of the entry */
};
/* *added false: it was learned before. */
MUST_CHECK enum status store_add_learned_closing(struct store *store,
                                                 const struct learned_closing *closing, bool *added,
                                                 struct error *err);
MUST_CHECK enum status store_add_learned_certificate(struct store *store, const char *closing,
                                                     const char *certificate, struct error *err);
/* SHA-256 (hex) of the certificates that this closing closed here. */
struct closed_certificates {
    LIST(const char *) list;
};
MUST_CHECK enum status store_list_certificates_of_closing(struct store *store, const char *closing,
                                                          struct arena *arena,
                                                          struct closed_certificates *certificates,
                                                          struct error *err);
/* key_id NULL: of all keys; `open`: only those without an entry. The first first. */
MUST_CHECK enum status store_list_key_closings(struct store *store, const char *key_id, bool open,
                                               int64_t limit, struct arena *arena,
                                               struct key_closings *closings, struct error *err);
/* The first closing of the key of a record's seal. NOT_FOUND: the key is in use. */
MUST_CHECK enum status store_find_closing_of_record(struct store *store, const char *record,
                                                    struct arena *arena,
                                                    struct key_closing *closing, struct error *err);

/* The same of the key of a certificate. */
MUST_CHECK enum status store_find_closing_of_certificate(struct store *store, const char *sha256,
                                                         struct arena *arena,
                                                         struct key_closing *closing,
                                                         struct error *err);

/* Records issued here under this certificate whose entry stands at `since` or behind. */
struct closed_record {
    const char *record, *state;
    const char *class_id;
};
struct closed_records {
    LIST(struct closed_record) list;
};
MUST_CHECK enum status store_list_closed_records(struct store *store, const char *certificate,
                                                 int64_t since, struct arena *arena,
                                                 struct closed_records *records, struct error *err);
/* Issued under it, and not in the ledger yet. */
MUST_CHECK enum status store_count_unentered_of(struct store *store, const char *certificate,
                                                int64_t *count, struct error *err);
/* Those received under it: their number. */
MUST_CHECK enum status store_count_closed_received(struct store *store, const char *certificate,
                                                   int64_t since, int64_t *count,
                                                   struct error *err);

/* A record that the ledger refused and a decision withdrew: nothing is to be entered any more. */
struct settled_refusal {
    const char *record;   /* uuid; issued here or received */
    const char *decision; /* sha256 of what withdrew it */
    const char *reason;   /* the ledger's */
    struct moment made;
};
struct settled_refusals {
    LIST(struct settled_refusal) list;
};
/* Adding what is there already changes nothing. */
MUST_CHECK enum status store_add_settled_refusal(struct store *store,
                                                 const struct settled_refusal *settled,
                                                 struct error *err);
MUST_CHECK enum status store_list_settled_refusals(struct store *store, int64_t limit,
                                                   struct arena *arena,
                                                   struct settled_refusals *settled,
                                                   struct error *err);
MUST_CHECK enum status store_is_settled(struct store *store, const char *record, bool *settled,
                                        struct error *err);
/* The decision that withdrew or replaced a record for good, and stands in the ledger. NOT_FOUND. */
MUST_CHECK enum status store_find_final_decision(struct store *store, const char *record,
                                                 struct arena *arena, const char **decision,
                                                 struct error *err);

#endif
