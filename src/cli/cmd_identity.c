/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba identity list|export|import|verify|accept|keep
 */
#include "base/file.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "service/certificate.h"
#include "service/identity.h"

/* --- identity list ---------------------------------------------------------------------------- */

static const struct option list_options[] = {
    {"unit", "MÃ", "của trường này"},
    {"year", "NĂM", "năm học (mặc định: năm mới nhất)"},
    {"state", "LOẠI", "chỉ none, duplicate, differs, doubtful, unverified hoặc verified"},
    {0},
};

static void
list_rows(struct cli *cli, const struct identity_view *view, const enum identity_state *only)
{
    static const struct output_column columns[] = {
        {"class", "LỚP"},           {"code", "MÃ HỌC SINH"}, {"name", "HỌ TÊN"},
        {"number", "SỐ ĐỊNH DANH"}, {"state", "TÌNH TRẠNG"}, {"why", "VÌ SAO"},
        {"case", "MÃ TRƯỜNG HỢP"},  {"todo", "CẦN LÀM"}};
    struct output_list list = output_list_new(cli, "pupils", columns);

    for (size_t i = 0; i < view->rows.count; i++) {
        const struct identity_row *row = &view->rows.items[i];
        const struct identity_stored *it = &row->stored;
        if (only && row->state != *only)
            continue;
        output_list_row(
            &list, (const char *[]){
                       it->class_name, it->code, it->name, it->personal_number,
                       cli->json ? identity_state_key(row->state) : identity_state_word(row->state),
                       row->why, row->differs ? it->answer.question : NULL, row->todo});
    }
    output_list_print(&list);
}

static enum status
run_list(struct cli *cli, struct error *err)
{
    const char *wanted = cli_option(cli, "state");
    enum identity_state state;
    struct identity_view view;
    struct unit school;
    struct app *app;

    if (wanted && !identity_state_parse(wanted, &state))
        return fail(err, USAGE, "Không có loại “%s”.", wanted);
    TRY(cli_open(cli, &app, err));
    TRY(school_find(app, cli_option(cli, "unit"), &school, err));
    TRY(identity_load(app, &school, cli_option(cli, "year"), &view, err));
    list_rows(cli, &view, wanted ? &state : NULL);
    return OK;
}

const struct command command_identity_list = {
    .name = "identity list",
    .usage = "[--unit MÃ] [--year NĂM] [--state LOẠI]",
    .summary = "học sinh chưa có số định danh, số đáng ngờ, trùng số, khác hay khớp CSDL dân cư",
    .options = list_options,
    .run = run_list,
};

/* --- identity export -------------------------------------------------------------------------- */

static const struct option export_options[] = {
    {"unit", "MÃ", "của trường này"},
    {"to", "TỆP", "chứng thư của nơi nhận (PEM, DER): chỉ nơi ấy mở được tệp", true},
    {"basis", "CĂN_CỨ", "căn cứ pháp lý: số, ngày văn bản cho phép gửi", true},
    {"all", NULL, "cả những học sinh đã đối chiếu khớp"},
    {0},
};

static enum status
run_export(struct cli *cli, struct error *err)
{
    struct identity_request request = {.basis = cli_option(cli, "basis"),
                                       .all = cli_flag(cli, "all")};
    AUTO(buffer) *out = buffer_new(2 * IDENTITY_FILE_MAX);
    const char *path = cli->arguments[0];
    struct unit school;
    struct app *app;
    size_t cases;

    TRY(cli_open(cli, &app, err));
    TRY(school_find(app, cli_option(cli, "unit"), &school, err));
    TRY(file_read(cli->arena, cli_option(cli, "to"), CERTIFICATE_FILE_MAX, &request.certificate,
                  err));
    TRY(identity_export(app, &school, &request, out, &cases, err));
    TRY(file_write(path, (struct span){out->data, out->size}, 0600, err));
    output_done(cli, "file", path,
                arena_printf(cli->arena,
                             "Đã ghi %s: %zu học sinh, mã hóa cho nơi nhận. Việc gửi được ghi vào "
                             "nhật ký cùng căn cứ.",
                             path, cases));
    return OK;
}

