/* SPDX-License-Identifier: Apache-2.0
 *
 * Freezing a school year: /chot-nam?nam=2023-2024, which classes are closed, which are not and why;
 * then the principal signs, with the key that the server keeps or what stands at their computer.
 * Looking and signing with a kept key work without JavaScript.
 */
#ifndef HOCBA_SERVE_FREEZE_H
#define HOCBA_SERVE_FREEZE_H

#include "serve/outcome.h"
#include "service/freeze.h"
#include "service/sign_remote.h"
#include "service/year.h"
#include "store/units.h"

visit_run freeze_page;   /* GET  /chot-nam */
visit_run freeze_take;   /* POST /chot-nam */
visit_run freeze_xml_of; /* GET  /chot-nam/{year} */

struct freeze_view {
    struct unit school;
    const char *year;
    struct school_years years;
    struct freeze_look look;
    struct notice notice;
    bool leader;                   /* signs */
    struct sign_services services; /* remote ones */
    struct notice key;             /* bad: why there is nothing to sign with on the server */
};

/* The same for the API: serve/freeze_api.c. */
void freeze_send(struct visit *visit, const struct freeze_view *view);

/* For the template: how a class stands, in words; what the person wrote for it, or before. */
const char *freeze_class_word(const struct visit *visit, const struct freeze_look_row *row,
                              const char **tone);
const char *freeze_reason(const struct visit *visit, const struct freeze_look_row *row);

#endif
