/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba inspection list|show
 */
#include "cli/commands.h"
#include "cli/output.h"
#include "service/minutes.h"

static const char *
number_text(struct arena *arena, int64_t number)
{
    return arena_printf(arena, "%lld", (long long)number);
}

static const char *
day_words(struct arena *arena, struct date day)
{
    char text[DATE_TEXT_SIZE];

    return arena_printf(arena, "%s", date_write_iso(day, text));
}

static enum status
run_list(struct cli *cli, struct error *err)
{
    static const struct output_column columns[] = {{"code", "ĐỢT"},
                                                   {"year", "NĂM"},
                                                   {"decision", "QUYẾT ĐỊNH"},
                                                   {"from", "TỪ"},
                                                   {"to", "ĐẾN"},
                                                   {"state", "TÌNH TRẠNG"},
                                                   {"schools", "TRƯỜNG", true},
                                                   {"drawn", "MẪU", true},
                                                   {"seed", "HẠT GIỐNG"}};
    struct inspections rounds = {0};
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(inspection_list(app, &rounds, err));
    struct output_list list = output_list_new(cli, "inspections", columns);
    for (size_t i = 0; i < rounds.list.count; i++) {
        const struct inspection *round = &rounds.list.items[i];
        enum inspection_state state = inspection_state_of(round);
        output_list_row(
            &list,
            (const char *[]){round->code, round->year, round->decision,
                             day_words(cli->arena, round->from), day_words(cli->arena, round->to),
                             cli->json ? inspection_state_key(state) : inspection_state_word(state),
                             number_text(cli->arena, round->schools),
                             number_text(cli->arena, round->drawn), round->seed});
    }
    output_list_print(&list);
    return OK;
}

const struct command command_inspection_list = {
    .name = "inspection list",
    .usage = "",
    .summary = "các đợt kiểm tra",
    .run = run_list,
};

/* --- inspection show -------------------------------------------------------------------------- */

static const char *
school_code(const struct inspection_view *view, const char *id)
{
    for (size_t i = 0; i < view->schools.list.count; i++)
        if (text_equal(view->schools.list.items[i].id, id))
            return view->schools.list.items[i].code;
    return NULL;
}

static struct output_list
schools_of(struct cli *cli, const struct inspection_view *view)
{
    static const struct output_column columns[] = {
        {"school", "TRƯỜNG"},           {"name", "TÊN"},
        {"place", "THỨ TỰ CHỌN", true}, {"weight", "RỦI RO", true},
        {"enrolled", "HỌC SINH", true}, {"issued", "CÓ HỌC BẠ", true},
        {"returned", "TRẢ LẠI", true},  {"revocations", "THU HỒI", true},
        {"seals", "CON DẤU", true},     {"late_days", "TRỄ (NGÀY)", true},
        {"faulty", "CÓ SAI SÓT", true}};
    struct output_list list = output_list_new(cli, "schools", columns);

    for (size_t i = 0; i < view->schools.list.count; i++) {
        const struct inspection_school *it = &view->schools.list.items[i];
        output_list_row(
            &list,
            (const char *[]){
                it->code, it->name, number_text(cli->arena, it->place),
                number_text(cli->arena, it->weight), number_text(cli->arena, it->enrolled),
                number_text(cli->arena, it->issued), number_text(cli->arena, it->returned),
                number_text(cli->arena, it->revocations), number_text(cli->arena, it->seals),
                number_text(cli->arena, it->late_days), number_text(cli->arena, it->faulty)});
    }
    return list;
}

static struct output_list
records_of(struct cli *cli, const struct inspection_view *view)
{
    static const struct output_column columns[] = {
        {"school", "TRƯỜNG"}, {"place", "THỨ TỰ", true}, {"record", "HỌC BẠ"}, {"from", "NGUỒN"}};
    struct output_list list = output_list_new(cli, "records", columns);

    for (size_t i = 0; i < view->records.list.count; i++) {
        const struct inspection_record *it = &view->records.list.items[i];
        const char *from = it->received ? (cli->json ? "gateway" : "nhận qua cổng")
                                        : (cli->json ? "here" : "hệ thống này");
        output_list_row(&list,
                        (const char *[]){school_code(view, it->school),
                                         number_text(cli->arena, it->place), it->uuid, from});
    }
    return list;
}

