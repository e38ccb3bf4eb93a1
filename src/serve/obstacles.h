/* SPDX-License-Identifier: Apache-2.0
 *
 * Obstacles: the form that the foot of every signed-in page leads to, the list, the answers.
 */
#ifndef HOCBA_SERVE_OBSTACLES_H
#define HOCBA_SERVE_OBSTACLES_H

#include "serve/outcome.h"
#include "serve/visit.h"
#include "service/obstacle.h"

enum { OBSTACLES_SHOWN = 300 }; /* the newest */

visit_run obstacles_page;     /* GET /vuong-mac */
visit_run obstacle_form;      /* GET /vuong-mac/bao */
visit_run obstacle_take;      /* POST /vuong-mac/bao */
visit_run obstacle_seen_take; /* POST /vuong-mac/{}/xem */
visit_run obstacle_answer;    /* POST /vuong-mac/{}/tra-loi */

/* For the templates. */
struct obstacle_asking {
    const char *page, *text; /* page: of the table of routes, {} as * */
    struct notice notice;
};

struct obstacles_view {
    struct obstacles it;
    const char *about; /* of whose number this is the list; NULL: of none */
    size_t total;      /* that number; the newest OBSTACLES_SHOWN are shown, the API has all */
    const char *back, *back_word; /* where that stands */
    bool *may_solve;              /* of each */
    enum obstacle_state state;    /* only these; OBSTACLE_STATE_COUNT: all */
    struct notice notice;
};

/* The same for the API: serve/obstacles_api.c. */
void obstacles_send(struct visit *visit, const struct obstacles_view *view);

/* Where the person is now, without anybody's data: the route with * for each {}. */
const char *obstacle_here(const struct visit *visit);
const char *obstacle_tone(const struct obstacle *obstacle);
const char *obstacle_word(const struct visit *visit, enum obstacle_state state);

#endif
