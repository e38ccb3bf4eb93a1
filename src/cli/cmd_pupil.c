/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba pupil add|list|show|move|paper
 */
#include "cli/commands.h"
#include "cli/output.h"
#include "service/correct.h"
#include "service/paper.h"

static const struct option pupil_add_options[] = {
    {"code", "MÃ", "mã học sinh", true},
    {"name", "HỌ_TÊN", "theo giấy khai sinh", true},
    {"birth", "NGÀY", "ngày sinh", true},
    {"number", "SỐ", "số định danh cá nhân, 12 chữ số"},
    {"year", "NĂM_HỌC", "xếp vào lớp trong năm học này"},
    {"class", "LỚP", "tên lớp"},
    {"grade", "KHỐI", "1..5 (mặc định: chữ số đầu của tên lớp)"},
    {"unit", "MÃ", "trường (mặc định: trường duy nhất)"},
    {0},
};

static enum status
run_pupil_add(struct cli *cli, struct error *err)
{
    struct pupil pupil = {.code = cli_option(cli, "code"),
                          .name = cli_option(cli, "name"),
                          .personal_number = cli_option(cli, "number")};
    const char *year = cli_option(cli, "year"), *name = cli_option(cli, "class");
    struct school_class class;
    struct unit school;
    struct app *app;
    int grade;

    if (!year != !name)
        return fail(err, USAGE, "--year và --class phải đi cùng nhau.");
    TRY(cli_int(cli, "grade", 1, 5, 0, &grade, err));
    TRY(cli_date(cli, "birth", &pupil.birth_date, err));
    TRY(cli_open(cli, &app, err));
    TRY(school_find(app, cli_option(cli, "unit"), &school, err));
    pupil.unit = school.id;
    if (name)
        TRY(class_find(app, school.id, year, name, &class, err));
    TRY(pupil_add(app, &pupil, name ? &class : NULL, grade, err));
    output_done(cli, "pupil", pupil.id,
                arena_printf(cli->arena, "Đã thêm %s (%s)%s%s.", pupil.name, pupil.code,
                             name ? ", lớp " : "", name ? name : ""));
    return OK;
}

const struct command command_pupil_add = {
    .name = "pupil add",
    .usage = "--code MÃ --name HỌ_TÊN --birth NGÀY [--number SỐ] [--year --class]",
    .summary = "thêm một học sinh",
    .options = pupil_add_options,
    .run = run_pupil_add,
};

static const struct output_column pupil_columns[] = {{"class", "LỚP"},
                                                     {"code", "MÃ HS"},
                                                     {"name", "HỌ VÀ TÊN"},
                                                     {"birth", "NGÀY SINH"},
                                                     {"grade", "KHỐI", true}};

static void
pupil_row(struct output_list *list, const struct enrolled *enrolled)
{
    struct arena *arena = list->cli->arena;
    char birth[DATE_TEXT_SIZE];

    output_list_row(
        list, (const char *[]){enrolled->class_name, enrolled->pupil.code, enrolled->pupil.name,
                               arena_text(arena, date_write_iso(enrolled->pupil.birth_date, birth)),
                               arena_printf(arena, "%d", enrolled->enrolment.grade)});
}

static const struct option pupil_list_options[] = {
    {"year", "NĂM_HỌC", "như 2023-2024", true},
    {"class", "LỚP", "chỉ lớp này"},
    {"unit", "MÃ", "trường (mặc định: trường duy nhất)"},
    {0},
};

static enum status
run_pupil_list(struct cli *cli, struct error *err)
{
    struct output_list list = output_list_new(cli, "pupils", pupil_columns);
    const char *only = cli_option(cli, "class"), *year = cli_option(cli, "year");
    struct school_classes classes = {0};
    struct school_class class;
    struct unit school;
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(school_find(app, cli_option(cli, "unit"), &school, err));
    if (only)
        TRY(class_find(app, school.id, year, only, &class, err));
    TRY(classes_list(app, school.id, year, &classes, err));
    for (size_t i = 0; i < classes.list.count; i++) {
        struct enrolments enrolments = {0};
        if (only && !text_equal(classes.list.items[i].name, class.name))
            continue;
        TRY(class_pupils(app, &classes.list.items[i], &enrolments, err));
        for (size_t j = 0; j < enrolments.list.count; j++)
            pupil_row(&list, &enrolments.list.items[j]);
    }
    output_list_print(&list);
    return OK;
}

const struct command command_pupil_list = {
    .name = "pupil list",
    .usage = "--year NĂM_HỌC [--class LỚP]",
    .summary = "liệt kê học sinh của một lớp hay cả trường",
    .options = pupil_list_options,
    .run = run_pupil_list,
};

