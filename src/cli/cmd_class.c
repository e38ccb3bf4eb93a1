/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba class add|campus|list|show
 */
#include "cli/commands.h"
#include "cli/output.h"
#include "service/draft.h"

static const struct option class_add_options[] = {
    {"year", "NĂM_HỌC", "như 2023-2024", true},
    {"name", "LỚP", "tên lớp: 4A1", true},
    {"sessions", "SỐ", "số buổi học mỗi ngày: 1 hoặc 2 (mặc định 2)"},
    {"unit", "MÃ", "trường (mặc định: trường duy nhất)"},
    {0},
};

static enum status
run_class_add(struct cli *cli, struct error *err)
{
    struct school_class class = {.year = cli_option(cli, "year"), .name = cli_option(cli, "name")};
    struct unit school;
    struct app *app;

    TRY(cli_int(cli, "sessions", 1, 2, 2, &class.sessions_per_day, err));
    TRY(cli_open(cli, &app, err));
    TRY(school_find(app, cli_option(cli, "unit"), &school, err));
    class.unit = school.id;
    TRY(class_add(app, &class, err));
    output_done(cli, "class", class.id,
                arena_printf(cli->arena, "Đã thêm lớp %s, năm học %s.", class.name, class.year));
    return OK;
}

const struct command command_class_add = {
    .name = "class add",
    .usage = "--year NĂM_HỌC --name LỚP [--sessions 1|2]",
    .summary = "thêm lớp học của một năm học",
    .help = "Khối lớp thuộc về từng học sinh, nên lớp ghép có thể có nhiều khối.",
    .options = class_add_options,
    .run = run_class_add,
};

static const struct option class_campus_options[] = {
    {"year", "NĂM_HỌC", "như 2023-2024", true},
    {"campus", "MÃ", "điểm trường (không ghi: điểm chính của trường)"},
    {"unit", "MÃ", "trường (mặc định: trường duy nhất)"},
    {0},
};

static enum status
run_class_campus(struct cli *cli, struct error *err)
{
    const char *campus = cli_option(cli, "campus");
    struct school_class class;
    struct unit school;
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(school_find(app, cli_option(cli, "unit"), &school, err));
    TRY(class_find(app, school.id, cli_option(cli, "year"), cli->arguments[0], &class, err));
    TRY(class_set_campus(app, &class, campus, err));
    output_done(cli, "class", class.id,
                arena_printf(cli->arena, "Lớp %s học ở %s%s.", class.name,
                             campus ? "điểm trường " : "điểm chính của trường",
                             campus ? campus : ""));
    return OK;
}

const struct command command_class_campus = {
    .name = "class campus",
    .usage = "LỚP --year NĂM_HỌC [--campus MÃ]",
    .summary = "ghi lớp học ở điểm trường nào",
    .options = class_campus_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_class_campus,
};

static const struct option class_list_options[] = {
    {"year", "NĂM_HỌC", "chỉ năm học này"},
    {"unit", "MÃ", "trường (mặc định: trường duy nhất)"},
    {0},
};

static enum status
run_class_list(struct cli *cli, struct error *err)
{
    static const struct output_column columns[] = {
        {"year", "NĂM HỌC"}, {"name", "LỚP"}, {"pupils", "HỌC SINH", true}};
    struct output_list list = output_list_new(cli, "classes", columns);
    struct school_classes classes = {0};
    struct unit school;
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(school_find(app, cli_option(cli, "unit"), &school, err));
    TRY(classes_list(app, school.id, cli_option(cli, "year"), &classes, err));
    for (size_t i = 0; i < classes.list.count; i++) {
        const struct school_class *class = &classes.list.items[i];
        struct enrolments enrolments = {0};
        TRY(class_pupils(app, class, &enrolments, err));
        output_list_row(&list,
                        (const char *[]){class->year, class->name,
                                         arena_printf(cli->arena, "%zu", enrolments.list.count)});
    }
    output_list_print(&list);
    return OK;
}

const struct command command_class_list = {
    .name = "class list",
    .usage = "[--year NĂM_HỌC]",
    .summary = "liệt kê các lớp",
    .options = class_list_options,
    .run = run_class_list,
};

static const struct option class_show_options[] = {
    {"year", "NĂM_HỌC", "như 2023-2024", true},
    {"class", "LỚP", "tên lớp", true},
    {"unit", "MÃ", "trường (mặc định: trường duy nhất)"},
    {0},
};

static enum status
run_class_show(struct cli *cli, struct error *err)
{
    static const struct output_column columns[] = {{"key", "MỤC"}, {"value", "GIÁ TRỊ"}};
    struct output_list list = output_list_new(cli, "class", columns);
    struct class_context context;
    struct school_class class;
    struct unit school, campus;
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(school_find(app, cli_option(cli, "unit"), &school, err));
    TRY(class_find(app, school.id, cli_option(cli, "year"), cli_option(cli, "class"), &class, err));
    TRY(class_context_load(app, class.id, &context, err));
    TRY(class_find_campus(app, &class, &campus, err));
    const struct assignment *teacher = context.class_teacher, *leader = context.principal;
    const char *rows[][2] = {
        {"name", class.name},
        {"year", class.year},
        {"school", context.school.name},
        {"campus", campus.id ? campus.name : "điểm chính của trường"},
        {"sessions_per_day", class.sessions_per_day == 2 ? "2" : "1"},
        {"class_teacher", teacher ? teacher->person_name : context.class_teacher_doubt},
        {"principal", leader ? leader->person_name : NULL},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        output_list_row(&list, rows[i]);
    output_list_print(&list);
    return OK;
}

const struct command command_class_show = {
    .name = "class show",
    .usage = "--year NĂM_HỌC --class LỚP",
    .summary = "xem một lớp: trường, điểm trường, giáo viên chủ nhiệm, người ký",
    .options = class_show_options,
    .run = run_class_show,
};
