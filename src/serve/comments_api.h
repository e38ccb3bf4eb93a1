/* SPDX-License-Identifier: Apache-2.0
 *
 * Comments for the grid: the bank, and what there is to say about one.
 */
#ifndef HOCBA_SERVE_COMMENTS_API_H
#define HOCBA_SERVE_COMMENTS_API_H

#include "serve/visit.h"

enum { COMMENT_BODY_MAX = 64 * 1024 };

visit_run comment_bank_api, comment_check_api;

#endif
