/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba delegation add|list|end
 */
#include "cli/commands.h"
#include "cli/output.h"
#include "service/delegation.h"
#include "service/school.h"

static const struct option delegation_add_options[] = {
    {"kind", "VIỆC", "principal (ký thay hiệu trưởng) hoặc seal (giữ con dấu)", true},
    {"taker", "TÊN", "người được ủy quyền: tên đăng nhập", true},
    {"giver", "TÊN", "người ủy quyền (mặc định: hiệu trưởng, văn thư duy nhất)"},
    {"decision", "SỐ", "số quyết định", true},
    {"decided", "NGÀY", "ngày quyết định", true},
    {"from", "NGÀY", "từ ngày (mặc định: hôm nay)"},
    {"to", "NGÀY", "đến hết ngày", true},
    {"grades", "KHỐI", "chỉ các khối: 4,5"},
    {"classes", "LỚP", "chỉ các lớp: 4A,5B"},
    {"year", "NĂM_HỌC", "năm học của khối, lớp (mặc định: mới nhất)"},
    {"unit", "MÃ", "trường (mặc định: trường duy nhất)"},
    {0},
};

static enum status
run_delegation_add(struct cli *cli, struct error *err)
{
    struct delegation_order order = {.kind = cli_option(cli, "kind"),
                                     .giver = cli_option(cli, "giver"),
                                     .taker = cli_option(cli, "taker"),
                                     .decision = cli_option(cli, "decision"),
                                     .grades = cli_option(cli, "grades"),
                                     .classes = cli_option(cli, "classes"),
                                     .year = cli_option(cli, "year")};
    struct unit school;
    struct app *app;
    const char *id;

    TRY(cli_date(cli, "decided", &order.decided_on, err));
    TRY(cli_date(cli, "from", &order.from, err));
    TRY(cli_date(cli, "to", &order.to, err));
    TRY(cli_open(cli, &app, err));
    TRY(school_find(app, cli_option(cli, "unit"), &school, err));
    order.unit = school.id;
    TRY(delegation_add(app, &order, &id, err));
    output_done(cli, "delegation", id,
                arena_printf(cli->arena,
                             "Đã ghi ủy quyền %s. Học bạ đã khởi tạo vẫn ghi người ký cũ; muốn đổi "
                             "hãy lập lại: hocba create --remake LÝ_DO.",
                             id));
    return OK;
}

const struct command command_delegation_add = {
    .name = "delegation add",
    .usage = "--kind VIỆC --taker TÊN --decision SỐ --decided NGÀY --to NGÀY [--from NGÀY] "
             "[--grades KHỐI] [--classes LỚP]",
    .summary = "ghi ủy quyền ký: hiệu trưởng cho phó hiệu trưởng, văn thư cho người giữ dấu thay",
    .help = "Không ghi lùi ngày. Hết ngày thì tự hết hiệu lực; kết thúc sớm bằng “hocba delegation "
            "end”. Không nói khối hay lớp nào thì là cả trường.\nPhó hiệu trưởng chỉ ký thay khi "
            "được ủy quyền, khi có quyết định chọn người ký cho lớp (hocba decide signer_choice), "
            "hoặc khi trường không có hiệu trưởng.",
    .options = delegation_add_options,
    .run = run_delegation_add,
};

static const struct option unit_option[] = {
    {"unit", "MÃ", "trường (mặc định: trường duy nhất)"},
    {0},
};

static const char *
day_of(struct cli *cli, struct date day)
{
    char text[DATE_TEXT_SIZE];

    return date_is_none(day) ? NULL : arena_text(cli->arena, date_write_iso(day, text));
}

static enum status
run_delegation_list(struct cli *cli, struct error *err)
{
    static const struct output_column columns[] = {{"id", "SỐ HIỆU"},
                                                   {"kind", "VIỆC"},
                                                   {"giver", "NGƯỜI ỦY QUYỀN"},
                                                   {"taker", "CHO"},
                                                   {"decision", "QĐ SỐ"},
                                                   {"decided_on", "NGÀY QĐ"},
                                                   {"from", "TỪ"},
                                                   {"to", "ĐẾN"},
                                                   {"scope", "PHẠM VI"},
                                                   {"state", "TÌNH TRẠNG"},
                                                   {"reason", "KẾT THÚC VÌ"}};
    struct output_list list = output_list_new(cli, "delegations", columns);
    struct delegation_lines lines;
    struct unit school;
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(school_find(app, cli_option(cli, "unit"), &school, err));
    TRY(delegation_list(app, school.id, &lines, err));
    for (size_t i = 0; i < lines.list.count; i++) {
        const struct delegation_line *line = &lines.list.items[i];
        const struct delegation *it = &line->delegation;
        output_list_row(
            &list, (const char *[]){it->id, cli->json ? it->kind : delegation_kind_word(it->kind),
                                    it->giver_name, it->taker_name, it->decision,
                                    day_of(cli, it->decided_on), day_of(cli, it->from),
                                    day_of(cli, it->to), line->scope,
                                    cli->json ? delegation_state_key(line->state)
                                              : delegation_state_word(line->state),
                                    it->reason});
    }
    output_list_print(&list);
    return OK;
}

const struct command command_delegation_list = {
    .name = "delegation list",
    .usage = "[--unit MÃ]",
    .summary = "ủy quyền ký của trường: đang có, sắp có và đã qua",
    .options = unit_option,
    .run = run_delegation_list,
};

static const struct option delegation_end_options[] = {
    {"reason", "LÝ_DO", "vì sao kết thúc sớm", true},
    {0},
};

static enum status
run_delegation_end(struct cli *cli, struct error *err)
{
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(delegation_end(app, cli->arguments[0], cli_option(cli, "reason"), err));
    output_done(cli, "delegation", cli->arguments[0],
                "Đã kết thúc ủy quyền từ lúc này. Chữ ký đã có vẫn còn giá trị.");
    return OK;
}

const struct command command_delegation_end = {
    .name = "delegation end",
    .usage = "SỐ_HIỆU --reason LÝ_DO",
    .summary = "kết thúc một ủy quyền ký trước ngày cuối cùng của nó",
    .options = delegation_end_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_delegation_end,
};
