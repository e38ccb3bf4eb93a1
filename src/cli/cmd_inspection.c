/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba inspection open|sample|check|find|answer|follow|close
 */
#include "cli/commands.h"
#include "cli/output.h"
#include "service/inspection.h"

static enum status
run_open(struct cli *cli, struct error *err)
{
    struct inspection round = {.code = cli->arguments[0],
                               .year = cli_option(cli, "year"),
                               .decision = cli_option(cli, "decision"),
                               .criteria = cli_option(cli, "criteria"),
                               .members = cli_option(cli, "members"),
                               .seed = cli_option(cli, "seed")};
    struct app *app;

    TRY(cli_date(cli, "from", &round.from, err));
    TRY(cli_date(cli, "to", &round.to, err));
    TRY(cli_open(cli, &app, err));
    TRY(inspection_open(app, &round, cli_option(cli, "unit"), cli->arguments + 1,
                        cli->argument_count - 1, err));
    output_done(cli, "inspection", round.code,
                arena_printf(cli->arena, "Đã mở đợt kiểm tra %s, hạt giống chọn mẫu: %s.",
                             round.code, round.seed));
    return OK;
}

static const struct option open_options[] = {
    {"unit", "MÃ", "đơn vị kiểm tra (sở)", true},
    {"year", "NĂM", "năm học được kiểm tra", true},
    {"decision", "SỐ", "số, ngày quyết định kiểm tra", true},
    {"criteria", "CHỮ", "nội dung, tiêu chí kiểm tra", true},
    {"members", "CHỮ", "thành phần đoàn kiểm tra", true},
    {"from", "NGÀY", "ngày bắt đầu", true},
    {"to", "NGÀY", "ngày kết thúc", true},
    {"seed", "CHỮ", "hạt giống chọn mẫu; mặc định ngẫu nhiên"},
    {0},
};

const struct command command_inspection_open = {
    .name = "inspection open",
    .usage = "ĐỢT [MÃ_TRƯỜNG...] --unit MÃ --year NĂM --decision SỐ --criteria CHỮ --members CHỮ "
             "--from NGÀY --to NGÀY [--seed CHỮ]",
    .summary = "mở đợt kiểm tra; không ghi trường nào: mọi trường mà đơn vị ấy quản lý hôm nay",
    .options = open_options,
    .arguments_min = 1,
    .arguments_max = INSPECTION_SCHOOLS_MAX + 1,
    .run = run_open,
};

static enum status
run_sample(struct cli *cli, struct error *err)
{
    const char *code = cli->arguments[0];
    int schools, records;
    struct app *app;

    TRY(cli_int(cli, "schools", 1, INSPECTION_SCHOOLS_MAX, 0, &schools, err));
    TRY(cli_int(cli, "records", 0, INSPECTION_RECORDS_MAX, 0, &records, err));
    TRY(cli_open(cli, &app, err));
    TRY(inspection_sample(app, code, (size_t)schools, (size_t)records, NULL, err));
    output_done(cli, "inspection", code,
                arena_printf(cli->arena,
                             "Đã chọn mẫu của đợt kiểm tra %s. Xem: hocba inspection show %s.",
                             code, code));
    return OK;
}

static const struct option sample_options[] = {
    {"schools", "SỐ", "chọn bấy nhiêu trường, theo mức rủi ro", true},
    {"records", "SỐ", "bấy nhiêu học bạ đã phát hành mỗi trường, ngẫu nhiên", true},
    {0},
};

const struct command command_inspection_sample = {
    .name = "inspection sample",
    .usage = "ĐỢT --schools SỐ --records SỐ",
    .summary = "chọn mẫu một lần; cùng hạt giống thì ai chọn lại cũng ra như vậy",
    .options = sample_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_sample,
};

static enum status
run_check(struct cli *cli, struct error *err)
{
    const char *code = cli->arguments[0], *school = cli->arguments[1];
    struct inspection_check check = {.school = school,
                                     .item = cli->arguments[2],
                                     .answer = cli->arguments[3],
                                     .remark = cli_option(cli, "remark")};
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(inspection_check(app, code, &check, err));
    output_done(cli, "inspection", code,
                arena_printf(cli->arena, "Đã ghi mục %s của trường %s.", check.item, school));
    return OK;
}

static const struct option check_options[] = {
    {"remark", "CHỮ", "nhận xét; bắt buộc khi no, partly"},
    {0},
};

const struct command command_inspection_check = {
    .name = "inspection check",
    .usage = "ĐỢT MÃ_TRƯỜNG MỤC yes|partly|no [--remark CHỮ]",
    .summary = "ghi kết quả một điều kiện của KH213 tại trường; ghi lại thì lần sau cùng được tính",
    .help = "MỤC: computers, network, management_system, signatures, staff.",
    .options = check_options,
    .arguments_min = 4,
    .arguments_max = 4,
    .run = run_check,
};

