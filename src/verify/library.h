/* SPDX-License-Identifier: Apache-2.0
 *
 * What our own program may see behind the public library (include/hocba/verify.h).
 */
#ifndef HOCBA_VERIFY_LIBRARY_H
#define HOCBA_VERIFY_LIBRARY_H

#include <hocba/verify.h>

#include "crypto/trust.h"
#include "model/verdict.h"

const struct verdict_report *library_report(const struct hocba_report *report);
/* NULL before anchors were given. */
const struct trust *library_trust(const struct hocba_verifier *verifier);
/* Why the last setting up failed, with its status. */
const struct error *library_error(const struct hocba_verifier *verifier);

#endif
