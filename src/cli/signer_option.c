/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/signer_option.h"

#include <stdlib.h>

#include "cli/passphrase.h"

const char *const signer_kinds[] = {"key", "token", "remote", "agent", "socket", NULL};

static enum status
ask_secret(const struct signer_source *source, const char *what, struct secret **secret,
           struct error *err)
{
    return cli_passphrase(source->pass_file, what, secret, err);
}

/* A key file has its issuers inside, and so has what runs at a socket. */
static const char *
certificates_option(const struct cli *cli, const char *kind)
{
    return text_equal(kind, "key") || text_equal(kind, "socket") ? NULL
                                                                 : cli_option(cli, "certificate");
}

enum status
cli_signer(struct cli *cli, const char *kind, const char *place, struct signer_source *source,
           struct signer_session **session, struct error *err)
{
    *source = (struct signer_source){.kind = kind,
                                     .place = place,
                                     .certificates = certificates_option(cli, kind),
                                     .pass_file = cli_option(cli, "pass-file"),
                                     .home = cli->home,
                                     .program = cli_app_options(cli, cli->home).signer_program,
                                     .service_password = getenv("HOCBA_REMOTE_PASSWORD"),
                                     .ask = ask_secret};
    return signer_session_open(source, session, err);
}
