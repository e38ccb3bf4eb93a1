/* SPDX-License-Identifier: Apache-2.0
 *
 * Look-up: /tra-cuu as one types, and the page of a pupil with every year.  What is looked for
 * holds names, so it comes in a body and stands in no address.
 */
#ifndef HOCBA_SERVE_LOOKUP_H
#define HOCBA_SERVE_LOOKUP_H

#include "model/role.h"
#include "serve/visit.h"
#include "service/lookup.h"
#include "service/record_files.h"

/* Who has a use for the link to a class's slips. */
enum {
    LOOKUP_GIVES_SLIPS = ROLE_BIT(ROLE_REGISTRAR) | ROLE_BIT(ROLE_CLASS_TEACHER) |
                         ROLE_BIT(ROLE_PRINCIPAL) | ROLE_BIT(ROLE_DEPUTY_PRINCIPAL)
};

visit_run lookup_page, lookup_answer, lookup_api, pupil_page, pupil_book, pupil_file_page,
    pupil_api;

#endif
