/* SPDX-License-Identifier: Apache-2.0 */
#include "service/access.h"
#include "service/inspection.h"

const struct inspection_item inspection_items[] = {
    {"computers", "Có máy vi tính để nhập, ký và xem học bạ", "KH213 II.4"},
    {"network", "Máy vi tính kết nối mạng internet", "KH213 II.4"},
    {"management_system",
     "Có phần mềm quản lý nhà trường có thông tin, dữ liệu về giáo viên, học sinh, kết quả học tập",
     "KH213 II.4"},
    {"signatures", "Có chữ ký số để giáo viên, ban giám hiệu ký và đóng dấu học bạ", "KH213 II.4"},
    {"staff", "Có nhân sự để quản trị, sử dụng phần mềm Học bạ số", "KH213 II.4"},
};
const size_t inspection_item_count = COUNT_OF(inspection_items);

static const struct {
    const char *key, *word;
} states[] = {
    [INSPECTION_OPEN] = {"open", "đã mở"},
    [INSPECTION_SAMPLED] = {"sampled", "đang kiểm tra"},
    [INSPECTION_CLOSED] = {"closed", "đã kết thúc"},
};

enum inspection_state
inspection_state_of(const struct inspection *round)
{
    if (round->conclusion)
        return INSPECTION_CLOSED;
    return round->drawn ? INSPECTION_SAMPLED : INSPECTION_OPEN;
}

const char *
inspection_state_key(enum inspection_state state)
{
    return states[state].key;
}

const char *
inspection_state_word(enum inspection_state state)
{
    return states[state].word;
}

const char *
inspection_finding_state(const struct inspection_finding *finding)
{
    return finding->step ? finding->step : "found";
}

/* --- reading ---------------------------------------------------------------------------------- */

enum status
inspection_find_round(struct app *app, const char *code, struct inspection *round,
                      struct error *err)
{
    struct inspections rounds = {0};

    TRY(store_list_inspections(app->store, code, app->arena, &rounds, err));
    if (!code || !rounds.list.count)
        return fail(err, NOT_FOUND, "Không có đợt kiểm tra mang mã %s.", code ? code : "trống");
    *round = rounds.list.items[0];
    return OK;
}

static enum status
load(struct app *app, struct inspection_view *view, struct error *err)
{
    const char *id = view->round.id;

    TRY(store_list_inspection_sample(app->store, id, app->arena, &view->schools, err));
    TRY(store_list_inspection_records(app->store, id, app->arena, &view->records, err));
    TRY(store_list_inspection_checks(app->store, id, app->arena, &view->checks, err));
    return store_list_inspection_findings(app->store, id, 0, app->arena, &view->findings, err);
}

/* DENIED is an answer here, anything else is an error. */
static enum status
may(struct app *app, const char *unit, bool *yes, struct error *err)
{
    enum status status = access_check(app, MAY_SEE_INSPECTION, unit, err);

    *yes = status == OK;
    return status == DENIED ? OK : status;
}

struct own_schools {
    LIST(const char *) ids;
};

static bool
is_own(const struct own_schools *own, const char *id)
{
    for (size_t i = 0; i < own->ids.count; i++)
        if (text_equal(own->ids.items[i], id))
            return true;
    return false;
}

/* Only what is about these schools. */
#define KEEP_OWN(list, member, own)                                                                \
    do {                                                                                           \
        size_t kept_ = 0;                                                                          \
        for (size_t i_ = 0; i_ < (list).count; i_++)                                               \
            if (is_own((own), (list).items[i_].member))                                            \
                (list).items[kept_++] = (list).items[i_];                                          \
        (list).count = kept_;                                                                      \
    } while (0)

static enum status
narrow(struct app *app, struct inspection_view *view, struct error *err)
{
    struct own_schools own = {0};

    for (size_t i = 0; i < view->schools.list.count; i++) {
        const struct inspection_school *school = &view->schools.list.items[i];
        bool yes = false;
        if (school->place)
            TRY(may(app, school->id, &yes, err));
        if (yes)
            *list_add(app->arena, own.ids) = school->id;
    }
    if (own.ids.count == 0)
        return access_check(app, MAY_SEE_INSPECTION, view->round.unit, err);
    KEEP_OWN(view->schools.list, id, &own);
    KEEP_OWN(view->records.list, school, &own);
    KEEP_OWN(view->checks.list, school, &own);
    KEEP_OWN(view->findings.list, school, &own);
    return OK;
}

enum status
inspection_load(struct app *app, const char *code, struct inspection_view *view, struct error *err)
{
    bool whole;

    *view = (struct inspection_view){0};
    TRY(inspection_find_round(app, code, &view->round, err));
    TRY(load(app, view, err));
    TRY(may(app, view->round.unit, &whole, err));
    return whole ? OK : narrow(app, view, err);
}

static enum status
may_see_round(struct app *app, const struct inspection *round, bool *yes, struct error *err)
{
    struct inspection_schools schools = {0};

    TRY(may(app, round->unit, yes, err));
    if (*yes)
        return OK;
    TRY(store_list_inspection_sample(app->store, round->id, app->arena, &schools, err));
    for (size_t i = 0; !*yes && i < schools.list.count; i++)
        if (schools.list.items[i].place)
            TRY(may(app, schools.list.items[i].id, yes, err));
    return OK;
}

enum status
inspection_list(struct app *app, struct inspections *rounds, struct error *err)
{
    struct inspections all = {0};

    TRY(store_list_inspections(app->store, NULL, app->arena, &all, err));
    for (size_t i = 0; i < all.list.count; i++) {
        bool yes;
        TRY(may_see_round(app, &all.list.items[i], &yes, err));
        if (yes)
            *list_add(app->arena, rounds->list) = all.list.items[i];
    }
    return OK;
}
