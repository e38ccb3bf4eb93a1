/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba revocation request|list|show|bring
 */
#include "base/file.h"
#include "cli/commands.h"
#include "cli/ledger_output.h"
#include "cli/output.h"
#include "service/ledger.h"
#include "service/revocation.h"
#include "service/revocation_bring.h"
#include "service/school.h"

enum { REASONS_FILE_MAX = 1024 * 1024 };

/* --- revocation request ----------------------------------------------------------------------- */

static const struct option request_options[] = {
    {"reason", "LÝ_DO", "vì sao; dùng cho mọi học bạ nêu trên dòng lệnh"},
    {"evidence", "CĂN_CỨ", "số hoặc tên giấy tờ làm căn cứ"},
    {"file", "TỆP", "mỗi dòng: mã tra cứu, dấu tab, lý do[, dấu tab, căn cứ]"},
    {"withdraw", NULL, "thu hồi hẳn, không lập học bạ thay thế"},
    {"give-up", NULL, "thôi thay thế: học bạ đã được đồng ý thay thế lại có hiệu lực"},
    {0},
};

static const char *
wish_of(const struct cli *cli)
{
    return cli_flag(cli, "withdraw")  ? WISH_WITHDRAW
           : cli_flag(cli, "give-up") ? WISH_GIVE_UP
                                      : WISH_REPLACE;
}

static void
add_line(struct cli *cli, char *line, struct revocation_items *items)
{
    struct revocation_item *item = list_add(cli->arena, items->list);

    *item = (struct revocation_item){.wish = wish_of(cli)};
    item->record = strsep(&line, "\t");
    item->reason = line ? strsep(&line, "\t") : NULL;
    item->evidence = line ? strsep(&line, "\r") : NULL;
}

static enum status
read_file(struct cli *cli, const char *path, struct revocation_items *items, struct error *err)
{
    struct span file;

    TRY(file_read(cli->arena, path, REASONS_FILE_MAX, &file, err));
    char *rest = arena_copy(cli->arena, file.data, file.size), *line;
    while ((line = strsep(&rest, "\n")) != NULL && items->list.count <= DECISION_ROWS_MAX)
        if (*line && *line != '\r')
            add_line(cli, line, items);
    return OK;
}

static enum status
run_request(struct cli *cli, struct error *err)
{
    const char *path = cli_option(cli, "file"), *id;
    struct revocation_items items = {0};
    struct app *app;

    if (cli_flag(cli, "withdraw") && cli_flag(cli, "give-up"))
        return fail(err, USAGE, "Chỉ một trong --withdraw và --give-up.");
    for (size_t i = 0; i < cli->argument_count; i++)
        *list_add(cli->arena, items.list) =
            (struct revocation_item){.record = cli->arguments[i],
                                     .wish = wish_of(cli),
                                     .reason = cli_option(cli, "reason"),
                                     .evidence = cli_option(cli, "evidence")};
    if (path)
        TRY(read_file(cli, path, &items, err));
    TRY(cli_open(cli, &app, err));
    TRY(revocation_request(app, &items, &id, err));
    output_done(cli, "request", id,
                arena_printf(cli->arena,
                             "Đã gửi yêu cầu %s về %zu học bạ; chờ cơ quan quản lý quyết định.", id,
                             items.list.count));
    return OK;
}

const struct command command_revocation_request = {
    .name = "revocation request",
    .usage = "[MÃ_TRA_CỨU...] --reason LÝ_DO [--evidence CĂN_CỨ] [--withdraw | --give-up]",
    .summary = "trường đề nghị thay thế hoặc thu hồi học bạ đã phát hành",
    .help =
        "Không có --withdraw hay --give-up: đề nghị thay thế bằng một học bạ mới. Một yêu cầu nêu "
        "học bạ của\nmột trường, một năm học. Khi được đồng ý thay thế, bản nháp của học sinh mở "
        "lại để sửa (kể cả khi năm\nđã chốt), rồi khởi tạo, ký và phát hành như mọi học bạ.",
    .options = request_options,
    .arguments_max = ANY_ARGUMENTS,
    .run = run_request,
};

/* --- revocation list -------------------------------------------------------------------------- */

static const struct option list_options[] = {
    {"unit", "MÃ", "chỉ của trường này"},
    {"open", NULL, "chỉ những yêu cầu chưa có quyết định"},
    {0},
};

static const char *
stage_of(const struct revocation *request)
{
    return request->decision                ? "đã quyết định"
           : revocation_is_refused(request) ? "bị từ chối"
           : request->signed_by_officer     ? "chờ đóng dấu"
                                            : "chờ quyết định";
}

static void
list_requests(struct cli *cli, struct output_list *list, const struct revocations *requests)
{
    char made[MOMENT_TEXT_SIZE];

    for (size_t i = 0; i < requests->list.count; i++) {
        const struct revocation *one = &requests->list.items[i];
        output_list_row(
            list, (const char *[]){one->id, arena_text(cli->arena, moment_write(one->made, made)),
                                   one->school, one->year,
                                   arena_printf(cli->arena, "%zu", one->items), stage_of(one)});
    }
}

