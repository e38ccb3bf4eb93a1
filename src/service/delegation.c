/* SPDX-License-Identifier: Apache-2.0 */
#include "service/delegation.h"

#include "model/record.h"
#include "model/role.h"
#include "service/access.h"

/* --- words ------------------------------------------------------------------------------------ */

static const struct {
    const char *key, *word;
} states[] = {
    [DELEGATION_COMING] = {"coming", "chưa đến ngày"},
    [DELEGATION_HOLDS] = {"holds", "đang có hiệu lực"},
    [DELEGATION_OVER] = {"over", "đã hết hạn"},
    [DELEGATION_ENDED] = {"ended", "đã kết thúc sớm"},
};

const char *
delegation_kind_word(const char *kind)
{
    return text_equal(kind, DELEGATION_SEAL) ? "giữ con dấu thay văn thư" : "ký thay hiệu trưởng";
}

const char *
delegation_state_word(enum delegation_state state)
{
    return states[state].word;
}

const char *
delegation_state_key(enum delegation_state state)
{
    return states[state].key;
}

const char *
delegation_words(const struct assignment *held, struct arena *arena)
{
    char day[DATE_TEXT_SIZE];

    if (!held->delegation)
        return NULL;
    return arena_printf(arena, "ký theo ủy quyền, QĐ số %s ngày %s", held->decision,
                        date_write_vietnamese(held->decided_on, day));
}

/* --- who gives it ----------------------------------------------------------------------------- */

enum status
delegation_giver_last(struct app *app, const struct delegation *delegation, struct date *last,
                      struct error *err)
{
    enum role role =
        text_equal(delegation->kind, DELEGATION_SEAL) ? ROLE_SEAL_CLERK : ROLE_PRINCIPAL;
    struct assignment_filter filter = {
        .unit = delegation->unit, .person = delegation->giver, .role = role_key(role)};
    struct assignments held = {0};

    *last = (struct date){0};
    TRY(store_list_assignments(app->store, &filter, app->arena, &held, err));
    for (size_t i = 0; i < held.list.count; i++) {
        const struct assignment *one = &held.list.items[i];
        if (one->delegation || one->class_id)
            continue;
        if (date_is_none(one->to)) {
            *last = one->to;
            return OK;
        }
        if (date_is_none(*last) || date_compare(one->to, *last) > 0)
            *last = one->to;
    }
    return OK;
}

enum status
delegation_end_given(struct app *app, const struct person *giver, struct error *err)
{
    struct stamp stamp = app_stamp(app, "person end");
    struct delegations all = {0};
    struct date last;

    TRY(store_list_delegations(app->store, giver->unit, DELEGATION_LISTED_MAX, app->arena, &all,
                               err));
    for (size_t i = 0; i < all.list.count; i++) {
        const struct delegation *it = &all.list.items[i];
        if (!text_equal(it->giver, giver->id) || it->ended.seconds)
            continue;
        TRY(delegation_giver_last(app, it, &last, err));
        if (!date_is_none(last) && date_compare(last, it->to) < 0)
            TRY(store_end_delegation(app->store, it->id, last, "người ủy quyền thôi phân công",
                                     &stamp, err));
    }
    return OK;
}

/* --- ending it -------------------------------------------------------------------------------- */

static enum delegation_state
state_of(const struct app *app, const struct delegation *it)
{
    if (it->ended.seconds)
        return DELEGATION_ENDED;
    if (date_compare(app_today(app), it->from) < 0)
        return DELEGATION_COMING;
    return date_compare(app_today(app), it->to) > 0 ? DELEGATION_OVER : DELEGATION_HOLDS;
}

/* With the giver's post over, whatever is written of the delegation itself. */
static enum status
find_state(struct app *app, const struct delegation *it, enum delegation_state *state,
           struct error *err)
{
    struct date last;

    *state = state_of(app, it);
    if (*state >= DELEGATION_OVER)
        return OK;
    TRY(delegation_giver_last(app, it, &last, err));
    if (!date_is_none(last) && date_compare(app_today(app), last) > 0)
        *state = DELEGATION_OVER;
    return OK;
}

/* Whoever delegated may take it back; so may all who delegate there. */
static enum status
check_may_end(struct app *app, const struct delegation *it, struct error *err)
{
    if (app->actor.person_id && text_equal(app->actor.person_id, it->giver))
        return access_check(app, MAY_SEE_DELEGATIONS, it->unit, err);
    return access_check(app, MAY_DELEGATE, it->unit, err);
}

enum status
delegation_end(struct app *app, const char *id, const char *reason, struct error *err)
{
    struct stamp stamp = app_stamp(app, "delegation end");
    struct delegation it = {0};
    const char *clean;

    TRY(store_find_delegation(app->store, id, app->arena, &it, err));
    TRY(check_may_end(app, &it, err));
    if (text_is_blank(reason))
        return fail(err, USAGE, "Hãy ghi vì sao kết thúc sớm; chưa có gì thay đổi.");
    TRY(text_clean(reason, "Lý do", DELEGATION_REASON_MAX, app->arena, &clean, err));
    if (state_of(app, &it) >= DELEGATION_OVER)
        return fail(err, CONFLICT, "Ủy quyền này đã hết hiệu lực từ trước. Chưa ghi gì.");
    struct date yesterday = date_from_days(date_to_days(app_today(app)) - 1);
    return store_end_delegation(app->store, id, yesterday, clean, &stamp, err);
}

/* --- listing ---------------------------------------------------------------------------------- */

static enum status
describe_scope(struct app *app, const char *id, const char **scope, struct error *err)
{
    struct delegation_parts parts = {0};
    const char *grades = NULL, *classes = NULL, *year = NULL;

    TRY(store_list_delegation_parts(app->store, id, app->arena, &parts, err));
    for (size_t i = 0; i < parts.list.count; i++) {
        const struct delegation_part *part = &parts.list.items[i];
        if (part->grade)
            grades = grades ? arena_printf(app->arena, "%s, %d", grades, part->grade)
                            : arena_printf(app->arena, "khối %d", part->grade);
        else if (part->class_name)
            classes = classes ? arena_printf(app->arena, "%s, %s", classes, part->class_name)
                              : arena_printf(app->arena, "lớp %s", part->class_name);
        year = part->year ? part->year : year;
    }
    *scope = !grades && !classes
                 ? "cả trường"
                 : arena_printf(app->arena, "%s%s%s (%s)", grades ? grades : "",
                                grades && classes ? "; " : "", classes ? classes : "", year);
    return OK;
}

enum status
delegation_list(struct app *app, const char *unit, struct delegation_lines *lines,
                struct error *err)
{
    struct delegations all = {0};
    struct error unsaid;

    *lines = (struct delegation_lines){0};
    TRY(access_check(app, MAY_SEE_DELEGATIONS, unit, err));
    TRY(store_list_delegations(app->store, unit, DELEGATION_LISTED_MAX, app->arena, &all, err));
    for (size_t i = 0; i < all.list.count; i++) {
        struct delegation_line *line = list_add(app->arena, lines->list);
        line->delegation = all.list.items[i];
        TRY(find_state(app, &line->delegation, &line->state, err));
        line->may_end =
            line->state < DELEGATION_OVER && check_may_end(app, &line->delegation, &unsaid) == OK;
        TRY(describe_scope(app, line->delegation.id, &line->scope, err));
    }
    return OK;
}

bool
delegation_may_add(struct app *app, const char *unit)
{
    struct error unsaid;

    return access_check(app, MAY_DELEGATE, unit, &unsaid) == OK;
}
