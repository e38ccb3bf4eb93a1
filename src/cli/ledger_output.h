/* SPDX-License-Identifier: Apache-2.0
 *
 * What entering in the ledger came to, in words: for issue and ledger enter.
 */
#ifndef HOCBA_CLI_LEDGER_OUTPUT_H
#define HOCBA_CLI_LEDGER_OUTPUT_H

#include "service/ledger.h"

void ledger_print_report(const struct ledger_entering *report);

#endif
