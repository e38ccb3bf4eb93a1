/* SPDX-License-Identifier: Apache-2.0 */
#include "signers/open.h"

#include "signers/agent.h"
#include "signers/process.h"
#include "signers/remote.h"

static enum status
open_agent(const struct signer_source *source, struct signer_session **session, struct error *err)
{
    return signer_open_agent(source->place, source->certificates, session, err);
}

static const struct {
    const char *kind;
    enum status (*open)(const struct signer_source *source, struct signer_session **session,
                        struct error *err);
} kinds[] = {
    {"agent", open_agent},          {"key", process_open_key},       {"token", process_open_token},
    {"remote", signer_open_remote}, {"socket", process_open_socket},
};

enum status
signer_session_open(const struct signer_source *source, struct signer_session **session,
                    struct error *err)
{
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (text_equal(kinds[i].kind, source->kind))
            return kinds[i].open(source, session, err);
    }
    return fail(err, USAGE, "Bản hocba này không ký được bằng “%s”.", source->kind);
}
