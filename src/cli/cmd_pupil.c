/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba pupil add|list|show
 */
#include "cli/commands.h"
#include "cli/output.h"
#include "service/draft.h"

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

static enum status
run_pupil_show(struct cli *cli, struct error *err)
{
    static const struct output_column columns[] = {
        {"year", "NĂM HỌC"}, {"class", "LỚP"}, {"grade", "KHỐI", true}};
    struct output_list list = output_list_new(cli, "enrolments", columns);
    struct enrolments years = {0};
    struct pupil pupil;
    struct unit school;
    struct app *app;
    char birth[DATE_TEXT_SIZE];

    TRY(cli_open(cli, &app, err));
    TRY(school_find(app, cli_option(cli, "unit"), &school, err));
    TRY(pupil_find(app, school.id, cli->arguments[0], &pupil, err));
    TRY(pupil_years(app, &pupil, &years, err));
    for (size_t i = 0; i < years.list.count; i++) {
        const struct enrolled *year = &years.list.items[i];
        output_list_row(&list,
                        (const char *[]){year->year, year->class_name,
                                         arena_printf(cli->arena, "%d", year->enrolment.grade)});
    }
    if (!cli->json)
        output_line("%s, mã %s, sinh ngày %s, số định danh %s", pupil.name, pupil.code,
                    date_write_vietnamese(pupil.birth_date, birth),
                    pupil.personal_number ? pupil.personal_number : "chưa có");
    output_list_print(&list);
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
