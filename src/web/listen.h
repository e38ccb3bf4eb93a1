/* SPDX-License-Identifier: Apache-2.0
 *
 * A listening socket of an address in words; inside web/ only.
 */
#ifndef HOCBA_WEB_LISTEN_H
#define HOCBA_WEB_LISTEN_H

#include "base/text.h"

enum { LISTEN_ADDRESS_SIZE = 160 };

/* `out` gets where it really listens: "http://127.0.0.1:41234", or "unix:/path". */
MUST_CHECK enum status listen_open(const char *text, int *fd, char out[LISTEN_ADDRESS_SIZE],
                                   struct error *err);

#endif
