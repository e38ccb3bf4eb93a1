/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba training add|list|show|attend|cancel
 */
#include "base/file.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "model/role.h"
#include "service/training.h"

/* --- add -------------------------------------------------------------------------------------- */

static const struct option add_options[] = {
    {"year", "NĂM_HỌC", "năm học của đợt thí điểm", true},
    {"title", "TÊN", "tên buổi tập huấn", true},
    {"topic", "CHỮ", "nội dung", true},
    {"place", "CHỮ", "địa điểm", true},
    {"held-by", "CHỮ", "ai giảng", true},
    {"day", "NGÀY", "ngày tập huấn", true},
    {"hours", "SỐ", "mấy giờ: 2 hoặc 1,5", true},
    {"roles", "VAI_TRÒ", "cho những vai trò nào của trường, cách nhau bằng dấu phẩy", true},
    {"code", "MÃ", "mã buổi (mặc định: TH-1, TH-2 ...)"},
    {"unit", "MÃ", "sở (mặc định: sở duy nhất)"},
    {0},
};

static size_t
split_roles(struct cli *cli, const char **roles, size_t most)
{
    char *rest = arena_text(cli->arena, cli_option(cli, "roles"));
    size_t count = 0;

    for (char *one; count < most && (one = strsep(&rest, ","));)
        roles[count++] = text_squeeze(cli->arena, one);
    return count;
}

static enum status
run_training_add(struct cli *cli, struct error *err)
{
    const char *roles[ROLE_COUNT], *code;
    struct training_order order = {.unit_code = cli_option(cli, "unit"),
                                   .code = cli_option(cli, "code"),
                                   .year = cli_option(cli, "year"),
                                   .title = cli_option(cli, "title"),
                                   .topic = cli_option(cli, "topic"),
                                   .place = cli_option(cli, "place"),
                                   .held_by = cli_option(cli, "held-by"),
                                   .roles = roles,
                                   .role_count = split_roles(cli, roles, COUNT_OF(roles)),
                                   .schools = cli->arguments,
                                   .school_count = cli->argument_count};
    struct app *app;

    TRY(cli_date(cli, "day", &order.held_on, err));
    if (!training_parse_hours(cli_option(cli, "hours"), cli->arena, &order.minutes))
        return fail(err, USAGE, "--hours là số giờ như 2 hoặc 1,5.");
    TRY(cli_open(cli, &app, err));
    TRY(training_add(app, &order, &code, err));
    output_done(cli, "training", code,
                arena_printf(cli->arena,
                             "Đã ghi buổi tập huấn %s. Ghi ai đã dự: hocba training attend %s "
                             "TÊN...",
                             code, code));
    return OK;
}

const struct command command_training_add = {
    .name = "training add",
    .usage = "[MÃ_TRƯỜNG...] --year NĂM_HỌC --title TÊN --topic CHỮ --place CHỮ --held-by CHỮ "
             "--day NGÀY --hours SỐ --roles VAI_TRÒ,... [--code MÃ] [--unit MÃ_SỞ]",
    .summary = "ghi một buổi tập huấn của đợt thí điểm; không ghi trường nào: mọi trường thí điểm",
    .help = "VAI_TRÒ: class_teacher, subject_teacher, principal, deputy_principal, registrar, "
            "seal_clerk, school_admin, grade_head. Người thuộc diện dự là ai giữ một trong các vai "
            "trò ấy, ở các trường ấy, vào ngày ấy.",
    .options = add_options,
    .arguments_max = TRAINING_SCHOOLS_MAX,
    .run = run_training_add,
};

/* --- list, show ------------------------------------------------------------------------------- */

static const struct option list_options[] = {
    {"year", "NĂM_HỌC", "chỉ năm học này"},
    {0},
};

static enum status
run_training_list(struct cli *cli, struct error *err)
{
    static const struct output_column columns[] = {{"code", "MÃ"},
                                                   {"day", "NGÀY"},
                                                   {"title", "TÊN"},
                                                   {"place", "ĐỊA ĐIỂM"},
                                                   {"schools", "TRƯỜNG", true},
                                                   {"expected", "THUỘC DIỆN", true},
                                                   {"attended", "ĐÃ DỰ", true},
                                                   {"others", "DỰ THÊM", true},
                                                   {"cancelled", "HUỶ VÌ"}};
    struct output_list list = output_list_new(cli, "training", columns);
    struct training_list all;
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(training_list(app, cli_option(cli, "year"), &all, err));
    for (size_t i = 0; i < all.list.count; i++) {
        const struct training *one = &all.list.items[i];
        output_list_row(
            &list,
            (const char *[]){one->it.code, output_day(cli, one->it.held_on), one->it.title,
                             one->it.place, output_number(cli, (int64_t)one->totals.list.count),
                             output_number(cli, one->expected), output_number(cli, one->attended),
                             output_number(cli, one->others), one->it.cancelled});
    }
    output_list_print(&list);
    return OK;
}

const struct command command_training_list = {
    .name = "training list",
    .usage = "[--year NĂM_HỌC]",
    .summary = "xem các buổi tập huấn: bao nhiêu người thuộc diện dự, bao nhiêu người đã dự",
    .options = list_options,
    .run = run_training_list,
};

static const struct option show_options[] = {
    {"csv", "TỆP", "ghi danh sách ra tệp CSV"},
    {"xlsx", "TỆP", "ghi danh sách ra tệp XLSX"},
    {0},
};

