/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba family slips|list|revoke
 */
#include "base/file.h"
#include "cli/batch_output.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/pupil_option.h"
#include "service/family.h"

enum { SLIPS_PDF_MAX = 64 * 1024 * 1024 };

/* --- slips ------------------------------------------------------------------------------------ */

static const struct option slips_options[] = {
    {"year", "NĂM_HỌC", "như 2023-2024", true},
    {"class", "LỚP", "như 4A1", true},
    {"out", "TỆP.pdf", "ghi các phiếu vào tệp này; tệp phải chưa có", true},
    {"pupil", "MÃ", "chỉ học sinh này"},
    {"renew", NULL, "cả học sinh đã có mã: mã cũ hết hiệu lực"},
    {"address", "URL", "địa chỉ in trên phiếu: https://hocba.truong.edu.vn"},
    {"unit", "MÃ", "trường (mặc định: trường duy nhất)"},
    {0},
};

static void
tell(struct cli *cli, const struct slips_report *report, const char *path)
{
    const struct batch *batch = &report->batch;

    for (size_t i = 0; i < batch->list.count; i++) {
        const struct outcome *outcome = &batch->list.items[i];
        if (outcome->kind != OUTCOME_FAILED)
            continue;
        output_line("%s (mã %s): CHƯA CÓ PHIẾU. %s", outcome->pupil_name,
                    outcome->pupil_code ? outcome->pupil_code : "chưa có", outcome->message);
        cli->exit_code = exit_worse(cli->exit_code, exit_of_status(outcome->status));
    }
    if (report->slips)
        output_line("Đã in %zu phiếu vào %s.", report->slips, path);
    if (batch->already)
        output_line("%zu học sinh đã có mã từ trước, không in lại được; đổi mã mới bằng --renew.",
                    batch->already);
}

static enum status
run_slips(struct cli *cli, struct error *err)
{
    AUTO(buffer) *pdf = buffer_new_wiped(SLIPS_PDF_MAX);
    const char *path = cli_option(cli, "out");
    struct slips_report report = {0};
    struct school_class class;
    struct app *app;

    if (file_exists(path))
        return fail(err, CONFLICT, "Đã có tệp %s; không ghi đè. Chưa phát mã nào.", path);
    TRY(cli_class(cli, &app, &class, err));
    const struct slips_order order = {.of = {class.id, cli_option(cli, "pupil")},
                                      .renew = cli_flag(cli, "renew"),
                                      .address = cli_option(cli, "address")};
    TRY(family_make_slips(app, &order, pdf, &report, err));
    if (report.slips)
        TRY(file_write(path, buffer_span(pdf), 0600, err));
    if (cli->json)
        batch_print(cli, &report.batch, "");
    else
        tell(cli, &report, path);
    return OK;
}

const struct command command_family_slips = {
    .name = "family slips",
    .usage = "--year NĂM_HỌC --class LỚP --out TỆP.pdf",
    .summary = "in phiếu cho gia đình xem học bạ, mỗi học sinh một mã",
    .help = "Mã chỉ có trên phiếu: hệ thống không giữ và không in lại được. Mất phiếu thì in mã "
            "mới bằng --renew.",
    .options = slips_options,
    .run = run_slips,
};

/* --- list ------------------------------------------------------------------------------------- */

static const struct option class_options[] = {
    {"year", "NĂM_HỌC", "như 2023-2024", true},
    {"class", "LỚP", "như 4A1", true},
    {"unit", "MÃ", "trường (mặc định: trường duy nhất)"},
    {0},
};

static enum status
run_list(struct cli *cli, struct error *err)
{
    static const struct output_column columns[] = {{"pupil", "MÃ HỌC SINH"},
                                                   {"name", "HỌ VÀ TÊN"},
                                                   {"since", "CÓ MÃ TỪ"},
                                                   {"by", "NGƯỜI PHÁT"}};
    struct output_list list = output_list_new(cli, "families", columns);
    struct family_states states = {0};
    struct school_class class;
    struct app *app;

    TRY(cli_class(cli, &app, &class, err));
    TRY(family_list(app, class.id, &states, err));
    for (size_t i = 0; i < states.list.count; i++) {
        const struct family_state *state = &states.list.items[i];
        char text[MOMENT_TEXT_SIZE];
        const char *since =
            state->code.id
                ? arena_text(cli->arena,
                             moment_write(moment_in_vietnam(state->code.made.seconds), text))
                : NULL;
        output_list_row(&list, (const char *const[]){state->enrolled.pupil.code,
                                                     state->enrolled.pupil.name, since,
                                                     state->code.made_by});
    }
    output_list_print(&list);
    return OK;
}

const struct command command_family_list = {
    .name = "family list",
    .usage = "--year NĂM_HỌC --class LỚP",
    .summary = "gia đình nào của lớp đã có mã",
    .options = class_options,
    .run = run_list,
};

/* --- revoke ----------------------------------------------------------------------------------- */

static const struct option revoke_options[] = {
    {"pupil", "MÃ", "mã học sinh", true},
    {"reason", "LÝ_DO", "vì sao", true},
    {"year", "NĂM_HỌC", "năm học để tìm học sinh (mặc định: mới nhất)"},
    {"unit", "MÃ", "trường (mặc định: trường duy nhất)"},
    {0},
};

static enum status
run_revoke(struct cli *cli, struct error *err)
{
    struct enrolled enrolled;
    struct app *app;

    TRY(cli_enrolled(cli, &app, &enrolled, err));
    TRY(family_end_code(app, enrolled.pupil.id, cli_option(cli, "reason"), err));
    output_done(cli, "pupil", enrolled.pupil.code,
                "Đã thu hồi mã: phiếu cũ không mở được học bạ nữa. Phát mã mới bằng hocba family "
                "slips.");
    return OK;
}

const struct command command_family_revoke = {
    .name = "family revoke",
    .usage = "--pupil MÃ --reason LÝ_DO",
    .summary = "thu hồi mã của một gia đình",
    .options = revoke_options,
    .run = run_revoke,
};
