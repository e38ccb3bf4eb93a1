/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba class close, hocba class manifest
 */
#include "base/file.h"
#include "cli/commands.h"
#include "cli/ledger_output.h"
#include "cli/output.h"
#include "cli/pupil_option.h"
#include "cli/signer_option.h"
#include "service/manifest.h"
#include "service/reasons.h"

/* --- class close ------------------------------------------------------------------------------ */

static const struct option close_options[] = {
    {"year", "NĂM_HỌC", "như 2023-2024", true},
    {"class", "LỚP", "như 4A1", true},
    {"reasons", "TỆP", "mỗi dòng: mã học sinh, dấu tab, lý do chưa có học bạ"},
    SIGNER_OPTIONS,
    ELSEWHERE_OPTIONS,
    {"unit", "MÃ", "trường (mặc định: trường duy nhất)"},
    {0},
};

static const char *
counts_text(struct cli *cli, const struct manifest_made *made)
{
    AUTO(buffer) *text = buffer_new(512);

    for (int i = 0; i < ABSENCE_COUNT; i++)
        if (made->counts[i])
            buffer_printf(text, "%s%zu %s", text->size ? ", " : "", made->counts[i],
                          absence_word((enum absence)i));
    return arena_copy(cli->arena, text->data, text->size);
}

static void
print_made(struct cli *cli, const struct school_class *class, const struct manifest_made *made,
           bool prepared)
{
    output_done(cli, "manifest", made->sha256,
                arena_printf(cli->arena, "%s lớp %s: %s.",
                             made->already      ? "Bảng kê không có gì mới,"
                             : prepared         ? "Đã chuẩn bị để ký bảng kê của"
                             : made->supplement ? "Đã ký bảng kê bổ sung của"
                                                : "Đã chốt",
                             class->name, counts_text(cli, made)));
}

static enum status
close_with_signer(struct cli *cli, struct app *app, struct manifest_order *order,
                  struct manifest_made *made, struct error *err)
{
    struct chosen_signer chosen;

    enum status status = cli_choose_signer(cli, &chosen, err);
    order->certificate = chosen.certificate;
    if (status == OK)
        status = manifest_close(app, chosen.session, order, made, err);
    chosen_signer_clear(&chosen);
    return status;
}

static enum status
prepare_close(struct cli *cli, struct app *app, const struct manifest_order *order,
              struct manifest_made *made, struct error *err)
{
    AUTO(buffer) *file = buffer_new(PAPER_FILE_MAX);
    struct paper_signer signer = {0};

    TRY(cli_read_certificate(cli, &signer.pem, err));
    TRY(manifest_prepare(app, order, &signer, file, made, err));
    return made->already ? OK
                         : file_write(cli_option(cli, "prepare"), buffer_span(file), 0600, err);
}

static enum status
attach_close(struct cli *cli, struct app *app, const char *class_id, struct manifest_made *made,
             struct error *err)
{
    struct span json;

    TRY(file_read(cli->arena, cli_option(cli, "attach"), PAPER_FILE_MAX, &json, err));
    return manifest_attach(app, class_id, json, made, err);
}

static enum status
run_close(struct cli *cli, struct error *err)
{
    const char *reasons = cli_option(cli, "reasons");
    struct manifest_order order = {0};
    struct manifest_made made;
    struct school_class class;
    enum cli_way way;
    struct app *app;

    TRY(cli_way_given(cli, &way, err));
    TRY(cli_class(cli, &app, &class, err));
    order.class_id = class.id;
    if (reasons)
        TRY(file_read(cli->arena, reasons, REASONS_FILE_MAX, &order.reasons, err));
    if (way == WAY_PREPARE)
        TRY(prepare_close(cli, app, &order, &made, err));
    else if (way == WAY_ATTACH)
        TRY(attach_close(cli, app, class.id, &made, err));
    else
        TRY(close_with_signer(cli, app, &order, &made, err));
    print_made(cli, &class, &made, way == WAY_PREPARE);
    if (!made.already && way != WAY_PREPARE)
        ledger_enter_now(cli, app);
    return OK;
}

const struct command command_class_close = {
    .name = "class close",
    .usage = "--year NĂM_HỌC --class LỚP [--reasons TỆP] " SIGNER_USAGE ELSEWHERE_USAGE,
    .summary = "chốt lớp: hiệu trưởng ký bảng kê mọi học sinh với học bạ hoặc lý do chưa có",
    .help = "Bảng kê vào sổ cái, nên học bạ nào biến mất sau đó thì hocba audit --store thấy. Học "
            "sinh đã\nrời lớp, hoặc có kết quả “chưa hoàn thành” (chờ đánh giá bổ sung), không cần "
            "ghi lý do. Sau đợt đánh\ngiá bổ sung, chạy lại để ký bảng kê bổ sung của cả lớp.",
    .options = close_options,
    .run = run_close,
};

/* --- class manifest --------------------------------------------------------------------------- */

static const struct option manifest_options[] = {
    {"year", "NĂM_HỌC", "như 2023-2024", true},
    {"class", "LỚP", "như 4A1", true},
    {"out", "TỆP", "ghi bảng kê đã ký (XML) vào tệp này"},
    {"unit", "MÃ", "trường (mặc định: trường duy nhất)"},
    {0},
};

static enum status
run_manifest(struct cli *cli, struct error *err)
{
    static const struct output_column columns[] = {
        {"code", "MÃ HS"}, {"name", "HỌ VÀ TÊN"}, {"state", "HỌC BẠ"}, {"record", "MÃ TRA CỨU"}};
    struct output_list list = output_list_new(cli, "pupils", columns);
    const char *to = cli_option(cli, "out");
    struct manifest_data data;
    struct manifest manifest;
    struct school_class class;
    struct app *app;

    TRY(cli_class(cli, &app, &class, err));
    TRY(manifest_newest(app, &class, &manifest, &data, err));
    if (to)
        TRY(file_write(to, manifest.bytes, 0600, err));
    for (size_t i = 0; i < data.rows.count; i++) {
        const struct manifest_row *row = &data.rows.items[i];
        output_list_row(&list, (const char *[]){row->pupil_code, row->name,
                                                row->note ? row->note : absence_word(row->absence),
                                                row->record});
    }
    output_list_print(&list);
    return OK;
}

const struct command command_class_manifest = {
    .name = "class manifest",
    .usage = "--year NĂM_HỌC --class LỚP [--out TỆP]",
    .summary = "xem bảng kê mới nhất của lớp đã chốt",
    .options = manifest_options,
    .run = run_manifest,
};
