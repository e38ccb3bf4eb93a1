/* SPDX-License-Identifier: Apache-2.0
 *
 * Witnesses asked over HTTP, all at once: the slowest, not their sum, is what a school waits for.
 * `context` is a struct http_client that nobody else uses meanwhile.
 */
#ifndef HOCBA_SERVICE_LEDGER_ASK_H
#define HOCBA_SERVICE_LEDGER_ASK_H

#include "writer/writer.h"

writer_ask ask_witnesses;

#endif
