/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba person add|set|end|list|show
 */
#include "cli/change_output.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "model/role.h"
#include "service/correct.h"

static const struct option person_add_options[] = {
    {"login", "TÊN", "tên đăng nhập: chữ thường không dấu", true},
    {"name", "HỌ_TÊN", "họ và tên (người mới)"},
    {"number", "SỐ", "số định danh cá nhân, 12 chữ số"},
    {"title", "CHỨC_VỤ", "như in trên học bạ: Hiệu trưởng"},
    {"unit", "MÃ", "đơn vị (mặc định: trường duy nhất)"},
    {"role", "VAI_TRÒ", "phân công: xem danh sách ở trên"},
    {"year", "NĂM_HỌC", "phân công trong năm học: 2023-2024"},
    {"class", "LỚP", "phân công ở lớp"},
    {"grade", "KHỐI", "phân công khối trưởng của khối 1 đến 5"},
    {"subject", "MÃ_MÔN", "phân công dạy môn: TV, T, NN1, ..."},
    {"group", "NHÓM", "nhóm học sinh, khi nhiều người dạy một môn"},
    {"from", "NGÀY", "từ ngày (mặc định: hôm nay)"},
    {"to", "NGÀY", "đến hết ngày"},
    {"decision", "SỐ", "số quyết định"},
    {"decided-by", "AI", "người quyết định"},
    {0},
};

static enum status
read_assignment(struct cli *cli, struct assignment *assignment, struct error *err)
{
    *assignment = (struct assignment){.role = cli_option(cli, "role"),
                                      .year = cli_option(cli, "year"),
                                      .subject = cli_option(cli, "subject"),
                                      .group = cli_option(cli, "group"),
                                      .decision = cli_option(cli, "decision"),
                                      .decided_by = cli_option(cli, "decided-by")};
    if (cli_option(cli, "grade") && !text_is_digits(cli_option(cli, "grade"), 1))
        return fail(err, USAGE, "--grade là một chữ số, 1 đến 5.");
    assignment->grade = cli_option(cli, "grade") ? *cli_option(cli, "grade") - '0' : 0;
    TRY(cli_date(cli, "from", &assignment->from, err));
    return cli_date(cli, "to", &assignment->to, err);
}

static enum status
add_assignment(struct cli *cli, struct app *app, const struct person *person, struct error *err)
{
    struct assignment assignment;
    struct unit unit;

    TRY(read_assignment(cli, &assignment, err));
    assignment.person = person->id;
    assignment.unit = person->unit;
    if (cli_option(cli, "unit")) { /* also where they do not belong: who leads two schools */
        TRY(school_find(app, cli_option(cli, "unit"), &unit, err));
        assignment.unit = unit.id;
    }
    return assignment_add(app, &assignment, cli_option(cli, "class"), err);
}

static enum status
add_person(struct cli *cli, struct app *app, struct person *person, struct error *err)
{
    struct assignment assignment;
    struct unit unit;

    if (!cli_option(cli, "name"))
        return fail(err, USAGE, "Chưa có ai với tên đăng nhập “%s”; người mới cần --name HỌ_TÊN.",
                    person->login);
    TRY(school_find(app, cli_option(cli, "unit"), &unit, err));
    person->unit = unit.id;
    if (!cli_option(cli, "role"))
        return person_add(app, person, err);
    TRY(read_assignment(cli, &assignment, err));
    return person_add_assigned(app, person, &assignment, cli_option(cli, "class"), err);
}

static enum status
run_person_add(struct cli *cli, struct error *err)
{
    struct person person = {.login = cli_option(cli, "login"),
                            .name = cli_option(cli, "name"),
                            .personal_number = cli_option(cli, "number"),
                            .title = cli_option(cli, "title")};
    struct app *app;

    TRY(cli_open(cli, &app, err));
    enum status status = person_find(app, person.login, &person, err);
    bool is_new = status == NOT_FOUND;
    if (status != OK && !is_new)
        return status;
    if (!is_new && !cli_option(cli, "role"))
        return fail(err, CONFLICT,
                    "Đã có %s với tên đăng nhập “%s”; muốn phân công thêm hãy ghi "
                    "--role.",
                    person.name, person.login);
    TRY(is_new ? add_person(cli, app, &person, err) : add_assignment(cli, app, &person, err));
    output_done(cli, "person", person.id,
                arena_printf(cli->arena, "%s %s (%s).", is_new ? "Đã thêm" : "Đã phân công",
                             person.name, person.login));
    return OK;
}

const struct command command_person_add = {
    .name = "person add",
    .usage = "--login TÊN --name HỌ_TÊN [--role VAI_TRÒ [--year --class --subject] [--from --to]]",
    .summary = "thêm người, hoặc phân công thêm cho người đã có",
    .help = "Vai trò: school_admin quản trị viên; registrar học vụ; seal_clerk văn thư giữ dấu;\n"
            "  subject_teacher giáo viên bộ môn; class_teacher giáo viên chủ nhiệm; principal hiệu "
            "trưởng;\n  deputy_principal phó hiệu trưởng; grade_head khối trưởng (--grade --year); "
            "department_admin, department_approver (duyệt "
            "chứng thư),\n  department_staff, department_seal_clerk của sở;\n  office_staff "
            "phụ trách giáo dục của huyện, xã.\n"
            "Quyền ký học bạ chỉ đến từ phân công có hiệu lực vào ngày ký.",
    .options = person_add_options,
    .run = run_person_add,
};

static const struct option person_set_options[] = {
    {"name", "HỌ_TÊN", "họ và tên"},
    {"number", "SỐ", "số định danh cá nhân, 12 chữ số"},
    {"title", "CHỨC_VỤ", "như in trên học bạ: Hiệu trưởng"},
    {0},
};

