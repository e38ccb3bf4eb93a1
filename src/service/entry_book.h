/* SPDX-License-Identifier: Apache-2.0
 *
 * A class's entry workbook for where there is no network: a sheet per subject and one of qualities
 * and competences, with the values as they are, only of what whoever asks may enter.  Taken back
 * by import (service/import.h), which shows first what changes, and keeps what others changed in
 * the meantime.
 */
#ifndef HOCBA_SERVICE_ENTRY_BOOK_H
#define HOCBA_SERVICE_ENTRY_BOOK_H

#include "model/record.h"
#include "service/app.h"

/* The bytes of an .xlsx file, in the app's arena. DENIED: the actor enters nothing there;
 * CONFLICT: the class has no pupils. */
MUST_CHECK enum status entry_book_make(struct app *app, const char *class_id, enum period period,
                                       struct span *bytes, struct error *err);

#endif
