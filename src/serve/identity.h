/* SPDX-License-Identifier: Apache-2.0
 *
 * Pupils' identity: /dinh-danh for the registrar, who has which problem, and the population
 * database's answers to accept or to set aside.  Works without JavaScript.
 */
#ifndef HOCBA_SERVE_IDENTITY_H
#define HOCBA_SERVE_IDENTITY_H

#include "serve/outcome.h"
#include "service/identity.h"

visit_run identity_page, identity_take;

struct identity_look {
    struct identity_view view;
    struct notice notice;
};

bool identity_row_can_be_taken(const struct identity_row *row);
size_t identity_count_problems(const struct identity_view *view); /* pupils that the page lists */

#endif
