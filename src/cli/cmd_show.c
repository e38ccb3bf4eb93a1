/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba show, hocba list
 */
#include "cli/change_output.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/pupil_option.h"
#include "model/state.h"
#include "service/edit.h"

static const struct option show_options[] = {
    {"pupil", "MÃ", "mã học sinh"},
    {"year", "NĂM_HỌC", "năm học (mặc định: mới nhất)"},
    {"history", NULL, "mọi thay đổi: ai, khi nào, từ đâu"},
    {"marks", NULL, "mọi lần kiểm tra"},
    {"unit", "MÃ", "trường (mặc định: trường duy nhất)"},
    {0},
};

static const char *
moment_text(struct cli *cli, struct moment moment)
{
    char text[MOMENT_TEXT_SIZE];

    return arena_text(cli->arena, moment_write(moment, text));
}

static const char *
state_label(const char *key)
{
    enum state state;

    return key && state_parse(key, &state) ? state_word(state) : key;
}

static const char *
verb_label(const char *key)
{
    enum verb verb;

    return verb_parse(key, &verb) ? verb_word(verb) : key;
}

/* Why people who have signed find it unsigned again; once it is issued that is past. */
static const char *
again_of(const struct record_row *row)
{
    enum state state;

    return row && state_parse(row->state, &state) && !state_is_issued(state) ? row->again : NULL;
}

/* --- a draft --------------------------------------------------------------------------------- */

static void
add_subject(struct output_list *list, struct cli *cli, const struct subject_result *subject)
{
    const char *mark =
        subject->mark == MARK_NONE ? NULL : arena_printf(cli->arena, "%d", subject->mark);
    const char *rows[][3] = {
        {"muc", "mức đạt được", level_symbol(subject->level)},
        {"diem", "điểm", mark},
        {"nhan_xet", "nhận xét", subject->comment},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const char *key = arena_printf(cli->arena, "mon.%s.%s", subject->code, rows[i][0]);
        const char *label = arena_printf(cli->arena, "%s: %s", subject->name, rows[i][1]);
        output_list_row(list, (const char *[]){key, label, rows[i][2]});
    }
}

static enum status
show_draft(struct cli *cli, struct app *app, const struct enrolled *enrolled, struct error *err)
{
    static const struct output_column columns[] = {
        {"key", "MỤC"}, {"label", "TÊN"}, {"value", "GIÁ TRỊ"}};
    struct output_list list = output_list_new(cli, "draft", columns);
    struct record_view view;
    struct drafts drafts;

    TRY(record_view_of(app, enrolled, &view, err));
    TRY(drafts_load_one(app, enrolled->enrolment.id, &drafts, err));
    const struct record *record = &drafts.list.items[0].record;
    for (size_t i = 0; i < record_field_count; i++) {
        const struct field *field = &record_fields[i];
        if (field->owner == OWNER_SYSTEM)
            continue;
        output_list_row(&list, (const char *[]){field->key, field->label,
                                                record_get(record, field, cli->arena)});
    }
    for (size_t i = 0; i < record->subject_count; i++)
        add_subject(&list, cli, &record->subjects[i]);
    output_list_row(&list, (const char *[]){"uuid", "Học bạ", view.row.uuid});
    output_list_row(
        &list, (const char *[]){"state", "Trạng thái", view.row.uuid ? view.row.state : "draft"});
    output_list_row(&list, (const char *[]){"reason", "Trả về, lập lại vì", again_of(&view.row)});
    output_list_print(&list);
    return OK;
}

static enum status
show_history(struct cli *cli, struct app *app, const struct enrolled *enrolled, struct error *err)
{
    struct changes changes = {0};

    TRY(draft_history(app, enrolled, &changes, err));
    changes_print(cli, &changes);
    return OK;
}

static enum status
show_marks(struct cli *cli, struct app *app, const struct enrolled *enrolled, struct error *err)
{
    static const struct output_column columns[] = {
        {"subject", "MÔN"}, {"period", "KỲ"},    {"attempt", "LẦN", true}, {"mark", "ĐIỂM", true},
        {"at", "GHI LÚC"},  {"by", "NGƯỜI GHI"}, {"source", "NGUỒN"}};
    struct output_list list = output_list_new(cli, "marks", columns);
    struct mark_attempts marks = {0};

    TRY(draft_marks(app, enrolled, &marks, err));
    for (size_t i = 0; i < marks.list.count; i++) {
        const struct mark_attempt *mark = &marks.list.items[i];
        output_list_row(&list,
                        (const char *[]){mark->subject, mark->period,
                                         arena_printf(cli->arena, "%d", mark->attempt),
                                         arena_printf(cli->arena, "%d", mark->mark),
                                         moment_text(cli, mark->at), mark->by, mark->source});
    }
    output_list_print(&list);
    return OK;
}

/* --- a record -------------------------------------------------------------------------------- */

