/* SPDX-License-Identifier: Apache-2.0
 *
 * A delegation is made: who gives what to whom, when, where.
 */
#include "model/record.h"
#include "model/role.h"
#include "service/access.h"
#include "service/delegation.h"
#include "service/school.h"
#include "store/classes.h"
#include "store/years.h"

static const struct {
    const char *kind;
    enum role giver, taker; /* what the one holds, and the other gets */
} kinds[] = {
    {DELEGATION_PRINCIPAL, ROLE_PRINCIPAL, ROLE_DEPUTY_PRINCIPAL},
    {DELEGATION_SEAL, ROLE_SEAL_CLERK, ROLE_SEAL_CLERK},
};

static int
find_kind(const char *kind)
{
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (text_equal(kind, kinds[i].kind))
            return (int)i;
    return -1;
}

/* --- who -------------------------------------------------------------------------------------- */

struct delegating {
    struct app *app;
    const struct delegation_order *order;
    int kind;
    struct person giver, taker;
    struct delegation delegation;
    LIST(struct assignment) parts;
};

/* Those who hold a role in the whole school on the first day, by themselves. */
static enum status
list_holders(const struct delegating *it, const char *person, enum role role,
             struct assignments *held, struct error *err)
{
    struct assignments all = {0};
    struct assignment_filter filter = {.unit = it->order->unit,
                                       .person = person,
                                       .role = role_key(role),
                                       .on = it->delegation.from};

    TRY(store_list_assignments(it->app->store, &filter, it->app->arena, &all, err));
    for (size_t i = 0; i < all.list.count; i++)
        if (!all.list.items[i].delegation && !all.list.items[i].class_id)
            *list_add(it->app->arena, held->list) = all.list.items[i];
    return OK;
}

static enum status
find_giver(struct delegating *it, struct error *err)
{
    struct app *app = it->app;
    enum role role = kinds[it->kind].giver;
    struct assignments held = {0};
    const char *login = it->order->giver;

    TRY(list_holders(it, NULL, role, &held, err));
    for (size_t i = 0; i < held.list.count; i++) {
        const struct assignment *one = &held.list.items[i];
        if (login ? text_equal(one->person_login, login) : held.list.count == 1)
            return store_find_person(app->store, one->person, app->arena, &it->giver, err);
    }
    if (login)
        return fail(err, USAGE,
                    "“%s” không phải là %s của trường vào ngày bắt đầu nên không ủy quyền được. "
                    "Chưa ghi gì.",
                    login, role_word(role));
    return fail(err, USAGE,
                "Ngày bắt đầu trường có %zu %s; hãy nói ai là người ủy quyền. Chưa ghi gì.",
                held.list.count, role_word(role));
}

/* A seal goes to anybody who works at the school, but to nobody who only grants rights there. */
static enum status
check_keeper(struct delegating *it, struct error *err)
{
    struct app *app = it->app;
    struct assignments held = {0};
    struct assignment_filter filter = {
        .unit = it->order->unit, .person = it->taker.id, .on = it->delegation.from};

    TRY(store_list_assignments(app->store, &filter, app->arena, &held, err));
    for (size_t i = 0; i < held.list.count; i++)
        if (text_equal(held.list.items[i].role, role_key(ROLE_SCHOOL_ADMIN)))
            return fail(err, USAGE,
                        "%s là quản trị viên của trường; quản trị viên cấp quyền nên không giữ con "
                        "dấu. Chưa ghi gì.",
                        it->taker.name);
    if (held.list.count == 0)
        return fail(err, USAGE, "%s không có phân công nào ở trường vào ngày bắt đầu. Chưa ghi gì.",
                    it->taker.name);
    return OK;
}

static enum status
find_taker(struct delegating *it, struct error *err)
{
    struct assignments held = {0};

    TRY(person_find(it->app, it->order->taker, &it->taker, err));
    if (text_equal(it->taker.id, it->giver.id))
        return fail(err, USAGE, "%s không ủy quyền cho chính mình được. Chưa ghi gì.",
                    it->giver.name);
    if (it->app->actor.person_id && text_equal(it->taker.id, it->app->actor.person_id))
        return fail(err, DENIED,
                    "Không ai tự ghi ủy quyền cho mình; hãy nhờ hiệu trưởng hoặc quản trị viên "
                    "khác. Chưa ghi gì.");
    if (kinds[it->kind].taker == ROLE_SEAL_CLERK)
        return check_keeper(it, err);
    TRY(list_holders(it, it->taker.id, ROLE_DEPUTY_PRINCIPAL, &held, err));
    if (held.list.count == 0)
        return fail(
            err, USAGE,
            "%s không phải là phó hiệu trưởng của trường vào ngày bắt đầu. Học bạ do cán bộ "
            "quản lý ký: hiệu trưởng chỉ ủy quyền cho phó hiệu trưởng. Chưa ghi gì.",
            it->taker.name);
    return OK;
}

