/* SPDX-License-Identifier: Apache-2.0 */
#include "service/report_view.h"

#include <stdio.h>

#include "service/access.h"
#include "service/school.h"
#include "sheet/table_write.h"

/* --- what to do ------------------------------------------------------------------------------- */

/* By the codes of docs/gateway.md; another repository may have others. */
static const struct {
    const char *codes, *vi, *en;
} advice[] = {
    {" CERTIFICATE ",
     "Chứng thư số chưa được nơi nhận duyệt hoặc đã hết hạn: xin duyệt, rồi bấm Nộp lại.",
     "The receiver has not approved the certificate, or it has expired: have it approved, then "
     "send again."},
    {" YEAR ", "Năm học chưa mở hoặc đã chốt ở nơi nhận: liên hệ nơi nhận, rồi bấm Nộp lại.",
     "The year is not open, or frozen, at the receiver: ask there, then send again."},
    {" STRUCTURE RULES SIGNATURE ",
     "Học bạ có sai sót: đề nghị thay thế, sửa, ký và phát hành bản mới; bản mới tự nộp.",
     "The record is wrong: ask to replace it, correct, sign and issue the new one, which goes out "
     "by itself."},
    {" DUPLICATE SLOT REPLACED ",
     "Nơi nhận đã có học bạ khác của học sinh này: cần quyết định thu hồi bản ấy trước, rồi bấm "
     "Nộp lại.",
     "The receiver has another record of this pupil: a decision has to withdraw that one first, "
     "then send again."},
    {" CONFLICT ",
     "Mã của gói đã mang nội dung khác ở nơi nhận: bấm Nộp lại, học bạ đi trong gói mới có mã mới.",
     "The packet's id has other content at the receiver: send again, under a new id."},
    {" UNWANTED ",
     "Nơi nhận không nhận gói ở dạng hoặc cỡ này: hỏi nơi nhận trước, rồi bấm Nộp lại.",
     "The receiver does not take a packet of this form or size: ask them first, then send again."},
    {" UNIT TOKEN ", "Tài khoản hoặc mã đơn vị ở nơi nhận không khớp: báo người vận hành hệ thống.",
     "The account or the unit's code does not match at the receiver: tell the operator."},
    {" SIZE GZIP SYNTAX ", "Gói tin không đọc được ở nơi nhận: báo người vận hành hệ thống.",
     "The receiver cannot read the packet: tell the operator."},
};

const char *
report_advice(const char *error, bool english)
{
    char word[32];

    snprintf(word, sizeof word, " %s ", error ? error : "");
    for (size_t i = 0; i < COUNT_OF(advice); i++)
        if (error && *error && strstr(advice[i].codes, word))
            return english ? advice[i].en : advice[i].vi;
    return english ? "Read the reason; when it is mended, send again."
                   : "Đọc lý do; khắc phục rồi bấm Nộp lại.";
}

int
report_word_parse(const char *key)
{
    for (int i = 0; key && i < REPORT_WORDS; i++)
        if (text_equal(report_word_keys[i], key))
            return i;
    return -1;
}

/* --- loading ---------------------------------------------------------------------------------- */

static enum status
find_unit(struct app *app, const struct report_filter *filter, struct unit *unit, struct error *err)
{
    if (!text_is_blank(filter->unit))
        TRY(unit_find(app, filter->unit, unit, err));
    else if (app->actor.unit_id)
        TRY(store_find_unit(app->store, app->actor.unit_id, app->arena, unit, err));
    else
        return fail(err, USAGE, "Hãy nêu mã đơn vị nộp.");
    return access_check(app, MAY_REPORT, unit->id, err);
}

static struct report_question
question_of(const struct report_filter *filter, const struct unit *unit)
{
    return (struct report_question){.unit = unit->id,
                                    .year = text_is_blank(filter->year) ? NULL : filter->year,
                                    .school = text_is_blank(filter->school) ? NULL : filter->school,
                                    .word = filter->word,
                                    .limit = REPORTS_SHOWN};
}

static enum status
find_peer(struct app *app, struct report_view *view, struct error *err)
{
    struct report_peers peers = {0};

    TRY(store_list_report_peers(app->store, view->unit.id, app->arena, &peers, err));
    view->has_peer = peers.list.count > 0;
    if (view->has_peer)
        view->peer = peers.list.items[0];
    return store_find_report_trouble(app->store, view->unit.id, app->arena, &view->trouble, err);
}

