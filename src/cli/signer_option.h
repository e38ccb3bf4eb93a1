/* SPDX-License-Identifier: Apache-2.0
 *
 * The signer that a command's options name: one of --key, --token, --remote ... with --pass-file.
 */
#ifndef HOCBA_CLI_SIGNER_OPTION_H
#define HOCBA_CLI_SIGNER_OPTION_H

#include "cli/command.h"
#include "signers/open.h"

/* The kinds of signers that `hocba sign` takes, each an option of that name; ends with NULL. */
extern const char *const signer_kinds[];

/* Fill `source`, which must outlive the session, and open it. */
MUST_CHECK enum status cli_signer(struct cli *cli, const char *kind, const char *place,
                                  struct signer_source *source, struct signer_session **session,
                                  struct error *err);

#endif
