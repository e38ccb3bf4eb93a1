/* SPDX-License-Identifier: Apache-2.0
 *
 * Look-up: /tra-cuu as one types, and the page of a pupil with every year.  What is looked for
 * holds names, so it comes in a body and stands in no address.
 */
#ifndef HOCBA_SERVE_LOOKUP_H
#define HOCBA_SERVE_LOOKUP_H

#include "serve/visit.h"
#include "service/lookup.h"
#include "service/record_files.h"

visit_run lookup_page, lookup_answer, lookup_api, pupil_page, pupil_book, pupil_file_page;

#endif