/* --- a page ----------------------------------------------------------------------------------- */

/* "SCHOOL/YEAR/UUID": a page begins behind a record, wherever that stands by now. */
struct place {
    const char *school, *year, *uuid; /* NULL: before everything */
};

static struct place
place_parse(struct arena *arena, const char *text)
{
    const char *year = text ? strchr(text, '/') : NULL;
    const char *uuid = year ? strchr(year + 1, '/') : NULL;

    if (!uuid)
        return (struct place){0};
    return (struct place){arena_printf(arena, "%.*s", (int)(year - text), text),
                          arena_printf(arena, "%.*s", (int)(uuid - year - 1), year + 1), uuid + 1};
}

/* <0: all of the school's year stands before the place; 0: the place is in it. */
static int
compare_block(const struct report_count *block, const struct place *place)
{
    int order = strcmp(block->unit_code, place->school);

    return order ? order : strcmp(block->year, place->year);
}

/* Behind the record `uuid`; from the beginning when it is there no more. */
static void
add_rows(struct app *app, const struct report_rows *found, const char *uuid,
         struct report_view *view)
{
    size_t first = 0;

    for (size_t i = 0; uuid && i < found->list.count; i++)
        if (text_equal(found->list.items[i].uuid, uuid))
            first = i + 1;
    for (size_t i = first; i < found->list.count && view->rows.list.count <= REPORT_PAGE; i++)
        *list_add(app->arena, view->rows.list) = found->list.items[i];
}

static bool
same_block(const struct report_count *a, const struct report_count *b)
{
    return text_equal(a->unit_code, b->unit_code) && text_equal(a->year, b->year);
}

/* The records of one school and year, as far as the page still has room. */
static enum status
load_block(struct app *app, const struct report_question *asked, const struct report_count *block,
           const char *after, struct report_view *view, struct error *err)
{
    struct report_question one = *asked;
    struct report_rows found = {0};

    one.school = block->unit_code;
    one.year = block->year;
    TRY(store_list_reports(app->store, &one, app->arena, &found, err));
    add_rows(app, &found, after, view);
    return OK;
}

/* School by school and year by year, only those that have such a record: the database sorts a few
 * hundred rows and not a province's. */
static enum status
load_page(struct app *app, const struct report_question *asked, const struct report_counts *counts,
          const char *after, struct report_view *view, struct error *err)
{
    const struct place place = place_parse(app->arena, after);
    const struct report_count *last = NULL;

    for (size_t i = 0; i < counts->list.count && view->rows.list.count <= REPORT_PAGE; i++) {
        const struct report_count *block = &counts->list.items[i];
        int order = place.uuid ? compare_block(block, &place) : 1;
        if (order < 0 || (last && same_block(last, block)) ||
            (asked->word >= 0 && block->word != asked->word))
            continue;
        TRY(load_block(app, asked, block, order == 0 ? place.uuid : NULL, view, err));
        last = block;
    }
    view->more = view->rows.list.count > REPORT_PAGE;
    if (!view->more)
        return OK;
    view->rows.list.count = REPORT_PAGE;
    const struct report_row *end = &view->rows.list.items[REPORT_PAGE - 1];
    view->next = arena_printf(app->arena, "%s/%s/%s", end->unit_code, end->year, end->uuid);
    return OK;
}

enum status
report_view_load(struct app *app, const struct report_filter *filter, struct report_view *view,
                 struct error *err)
{
    struct report_counts counts = {0};

    *view = (struct report_view){0};
    TRY(find_unit(app, filter, &view->unit, err));
    TRY(find_peer(app, view, err));
    const struct report_question asked = question_of(filter, &view->unit);
    TRY(store_count_reports(app->store, &asked, app->arena, &counts, err));
    for (size_t i = 0; i < counts.list.count; i++)
        if (counts.list.items[i].word >= 0 && counts.list.items[i].word < REPORT_WORDS)
            view->counts[counts.list.items[i].word] += counts.list.items[i].records;
    return load_page(app, &asked, &counts, filter->after, view, err);
}

/* --- out -------------------------------------------------------------------------------------- */

