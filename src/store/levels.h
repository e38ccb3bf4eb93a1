/* SPDX-License-Identifier: Apache-2.0
 *
 * Levels of issued records (B-B, B-T, B-LT) and what proves them: timestamps, certificates, OCSP
 * responses, CRLs.  Everything here but the level itself is append-only and is kept beside the
 * issued document, which stays as it is.  Adding what is there already changes nothing, so that a
 * run that was killed is simply run again, and two at once do no harm.
 */
#ifndef HOCBA_STORE_LEVELS_H
#define HOCBA_STORE_LEVELS_H

#include "store/store.h"

#define LEVEL_B_B  "B-B"
#define LEVEL_B_T  "B-T"
#define LEVEL_B_LT "B-LT"

struct level_row {
    const char *record;  /* uuid */
    const char *reached; /* LEVEL_B_B ... */
    int tries;           /* in vain since the last step forward */
    struct moment next_try;
    const char *reason; /* why the last try failed, or NULL */
    /* Read only, joined. */
    const char *pupil_code, *pupil_name, *class_name, *year;
};

struct level_rows {
    LIST(struct level_row) list;
};

/* Records below B-LT whose next try is due by `due`, the longest waiting first; of one class, or
 * of all when class_id is NULL. */
MUST_CHECK enum status store_list_pending_levels(struct store *store, struct moment due,
                                                 const char *class_id, int64_t limit,
                                                 struct arena *arena, struct level_rows *rows,
                                                 struct error *err);
/* NOT_FOUND: the record is not issued. */
MUST_CHECK enum status store_find_level(struct store *store, const char *record,
                                        struct arena *arena, struct level_row *row,
                                        struct error *err);
MUST_CHECK enum status store_set_level(struct store *store, const struct level_row *row,
                                       struct error *err);

struct level_counts {
    int64_t b, t, lt;
};
MUST_CHECK enum status store_count_levels(struct store *store, struct level_counts *counts,
                                          struct error *err);

/* --- proofs ---------------------------------------------------------------------------------- */

#define PROOF_CERTIFICATE "certificate"
#define PROOF_OCSP        "ocsp"
#define PROOF_CRL         "crl"

struct proof {
    const char *kind;      /* PROOF_CERTIFICATE ... */
    bool of_authority;     /* about the timestamp's authority, else about the signer */
    struct span bytes;     /* DER */
    struct moment fetched; /* when it came */
};

struct proofs {
    LIST(struct proof) list;
};

struct stamped_signature {
    const char *signature; /* "gvcn", "gvbm-TV" */
    struct moment at;      /* genTime */
    struct span token;
    struct span authority; /* DER of the certificate that signed the token */
    const char *proof_set; /* NULL until its proofs were added */
};

struct stamped_signatures {
    LIST(struct stamped_signature) list;
};

/* The timestamp of a signature; the first one stays. */
MUST_CHECK enum status store_add_timestamp(struct store *store, const char *record,
                                           const struct stamped_signature *stamped,
                                           struct moment now, struct error *err);
/* A record's timestamps, the earliest first. */
MUST_CHECK enum status store_list_timestamps(struct store *store, const char *record,
                                             struct arena *arena,
                                             struct stamped_signatures *stamped, struct error *err);
/* What proves a signature that has its timestamp; in this order. */
MUST_CHECK enum status store_add_proofs(struct store *store, const char *record,
                                        const char *signature, const struct proofs *proofs,
                                        struct moment now, struct error *err);
MUST_CHECK enum status store_list_proofs(struct store *store, const char *proof_set,
                                         struct arena *arena, struct proofs *proofs,
                                         struct error *err);

#endif
