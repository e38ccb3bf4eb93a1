/* SPDX-License-Identifier: Apache-2.0 */
#include "service/access.h"

#include <stdio.h>

#include "model/role.h"
#include "store/people.h"
#include "store/units.h"

#define ADMIN      ROLE_BIT(ROLE_SCHOOL_ADMIN)
#define REGISTRAR  ROLE_BIT(ROLE_REGISTRAR)
#define SEAL       ROLE_BIT(ROLE_SEAL_CLERK)
#define SUBJECT    ROLE_BIT(ROLE_SUBJECT_TEACHER)
#define CLASS      ROLE_BIT(ROLE_CLASS_TEACHER)
#define LEADERS    (ROLE_BIT(ROLE_PRINCIPAL) | ROLE_BIT(ROLE_DEPUTY_PRINCIPAL))
#define DEPT_ADMIN ROLE_BIT(ROLE_DEPARTMENT_ADMIN)
#define APPROVER   ROLE_BIT(ROLE_DEPARTMENT_APPROVER)
#define DEPT_STAFF ROLE_BIT(ROLE_DEPARTMENT_STAFF)
#define DEPT_SEAL  ROLE_BIT(ROLE_DEPARTMENT_SEAL_CLERK)
#define OFFICE     ROLE_BIT(ROLE_OFFICE_STAFF)
#define GRADE      ROLE_BIT(ROLE_GRADE_HEAD)
#define TEACHERS   (SUBJECT | CLASS)
#define DESK       (APPROVER | DEPT_ADMIN | DEPT_STAFF | OFFICE)
#define EVERYBODY  ((1u << ROLE_COUNT) - 1)

