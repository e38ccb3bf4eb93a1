/* SPDX-License-Identifier: Apache-2.0 */
#include "service/identity.h"

#include "model/personal_number.h"
#include "service/access.h"
#include "service/year.h"

static const struct {
    const char *key, *word;
} states[IDENTITY_STATE_COUNT] = {
    [IDENTITY_STATE_NONE] = {"none", "chưa có số định danh"},
    [IDENTITY_STATE_DUPLICATE] = {"duplicate", "trùng số với học sinh khác"},
    [IDENTITY_STATE_DIFFERS] = {"differs", "khác CSDL dân cư"},
    [IDENTITY_STATE_DOUBTFUL] = {"doubtful", "số đáng ngờ"},
    [IDENTITY_STATE_UNVERIFIED] = {"unverified", "chưa đối chiếu"},
    [IDENTITY_STATE_VERIFIED] = {"verified", "đã đối chiếu, khớp"},
};

const char *
identity_state_key(enum identity_state state)
{
    return states[state].key;
}

const char *
identity_state_word(enum identity_state state)
{
    return states[state].word;
}

bool
identity_state_parse(const char *key, enum identity_state *state)
{
    for (size_t i = 0; i < IDENTITY_STATE_COUNT; i++)
        if (text_equal(states[i].key, key)) {
            *state = (enum identity_state)i;
            return true;
        }
    return false;
}

/* --- judging ---------------------------------------------------------------------------------- */

static unsigned
doubts_of(const struct identity_stored *it, struct arena *arena)
{
    enum sex sex = SEX_NONE;

    if (it->sex && !sex_parse(it->sex, &sex))
        sex = SEX_NONE;
    return personal_number_doubts(it->personal_number, it->birth_date, sex, it->birth_place, arena);
}

/* The answer is about the pupil as entered now: as asked, and as answered where it was accepted. */
static bool
is_current(const struct identity_stored *it)
{
    const struct identity_answer none = {0}, *taken = it->accepted ? &it->answer : &none;
    struct date birth = date_is_none(taken->birth_date) ? it->asked_birth : taken->birth_date;

    return it->answer.number &&
           text_equal(taken->personal_number ? taken->personal_number : it->asked_number,
                      it->personal_number) &&
           text_equal(taken->name ? taken->name : it->asked_name, it->name) &&
           date_compare(birth, it->birth_date) == 0;
}

static bool
is_confirmed(const struct identity_stored *it)
{
    return is_current(it) && (it->accepted || text_equal(it->answer.result, IDENTITY_MATCH));
}

static bool
is_open(const struct identity_stored *it)
{
    return is_current(it) && !it->ruled && !text_equal(it->answer.result, IDENTITY_MATCH);
}

enum identity_state
identity_judge(const struct identity_stored *it, struct arena *arena)
{
    bool open = is_open(it);

    if (text_is_blank(it->personal_number))
        return open && it->answer.personal_number ? IDENTITY_STATE_DIFFERS : IDENTITY_STATE_NONE;
    if (it->others > 0)
        return IDENTITY_STATE_DUPLICATE;
    if (open)
        return IDENTITY_STATE_DIFFERS;
    if (is_confirmed(it))
        return IDENTITY_STATE_VERIFIED;
    return doubts_of(it, arena) ? IDENTITY_STATE_DOUBTFUL : IDENTITY_STATE_UNVERIFIED;
}

/* --- sentences -------------------------------------------------------------------------------- */

static const char *
append(struct arena *arena, const char *text, const char *what, const char *from, const char *to)
{
    return arena_printf(arena, "%s%s%s: %s → %s", text ? text : "", text ? "; " : "", what,
                        from ? from : "(trống)", to);
}

static const char *
differences(const struct identity_stored *it, struct arena *arena)
{
    const struct identity_answer *answer = &it->answer;
    char from[DATE_TEXT_SIZE], to[DATE_TEXT_SIZE];
    const char *text = NULL;

    if (text_equal(answer->result, IDENTITY_NOT_FOUND))
        return "không tìm thấy trong CSDL dân cư";
    if (answer->name)
        text = append(arena, text, "họ tên", it->name, answer->name);
    if (!date_is_none(answer->birth_date))
        text = append(arena, text, "ngày sinh",
                      date_is_none(it->birth_date) ? NULL
                                                   : date_write_vietnamese(it->birth_date, from),
                      date_write_vietnamese(answer->birth_date, to));
    if (answer->sex)
        text = append(arena, text, "giới tính", it->sex, answer->sex);
    if (answer->personal_number)
        text = append(arena, text, "số định danh", it->personal_number, answer->personal_number);
    return text;
}