static void
add_columns(struct sheet_table *table)
{
    static const struct sheet_column columns[] = {
        {"Mã tra cứu", 38, false},     {"Năm học", 12, false}, {"Mã trường", 12, false},
        {"Trường", 32, false},         {"Lớp", 8, false},      {"Mã học sinh", 14, false},
        {"Họ và tên", 28, false},      {"Kết quả", 20, false}, {"Mã lỗi", 14, false},
        {"Trường dữ liệu", 20, false}, {"Lý do", 60, false},   {"Phải làm gì", 60, false},
        {"Mã gói tin", 38, false}};

    for (size_t i = 0; i < COUNT_OF(columns); i++)
        table->columns[table->column_count++] = columns[i];
}

static void
add_row(struct app *app, const struct report_row *row, struct sheet_table *table)
{
    bool refused = row->word == REPORTED_REFUSED;
    const char *const texts[] = {row->uuid,
                                 row->year,
                                 row->unit_code,
                                 row->unit_name,
                                 row->class_name,
                                 row->pupil_code,
                                 row->pupil_name,
                                 report_word_text((enum report_word)row->word),
                                 refused ? row->error : "",
                                 refused ? row->field : "",
                                 refused ? row->description : row->trouble,
                                 refused ? report_advice(row->error, false) : "",
                                 row->message};

    for (size_t i = 0; i < COUNT_OF(texts); i++)
        *list_add(app->arena, table->cells) = (struct sheet_cell){.text = texts[i] ? texts[i] : ""};
}

enum status
report_view_file(struct app *app, const struct report_filter *filter, bool workbook,
                 struct span *bytes, struct error *err)
{
    struct sheet_table table = {.name = "Báo cáo lên cấp trên", .date = app_today(app)};
    struct report_rows rows = {0};
    char asked_at[MOMENT_TEXT_SIZE];
    struct unit unit;

    TRY(find_unit(app, filter, &unit, err));
    const struct report_question asked = question_of(filter, &unit);
    TRY(store_list_reports(app->store, &asked, app->arena, &rows, err));
    table.title = arena_printf(app->arena, "Học bạ nộp lên cấp trên – %s", unit.name);
    table.notes[0] = arena_printf(app->arena, "Lập lúc %s", moment_write(app_now(app), asked_at));
    add_columns(&table);
    for (size_t i = 0; i < rows.list.count; i++)
        add_row(app, &rows.list.items[i], &table);
    return workbook ? xlsx_write_table(&table, app->arena, bytes, err)
                    : csv_write_table(&table, app->arena, bytes, err);
}

static void
write_row(const struct report_row *row, struct json *json)
{
    bool refused = row->word == REPORTED_REFUSED;

    json_open(json, '{');
    json_text_field(json, "record", row->uuid);
    json_text_field(json, "year", row->year);
    json_text_field(json, "school", row->unit_code);
    json_text_field(json, "school_name", row->unit_name);
    json_text_field(json, "class", row->class_name);
    json_text_field(json, "code", row->pupil_code);
    json_text_field(json, "name", row->pupil_name);
    json_text_field(json, "state", report_word_keys[row->word]);
    json_text_field(json, "error", refused ? row->error : "");
    json_text_field(json, "field", refused ? row->field : "");
    json_text_field(json, "reason", refused ? row->description : row->trouble);
    json_text_field(json, "advice", refused ? report_advice(row->error, false) : "");
    json_text_field(json, "message_id", row->message);
    json_close(json, '}');
}

static void
write_peer(const struct report_view *view, struct json *json)
{
    if (!view->has_peer)
        return;
    json_key(json, "peer");
    json_open(json, '{');
    json_text_field(json, "url", view->peer.url);
    json_text_field(json, "user", view->peer.user_name);
    json_close(json, '}');
}

void
report_view_write(const struct report_view *view, struct json *json)
{
    json_open(json, '{');
    json_text_field(json, "unit", view->unit.code);
    write_peer(view, json);
    json_key(json, "counts");
    json_open(json, '{');
    for (int i = 0; i < REPORT_WORDS; i++)
        json_int_field(json, report_word_keys[i], view->counts[i]);
    json_close(json, '}');
    json_text_field(json, "trouble", view->trouble.error);
    json_open_list(json, "records");
    for (size_t i = 0; i < view->rows.list.count; i++)
        write_row(&view->rows.list.items[i], json);
    json_close(json, ']');
    json_bool_field(json, "more", view->more);
    json_text_field(json, "next", view->next);
    json_close(json, '}');
}