static const struct {
    const char *word;
    unsigned roles;
    bool operator_may;
} access_table[RIGHT_COUNT] = {
    [MAY_SEE] = {"xem dữ liệu", EVERYBODY & ~ADMIN & ~DEPT_ADMIN, true},
    [MAY_MANAGE_UNITS] = {"thêm, sửa đơn vị", DEPT_ADMIN, true},
    [MAY_MANAGE_PEOPLE] = {"thêm người và phân công", ADMIN | DEPT_ADMIN, true},
    [MAY_DELEGATE] = {"ghi ủy quyền ký", ADMIN | ROLE_BIT(ROLE_PRINCIPAL), true},
    [MAY_SEE_DELEGATIONS] = {"xem ủy quyền ký", ADMIN | REGISTRAR | SEAL | LEADERS, true},
    [MAY_MANAGE_YEARS] = {"mở, đặt và chốt năm học", REGISTRAR | LEADERS, true},
    [MAY_MANAGE_CLASSES] = {"thêm, sửa lớp học", ADMIN | REGISTRAR | LEADERS, true},
    [MAY_MANAGE_PUPILS] = {"thêm, sửa hồ sơ học sinh", REGISTRAR | CLASS, true},
    [MAY_ENTER_RESULTS] = {"nhập kết quả", REGISTRAR | TEACHERS, true},
    [MAY_CURATE_COMMENTS] = {"duyệt kho nhận xét của trường", LEADERS | GRADE, false},
    [MAY_DECIDE] = {"ghi quyết định", REGISTRAR | CLASS | LEADERS, true},
    [MAY_REGISTER_CERTIFICATE] = {"đăng ký chứng thư số",
                                  ADMIN | REGISTRAR | SEAL | DEPT_ADMIN | APPROVER | DEPT_SEAL,
                                  true},
    [MAY_SEE_CERTIFICATES] = {"xem chứng thư số và ai ký được", EVERYBODY & ~(TEACHERS | GRADE),
                              true},
    [MAY_APPROVE_CERTIFICATE] = {"duyệt chứng thư số của trường", APPROVER, false},
    [MAY_SEE_IDENTITY] = {"xem tình trạng định danh của trường", REGISTRAR | LEADERS, true},
    [MAY_EXCHANGE_IDENTITY] = {"đối chiếu định danh với CSDL dân cư", REGISTRAR, true},
    [MAY_CREATE_RECORDS] = {"khởi tạo học bạ", REGISTRAR | CLASS | LEADERS, true},
    [MAY_ISSUE_RECORDS] = {"phát hành học bạ", REGISTRAR | SEAL | LEADERS, true},
    [MAY_RETURN_RECORDS] = {"trả lại, lập lại học bạ", REGISTRAR | CLASS | LEADERS, true},
    [MAY_EXPORT] = {"xuất dữ liệu", EVERYBODY & ~ADMIN & ~DEPT_ADMIN & ~OFFICE, true},
    [MAY_EXPORT_REGISTRY] = {"xuất sổ đăng ký người ký", APPROVER | DEPT_ADMIN | DEPT_SEAL, true},
    [MAY_SEE_LOG] = {"xem nhật ký truy cập", ADMIN | LEADERS | DEPT_ADMIN | DEPT_STAFF, true},
    [MAY_BACK_UP] = {"sao lưu", ADMIN | DEPT_ADMIN, true},
    [MAY_GIVE_FAMILY_CODES] = {"phát mã cho gia đình", REGISTRAR | CLASS | LEADERS, true},
    [MAY_ANSWER_REMARKS] = {"trả lời ý kiến của gia đình", REGISTRAR, true},
    [MAY_MONITOR] = {"xem số liệu giám sát",
                     REGISTRAR | SEAL | LEADERS | APPROVER | DEPT_STAFF | DEPT_SEAL | DEPT_ADMIN |
                         OFFICE,
                     true},
    [MAY_MANAGE_PILOT] = {"đặt đợt thí điểm và lịch năm học", APPROVER | DEPT_STAFF, true},
    [MAY_EVALUATE] = {"xem đánh giá đợt thí điểm", APPROVER | DEPT_STAFF | DEPT_SEAL | DEPT_ADMIN,
                      true},
    [MAY_REPORT_OBSTACLE] = {"báo vướng mắc", EVERYBODY, false},
    [MAY_SEE_OBSTACLE] = {"xem vướng mắc của đơn vị", ADMIN | REGISTRAR | LEADERS | DESK, true},
    [MAY_SOLVE_OBSTACLE] = {"trả lời vướng mắc", ADMIN | LEADERS | DESK, false},
    [MAY_SUBMIT_CLASS] = {"nộp kết quả của lớp", REGISTRAR | CLASS, true},
    [MAY_CHECK_CLASS] = {"kiểm tra, trả lại kết quả của lớp", REGISTRAR | LEADERS | GRADE, true},
    [MAY_REOPEN_CLASS] = {"trả lại kết quả đã duyệt, đã chốt của lớp", REGISTRAR | LEADERS, true},
    [MAY_APPROVE_CLASS] = {"duyệt, chốt, mở lại kết quả của lớp", LEADERS, false},
    [MAY_SEE_REVOCATION] = {"xem đề nghị thu hồi, thay thế học bạ",
                            REGISTRAR | LEADERS | SEAL | APPROVER | DEPT_STAFF | DEPT_SEAL, true},
    [MAY_REQUEST_REVOCATION] = {"đề nghị thu hồi, thay thế học bạ", REGISTRAR | LEADERS, true},
    [MAY_DECIDE_REVOCATION] = {"quyết định về học bạ đã phát hành", APPROVER, false},
    [MAY_SEAL_DECISION] = {"đóng dấu quyết định của Sở", DEPT_SEAL, false},
    [MAY_SEE_INSPECTION] = {"xem đợt kiểm tra", LEADERS | APPROVER | DEPT_STAFF, true},
    [MAY_INSPECT] = {"lập và ghi đợt kiểm tra", APPROVER | DEPT_STAFF, true},
    [MAY_ANSWER_INSPECTION] = {"trả lời kết quả kiểm tra của trường", LEADERS, false},
    [MAY_SEE_TRAINING] = {"xem kết quả tập huấn", ADMIN | REGISTRAR | LEADERS | DESK, true},
    [MAY_HOLD_TRAINING] = {"ghi buổi tập huấn", APPROVER | DEPT_STAFF, true},
    [MAY_MARK_TRAINING] = {"ghi ai đã dự tập huấn", ADMIN | APPROVER | DEPT_STAFF, true},
    [MAY_MAKE_SURVEY] = {"lập phiếu khảo sát, xem kết quả", APPROVER | DEPT_STAFF, true},
    [MAY_ANSWER_SURVEY] = {"trả lời phiếu khảo sát", TEACHERS | LEADERS, false},
    [MAY_ENTER_LEDGER] = {"ghi vào sổ cái", REGISTRAR | SEAL | LEADERS | APPROVER | DEPT_SEAL,
                          true},
    [MAY_REPORT] = {"nộp học bạ lên cấp trên", REGISTRAR | SEAL | LEADERS | APPROVER | DEPT_SEAL,
                    true},
    [MAY_SEE_GATEWAY] = {"xem cổng tiếp nhận", APPROVER | DEPT_ADMIN | DEPT_STAFF | DEPT_SEAL,
                         true},
};