/* --- when ------------------------------------------------------------------------------------- */

static enum status
check_days(const struct delegating *it, struct error *err)
{
    const struct delegation *of = &it->delegation;

    if (date_is_none(of->decided_on) || date_is_none(of->to))
        return fail(err, USAGE, "Ủy quyền phải có ngày quyết định và ngày cuối cùng.");
    if (date_compare(of->from, app_today(it->app)) < 0)
        return fail(err, USAGE,
                    "Ủy quyền không ghi lùi ngày: ngày bắt đầu sớm nhất là hôm nay. Chưa ghi gì.");
    if (date_compare(of->decided_on, of->from) > 0)
        return fail(err, USAGE, "Quyết định phải ký trước hoặc đúng ngày bắt đầu. Chưa ghi gì.");
    if (date_compare(of->to, of->from) < 0)
        return fail(err, USAGE, "Ngày cuối cùng đứng trước ngày bắt đầu. Chưa ghi gì.");
    if (date_to_days(of->to) - date_to_days(of->from) >= DELEGATION_DAYS_MAX)
        return fail(err, USAGE, "Một ủy quyền dài nhất %d ngày. Chưa ghi gì.", DELEGATION_DAYS_MAX);
    return OK;
}

/* Nobody lets others do what they may not do themselves any more. */
static enum status
check_giver_stays(const struct delegating *it, struct error *err)
{
    struct date last;
    char day[DATE_TEXT_SIZE];

    TRY(delegation_giver_last(it->app, &it->delegation, &last, err));
    if (date_is_none(last) || date_compare(it->delegation.to, last) <= 0)
        return OK;
    return fail(err, USAGE,
                "%s thôi làm %s từ sau ngày %s; ủy quyền không kéo dài hơn. Chưa ghi gì.",
                it->giver.name, role_word(kinds[it->kind].giver), date_write_vietnamese(last, day));
}

/* --- where ------------------------------------------------------------------------------------ */

static enum status
add_part(struct delegating *it, const struct assignment *part, struct error *err)
{
    if (it->parts.count >= DELEGATION_PARTS_MAX)
        return fail(err, USAGE, "Nhiều khối, lớp quá; hãy ủy quyền cả trường. Chưa ghi gì.");
    *list_add(it->app->arena, it->parts) = *part;
    return OK;
}

static enum status
add_grade(struct delegating *it, const char *word, const char *year, struct error *err)
{
    if (!text_is_digits(word, 1) || *word < '1' || *word > '5')
        return fail(err, USAGE, "“%s” không phải là khối lớp (1 đến 5). Chưa ghi gì.", word);
    return add_part(it, &(struct assignment){.year = year, .grade = *word - '0'}, err);
}

static enum status
add_class(struct delegating *it, const char *word, const char *year, struct error *err)
{
    struct school_class class;

    TRY(class_find(it->app, it->order->unit, year, word, &class, err));
    return add_part(it, &(struct assignment){.year = year, .class_id = class.id}, err);
}

/* Each word between commas. */
static enum status
add_words(struct delegating *it, const char *words, const char *year,
          enum status (*add)(struct delegating *, const char *, const char *, struct error *),
          struct error *err)
{
    for (const char *at = words ? words : ""; *at;) {
        size_t size = strcspn(at, ",;"), lead = strspn(at, " ");
        size_t end = size;
        while (end > lead && at[end - 1] == ' ')
            end--;
        if (end > lead)
            TRY(add(it, arena_copy(it->app->arena, at + lead, end - lead), year, err));
        at += size;
        at += *at != '\0';
    }
    return OK;
}

static enum status
find_year(const struct delegating *it, const char **year, struct error *err)
{
    const char *wanted = it->order->year;
    struct school_years years = {0};

    TRY(store_list_years(it->app->store, it->order->unit, it->app->arena, &years, err));
    for (size_t i = 0; i < years.list.count; i++)
        if (!wanted || text_equal(years.list.items[i].name, wanted)) {
            *year = years.list.items[i].name;
            return OK;
        }
    return fail(err, NOT_FOUND, "Trường chưa mở năm học%s%s nên chưa có khối, lớp. Chưa ghi gì.",
                wanted ? " " : " nào", wanted ? wanted : "");
}

