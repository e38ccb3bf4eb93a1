/* SPDX-License-Identifier: Apache-2.0 */
#include "service/freeze.h"

#include "base/encode.h"
#include "service/access.h"
#include "service/manifest.h"
#include "service/paper_sign.h"
#include "service/reasons.h"
#include "service/summer.h"
#include "store/units.h"
#include "verify/manifest.h"
#include "verify/signature.h"

enum { NAMED_MAX = 5 };

struct freezing {
    struct app *app;
    const struct freeze_order *order;
    struct freeze_data data;
    struct reasons reasons;
    struct year_rules rules;
    LIST(struct freeze_look_row) looks;
    LIST(const char *) open;     /* names of classes that are neither closed nor excused */
    struct summer_names waiting; /* whom the freeze after the summer would shut out */
    struct year_freeze kept;
};

/* --- the classes ------------------------------------------------------------------------------ */

/* Closed: its newest manifest says what there is now. */
static enum status
find_manifest(struct freezing *work, const struct school_class *class, struct freeze_row *row,
              struct freeze_look_row *look, struct error *err)
{
    *look = (struct freeze_look_row){.class = *class};
    enum status status = manifest_look(work->app, class->id, &look->manifest, err);
    if (status == NOT_FOUND) {
        look->empty = true;
        row->reason = "không có học sinh";
        return OK;
    }
    TRY(status);
    if (look->manifest.current &&
        !hex_read(span_of(look->manifest.newest.sha256), row->manifest, sizeof row->manifest))
        return fail(err, CORRUPT, "Bảng kê của lớp %s không đọc được.", class->name);
    return OK;
}

/* By the newest manifest of a class, who still waits by the year's first freeze. */
static enum status
add_waiting(struct freezing *work, const struct school_class *class, struct error *err)
{
    struct app *app = work->app;
    struct summer summer;
    struct manifest newest;
    struct manifest_data data;

    TRY(summer_load(app, &work->rules, class, &summer, err));
    if (summer.manifest.rows.count == 0)
        return OK;
    TRY(manifest_newest(app, class, &newest, &data, err));
    summer_list_waiting(&summer, &data, app->arena, &work->waiting);
    return OK;
}

static enum status
add_class(struct freezing *work, const struct school_class *class, struct error *err)
{
    struct freeze_row *row = list_add(work->app->arena, work->data.rows);
    struct freeze_look_row *look = list_add(work->app->arena, work->looks);

    *row = (struct freeze_row){.class_name = class->name};
    TRY(add_waiting(work, class, err));
    TRY(find_manifest(work, class, row, look, err));
    if (look->manifest.current || look->empty)
        return OK;
    row->reason = reasons_take(&work->reasons, class->name);
    if (!row->reason)
        *list_add(work->app->arena, work->open) = class->name;
    return OK;
}

/* The first of them, between commas. */
static const char *
first_names(const struct freezing *work, const char *const *names, size_t count)
{
    AUTO(buffer) *text = buffer_new(400);

    for (size_t i = 0; i < count && i < NAMED_MAX; i++)
        buffer_printf(text, "%s%s", i ? ", " : "", names[i]);
    return arena_printf(work->app->arena, "%.*s%s", (int)text->size, text->data,
                        count > NAMED_MAX ? ", …" : "");
}

static enum status
refuse_open(const struct freezing *work, struct error *err)
{
    return fail(err, INVALID,
                "%zu lớp chưa chốt, hoặc đã có thay đổi sau khi chốt: %s. Chưa ký gì; hãy chốt "
                "lớp bằng “hocba class close”, hoặc ghi lý do vào một tệp và dùng --reasons.",
                work->open.count, first_names(work, work->open.items, work->open.count));
}

static enum status
refuse_waiting(const struct freezing *work, struct error *err)
{
    size_t count = work->waiting.list.count;

    return fail(err, INVALID,
                "%zu học sinh còn chờ đánh giá bổ sung: %s. Văn bản chốt lần sau đóng năm học với "
                "mọi học sinh, nên chưa ký; hãy phát hành học bạ của các em rồi chốt bổ sung lớp, "
                "hoặc chốt lại lớp với lý do khác.",
                count, first_names(work, work->waiting.list.items, count));
}

static enum status
collect_classes(struct freezing *work, struct error *err)
{
    const struct freeze_order *order = work->order;
    struct app *app = work->app;
    struct school_classes classes = {0};
    struct unit school;

    TRY(store_find_unit(app->store, order->unit, app->arena, &school, err));
    work->data.school_name = school.name;
    work->data.school_code = school.code;
    work->data.year_name = order->year;
    work->data.made = app_now(app);
    TRY(reasons_read(app, order->reasons, "tên lớp", &work->reasons, err));
    TRY(store_list_classes(app->store, order->unit, order->year, app->arena, &classes, err));
    if (classes.list.count == 0)
        return fail(err, NOT_FOUND, "Năm học %s chưa có lớp nào; không có gì để chốt.",
                    order->year);
    for (size_t i = 0; i < classes.list.count; i++)
        TRY(add_class(work, &classes.list.items[i], err));
    return OK;
}

