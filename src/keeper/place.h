/* SPDX-License-Identifier: Apache-2.0
 *
 * A second place (writer/place.h) for ledgers on other hosts: a folder on HTTP,
 *
 *     GET /<name>.checkpoint    the checkpoint that was signed last, with its ETag
 *     PUT /<name>.checkpoint    with If-Match (or If-None-Match: *): instead of that one, and only
 *                               of that one; never fewer leaves than before
 *
 * for whoever has the token of that ledger.  A file, mode 0600, read anew for each request, has a
 * line for each ledger: its origin and the SHA-256 of its token.
 */
#ifndef HOCBA_KEEPER_PLACE_H
#define HOCBA_KEEPER_PLACE_H

#include "base/error.h"

enum { PLACE_OWNERS_MAX = 1024 * 1024 }; /* bytes of that file */

struct place_service {
    const char *folder;
    const char *owners; /* the file of ledgers and tokens */
    const char *listen; /* as web/server.h takes it */
    void (*ready)(const char *address);
};

/* Serve until SIGTERM. INVALID: the file of ledgers is not good; NOT_FOUND: no such folder. */
MUST_CHECK enum status place_serve(const struct place_service *service, struct error *err);

#endif