static enum status
find_parts(struct delegating *it, struct error *err)
{
    const struct delegation_order *order = it->order;
    const char *year;

    if (text_is_blank(order->grades) && text_is_blank(order->classes))
        return add_part(it, &(struct assignment){0}, err);
    TRY(find_year(it, &year, err));
    TRY(add_words(it, order->grades, year, add_grade, err));
    TRY(add_words(it, order->classes, year, add_class, err));
    return it->parts.count ? OK : fail(err, USAGE, "Chưa nói khối hay lớp nào. Chưa ghi gì.");
}

/* --- keeping it ------------------------------------------------------------------------------- */

/* All grades that have no class yet share one that does not exist. */
static bool
is_same_place(const struct assignment *a, const struct assignment *b)
{
    if (!a->class_id || !b->class_id)
        return true;
    if (!text_equal(a->class_id, b->class_id))
        return false;
    return !text_equal(a->class_id, ASSIGNMENT_NO_CLASS) ||
           (a->grade == b->grade && text_equal(a->year, b->year));
}

static bool
meet(const struct assignment *a, const struct assignment *b)
{
    if (date_compare(a->from, b->to) > 0 || date_compare(b->from, a->to) > 0)
        return false;
    return is_same_place(a, b);
}

/* Two deputies under delegations for one class: nobody could tell whom its records name. As the
 * database lists them now, the new one's classes among them. */
static enum status
check_alone(const struct delegating *it, struct error *err)
{
    struct app *app = it->app;
    struct assignments all = {0};
    struct assignment_filter filter = {.unit = it->order->unit,
                                       .role = role_key(ROLE_DEPUTY_PRINCIPAL)};

    TRY(store_list_assignments(app->store, &filter, app->arena, &all, err));
    for (size_t i = 0; i < all.list.count; i++) {
        const struct assignment *own = &all.list.items[i];
        for (size_t j = 0; j < all.list.count && text_equal(own->delegation, it->delegation.id);
             j++) {
            const struct assignment *other = &all.list.items[j];
            if (other->delegation && !text_equal(other->delegation, own->delegation) &&
                meet(own, other))
                return fail(err, CONFLICT,
                            "%s đã được ủy quyền ký ở cùng lớp trong những ngày này (QĐ số %s). "
                            "Chưa ghi gì; hãy kết thúc ủy quyền ấy trước.",
                            other->person_name, other->decision);
        }
    }
    return OK;
}

static enum status
write_delegation(struct store *store, void *context, struct error *err)
{
    struct delegating *it = context;
    struct app *app = it->app;
    struct stamp stamp = app_stamp(app, "delegation add");

    it->delegation.made = stamp.at;
    it->delegation.made_by = stamp.by;
    TRY(store_add_delegation(store, &it->delegation, err));
    for (size_t i = 0; i < it->parts.count; i++) {
        struct assignment *part = &it->parts.items[i];
        part->id = app_new_id(app);
        part->person = it->taker.id;
        part->unit = it->order->unit;
        part->role = role_key(kinds[it->kind].taker);
        part->from = it->delegation.from;
        part->to = it->delegation.to;
        part->decision = it->delegation.decision;
        part->decided_by = it->giver.name;
        part->delegation = it->delegation.id;
        TRY(store_add_assignment(store, part, &stamp, err));
    }
    return kinds[it->kind].taker == ROLE_DEPUTY_PRINCIPAL ? check_alone(it, err) : OK;
}

enum status
delegation_add(struct app *app, const struct delegation_order *order, const char **id,
               struct error *err)
{
    struct delegating it = {.app = app, .order = order, .kind = find_kind(order->kind)};

    TRY(access_check(app, MAY_DELEGATE, order->unit, err));
    if (it.kind < 0)
        return fail(err, USAGE, "Ủy quyền là principal (ký thay hiệu trưởng) hoặc seal (con dấu).");
    if (text_is_blank(order->decision))
        return fail(err, USAGE, "Ủy quyền phải có số quyết định. Chưa ghi gì.");
    it.delegation = (struct delegation){.id = app_new_id(app),
                                        .unit = order->unit,
                                        .kind = kinds[it.kind].kind,
                                        .decided_on = order->decided_on,
                                        .from = order->from,
                                        .to = order->to};
    if (date_is_none(order->from))
        it.delegation.from = app_today(app);
    TRY(text_clean(order->decision, "Số quyết định", DELEGATION_NUMBER_MAX, app->arena,
                   &it.delegation.decision, err));
    TRY(check_days(&it, err));
    TRY(find_giver(&it, err));
    TRY(find_taker(&it, err));
    TRY(find_parts(&it, err));
    it.delegation.giver = it.giver.id;
    it.delegation.taker = it.taker.id;
    TRY(check_giver_stays(&it, err));
    TRY(store_transact(app->store, write_delegation, &it, err));
    *id = it.delegation.id;
    return OK;
}
