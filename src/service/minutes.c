/* SPDX-License-Identifier: Apache-2.0 */
#include "service/minutes.h"

#include <stdio.h>

#include "base/encode.h"
#include "model/record.h"
#include "model/role.h"
#include "service/access.h"
#include "service/inspection_inside.h"

/* --- what they say ---------------------------------------------------------------------------- */

static enum status
clean(struct app *app, const char *what, const char *text, const char **kept, struct error *err)
{
    TRY(inspection_check_text(what, text, err));
    return text_clean(text, what, MINUTES_TEXT_MAX, app->arena, kept, err);
}

static enum status
add_conditions(struct app *app, const struct inspection_view *view, const char *school,
               struct minutes_data *data, struct error *err)
{
    for (size_t i = 0; i < inspection_item_count; i++) {
        const struct inspection_check *found = NULL;
        for (size_t j = 0; j < view->checks.list.count; j++)
            if (text_equal(view->checks.list.items[j].school, school) &&
                text_equal(view->checks.list.items[j].item, inspection_items[i].key))
                found = &view->checks.list.items[j];
        if (!found)
            return fail(err, CONFLICT, "Chưa có kết quả mục “%s”, nên chưa lập được biên bản.",
                        inspection_items[i].sentence);
        struct minutes_condition *row = list_add(app->arena, data->conditions);
        *row = (struct minutes_condition){.item = found->item, .answer = found->answer};
        if (found->remark)
            TRY(clean(app, "nhận xét", found->remark, &row->remark, err));
    }
    return OK;
}

static enum status
add_files(struct app *app, const struct inspection_files *files, struct minutes_finding *row,
          struct error *err)
{
    for (size_t i = 0; i < files->list.count; i++) {
        const struct inspection_file *file = &files->list.items[i];
        if (file->finding != row->number)
            continue;
        struct minutes_evidence *evidence = list_add(app->arena, row->files);
        evidence->name = file->name;
        if (!hex_read(span_of(file->sha256), evidence->sha256, sizeof evidence->sha256))
            return fail(err, CORRUPT, "Mã băm của một tệp bằng chứng không đọc được.");
    }
    return OK;
}

static enum status
add_finding(struct app *app, const struct inspection_finding *finding,
            const struct inspection_files *files, struct minutes_data *data, struct error *err)
{
    struct minutes_finding *row = list_add(app->arena, data->findings);

    *row = (struct minutes_finding){
        .number = finding->number, .severity = finding->severity, .deadline = finding->deadline};
    TRY(clean(app, "điều khoản", finding->article, &row->article, err));
    TRY(clean(app, "phát hiện", finding->finding, &row->finding, err));
    if (finding->evidence)
        TRY(clean(app, "bằng chứng", finding->evidence, &row->evidence, err));
    return add_files(app, files, row, err);
}

/* What the checklist, the sample and the findings say of the school now. */
enum status
minutes_add_facts(struct app *app, const struct inspection_view *view, const char *school,
                  struct minutes_data *data, struct error *err)
{
    struct inspection_files files = {0};

    TRY(store_list_inspection_files(app->store, view->round.id, 0, app->arena, &files, err));
    TRY(add_conditions(app, view, school, data, err));
    for (size_t i = 0; i < view->records.list.count; i++)
        if (text_equal(view->records.list.items[i].school, school))
            *list_add(app->arena, data->records) = view->records.list.items[i].uuid;
    for (size_t i = 0; i < view->findings.list.count; i++)
        if (text_equal(view->findings.list.items[i].school, school))
            TRY(add_finding(app, &view->findings.list.items[i], &files, data, err));
    return OK;
}

static const struct inspection_school *
find_school(const struct inspection_view *view, const char *code)
{
    for (size_t i = 0; i < view->schools.list.count; i++)
        if (view->schools.list.items[i].place && text_equal(view->schools.list.items[i].code, code))
            return &view->schools.list.items[i];
    return NULL;
}

/* --- making ----------------------------------------------------------------------------------- */

struct making {
    struct app *app;
    const char *code, *school;
    const struct minutes_order *order;
    struct person head;
};

bool
minutes_parse_time(const char *text, struct moment *moment)
{
    enum { MINUTE_LENGTH = 16, DAY_LENGTH = 10 }; /* of "2024-05-31 08:00" */
    char whole[MOMENT_TEXT_SIZE];

    if (!text)
        return false;
    if (strlen(text) != MINUTE_LENGTH)
        return moment_parse(span_of(text), moment);
    snprintf(whole, sizeof whole, "%.*sT%s:00+07:00", DAY_LENGTH, text, text + DAY_LENGTH + 1);
    return (text[DAY_LENGTH] == ' ' || text[DAY_LENGTH] == 'T') &&
           moment_parse(span_of(whole), moment);
}

