/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba witness init, serve, show
 */
#include <inttypes.h>
#include <stdio.h>

#include "base/file.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "witness/serve.h"

static enum status
print_key(const char *folder, struct error *err)
{
    AUTO(witness) *witness = NULL;
    AUTO(buffer) *key = buffer_new(1024);

    TRY(witness_open(folder, &witness, err));
    witness_write_key(witness, key);
    printf("%s\n", key->data);
    return OK;
}

/* --- init ------------------------------------------------------------------------------------- */

static const struct option init_options[] = {
    {"name", "TÊN", "tên của nhân chứng, như nhan-chung.example.vn/w1", .required = true},
    {0},
};

static enum status
run_init(struct cli *cli, struct error *err)
{
    TRY(witness_create(cli->arguments[0], span_of(cli_option(cli, "name")), err));
    return print_key(cli->arguments[0], err);
}

const struct command command_witness_init = {
    .name = "witness init",
    .usage = "THƯ_MỤC --name TÊN",
    .summary = "tạo nhân chứng của sổ cái: khóa ký và trí nhớ trong một tệp",
    .help = "In khóa công khai của nhân chứng (vkey), để đưa vào chính sách của sổ cái. Đừng phục "
            "hồi thư mục\n"
            "này từ bản sao lưu: nhân chứng sẽ quên điều đã ký (docs/witness.md).",
    .options = init_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_init,
};

/* --- serve ------------------------------------------------------------------------------------ */

static const struct option serve_options[] = {
    {"listen", "ĐỊA_CHỈ", "127.0.0.1:CỔNG, [::1]:CỔNG (cổng 0: cổng trống) hoặc unix:/TỆP",
     .required = true},
    {"policy", "TỆP", "chính sách (tlog-policy) có khóa của các sổ cái được làm chứng",
     .required = true},
    {0},
};

static enum status
run_serve(struct cli *cli, struct error *err)
{
    AUTO(witness) *witness = NULL;
    struct witness_service service = {.listen = cli_option(cli, "listen"), .clock = cli_clock};
    struct span text;

    service.ready = output_address;
    TRY(file_read(cli->arena, cli_option(cli, "policy"), POLICY_FILE_MAX, &text, err));
    TRY(policy_parse(text, cli->arena, &service.logs, err));
    TRY(witness_open(cli->arguments[0], &witness, err));
    return witness_serve(witness, &service, err);
}

const struct command command_witness_serve = {
    .name = "witness serve",
    .usage = "THƯ_MỤC --listen ĐỊA_CHỈ --policy TỆP",
    .summary = "chạy nhân chứng: chỉ ký điểm chốt nối tiếp điều đã thấy",
    .help =
        "Nhận POST /add-checkpoint và GET /<băm của tên sổ>/checkpoint (c2sp.org/tlog-witness). "
        "Ghi xuống\n"
        "đĩa rồi mới trả lời. In địa chỉ khi sẵn sàng; dừng bằng SIGTERM.",
    .options = serve_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_serve,
};

/* --- show ------------------------------------------------------------------------------------- */

static enum status
run_show(struct cli *cli, struct error *err)
{
    AUTO(witness) *witness = NULL;
    AUTO(buffer) *key = buffer_new(1024);

    TRY(witness_open(cli->arguments[0], &witness, err));
    witness_write_key(witness, key);
    printf("%s\n", key->data);
    for (size_t i = 0; i < witness_count(witness); i++) {
        struct span note = witness_note(witness, i);
        printf("\n%.*s", (int)note.size, note.data);
    }
    return OK;
}

const struct command command_witness_show = {
    .name = "witness show",
    .usage = "THƯ_MỤC",
    .summary = "khóa công khai của nhân chứng và điểm chốt mới nhất đã ký của mỗi sổ cái",
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_show,
};
