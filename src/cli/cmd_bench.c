/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba bench verify
 */
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/json.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "service/bench.h"

static const struct option bench_options[] = {
    {"records", "SỐ", "tạo và xác minh từng ấy học bạ khác nhau, rồi suy ra cho cả nước"},
    {0},
};

static double
read_clock(clockid_t which)
{
    struct timespec time;

    clock_gettime(which, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double
now(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

static double
busy(void)
{
    return read_clock(CLOCK_THREAD_CPUTIME_ID);
}

static void
write_number(struct json *json, const char *key, double number)
{
    json_key(json, key);
    json_decimal(json, number);
}

static void
print_figures(struct cli *cli, const struct bench_figures *figures, struct buffer *out)
{
    struct json json = json_to(out);

    if (!cli->json) {
        for (size_t i = 0; i < figures->count; i++) {
            const struct bench_figure *figure = &figures->items[i];
            buffer_printf(out, "%6.2f  (cần %s)  %s", figure->ratio, figure->target, figure->label);
            if (figure->per_second > 0)
                buffer_printf(out, "; %.0f/giây", figure->per_second);
            buffer_char(out, '\n');
        }
        return;
    }
    json_open(&json, '{');
    for (size_t i = 0; i < figures->count; i++)
        write_number(&json, figures->items[i].key, figures->items[i].ratio);
    json_close(&json, '}');
}

static void
print_many(struct cli *cli, const struct bench_many *many, struct buffer *out)
{
    struct json json = json_to(out);
    double rate = (double)many->records / many->seconds;

    if (!cli->json) {
        buffer_printf(out,
                      "%llu học bạ khác nhau của %llu người ký, %.1f MB: xác minh trong %.1f giây "
                      "trên hai luồng (%.0f/giây).\n"
                      "Cả nước, %d học bạ: khoảng %.1f phút.\n",
                      (unsigned long long)many->records, (unsigned long long)many->signers,
                      (double)many->bytes / 1e6, many->seconds, rate, BENCH_NATION,
                      many->nation_seconds / 60);
        return;
    }
    json_open(&json, '{');
    write_number(&json, "records", (double)many->records);
    write_number(&json, "signers", (double)many->signers);
    write_number(&json, "bytes", (double)many->bytes);
    write_number(&json, "seconds", many->seconds);
    write_number(&json, "records_per_second", rate);
    write_number(&json, "nation_seconds", many->nation_seconds);
    json_close(&json, '}');
}

static void
show_progress(uint64_t done, uint64_t total)
{
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\r%llu/%llu học bạ", (unsigned long long)done, (unsigned long long)total);
}

static enum status
run_bench(struct cli *cli, struct error *err)
{
    AUTO(buffer) *out = buffer_new(JSON_CEILING);
    int records;

    TRY(cli_int(cli, "records", 1, BENCH_RECORDS_MAX, 0, &records, err));
    if (records > 0) {
        struct bench_many many;
        TRY(bench_verify_many(now, (uint64_t)records, show_progress, &many, err));
        print_many(cli, &many, out);
    } else {
        struct bench_figures figures;
        TRY(bench_verify(now, busy, &figures, err));
        print_figures(cli, &figures, out);
    }
    output_buffer(out);
    return OK;
}

const struct command command_bench_verify = {
    .name = "bench verify",
    .usage = "[--records SỐ] [--json]",
    .summary = "đo tốc độ ký và xác minh trên máy này",
    .help = "Tạo học bạ hư cấu trong bộ nhớ, ký bằng khóa tạo riêng cho lần đo, rồi xác minh. Mỗi "
            "con số là tỉ lệ so\nvới một giới hạn đo trong cùng lần chạy: phép kiểm tra chữ ký thô "
            "của thư viện mật mã, một SHA-256 của tệp...\nSo với libxmlsec1: make bench. Không cần "
            "hệ thống, không ghi gì.",
    .options = bench_options,
    .run = run_bench,
};
