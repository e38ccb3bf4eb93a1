/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba ledger checkpoint
 */
#include "cli/commands.h"
#include "cli/output.h"
#include "service/ledger.h"

static const struct option checkpoint_options[] = {
    {"before", "UUID", "điểm chốt cuối cùng chưa có học bạ này (cho hocba verify --before)"},
    {"out", "TỆP", "ghi vào tệp này thay vì in ra"},
    {0},
};

static enum status
write_newest(struct app *app, struct buffer *note, struct error *err)
{
    struct ledger_facts facts;

    TRY(ledger_facts(app, &facts, err));
    if (!facts.checkpoint)
        return fail(err, NOT_FOUND, "Sổ cái chưa có điểm chốt nào.");
    buffer_text(note, facts.checkpoint);
    return OK;
}

static enum status
write_earlier(struct app *app, const char *uuid, struct buffer *note, struct error *err)
{
    AUTO(ledger) *ledger = NULL;

    TRY(ledger_open(app, &ledger, err));
    return ledger_checkpoint_before(ledger, uuid, note, err);
}

static enum status
run_checkpoint(struct cli *cli, struct error *err)
{
    AUTO(buffer) *note = buffer_new(LEDGER_CHECKPOINT_MAX);
    const char *uuid = cli_option(cli, "before"), *path = cli_option(cli, "out");
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(uuid ? write_earlier(app, uuid, note, err) : write_newest(app, note, err));
    return output_or_write(cli, path, "checkpoint", note, "Đã ghi điểm chốt vào", err);
}

const struct command command_ledger_checkpoint = {
    .name = "ledger checkpoint",
    .usage = "[--before UUID] [--out TỆP]",
    .summary = "in điểm chốt đã ký mới nhất của sổ, hoặc điểm chốt ngay trước một học bạ",
    .help = "Ai giữ điểm chốt ngay trước một học bạ thì biết học bạ ấy vào sổ sớm nhất là lúc nào, "
            "theo lời\nnhân chứng: hocba verify TỆP --policy CHÍNH_SÁCH --before ĐIỂM_CHỐT. Điểm "
            "chốt là công khai, không có gì\ncủa học sinh.",
    .options = checkpoint_options,
    .run = run_checkpoint,
};
