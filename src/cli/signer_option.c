/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/signer_option.h"

#include <stdlib.h>

#include "base/file.h"
#include "cli/passphrase.h"
#include "service/certificate.h"

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

static enum status
choose_kind(const struct cli *cli, const char **kind, struct error *err)
{
    int ways = 0;

    for (size_t i = 0; signer_kinds[i]; i++)
        if (cli_option(cli, signer_kinds[i])) {
            *kind = signer_kinds[i];
            ways++;
        }
    if (ways == 1)
        return OK;
    return fail(err, USAGE, "Ký bằng gì: một trong --key, --token, --remote, --agent, --socket.");
}

enum status
cli_choose_signer(struct cli *cli, struct chosen_signer *chosen, struct error *err)
{
    const char *path = cli_option(cli, "certificate"), *kind;
    struct span pem;

    *chosen = (struct chosen_signer){0};
    TRY(choose_kind(cli, &kind, err));
    if (path) {
        TRY(file_read(cli->arena, path, CERTIFICATE_FILE_MAX, &pem, err));
        TRY(certificate_parse_pem(pem, &chosen->file, err));
        chosen->certificate = &chosen->file->sha256;
    }
    return cli_signer(cli, kind, cli_option(cli, kind), &chosen->source, &chosen->session, err);
}

void
chosen_signer_clear(struct chosen_signer *chosen)
{
    signer_session_free(chosen->session);
    certificate_free(chosen->file);
}

enum status
cli_way_given(const struct cli *cli, enum cli_way *way, struct error *err)
{
    int ways = 0;

    *way = WAY_NONE;
    for (size_t i = 0; signer_kinds[i]; i++)
        if (cli_option(cli, signer_kinds[i])) {
            *way = WAY_SIGNER;
            ways++;
        }
    if (cli_option(cli, "prepare")) {
        *way = WAY_PREPARE;
        ways++;
    }
    if (cli_option(cli, "attach")) {
        *way = WAY_ATTACH;
        ways++;
    }
    return ways <= 1 ? OK
                     : fail(err, USAGE,
                            "Chỉ ký một cách: một trong --key, --token, --remote, --agent, "
                            "--socket, --prepare, --attach.");
}

enum status
cli_read_certificate(const struct cli *cli, struct span *pem, struct error *err)
{
    const char *path = cli_option(cli, "certificate");

    if (!path)
        return fail(err, USAGE, "--prepare cần chứng thư của người ký: --certificate TỆP.");
    return file_read(cli->arena, path, CERTIFICATE_FILE_MAX, pem, err);
}
