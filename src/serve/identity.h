/* SPDX-License-Identifier: Apache-2.0
 *
 * Pupils' identity: /dinh-danh for the registrar, who has which problem, the encrypted file for the
 * police, and the population database's answers, brought as a file, to accept or to set aside.
 * Works without JavaScript.
 */
#ifndef HOCBA_SERVE_IDENTITY_H
#define HOCBA_SERVE_IDENTITY_H

#include "serve/outcome.h"
#include "service/identity.h"

/* The form with an answer; larger ones by command. */
enum { IDENTITY_UPLOAD_MAX = 4 * 1024 * 1024 };

visit_run identity_page, identity_take;
/* POST /dinh-danh/gui: the file. */
visit_run identity_export_take;
/* POST /dinh-danh/tra-loi: what differs is shown, nothing changed. */
visit_run identity_answer_take;

struct identity_look {
    struct identity_view view;
    struct notice notice;
};

/* The same for the API: serve/identity_api.c. */
void identity_send(struct visit *visit, const struct identity_look *look);

bool identity_row_can_be_taken(const struct identity_row *row);
size_t identity_count_problems(const struct identity_view *view); /* pupils that the page lists */

#endif