static struct output_list
list_events(struct cli *cli, const struct record_view *view)
{
    static const struct output_column columns[] = {{"at", "LÚC"},
                                                   {"by", "NGƯỜI LÀM"},
                                                   {"verb", "VIỆC"},
                                                   {"state", "THÀNH"},
                                                   {"reason", "LÝ DO"}};
    struct output_list list = output_list_new(cli, "events", columns);

    for (size_t i = 0; i < view->events.list.count; i++) {
        const struct record_event *event = &view->events.list.items[i];
        output_list_row(&list, (const char *[]){moment_text(cli, event->at), event->by,
                                                cli->json ? event->verb : verb_label(event->verb),
                                                cli->json ? event->to : state_label(event->to),
                                                event->reason});
    }
    return list;
}

static struct output_list
list_signatures(struct cli *cli, const struct record_view *view)
{
    static const struct output_column columns[] = {{"role", "VAI TRÒ"},
                                                   {"subject", "MÔN"},
                                                   {"at", "KÝ LÚC"},
                                                   {"by", "NGƯỜI KÝ"},
                                                   {"certificate", "CHỨNG THƯ"}};
    struct output_list list = output_list_new(cli, "signatures", columns);

    for (size_t i = 0; i < view->signatures.list.count; i++) {
        const struct record_signature *one = &view->signatures.list.items[i];
        const char *sha =
            cli->json ? one->certificate : arena_printf(cli->arena, "%.8s", one->certificate);
        output_list_row(&list, (const char *[]){one->role, one->subject, moment_text(cli, one->at),
                                                one->by, sha});
    }
    return list;
}

/* What signers noted for each other; part of no record. */
static struct output_list
list_notes(struct cli *cli, const struct record_view *view)
{
    static const struct output_column columns[] = {
        {"at", "LÚC"}, {"by", "NGƯỜI GHI"}, {"role", "VAI TRÒ"}, {"text", "GHI CHÚ"}};
    struct output_list list = output_list_new(cli, "notes", columns);

    for (size_t i = 0; i < view->notes.list.count; i++) {
        const struct record_note *note = &view->notes.list.items[i];
        output_list_row(
            &list, (const char *[]){moment_text(cli, note->at), note->by, note->role, note->text});
    }
    return list;
}

/* Who has to sign again, because the record that this one replaces fell. */
static struct output_list
list_signed_before(struct cli *cli, const struct record_view *view)
{
    static const struct output_column columns[] = {
        {"verb", "ĐÃ KÝ BẢN TRƯỚC"}, {"at", "LÚC"}, {"by", "NGƯỜI KÝ"}};
    struct output_list list = output_list_new(cli, "signed_before", columns);

    for (size_t i = 0; i < view->signed_before.list.count; i++) {
        const struct record_event *event = &view->signed_before.list.items[i];
        output_list_row(&list, (const char *[]){cli->json ? event->verb : verb_label(event->verb),
                                                moment_text(cli, event->at), event->by});
    }
    return list;
}

static void
print_record(const struct record_view *view, const struct output_list *events,
             const struct output_list *signatures, const struct output_list *notes,
             const struct output_list *before)
{
    const struct record_row *row = &view->row;

    output_line("Học bạ %s: %s (mã %s), lớp %s, năm học %s", row->uuid, row->pupil_name,
                row->pupil_code, row->class_name, row->year);
    output_line("Trạng thái: %s", state_label(row->state));
    if (row->replaces)
        output_line("Lập lại thay cho học bạ %s, vì: %s", row->replaces, row->again);
    else if (row->again)
        output_line("Được trả về hoặc lập lại, vì: %s", row->again);
    output_line("%s", "");
    output_list_print(events);
    output_line("%s", "");
    output_list_print(signatures);
    if (view->notes.list.count > 0) {
        output_line("%s", "");
        output_list_print(notes);
    }
    if (view->signed_before.list.count == 0)
        return;
    output_line("%s", "");
    output_list_print(before);
}

static enum status
show_record(struct cli *cli, const char *uuid, struct error *err)
{
    struct record_view view;
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(record_view_load(app, uuid, &view, err));
    struct output_list events = list_events(cli, &view), signatures = list_signatures(cli, &view);
    struct output_list notes = list_notes(cli, &view), before = list_signed_before(cli, &view);
    if (!cli->json) {
        print_record(&view, &events, &signatures, &notes, &before);
        return OK;
    }
    AUTO(buffer) *out = buffer_new(JSON_CEILING);
    struct json json = json_to(out);
    json_open(&json, '{');
    json_text_field(&json, "uuid", view.row.uuid);
    json_text_field(&json, "state", view.row.state);
    json_text_field(&json, "pupil", view.row.pupil_code);
    json_text_field(&json, "name", view.row.pupil_name);
    json_text_field(&json, "class", view.row.class_name);
    json_text_field(&json, "year", view.row.year);
    json_text_field(&json, "replaces", view.row.replaces);
    json_text_field(&json, "reason", view.row.again);
    output_list_json(&events, &json);
    output_list_json(&signatures, &json);
    output_list_json(&notes, &json);
    output_list_json(&before, &json);
    json_close(&json, '}');
    output_buffer(out);
    return OK;
}

