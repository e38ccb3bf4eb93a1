/* SPDX-License-Identifier: Apache-2.0
 *
 * The table of commands, in the order in which `hocba help` and the man page list them.
 */
#include "cli/commands.h"

const struct command *const commands[] = {
    &command_help,
    &command_version,
    NULL,
};
