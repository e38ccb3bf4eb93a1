/* SPDX-License-Identifier: Apache-2.0
 *
 * What create, sign and issue print: one line per pupil that needs one, and the sums.
 */
#ifndef HOCBA_CLI_BATCH_OUTPUT_H
#define HOCBA_CLI_BATCH_OUTPUT_H

#include "cli/command.h"
#include "service/batch.h"

/* `did`: "Đã ký"; sets cli's exit code from the failures. */
void batch_print(struct cli *cli, const struct batch *batch, const char *did);

#endif
