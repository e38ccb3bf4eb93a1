/* SPDX-License-Identifier: Apache-2.0 */
#include "store/obstacles.h"

#include "store/ask.h"

enum status
store_add_obstacle(struct store *store, const struct obstacle *obstacle, struct error *err)
{
    return ask(ASK(store, SQL_add_obstacle, v_text(obstacle->id), v_text(obstacle->unit),
                   v_text(obstacle->person), v_text(obstacle->page), v_text(obstacle->text),
                   v_moment(obstacle->at)),
               err);
}

enum status
store_count_recent_obstacles(struct store *store, const char *person, struct moment since,
                             int64_t *count, struct error *err)
{
    return ask_int(ASK(store, SQL_count_recent_obstacles, v_text(person), v_moment(since)), count,
                   err);
}

enum status
store_add_obstacle_step(struct store *store, const char *id, const char *state, const char *answer,
                        const struct stamp *stamp, bool *added, struct error *err)
{
    return ask_hit(ASK(store, SQL_add_obstacle_step, v_text(id), v_text(state), v_moment(stamp->at),
                       v_text(stamp->by), v_text(answer)),
                   added, err);
}

static void
read_obstacle(struct row *row, void *into)
{
    struct obstacle *obstacle = into;
    obstacle->id = row_text(row);
    obstacle->unit = row_text(row);
    obstacle->unit_code = row_text(row);
    obstacle->unit_name = row_text(row);
    obstacle->person = row_text(row);
    obstacle->person_name = row_text(row);
    obstacle->page = row_text(row);
    obstacle->text = row_text(row);
    obstacle->at = row_moment(row);
    obstacle->seen_at = row_moment(row);
    obstacle->solved_at = row_moment(row);
    obstacle->solved_by = row_text(row);
    obstacle->answer = row_text(row);
    obstacle->read = row_int(row) != 0;
}

enum status
store_find_obstacle(struct store *store, const char *id, struct arena *arena,
                    struct obstacle *obstacle, struct error *err)
{
    bool found;
    TRY(ask_one(ASK(store, SQL_find_obstacle, v_text(id)), read_obstacle, arena, obstacle, &found,
                err));
    return found ? OK : fail(err, NOT_FOUND, "Không có vướng mắc này.");
}

enum status
store_list_obstacles(struct store *store, const struct obstacle_question *asked,
                     struct arena *arena, struct obstacles *obstacles, struct error *err)
{
    int64_t most = asked->most ? asked->most : OBSTACLES_MAX;

    TRY(ask_list(ASK(store, SQL_list_obstacles, v_text(asked->unit), v_text(asked->person),
                     v_text(asked->state), v_int(asked->from.seconds), v_int(asked->past.seconds),
                     v_int(most)),
                 read_obstacle, arena, obstacles->list, err));
    obstacles->more = (int64_t)obstacles->list.count >= most;
    return OK;
}

enum status
store_count_unread_answers(struct store *store, const char *person, struct moment since,
                           int64_t *count, struct error *err)
{
    return ask_int(ASK(store, SQL_count_unread_answers, v_text(person), v_moment(since)), count,
                   err);
}

static void
read_count(struct row *row, void *into)
{
    struct obstacle_count *count = into;
    count->unit = row_text(row);
    count->new_ones = row_int(row);
    count->seen = row_int(row);
    count->solved = row_int(row);
}

enum status
store_count_obstacles(struct store *store, struct moment from, struct moment to,
                      struct arena *arena, struct obstacle_counts *counts, struct error *err)
{
    return ask_list(ASK(store, SQL_count_obstacles, v_moment(from), v_moment(to)), read_count,
                    arena, counts->list, err);
}
