/* SPDX-License-Identifier: Apache-2.0
 *
 * The demo's pilot: its three schools take part, a session of training, the three ready
 * questionnaires and invented answers to them, each given by whoever it asks.
 */
#include "model/role.h"
#include "service/demo_parts.h"
#include "service/pilot.h"
#include "service/survey.h"
#include "service/training.h"

static const char *const family_remarks[] = {
    "Chữ trên điện thoại nên to hơn một chút.",
    "Muốn nhận tin nhắn khi có học bạ.",
    "Mở được ngay, rất tiện.",
};
static const char *const remarks[] = {
    "Cho dán nhận xét từ bảng tính nhanh hơn nữa.",
    "Mạng ở điểm trường yếu, có lúc phải chờ.",
    "Tập huấn nên có buổi thực hành ký số cho từng người.",
    "Nên báo trước khi sắp đến hạn chốt.",
};

/* --- the pilot and its training --------------------------------------------------------------- */

static enum status
make_pilot(struct app *app, struct error *err)
{
    struct unit department;
    struct pilot_order order = {.year = DEMO_YEAR, .day = {2024, 4, 1}};

    TRY(unit_find(app, DEMO_DEPARTMENT, &department, err));
    const struct pilot pilot = {.unit = department.id,
                                .year = DEMO_YEAR,
                                .decision = "213/KH-SGDĐT",
                                .decided_on = {2024, 3, 15},
                                .from = {2024, 4, 1}};
    order.unit = department.id;
    TRY(pilot_set(app, &pilot, err));
    order.school_code = DEMO_SCHOOL;
    TRY(pilot_add(app, &order, err));
    for (size_t i = 0; i < demo_supplier_count; i++) {
        order.school_code = demo_suppliers[i].code;
        TRY(pilot_add(app, &order, err));
    }
    return OK;
}

/* All but every fifth of those whom it was for. */
static enum status
hold_training(struct app *app, struct error *err)
{
    const char *const roles[] = {role_key(ROLE_CLASS_TEACHER), role_key(ROLE_SUBJECT_TEACHER),
                                 role_key(ROLE_PRINCIPAL), role_key(ROLE_DEPUTY_PRINCIPAL)};
    const struct training_order order = {.year = DEMO_YEAR,
                                         .title = "Tập huấn tạo lập và ký học bạ số",
                                         .topic = "Nhập kết quả, kiểm tra lỗi, ký số, tra cứu",
                                         .place = "Hội trường Sở Giáo dục và Đào tạo",
                                         .held_by = "Phòng Giáo dục Tiểu học",
                                         .held_on = {2024, 4, 12},
                                         .minutes = 180,
                                         .roles = roles,
                                         .role_count = COUNT_OF(roles)};
    struct training_people people;
    struct training_marked marked;
    struct training training;
    struct text_list there = {0};
    const char *code;

    TRY(training_add(app, &order, &code, err));
    TRY(training_load(app, code, &training, &people, err));
    for (size_t i = 0; i < people.list.count; i++)
        if (i % 5 != 4)
            *list_add(app->arena, there.list) = people.list.items[i].login;
    return training_mark(app, code, there.list.items, there.list.count, true, &marked, err);
}

/* --- questionnaires --------------------------------------------------------------------------- */

static const char *
answer_one(struct arena *arena, const struct survey_form *form, size_t who, size_t which)
{
    const struct survey_question *question = &form->questions.items[which];
    bool family = form->audience == SURVEY_PARENTS;
    size_t turn = who * 7 + which * 3;

    switch (question->kind) {
    case SURVEY_SCALE: return arena_printf(arena, "%zu", turn % 11 ? 3 + turn % 3 : 2);
    case SURVEY_NUMBER: return arena_printf(arena, "%zu", (size_t)question->least + 6 + turn % 15);
    case SURVEY_TEXT:
        if (who % (family ? 13 : 4) != 1)
            return "";
        return family ? family_remarks[who / 13 % COUNT_OF(family_remarks)]
                      : remarks[who / 4 % COUNT_OF(remarks)];
    default: return arena_printf(arena, "%zu", 1 + turn % (size_t)question->word_count);
    }
}