static enum status
run_show(struct cli *cli, struct error *err)
{
    struct enrolled enrolled;
    struct app *app;

    if ((cli->argument_count == 1) == (cli_option(cli, "pupil") != NULL))
        return fail(err, USAGE, "Xem gì: --pupil MÃ (bản nháp), hoặc UUID của một học bạ.");
    if (cli->argument_count == 1)
        return show_record(cli, cli->arguments[0], err);
    TRY(cli_enrolled(cli, &app, &enrolled, err));
    if (cli_flag(cli, "history"))
        return show_history(cli, app, &enrolled, err);
    if (cli_flag(cli, "marks"))
        return show_marks(cli, app, &enrolled, err);
    return show_draft(cli, app, &enrolled, err);
}

const struct command command_show = {
    .name = "show",
    .usage = "UUID | --pupil MÃ [--year NĂM_HỌC] [--history|--marks]",
    .summary = "xem bản nháp, lịch sử, các lần kiểm tra của học sinh, hoặc một học bạ",
    .options = show_options,
    .arguments_max = 1,
    .run = run_show,
};

/* --- list ------------------------------------------------------------------------------------ */

static const struct option list_options[] = {
    {"year", "NĂM_HỌC", "như 2023-2024", true},
    {"class", "LỚP", "chỉ lớp này"},
    {"state", "TRẠNG_THÁI", "chỉ trạng thái này: draft, created, signed_gvcn, issued, ..."},
    {"unit", "MÃ", "trường (mặc định: trường duy nhất)"},
    {0},
};

static const struct record_row *
record_of(const struct record_rows *rows, const char *enrolment)
{
    for (size_t i = 0; i < rows->list.count; i++) {
        if (text_equal(rows->list.items[i].enrolment, enrolment))
            return &rows->list.items[i];
    }
    return NULL;
}

static enum status
list_class(struct output_list *list, struct cli *cli, struct app *app,
           const struct school_class *class, struct error *err)
{
    struct record_filter filter = {
        .unit = class->unit, .year = class->year, .class_id = class->id, .current = true};
    const char *only = cli_option(cli, "state");
    struct enrolments enrolments = {0};
    struct record_rows rows = {0};

    TRY(class_pupils(app, class, &enrolments, err));
    TRY(records_list(app, &filter, &rows, err));
    for (size_t i = 0; i < enrolments.list.count; i++) {
        const struct enrolled *enrolled = &enrolments.list.items[i];
        const struct record_row *row = record_of(&rows, enrolled->enrolment.id);
        const char *state = row ? row->state : "draft";
        if (only && !text_equal(state, only))
            continue;
        output_list_row(list,
                        (const char *[]){class->name, enrolled->pupil.code, enrolled->pupil.name,
                                         row ? row->uuid : NULL,
                                         cli->json ? state : state_label(state), again_of(row)});
    }
    return OK;
}

static enum status
run_list(struct cli *cli, struct error *err)
{
    static const struct output_column columns[] = {
        {"class", "LỚP"},       {"code", "MÃ HS"},       {"name", "HỌ VÀ TÊN"},
        {"uuid", "MÃ TRA CỨU"}, {"state", "TRẠNG THÁI"}, {"reason", "TRẢ VỀ, LẬP LẠI VÌ"}};
    struct output_list list = output_list_new(cli, "records", columns);
    const char *year = cli_option(cli, "year"), *only = cli_option(cli, "class");
    struct school_classes classes = {0};
    struct school_class class;
    struct unit school;
    struct app *app;
    enum state state;

    if (cli_option(cli, "state") && !state_parse(cli_option(cli, "state"), &state))
        return fail(err, USAGE, "Không có trạng thái “%s”. Ví dụ: draft, created, issued.",
                    cli_option(cli, "state"));
    TRY(cli_open(cli, &app, err));
    TRY(school_find(app, cli_option(cli, "unit"), &school, err));
    if (only)
        TRY(class_find(app, school.id, year, only, &class, err));
    TRY(classes_list(app, school.id, year, &classes, err));
    for (size_t i = 0; i < classes.list.count; i++) {
        if (!only || text_equal(classes.list.items[i].name, only))
            TRY(list_class(&list, cli, app, &classes.list.items[i], err));
    }
    output_list_print(&list);
    return OK;
}

const struct command command_list = {
    .name = "list",
    .usage = "--year NĂM_HỌC [--class LỚP] [--state TRẠNG_THÁI]",
    .summary = "liệt kê học sinh với học bạ và trạng thái",
    .options = list_options,
    .run = run_list,
};
