/* SPDX-License-Identifier: Apache-2.0
 *
 * The invented school of the demo: tables of its people and what they do.
 */
#include "service/demo_parts.h"

#include "model/role.h"
#include "service/instance.h"
#include "service/unit_tree.h"
#include "service/year.h"

#define DEMO_CLOCK      "2024-05-31T08:00:00+07:00"
#define DEMO_ISSUE_DATE "2024-05-31"
#define TEACHER         "gv.minh.nguyet"

enum { DEMO_GRADE_HEADED = 3 };

static const struct {
    const char *unit, *login, *name, *number, *title;
} people[] = {
    {DEMO_DEPARTMENT, "so.quantri", "Đặng Quốc Khánh", "022078100011", "Quản trị viên"},
    {DEMO_DEPARTMENT, DEMO_APPROVER, "Bùi Thị Lan Phương", "022181100012", "Chuyên viên"},
    {DEMO_DEPARTMENT, DEMO_SEAL_CLERK, "Hoàng Thị Mai", "022185100013", "Văn thư"},
    {DEMO_SCHOOL, "quantri", "Đoàn Thị Thanh", "022179100020", "Quản trị viên"},
    {DEMO_SCHOOL, "hieutruong", "Phạm Thị Thu Hà", "022174100021", "Hiệu trưởng"},
    {DEMO_SCHOOL, "phohieutruong", "Lê Văn Thành", "022077100022", "Phó Hiệu trưởng"},
    {DEMO_SCHOOL, "vanthu", "Vũ Thị Hạnh", "022188100023", "Văn thư"},
    {DEMO_SCHOOL, "hocvu", "Ngô Đức Long", "022086100024", "Nhân viên học vụ"},
    {DEMO_SCHOOL, "khoitruong3", "Đinh Thị Lan Hương", "022187100046", "Khối trưởng khối 3"},
    {DEMO_SCHOOL, TEACHER, "Nguyễn Minh Nguyệt", "022183100025", "Giáo viên"},
    {DEMO_SCHOOL, "gv.tieng.anh", "Trần Thị Quỳnh Anh", "022190100026", "Giáo viên Tiếng Anh"},
    {DEMO_SCHOOL, "gv.tin.hoc", "Đỗ Tuấn Kiệt", "022089100027", "Giáo viên Tin học và Công nghệ"},
    {DEMO_SCHOOL, "gv.the.chat", "Phùng Văn Dũng", "022082100028", "Giáo viên Giáo dục thể chất"},
    {DEMO_SCHOOL, "gv.nghe.thuat", "Lưu Hồng Nhung", "022191100029", "Giáo viên Nghệ thuật"},
};

/* The class teacher teaches what nobody else does. */
static const struct {
    const char *login;
    enum role role;
    const char *subject; /* of the demo's class */
} duties[] = {
    {"so.quantri", ROLE_DEPARTMENT_ADMIN, NULL},
    {DEMO_APPROVER, ROLE_DEPARTMENT_APPROVER, NULL},
    {DEMO_SEAL_CLERK, ROLE_DEPARTMENT_SEAL_CLERK, NULL},
    {"quantri", ROLE_SCHOOL_ADMIN, NULL},
    {"hieutruong", ROLE_PRINCIPAL, NULL},
    {"phohieutruong", ROLE_DEPUTY_PRINCIPAL, NULL},
    {"vanthu", ROLE_SEAL_CLERK, NULL},
    {"hocvu", ROLE_REGISTRAR, NULL},
    {"khoitruong3", ROLE_GRADE_HEAD, NULL},
    {TEACHER, ROLE_CLASS_TEACHER, NULL},
    {TEACHER, ROLE_SUBJECT_TEACHER, "TV"},
    {TEACHER, ROLE_SUBJECT_TEACHER, "T"},
    {TEACHER, ROLE_SUBJECT_TEACHER, "DD"},
    {TEACHER, ROLE_SUBJECT_TEACHER, "KH"},
    {TEACHER, ROLE_SUBJECT_TEACHER, "LSDL"},
    {TEACHER, ROLE_SUBJECT_TEACHER, "HDTN"},
    {"gv.tieng.anh", ROLE_SUBJECT_TEACHER, "NN1"},
    {"gv.tin.hoc", ROLE_SUBJECT_TEACHER, "TH"},
    {"gv.tin.hoc", ROLE_SUBJECT_TEACHER, "CN"},
    {"gv.the.chat", ROLE_SUBJECT_TEACHER, "GDTC"},
    {"gv.nghe.thuat", ROLE_SUBJECT_TEACHER, "AN"},
    {"gv.nghe.thuat", ROLE_SUBJECT_TEACHER, "MT"},
};

const struct demo_signer demo_signers[] = {
    {"gvbm-tieng-anh", "Giáo viên bộ môn Tiếng Anh", "gv.tieng.anh", NULL},
    {"gvbm-tin-hoc", "Giáo viên bộ môn Tin học, Công nghệ", "gv.tin.hoc", NULL},
    {"gvbm-the-chat", "Giáo viên bộ môn Giáo dục thể chất", "gv.the.chat", NULL},
    {"gvbm-nghe-thuat", "Giáo viên bộ môn Âm nhạc, Mĩ thuật", "gv.nghe.thuat", NULL},
    {"gvcn", "Giáo viên chủ nhiệm lớp " DEMO_CLASS, TEACHER, NULL},
    {"gvcn-3a", "Giáo viên chủ nhiệm lớp 3A", "gv.3a", NULL},
    {"gvcn-3b", "Giáo viên chủ nhiệm lớp 3B", "gv.3b", NULL},
    {"cbql", "Hiệu trưởng", "hieutruong", NULL},
    {"school", "Con dấu số của trường", NULL, DEMO_SCHOOL},
    {"officer", "Người duyệt của sở", DEMO_APPROVER, NULL},
    {"department", "Con dấu số của sở", NULL, DEMO_DEPARTMENT},
};
const size_t demo_signer_count = COUNT_OF(demo_signers);

