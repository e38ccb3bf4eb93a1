/* SPDX-License-Identifier: Apache-2.0
 *
 * What the person should hear of; what was shown is no news any more.
 */
#ifndef HOCBA_SERVE_NOTICES_H
#define HOCBA_SERVE_NOTICES_H

#include "serve/visit.h"
#include "service/notices.h"
#include "service/obstacle.h"

visit_run notices_page;     /* GET  /thong-bao */
visit_run notices_api;      /* GET  /api/v1/notices */
visit_run notices_seen_api; /* POST /api/v1/notices/seen */

/* For the template. */
const char *notice_path(const struct visit *visit, const struct notice_row *row);
const char *notice_title(const struct visit *visit, const struct notice_row *row);
const char *notice_words(const struct visit *visit, const struct notice_row *row);

#endif