const struct command command_identity_export = {
    .name = "identity export",
    .usage = "--to CHỨNG_THƯ.pem --basis CĂN_CỨ [--unit MÃ] [--all] TỆP",
    .summary = "tệp mã hóa để công an đối chiếu số định danh của học sinh",
    .help =
        "Mỗi học sinh chỉ có họ tên, ngày sinh, giới tính, số định danh và một mã ngẫu nhiên của "
        "trường hợp. Tệp\nlà CMS EnvelopedData; nơi nhận mở bằng: openssl cms -decrypt -inform DER "
        "-in TỆP -inkey KHÓA.",
    .options = export_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_export,
};

/* --- identity import -------------------------------------------------------------------------- */

static const struct option import_options[] = {
    {"unit", "MÃ", "của trường này"},
    {"apply", NULL, "nhận luôn mọi chỗ khác vào hồ sơ học sinh"},
    {0},
};

/* What --apply did: each pupil by itself, all of what differs or nothing of it. */
struct applied {
    size_t taken;
    struct output_list left;
};

/* Is it about this pupil alone, so that the next one can be tried? */
static bool
is_about_one(enum status status)
{
    return status == CONFLICT || status == INVALID || status == DENIED || status == USAGE ||
           status == NOT_FOUND;
}

/* A record that is being signed or was issued, a number that another child has: the others go on.
 */
static enum status
apply_all(struct cli *cli, struct app *app, const struct identity_view *view,
          struct applied *applied, struct error *err)
{
    static const struct output_column columns[] = {{"class", "LỚP"},
                                                   {"code", "MÃ HỌC SINH"},
                                                   {"name", "HỌ TÊN"},
                                                   {"case", "MÃ TRƯỜNG HỢP"},
                                                   {"reason", "VÌ SAO CHƯA NHẬN"}};

    *applied = (struct applied){.left = output_list_new(cli, "left", columns)};
    for (size_t i = 0; i < view->rows.count; i++) {
        const struct identity_stored *it = &view->rows.items[i].stored;
        struct error why;
        if (!view->rows.items[i].differs || !text_equal(it->answer.result, IDENTITY_DIFFERS))
            continue;
        enum status status =
            identity_rule(app, it->answer.question, true, "identity import --apply", &why);
        applied->taken += status == OK;
        if (status == OK)
            continue;
        if (!is_about_one(status)) {
            *err = why;
            return status;
        }
        cli->exit_code = exit_worse(cli->exit_code, exit_of_status(status));
        output_list_row(&applied->left,
                        (const char *[]){it->class_name, it->code, it->name, it->answer.question,
                                         arena_text(cli->arena, why.message)});
    }
    return OK;
}

static void
print_applied_json(const struct cli *cli, const struct identity_counts *counts,
                   const struct applied *applied)
{
    AUTO(buffer) *out = buffer_new(JSON_CEILING);
    struct json json = json_to(out);

    json_open(&json, '{');
    json_bool_field(&json, "done", true);
    json_text_field(&json, "file", cli->arguments[0]);
    json_int_field(&json, "match", (int64_t)counts->match);
    json_int_field(&json, "differs", (int64_t)counts->differs);
    json_int_field(&json, "not_found", (int64_t)counts->not_found);
    json_int_field(&json, "applied", (int64_t)applied->taken);
    output_list_json(&applied->left, &json);
    json_close(&json, '}');
    output_buffer(out);
}

static const char *
applied_words(struct cli *cli, const struct applied *applied)
{
    size_t left = applied->left.cells.count / applied->left.column_count;

    if (left)
        return arena_printf(cli->arena,
                            "%zu học sinh đã nhận chỗ khác vào hồ sơ; %zu học sinh chưa nhận, hồ "
                            "sơ còn nguyên, lý do ở trên.",
                            applied->taken, left);
    return applied->taken ? "Chỗ khác đã nhận vào hồ sơ."
                          : "Hồ sơ chưa đổi gì: hocba identity accept hoặc keep.";
}

static enum status
run_import(struct cli *cli, struct error *err)
{
    static const enum identity_state differing = IDENTITY_STATE_DIFFERS;
    struct identity_counts counts;
    struct identity_view view;
    struct unit school;
    struct applied applied = {0};
    bool apply = cli_flag(cli, "apply");
    struct span json;
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(school_find(app, cli_option(cli, "unit"), &school, err));
    TRY(file_read(cli->arena, cli->arguments[0], IDENTITY_FILE_MAX, &json, err));
    TRY(identity_import(app, json, &counts, err));
    TRY(identity_load(app, &school, NULL, &view, err));
    if (apply)
        TRY(apply_all(cli, app, &view, &applied, err));
    if (apply && cli->json) {
        print_applied_json(cli, &counts, &applied);
        return OK;
    }
    if (!cli->json && counts.differs + counts.not_found > 0)
        list_rows(cli, &view, &differing);
    if (applied.left.cells.count > 0)
        output_list_print(&applied.left);
    output_done(cli, "file", cli->arguments[0],
                arena_printf(cli->arena,
                             "Đã nhận kết quả: %zu khớp, %zu khác, %zu không tìm thấy. %s",
                             counts.match, counts.differs, counts.not_found,
                             apply ? applied_words(cli, &applied)
                                   : "Hồ sơ chưa đổi gì: hocba identity accept hoặc keep."));
    return OK;
}

