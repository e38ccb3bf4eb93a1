/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba set, hocba decide, hocba return
 */
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/pupil_option.h"
#include "service/edit.h"
#include "service/editing.h"

static const struct option set_options[] = {
    {"pupil", "MÃ", "mã học sinh", true},
    {"year", "NĂM_HỌC", "năm học (mặc định: mới nhất)"},
    {"unit", "MÃ", "trường (mặc định: trường duy nhất)"},
    {0},
};

static enum status
read_edits(struct cli *cli, struct edit *edits, struct error *err)
{
    for (size_t i = 0; i < cli->argument_count; i++) {
        const char *equals = strchr(cli->arguments[i], '=');
        if (!equals)
            return fail(err, USAGE, "Viết như MỤC=GIÁ_TRỊ, không phải “%s”.", cli->arguments[i]);
        edits[i] = (struct edit){
            .key = arena_copy(cli->arena, cli->arguments[i], (size_t)(equals - cli->arguments[i])),
            .value = equals + 1};
    }
    return OK;
}

static enum status
run_set(struct cli *cli, struct error *err)
{
    static const struct output_column columns[] = {
        {"key", "MỤC"}, {"from", "TỪ"}, {"to", "THÀNH"}, {"changed", "ĐỔI"}};
    struct output_list list = output_list_new(cli, "values", columns);
    struct edit *edits = arena_make_array(cli->arena, cli->argument_count, struct edit);
    struct enrolled enrolled;
    struct app *app;

    TRY(read_edits(cli, edits, err));
    TRY(cli_enrolled(cli, &app, &enrolled, err));
    TRY(draft_edit(app, &enrolled, edits, cli->argument_count, err));
    for (size_t i = 0; i < cli->argument_count; i++)
        output_list_row(&list, (const char *[]){edits[i].key, edits[i].from, edits[i].to,
                                                edits[i].changed ? "có" : "không"});
    output_list_print(&list);
    return OK;
}

const struct command command_set = {
    .name = "set",
    .usage = "--pupil MÃ [--year NĂM_HỌC] MỤC=GIÁ_TRỊ...",
    .summary = "sửa bản nháp của một học sinh; mọi thay đổi được giữ lại",
    .help = "MỤC như “hocba show --pupil MÃ” liệt kê: ho_va_ten, can_nang, mon.TV.diem, "
            "mon.T.nhan_xet,\n"
            "nhan_xet_pham_chat, ... Bỏ một giá trị: MỤC= (để trống). Điểm kiểm tra lại được ghi "
            "thành lần\n"
            "mới, các lần trước vẫn giữ. Một năm học ở nơi khác: qua_trinh.2022-2023=\"3A1; Trường "
            "...; "
            "05/09/2022\".\n"
            "Khi đã có người ký thì không sửa được, phải trả về trước (hocba return).",
    .options = set_options,
    .arguments_min = 1,
    .arguments_max = EDITS_MAX,
    .run = run_set,
};

static const struct option decide_options[] = {
    {"pupil", "MÃ", "về học sinh này"},
    {"class", "LỚP", "về lớp này"},
    {"year", "NĂM_HỌC", "năm học (với học sinh, mặc định: mới nhất)"},
    {"reference", "SỐ", "số quyết định, biên bản"},
    {"unit", "MÃ", "trường (mặc định: trường duy nhất)"},
    {0},
};

static enum status
run_decide(struct cli *cli, struct error *err)
{
    struct enrolled enrolled;
    struct school_class class;
    struct app *app;
    bool of_pupil = cli_option(cli, "pupil") != NULL;

    if (of_pupil == (cli_option(cli, "class") != NULL))
        return fail(err, USAGE, "Quyết định về ai: --pupil MÃ, hoặc --class LỚP --year NĂM_HỌC.");
    if (of_pupil)
        TRY(cli_enrolled(cli, &app, &enrolled, err));
    else
        TRY(cli_class(cli, &app, &class, err));
    TRY(decision_add(app, cli->arguments[0], cli->arguments[1], of_pupil ? &enrolled : NULL,
                     of_pupil ? NULL : &class, cli_option(cli, "reference"), err));
    output_done(cli, "decision", cli->arguments[0], "Đã ghi quyết định.");
    return OK;
}

const struct command command_decide = {
    .name = "decide",
    .usage = "LOẠI NỘI_DUNG --pupil MÃ | --class LỚP --year NĂM_HỌC [--reference SỐ]",
    .summary = "ghi quyết định của người có thẩm quyền; không sửa, không xóa được",
    .help =
        "promotion 1|0             được lên lớp sau đánh giá bổ sung hay không\n"
        "reassessment listed|decided   vào danh sách đánh giá bổ sung; đã đánh giá xong, với\n"
        "                          quyết định lên lớp hay không (promotion)\n"
        "exemplary 1|0             Học sinh Tiêu biểu\n"
        "exemption all|MỤC...      miễn đánh giá (TT27 Điều 8)\n"
        "no_number_reason LÝ_DO    chưa có số định danh\n"
        "no_mother_reason LÝ_DO    không có họ tên mẹ\n"
        "signer_choice VAI_TRÒ=TÊN   ai ký khi có nhiều người (gvcn=, cbql=, \"gvbm TV=\"), với "
        "--class",
    .options = decide_options,
    .arguments_min = 2,
    .arguments_max = 2,
    .run = run_decide,
};

static const struct option return_options[] = {
    {"reason", "LÝ_DO", "vì sao trả về", true},
    {0},
};

static enum status
run_return(struct cli *cli, struct error *err)
{
    struct app *app;

    TRY(cli_open(cli, &app, err));
    for (size_t i = 0; i < cli->argument_count; i++)
        TRY(record_send_back(app, cli->arguments[i], cli_option(cli, "reason"), err));
    output_done(cli, NULL, NULL,
                "Đã trả về bản nháp; các chữ ký trước đó không còn hiệu lực. Sửa xong hãy khởi tạo "
                "lại: hocba create.");
    return OK;
}

const struct command command_return = {
    .name = "return",
    .usage = "UUID... --reason LÝ_DO",
    .summary = "trả học bạ đang ký về bản nháp để sửa",
    .options = return_options,
    .arguments_min = 1,
    .arguments_max = ANY_ARGUMENTS,
    .run = run_return,
};
