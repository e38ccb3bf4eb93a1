/* SPDX-License-Identifier: Apache-2.0
 *
 * One name per row of the table of commands; each stands in its cmd_<thing>.c.
 */
#ifndef HOCBA_CLI_COMMANDS_H
#define HOCBA_CLI_COMMANDS_H

#include "cli/command.h"

extern const struct command command_help;
extern const struct command command_version;

#endif