static enum status
add_units(struct demo *demo, struct error *err)
{
    struct unit department = {.kind = UNIT_DEPARTMENT,
                              .code = DEMO_DEPARTMENT,
                              .name = "Sở Giáo dục và Đào tạo Quảng Ninh",
                              .province = "Quảng Ninh"};
    struct unit school = {.kind = UNIT_SCHOOL,
                          .code = DEMO_SCHOOL,
                          .name = "Trường Tiểu học Trần Hưng Đạo",
                          .district = "Thành phố Hạ Long",
                          .commune = "Phường Trần Hưng Đạo",
                          .province = "Quảng Ninh",
                          .issue_place = "Hạ Long"};

    TRY(unit_add(demo->app, &department, NULL, err));
    TRY(unit_add(demo->app, &school, DEMO_DEPARTMENT, err));
    demo->school = school;
    return OK;
}

static enum status
add_people(struct demo *demo, struct error *err)
{
    for (size_t i = 0; i < COUNT_OF(people); i++) {
        struct unit unit;
        TRY(unit_find(demo->app, people[i].unit, &unit, err));
        struct person person = {.unit = unit.id,
                                .login = people[i].login,
                                .name = people[i].name,
                                .personal_number = people[i].number,
                                .title = people[i].title};
        TRY(person_add(demo->app, &person, err));
    }
    return OK;
}

static enum status
add_year(struct demo *demo, struct error *err)
{
    struct app *app = demo->app;

    TRY(year_open(app, demo->school.id, DEMO_YEAR, err));
    TRY(year_set(app, demo->school.id, DEMO_YEAR, "ngay_phat_hanh", DEMO_ISSUE_DATE, err));
    demo->class = (struct school_class){
        .unit = demo->school.id, .year = DEMO_YEAR, .name = DEMO_CLASS, .sessions_per_day = 2};
    return class_add(app, &demo->class, err);
}

static enum status
add_duties(struct demo *demo, struct error *err)
{
    for (size_t i = 0; i < COUNT_OF(duties); i++) {
        const struct role_row *role = &role_table[duties[i].role];
        struct person person;
        TRY(person_find(demo->app, duties[i].login, &person, err));
        struct assignment assignment = {.person = person.id,
                                        .unit = person.unit,
                                        .role = role->key,
                                        .subject = duties[i].subject,
                                        .from = {2023, 9, 1},
                                        .decided_by = "Quyết định phân công đầu năm học"};
        if (role->of_class || role->of_grade)
            assignment.year = DEMO_YEAR;
        if (role->of_grade)
            assignment.grade = DEMO_GRADE_HEADED;
        TRY(assignment_add(demo->app, &assignment, role->of_class ? DEMO_CLASS : NULL, err));
    }
    return OK;
}

enum status
demo_make_school(struct demo *demo, struct error *err)
{
    TRY(add_units(demo, err));
    TRY(add_people(demo, err));
    TRY(demo_add_teachers(demo, err));
    TRY(add_year(demo, err));
    return add_duties(demo, err);
}

void
demo_add_step(struct demo *demo, const char *what, size_t done, size_t failed, int64_t started)
{
    *list_add(demo->app->arena, demo->report->steps) =
        (struct demo_step){what, done, failed, demo->order->stopwatch() - started};
}

static enum status
run_all(struct demo *demo, int64_t started, struct error *err)
{
    TRY(demo_make_school(demo, err));
    demo_add_step(demo, "Lập sở, trường, người và phân công", COUNT_OF(people), 0, started);
    started = demo->order->stopwatch();
    TRY(demo_make_pki(demo, err));
    TRY(demo_make_witness(demo, err));
    demo_add_step(demo, "Cấp, đăng ký và duyệt chứng thư số", demo_signer_count, 0, started);
    if (demo->order
            ->suppliers) /* first: what the class's audit and public files hold is all of it */
        TRY(demo_run_suppliers(demo, err));
    TRY(demo_run_class(demo, err));
    TRY(demo_run_other_classes(demo, err));
    if (demo->order->suppliers)
        TRY(demo_run_pilot(demo, err));
    TRY(demo_make_accounts(demo, err));
    TRY(demo_make_slips(demo, err));
    return demo_tamper(demo, err);
}

enum status
demo_run(const struct demo_order *order, struct app **app, struct demo_report *report,
         struct error *err)
{
    struct demo demo = {.order = order, .report = report, .home = order->options->home};
    struct instance_plan plan = {.store_url = order->store_url,
                                 .store_owner = order->store_owner,
                                 .training = true,
                                 .clock = DEMO_CLOCK};
    struct instance_made made;
    int64_t started = order->stopwatch();

    TRY(instance_make(order->options, &plan, &demo.app, &made, err));
    enum status status = run_all(&demo, started, err);
    if (status != OK) {
        app_close(demo.app);
        return status;
    }
    *app = demo.app;
    return OK;
}