static enum status
run_list(struct cli *cli, struct error *err)
{
    static const struct output_column columns[] = {
        {"id", "YÊU CẦU"},   {"made", "NGÀY GỬI"},           {"school", "TRƯỜNG"},
        {"year", "NĂM HỌC"}, {"records", "SỐ HỌC BẠ", true}, {"stage", "GIAI ĐOẠN"}};
    struct output_list list = output_list_new(cli, "requests", columns);
    const char *code = cli_option(cli, "unit"), *after = NULL;
    struct unit unit = {0};
    bool more = true;
    struct app *app;

    TRY(cli_open(cli, &app, err));
    if (code)
        TRY(unit_find(app, code, &unit, err));
    while (more) {
        struct revocations page = {0};
        TRY(revocation_list(app, unit.id, cli_flag(cli, "open"), after, &page, &more, err));
        list_requests(cli, &list, &page);
        after = more ? page.list.items[page.list.count - 1].id : NULL;
    }
    output_list_print(&list);
    return OK;
}

const struct command command_revocation_list = {
    .name = "revocation list",
    .usage = "[--unit MÃ] [--open]",
    .summary = "liệt kê yêu cầu thay thế, thu hồi học bạ",
    .options = list_options,
    .run = run_list,
};

/* --- revocation show -------------------------------------------------------------------------- */

static const struct option show_options[] = {
    {"out", "TỆP", "ghi quyết định đã ký (XML) vào tệp này"},
    {0},
};

static const char *
wish_word(const char *wish)
{
    return text_equal(wish, WISH_REPLACE)    ? "thay thế"
           : text_equal(wish, WISH_WITHDRAW) ? "thu hồi"
                                             : "thôi thay thế";
}

static const struct decision_row *
row_of(const struct revocation_view *view, const char *record)
{
    for (size_t i = 0; i < view->decision.rows.count; i++)
        if (text_equal(view->decision.rows.items[i].record, record))
            return &view->decision.rows.items[i];
    return NULL;
}

/* What is decided here, else what the gateway above says, else how far the request is. */
static void
name_ruling(const struct revocation_view *view, const char *record, const char **word,
            const char **why)
{
    const struct decision_row *row = row_of(view, record);
    const struct report_wish *above = revocation_above(view, record);

    *word = row     ? ruling_word(row->ruling)
            : above ? revocation_above_word(above)
                    : stage_of(&view->request);
    *why = row ? row->reason : above ? above->description : NULL;
}

static enum status
run_show(struct cli *cli, struct error *err)
{
    static const struct output_column columns[] = {
        {"record", "MÃ TRA CỨU"}, {"code", "MÃ HS"},
        {"name", "HỌ VÀ TÊN"},    {"class", "LỚP"},
        {"wish", "ĐỀ NGHỊ"},      {"reason", "LÝ DO"},
        {"ruling", "KẾT LUẬN"},   {"because", "LÝ DO CỦA KẾT LUẬN"}};
    struct output_list list = output_list_new(cli, "records", columns);
    const char *to = cli_option(cli, "out");
    struct revocation_view view;
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(revocation_show(app, cli->arguments[0], &view, err));
    if (to && !view.decided)
        return fail(err, NOT_FOUND, "Yêu cầu này chưa có quyết định; chưa ghi tệp nào.");
    if (to)
        TRY(file_write(to, view.file, 0600, err));
    for (size_t i = 0; i < view.items.list.count; i++) {
        const struct revocation_item *item = &view.items.list.items[i];
        const char *word, *why;
        name_ruling(&view, item->record, &word, &why);
        output_list_row(&list, (const char *[]){item->record, item->pupil_code, item->pupil_name,
                                                item->received ? "nhận qua cổng" : item->class_name,
                                                wish_word(item->wish), item->reason, word, why});
    }
    output_list_print(&list);
    return OK;
}

const struct command command_revocation_show = {
    .name = "revocation show",
    .usage = "MÃ_YÊU_CẦU [--out TỆP]",
    .summary = "xem một yêu cầu: học bạ nào, đề nghị gì, kết luận ra sao",
    .options = show_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_show,
};

/* --- revocation bring ------------------------------------------------------------------------- */

static enum status
run_bring(struct cli *cli, struct error *err)
{
    struct span file;
    struct app *app;

    TRY(file_read(cli->arena, cli->arguments[1], DECISION_FILE_MAX, &file, err));
    TRY(cli_open(cli, &app, err));
    TRY(revocation_bring(app, cli->arguments[0], file, err));
    output_done(cli, "request", cli->arguments[0],
                "Quyết định đã được kiểm tra và có hiệu lực với học bạ của trường.");
    ledger_enter_now(cli, app);
    return OK;
}

const struct command command_revocation_bring = {
    .name = "revocation bring",
    .usage = "MÃ_YÊU_CẦU TỆP.xml",
    .summary = "đưa quyết định của sở (XML có hai chữ ký) vào hệ thống của trường: có hiệu lực",
    .help = "Dùng khi sở quyết định ở hệ thống của sở. Nộp qua cổng tiếp nhận của hocba thì quyết "
            "định tự về cùng\nkết quả (hocba report run), không cần lệnh này. Quyết định phải đóng "
            "bằng con dấu đã đăng ký của sở quản\nlý trường và nói về đúng những học bạ này.",
    .arguments_min = 2,
    .arguments_max = 2,
    .run = run_bring,
};
