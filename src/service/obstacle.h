/* SPDX-License-Identifier: Apache-2.0
 *
 * Obstacles: whoever works here reports from any page what hinders them; their unit and those above
 * it see it, say that they have seen it, and answer.  Whoever reported it hears of the answer.
 */
#ifndef HOCBA_SERVICE_OBSTACLE_H
#define HOCBA_SERVICE_OBSTACLE_H

#include "service/app.h"
#include "store/obstacles.h"

enum {
    OBSTACLE_GRAPHEMES_MAX = 1000, /* of a report, and of an answer */
    OBSTACLES_A_DAY = 20,          /* of one person */
};

enum obstacle_state { OBSTACLE_IS_NEW, OBSTACLE_IS_SEEN, OBSTACLE_IS_SOLVED, OBSTACLE_STATE_COUNT };

enum obstacle_state obstacle_state(const struct obstacle *obstacle);
const char *obstacle_state_key(enum obstacle_state state);  /* "new" */
const char *obstacle_state_word(enum obstacle_state state); /* "mới" */
bool obstacle_state_parse(const char *key, enum obstacle_state *state);

/* `page`: as the table of routes has it, never with what stood for {}. */
MUST_CHECK enum status obstacle_report(struct app *app, const char *page, const char *text,
                                       struct error *err);
/* One's own, and those of the units where the actor may see them: newest first. `unit` (an id) or
 * NULL; state OBSTACLE_STATE_COUNT: any; at most `most` (0: OBSTACLES_MAX). Who sees several units,
 * but not all, sees those among the newest OBSTACLES_MAX of all. */
MUST_CHECK enum status obstacle_list(struct app *app, const char *unit, enum obstacle_state state,
                                     int64_t most, struct obstacles *obstacles, struct error *err);
/* Of those, whether the actor may answer. */
MUST_CHECK enum status obstacle_may_solve(struct app *app, const struct obstacle *obstacle,
                                          bool *may, struct error *err);
MUST_CHECK enum status obstacle_see(struct app *app, const char *id, struct error *err);
/* CONFLICT: somebody was quicker. */
MUST_CHECK enum status obstacle_solve(struct app *app, const char *id, const char *answer,
                                      struct error *err);

/* How many were reported in a school year (August to July), in the units that `counted` takes.
 * Asks for no right. */
typedef bool obstacle_counted(const void *context, const char *unit);
/* Those that are counted so and are in that state (OBSTACLE_STATE_COUNT: any), as far as the actor
 * may see them. */
MUST_CHECK enum status obstacle_list_year(struct app *app, const char *year,
                                          obstacle_counted *counted, const void *context,
                                          enum obstacle_state state, struct obstacles *obstacles,
                                          struct error *err);
MUST_CHECK enum status obstacle_count_year(struct app *app, const char *year,
                                           obstacle_counted *counted, const void *context,
                                           struct obstacle_count *total, struct error *err);

/* The actor's own that were answered lately (NOTICE_DAYS); and they are read now. */
MUST_CHECK enum status obstacle_answers(struct app *app, struct obstacles *obstacles,
                                        struct error *err);
MUST_CHECK enum status obstacle_read_answers(struct app *app, const struct obstacles *obstacles,
                                             struct error *err);

#endif
