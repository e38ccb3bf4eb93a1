/* SPDX-License-Identifier: Apache-2.0
 *
 * libhocba: is this file a genuine digital school record (học bạ số)?
 *
 * Pure computation on the bytes handed in: no database, no network, no clock, no files, no global
 * state of ours.  Three answers: authentic; not authentic; cannot be decided now.  Content comes
 * out only as bytes that were verified.
 *
 *     struct hocba_verifier *verifier = hocba_verifier_new();
 *     hocba_verifier_add_anchors(verifier, pem, pem_size);
 *     struct hocba_report *report;
 *     if (hocba_verify(verifier, bytes, size, time(NULL), &report) == HOCBA_OK) {
 *         printf("%s\n", hocba_report_sentence(report));
 *         hocba_report_free(report);
 *     }
 *     hocba_verifier_free(verifier);
 *
 * Plain C99.  A verifier may serve several threads at once after it was set up; a report belongs to
 * one.  Out of memory ends the process with a message.  The cryptography is OpenSSL's (libcrypto
 * 3), in its default library context; nothing is read from the system's certificate store.
 *
 * Texts are UTF-8 with a NUL behind them; sentences are Vietnamese.  What a report hands out lives
 * until hocba_report_free().  `now` is in seconds since 1970-01-01T00:00:00Z.
 */
#ifndef HOCBA_VERIFY_H
#define HOCBA_VERIFY_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define HOCBA_PUBLIC __attribute__((visibility("default")))
#else
#define HOCBA_PUBLIC
#endif

enum hocba_status {
    HOCBA_OK = 0,
    HOCBA_NOT_READABLE = 1, /* anchors, registry or policy: not such a file */
    HOCBA_NOT_TRUSTED = 2,  /* the registry's own signature or certificate is not good */
    HOCBA_NOT_DECIDED = 3,  /* the registry's certificate has expired, or its path is incomplete */
    HOCBA_MISUSED = 4       /* a call out of order: no anchors were given */
};

enum hocba_verdict { HOCBA_AUTHENTIC = 0, HOCBA_NOT_AUTHENTIC = 1, HOCBA_UNDECIDED = 2 };

enum hocba_result { HOCBA_YES = 0, HOCBA_NO = 1, HOCBA_UNKNOWN = 2, HOCBA_NOT_ASKED = 3 };

struct hocba_verifier;
struct hocba_report;

/* --- setting up --- */

HOCBA_PUBLIC struct hocba_verifier *hocba_verifier_new(void);
HOCBA_PUBLIC void hocba_verifier_free(struct hocba_verifier *verifier); /* NULL is a no-op */
/* The certificates that are trusted: PEM, at most 1 MB. Once per verifier. */
HOCBA_PUBLIC enum hocba_status hocba_verifier_add_anchors(struct hocba_verifier *verifier,
                                                          const void *pem, size_t size);
/* ... or a trust store: a table that says what each certificate is trusted for and from when to
 * when, at most 64 KB, and the files that it names, PEM or DER (docs/trust.md). Instead of the PEM,
 * which is trusted for everything; once per verifier. */
struct hocba_trust_file {
    const char *name;
    const void *bytes;
    size_t size;
};
HOCBA_PUBLIC enum hocba_status hocba_verifier_add_trust(struct hocba_verifier *verifier,
                                                        const void *table, size_t size,
                                                        const struct hocba_trust_file *files,
                                                        size_t count);
/* The policy (c2sp.org/tlog-policy) that says which ledgers and which witnesses count; without one
 * the ledger and the status read HOCBA_NOT_ASKED, with one a record without proof is not authentic.
 * At most 1 MB. Once per verifier. */
HOCBA_PUBLIC enum hocba_status hocba_verifier_add_policy(struct hocba_verifier *verifier,
                                                         const void *text, size_t size);
/* The department's signed registry of who may sign what, after the anchors; without one,
 * entitlement reads HOCBA_NOT_ASKED. At most 64 MB. Once per verifier. */
HOCBA_PUBLIC enum hocba_status hocba_verifier_add_registry(struct hocba_verifier *verifier,
                                                           const void *bytes, size_t size,
                                                           int64_t now);
/* Why the last setting up failed; "" when it did not. */
HOCBA_PUBLIC const char *hocba_verifier_error(const struct hocba_verifier *verifier);

/* --- verifying --- */

/* HOCBA_OK means that there is a verdict, whichever; any bytes whatsoever may be handed in, of
 * which more than 512 KB are no record and more than 8 MB no package. The report is the caller's to
 * free. */
