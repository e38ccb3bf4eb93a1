/* SPDX-License-Identifier: Apache-2.0
 *
 * What hinders people at their work: reported once, then seen, solved with an answer, and read by
 * whoever reported it; each of these happens once, and nothing is changed or taken away.
 */
#ifndef HOCBA_STORE_OBSTACLES_H
#define HOCBA_STORE_OBSTACLES_H

#include "store/store.h"

#define OBSTACLE_SEEN   "seen"
#define OBSTACLE_SOLVED "solved"
#define OBSTACLE_READ   "read"

enum {
    OBSTACLES_MAX = 2000,           /* in one list: the newest, where nobody says how many */
    OBSTACLES_COUNTED = 100 * 1000, /* of which some are chosen, or counted, after they were read */
};

struct obstacle {
    const char *id, *unit, *unit_code, *unit_name;
    const char *person, *person_name; /* who reported it */
    const char *page;                 /* a path of the table of routes, {} as *; "": none */
    const char *text;
    struct moment at;
    struct moment seen_at, solved_at; /* {0}: not yet */
    const char *solved_by, *answer;   /* a name; NULL: not solved */
    bool read;                        /* the answer, by who reported it */
};

struct obstacles {
    LIST(struct obstacle) list;
    bool more; /* as many as were asked for: there may be older ones */
};

struct obstacle_question {
    const char *unit, *person, *state; /* an id, an id, "new", "seen" or "solved"; NULL: any */
    struct moment from, past;          /* reported in these; {0}: always */
    int64_t most;                      /* 0: OBSTACLES_MAX */
};

/* Of one unit. */
struct obstacle_count {
    const char *unit;
    int64_t new_ones, seen, solved;
};

struct obstacle_counts {
    LIST(struct obstacle_count) list;
};

/* id, unit, person, page, text, at. */
MUST_CHECK enum status store_add_obstacle(struct store *store, const struct obstacle *obstacle,
                                          struct error *err);
MUST_CHECK enum status store_count_recent_obstacles(struct store *store, const char *person,
                                                    struct moment since, int64_t *count,
                                                    struct error *err);
/* `answer` for OBSTACLE_SOLVED only. `added` false: it was so already. */
MUST_CHECK enum status store_add_obstacle_step(struct store *store, const char *id,
                                               const char *state, const char *answer,
                                               const struct stamp *stamp, bool *added,
                                               struct error *err);
MUST_CHECK enum status store_find_obstacle(struct store *store, const char *id, struct arena *arena,
                                           struct obstacle *obstacle, struct error *err);
/* Newest first; of that unit and person, NULL: of all. */
MUST_CHECK enum status store_list_obstacles(struct store *store,
                                            const struct obstacle_question *asked,
                                            struct arena *arena, struct obstacles *obstacles,
                                            struct error *err);
/* Answers since then that the person has not read. */
MUST_CHECK enum status store_count_unread_answers(struct store *store, const char *person,
                                                  struct moment since, int64_t *count,
                                                  struct error *err);
/* Of what was reported from `from` until before `to`, by unit. */
MUST_CHECK enum status store_count_obstacles(struct store *store, struct moment from,
                                             struct moment to, struct arena *arena,
                                             struct obstacle_counts *counts, struct error *err);

#endif