const struct command command_identity_import = {
    .name = "identity import",
    .usage = "[--unit MÃ] [--apply] TỆP",
    .summary =
        "nhận kết quả đối chiếu (đã giải mã) và xem chỗ khác; không đổi hồ sơ nếu không --apply",
    .help = "Với --apply mỗi học sinh được nhận trọn vẹn hoặc giữ nguyên: học bạ đang ký hay đã "
            "phát hành không đổi\nđược, những em khác vẫn được nhận. Ai chưa nhận được liệt kê "
            "cùng lý do, và mã thoát nói theo lý do nặng nhất.",
    .options = import_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_import,
};

/* --- identity verify -------------------------------------------------------------------------- */

static const struct option verify_options[] = {
    {"unit", "MÃ", "của trường này"},
    {"url", "ĐỊA_CHỈ", "của dịch vụ xác thực CSDL dân cư: https://...", true},
    {"ca", "TỆP", "chứng thư CA của dịch vụ (PEM); mặc định: của hệ điều hành"},
    {"basis", "CĂN_CỨ", "căn cứ pháp lý: số, ngày văn bản cho phép hỏi", true},
    {"all", NULL, "cả những học sinh đã đối chiếu khớp"},
    {0},
};

static enum status
run_verify(struct cli *cli, struct error *err)
{
    const struct identity_service service = {.url = cli_option(cli, "url"),
                                             .ca_file = cli_option(cli, "ca"),
                                             .basis = cli_option(cli, "basis"),
                                             .all = cli_flag(cli, "all")};
    struct identity_counts counts;
    struct unit school;
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(school_find(app, cli_option(cli, "unit"), &school, err));
    TRY(identity_verify(app, &school, &service, &counts, err));
    output_done(cli, "school", school.code,
                arena_printf(cli->arena,
                             "Đã nhận kết quả: %zu khớp, %zu khác, %zu không tìm thấy. Hồ sơ chưa "
                             "đổi gì: hocba identity list --state differs, rồi accept hoặc keep.",
                             counts.match, counts.differs, counts.not_found));
    return OK;
}

const struct command command_identity_verify = {
    .name = "identity verify",
    .usage = "--url ĐỊA_CHỈ --basis CĂN_CỨ [--ca TỆP] [--unit MÃ] [--all]",
    .summary = "hỏi dịch vụ xác thực của CSDL dân cư qua mạng; không đổi hồ sơ",
    .options = verify_options,
    .run = run_verify,
};

/* --- identity accept, keep -------------------------------------------------------------------- */

static enum status
decide(struct cli *cli, bool accept, const char *done, struct error *err)
{
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(identity_rule(app, cli->arguments[0], accept, accept ? NULL : cli_option(cli, "reason"),
                      err));
    output_done(cli, "case", cli->arguments[0], done);
    return OK;
}

static enum status
run_accept(struct cli *cli, struct error *err)
{
    return decide(cli, true, "Đã nhận giá trị của CSDL dân cư vào hồ sơ học sinh.", err);
}

static enum status
run_keep(struct cli *cli, struct error *err)
{
    return decide(cli, false, "Giữ hồ sơ như đã nhập; lý do đã được ghi.", err);
}

const struct command command_identity_accept = {
    .name = "identity accept",
    .usage = "MÃ_TRƯỜNG_HỢP",
    .summary = "nhận giá trị mà CSDL dân cư trả lời vào hồ sơ của học sinh",
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_accept,
};

static const struct option keep_options[] = {
    {"reason", "LÝ_DO", "vì sao hồ sơ đúng", true},
    {0},
};

const struct command command_identity_keep = {
    .name = "identity keep",
    .usage = "MÃ_TRƯỜNG_HỢP --reason LÝ_DO",
    .summary = "giữ hồ sơ như đã nhập, dù kết quả đối chiếu khác",
    .options = keep_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_keep,
};
