/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba revocation decide|seal
 */
#include "base/file.h"
#include "cli/commands.h"
#include "cli/ledger_output.h"
#include "cli/output.h"
#include "cli/signer_option.h"
#include "service/revocation.h"

enum { REFUSALS_FILE_MAX = 1024 * 1024 };

/* --- revocation decide ------------------------------------------------------------------------ */

static const struct option decide_options[] = {
    {"number", "SỐ", "số quyết định, như 123/QĐ-SGDĐT", true},
    {"refuse", "LÝ_DO", "từ chối mọi học bạ của yêu cầu, vì lý do này"},
    {"refusals", "TỆP", "từ chối những học bạ này, mỗi dòng: mã tra cứu, dấu tab, lý do"},
    SIGNER_OPTIONS,
    {0},
};

static enum status
read_refusals(struct cli *cli, const char *path, struct revocation_ruling *ruling,
              struct error *err)
{
    struct span file;

    TRY(file_read(cli->arena, path, REFUSALS_FILE_MAX, &file, err));
    char *rest = arena_copy(cli->arena, file.data, file.size), *line;
    while ((line = strsep(&rest, "\n")) != NULL && ruling->refusals.count <= DECISION_ROWS_MAX) {
        line[strcspn(line, "\r")] = '\0';
        if (*line == '\0')
            continue;
        struct revocation_refusal *refusal = list_add(cli->arena, ruling->refusals);
        refusal->record = strsep(&line, "\t");
        refusal->reason = line;
    }
    return OK;
}

static const char *
counts_text(struct cli *cli, const size_t counts[RULING_COUNT])
{
    AUTO(buffer) *text = buffer_new(512);

    for (int i = 0; i < RULING_COUNT; i++)
        if (counts[i])
            buffer_printf(text, "%s%zu %s", text->size ? ", " : "", counts[i],
                          ruling_word((enum ruling)i));
    return arena_copy(cli->arena, text->data, text->size);
}

static enum status
run_decide(struct cli *cli, struct error *err)
{
    const char *every = cli_option(cli, "refuse"), *path = cli_option(cli, "refusals");
    struct revocation_ruling ruling = {.request = cli->arguments[0],
                                       .number = cli_option(cli, "number")};
    size_t counts[RULING_COUNT] = {0};
    struct chosen_signer chosen;
    struct decision_data data;
    struct app *app;

    if (every)
        *list_add(cli->arena, ruling.refusals) = (struct revocation_refusal){NULL, every};
    if (path)
        TRY(read_refusals(cli, path, &ruling, err));
    TRY(cli_open(cli, &app, err));
    enum status status = cli_choose_signer(cli, &chosen, err);
    ruling.certificate = chosen.certificate;
    if (status == OK)
        status = revocation_decide(app, chosen.session, &ruling, &data, err);
    chosen_signer_clear(&chosen);
    TRY(status);
    for (size_t i = 0; i < data.rows.count; i++)
        counts[data.rows.items[i].ruling]++;
    output_done(cli, "request", ruling.request,
                arena_printf(cli->arena,
                             "Đã ký quyết định %s: %s. Chưa có hiệu lực cho đến khi được đóng dấu: "
                             "hocba revocation seal %s",
                             data.number, counts_text(cli, counts), ruling.request));
    return OK;
}

const struct command command_revocation_decide = {
    .name = "revocation decide",
    .usage =
        "MÃ_YÊU_CẦU --number SỐ [--refuse LÝ_DO | --refusals TỆP] --by NGƯỜI_CỦA_SỞ " SIGNER_USAGE,
    .summary = "người duyệt của sở quyết định về một yêu cầu và ký",
    .help =
        "Học bạ nào không bị từ chối thì được đồng ý như trường đề nghị. Quyết định chỉ có hiệu "
        "lực khi văn\nthư của sở đóng dấu; trước đó quyết định lại thì bản mới thay bản cũ.",
    .options = decide_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_decide,
};

/* --- revocation seal -------------------------------------------------------------------------- */

static const struct option seal_options[] = {SIGNER_OPTIONS, {0}};

static enum status
run_seal(struct cli *cli, struct error *err)
{
    struct revocation_sealed sealed;
    struct chosen_signer chosen;
    struct app *app;

    TRY(cli_open(cli, &app, err));
    enum status status = cli_choose_signer(cli, &chosen, err);
    if (status == OK)
        status = revocation_seal(app, chosen.session, cli->arguments[0], NULL, chosen.certificate,
                                 &sealed, err);
    chosen_signer_clear(&chosen);
    TRY(status);
    output_done(cli, "decision", sealed.sha256,
                arena_printf(cli->arena, "Quyết định %s đã đóng dấu và có hiệu lực: %s.",
                             sealed.number, counts_text(cli, sealed.counts)));
    ledger_enter_now(cli, app);
    return OK;
}

const struct command command_revocation_seal = {
    .name = "revocation seal",
    .usage = "MÃ_YÊU_CẦU --by VĂN_THƯ_CỦA_SỞ " SIGNER_USAGE,
    .summary = "đóng dấu số của sở vào quyết định: từ lúc này quyết định có hiệu lực",
    .help = "Tình trạng của học bạ đổi cùng lúc, và quyết định được ghi vào sổ cái.",
    .options = seal_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_seal,
};
