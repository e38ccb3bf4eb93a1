/* SPDX-License-Identifier: Apache-2.0
 *
 * What our own program may see of the public library's report (include/hocba/verify.h).
 */
#ifndef HOCBA_VERIFY_LIBRARY_H
#define HOCBA_VERIFY_LIBRARY_H

#include <hocba/verify.h>

#include "base/json.h"
#include "model/verdict.h"

const struct verdict_report *library_report(const struct hocba_report *report);

#endif
