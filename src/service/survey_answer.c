/* SPDX-License-Identifier: Apache-2.0 */
#include "model/record.h"
#include "service/access.h"
#include "service/survey_inside.h"

/* --- what a form brought ---------------------------------------------------------------------- */

static enum status
fail_question(int number, const char *what, struct error *err)
{
    return fail(err, INVALID, "Câu %d: %s. Phiếu chưa được gửi; những câu khác vẫn còn trên trang.",
                number, what);
}

static enum status
read_text(int number, const char *text, struct arena *arena, struct survey_value *value,
          struct error *err)
{
    struct error why;

    if (text_clean(text, "Câu trả lời", SURVEY_ANSWER_MAX, arena, &value->body, &why) != OK)
        return fail_question(number, why.message, err);
    return OK;
}

static enum status
read_number(const struct survey_question *question, int number, const char *text,
            struct arena *arena, struct survey_value *value, struct error *err)
{
    bool counted = question->kind == SURVEY_NUMBER;
    int least = counted ? question->least : 1,
        most = counted ? question->most : question->word_count, read;

    if (!text_to_int(text_squeeze(arena, text), least, most, &read))
        return fail_question(
            number,
            counted ? arena_printf(arena, "ghi một số nguyên từ %d đến %d", least, most)
                    : "chọn một trong các ô",
            err);
    value->number = read;
    return OK;
}

static enum status
add_value(const struct survey_question *question, const struct survey_given *given,
          struct arena *arena, struct survey_values *values, int *count, struct error *err)
{
    struct survey_value value = {.question = given->question};

    if (text_is_blank(given->text))
        return OK;
    if (question->kind == SURVEY_TEXT)
        TRY(read_text(given->question, given->text, arena, &value, err));
    else
        TRY(read_number(question, given->question, given->text, arena, &value, err));
    for (size_t i = 0; i < values->list.count; i++)
        if (values->list.items[i].question == value.question &&
            values->list.items[i].number == value.number)
            return OK; /* the same again */
    if (*count > 0 && question->kind != SURVEY_CHOICES)
        return fail_question(given->question, "chỉ chọn một", err);
    *list_add(arena, values->list) = value;
    ++*count;
    return OK;
}

enum status
survey_read_values(const struct survey_form *form, const struct survey_givens *givens,
                   struct arena *arena, struct survey_values *values, struct error *err)
{
    *values = (struct survey_values){0};
    for (size_t i = 0; i < form->questions.count; i++) {
        const struct survey_question *question = &form->questions.items[i];
        int number = (int)i + 1, count = 0;
        for (size_t k = 0; k < givens->list.count; k++)
            if (givens->list.items[k].question == number)
                TRY(add_value(question, &givens->list.items[k], arena, values, &count, err));
        if (question->required && count == 0)
            return fail_question(number, "cần một câu trả lời", err);
    }
    return values->list.count ? OK
                              : fail(err, INVALID, "Phiếu chưa có câu trả lời nào. Chưa gửi gì.");
}

/* --- what of its place an answer may bear ----------------------------------------------------- */

/* People of the school; all schools that are too small together: school NULL. */
static int64_t
count_school(const struct survey_groups *groups, const char *school)
{
    int64_t count = 0;

    for (size_t i = 0; i < groups->list.count; i++)
        if (text_equal(groups->list.items[i].school, school))
            count += groups->list.items[i].expected;
    return count;
}

static bool
is_small(const struct survey_groups *groups, const char *school)
{
    return count_school(groups, school) < SURVEY_PRIVATE;
}

/* Of those whose answers bear the same as to the school. */
static int64_t
count_role(const struct survey_groups *groups, const char *school, const char *role)
{
    int64_t count = 0;

    for (size_t i = 0; i < groups->list.count; i++) {
        const struct survey_group *one = &groups->list.items[i];
        bool together = school ? text_equal(one->school, school) : is_small(groups, one->school);
        if (together && text_equal(one->role, role))
            count += one->expected;
    }
    return count;
}

/* A role is kept where no role is rare: who bears none would be known by that. */
static bool
may_keep_role(const struct survey_groups *groups, const char *school)
{
    for (size_t i = 0; i < groups->list.count; i++) {
        int64_t count = count_role(groups, school, groups->list.items[i].role);
        if (count > 0 && count < SURVEY_PRIVATE)
            return false;
    }
    return true;
}

void
survey_place_of(const struct survey_groups *groups, const struct survey_group *own,
                const char **school, const char **role)
{
    *school = is_small(groups, own->school) ? NULL : own->school;
    *role = may_keep_role(groups, *school) ? own->role : NULL;
}

/* --- which ask somebody ----------------------------------------------------------------------- */

/* Whoever asks: a person, or a pupil for the family. */
struct asker {
    const char *id;
    bool family;
};

static bool
is_for(const struct survey_row *row, const struct asker *asker)
{
    return text_equal(row->audience, survey_audience_key(SURVEY_PARENTS)) == asker->family;
}