static enum status
write_files(struct cli *cli, struct app *app, const struct training *training,
            const struct training_people *people, bool *written, struct error *err)
{
    static const char *const options[] = {"csv", "xlsx"};

    *written = false;
    for (size_t i = 0; i < COUNT_OF(options); i++) {
        const char *path = cli_option(cli, options[i]);
        struct span bytes;
        if (!path)
            continue;
        TRY(training_file(app, training, people, i == 1, &bytes, err));
        TRY(file_write(path, bytes, 0644, err));
        *written = true;
    }
    return OK;
}

static void
print_people(struct cli *cli, const struct training_people *people)
{
    static const struct output_column columns[] = {
        {"school", "TRƯỜNG"},        {"login", "TÊN ĐĂNG NHẬP"},
        {"name", "HỌ VÀ TÊN"},       {"expected", "THUỘC DIỆN", true},
        {"attended", "ĐÃ DỰ", true}, {"at", "GHI LÚC"},
        {"by", "NGƯỜI GHI"}};
    struct output_list list = output_list_new(cli, "people", columns);

    for (size_t i = 0; i < people->list.count; i++) {
        const struct training_person *one = &people->list.items[i];
        char at[MOMENT_TEXT_SIZE];
        output_list_row(
            &list,
            (const char *[]){one->school_code, one->login, one->name,
                             output_number(cli, one->expected), output_number(cli, one->attended),
                             one->marked_by ? arena_text(cli->arena, moment_write(one->marked, at))
                                            : NULL,
                             one->marked_by});
    }
    output_list_print(&list);
}

static enum status
run_training_show(struct cli *cli, struct error *err)
{
    struct training_people people;
    struct training training;
    struct app *app;
    bool written;

    TRY(cli_open(cli, &app, err));
    TRY(training_load(app, cli->arguments[0], &training, &people, err));
    TRY(write_files(cli, app, &training, &people, &written, err));
    if (written) {
        output_done(cli, "training", training.it.code, "Đã ghi danh sách dự tập huấn ra tệp.");
        return OK;
    }
    if (!cli->json)
        output_line("%s: %s, ngày %s, %s; dự %lld trên %lld người thuộc diện, thêm %lld người",
                    training.it.code, training.it.title, output_day(cli, training.it.held_on),
                    training.it.place, (long long)training.attended, (long long)training.expected,
                    (long long)training.others);
    print_people(cli, &people);
    return OK;
}

const struct command command_training_show = {
    .name = "training show",
    .usage = "MÃ [--csv TỆP] [--xlsx TỆP]",
    .summary = "xem ai thuộc diện dự một buổi tập huấn, ai đã dự, ai vắng",
    .options = show_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_training_show,
};

/* --- attend, cancel --------------------------------------------------------------------------- */

static const struct option attend_options[] = {
    {"file", "TỆP", "mỗi dòng một tên đăng nhập hoặc họ và tên"},
    {"undo", NULL, "ghi nhầm: những người này không dự"},
    {0},
};

static enum status
read_names(struct cli *cli, struct app *app, const char *code, struct text_list *logins,
           struct error *err)
{
    AUTO(buffer) *names = buffer_new(2 * TRAINING_LIST_MAX);
    const char *path = cli_option(cli, "file");
    struct span bytes;

    for (size_t i = 1; i < cli->argument_count; i++)
        buffer_printf(names, "%s\n", cli->arguments[i]);
    if (path) {
        TRY(file_read(cli->arena, path, TRAINING_LIST_MAX, &bytes, err));
        buffer_add(names, bytes.data, bytes.size);
    }
    if (names->overflow || (names->size && strlen(names->data) != names->size))
        return fail(err, USAGE, "Danh sách dài quá, hoặc không phải tệp chữ. Chưa ghi ai.");
    return training_read_names(app, code, names->data, logins, err);
}

static enum status
run_training_attend(struct cli *cli, struct error *err)
{
    const char *code = cli->arguments[0];
    struct training_marked marked;
    struct text_list logins = {0};
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(read_names(cli, app, code, &logins, err));
    TRY(training_mark(app, code, logins.list.items, logins.list.count, !cli_flag(cli, "undo"),
                      &marked, err));
    output_done(cli, "training", code,
                arena_printf(cli->arena, "Đã ghi %zu người; %zu người đã ghi như vậy từ trước.",
                             marked.changed, marked.unchanged));
    return OK;
}

const struct command command_training_attend = {
    .name = "training attend",
    .usage = "MÃ [TÊN...] [--file TỆP] [--undo]",
    .summary = "ghi ai đã dự tập huấn, theo tên đăng nhập hoặc họ và tên; tất cả hoặc không ai",
    .help = "Trường ghi người của mình (quản trị viên), Sở ghi mọi trường được mời. Ai ghi, lúc "
            "nào đều giữ lại; ghi nhầm thì ghi thêm với --undo.",
    .options = attend_options,
    .arguments_min = 1,
    .arguments_max = TRAINING_MARKS_MAX,
    .run = run_training_attend,
};

static const struct option cancel_options[] = {
    {"reason", "CHỮ", "vì sao", true},
    {0},
};

static enum status
run_training_cancel(struct cli *cli, struct error *err)
{
    const char *code = cli->arguments[0];
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(training_cancel(app, code, cli_option(cli, "reason"), err));
    output_done(cli, "training", code,
                arena_printf(cli->arena, "Buổi tập huấn %s đã huỷ và không được tính nữa.", code));
    return OK;
}

const struct command command_training_cancel = {
    .name = "training cancel",
    .usage = "MÃ --reason CHỮ",
    .summary = "huỷ một buổi tập huấn không diễn ra hoặc ghi nhầm; vẫn còn trong danh sách",
    .options = cancel_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_training_cancel,
};
