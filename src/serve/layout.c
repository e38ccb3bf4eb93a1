/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/layout.h"

#include "model/role.h"
#include "serve/pages.h"

/* A link stands in the menu when its page exists and the person has one of the roles. */
static const struct {
    const char *path, *vi, *en;
    unsigned roles;
} menu[] = {
    {"/", "Việc cần làm", "To do", 0},
    {"/tien-do", "Tiến độ", "Progress", ROLE_BIT(ROLE_GRADE_HEAD)},
    {"/nhan-xet", "Kho nhận xét", "Comments",
     ROLE_BIT(ROLE_GRADE_HEAD) | ROLE_BIT(ROLE_PRINCIPAL) | ROLE_BIT(ROLE_DEPUTY_PRINCIPAL)},
    {"/ky", "Ký", "Sign",
     ROLE_BIT(ROLE_SUBJECT_TEACHER) | ROLE_BIT(ROLE_CLASS_TEACHER) | ROLE_BIT(ROLE_PRINCIPAL) |
         ROLE_BIT(ROLE_DEPUTY_PRINCIPAL) | ROLE_BIT(ROLE_SEAL_CLERK)},
    {"/tra-cuu", "Tra cứu", "Look up", 0},
    {"/y-kien", "Ý kiến gia đình", "Remarks", ROLE_BIT(ROLE_REGISTRAR)},
    {"/chung-thu", "Chứng thư", "Certificates",
     ROLE_BIT(ROLE_REGISTRAR) | ROLE_BIT(ROLE_SEAL_CLERK) | ROLE_BIT(ROLE_DEPARTMENT_APPROVER) |
         ROLE_BIT(ROLE_DEPARTMENT_STAFF)},
    {"/dinh-danh", "Định danh", "Identity", ROLE_BIT(ROLE_REGISTRAR)},
    {"/chot-nam", "Chốt năm", "Freeze", ROLE_BIT(ROLE_PRINCIPAL) | ROLE_BIT(ROLE_DEPUTY_PRINCIPAL)},
    {"/thu-hoi", "Thu hồi", "Revoke",
     ROLE_BIT(ROLE_REGISTRAR) | ROLE_BIT(ROLE_PRINCIPAL) | ROLE_BIT(ROLE_DEPUTY_PRINCIPAL) |
         ROLE_BIT(ROLE_DEPARTMENT_APPROVER) | ROLE_BIT(ROLE_DEPARTMENT_SEAL_CLERK) |
         ROLE_BIT(ROLE_DEPARTMENT_STAFF)},
    {"/kiem-tra", "Kiểm tra", "Inspection",
     ROLE_BIT(ROLE_PRINCIPAL) | ROLE_BIT(ROLE_DEPUTY_PRINCIPAL) |
         ROLE_BIT(ROLE_DEPARTMENT_APPROVER) | ROLE_BIT(ROLE_DEPARTMENT_STAFF)},
    {"/cong-tiep-nhan", "Cổng tiếp nhận", "Gateway",
     ROLE_BIT(ROLE_DEPARTMENT_APPROVER) | ROLE_BIT(ROLE_DEPARTMENT_STAFF) |
         ROLE_BIT(ROLE_DEPARTMENT_ADMIN) | ROLE_BIT(ROLE_DEPARTMENT_SEAL_CLERK)},
    {"/bao-cao", "Báo cáo", "Reporting",
     ROLE_BIT(ROLE_REGISTRAR) | ROLE_BIT(ROLE_SEAL_CLERK) | ROLE_BIT(ROLE_PRINCIPAL) |
         ROLE_BIT(ROLE_DEPUTY_PRINCIPAL) | ROLE_BIT(ROLE_DEPARTMENT_APPROVER) |
         ROLE_BIT(ROLE_DEPARTMENT_SEAL_CLERK)},
    {"/giam-sat", "Giám sát", "Monitoring",
     ROLE_BIT(ROLE_REGISTRAR) | ROLE_BIT(ROLE_PRINCIPAL) | ROLE_BIT(ROLE_DEPUTY_PRINCIPAL) |
         ROLE_BIT(ROLE_DEPARTMENT_ADMIN) | ROLE_BIT(ROLE_DEPARTMENT_APPROVER) |
         ROLE_BIT(ROLE_DEPARTMENT_SEAL_CLERK) | ROLE_BIT(ROLE_DEPARTMENT_STAFF) |
         ROLE_BIT(ROLE_OFFICE_STAFF)},
    {"/tap-huan", "Tập huấn", "Training",
     ROLE_BIT(ROLE_SCHOOL_ADMIN) | ROLE_BIT(ROLE_REGISTRAR) | ROLE_BIT(ROLE_PRINCIPAL) |
         ROLE_BIT(ROLE_DEPUTY_PRINCIPAL) | ROLE_BIT(ROLE_DEPARTMENT_APPROVER) |
         ROLE_BIT(ROLE_DEPARTMENT_STAFF) | ROLE_BIT(ROLE_DEPARTMENT_ADMIN) |
         ROLE_BIT(ROLE_OFFICE_STAFF)},
    {"/khao-sat", "Khảo sát", "Questionnaires",
     ROLE_BIT(ROLE_SUBJECT_TEACHER) | ROLE_BIT(ROLE_CLASS_TEACHER) | ROLE_BIT(ROLE_PRINCIPAL) |
         ROLE_BIT(ROLE_DEPUTY_PRINCIPAL) | ROLE_BIT(ROLE_DEPARTMENT_APPROVER) |
         ROLE_BIT(ROLE_DEPARTMENT_STAFF)},
    {"/danh-gia", "Đánh giá", "Evaluation",
     ROLE_BIT(ROLE_DEPARTMENT_ADMIN) | ROLE_BIT(ROLE_DEPARTMENT_APPROVER) |
         ROLE_BIT(ROLE_DEPARTMENT_SEAL_CLERK) | ROLE_BIT(ROLE_DEPARTMENT_STAFF)},
    {"/vuong-mac", "Vướng mắc", "Obstacles",
     ROLE_BIT(ROLE_SCHOOL_ADMIN) | ROLE_BIT(ROLE_DEPARTMENT_ADMIN) |
         ROLE_BIT(ROLE_DEPARTMENT_APPROVER) | ROLE_BIT(ROLE_DEPARTMENT_STAFF) |
         ROLE_BIT(ROLE_OFFICE_STAFF)},
    {"/uy-quyen", "Ủy quyền", "Delegation",
     ROLE_BIT(ROLE_SCHOOL_ADMIN) | ROLE_BIT(ROLE_REGISTRAR) | ROLE_BIT(ROLE_PRINCIPAL) |
         ROLE_BIT(ROLE_DEPUTY_PRINCIPAL) | ROLE_BIT(ROLE_SEAL_CLERK)},
    {"/quan-tri/tai-khoan", "Tài khoản", "Accounts", ROLE_BIT(ROLE_SCHOOL_ADMIN)},
    {"/quan-tri/nhat-ky", "Nhật ký", "Access log",
     ROLE_BIT(ROLE_SCHOOL_ADMIN) | ROLE_BIT(ROLE_PRINCIPAL) | ROLE_BIT(ROLE_DEPUTY_PRINCIPAL)},
};

static bool
is_offered(const struct visit *visit, size_t at)
{
    return menu[at].roles == 0 || (menu[at].roles & visit->roles);
}

bool
layout_shows(const struct visit *visit, const char *path)
{
    for (size_t i = 0; i < COUNT_OF(menu); i++)
        if (text_equal(menu[i].path, path))
            return is_offered(visit, i);
    return false;
}

bool
layout_is_current(const struct visit *visit, const char *path)
{
    size_t size = strlen(path);
    const char *here = visit->request->path;

    if (size == 1)
        return text_equal(here, "/");
    return text_starts(here, path) && (here[size] == '\0' || here[size] == '/');
}

void
layout_menu(struct buffer *out, const struct visit *visit)
{
    if (!visit->session)
        return;
    html_raw(out, "<nav class=\"menu\">", sizeof "<nav class=\"menu\">" - 1);
    for (size_t i = 0; i < COUNT_OF(menu); i++)
        if (is_offered(visit, i))
            menu_link(out, visit, menu[i].path, T(menu[i].vi, menu[i].en));
    html_raw(out, "</nav>", sizeof "</nav>" - 1);
}

void
layout_person(struct buffer *out, const struct visit *visit)
{
    if (visit->session)
        person_menu(out, visit);
}
