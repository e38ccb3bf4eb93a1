/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba inspection minutes make|sign|export|excuse, hocba inspection evidence
 */
#include "base/file.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/signer_option.h"
#include "service/minutes.h"

/* --- inspection minutes make ------------------------------------------------------------------ */

static enum status
read_time(const struct cli *cli, const char *name, struct moment *moment, struct error *err)
{
    if (!minutes_parse_time(cli_option(cli, name), moment))
        return fail(err, USAGE, "--%s: giờ viết như “2024-05-31 08:00”.", name);
    return OK;
}

static enum status
run_make(struct cli *cli, struct error *err)
{
    const char *code = cli->arguments[0], *school = cli->arguments[1];
    struct minutes_order order = {.head = cli_option(cli, "head"),
                                  .place = cli_option(cli, "place"),
                                  .team = cli_option(cli, "team"),
                                  .looked_at = cli_option(cli, "looked-at"),
                                  .host = cli_option(cli, "host"),
                                  .opinion = cli_option(cli, "opinion")};
    struct app *app;

    TRY(read_time(cli, "from", &order.from, err));
    TRY(read_time(cli, "to", &order.to, err));
    TRY(cli_open(cli, &app, err));
    TRY(minutes_make(app, code, school, &order, err));
    output_done(cli, "school", school,
                arena_printf(cli->arena,
                             "Đã lập biên bản kiểm tra trường %s. Trưởng đoàn ký trước, rồi hiệu "
                             "trưởng: hocba inspection minutes sign %s %s --key TỆP.p12",
                             school, code, school));
    return OK;
}

static const struct option make_options[] = {
    {"place", "CHỮ", "địa điểm kiểm tra", true},
    {"from", "GIỜ", "bắt đầu, như 2024-05-31 08:00", true},
    {"to", "GIỜ", "kết thúc", true},
    {"host", "CHỮ", "thành phần của nhà trường", true},
    {"opinion", "CHỮ", "ý kiến của nhà trường", true},
    {"head", "TÊN", "tên đăng nhập của trưởng đoàn, người ký trước (mặc định: người lập)"},
    {"team", "CHỮ", "thành phần đoàn (mặc định: như đợt kiểm tra)"},
    {"looked-at", "CHỮ", "nội dung đã kiểm tra (mặc định: như đợt kiểm tra)"},
    {0},
};

const struct command command_inspection_minutes_make = {
    .name = "inspection minutes make",
    .usage = "ĐỢT MÃ_TRƯỜNG --place CHỮ --from GIỜ --to GIỜ --host CHỮ --opinion CHỮ [--head TÊN] "
             "[--team CHỮ] [--looked-at CHỮ]",
    .summary = "lập biên bản kiểm tra một trường từ kết quả và phát hiện đã ghi",
    .help = "Lập lại được cho tới khi cả hai bên đã ký; lập lại thì phải ký lại từ đầu.",
    .options = make_options,
    .arguments_min = 2,
    .arguments_max = 2,
    .run = run_make,
};

/* --- inspection minutes sign ------------------------------------------------------------------ */

static enum status
run_sign(struct cli *cli, struct error *err)
{
    const char *code = cli->arguments[0], *school = cli->arguments[1];
    struct chosen_signer chosen;
    struct minutes_view view;
    struct app *app;

    TRY(cli_open(cli, &app, err));
    enum status status = cli_choose_signer(cli, &chosen, err);
    if (status == OK)
        status =
            minutes_sign(app, chosen.session, code, school, NULL, chosen.certificate, &view, err);
    chosen_signer_clear(&chosen);
    TRY(status);
    output_done(cli, "minutes", view.sha256,
                text_equal(view.row.stage, MINUTES_SIGNED)
                    ? "Hiệu trưởng đã ký; biên bản có đủ hai chữ ký."
                    : "Trưởng đoàn đã ký biên bản; còn chờ hiệu trưởng ký.");
    return OK;
}

static const struct option sign_options[] = {SIGNER_OPTIONS, {0}};

