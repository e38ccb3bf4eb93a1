/* SPDX-License-Identifier: Apache-2.0
 *
 * Codes that people copy from paper: four groups of four, "K7QM-2XRD-9TVA-H3PE".  Fifteen symbols
 * of five bits (Crockford's alphabet, without I L O U) and a check symbol that finds every single
 * wrong symbol and every two that changed places.  The kind is in the check, so that a code of one
 * kind is never taken for another's.
 */
#ifndef HOCBA_BASE_SHORT_CODE_H
#define HOCBA_BASE_SHORT_CODE_H

#include "base/text.h"

#include <stdint.h>

enum {
    SHORT_CODE_SYMBOLS = 15, /* without the check symbol: 75 bits */
    SHORT_CODE_TEXT_SIZE = 20,
    SHORT_CODE_TYPED_MAX = 64, /* longer is no code */
};

enum short_code_kind { CODE_OF_RECORD, CODE_OF_FAMILY };

/* Of each byte the low five bits count; `out` has SHORT_CODE_TEXT_SIZE bytes; returns out. */
const char *short_code_write(enum short_code_kind kind, const uint8_t symbols[SHORT_CODE_SYMBOLS],
                             char *out);
/* As people type it: any case, with or without hyphens and blanks, O for 0, I and L for 1. */
bool short_code_parse(enum short_code_kind kind, const char *text,
                      uint8_t symbols[SHORT_CODE_SYMBOLS]);

#endif
