/* SPDX-License-Identifier: Apache-2.0
 *
 * The passphrase of a key file: from --pass-file, else the variable HOCBA_PIN, else asked on the
 * terminal without echo. Never from an option, where other users of the machine could read it.
 */
#ifndef HOCBA_CLI_PASSPHRASE_H
#define HOCBA_CLI_PASSPHRASE_H

#include "crypto/secret.h"

/* `file`: the value of --pass-file or NULL; `what`: of which key, for the prompt. USAGE when there
 * is neither a file, a variable nor a terminal. */
MUST_CHECK enum status cli_passphrase(const char *file, const char *what,
                                      struct secret **passphrase, struct error *err);

#endif