static void
fill_in(struct arena *arena, const struct survey_form *form, size_t who,
        struct survey_givens *givens)
{
    *givens = (struct survey_givens){0};
    for (size_t q = 0; q < form->questions.count; q++)
        *list_add(arena, givens->list) =
            (struct survey_given){(int)q + 1, answer_one(arena, form, who, q)};
}

/* Whoever it asks among the school's people, but every fourth. */
static enum status
ask_person(struct demo *demo, const struct person *person, size_t number, struct error *err)
{
    struct app_options options = demo->app->options;
    struct survey_askings askings = {0};
    struct survey_givens givens;
    struct app *app;

    options.home = demo->app->home;
    options.by = person->login;
    TRY(app_open(&options, &app, err));
    enum status status = survey_list_mine(app, &askings, err);
    for (size_t i = 0; status == OK && i < askings.list.count; i++) {
        fill_in(app->arena, &askings.list.items[i].it.form, number, &givens);
        status = survey_take(app, askings.list.items[i].it.it.code, &givens, err);
    }
    app_close(app);
    return status;
}

static enum status
ask_people(struct demo *demo, struct error *err)
{
    struct people people = {0};

    TRY(people_list(demo->app, demo->school.id, &people, err));
    for (size_t i = 0; i < people.list.count; i++)
        if (i % 4 != 3)
            TRY(ask_person(demo, &people.list.items[i], i, err));
    return OK;
}

static enum status
ask_family(struct demo *demo, const char *pupil, size_t number, struct error *err)
{
    struct app *app = demo->app;
    struct survey_askings askings;
    struct survey_givens givens;

    TRY(survey_list_family(app, pupil, &askings, err));
    for (size_t i = 0; i < askings.list.count; i++) {
        fill_in(app->arena, &askings.list.items[i].it.form, number, &givens);
        TRY(survey_take_family(app, pupil, askings.list.items[i].it.it.code, &givens, err));
    }
    return OK;
}

/* Two families of three in every class of the three schools. */
static enum status
ask_families(struct demo *demo, const char *school_code, struct error *err)
{
    struct school_classes classes = {0};
    struct unit school;

    TRY(unit_find(demo->app, school_code, &school, err));
    TRY(classes_list(demo->app, school.id, DEMO_YEAR, &classes, err));
    for (size_t i = 0; i < classes.list.count; i++) {
        struct enrolments pupils = {0};
        TRY(class_pupils(demo->app, &classes.list.items[i], &pupils, err));
        for (size_t k = 0; k < pupils.list.count; k++)
            if (k % 3 != 2)
                TRY(ask_family(demo, pupils.list.items[k].pupil.id, i * 5 + k, err));
    }
    return OK;
}

static enum status
make_surveys(struct app *app, struct error *err)
{
    const char *code;

    for (int i = 0; i < SURVEY_AUDIENCE_COUNT; i++) {
        const struct survey_order order = {.year = DEMO_YEAR,
                                           .from = {2024, 5, 20},
                                           .to = {2024, 6, 30},
                                           .text = survey_form_ready((enum survey_audience)i).data};
        TRY(survey_add(app, &order, &code, err));
    }
    return OK;
}

/* --- the whole -------------------------------------------------------------------------------- */

/* What the department's officer does. */
static enum status
act_as_officer(struct app *app, struct error *err)
{
    TRY(make_pilot(app, err));
    TRY(hold_training(app, err));
    return make_surveys(app, err);
}

enum status
demo_run_pilot(struct demo *demo, struct error *err)
{
    int64_t started = demo->order->stopwatch();
    struct app_options options = demo->app->options;
    struct survey_lines lines = {0};
    size_t answers = 0;
    struct app *officer;

    options.home = demo->app->home;
    options.by = DEMO_APPROVER;
    TRY(app_open(&options, &officer, err));
    enum status status = act_as_officer(officer, err);
    app_close(officer);
    TRY(status);
    TRY(ask_people(demo, err));
    TRY(ask_families(demo, DEMO_SCHOOL, err));
    for (size_t i = 0; i < demo_supplier_count; i++)
        TRY(ask_families(demo, demo_suppliers[i].code, err));
    TRY(survey_list(demo->app, NULL, &lines, err));
    for (size_t i = 0; i < lines.list.count; i++)
        answers += (size_t)lines.list.items[i].answered;
    demo_add_step(demo, "Đợt thí điểm: tập huấn, phiếu khảo sát đã trả lời", answers, 0, started);
    return OK;
}
