/* SPDX-License-Identifier: Apache-2.0
 *
 * What the parts of the remote driver share.
 */
#ifndef HOCBA_SIGNERS_REMOTE_INTERNAL_H
#define HOCBA_SIGNERS_REMOTE_INTERNAL_H

#include "base/json.h"
#include "base/json_read.h"
#include "net/http.h"
#include "signers/remote.h"

enum {
    REMOTE_QUESTION_MAX = 4 * 1024 * 1024,
    REMOTE_ANSWER_MAX = 8 * 1024 * 1024,
    REMOTE_TOKEN_MAX = 8 * 1024, /* bytes of a token or a SAD */
    REMOTE_STEP_MS = 1000,       /* how long one poll may wait */
    REMOTE_LOGINS_MAX = 3,       /* of one batch */
    REMOTE_SENDINGS_MAX = 5,     /* of one batch, to a service that says it does not know it */
};

struct remote_settings {
    const char *dialect, *url, *user, *client, *profile, *ca_file, *proxy;
    const char *webhook; /* 127.0.0.1:PORT where the service's answers come in; NULL: none */
    bool asks_pin, asks_otp;
    int patience_s, poll_ms, timeout_ms, batch_max;
};

/* What a batch goes through, in this order; a dialect may lack the first and the last. */
enum remote_stage { REMOTE_AUTHORIZE, REMOTE_SIGN, REMOTE_STATUS, REMOTE_STAGES };

/* A batch at the service. */
struct transaction {
    struct transaction *next;
    char id[SIGNER_ID_MAX + 1]; /* the order's */
    enum remote_stage stage;
    bool noted;         /* that it is going to be sent; or it was, with or without an answer */
    bool accepted;      /* the service said that it has them */
    bool resumed;       /* sent by an earlier run */
    struct secret *sad; /* what the person's consent came as; NULL: none */
    int waited_ms;      /* for the person */
    int quiet_ms;       /* with a webhook: how long not to ask yet */
    int logins, sendings;
};

/* A key that the service has for the person. */
struct remote_key {
    const char *name; /* the service's: a credential id, a serial number */
    struct certificate *certificate;
};

struct remote {
    struct arena *arena;
    struct remote_settings settings;
    const struct remote_dialect *dialect;
    const struct signer_source *source; /* asks the person */
    struct certificate_chain *issuers;  /* from the person's file; may be NULL */
    struct http_client *client;
    struct secret *password, *pin, *token; /* NULL: not (yet) known */
    LIST(struct remote_key) keys;
    struct transaction *transactions;
    /* The one question under way, and whose it is. */
    struct transaction *asking;
    struct buffer *question;
    int hook; /* listening socket; -1: none */
};

/* A step of a batch. */
struct remote_step {
    struct remote *remote;
    struct transaction *transaction;
    const struct signer_order *order;
    const struct remote_key *key;
    struct signer_reports *reports;
};

struct remote_dialect {
    const char *name;
    const char *service; /* for people */
    bool ours;           /* a batch is found again by our id */
    const char *login;   /* path; NULL: every question holds the password */
    bool login_is_form;  /* OAuth 2: urlencoded; else JSON */
    void (*write_login)(const struct remote *remote, struct buffer *body);
    enum status (*list)(struct remote *remote, struct signer_offers *offers, struct error *err);
    struct {
        const char *path; /* %s: our id; NULL: no such stage */
        enum status (*write)(struct remote_step *step, struct json *json, struct error *err);
        enum status (*take)(struct remote_step *step, const struct json_value *answer,
                            struct error *err);
    } stages[REMOTE_STAGES];
    /* Names that differ between versions. */
    const char *hashes, *hash_algorithm;
};

extern const struct remote_dialect remote_sp769, remote_csc1, remote_csc2, remote_mysign;

/* remote_settings.c */
MUST_CHECK enum status remote_read_settings(struct remote *remote, struct error *err);

/* remote_call.c: requests. Answers are read into an arena that is wiped. */
/* Get a token, where the dialect has one and there is none yet. */
MUST_CHECK enum status remote_log_in(struct remote *remote, struct error *err);
/* Ask and wait; for questions that do no harm twice. */
MUST_CHECK enum status remote_ask(struct remote *remote, const char *path, struct buffer *question,
                                  struct arena *arena, struct json_value *answer,
                                  struct error *err);
/* Send, then, once http_wait() says so, take. */
MUST_CHECK enum status remote_send(struct remote *remote, const char *path, struct error *err);
MUST_CHECK enum status remote_take(struct remote *remote, struct arena *arena,
                                   struct json_value *answer, struct error *err);
void remote_give_up(struct remote *remote);
/* An error for what the service says in words or numbers; `otherwise` when it says nothing known.
 */
enum status remote_refusal(const struct remote *remote, const char *word, enum status otherwise,
                           struct error *err);
/* A text or a number of an answer as text; "" when there is none. */
const char *remote_word(const struct json_value *answer, const char *key, struct arena *arena);

/* remote_values.c */
/* Offer the key whose certificate and issuers are these texts (base64 of DER or PEM). */
void remote_offer(struct remote *remote, struct signer_offers *offers, const char *name,
                  const char *const *certificates, size_t count, size_t batch_max);
/* `text`: base64 of a value, or of a CMS without signed attributes around one. */
void remote_report(struct remote_step *step, size_t item, const char *text);
/* The same if it is right, and nothing if not: for what may come from anybody. */
void remote_report_right(struct remote_step *step, size_t item, const char *text);
/* The list `signatures`, in the order of the digests. */
MUST_CHECK enum status remote_report_list(struct remote_step *step,
                                          const struct json_value *signatures, struct error *err);
/* OIDs of the algorithm, for this key. */
const char *remote_signature_algorithm(const struct remote_key *key);
#define REMOTE_SHA256_OID "2.16.840.1.101.3.4.2.1"

/* remote_hook.c */
MUST_CHECK enum status remote_hook_open(struct remote *remote, struct error *err);
/* Wait for a message of the service; *news: ask for the batch's state now. */
void remote_hook_wait(struct remote_step *step, int ms, bool *news);
/* remote_sp769.c: keep the values of a message that are right; whether it was about this batch. */
bool remote_sp769_take_message(struct remote_step *step, const struct json_value *message,
                               bool *news);

/* remote.c */
/* The person has not confirmed yet: ask again later, or lose patience. */
MUST_CHECK enum status remote_wait(struct remote_step *step, struct error *err);
/* The service has the batch, under this name of its own; NULL: under our id. */
MUST_CHECK enum status remote_accepted(struct remote_step *step, const char *name,
                                       struct error *err);
/* The service's name for the batch; NULL: not known. */
const char *remote_name(const struct remote_step *step);

#endif
