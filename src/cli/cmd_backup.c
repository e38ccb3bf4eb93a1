/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba backup, restore, doctor
 */
#include "base/file.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "service/backup.h"

enum { ANCHORS_FILE_MAX = 1024 * 1024 };

static const struct option backup_options[] = {
    {"to", "KHÓA", "khóa công khai của người nhận: hocba-backup-pub:..."},
    {"key", "TỆP", "khóa riêng, để mở thử bản vừa ghi"},
    {"new-key", "TỆP", "tạo cặp khóa mới; khóa riêng ghi vào TỆP"},
    {0},
};

static enum status
make_key(struct cli *cli, struct app *app, const char *file, struct error *err)
{
    struct instance_made made;

    TRY(backup_key_make(app, file, &made, err));
    output_done(cli, "backup_public_key", made.public_key,
                arena_printf(cli->arena,
                             "Đã tạo cặp khóa. Khóa riêng: %s (cất nơi khác, ngoài máy này). Khóa "
                             "công khai: %s",
                             made.key_file, made.public_key));
    return OK;
}

static void
print_backup(const struct cli *cli, const struct backup_done *done)
{
    if (cli->json) {
        AUTO(buffer) *out = buffer_new(JSON_CEILING);
        struct json json = json_to(out);
        json_open(&json, '{');
        json_text_field(&json, "file", done->file);
        json_int_field(&json, "tables", done->tables);
        json_int_field(&json, "rows", done->rows);
        json_int_field(&json, "files", done->files);
        json_int_field(&json, "bytes", done->file_bytes);
        json_int_field(&json, "plain_bytes", done->plain_bytes);
        json_text_field(&json, "checked", done->opened ? "opened" : "hash");
        json_close(&json, '}');
        output_buffer(out);
        return;
    }
    output_line("Đã sao lưu %lld dòng của %lld bảng vào %s (%.1f MB, đã mã hóa).",
                (long long)done->rows, (long long)done->tables, done->file,
                (double)done->file_bytes / 1e6);
    output_line("%s", done->opened
                          ? "Đã đọc lại, giải mã và kiểm tra: đúng."
                          : "Đã đọc lại và so khớp từng byte. Không có khóa riêng ở đây nên "
                            "chưa mở thử; hãy mở thử nơi giữ khóa.");
}

static enum status
run_backup(struct cli *cli, struct error *err)
{
    struct backup_plan plan = {.place = cli->argument_count ? cli->arguments[0] : NULL,
                               .recipient = cli_option(cli, "to"),
                               .key_file = cli_option(cli, "key")};
    struct backup_done done;
    struct app *app;

    TRY(cli_open(cli, &app, err));
    if (cli_option(cli, "new-key"))
        return make_key(cli, app, cli_option(cli, "new-key"), err);
    if (!plan.place)
        return fail(err, USAGE, "Ghi bản sao lưu vào đâu: hocba backup TỆP_HOẶC_THƯ_MỤC.");
    TRY(backup_write(app, &plan, &done, err));
    print_backup(cli, &done);
    return OK;
}

const struct command command_backup = {
    .name = "backup",
    .usage = "TỆP|THƯ_MỤC [--to KHÓA] [--key TỆP] | --new-key TỆP",
    .summary = "sao lưu toàn bộ, mã hóa, kiểm tra sau khi ghi",
    .help = "Chạy được trong khi hệ thống đang dùng. Có trong đó: cơ sở dữ liệu, sổ cái cùng khóa "
            "của sổ, account.key.\nKhông có: khóa ký của người và con dấu (DIR/keys), backup.key, "
            "settings. Bản sao lưu chỉ mở được bằng khóa riêng;\nai có bản sao lưu và khóa ấy thì "
            "có cả khóa của sổ cái.",
    .options = backup_options,
    .arguments_max = 1,
    .run = run_backup,
};

static const struct option restore_options[] = {
    {"key", "TỆP", "khóa riêng mở bản sao lưu", true},
    {"store", "URL", "cơ sở dữ liệu PostgreSQL trống (mặc định: SQLite trong DIR)"},
    {"store-owner", "URL", "người sở hữu các bảng, nếu khác với --store"},
    {"anchors", "PEM", "chứng thư gốc: kiểm tra cả chuỗi chứng thư của học bạ"},
    {0},
};

