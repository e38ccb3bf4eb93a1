/* SPDX-License-Identifier: Apache-2.0
 *
 * Codes that a department gives to what it holds - rounds of inspection, sessions of training,
 * questionnaires: what a person types, an address bears and another program reads the same
 * everywhere.
 */
#ifndef HOCBA_SERVICE_CODE_H
#define HOCBA_SERVICE_CODE_H

#include "base/list.h"
#include "base/text.h"

enum { CODE_MAX = 40 }; /* bytes */

struct codes {
    LIST(const char *) list;
};

/* Letters without marks, digits, dots and hyphens; not dots alone, which an address takes for a
 * way up.  USAGE; `what` begins the sentence: "Mã". */
MUST_CHECK enum status code_check(const char *what, const char *code, struct error *err);
/* Pure.  "TH-3": the next number that is free among those there are. */
const char *code_next(const char *prefix, const struct codes *taken, struct arena *arena);

#endif