static enum status
run_find(struct cli *cli, struct error *err)
{
    const char *code = cli->arguments[0];
    struct inspection_finding finding = {.school = cli->arguments[1],
                                         .severity = cli_option(cli, "severity"),
                                         .article = cli_option(cli, "article"),
                                         .finding = cli_option(cli, "text"),
                                         .evidence = cli_option(cli, "evidence")};
    struct app *app;

    TRY(cli_date(cli, "deadline", &finding.deadline, err));
    TRY(cli_open(cli, &app, err));
    TRY(inspection_find(app, code, &finding, err));
    const char *number = arena_printf(cli->arena, "%lld", (long long)finding.number);
    output_done(cli, "finding", number,
                arena_printf(cli->arena, "Đã ghi phát hiện số %s.", number));
    return OK;
}

static const struct option find_options[] = {
    {"severity", "MỨC", "minor (nhẹ), major (nặng) hoặc critical (nghiêm trọng)", true},
    {"article", "ĐIỀU", "điều khoản làm căn cứ", true},
    {"text", "CHỮ", "phát hiện gì", true},
    {"evidence", "CHỮ", "bằng chứng: văn bản, ảnh chụp số mấy, mã tra cứu học bạ"},
    {"deadline", "NGÀY", "hạn khắc phục", true},
    {0},
};

const struct command command_inspection_find = {
    .name = "inspection find",
    .usage = "ĐỢT MÃ_TRƯỜNG --severity MỨC --article ĐIỀU --text CHỮ --deadline NGÀY "
             "[--evidence CHỮ]",
    .summary = "ghi một phát hiện tại trường",
    .options = find_options,
    .arguments_min = 2,
    .arguments_max = 2,
    .run = run_find,
};

static enum status
finding_number(const struct cli *cli, int *number, struct error *err)
{
    enum { NUMBER_MAX = 1000000000 };

    if (!text_to_int(cli->arguments[0], 1, NUMBER_MAX, number))
        return fail(err, USAGE, "“%s” không phải số của phát hiện.", cli->arguments[0]);
    return OK;
}

static enum status
run_answer(struct cli *cli, struct error *err)
{
    struct app *app;
    int number;

    TRY(finding_number(cli, &number, err));
    TRY(cli_open(cli, &app, err));
    TRY(inspection_answer(app, number, cli_option(cli, "text"), err));
    output_done(cli, "finding", cli->arguments[0], "Đã ghi ý kiến của trường.");
    return OK;
}

static const struct option answer_options[] = {
    {"text", "CHỮ", "ý kiến của trường", true},
    {0},
};

const struct command command_inspection_answer = {
    .name = "inspection answer",
    .usage = "SỐ --text CHỮ",
    .summary = "lãnh đạo trường trả lời một phát hiện",
    .options = answer_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_answer,
};

static enum status
run_follow(struct cli *cli, struct error *err)
{
    struct date deadline;
    struct app *app;
    int number;

    TRY(finding_number(cli, &number, err));
    TRY(cli_date(cli, "deadline", &deadline, err));
    TRY(cli_open(cli, &app, err));
    TRY(inspection_follow(app, number, cli_flag(cli, "remedied"), cli_option(cli, "remark"),
                          deadline, err));
    output_done(cli, "finding", cli->arguments[0], "Đã ghi việc theo dõi khắc phục.");
    return OK;
}

static const struct option follow_options[] = {
    {"remark", "CHỮ", "đã thấy gì", true},
    {"deadline", "NGÀY", "hạn mới, khi chưa khắc phục xong"},
    {"remedied", NULL, "đã khắc phục xong"},
    {0},
};

const struct command command_inspection_follow = {
    .name = "inspection follow",
    .usage = "SỐ --remark CHỮ (--deadline NGÀY | --remedied)",
    .summary = "theo dõi khắc phục một phát hiện, cho tới khi xong",
    .options = follow_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_follow,
};

static enum status
run_close(struct cli *cli, struct error *err)
{
    const char *code = cli->arguments[0];
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(inspection_close(app, code, cli_option(cli, "conclusion"), err));
    output_done(cli, "inspection", code,
                arena_printf(cli->arena, "Đã kết thúc đợt kiểm tra %s.", code));
    return OK;
}

static const struct option close_options[] = {
    {"conclusion", "CHỮ", "kết luận", true},
    {0},
};

const struct command command_inspection_close = {
    .name = "inspection close",
    .usage = "ĐỢT --conclusion CHỮ",
    .summary = "kết thúc đợt kiểm tra khi đủ kết quả và mọi phát hiện đã khắc phục",
    .options = close_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_close,
};
