/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba ledger checkpoint
 */
#include "base/file.h"
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

static void
print_json(const char *note)
{
    AUTO(buffer) *out = buffer_new(JSON_CEILING);
    struct json json = json_to(out);

    json_open(&json, '{');
    json_text_field(&json, "checkpoint", note);
    json_close(&json, '}');
    output_buffer(out);
}

static enum status
run_checkpoint(struct cli *cli, struct error *err)
{
    AUTO(buffer) *note = buffer_new(LEDGER_CHECKPOINT_MAX);
    const char *uuid = cli_option(cli, "before"), *path = cli_option(cli, "out");
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(uuid ? write_earlier(app, uuid, note, err) : write_newest(app, note, err));
    if (path) {
        TRY(file_write(path, buffer_span(note), 0644, err));
        output_done(cli, "file", path, arena_printf(cli->arena, "Đã ghi điểm chốt vào %s.", path));
        return OK;
    }
    if (cli->json)
        print_json(note->data);
    else
        output_buffer(note);
    return OK;
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