/* `own`: as what; an empty list when it does not ask them. */
static enum status
list_own(struct app *app, const struct survey_row *row, const struct asker *asker,
         struct survey_groups *own, struct error *err)
{
    *own = (struct survey_groups){0};
    return is_for(row, asker) ? survey_list_asked(app, row, asker->id, NULL, own, err) : OK;
}

static enum status
list_askings(struct app *app, const struct asker *asker, struct survey_askings *askings,
             struct error *err)
{
    struct survey_rows rows = {0};
    struct survey_groups own;

    *askings = (struct survey_askings){0};
    TRY(store_list_surveys(app->store, NULL, NULL, app->arena, &rows, err));
    for (size_t i = 0; i < rows.list.count; i++) {
        const struct survey_row *row = &rows.list.items[i];
        struct survey_asking asking = {0};
        if (survey_state_of(app, row) != SURVEY_OPEN)
            continue;
        TRY(list_own(app, row, asker, &own, err));
        if (own.list.count == 0)
            continue;
        TRY(survey_of_row(app, row, &asking.it, err));
        TRY(store_has_taken_survey(app->store, row->id, asker->id, &asking.taken, err));
        *list_add(app->arena, askings->list) = asking;
    }
    return OK;
}

static enum status
find_asking(struct app *app, const struct asker *asker, const char *code,
            struct survey_asking *asking, struct survey_groups *own, struct error *err)
{
    TRY(survey_load(app, code, &asking->it, err));
    TRY(list_own(app, &asking->it.it, asker, own, err));
    if (own->list.count == 0 || asking->it.state == SURVEY_WAITING)
        return fail(err, NOT_FOUND, "Không có phiếu khảo sát mang mã %s.", code);
    if (asking->it.state == SURVEY_CLOSED)
        return fail(err, CONFLICT, "Phiếu khảo sát này đã đóng; không nhận thêm câu trả lời.");
    return store_has_taken_survey(app->store, asking->it.it.id, asker->id, &asking->taken, err);
}

/* --- taking ----------------------------------------------------------------------------------- */

struct taking {
    struct app *app;
    const struct asker *asker;
    const char *code;
    const struct survey_givens *givens;
};

/* Whom it asks is looked at in the same transaction in which the answer is kept. */
static enum status
take(struct store *store, void *context, struct error *err)
{
    const struct taking *it = context;
    struct survey_groups own, all;
    struct survey_asking asking;
    struct survey_answer answer = {.id = app_new_id(it->app)};

    TRY(find_asking(it->app, it->asker, it->code, &asking, &own, err));
    TRY(survey_read_values(&asking.it.form, it->givens, it->app->arena, &answer.values, err));
    const struct survey_group *as = &own.list.items[0];
    TRY(survey_list_asked(it->app, &asking.it.it, NULL, it->asker->family ? as->school : NULL, &all,
                          err));
    survey_place_of(&all, as, &answer.school, &answer.role);
    if (it->asker->family)
        answer.role = NULL; /* all have the same */
    answer.survey = asking.it.it.id;
    return store_add_survey_answer(store, &answer, it->asker->id, err);
}

static enum status
check_person(struct app *app, struct asker *asker, struct error *err)
{
    TRY(access_check(app, MAY_ANSWER_SURVEY, app->actor.unit_id, err));
    *asker = (struct asker){app->actor.person_id, false};
    return OK;
}

enum status
survey_list_mine(struct app *app, struct survey_askings *askings, struct error *err)
{
    struct error refused;
    struct asker asker;

    *askings = (struct survey_askings){0};
    if (check_person(app, &asker, &refused) != OK)
        return refused.status == DENIED ? OK : (*err = refused, refused.status);
    return list_askings(app, &asker, askings, err);
}

enum status
survey_find_mine(struct app *app, const char *code, struct survey_asking *asking, struct error *err)
{
    struct survey_groups own;
    struct asker asker;

    TRY(check_person(app, &asker, err));
    return find_asking(app, &asker, code, asking, &own, err);
}

enum status
survey_take(struct app *app, const char *code, const struct survey_givens *givens,
            struct error *err)
{
    struct asker asker;

    TRY(check_person(app, &asker, err));
    return store_transact(app->store, take, &(struct taking){app, &asker, code, givens}, err);
}

enum status
survey_list_family(struct app *app, const char *pupil, struct survey_askings *askings,
                   struct error *err)
{
    return list_askings(app, &(struct asker){pupil, true}, askings, err);
}

enum status
survey_find_family(struct app *app, const char *pupil, const char *code,
                   struct survey_asking *asking, struct error *err)
{
    struct survey_groups own;

    return find_asking(app, &(struct asker){pupil, true}, code, asking, &own, err);
}

enum status
survey_take_family(struct app *app, const char *pupil, const char *code,
                   const struct survey_givens *givens, struct error *err)
{
    const struct asker asker = {pupil, true};

    return store_transact(app->store, take, &(struct taking){app, &asker, code, givens}, err);
}