/* Of the inspecting unit, where they inspect today. */
static enum status
find_head(struct making *work, const struct inspection *round, struct error *err)
{
    struct app *app = work->app;
    const char *login = work->order->head;
    struct assignments held = {0};

    if (!login && !app->actor.person_id)
        return fail(err, USAGE, "Chưa nói ai là trưởng đoàn (--head TÊN_ĐĂNG_NHẬP).");
    TRY(person_find(app, login ? login : app->actor.login, &work->head, err));
    struct assignment_filter filter = {
        .unit = round->unit, .person = work->head.id, .on = app_today(app)};
    TRY(store_list_assignments(app->store, &filter, app->arena, &held, err));
    for (size_t i = 0; i < held.list.count; i++)
        if (access_role_has(MAY_INSPECT, held.list.items[i].role))
            return OK;
    return fail(err, DENIED, "%s hôm nay không được đơn vị kiểm tra phân công đi kiểm tra.",
                work->head.name);
}

static enum status
compose(struct making *work, const struct inspection_view *view, struct minutes_data *data,
        struct error *err)
{
    const struct minutes_order *order = work->order;
    const struct inspection *round = &view->round;
    const struct inspection_school *school = find_school(view, work->school);
    struct app *app = work->app;
    struct unit unit;

    TRY(store_find_unit(app->store, round->unit, app->arena, &unit, err));
    *data = (struct minutes_data){.department_name = unit.name,
                                  .department_code = unit.code,
                                  .round = round->code,
                                  .school_name = school->name,
                                  .school_code = school->code,
                                  .year_name = round->year,
                                  .from = order->from,
                                  .to = order->to,
                                  .head = work->head.name,
                                  .made = app_now(app)};
    TRY(clean(app, "số quyết định", round->decision, &data->decision, err));
    TRY(clean(app, "địa điểm", order->place, &data->place, err));
    TRY(clean(app, "thành phần đoàn", order->team ? order->team : round->members, &data->team,
              err));
    TRY(clean(app, "thành phần của trường", order->host, &data->host, err));
    TRY(clean(app, "nội dung đã kiểm tra", order->looked_at ? order->looked_at : round->criteria,
              &data->looked_at, err));
    TRY(clean(app, "ý kiến của trường", order->opinion, &data->opinion, err));
    return minutes_add_facts(app, view, school->id, data, err);
}

/* What is to be signed can be printed. */
static enum status
check_printable(struct app *app, const struct minutes_data *data, struct error *err)
{
    AUTO(buffer) *pdf = buffer_new(MINUTES_PDF_MAX);
    const struct minutes_view view = {.row = {.stage = MINUTES_MADE}, .data = *data, .sha256 = ""};

    return minutes_print(app, &view, pdf, err);
}

static enum status
make(struct store *store, void *context, struct error *err)
{
    AUTO(buffer) *plain = buffer_new(MINUTES_FILE_MAX);
    struct making *work = context;
    struct stamp stamp = app_stamp(work->app, "inspection minutes make");
    struct inspection_view view;
    struct minutes_data data;
    const char *id;

    TRY(inspection_find_for(work->app, work->code, INSPECTION_SAMPLED, &view.round, err));
    TRY(inspection_find_drawn(work->app, &view.round, work->school, &id, err));
    TRY(inspection_check_unsigned(work->app, &view.round, id, err));
    TRY(find_head(work, &view.round, err));
    TRY(inspection_load(work->app, work->code, &view, err));
    TRY(compose(work, &view, &data, err));
    TRY(minutes_xml_write(&data, plain, err));
    TRY(check_printable(work->app, &data, err));
    const struct minutes minutes = {.inspection = view.round.id,
                                    .school = id,
                                    .stage = MINUTES_MADE,
                                    .head = work->head.id,
                                    .bytes = buffer_span(plain)};
    return store_add_minutes(store, &minutes, &stamp, err);
}

enum status
minutes_make(struct app *app, const char *code, const char *school,
             const struct minutes_order *order, struct error *err)
{
    struct making work = {.app = app, .code = code, .school = school, .order = order};

    if (order->from.seconds == 0 || order->to.seconds < order->from.seconds)
        return fail(err, USAGE,
                    "Giờ bắt đầu và giờ kết thúc viết như 2024-05-31 08:00, giờ kết thúc sau giờ "
                    "bắt đầu. Chưa lập biên bản.");
    return store_transact(app->store, make, &work, err);
}

/* --- reading ---------------------------------------------------------------------------------- */

static enum status
read_unsigned(struct span file, struct arena *arena, struct minutes_data *data, struct error *err)
{
    struct xml_document xml;

    TRY(xml_scan(file, MINUTES_FILE_MAX, arena, &xml, err));
    return minutes_xml_read(&xml, arena, data, err);
}

static enum status
read_view(struct app *app, struct minutes_view *view, struct error *err)
{
    struct digest digest = sha256(view->row.bytes);
    char hex[SHA256_HEX_SIZE];
    struct minutes_file file;

    view->sha256 = arena_text(app->arena, digest_hex(&digest, hex));
    if (text_equal(view->row.stage, MINUTES_MADE))
        return read_unsigned(view->row.bytes, app->arena, &view->data, err);
    TRY(minutes_read(view->row.bytes, app->arena, &file, err));
    if (file.both != text_equal(view->row.stage, MINUTES_SIGNED))
        return fail(err, CORRUPT, "Biên bản không mang những chữ ký mà sổ ghi.");
    view->data = file.data;
    view->head = file.head;
    if (file.both)
        view->principal = file.principal;
    return OK;
}

