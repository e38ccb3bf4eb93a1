/* SPDX-License-Identifier: Apache-2.0
 *
 * One record of the demo's class has a comment that was copied from another pupil: the school asks,
 * the department decides and seals, the class teacher corrects, and the new record takes the old
 * one's place.  At the end somebody changes a byte of the store by hand, in a copy, and the audit
 * tells.
 */
#include "service/demo_parts.h"

#include "base/file.h"
#include "model/state.h"
#include "service/audit.h"
#include "service/create.h"
#include "service/edit.h"
#include "service/export.h"
#include "service/issue.h"
#include "service/ledger.h"
#include "service/revocation.h"
#include "store/pupils.h"

#define WRONG    "Nhận xét môn Tiếng Việt chép nhầm từ một bạn khác."
#define EVIDENCE "Biên bản kiểm tra hồ sơ số 07/BB"
#define COMMENT  "mon.TV.nhan_xet"
#define RIGHT    "Đọc hay, viết chữ đẹp; biết kể lại câu chuyện bằng lời của mình."
#define NUMBER   "12/QĐ-SGDĐT"

enum { STORE_COPY_MAX = 256 * 1024 * 1024 };

static const char *
path_of(const struct demo *demo, const char *name)
{
    return arena_printf(demo->app->arena, "%s/%s", demo->home, name);
}

/* --- asked and decided ------------------------------------------------------------------------ */

/* The last of the class's list. */
static enum status
choose_record(struct demo *demo, struct record_row *row, struct error *err)
{
    struct record_filter filter = {
        .class_id = demo->class.id, .state = state_key(STATE_ISSUED), .current = true};
    struct record_rows rows = {0};

    TRY(store_list_records(demo->app->store, &filter, demo->app->arena, &rows, err));
    if (rows.list.count == 0)
        return fail(err, CORRUPT, "Lớp của bản thử không có học bạ nào phát hành.");
    *row = rows.list.items[rows.list.count - 1];
    return OK;
}

static enum status
open_as(struct demo *demo, const char *login, struct app **app, struct error *err)
{
    struct app_options options = *demo->order->options;

    options.by = login;
    return app_open(&options, app, err);
}

static enum status
decide(struct app *officer, struct demo *demo, const char *request, struct error *err)
{
    AUTO(signer_session) *session = NULL;
    struct revocation_ruling ruling = {.request = request, .number = NUMBER};
    struct signer_source source;
    struct decision_data data;

    TRY(demo_open_key(demo, "officer", &source, &session, err));
    return revocation_decide(officer, session, &ruling, &data, err);
}

static enum status
seal(struct app *clerk, struct demo *demo, const char *request, struct error *err)
{
    AUTO(signer_session) *session = NULL;
    struct revocation_sealed sealed;
    struct signer_source source;

    TRY(demo_open_key(demo, "department", &source, &session, err));
    return revocation_seal(clerk, session, request, NULL, NULL, &sealed, err);
}

/* What one person of the department does. */
static enum status
as_department(struct demo *demo, const char *login, const char *request,
              enum status (*act)(struct app *, struct demo *, const char *, struct error *),
              struct error *err)
{
    struct app *app;

    TRY(open_as(demo, login, &app, err));
    enum status status = act(app, demo, request, err);
    app_close(app);
    return status;
}

static enum status
agree(struct demo *demo, const struct record_row *old, struct error *err)
{
    struct revocation_item item = {
        .record = old->uuid, .wish = WISH_REPLACE, .reason = WRONG, .evidence = EVIDENCE};
    struct revocation_items items = {.list = {&item, 1, 1}};
    const char *request;

    TRY(revocation_request(demo->app, &items, &request, err));
    TRY(as_department(demo, DEMO_APPROVER, request, decide, err));
    TRY(as_department(demo, DEMO_SEAL_CLERK, request, seal, err));
    struct revocation_view view;
    TRY(revocation_show(demo->app, request, &view, err));
    return file_write(path_of(demo, "out/thay-the/quyet-dinh.xml"), view.file, 0644, err);
}

/* --- made anew -------------------------------------------------------------------------------- */

static enum status
correct(struct demo *demo, const struct record_row *old, struct error *err)
{
    struct edit edit = {.key = COMMENT, .value = RIGHT};
    struct enrolled enrolled;

    TRY(store_find_enrolment(demo->app->store, old->enrolment, demo->app->arena, &enrolled, err));
    return draft_edit(demo->app, &enrolled, &edit, 1, err);
}

