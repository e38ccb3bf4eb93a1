/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside signing: does the holder of a certificate have the right to sign, and what?  Nobody else
 * includes this.
 */
#ifndef HOCBA_SERVICE_SIGN_RIGHT_H
#define HOCBA_SERVICE_SIGN_RIGHT_H

#include "crypto/certificate.h"
#include "service/signing.h"
#include "service/year.h"
#include "store/certificates.h"
#include "store/classes.h"
#include "store/people.h"

struct sign_right {
    struct stored_certificate certificate;
    const char *signer;          /* who, for the history: a login, or the school's code */
    const char *name, *number;   /* of the person; number NULL for a seal */
    LIST(const char *) subjects; /* of a subject teacher: those to sign */
    const char *delegation; /* "ký theo ủy quyền, QĐ số ..."; NULL: in their own right */
};

/* DENIED with the reason; CONFLICT: several teach the subject and it is not decided who signs. */
MUST_CHECK enum status sign_right_find(struct app *app, const struct sign_order *order,
                                       const struct school_class *class,
                                       const struct certificate *certificate,
                                       struct sign_right *right, struct error *err);
/* Of a person's assignments those that may let them sign in the class. A deputy signs for the
 * principal under a delegation, by the school's choice for the class (signer_choice), or where
 * nobody or more than one is principal; being deputy alone is no right to sign. */
MUST_CHECK enum status sign_right_list(struct app *app, const struct assignments *held,
                                       const struct school_class *class,
                                       struct assignments *signing, struct error *err);
/* Does this one of them let its person sign so in the class, whatever the certificate? */
bool sign_right_given(const struct assignment *held, enum signer_role role,
                      const struct school_class *class);

#endif
