/* SPDX-License-Identifier: Apache-2.0
 *
 * The class grid: its page, readable without JavaScript, and the API with which ui/grid.js makes
 * it one to write in.
 */
#ifndef HOCBA_SERVE_GRID_H
#define HOCBA_SERVE_GRID_H

#include "serve/visit.h"
#include "service/grid.h"

enum { GRID_BODY_MAX = 512 * 1024 };

visit_run grid_page, grid_api, cells_save_api, grid_changes_api, cell_history_api,
    class_problems_api;

/* What the address asks for: mon (subject), xem (view), ky (period); the page's default where it
 * says nothing. */
struct grid_page_view {
    struct grid grid;
    struct grid_order order;
    const char *word, *period_word; /* as in the address */
    const struct curriculum *curriculum;
};

/* The address of this page with another view and subject (NULL: none). */
const char *grid_link(const struct visit *visit, const struct grid_page_view *view,
                      const char *view_word, const char *subject);
/* The same in another period; one pupil by all. */
const char *grid_period_link(const struct visit *visit, const struct grid_page_view *view,
                             enum period period);
const char *grid_pupil_link(const struct visit *visit, const struct grid_page_view *view,
                            const struct grid_row *row);

#endif
