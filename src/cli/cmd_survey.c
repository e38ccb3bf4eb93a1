/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba survey add|template|list|show|export|close
 */
#include "base/file.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "service/survey.h"

/* --- add, template ---------------------------------------------------------------------------- */

static const struct option add_options[] = {
    {"year", "NĂM_HỌC", "năm học của đợt thí điểm", true},
    {"from", "NGÀY", "ngày mở", true},
    {"to", "NGÀY", "ngày cuối cùng nhận trả lời", true},
    {"code", "MÃ", "mã phiếu (mặc định: KS-1, KS-2 ...)"},
    {"unit", "MÃ", "sở (mặc định: sở duy nhất)"},
    {0},
};

static enum status
read_ready(struct cli *cli, enum survey_audience *audience, struct error *err)
{
    return survey_audience_parse(cli->arguments[0], audience)
               ? OK
               : fail(err, USAGE, "Phiếu có sẵn: teachers, principals, parents, không phải “%s”.",
                      cli->arguments[0]);
}

/* A ready one by its audience's key, or a file. */
static enum status
read_text(struct cli *cli, const char **text, struct error *err)
{
    enum survey_audience audience;
    struct span bytes;

    if (survey_audience_parse(cli->arguments[0], &audience)) {
        *text = survey_form_ready(audience).data;
        return OK;
    }
    TRY(file_read(cli->arena, cli->arguments[0], SURVEY_BYTES_MAX, &bytes, err));
    *text = bytes.data;
    return OK;
}

static enum status
run_survey_add(struct cli *cli, struct error *err)
{
    struct survey_order order = {.unit_code = cli_option(cli, "unit"),
                                 .code = cli_option(cli, "code"),
                                 .year = cli_option(cli, "year")};
    const char *code;
    struct app *app;

    TRY(cli_date(cli, "from", &order.from, err));
    TRY(cli_date(cli, "to", &order.to, err));
    TRY(read_text(cli, &order.text, err));
    TRY(cli_open(cli, &app, err));
    TRY(survey_add(app, &order, &code, err));
    output_done(cli, "survey", code,
                arena_printf(cli->arena, "Đã lập phiếu khảo sát %s, mở từ %s đến hết %s.", code,
                             output_day(cli, order.from), output_day(cli, order.to)));
    return OK;
}

const struct command command_survey_add = {
    .name = "survey add",
    .usage = "teachers|principals|parents|TỆP --year NĂM_HỌC --from NGÀY --to NGÀY [--code MÃ] "
             "[--unit MÃ_SỞ]",
    .summary = "lập một phiếu khảo sát của đợt thí điểm, từ phiếu có sẵn hoặc từ tệp",
    .help = "Cách viết tệp: xem phiếu có sẵn bằng “hocba survey template teachers”. Phiếu ẩn danh: "
            "hệ thống giữ ai đã trả lời và câu trả lời ở hai nơi không nối được với nhau.",
    .options = add_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_survey_add,
};

static enum status
run_survey_template(struct cli *cli, struct error *err)
{
    enum survey_audience audience;

    TRY(read_ready(cli, &audience, err));
    struct span text = survey_form_ready(audience);
    output_line("%.*s", (int)(text.size - text_ends(text.data, "\n")), text.data);
    return OK;
}

const struct command command_survey_template = {
    .name = "survey template",
    .usage = "teachers|principals|parents",
    .summary = "in phiếu có sẵn cho giáo viên, hiệu trưởng hoặc cha mẹ học sinh, để sửa theo ý",
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_survey_template,
};

/* --- list, show ------------------------------------------------------------------------------- */

static const struct option list_options[] = {
    {"year", "NĂM_HỌC", "chỉ năm học này"},
    {0},
};