static struct output_list
checks_of(struct cli *cli, const struct inspection_view *view)
{
    static const struct output_column columns[] = {
        {"school", "TRƯỜNG"}, {"item", "MỤC"}, {"answer", "KẾT QUẢ"}, {"remark", "NHẬN XÉT"}};
    struct output_list list = output_list_new(cli, "checks", columns);

    for (size_t i = 0; i < view->checks.list.count; i++) {
        const struct inspection_check *it = &view->checks.list.items[i];
        output_list_row(&list, (const char *[]){school_code(view, it->school), it->item, it->answer,
                                                it->remark});
    }
    return list;
}

static struct output_list
findings_of(struct cli *cli, const struct inspection_view *view)
{
    static const struct output_column columns[] = {
        {"number", "SỐ", true}, {"school", "TRƯỜNG"},     {"severity", "MỨC"},
        {"article", "CĂN CỨ"},  {"finding", "PHÁT HIỆN"}, {"evidence", "BẰNG CHỨNG"},
        {"deadline", "HẠN"},    {"state", "TÌNH TRẠNG"},  {"remark", "GHI SAU CÙNG"}};
    struct output_list list = output_list_new(cli, "findings", columns);

    for (size_t i = 0; i < view->findings.list.count; i++) {
        const struct inspection_finding *it = &view->findings.list.items[i];
        output_list_row(&list,
                        (const char *[]){number_text(cli->arena, it->number), it->school_code,
                                         it->severity, it->article, it->finding, it->evidence,
                                         day_words(cli->arena, it->deadline),
                                         inspection_finding_state(it), it->remark});
    }
    return list;
}

static void
show_json(const struct inspection *round, const struct output_list *lists, size_t count)
{
    AUTO(buffer) *out = buffer_new(JSON_CEILING);
    struct json json = json_to(out);

    json_open(&json, '{');
    json_text_field(&json, "code", round->code);
    json_text_field(&json, "seed", round->seed);
    json_text_field(&json, "state", inspection_state_key(inspection_state_of(round)));
    json_text_field(&json, "conclusion", round->conclusion);
    for (size_t i = 0; i < count; i++)
        output_list_json(&lists[i], &json);
    json_close(&json, '}');
    output_buffer(out);
}

/* How far each school's minutes are, and why there are none. */
static enum status
minutes_of(struct cli *cli, struct app *app, const struct inspection_view *view,
           struct output_list *list, struct error *err)
{
    static const struct output_column columns[] = {{"school", "TRƯỜNG"},
                                                   {"minutes", "BIÊN BẢN"},
                                                   {"head", "TRƯỞNG ĐOÀN"},
                                                   {"reason", "LÝ DO"}};
    struct minutes_excuses excuses = {0};
    struct minutes_list minutes = {0};

    TRY(minutes_list(app, view, &minutes, &excuses, err));
    *list = output_list_new(cli, "minutes", columns);
    for (size_t i = 0; i < minutes.list.count; i++)
        output_list_row(list, (const char *[]){minutes.list.items[i].school_code,
                                               minutes.list.items[i].stage,
                                               minutes.list.items[i].head_name, NULL});
    for (size_t i = 0; i < excuses.list.count; i++)
        output_list_row(list, (const char *[]){school_code(view, excuses.list.items[i].school),
                                               "none", NULL, excuses.list.items[i].reason});
    return OK;
}

static enum status
run_show(struct cli *cli, struct error *err)
{
    struct inspection_view view;
    struct output_list minutes;
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(inspection_load(app, cli->arguments[0], &view, err));
    TRY(minutes_of(cli, app, &view, &minutes, err));
    const struct output_list lists[] = {schools_of(cli, &view), records_of(cli, &view),
                                        checks_of(cli, &view), findings_of(cli, &view), minutes};
    if (cli->json) {
        show_json(&view.round, lists, COUNT_OF(lists));
        return OK;
    }
    output_line("Đợt kiểm tra %s (%s), năm học %s, quyết định %s", view.round.code,
                inspection_state_word(inspection_state_of(&view.round)), view.round.year,
                view.round.decision);
    output_line("Nội dung: %s", view.round.criteria);
    output_line("Đoàn kiểm tra: %s", view.round.members);
    output_line("Hạt giống chọn mẫu: %s", view.round.seed);
    for (size_t i = 0; i < COUNT_OF(lists); i++)
        output_list_print(&lists[i]);
    if (view.round.conclusion)
        output_line("Kết luận: %s", view.round.conclusion);
    return OK;
}

const struct command command_inspection_show = {
    .name = "inspection show",
    .usage = "ĐỢT",
    .summary = "một đợt kiểm tra: mẫu, điều kiện, phát hiện; trường chỉ thấy phần của mình",
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_show,
};