static const char *
doubt_words(const struct identity_stored *it, struct arena *arena)
{
    unsigned doubts = doubts_of(it, arena);
    const char *text = NULL;

    for (int i = 0; i < NUMBER_DOUBTS; i++)
        if (doubts & (1u << i))
            text = arena_printf(arena, "%s%s%s", text ? text : "", text ? ", " : "",
                                personal_number_doubt_word(i));
    return text ? text : "";
}

void
identity_explain(struct identity_row *row, struct arena *arena)
{
    const struct identity_stored *it = &row->stored;

    row->why = row->todo = "";
    row->differs = is_open(it) ? differences(it, arena) : NULL;
    switch (row->state) {
    case IDENTITY_STATE_NONE:
        row->why = "Chưa có số định danh; học sinh vẫn học, vẫn có học bạ.";
        row->todo = "Ghi lý do chưa có; hỏi công an xã, phường hoặc đưa vào tệp đối chiếu.";
        return;
    case IDENTITY_STATE_DUPLICATE:
        row->why = arena_printf(arena, "Số định danh này còn ở %lld học sinh khác.",
                                (long long)it->others);
        row->todo = "Đối chiếu giấy khai sinh của từng em; sửa số nhập nhầm.";
        return;
    case IDENTITY_STATE_DIFFERS:
        row->why =
            arena_printf(arena, "Kết quả đối chiếu khác: %s.", row->differs ? row->differs : "");
        row->todo = text_equal(it->answer.result, IDENTITY_NOT_FOUND)
                        ? "Học vụ xem giấy khai sinh: sửa chỗ nhập nhầm, hoặc giữ và ghi lý do."
                        : "Học vụ xem giấy khai sinh rồi nhận hoặc giữ như đã nhập.";
        return;
    case IDENTITY_STATE_DOUBTFUL:
        row->why = arena_printf(arena, "Số định danh đáng ngờ: %s.", doubt_words(it, arena));
        row->todo = "Đối chiếu với giấy khai sinh; có thể đúng nếu khai sinh ở tỉnh khác.";
        return;
    case IDENTITY_STATE_UNVERIFIED:
        row->why = "Chưa đối chiếu với CSDL dân cư.";
        row->todo = "Đưa vào tệp đối chiếu lần tới.";
        return;
    case IDENTITY_STATE_VERIFIED:
    case IDENTITY_STATE_COUNT: return;
    }
}

/* --- loading ---------------------------------------------------------------------------------- */

static enum status
load(struct app *app, const char *unit, const char *class_id, struct identity_view *view,
     struct error *err)
{
    struct identity_list list = {0};

    TRY(store_list_identity(app->store, unit, view->year, class_id, app->arena, &list, err));
    for (size_t i = 0; i < list.list.count; i++) {
        struct identity_row *row = list_add(app->arena, view->rows);
        row->stored = list.list.items[i];
        row->state = identity_judge(&row->stored, app->arena);
        identity_explain(row, app->arena);
        view->counts[row->state]++;
    }
    return OK;
}

enum status
identity_load(struct app *app, const struct unit *school, const char *year,
              struct identity_view *view, struct error *err)
{
    struct school_years years = {0};

    *view = (struct identity_view){.year = year};
    TRY(access_check(app, MAY_SEE_IDENTITY, school->id, err));
    if (!year) {
        TRY(store_list_years(app->store, school->id, app->arena, &years, err));
        if (years.list.count == 0)
            return OK;
        view->year = years.list.items[0].name;
    }
    return load(app, school->id, NULL, view, err);
}

enum status
identity_load_class(struct app *app, const char *class_id, struct identity_view *view,
                    struct error *err)
{
    struct school_class class;

    TRY(store_find_class(app->store, class_id, app->arena, &class, err));
    TRY(access_check_class(app, MAY_SEE, class.unit, class.year, class.id, err));
    *view = (struct identity_view){.year = class.year};
    return load(app, class.unit, class.id, view, err);
}