static enum status
run_survey_list(struct cli *cli, struct error *err)
{
    static const struct output_column columns[] = {{"code", "MÃ"},
                                                   {"title", "TÊN"},
                                                   {"audience", "DÀNH CHO"},
                                                   {"from", "TỪ NGÀY"},
                                                   {"to", "ĐẾN HẾT NGÀY"},
                                                   {"state", "TRẠNG THÁI"},
                                                   {"expected", "ĐƯỢC HỎI", true},
                                                   {"answered", "ĐÃ TRẢ LỜI", true}};
    struct output_list list = output_list_new(cli, "surveys", columns);
    struct survey_lines lines;
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(survey_list(app, cli_option(cli, "year"), &lines, err));
    for (size_t i = 0; i < lines.list.count; i++) {
        const struct survey_line *one = &lines.list.items[i];
        output_list_row(
            &list, (const char *[]){
                       one->it.code, one->it.title,
                       cli->json ? one->it.audience : survey_audience_word(one->audience),
                       output_day(cli, one->it.from), output_day(cli, one->it.to),
                       cli->json ? survey_state_key(one->state) : survey_state_word(one->state),
                       output_number(cli, one->expected), output_number(cli, one->answered)});
    }
    output_list_print(&list);
    return OK;
}

const struct command command_survey_list = {
    .name = "survey list",
    .usage = "[--year NĂM_HỌC]",
    .summary = "xem các phiếu khảo sát: hỏi ai, từ ngày nào, bao nhiêu người đã trả lời",
    .options = list_options,
    .run = run_survey_list,
};

static void
put_tally(struct json *json, const struct survey_question *question,
          const struct survey_tally *tally)
{
    json_open(json, '{');
    json_text_field(json, "kind", survey_kind_key(question->kind));
    json_text_field(json, "question", question->text);
    json_int_field(json, "answered", tally->answered);
    if (question->word_count) {
        json_open_list(json, "counts");
        for (int i = 0; i < question->word_count; i++)
            json_int(json, tally->counts[i]);
        json_close(json, ']');
    }
    if (tally->answered && (question->kind == SURVEY_SCALE || question->kind == SURVEY_NUMBER))
        json_int_field(json, "mean_hundredths", tally->mean);
    if (tally->answered && question->kind == SURVEY_NUMBER) {
        json_int_field(json, "least", tally->least);
        json_int_field(json, "median", tally->median);
        json_int_field(json, "most", tally->most);
    }
    json_close(json, '}');
}

static void
put_part(struct json *json, const struct survey_form *form, const struct survey_part *part)
{
    json_open(json, '{');
    json_text_field(json, "group", part->key);
    json_text_field(json, "name", part->name);
    json_int_field(json, "answers", part->answers);
    json_open_list(json, "questions");
    for (size_t q = 0; q < form->questions.count; q++)
        put_tally(json, &form->questions.items[q], &part->tallies[q]);
    json_close(json, ']');
    json_close(json, '}');
}

static void
put_parts(struct json *json, const char *key, const struct survey_form *form,
          const struct survey_parts *parts)
{
    json_open_list(json, key);
    for (size_t i = 0; i < parts->list.count; i++)
        put_part(json, form, &parts->list.items[i]);
    json_close(json, ']');
}

