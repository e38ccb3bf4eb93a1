/* SPDX-License-Identifier: Apache-2.0
 *
 * A record by the short code (model/record_code.h) that somebody typed.
 */
#ifndef HOCBA_SERVICE_RECORD_CODE_H
#define HOCBA_SERVICE_RECORD_CODE_H

#include "model/record_code.h"
#include "service/app.h"

/* The record's UUID. INVALID: mistyped, or a family's code; NOT_FOUND. */
MUST_CHECK enum status record_code_find(struct app *app, const char *typed, const char **uuid,
                                        struct error *err);

#endif
