/* SPDX-License-Identifier: Apache-2.0
 *
 * The calls of ui/paper.js: what is signed when a class is closed, a year frozen or an inspection
 * written down, with what stands at the signer's computer or with a remote service.  All name
 * {"class": id}, {"year": "2023-2024"} or {"minutes": "KT-1/22193401"}: the round and the school.
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