static enum status
run_person_set(struct cli *cli, struct error *err)
{
    const char *name = cli_option(cli, "name"), *number = cli_option(cli, "number");
    const char *title = cli_option(cli, "title");
    struct person person;
    struct app *app;

    if (!name && !number && !title)
        return fail(err, USAGE, "Sửa gì: --name, --number hoặc --title.");
    if (name && text_is_blank(name))
        return fail(err, USAGE, "Họ và tên không được để trống.");
    TRY(cli_open(cli, &app, err));
    TRY(person_find(app, cli->arguments[0], &person, err));
    if (name)
        person.name = name;
    if (number)
        person.personal_number = text_is_blank(number) ? NULL : number;
    if (title)
        person.title = text_is_blank(title) ? NULL : title;
    TRY(person_correct(app, &person, err));
    output_done(cli, "person", person.id,
                arena_printf(cli->arena,
                             "Đã sửa %s (%s). Học bạ đã khởi tạo vẫn ghi như cũ; muốn đổi phải "
                             "lập lại trước khi phát hành.",
                             person.name, person.login));
    return OK;
}

const struct command command_person_set = {
    .name = "person set",
    .usage = "TÊN_ĐĂNG_NHẬP [--name HỌ_TÊN] [--number SỐ] [--title CHỨC_VỤ]",
    .summary = "sửa thông tin của một người; ai sửa, khi nào, từ gì thành gì được giữ lại",
    .options = person_set_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_person_set,
};

static const struct option person_end_options[] = {
    {"login", "TÊN", "tên đăng nhập", true},
    {"role", "VAI_TRÒ", "chỉ vai trò này (mặc định: tất cả)"},
    {"to", "NGÀY", "ngày cuối cùng còn hiệu lực", true},
    {0},
};

static enum status
run_person_end(struct cli *cli, struct error *err)
{
    struct date last;
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(cli_date(cli, "to", &last, err));
    TRY(assignment_end(app, cli_option(cli, "login"), cli_option(cli, "role"), last, err));
    output_done(cli, "login", cli_option(cli, "login"), "Đã ghi ngày thôi phân công.");
    return OK;
}

const struct command command_person_end = {
    .name = "person end",
    .usage = "--login TÊN [--role VAI_TRÒ] --to NGÀY",
    .summary = "ghi ngày cuối cùng của một phân công",
    .options = person_end_options,
    .run = run_person_end,
};

static const struct option unit_option[] = {
    {"unit", "MÃ", "đơn vị (mặc định: tất cả)"},
    {0},
};

static enum status
run_person_list(struct cli *cli, struct error *err)
{
    static const struct output_column columns[] = {
        {"login", "ĐĂNG NHẬP"}, {"name", "HỌ VÀ TÊN"}, {"title", "CHỨC VỤ"}};
    struct output_list list = output_list_new(cli, "people", columns);
    struct people people = {0};
    struct unit unit = {0};
    struct app *app;

    TRY(cli_open(cli, &app, err));
    if (cli_option(cli, "unit"))
        TRY(unit_find(app, cli_option(cli, "unit"), &unit, err));
    TRY(people_list(app, unit.id, &people, err));
    for (size_t i = 0; i < people.list.count; i++) {
        const struct person *person = &people.list.items[i];
        output_list_row(&list, (const char *[]){person->login, person->name, person->title});
    }
    output_list_print(&list);
    return OK;
}

const struct command command_person_list = {
    .name = "person list",
    .usage = "[--unit MÃ]",
    .summary = "liệt kê người",
    .options = unit_option,
    .run = run_person_list,
};

static const char *
date_or_nothing(struct cli *cli, struct date date)
{
    char text[DATE_TEXT_SIZE];

    return date_is_none(date) ? NULL : arena_text(cli->arena, date_write_iso(date, text));
}

static const char *
grade_of(struct cli *cli, const struct assignment *held)
{
    return held->grade ? arena_printf(cli->arena, "%d", held->grade) : NULL;
}

static enum status
run_person_show(struct cli *cli, struct error *err)
{
    static const struct output_column columns[] = {
        {"role", "VAI TRÒ"}, {"year", "NĂM HỌC"}, {"grade", "KHỐI"}, {"class", "LỚP"},
        {"subject", "MÔN"},  {"from", "TỪ"},      {"to", "ĐẾN"},     {"decision", "SỐ QĐ"}};
    struct output_list list = output_list_new(cli, "assignments", columns);
    struct assignments assignments = {0};
    struct person person;
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(person_find(app, cli->arguments[0], &person, err));
    if (cli_flag(cli, "history")) {
        struct changes changes = {0};
        TRY(person_history(app, &person, &changes, err));
        changes_print(cli, &changes);
        return OK;
    }
    TRY(assignments_list(app, &person, &assignments, err));
    for (size_t i = 0; i < assignments.list.count; i++) {
        const struct assignment *held = &assignments.list.items[i];
        output_list_row(&list, (const char *[]){held->role, held->year, grade_of(cli, held),
                                                class_name_of(app, held->class_id), held->subject,
                                                date_or_nothing(cli, held->from),
                                                date_or_nothing(cli, held->to), held->decision});
    }
    if (!cli->json)
        output_line("%s (%s)%s%s", person.name, person.login, person.title ? ", " : "",
                    person.title ? person.title : "");
    output_list_print(&list);
    return OK;
}

static const struct option person_show_options[] = {
    {"history", NULL, "mọi thay đổi: ai, khi nào, từ gì thành gì"},
    {0},
};

const struct command command_person_show = {
    .name = "person show",
    .usage = "TÊN_ĐĂNG_NHẬP [--history]",
    .summary = "xem một người và các phân công",
    .options = person_show_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_person_show,
};