static enum status
make_anew(struct demo *demo, const struct record_row *old, struct error *err)
{
    static const struct {
        enum signer_role role;
        const char *key;
    } signers[] = {
        {SIGNER_CLASS_TEACHER, "gvcn"}, {SIGNER_PRINCIPAL, "cbql"}, {SIGNER_SCHOOL, "school"}};
    struct create_order order = {.of = {demo->class.id, old->pupil_code}};
    struct batch made = {0}, issued = {0};

    TRY(create_records(demo->app, &order, &made, err));
    for (size_t i = 0; i < COUNT_OF(signers); i++)
        TRY(demo_sign(demo, &order.of, signers[i].role, signers[i].key, NULL, err));
    TRY(issue_records(demo->app, &order.of, &issued, err));
    if (made.done != 1 || issued.done != 1)
        return fail(err, CORRUPT, "Bản thử không lập được học bạ thay thế.");
    return OK;
}

enum status
demo_replace(struct demo *demo, struct error *err)
{
    int64_t started = demo->order->stopwatch();
    struct export_report report = {0};
    struct record_row old;

    TRY(choose_record(demo, &old, err));
    struct export_order before = {.of = {demo->class.id, old.pupil_code},
                                  .format = EXPORT_PACKAGE,
                                  .folder = path_of(demo, "out/thay-the")};
    TRY(export_class(demo->app, &before, &report, err));
    TRY(agree(demo, &old, err));
    TRY(correct(demo, &old, err));
    TRY(make_anew(demo, &old, err));
    demo_add_step(demo, "Thay thế một học bạ: đề nghị, quyết định của sở, lập, ký, phát hành lại",
                  1, 0, started);
    demo->replaced = old.uuid;
    return OK;
}

/* --- a byte changed by hand ------------------------------------------------------------------- */

static enum status
copy_file(struct demo *demo, const char *folder, const char *name, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    const char *from = path_of(demo, name);
    struct span bytes;

    if (!file_exists(from))
        return OK;
    TRY(file_read(arena, from, STORE_COPY_MAX, &bytes, err));
    return file_write(arena_printf(arena, "%s/%s", folder, name), bytes, 0600, err);
}

/* Nobody writes meanwhile: the file and its log together are the store.  Opened and closed once,
 * the copy has all of it in the file. */
static enum status
copy_store(struct demo *demo, const struct app_options *options, struct error *err)
{
    static const char *const names[] = {"settings", "hocba.db", "hocba.db-wal"};
    struct app *copy;

    TRY(folder_make(options->home, 0700, err));
    for (size_t i = 0; i < COUNT_OF(names); i++)
        TRY(copy_file(demo, options->home, names[i], err));
    TRY(app_open(options, &copy, err));
    app_close(copy);
    return OK;
}

/* One digit of the digest that the store keeps beside an issued document. */
static enum status
bend_store(struct demo *demo, const char *folder, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    const char *path = arena_printf(arena, "%s/hocba.db", folder);
    struct issued_document document;
    struct span bytes;

    TRY(store_find_issued(demo->app->store, demo->replaced, arena, &document, err));
    TRY(file_read(arena, path, STORE_COPY_MAX, &bytes, err));
    char *digest = memmem(bytes.data, bytes.size, document.sha256, strlen(document.sha256));
    if (!digest)
        return fail(err, CORRUPT, "Bản thử không tìm thấy học bạ trong tệp của kho.");
    *digest = *digest == '0' ? '1' : '0';
    return file_write(path, bytes, 0600, err);
}

static enum status
audit_bent(struct demo *demo, const struct app_options *options, struct error *err)
{
    int64_t started = demo->order->stopwatch();
    struct arena *arena = demo->app->arena;
    struct audit_report report;
    struct app *bent;

    TRY(app_open(options, &bent, err));
    struct audit_plan plan = {
        .ledger = path_of(demo, "out/ledger"), .policy = path_of(demo, "policy"), .app = bent};
    enum status status = audit_carry_out(&plan, arena, &report, err);
    if (status == OK && report.audit.findings.count)
        demo->report->tampering = arena_text(arena, report.audit.findings.items[0].sentence);
    app_close(bent);
    TRY(status);
    if (!demo->report->tampering)
        return fail(err, CORRUPT, "Kiểm toán không thấy byte bị sửa trong bản sao của kho.");
    demo_add_step(demo, "Kiểm toán bản sao kho bị sửa một byte (lỗi: điều không khớp)",
                  (size_t)report.compared, report.audit.finding_count, started);
    return OK;
}

enum status
demo_tamper(struct demo *demo, struct error *err)
{
    struct app_options options = *demo->order->options;

    if (demo->order->store_url)
        return OK; /* the store is on a server: no file to change */
    options.home = path_of(demo, "bi-sua");
    TRY(copy_store(demo, &options, err));
    TRY(bend_store(demo, options.home, err));
    return audit_bent(demo, &options, err);
}
