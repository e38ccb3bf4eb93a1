/* SPDX-License-Identifier: Apache-2.0
 *
 * Our own records through the verifier, with nothing trusted but the certificates that this
 * instance registered: before a record is issued, and before anything is printed from it.
 */
#ifndef HOCBA_SERVICE_SELF_CHECK_H
#define HOCBA_SERVICE_SELF_CHECK_H

#include "service/app.h"
#include "store/records.h"
#include "verify/verify.h"

struct self_check;
struct self_check *self_check_new(struct app *app);
void self_check_free(struct self_check *check); /* NULL is a no-op */
DEFINE_AUTO(self_check)

/* Verify `document` of the record `uuid` as at `at`: its signatures are those that the store
 * tells of, each by the certificate registered there.  UNTRUSTED with the verifier's reason unless
 * it is authentic.  `may_be_withdrawn` false: certificates must still be good today. */
MUST_CHECK enum status self_check_record(struct self_check *check, const char *uuid,
                                         struct span document, struct moment at,
                                         bool may_be_withdrawn, struct verdict_report *report,
                                         struct error *err);

#endif
