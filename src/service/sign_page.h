/* SPDX-License-Identifier: Apache-2.0
 *
 * Signing from a page: the key is where the person sits, behind the agent on their computer
 * (docs/agent.md, ui/signing.js), and no PIN ever comes here; or the school keeps it for them, and
 * the server signs (service/sign_job.h).  The page asks for digests, has them signed, and brings
 * the values back a few at a time; each value is attached in a transaction of its own, so that a
 * page that is closed or a server that is stopped loses nothing that came.
 * Whoever comes back begins again with what is missing; of each signer one batch of a class is
 * open, and a new one ends the one before.
 *
 * Who may sign is service/signing.h's question; here whoever is signed in must be the signer as
 * well: the certificate is their own, or their school's seal and they are its clerk.
 */
#ifndef HOCBA_SERVICE_SIGN_PAGE_H
#define HOCBA_SERVICE_SIGN_PAGE_H

#include "service/signing.h"

enum { PAGE_BATCH_MAX = 500 }; /* records in one batch */

/* Of sign_batch.signer: who brings the values. */
#define SIGNER_PAGE   "page"
#define SIGNER_KEPT   "server"
#define SIGNER_REMOTE "remote-page" /* a service; "remote" is hocba sign's own */

struct page_choice {
    const char *uuid;
    bool opened; /* the person had this record's page open; else it is signed by the list */
};

struct page_order {
    const char *class_id;
    enum signer_role role;
    const char *subject;                   /* of a subject teacher; NULL */
    const char *signer;                    /* SIGNER_PAGE ... */
    struct span certificate;               /* DER; its issuers are those of the settings; or ... */
    const struct certificate_chain *chain; /* ... with its issuers; NULL */
    const struct page_choice *choices;
    size_t count;
    bool each; /* the person says that they looked at each of these */
};

struct page_item {
    const char *uuid, *label;
    struct digest digest;
};

struct page_batch {
    const char *id, *certificate; /* SHA-256 in hexadecimal */
    const char *school, *class, *year;
    const char *sentence; /* who signs what with which certificate, and how it was looked at */
    int64_t seconds;      /* that it takes, about */
    int64_t pin_each;     /* the same where a token asks for the PIN each time; 0: it cannot be */
    LIST(struct page_item) items;
};

/* CONFLICT: a record that must be looked at was not opened, or one of `each`; nothing is begun.
 * Records that cannot be signed now are in `refused`, each with its reason. */
MUST_CHECK enum status sign_page_begin(struct app *app, const struct page_order *order,
                                       struct page_batch *page, struct batch *refused,
                                       struct error *err);

struct page_value {
    size_t item;       /* its place in page_batch.items */
    struct span value; /* as the signer gave it */
};
/* NOT_FOUND: the batch is over, or another one was begun. Each value has its outcome. */
MUST_CHECK enum status sign_page_attach(struct app *app, const char *id,
                                        const struct page_value *values, size_t count,
                                        struct batch *batch, struct error *err);

#endif
