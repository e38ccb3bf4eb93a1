/* SPDX-License-Identifier: Apache-2.0
 *
 * A batch of the person's own, on paper and as a table: what will be signed, then the receipt.
 */
#ifndef HOCBA_SERVE_RECEIPT_H
#define HOCBA_SERVE_RECEIPT_H

#include "serve/visit.h"
#include "service/receipt.h"

visit_run receipt_pdf;      /* GET /luot-ky/{batch}/bien-nhan, /api/v1/sign/batches/{batch}/paper */
visit_run receipt_csv;      /* GET /luot-ky/{batch}/danh-sach */
visit_run receipt_api;      /* GET /api/v1/sign/batches/{batch} */
visit_run receipt_list_api; /* GET /api/v1/sign/batches?class */
visit_run refused_api;      /* GET /api/v1/sign/refused */

/* For the templates: "/ky/{class}/gvbm-TV?lai=1", which chooses only what failed. */
const char *receipt_again_path(const struct visit *visit, const struct refused_class *class);
const char *receipt_role_word(const struct visit *visit, const char *role, const char *subject);
const char *receipt_path(const struct visit *visit, const struct receipt *receipt);

#endif