const struct command command_inspection_minutes_sign = {
    .name = "inspection minutes sign",
    .usage = "ĐỢT MÃ_TRƯỜNG " SIGNER_USAGE,
    .summary = "ký biên bản kiểm tra: trưởng đoàn trước, hiệu trưởng sau",
    .options = sign_options,
    .arguments_min = 2,
    .arguments_max = 2,
    .run = run_sign,
};

/* --- inspection minutes export ---------------------------------------------------------------- */

static enum status
run_export(struct cli *cli, struct error *err)
{
    AUTO(buffer) *pdf = buffer_new(MINUTES_PDF_MAX);
    const char *xml_path = cli_option(cli, "xml"), *pdf_path = cli_option(cli, "pdf");
    struct minutes_view view;
    struct app *app;

    if (!xml_path && !pdf_path)
        return fail(err, USAGE, "Chưa nói xuất gì: --xml TỆP, --pdf TỆP hoặc cả hai.");
    TRY(cli_open(cli, &app, err));
    TRY(minutes_find(app, cli->arguments[0], cli->arguments[1], &view, err));
    if (pdf_path) {
        TRY(minutes_print(app, &view, pdf, err));
        TRY(file_write(pdf_path, buffer_span(pdf), 0600, err));
    }
    if (xml_path)
        TRY(file_write(xml_path, view.row.bytes, 0600, err));
    output_done(cli, "minutes", view.sha256, "Đã xuất biên bản kiểm tra.");
    return OK;
}

static const struct option export_options[] = {
    {"xml", "TỆP", "văn bản XML với các chữ ký"},
    {"pdf", "TỆP", "bản in; mang chữ BẢN XEM TRƯỚC khi chưa đủ hai chữ ký"},
    {0},
};

const struct command command_inspection_minutes_export = {
    .name = "inspection minutes export",
    .usage = "ĐỢT MÃ_TRƯỜNG [--xml TỆP] [--pdf TỆP]",
    .summary = "xuất biên bản kiểm tra một trường",
    .options = export_options,
    .arguments_min = 2,
    .arguments_max = 2,
    .run = run_export,
};

/* --- inspection minutes excuse ---------------------------------------------------------------- */

static enum status
run_excuse(struct cli *cli, struct error *err)
{
    const char *school = cli->arguments[1];
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(minutes_excuse(app, cli->arguments[0], school, cli_option(cli, "reason"), err));
    output_done(cli, "school", school, "Đã ghi lý do không có biên bản.");
    return OK;
}

static const struct option excuse_options[] = {
    {"reason", "CHỮ", "vì sao không có biên bản đủ hai chữ ký", true},
    {0},
};

const struct command command_inspection_minutes_excuse = {
    .name = "inspection minutes excuse",
    .usage = "ĐỢT MÃ_TRƯỜNG --reason CHỮ",
    .summary = "ghi lý do một trường không có biên bản; không thế thì đợt không kết thúc được",
    .options = excuse_options,
    .arguments_min = 2,
    .arguments_max = 2,
    .run = run_excuse,
};

/* --- inspection evidence ---------------------------------------------------------------------- */

static enum status
run_evidence(struct cli *cli, struct error *err)
{
    enum { NUMBER_MAX = 1000000000 };
    const char *path = cli->arguments[1];
    struct span bytes;
    struct app *app;
    int number;

    if (!text_to_int(cli->arguments[0], 1, NUMBER_MAX, &number))
        return fail(err, USAGE, "“%s” không phải số của phát hiện.", cli->arguments[0]);
    TRY(file_read(cli->arena, path, INSPECTION_FILE_MAX, &bytes, err));
    TRY(cli_open(cli, &app, err));
    TRY(inspection_add_file(app, number, path, bytes, err));
    output_done(cli, "finding", cli->arguments[0], "Đã giữ tệp bằng chứng.");
    return OK;
}

const struct command command_inspection_evidence = {
    .name = "inspection evidence",
    .usage = "SỐ TỆP",
    .summary = "giữ một tệp bằng chứng (PDF, JPEG, PNG, tới 5 MB) của phát hiện",
    .arguments_min = 2,
    .arguments_max = 2,
    .run = run_evidence,
};
