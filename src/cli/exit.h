/* SPDX-License-Identifier: Apache-2.0
 *
 * Exit codes, from one table:
 *   0 yes   1 no (rule errors, not authentic, unparseable input)   2 usage, file not found
 *   3 cannot be decided now   4 not allowed   5 conflict   6 our instance or a peer is damaged or
 * away
 */
#ifndef HOCBA_CLI_EXIT_H
#define HOCBA_CLI_EXIT_H

#include "base/error.h"

enum exit_code {
    EXIT_YES,
    EXIT_NO,
    EXIT_USAGE,
    EXIT_UNDECIDED,
    EXIT_DENIED,
    EXIT_CONFLICT,
    EXIT_BROKEN,
};

enum exit_code exit_of_status(enum status status);
/* "invalid", "usage" ...: the status as the JSON error names it. */
const char *status_key(enum status status);
/* Of several files or records: the first of 6, 1, 3, 0 that occurs. A mistake of the command line
 * (2) must hide no "no" and be hidden by nothing less, so it comes between 1 and 3; 4 and 5, which
 * no verdict has, between 6 and 1. */
enum exit_code exit_worse(enum exit_code a, enum exit_code b);

#endif