static void
print_restore(const struct cli *cli, const struct restore_done *done)
{
    if (cli->json) {
        AUTO(buffer) *out = buffer_new(JSON_CEILING);
        struct json json = json_to(out);
        json_open(&json, '{');
        json_int_field(&json, "tables", done->tables);
        json_int_field(&json, "rows", done->rows);
        json_int_field(&json, "issued", (int64_t)done->documents);
        json_int_field(&json, "verified", (int64_t)done->verified);
        json_int_field(&json, "failed", (int64_t)done->failed);
        json_text_field(&json, "first_failure", done->first_failure);
        json_bool_field(&json, "ledger", done->has_ledger);
        json_text_field(&json, "ledger_waits", done->ledger_waits);
        json_close(&json, '}');
        output_buffer(out);
        return;
    }
    output_line("Đã khôi phục %lld dòng của %lld bảng.", (long long)done->rows,
                (long long)done->tables);
    output_line("Học bạ đã phát hành: %zu, xác minh đúng %zu, sai %zu.", done->documents,
                done->verified, done->failed);
    if (done->first_failure)
        output_line("  %s", done->first_failure);
    if (done->ledger_waits)
        output_line("Sổ cái chưa ký tiếp: %s", done->ledger_waits);
    else if (done->has_ledger)
        output_line("Sổ cái đã về cùng, không thiếu mục nào đã ký.");
}

static enum status
run_restore(struct cli *cli, struct error *err)
{
    struct instance_plan plan = {.store_url = cli_option(cli, "store"),
                                 .store_owner = cli_option(cli, "store-owner")};
    struct app_options options = cli_app_options(cli, cli->arguments[1]);
    const char *anchors = cli_option(cli, "anchors");
    struct span pem = SPAN("");
    struct restore_done done;

    if (anchors)
        TRY(file_read(cli->arena, anchors, ANCHORS_FILE_MAX, &pem, err));
    TRY(backup_restore(&options, &plan, cli->arguments[0], cli_option(cli, "key"), pem, &cli->app,
                       &done, err));
    print_restore(cli, &done);
    if (done.failed > 0)
        cli->exit_code = EXIT_BROKEN;
    return OK;
}

const struct command command_restore = {
    .name = "restore",
    .usage = "TỆP DIR --key TỆP [--store URL]",
    .summary = "khôi phục một bản sao lưu vào chỗ trống, rồi xác minh mọi học bạ",
    .options = restore_options,
    .arguments_min = 2,
    .arguments_max = 2,
    .run = run_restore,
};

static enum status
run_doctor(struct cli *cli, struct error *err)
{
    static const char *const kinds[] = {
        [FINDING_FINE] = "fine", [FINDING_WARNING] = "warning", [FINDING_BAD] = "bad"};
    static const char *const marks[] = {
        [FINDING_FINE] = "tốt", [FINDING_WARNING] = "chú ý", [FINDING_BAD] = "HỎNG"};
    static const struct output_column columns[] = {
        {"kind", "KẾT QUẢ"}, {"id", "MỤC"}, {"sentence", "NỘI DUNG"}};
    struct output_list list = output_list_new(cli, "findings", columns);
    struct findings findings = {0};
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(doctor_run(app, &findings, err));
    for (size_t i = 0; i < findings.list.count; i++) {
        const struct finding *finding = &findings.list.items[i];
        output_list_row(&list,
                        (const char *[]){cli->json ? kinds[finding->kind] : marks[finding->kind],
                                         finding->id, finding->sentence});
        if (finding->kind == FINDING_BAD)
            cli->exit_code = EXIT_BROKEN;
    }
    output_list_print(&list);
    return OK;
}

const struct command command_doctor = {
    .name = "doctor",
    .usage = "",
    .summary = "khám hệ thống: dữ liệu, học bạ đã phát hành, đĩa, đồng hồ, sao lưu, chứng thư",
    .run = run_doctor,
};
