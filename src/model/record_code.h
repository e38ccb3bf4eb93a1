/* SPDX-License-Identifier: Apache-2.0
 *
 * The short code of a record, for people who have it on paper: the first 75 random bits of its
 * MA_TRA_CUU_UUID (base/short_code.h), so that nothing more is kept and nothing about the pupil is
 * in it.  It cannot be guessed, so who has one has seen the record.
 */
#ifndef HOCBA_MODEL_RECORD_CODE_H
#define HOCBA_MODEL_RECORD_CODE_H

#include "base/short_code.h"
#include "base/uuid.h"

/* In the arena; NULL: not a UUID. */
const char *record_code_of(struct arena *arena, const char *uuid);
/* The texts between which the UUID of a typed code lies; of a whole UUID they are the same. False:
 * neither a code nor a UUID. */
bool record_code_range(const char *typed, char first[UUID_TEXT_SIZE], char last[UUID_TEXT_SIZE]);

#endif