bool
access_role_has(enum right right, const char *role)
{
    enum role parsed;

    return role_parse(role, &parsed) && (access_table[right].roles & ROLE_BIT(parsed));
}

const char *
access_right_word(enum right right)
{
    return access_table[right].word;
}

static enum status
refuse(const struct app *app, enum right right, struct error *err)
{
    char who[sizeof err->message] = ""; /* which is cut on a character, should it be too long */
    size_t size = 0;

    for (size_t i = 0; i < ROLE_COUNT; i++) {
        if (!(access_table[right].roles & ROLE_BIT(i)) || size >= sizeof who)
            continue;
        size += (size_t)snprintf(who + size, sizeof who - size, "%s%s", size ? ", " : "",
                                 role_word((enum role)i));
    }
    return fail(err, DENIED, "%s không được phép %s ở đây. Việc này dành cho: %s.", app->actor.name,
                access_table[right].word, who);
}

/* Roles of a school hold in it alone, those above it in whatever their unit manages today. */
static bool
unit_reaches(const struct assignment *assignment, enum role role, const struct units *managers)
{
    size_t reach = role_table[role].place == PLACE_SCHOOL ? 1 : managers->list.count;

    for (size_t i = 0; i < reach && i < managers->list.count; i++)
        if (text_equal(assignment->unit, managers->list.items[i].id))
            return true;
    return false;
}

static bool
assignment_reaches(const struct assignment *assignment, const struct access_place *reach,
                   const struct units *managers)
{
    enum role role;

    if (!role_parse(assignment->role, &role))
        return false;
    if (reach->unit && !unit_reaches(assignment, role, managers))
        return false;
    if (assignment->year && reach->year && !text_equal(assignment->year, reach->year))
        return false;
    if (assignment->subject && reach->subject && !text_equal(assignment->subject, reach->subject))
        return false;
    return !assignment->class_id || !reach->class_id ||
           text_equal(assignment->class_id, reach->class_id);
}

enum status
access_check_place(struct app *app, enum right right, const struct access_place *reach,
                   struct error *err)
{
    struct assignments assignments = {0};
    struct units managers = {0};

    if (!app->actor.person_id)
        return access_table[right].operator_may ? OK : refuse(app, right, err);
    if (reach->unit)
        TRY(store_list_unit_managers(app->store, reach->unit, app_today(app), app->arena, &managers,
                                     err));
    struct assignment_filter filter = {.person = app->actor.person_id, .on = app_today(app)};
    TRY(store_list_assignments(app->store, &filter, app->arena, &assignments, err));
    for (size_t i = 0; i < assignments.list.count; i++) {
        const struct assignment *assignment = &assignments.list.items[i];
        if (access_role_has(right, assignment->role) &&
            assignment_reaches(assignment, reach, &managers))
            return OK;
    }
    return refuse(app, right, err);
}

enum status
access_check(struct app *app, enum right right, const char *unit_id, struct error *err)
{
    return access_check_place(app, right, &(struct access_place){.unit = unit_id}, err);
}

enum status
access_check_class(struct app *app, enum right right, const char *unit_id, const char *year,
                   const char *class_id, struct error *err)
{
    return access_check_place(
        app, right, &(struct access_place){.unit = unit_id, .year = year, .class_id = class_id},
        err);
}
