/* SPDX-License-Identifier: Apache-2.0
 *
 * The two calls of ui/paper.js: what a principal signs when a class is closed or a year frozen,
 * with what stands at their computer.  Both name {"class": id} or {"year": "2023-2024"}.
 */
#ifndef HOCBA_SERVE_PAPER_API_H
#define HOCBA_SERVE_PAPER_API_H

#include "serve/visit.h"

enum { PAPER_BODY_MAX = 768 * 1024 };

visit_run paper_prepare_api;  /* POST /api/v1/papers/prepare */
visit_run paper_attach_api;   /* POST /api/v1/papers/attach */
visit_run paper_job_open_api; /* POST /api/v1/papers/jobs */
visit_run paper_job_api;      /* GET  /api/v1/papers/jobs */

#endif
