/* SPDX-License-Identifier: Apache-2.0
 *
 * A history as people read it: who changed what, when, from what to what.
 */
#ifndef HOCBA_CLI_CHANGE_OUTPUT_H
#define HOCBA_CLI_CHANGE_OUTPUT_H

#include "cli/command.h"
#include "service/edit.h"

void changes_print(const struct cli *cli, const struct changes *changes);

#endif