static enum status
collect(struct freezing *work, struct error *err)
{
    TRY(collect_classes(work, err));
    if (work->open.count > 0)
        return refuse_open(work, err);
    const char *left = reasons_left(&work->reasons);
    return left ? fail(err, INVALID,
                       "Tệp lý do: lớp %s không có trong năm học, không có học sinh, hoặc đã chốt. "
                       "Chưa ký gì.",
                       left)
                : OK;
}

/* --- the one before --------------------------------------------------------------------------- */

static bool
says_the_same(const struct freeze_data *a, const struct freeze_data *b)
{
    if (a->rows.count != b->rows.count)
        return false;
    for (size_t i = 0; i < a->rows.count; i++) {
        const struct freeze_row *x = &a->rows.items[i], *y = &b->rows.items[i];
        if (!text_equal(x->class_name, y->class_name) || !text_equal(x->reason, y->reason) ||
            memcmp(x->manifest, y->manifest, sizeof x->manifest) != 0)
            return false;
    }
    return true;
}

static enum status
read_newest(struct app *app, const char *unit, const char *year, struct year_freeze *freeze,
            struct freeze_data *data, struct error *err)
{
    struct year_freezes all = {0};
    struct digest signer;

    TRY(store_list_freezes(app->store, unit, year, false, STORE_ROWS_MAX, app->arena, &all, err));
    if (all.list.count == 0)
        return fail(err, NOT_FOUND, "Năm học %s chưa có văn bản chốt của hiệu trưởng.", year);
    *freeze = all.list.items[0];
    /* The newest is the one that nothing supersedes, whatever the clock said. */
    for (size_t i = 0; i < all.list.count; i++)
        for (size_t j = 0; j < all.list.count; j++)
            if (text_equal(all.list.items[j].supersedes, freeze->sha256))
                *freeze = all.list.items[j];
    return freeze_read(freeze->bytes, app->arena, data, &signer, err);
}

enum status
freeze_newest(struct app *app, const char *unit, const char *year, struct year_freeze *freeze,
              struct freeze_data *data, struct error *err)
{
    TRY(access_check(app, MAY_SEE, unit, err));
    return read_newest(app, unit, year, freeze, data, err);
}

/* --- looking ---------------------------------------------------------------------------------- */

/* As if the former reasons were given again. */
static void
take_former(struct freezing *work, const struct freeze_data *before)
{
    for (size_t i = 0; i < work->data.rows.count; i++) {
        struct freeze_row *row = &work->data.rows.items[i];
        struct freeze_look_row *look = &work->looks.items[i];
        if (look->empty || look->manifest.current)
            continue;
        for (size_t j = 0; j < before->rows.count; j++)
            if (text_equal(before->rows.items[j].class_name, row->class_name))
                look->reason = row->reason = before->rows.items[j].reason;
    }
}

static void
count_rows(const struct freezing *work, struct freeze_look *look)
{
    for (size_t i = 0; i < work->looks.count; i++) {
        const struct freeze_look_row *row = &work->looks.items[i];
        *list_add(work->app->arena, look->rows) = *row;
        look->closed += row->manifest.current;
        look->empty += row->empty;
        look->open += !row->manifest.current && !row->empty;
    }
    if (work->waiting.list.count > 0)
        look->waiting = first_names(work, work->waiting.list.items, work->waiting.list.count);
}

enum status
freeze_look(struct app *app, const char *unit, const char *year, struct freeze_look *look,
            struct error *err)
{
    const struct freeze_order order = {.unit = unit, .year = year};
    struct freezing work = {.app = app, .order = &order};
    struct freeze_data before = {0};

    *look = (struct freeze_look){0};
    TRY(access_check(app, MAY_MANAGE_YEARS, unit, err));
    TRY(year_rules_load(app, unit, year, &work.rules, err));
    TRY(collect_classes(&work, err));
    enum status status = read_newest(app, unit, year, &look->newest, &before, err);
    if (status != OK && status != NOT_FOUND)
        return status;
    look->frozen = work.rules.frozen;
    look->signed_ = status == OK;
    take_former(&work, &before);
    look->current = look->frozen && look->signed_ && says_the_same(&work.data, &before);
    count_rows(&work, look);
    return OK;
}

/* --- signing ---------------------------------------------------------------------------------- */

static enum status
sign(struct freezing *work, const struct paper_way *way, struct sign_right *right,
     struct buffer *out, struct error *err)
{
    AUTO(buffer) *plain = buffer_new(FREEZE_FILE_MAX);
    const struct school_class whole = {.unit = work->order->unit, .year = work->order->year};
    const struct paper paper = {
        .kind = &paper_freeze,
        .title = arena_printf(work->app->arena, "Chốt năm học %s", work->order->year),
        .school = work->data.school_name,
        .class = &whole,
        .made = work->data.made,
        .reasons = work->order->reasons};

    TRY(freeze_xml_write(&work->data, plain, err));
    return paper_sign(work->app, &paper, buffer_span(plain), way, right, out, err);
}

