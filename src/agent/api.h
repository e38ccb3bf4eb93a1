/* SPDX-License-Identifier: Apache-2.0
 *
 * The agent's interface, JSON over HTTP on loopback (docs/agent.md has it for page authors):
 *
 *     GET    /v1/version
 *     GET    /v1/certificates
 *     POST   /v1/batches             start, or go on; the same id is the same batch
 *     GET    /v1/batches/ID?from=N   state, and the values from item N on
 *     DELETE /v1/batches/ID          stop
 *
 * Every request must name this computer in Host (else another site's name could have been pointed
 * here) and a registered origin in Origin; everybody else gets 403 and no CORS header.
 */
#ifndef HOCBA_AGENT_API_H
#define HOCBA_AGENT_API_H

#include "agent/request.h"
#include "agent/settings.h"
#include "agent/signing.h"

struct api {
    const struct agent_settings *settings; /* its port is the one that is listened on */
    struct signing *signing;
};

void api_answer(void *api, const struct request *request, struct buffer *out);
void api_refuse(void *api, int status, struct buffer *out);

#endif
