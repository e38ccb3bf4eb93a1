/* SPDX-License-Identifier: Apache-2.0
 *
 * UUID version 4 (RFC 4122), as CV2088 II.1.4 asks for MA_TRA_CUU_UUID: lower case, 36 characters.
 */
#ifndef HOCBA_BASE_UUID_H
#define HOCBA_BASE_UUID_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

enum { UUID_TEXT_SIZE = 37 };

/* Make a version-4 UUID of 16 random bytes; `out` has UUID_TEXT_SIZE bytes; returns out. */
const char *uuid_write(const uint8_t random[16], char *out);
/* A well-formed version-4 UUID in lower case. */
bool uuid_is_valid(struct span text);

#endif
