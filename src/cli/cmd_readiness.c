/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba certificate readiness
 */
#include "cli/commands.h"
#include "cli/output.h"
#include "service/readiness.h"

static const struct option readiness_options[] = {
    {"unit", "MÃ", "chỉ trường này: từng người ký"},
    {"year", "NĂM", "năm học (mặc định: năm mới nhất)"},
    {"on", "NGÀY", "ngày ký (mặc định: ngày phát hành của năm học, hoặc hôm nay nếu đã qua)"},
    {0},
};

static enum status
show_school(struct cli *cli, struct app *app, struct date on, struct error *err)
{
    static const struct output_column columns[] = {
        {"role", "VAI TRÒ"},    {"name", "AI"},          {"login", "TÊN"},
        {"where", "Ở ĐÂU"},     {"state", "TÌNH TRẠNG"}, {"certificate", "CHỨNG THƯ"},
        {"proven", "GIỮ KHÓA"}, {"why", "VÌ SAO"},       {"todo", "CẦN LÀM"}};
    struct output_list list = output_list_new(cli, "signers", columns);
    struct readiness readiness;
    struct unit school;

    TRY(school_find(app, cli_option(cli, "unit"), &school, err));
    TRY(readiness_load(app, &school, cli_option(cli, "year"), on, &readiness, err));
    for (size_t i = 0; i < readiness.rows.count; i++) {
        const struct readiness_row *row = &readiness.rows.items[i];
        const char *sha = row->certificate && !cli->json
                              ? arena_printf(cli->arena, "%.8s", row->certificate)
                              : row->certificate;
        const char *yes = cli->json ? "true" : "có", *no = cli->json ? "false" : "chưa";
        output_list_row(
            &list,
            (const char *[]){cli->json ? signer_role_key(row->role) : signer_role_word(row->role),
                             row->name, row->login, row->where,
                             cli->json ? readiness_key(row->state) : readiness_word(row->state),
                             sha, row->proven ? yes : no, row->why, row->todo});
    }
    output_list_print(&list);
    return OK;
}

static enum status
list_schools(struct cli *cli, struct app *app, struct date on, struct error *err)
{
    static const struct output_column columns[] = {{"unit", "MÃ"},
                                                   {"name", "TRƯỜNG"},
                                                   {"year", "NĂM HỌC"},
                                                   {"ready", "KÝ ĐƯỢC", true},
                                                   {"waiting", "CHƯA", true}};
    struct output_list list = output_list_new(cli, "schools", columns);
    struct readiness_schools schools = {0};

    TRY(readiness_list(app, on, &schools, err));
    for (size_t i = 0; i < schools.list.count; i++) {
        const struct readiness *one = &schools.list.items[i];
        output_list_row(&list, (const char *[]){one->school.code, one->school.name, one->year,
                                                arena_printf(cli->arena, "%zu", one->ready),
                                                arena_printf(cli->arena, "%zu", one->waiting)});
    }
    output_list_print(&list);
    return OK;
}

static enum status
run_readiness(struct cli *cli, struct error *err)
{
    struct app *app;
    struct date on;

    TRY(cli_date(cli, "on", &on, err));
    TRY(cli_open(cli, &app, err));
    return cli_option(cli, "unit") ? show_school(cli, app, on, err)
                                   : list_schools(cli, app, on, err);
}

const struct command command_certificate_readiness = {
    .name = "certificate readiness",
    .usage = "[--unit MÃ [--year NĂM]] [--on NGÀY]",
    .summary =
        "ai ký được vào ngày ký, ai chưa, vì sao và cần làm gì; hoặc số người của từng trường",
    .options = readiness_options,
    .run = run_readiness,
};