HOCBA_PUBLIC enum hocba_status hocba_verify(struct hocba_verifier *verifier, const void *bytes,
                                            size_t size, int64_t now, struct hocba_report **report);
/* The same with what proves the record beside it: its .tlog-proof and a status list (.cwt). A
 * package (.hocba) in `bytes` brings its own. NULL where there is none. */
struct hocba_file {
    const void *bytes;
    size_t size;
    const void *proof;
    size_t proof_size;
    const void *status_list;
    size_t status_list_size;
    const void *before; /* a checkpoint from before the record was entered, or the .tlog-proof of
                           an earlier record: it bounds the time from below */
    size_t before_size;
};
HOCBA_PUBLIC enum hocba_status hocba_verify_file(struct hocba_verifier *verifier,
                                                 const struct hocba_file *file, int64_t now,
                                                 struct hocba_report **report);
HOCBA_PUBLIC void hocba_report_free(struct hocba_report *report); /* NULL is a no-op */

/* --- the report --- */

HOCBA_PUBLIC enum hocba_verdict hocba_report_verdict(const struct hocba_report *report);
HOCBA_PUBLIC const char *hocba_report_sentence(const struct hocba_report *report);
/* 1 when a demo or training system made the record: right signatures, no value. */
HOCBA_PUBLIC int hocba_report_is_training(const struct hocba_report *report);
/* The verdict in the words of ETSI TS 119 102-1, of all signatures together: "TOTAL-PASSED"
 * "TOTAL-FAILED" "INDETERMINATE", and what was found first ("HASH_FAILURE" ...; NULL: nothing). */
HOCBA_PUBLIC const char *hocba_report_indication(const struct hocba_report *report);
HOCBA_PUBLIC const char *hocba_report_sub_indication(const struct hocba_report *report);

struct hocba_check {
    const char *id;    /* "format" "integrity" "signatures" "order" "chain" ... */
    const char *label; /* for people */
    enum hocba_result result;
    const char *reason;
    const char *sub_indication; /* NULL where nothing is wrong */
};
HOCBA_PUBLIC size_t hocba_report_check_count(const struct hocba_report *report);
/* 0 when there is no such check. */
HOCBA_PUBLIC int hocba_report_check(const struct hocba_report *report, size_t index,
                                    struct hocba_check *check);

/* NULL where a thing is not known or not there. */
struct hocba_signature {
    const char *role;    /* "gvbm" "gvcn" "cbql" "school" */
    const char *subject; /* of a subject teacher: "TV" */
    const char *name, *number;
    const char *claimed_time; /* 2024-05-31T08:00:00+07:00: claimed, proves nothing */
    const char *certificate_sha256, *issuer;
    const char *algorithm, *level;
    int cryptographically_valid;
    const char *reason; /* what is wrong */
    /* By its timestamp, where it has one that counts: existed by then, says whom. */
    const char *proven_time, *timestamp_authority;
    const char *indication, *sub_indication; /* of this signature, as of the whole */
};
HOCBA_PUBLIC size_t hocba_report_signature_count(const struct hocba_report *report);
HOCBA_PUBLIC int hocba_report_signature(const struct hocba_report *report, size_t index,
                                        struct hocba_signature *signature);

/* What the ledger proves, where a policy was given. */
struct hocba_ledger {
    const char *origin; /* which ledger */
    uint64_t index;
    const char *entered_at; /* by the ledger's own clock */
    const char *seen_by;    /* the witnesses had seen it by then; NULL: none were asked for */
    const char *not_before; /* and not earlier than then; NULL: no earlier checkpoint was given */
    const char *status;     /* "valid" "revoked" "suspended" "superseded"; NULL: not known */
    const char *status_of;  /* as of when */
};
/* 0 and nothing when the record was not proven to stand in a ledger. */
HOCBA_PUBLIC int hocba_report_ledger(const struct hocba_report *report,
                                     struct hocba_ledger *ledger);

/* The verified content: the element DU_LIEU_HOC_BA, canonical, as every signature covers it. 0 and
 * nothing unless every digest and signature is right and no check says no. */
HOCBA_PUBLIC int hocba_report_content(const struct hocba_report *report, const char **bytes,
                                      size_t *size);

/* The whole report as one JSON object; `name` is how the file is to be called in it. */
HOCBA_PUBLIC const char *hocba_report_json(struct hocba_report *report, const char *name);
/* ... and as a page of Vietnamese text. */
HOCBA_PUBLIC const char *hocba_report_text(struct hocba_report *report, const char *name);

#ifdef __cplusplus
}
#endif

#endif
