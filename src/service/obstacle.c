/* SPDX-License-Identifier: Apache-2.0 */
#include "service/obstacle.h"

#include "model/curriculum.h"
#include "model/record.h"
#include "service/access_places.h"
#include "service/notices.h"

enum { DAY = 24 * 3600 };

/* --- states ----------------------------------------------------------------------------------- */

static const struct {
    const char *key, *word;
} states[OBSTACLE_STATE_COUNT] = {
    [OBSTACLE_IS_NEW] = {"new", "mới"},
    [OBSTACLE_IS_SEEN] = {"seen", "đã xem"},
    [OBSTACLE_IS_SOLVED] = {"solved", "đã giải quyết"},
};

enum obstacle_state
obstacle_state(const struct obstacle *obstacle)
{
    if (obstacle->answer)
        return OBSTACLE_IS_SOLVED;
    return obstacle->seen_at.seconds ? OBSTACLE_IS_SEEN : OBSTACLE_IS_NEW;
}

const char *
obstacle_state_key(enum obstacle_state state)
{
    return states[state].key;
}

const char *
obstacle_state_word(enum obstacle_state state)
{
    return states[state].word;
}

bool
obstacle_state_parse(const char *key, enum obstacle_state *state)
{
    for (int i = 0; i < OBSTACLE_STATE_COUNT; i++)
        if (text_equal(key, states[i].key)) {
            *state = (enum obstacle_state)i;
            return true;
        }
    return false;
}

/* --- reporting -------------------------------------------------------------------------------- */

struct reporting {
    struct app *app;
    struct obstacle obstacle;
};

/* Counted and added in one, so that no flood slips through. */
static enum status
report(struct store *store, void *context, struct error *err)
{
    const struct reporting *it = context;
    struct moment since = it->obstacle.at;
    int64_t count;

    since.seconds -= DAY;
    TRY(store_count_recent_obstacles(store, it->obstacle.person, since, &count, err));
    if (count >= OBSTACLES_A_DAY)
        return fail(err, USAGE,
                    "Trong 24 giờ qua thầy cô đã báo %d vướng mắc. Lần này chưa ghi; hãy chờ đơn "
                    "vị xem, hoặc gộp các việc lại rồi báo sau.",
                    OBSTACLES_A_DAY);
    return store_add_obstacle(store, &it->obstacle, err);
}

enum status
obstacle_report(struct app *app, const char *page, const char *text, struct error *err)
{
    struct reporting it = {app,
                           {.id = app_new_id(app),
                            .unit = app->actor.unit_id,
                            .person = app->actor.person_id,
                            .page = page,
                            .at = app_now(app)}};

    if (!app->actor.person_id)
        return fail(err, DENIED, "Chỉ người đăng nhập bằng tài khoản của mình báo vướng mắc.");
    TRY(access_check(app, MAY_REPORT_OBSTACLE, app->actor.unit_id, err));
    if (text_is_blank(text))
        return fail(err, USAGE, "Hãy viết điều đang vướng. Chưa ghi gì.");
    TRY(text_clean(text, "Vướng mắc", OBSTACLE_GRAPHEMES_MAX, app->arena, &it.obstacle.text, err));
    return store_transact(app->store, report, &it, err);
}

/* --- lists ------------------------------------------------------------------------------------ */

enum status
obstacle_list(struct app *app, const char *unit, enum obstacle_state state, int64_t most,
              struct obstacles *obstacles, struct error *err)
{
    struct obstacle_question asked = {
        .unit = unit, .state = state == OBSTACLE_STATE_COUNT ? NULL : obstacle_state_key(state)};
    struct access_places places = {0};
    const char *person = app->actor.person_id;
    struct obstacles all = {0};

    TRY(access_list_places(app, MAY_SEE_OBSTACLE, &places, err));
    bool others = places.everywhere || places.units.count > 0;
    if (!unit && !places.everywhere && places.units.count == 1)
        asked.unit = places.units.items[0];
    asked.person = others ? NULL : person;
    /* Of several units, what other units reported since is among what the store finds. */
    if (places.everywhere || asked.unit || !others)
        asked.most = most;
    TRY(store_list_obstacles(app->store, &asked, app->arena, &all, err));
    *obstacles = (struct obstacles){.more = all.more};
    for (size_t i = 0; i < all.list.count; i++) {
        const struct obstacle *one = &all.list.items[i];
        bool own = person && text_equal(one->person, person);
        if (!own && !access_places_hold(&places, one->unit))
            continue;
        if (most && (int64_t)obstacles->list.count == most) {
            obstacles->more = true;
            break;
        }
        *list_add(app->arena, obstacles->list) = *one;
    }
    return OK;
}

/* --- answering -------------------------------------------------------------------------------- */

enum status
obstacle_may_solve(struct app *app, const struct obstacle *obstacle, bool *may, struct error *err)
{
    struct error refused;
    enum status status = access_check(app, MAY_SOLVE_OBSTACLE, obstacle->unit, &refused);

    *may = status == OK;
    if (status == OK || status == DENIED)
        return OK;
    *err = refused;
    return status;
}

