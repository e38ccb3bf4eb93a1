/* SPDX-License-Identifier: Apache-2.0
 *
 * Pages that belong to nobody's work: files, health, figures, the API's description, the language.
 */
#ifndef HOCBA_SERVE_SHARED_H
#define HOCBA_SERVE_SHARED_H

#include "serve/visit.h"

visit_run asset_file, health_check, readiness_check, metrics_show, api_description, language_set;

#endif
