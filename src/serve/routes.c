/* SPDX-License-Identifier: Apache-2.0
 *
 * Everything the server answers.  The first row that fits is taken.
 */
#include "serve/home.h"
#include "serve/route.h"
#include "serve/shared.h"

/* clang-format off */
const struct route routes[] = {
    /* --- the server itself ------------------------------------------------------------------- */
    {"GET",  "/",                 ANYBODY,  0, home_show, "home: what is to be done, or the welcome page"},
    {"GET",  "/tinh/{}/{}",       ANYBODY,  0, asset_file, "style and script"},
    {"POST", "/ngon-ngu",         ANYBODY,  FORM_BODY_MAX, language_set, "choose Vietnamese or English"},
    {"GET",  "/healthz",          ANYBODY,  0, health_check, "the process lives"},
    {"GET",  "/readyz",           ANYBODY,  0, readiness_check, "the database answers"},
    {"GET",  "/metrics",          LOOPBACK, 0, metrics_show, "figures for Prometheus"},
    {"GET",  "/api/v1/openapi.json", ANYBODY, 0, api_description, "this description"},

    /* --- signing in, accounts, rights, the access log ----------------------------------------- */

    /* --- entry: classes, the grid, comments --------------------------------------------------- */

    /* --- flow: submit, return, progress, notices, workbooks, confirmation sheets -------------- */

    /* --- signing and issue -------------------------------------------------------------------- */

    /* --- after issue: revocation, replacement -------------------------------------------------- */

    /* --- look-up and pupils ------------------------------------------------------------------- */

    /* --- families ----------------------------------------------------------------------------- */

    /* --- public verification ------------------------------------------------------------------ */

    {0},
};
/* clang-format on */