/* Whoever may not see it does not learn that it is there. */
static enum status
find_to_answer(struct app *app, const char *id, struct obstacle *obstacle, struct error *err)
{
    TRY(store_find_obstacle(app->store, id, app->arena, obstacle, err));
    if (access_check(app, MAY_SEE_OBSTACLE, obstacle->unit, err) == DENIED)
        return fail(err, NOT_FOUND, "Không có vướng mắc này.");
    return access_check(app, MAY_SOLVE_OBSTACLE, obstacle->unit, err);
}

enum status
obstacle_see(struct app *app, const char *id, struct error *err)
{
    struct stamp stamp = app_stamp(app, NULL);
    struct obstacle obstacle;
    bool added;

    TRY(find_to_answer(app, id, &obstacle, err));
    return store_add_obstacle_step(app->store, id, OBSTACLE_SEEN, NULL, &stamp, &added, err);
}

enum status
obstacle_solve(struct app *app, const char *id, const char *answer, struct error *err)
{
    struct stamp stamp = app_stamp(app, NULL);
    struct obstacle obstacle;
    const char *text;
    bool added;

    TRY(find_to_answer(app, id, &obstacle, err));
    if (text_is_blank(answer))
        return fail(err, USAGE, "Hãy viết đã giải quyết ra sao; người báo sẽ đọc. Chưa ghi gì.");
    TRY(text_clean(answer, "Trả lời", OBSTACLE_GRAPHEMES_MAX, app->arena, &text, err));
    TRY(store_add_obstacle_step(app->store, id, OBSTACLE_SOLVED, text, &stamp, &added, err));
    return added ? OK
                 : fail(err, CONFLICT,
                        "Vướng mắc này vừa có người khác trả lời; câu trả lời ấy giữ nguyên. Hãy "
                        "mở lại trang để đọc.");
}

/* --- counting --------------------------------------------------------------------------------- */

/* August to July. */
static bool
find_year(const char *year, struct moment *from, struct moment *past)
{
    int first_year;

    if (!school_year_parse(year, &first_year))
        return false;
    *from = moment_of_date((struct date){(int16_t)first_year, 8, 1});
    *past = moment_of_date((struct date){(int16_t)(first_year + 1), 8, 1});
    return true;
}

enum status
obstacle_list_year(struct app *app, const char *year, obstacle_counted *counted,
                   const void *context, enum obstacle_state state, struct obstacles *obstacles,
                   struct error *err)
{
    struct obstacle_question asked = {
        .state = state == OBSTACLE_STATE_COUNT ? NULL : obstacle_state_key(state),
        .most = OBSTACLES_COUNTED};
    struct access_places places = {0};
    struct obstacles all = {0};

    *obstacles = (struct obstacles){0};
    if (!find_year(year, &asked.from, &asked.past))
        return OK;
    TRY(access_list_places(app, MAY_SEE_OBSTACLE, &places, err));
    TRY(store_list_obstacles(app->store, &asked, app->arena, &all, err));
    obstacles->more = all.more;
    for (size_t i = 0; i < all.list.count; i++) {
        const struct obstacle *one = &all.list.items[i];
        bool own = text_equal(one->person, app->actor.person_id);
        if (counted(context, one->unit) && (own || access_places_hold(&places, one->unit)))
            *list_add(app->arena, obstacles->list) = *one;
    }
    return OK;
}

enum status
obstacle_count_year(struct app *app, const char *year, obstacle_counted *counted,
                    const void *context, struct obstacle_count *total, struct error *err)
{
    struct obstacle_counts counts = {0};
    struct moment from, to;

    *total = (struct obstacle_count){0};
    if (!find_year(year, &from, &to))
        return OK;
    TRY(store_count_obstacles(app->store, from, to, app->arena, &counts, err));
    for (size_t i = 0; i < counts.list.count; i++) {
        const struct obstacle_count *one = &counts.list.items[i];
        if (!counted(context, one->unit))
            continue;
        total->new_ones += one->new_ones;
        total->seen += one->seen;
        total->solved += one->solved;
    }
    return OK;
}

/* --- hearing of the answer -------------------------------------------------------------------- */

enum status
obstacle_answers(struct app *app, struct obstacles *obstacles, struct error *err)
{
    int64_t since = app_now(app).seconds - (int64_t)NOTICE_DAYS * DAY;
    struct obstacles all = {0};

    *obstacles = (struct obstacles){0};
    TRY(store_list_obstacles(app->store,
                             &(struct obstacle_question){.person = app->actor.person_id},
                             app->arena, &all, err));
    for (size_t i = 0; i < all.list.count; i++)
        if (all.list.items[i].answer && all.list.items[i].solved_at.seconds >= since)
            *list_add(app->arena, obstacles->list) = all.list.items[i];
    return OK;
}

enum status
obstacle_read_answers(struct app *app, const struct obstacles *obstacles, struct error *err)
{
    struct stamp stamp = app_stamp(app, NULL);
    bool added;

    for (size_t i = 0; i < obstacles->list.count; i++)
        if (!obstacles->list.items[i].read)
            TRY(store_add_obstacle_step(app->store, obstacles->list.items[i].id, OBSTACLE_READ,
                                        NULL, &stamp, &added, err));
    return OK;
}
