/* SPDX-License-Identifier: Apache-2.0
 *
 * Entering in the ledger after something was signed or issued, and what it came to, in words.
 */
#ifndef HOCBA_CLI_LEDGER_OUTPUT_H
#define HOCBA_CLI_LEDGER_OUTPUT_H

#include "cli/command.h"
#include "service/ledger.h"

void ledger_print_report(const struct ledger_entering *report);

/* What was kept is entered now, where there is a ledger; if that cannot be, it says how later. */
void ledger_enter_now(const struct cli *cli, struct app *app);

#endif