static enum status begin(struct freezing *work, struct freeze_made *made, struct error *err);

/* A signer may take minutes; what was signed must still be so when the year shuts by it. */
static enum status
check_current(const struct freezing *work, struct error *err)
{
    struct freezing now = {.app = work->app, .order = work->order};
    struct freeze_made made = {0};

    enum status status = begin(&now, &made, err);
    if (status == OK && says_the_same(&now.data, &work->data) &&
        text_equal(now.data.supersedes, work->data.supersedes))
        return OK;
    if (status != OK && status != INVALID)
        return status;
    return fail(err, CONFLICT,
                "Trong lúc ký, lớp hoặc bảng kê đã có thay đổi. Chưa ghi gì; hãy xem lại rồi ký "
                "lại.");
}

static enum status
take_effect(struct store *store, void *context, struct error *err)
{
    struct freezing *work = context;
    struct stamp stamp = app_stamp(work->app, "year freeze");
    const struct year_freeze *kept = &work->kept;
    struct school_year year;

    TRY(check_current(work, err));
    TRY(store_add_freeze(store, kept, err));
    TRY(store_find_year(store, kept->unit, kept->year, work->app->arena, &year, err));
    return text_equal(year.state, YEAR_FROZEN)
               ? OK
               : store_set_year_state(store, kept->unit, kept->year, YEAR_FROZEN, &stamp, err);
}

static enum status
keep(struct freezing *work, const struct sign_right *right, struct span file,
     struct freeze_made *made, struct error *err)
{
    struct digest digest = signed_document_digest(file), signer;
    struct app *app = work->app;
    struct freeze_data again;
    char hex[SHA256_HEX_SIZE];

    /* What is kept is what anybody can read and verify. */
    TRY(freeze_read(file, app->arena, &again, &signer, err));
    made->sha256 = arena_text(app->arena, digest_hex(&digest, hex));
    work->kept = (struct year_freeze){.sha256 = made->sha256,
                                      .unit = work->order->unit,
                                      .year = work->order->year,
                                      .certificate = right->certificate.sha256,
                                      .supersedes = work->data.supersedes,
                                      .made = work->data.made,
                                      .by = right->signer,
                                      .bytes = file};
    return store_transact(app->store, take_effect, work, err);
}

/* What there is to sign, unless the newest one says it already. */
static enum status
begin(struct freezing *work, struct freeze_made *made, struct error *err)
{
    const struct freeze_order *order = work->order;
    struct year_freeze newest;
    struct freeze_data before;

    TRY(access_check(work->app, MAY_MANAGE_YEARS, order->unit, err));
    TRY(year_rules_load(work->app, order->unit, order->year, &work->rules, err));
    TRY(collect(work, err));
    for (size_t i = 0; i < work->data.rows.count; i++)
        *(work->data.rows.items[i].reason ? &made->excused : &made->closed) += 1;
    enum status status = read_newest(work->app, order->unit, order->year, &newest, &before, err);
    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    made->later = true;
    made->already = work->rules.frozen && says_the_same(&work->data, &before);
    made->sha256 = newest.sha256;
    work->data.supersedes = newest.sha256;
    return !made->already && work->waiting.list.count > 0 ? refuse_waiting(work, err) : OK;
}

enum status
freeze_check(struct app *app, const struct freeze_order *order, struct error *err)
{
    struct freezing work = {.app = app, .order = order};
    struct freeze_made made = {0};

    return begin(&work, &made, err);
}

static enum status
freeze(struct app *app, const struct freeze_order *order, const struct paper_way *way,
       struct freeze_made *made, struct error *err)
{
    AUTO(buffer) *file = buffer_new(FREEZE_FILE_MAX);
    struct freezing work = {.app = app, .order = order};
    struct sign_right right = {0};

    *made = (struct freeze_made){0};
    TRY(begin(&work, made, err));
    if (made->already)
        return OK;
    if (way->values)
        work.data.made = way->values->made;
    TRY(sign(&work, way, &right, file, err));
    return way->file ? OK : keep(&work, &right, buffer_span(file), made, err);
}

enum status
freeze_sign(struct app *app, struct signer_session *session, const struct freeze_order *order,
            struct freeze_made *made, struct error *err)
{
    const struct paper_way way = {.session = session, .certificate = order->certificate};

    return freeze(app, order, &way, made, err);
}

enum status
freeze_prepare(struct app *app, const struct freeze_order *order, const struct paper_signer *signer,
               struct buffer *file, struct freeze_made *made, struct error *err)
{
    const struct paper_way way = {
        .pem = signer->pem, .der = signer->der, .chain = signer->chain, .file = file};

    return freeze(app, order, &way, made, err);
}

enum status
freeze_attach(struct app *app, const char *unit, const char *year, struct span json,
              struct freeze_made *made, struct error *err)
{
    struct freeze_order order = {.unit = unit, .year = year};
    struct paper_file values;
    const struct paper_way way = {.values = &values};

    TRY(paper_file_read(app, json, &paper_freeze, &values, err));
    order.reasons = values.reasons;
    return freeze(app, &order, &way, made, err);
}