static const struct option unit_option[] = {
    {"unit", "MÃ", "trường (mặc định: trường duy nhất)"},
    {0},
};

/* The pupil whom the command's first argument names, by code or personal number. */
static enum status
open_pupil(struct cli *cli, struct app **app, struct pupil *pupil, struct error *err)
{
    struct unit school;

    TRY(cli_open(cli, app, err));
    TRY(school_find(*app, cli_option(cli, "unit"), &school, err));
    return pupil_find(*app, school.id, cli->arguments[0], pupil, err);
}

static const char *
day_text(struct cli *cli, struct date day)
{
    char text[DATE_TEXT_SIZE];

    return date_is_none(day) ? NULL : arena_text(cli->arena, date_write_iso(day, text));
}

static struct output_list
list_years(struct cli *cli, const struct enrolments *years)
{
    static const struct output_column columns[] = {{"year", "NĂM HỌC"},
                                                   {"class", "LỚP"},
                                                   {"grade", "KHỐI", true},
                                                   {"from", "TỪ NGÀY"},
                                                   {"to", "ĐẾN NGÀY"}};
    struct output_list list = output_list_new(cli, "enrolments", columns);

    for (size_t i = 0; i < years->list.count; i++) {
        const struct enrolled *year = &years->list.items[i];
        const struct enrolment *enrolment = &year->enrolment;
        output_list_row(&list, (const char *[]){year->year, year->class_name,
                                                arena_printf(cli->arena, "%d", enrolment->grade),
                                                day_text(cli, enrolment->from),
                                                day_text(cli, enrolment->to)});
    }
    return list;
}

static struct output_list
list_paper(struct cli *cli, const struct paper_years *years)
{
    static const struct output_column columns[] = {
        {"year", "NĂM HỌC GIẤY"},   {"class", "LỚP"},     {"school", "TRƯỜNG"},
        {"register", "SỐ ĐĂNG BỘ"}, {"since", "TỪ NGÀY"}, {"reference", "HỌC BẠ GIẤY"}};
    struct output_list list = output_list_new(cli, "paper", columns);

    for (size_t i = 0; i < years->list.count; i++) {
        const struct paper_year *year = &years->list.items[i];
        output_list_row(&list, (const char *[]){year->year, year->class_name, year->school_name,
                                                year->register_number, day_text(cli, year->since),
                                                year->reference});
    }
    return list;
}

static void
print_pupil_json(const struct pupil *pupil, const struct output_list *years,
                 const struct output_list *paper)
{
    AUTO(buffer) *out = buffer_new(JSON_CEILING);
    struct json json = json_to(out);

    json_open(&json, '{');
    json_text_field(&json, "code", pupil->code);
    json_text_field(&json, "name", pupil->name);
    json_day_field(&json, "birth", pupil->birth_date);
    json_text_field(&json, "number", pupil->personal_number);
    output_list_json(years, &json);
    output_list_json(paper, &json);
    json_close(&json, '}');
    output_buffer(out);
}

static enum status
run_pupil_show(struct cli *cli, struct error *err)
{
    struct paper_years papers = {0};
    struct enrolments years = {0};
    struct pupil pupil;
    struct app *app;
    char birth[DATE_TEXT_SIZE];

    TRY(open_pupil(cli, &app, &pupil, err));
    TRY(pupil_years(app, &pupil, &years, err));
    TRY(paper_years_list(app, pupil.id, &papers, err));
    struct output_list list = list_years(cli, &years), paper = list_paper(cli, &papers);
    if (cli->json) {
        print_pupil_json(&pupil, &list, &paper);
        return OK;
    }
    output_line("%s, mã %s, sinh ngày %s, số định danh %s", pupil.name, pupil.code,
                date_write_vietnamese(pupil.birth_date, birth),
                pupil.personal_number ? pupil.personal_number : "chưa có");
    output_list_print(&list);
    if (papers.list.count)
        output_list_print(&paper);
    return OK;
}

const struct command command_pupil_show = {
    .name = "pupil show",
    .usage = "MÃ",
    .summary = "xem một học sinh và các năm học",
    .options = unit_option,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_pupil_show,
};

static const struct option pupil_move_options[] = {
    {"year", "NĂM_HỌC", "như 2023-2024", true},
    {"class", "LỚP", "lớp mới", true},
    {"from", "NGÀY", "ngày đầu tiên ở lớp mới (mặc định: hôm nay)"},
    {"grade", "KHỐI", "1..5, khi vào lớp ghép (mặc định: chữ số đầu của tên lớp)"},
    {"reason", "LÝ_DO", "vì sao, giữ trong lịch sử"},
    {"unit", "MÃ", "trường (mặc định: trường duy nhất)"},
    {0},
};