enum status
minutes_find(struct app *app, const char *code, const char *school, struct minutes_view *view,
             struct error *err)
{
    struct inspection_view round;
    struct minutes_list found = {0};

    *view = (struct minutes_view){0};
    TRY(inspection_load(app, code, &round, err));
    const struct inspection_school *drawn = find_school(&round, school);
    if (!drawn)
        return fail(err, NOT_FOUND, "Trường %s không nằm trong mẫu của đợt kiểm tra %s.", school,
                    code);
    TRY(store_list_minutes(app->store, round.round.id, drawn->id, true, app->arena, &found, err));
    if (found.list.count == 0)
        return fail(err, NOT_FOUND, "Chưa lập biên bản kiểm tra trường %s.", school);
    view->row = found.list.items[0];
    view->row.inspection = round.round.id;
    return read_view(app, view, err);
}

static bool
is_shown(const struct inspection_view *view, const char *school)
{
    for (size_t i = 0; i < view->schools.list.count; i++)
        if (text_equal(view->schools.list.items[i].id, school))
            return true;
    return false;
}

enum status
minutes_list(struct app *app, const struct inspection_view *view, struct minutes_list *minutes,
             struct minutes_excuses *excuses, struct error *err)
{
    struct minutes_list all = {0};
    struct minutes_excuses reasons = {0};

    TRY(store_list_minutes(app->store, view->round.id, NULL, false, app->arena, &all, err));
    TRY(store_list_minutes_excuses(app->store, view->round.id, app->arena, &reasons, err));
    for (size_t i = 0; i < all.list.count; i++)
        if (is_shown(view, all.list.items[i].school))
            *list_add(app->arena, minutes->list) = all.list.items[i];
    for (size_t i = 0; i < reasons.list.count; i++)
        if (is_shown(view, reasons.list.items[i].school))
            *list_add(app->arena, excuses->list) = reasons.list.items[i];
    return OK;
}

/* --- without them ----------------------------------------------------------------------------- */

struct excusing {
    struct app *app;
    const char *code, *school, *reason;
};

static enum status
excuse(struct store *store, void *context, struct error *err)
{
    const struct excusing *it = context;
    struct stamp stamp = app_stamp(it->app, "inspection minutes excuse");
    struct inspection round;
    const char *id;

    TRY(inspection_find_for(it->app, it->code, INSPECTION_SAMPLED, &round, err));
    TRY(inspection_find_drawn(it->app, &round, it->school, &id, err));
    TRY(inspection_check_unsigned(it->app, &round, id, err));
    return store_add_minutes_excuse(store, round.id, id, it->reason, &stamp, err);
}

enum status
minutes_excuse(struct app *app, const char *code, const char *school, const char *reason,
               struct error *err)
{
    struct excusing it = {.app = app, .code = code, .school = school, .reason = reason};

    TRY(inspection_check_text("lý do", reason, err));
    return store_transact(app->store, excuse, &it, err);
}

static bool
has_ending(const struct minutes_list *minutes, const struct minutes_excuses *excuses,
           const char *school)
{
    for (size_t i = 0; i < minutes->list.count; i++)
        if (text_equal(minutes->list.items[i].school, school) &&
            text_equal(minutes->list.items[i].stage, MINUTES_SIGNED))
            return true;
    for (size_t i = 0; i < excuses->list.count; i++)
        if (text_equal(excuses->list.items[i].school, school))
            return true;
    return false;
}

enum status
minutes_check_all(struct app *app, const struct inspection_view *view, struct error *err)
{
    struct minutes_list minutes = {0};
    struct minutes_excuses excuses = {0};

    TRY(minutes_list(app, view, &minutes, &excuses, err));
    for (size_t i = 0; i < view->schools.list.count; i++) {
        const struct inspection_school *school = &view->schools.list.items[i];
        if (school->place && !has_ending(&minutes, &excuses, school->id))
            return fail(err, CONFLICT,
                        "Trường %s chưa có biên bản đủ hai chữ ký, cũng chưa có lý do vì sao không "
                        "có, nên đợt kiểm tra chưa kết thúc.",
                        school->code);
    }
    return OK;
}

enum status
inspection_check_unsigned(struct app *app, const struct inspection *round, const char *school,
                          struct error *err)
{
    struct minutes_list found = {0};

    TRY(store_list_minutes(app->store, round->id, school, false, app->arena, &found, err));
    if (found.list.count > 0 && text_equal(found.list.items[0].stage, MINUTES_SIGNED))
        return fail(err, CONFLICT,
                    "Biên bản kiểm tra trường này đã có đủ hai chữ ký; không ghi thêm được. Không "
                    "có gì thay đổi.");
    return OK;
}