static void
put_texts(struct json *json, const struct survey_values *texts)
{
    json_open_list(json, "texts");
    for (size_t i = 0; i < texts->list.count; i++) {
        json_open(json, '{');
        json_int_field(json, "question", texts->list.items[i].question);
        json_text_field(json, "text", texts->list.items[i].body);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void
print_json(const struct survey_results *results)
{
    AUTO(buffer) *out = buffer_new(JSON_CEILING);
    struct json json = json_to(out);
    const struct survey_form *form = &results->it.form;

    json_open(&json, '{');
    json_text_field(&json, "code", results->it.it.code);
    json_text_field(&json, "title", form->title);
    json_text_field(&json, "audience", survey_audience_key(form->audience));
    json_text_field(&json, "state", survey_state_key(results->it.state));
    json_int_field(&json, "expected", results->expected);
    json_int_field(&json, "answered", results->answered);
    json_bool_field(&json, "enough", results->enough);
    if (results->enough) {
        json_key(&json, "all");
        put_part(&json, form, &results->all);
        put_parts(&json, "roles", form, &results->roles);
        put_parts(&json, "schools", form, &results->schools);
        put_texts(&json, &results->texts);
    }
    json_close(&json, '}');
    output_buffer(out);
}

static void
print_question(const struct survey_question *question, size_t number,
               const struct survey_tally *tally)
{
    output_line("%zu. %s (%lld người trả lời)", number, question->text, (long long)tally->answered);
    for (int i = 0; i < question->word_count; i++)
        output_line("   %6lld  %d %s", (long long)tally->counts[i], i + 1, question->words[i]);
    if (tally->answered && (question->kind == SURVEY_SCALE || question->kind == SURVEY_NUMBER))
        output_line("   trung bình %lld,%02lld", (long long)(tally->mean / 100),
                    (long long)(tally->mean % 100));
    if (tally->answered && question->kind == SURVEY_NUMBER)
        output_line("   nhỏ nhất %lld, trung vị %lld, lớn nhất %lld", (long long)tally->least,
                    (long long)tally->median, (long long)tally->most);
}

static void
print_results(const struct survey_results *results)
{
    const struct survey_form *form = &results->it.form;

    output_line("%s: %s (%s, %s): %lld trên %lld người được hỏi đã trả lời", results->it.it.code,
                form->title, survey_audience_word(form->audience),
                survey_state_word(results->it.state), (long long)results->answered,
                (long long)results->expected);
    if (!results->enough) {
        output_line("Dưới %d phiếu: chưa có kết quả, để không lộ ai trả lời gì.", SURVEY_PRIVATE);
        return;
    }
    for (size_t q = 0; q < form->questions.count; q++) {
        print_question(&form->questions.items[q], q + 1, &results->all.tallies[q]);
        for (size_t i = 0; i < results->texts.list.count; i++)
            if (results->texts.list.items[i].question == (int64_t)q + 1)
                output_line("   - %s", results->texts.list.items[i].body);
    }
}

static enum status
run_survey_show(struct cli *cli, struct error *err)
{
    struct survey_results results;
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(survey_results(app, cli->arguments[0], &results, err));
    if (cli->json)
        print_json(&results);
    else
        print_results(&results);
    return OK;
}

const struct command command_survey_show = {
    .name = "survey show",
    .usage = "MÃ",
    .summary = "xem kết quả một phiếu khảo sát, từ 5 phiếu trở lên",
    .help = "Theo trường, theo vai trò (--json, hoặc “hocba survey export”) chỉ với nhóm từ 5 "
            "phiếu; nhóm ít hơn gộp chung.",
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_survey_show,
};

/* --- export, close ---------------------------------------------------------------------------- */

static enum status
run_survey_export(struct cli *cli, struct error *err)
{
    const char *path = cli->arguments[1];
    struct survey_results results;
    struct span bytes;
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(survey_results(app, cli->arguments[0], &results, err));
    TRY(survey_file(app, &results, !text_ends(path, ".csv"), &bytes, err));
    TRY(file_write(path, bytes, 0644, err));
    output_done(
        cli, "survey", results.it.it.code,
        arena_printf(cli->arena, "Đã ghi kết quả phiếu %s vào %s.", results.it.it.code, path));
    return OK;
}

const struct command command_survey_export = {
    .name = "survey export",
    .usage = "MÃ TỆP.xlsx",
    .summary = "ghi kết quả một phiếu khảo sát ra XLSX, hoặc CSV khi tên tệp tận cùng .csv",
    .arguments_min = 2,
    .arguments_max = 2,
    .run = run_survey_export,
};

static const struct option close_options[] = {
    {"reason", "CHỮ", "vì sao", true},
    {0},
};

static enum status
run_survey_close(struct cli *cli, struct error *err)
{
    const char *code = cli->arguments[0];
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(survey_close(app, code, cli_option(cli, "reason"), err));
    output_done(cli, "survey", code,
                arena_printf(cli->arena, "Phiếu khảo sát %s đã đóng; kết quả vẫn xem được.", code));
    return OK;
}

const struct command command_survey_close = {
    .name = "survey close",
    .usage = "MÃ --reason CHỮ",
    .summary = "đóng một phiếu khảo sát trước ngày cuối",
    .options = close_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_survey_close,
};
