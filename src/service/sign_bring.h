/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside signing from a page: a batch that was begun (service/sign_page.h), and its values one by
 * one, wherever they come from.  Nobody else includes this.
 */
#ifndef HOCBA_SERVICE_SIGN_BRING_H
#define HOCBA_SERVICE_SIGN_BRING_H

#include "service/sign_page.h"
#include "service/sign_step.h"
#include "store/signing.h"

/* How a record was looked at, a letter per item in the batch's reference. */
enum { LOOK_OPENED = 'o', LOOK_LIST = 'l' };

struct sign_bring {
    struct sign_batch kept;
    struct sign_items items;
    struct sign_order as;
    struct signing signing;
    struct xades_identity *identity; /* its owner; sign_bring_clear() */
};

/* The actor's own batch, with the right to sign asked again. NOT_FOUND: it is over, or of another
 * kind of signer. The place of `bring` must not change. */
MUST_CHECK enum status sign_bring_open(struct app *app, const char *id, const char *signer,
                                       struct sign_bring *bring, struct error *err);
void sign_bring_clear(struct sign_bring *bring);

/* The digest of an item that is still wanted: neither ended nor signed or made anew since. */
MUST_CHECK enum status sign_bring_digest(struct sign_bring *bring, size_t item,
                                         struct digest *digest, bool *wanted, struct error *err);

/* Gives the value of a digest. */
typedef enum status sign_value_of(void *context, size_t item, const struct digest *digest,
                                  struct span *value, struct error *err);
/* Sign one item and keep it, in a transaction of its own; `batch` gets its outcome.  Any status but
 * OK is that of `value_of`, or of the store: then there is no outcome. */
MUST_CHECK enum status sign_bring_item(struct sign_bring *bring, size_t item,
                                       sign_value_of *value_of, void *context, struct batch *batch,
                                       struct error *err);
/* A batch of which nothing is left is over. */
MUST_CHECK enum status sign_bring_end(struct sign_bring *bring, struct error *err);

/* The certificate is the actor's own; a seal is the clerk's, whom queue_open() asked. */
MUST_CHECK enum status sign_check_own(const struct signing *signing, struct error *err);
/* The signer's certificate and its issuers without the root, so that whoever has the root believes
 * the file. */
MUST_CHECK enum status sign_identity_of(struct app *app, struct span der,
                                        struct xades_identity **identity, struct error *err);

#endif
