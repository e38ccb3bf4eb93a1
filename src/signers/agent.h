/* SPDX-License-Identifier: Apache-2.0
 *
 * The agent on this computer as a signer (docs/agent.md): hocba names itself `hocba` where a page
 * names its origin, and the agent must have that registered.  The agent asks the person; a batch is
 * found again by our id for as long as the agent runs.
 */
#ifndef HOCBA_SIGNERS_AGENT_H
#define HOCBA_SIGNERS_AGENT_H

#include "signers/signer.h"

enum {
    SIGNER_AGENT_LABEL_MAX = 200, /* bytes of a label that the agent shows; longer ones are cut */
    SIGNER_AGENT_BATCH_MAX = 2000,
};

/* `address`: http://127.0.0.1:PORT or http://localhost:PORT, nothing else. `certificates`: a PEM
 * file with the issuers that the token does not hold, or NULL. Asks the agent nothing yet. */
MUST_CHECK enum status signer_open_agent(const char *address, const char *certificates,
                                         struct signer_session **session, struct error *err);

#endif
