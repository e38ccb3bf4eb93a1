/* SPDX-License-Identifier: Apache-2.0
 *
 * Families: /gia-dinh, opened by the code on the school's slip and the birth date; and the pages on
 * which a school prints slips and ends codes.
 */
#ifndef HOCBA_SERVE_FAMILY_H
#define HOCBA_SERVE_FAMILY_H

#include "serve/visit.h"
#include "service/family.h"
#include "service/record_files.h"

visit_run family_page, family_enter, family_leave, family_book, family_file;
visit_run family_enter_api, family_api; /* JSON */
visit_run family_codes_api, family_slips_api, family_end_api;
visit_run slips_page, slips_print_page, slip_end;

/* What the family of this browser may see. NOT_FOUND: it has shown no code, or the code ended. */
MUST_CHECK enum status family_find_file(struct visit *visit, struct pupil_file *file,
                                        struct error *err);

/* The file of kind "xml" or "goi" of the `number`th of a pupil's records; also the pupil's page's.
 */
MUST_CHECK enum status record_file_send(struct visit *visit, const struct pupil_file *file,
                                        const char *number, const char *kind, struct error *err);
MUST_CHECK enum status record_book_send(struct visit *visit, const struct pupil_file *file,
                                        struct error *err);

/* The API's answer about a pupil, with who looked; for whoever may see it (serve/pupil_api.c). */
MUST_CHECK enum status pupil_send(struct visit *visit, const struct pupil_file *file,
                                  struct error *err);

/* The slips as a file; CONFLICT says why there are none. */
MUST_CHECK enum status slips_send(struct visit *visit, const struct slips_order *order,
                                  struct error *err);

#endif
