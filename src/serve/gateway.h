/* SPDX-License-Identifier: Apache-2.0
 *
 * The receiving gateway's API for suppliers' programs (docs/gateway.md): by token, no session.
 */
#ifndef HOCBA_SERVE_GATEWAY_H
#define HOCBA_SERVE_GATEWAY_H

#include "serve/visit.h"
#include "service/intake.h"

visit_run gateway_token_api, gateway_records_api, gateway_result_api;

#endif