static enum status
run_pupil_move(struct cli *cli, struct error *err)
{
    const char *year = cli_option(cli, "year"), *name = cli_option(cli, "class");
    struct class_move move = {.reason = cli_option(cli, "reason")};
    struct school_class class;
    struct enrolled enrolled;
    struct pupil pupil;
    struct app *app;
    int grade;

    TRY(cli_date(cli, "from", &move.from, err));
    TRY(cli_int(cli, "grade", 1, 5, 0, &grade, err));
    TRY(open_pupil(cli, &app, &pupil, err));
    TRY(class_find(app, pupil.unit, year, name, &class, err));
    enum status status = enrolment_find(app, pupil.id, year, &enrolled, err);
    if (status == NOT_FOUND) {
        TRY(pupil_enrol(app, &pupil, &class, grade, err));
        output_done(cli, "pupil", pupil.id,
                    arena_printf(cli->arena, "%s được xếp vào lớp %s, năm học %s.", pupil.name,
                                 class.name, year));
        return OK;
    }
    TRY(status);
    move.enrolled = &enrolled;
    move.to = &class;
    TRY(pupil_move(app, &move, err));
    output_done(cli, "pupil", pupil.id,
                arena_printf(cli->arena,
                             "%s chuyển từ lớp %s sang lớp %s; kết quả đã nhập đi cùng.",
                             pupil.name, enrolled.class_name, class.name));
    return OK;
}

const struct command command_pupil_move = {
    .name = "pupil move",
    .usage = "MÃ --year NĂM_HỌC --class LỚP_MỚI [--from NGÀY] [--reason LÝ_DO]",
    .summary = "chuyển học sinh sang lớp khác trong năm học; kết quả và lịch sử đi cùng",
    .help = "Học sinh chưa có lớp trong năm học ấy thì được xếp vào lớp.",
    .options = pupil_move_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_pupil_move,
};

static const struct option pupil_paper_options[] = {
    {"year", "NĂM_HỌC", "năm học giữ trên giấy, như 2021-2022", true},
    {"reference", "SỐ", "quyển học bạ giấy, ví dụ “Học bạ giấy số 112/TĐ”"},
    {"class", "LỚP", "lớp của năm ấy"},
    {"school", "TÊN", "trường của năm ấy"},
    {"register", "SỐ", "số đăng bộ"},
    {"since", "NGÀY", "ngày nhập học hoặc chuyển đến"},
    {"remove", NULL, "bỏ dòng của năm ấy"},
    {"unit", "MÃ", "trường (mặc định: trường duy nhất)"},
    {0},
};

static enum status
run_pupil_paper(struct cli *cli, struct error *err)
{
    struct paper_year paper = {.year = cli_option(cli, "year"),
                               .reference = cli_option(cli, "reference"),
                               .class_name = cli_option(cli, "class"),
                               .school_name = cli_option(cli, "school"),
                               .register_number = cli_option(cli, "register")};
    bool remove = cli_flag(cli, "remove");
    struct pupil pupil;
    struct app *app;

    if (remove == (paper.reference != NULL))
        return fail(err, USAGE, "Ghi quyển học bạ giấy bằng --reference, hoặc bỏ bằng --remove.");
    TRY(cli_date(cli, "since", &paper.since, err));
    TRY(open_pupil(cli, &app, &pupil, err));
    if (remove)
        TRY(paper_year_remove(app, &pupil, paper.year, err));
    else
        TRY(paper_year_set(app, &pupil, &paper, err));
    output_done(cli, "pupil", pupil.id,
                arena_printf(cli->arena, "%s, năm học %s: %s.", pupil.name, paper.year,
                             remove ? "không còn ghi là giữ trên giấy" : paper.reference));
    return OK;
}

const struct command command_pupil_paper = {
    .name = "pupil paper",
    .usage = "MÃ --year NĂM_HỌC --reference SỐ [--class LỚP --school TÊN --register SỐ --since "
             "NGÀY] | --remove",
    .summary = "ghi năm học nào của học sinh giữ trên học bạ giấy, và là quyển nào",
    .help = "Trong “export --book”, năm ấy có một dòng ở QUÁ TRÌNH HỌC TẬP với quyển học bạ giấy, "
            "không có\ntrang kết quả. Ghi được cả sau khi phát hành, vì không nằm trong phần được "
            "ký.",
    .options = pupil_paper_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_pupil_paper,
};
