/* SPDX-License-Identifier: Apache-2.0
 *
 * The demo's class through the whole job, by the verbs that everybody uses.
 */
#include "service/demo_parts.h"

#include "base/file.h"
#include "embedded_data.h"
#include "service/certificate.h"
#include "service/create.h"
#include "service/export.h"
#include "service/import.h"
#include "service/issue.h"
#include "service/levels.h"
#include "service/manifest.h"
#include "service/registry.h"
#include "service/signing.h"
#include "service/verification.h"
#include "signers/open.h"

/* The workbooks that the school hands in. */
static const struct {
    const char *name;
    const struct span *bytes;
} workbooks[] = {
    {"hoc-sinh.xlsx", &embedded_hoc_sinh_xlsx},
    {"mon-hoc.xlsx", &embedded_mon_hoc_xlsx},
    {"pham-chat.xlsx", &embedded_pham_chat_xlsx},
    {"tong-hop.xlsx", &embedded_tong_hop_xlsx},
};

static struct class_order
whole_class(const struct demo *demo)
{
    return (struct class_order){demo->class.id, NULL};
}

static const char *
home_path(const struct demo *demo, const char *path)
{
    return arena_printf(demo->app->arena, "%s/%s", demo->home, path);
}

/* --- import ----------------------------------------------------------------------------------- */

static enum status
write_workbooks(struct demo *demo, struct error *err)
{
    TRY(folder_make(home_path(demo, "in"), 0700, err));
    for (size_t i = 0; i < COUNT_OF(workbooks); i++)
        TRY(file_write(home_path(demo, arena_printf(demo->app->arena, "in/%s", workbooks[i].name)),
                       *workbooks[i].bytes, 0600, err));
    return OK;
}

static enum status
import_workbooks(struct demo *demo, struct error *err)
{
    struct import_report reports[COUNT_OF(workbooks)] = {0};
    struct import_order order = {
        .unit_id = demo->school.id, .year = DEMO_YEAR, .class_name = DEMO_CLASS};
    int64_t started = demo->order->stopwatch();
    size_t rows = 0, refused = 0;

    TRY(write_workbooks(demo, err));
    for (size_t i = 0; i < COUNT_OF(workbooks); i++) {
        reports[i].name = workbooks[i].name;
        reports[i].bytes = *workbooks[i].bytes;
    }
    TRY(import_run(demo->app, &order, reports, COUNT_OF(workbooks), err));
    for (size_t i = 0; i < COUNT_OF(workbooks); i++) {
        if (reports[i].status != OK)
            return fail(err, reports[i].status, "%s: %s", reports[i].name, reports[i].message);
        rows += reports[i].new_rows + reports[i].changed + reports[i].unchanged;
        refused += reports[i].refused;
    }
    demo_add_step(demo, "Nhập 4 tệp của trường (hàng)", rows, refused, started);
    return OK;
}

/* --- create and sign -------------------------------------------------------------------------- */

static enum status
create_class(struct demo *demo, struct error *err)
{
    struct create_order order = {.of = whole_class(demo)};
    int64_t started = demo->order->stopwatch();
    struct batch *batch = &demo->report->refused;

    TRY(create_records(demo->app, &order, batch, err));
    demo_add_step(demo, "Kiểm tra và khởi tạo học bạ", batch->done, batch->failed, started);
    return OK;
}

/* A record that fails here is a mistake of the demo: it stops with the first
 * reason. */
static enum status
first_failure(const struct batch *batch, struct error *err)
{
    for (size_t i = 0; i < batch->list.count; i++) {
        const struct outcome *outcome = &batch->list.items[i];
        if (outcome->kind == OUTCOME_FAILED)
            return fail(err, outcome->status, "%s: %s", outcome->pupil_name, outcome->message);
    }
    return OK;
}

/* As everybody signs: by hocba-signer, which reads the PIN from its file. */
enum status
demo_open_key(struct demo *demo, const char *name, struct signer_source *source,
              struct signer_session **session, struct error *err)
{
    struct arena *arena = demo->app->arena;
    const char *base = arena_printf(arena, "%s/pki/%s", demo->home, name);

    *source = (struct signer_source){.kind = "key",
                                     .place = arena_printf(arena, "%s.p12", base),
                                     .pass_file = arena_printf(arena, "%s.pin", base),
                                     .program = demo->app->options.signer_program};
    return signer_session_open(source, session, err);
}

enum status
demo_sign(struct demo *demo, const struct class_order *of, enum signer_role role, const char *key,
          const char *step, struct error *err)
{
    AUTO(signer_session) *session = NULL;
    struct sign_order order = {.of = *of, .role = role};
    int64_t started = demo->order->stopwatch();
    struct signer_source source;
    struct batch batch = {0};

    TRY(demo_open_key(demo, key, &source, &session, err));
    struct sign_with with = {.session = session, .kind = source.kind};
    TRY(sign_records(demo->app, &order, &with, &batch, err));
    TRY(first_failure(&batch, err));
    if (step)
        demo_add_step(demo, step, batch.done, batch.failed, started);
    return OK;
}

static enum status
issue_class(struct demo *demo, struct error *err)
{
    struct class_order order = whole_class(demo);
    int64_t started = demo->order->stopwatch();
    struct batch batch = {0};

    TRY(issue_records(demo->app, &order, &batch, err));
    TRY(first_failure(&batch, err));
    demo_add_step(demo, "Phát hành", batch.done, batch.failed, started);
    return OK;
}

/* The principal signs who has a record. */
static enum status
close_class(struct demo *demo, struct error *err)
{
    AUTO(signer_session) *session = NULL;
    struct manifest_order order = {.class_id = demo->class.id};
    int64_t started = demo->order->stopwatch();
    struct signer_source source;
    struct manifest_made made;

    TRY(demo_open_key(demo, "cbql", &source, &session, err));
    TRY(manifest_close(demo->app, session, &order, &made, err));
    demo_add_step(demo,
                  made.supplement ? "Bảng kê bổ sung của lớp"
                                  : "Chốt lớp: hiệu trưởng ký bảng kê học bạ",
                  made.counts[ABSENCE_NONE], 0, started);
    return OK;
}

/* To B-LT, by the demo's own authority. */
static enum status
raise_class(struct demo *demo, struct error *err)
{
    struct levels_order order = {.class_id = demo->class.id};
    int64_t started = demo->order->stopwatch();
    struct levels_report report = {0};

    TRY(levels_run(demo->app, &order, &report, err));
    if (report.waiting)
        return fail(err, CORRUPT, "Không lên được mức B-LT: %s", report.reason);
    demo_add_step(demo, "Dấu thời gian và dữ liệu thu hồi (mức B-LT)", report.raised, 0, started);
    return OK;
}

/* --- export and verify ------------------------------------------------------------------------ */

static enum status
export_to(struct demo *demo, struct export_order order, const char *folder, const char *what,
          struct error *err)
{
    struct export_report report = {0};
    int64_t started = demo->order->stopwatch();

    order.of = whole_class(demo);
    order.folder = home_path(demo, folder);
    TRY(export_class(demo->app, &order, &report, err));
    demo->report->pages += report.pages;
    demo_add_step(demo, what, report.files.count, 0, started);
    return OK;
}

static enum status
write_registry(struct demo *demo, struct span *bytes, struct error *err)
{
    AUTO(buffer) *out = buffer_new(REGISTRY_EXPORT_MAX);
    AUTO(signer_session) *session = NULL;
    int64_t started = demo->order->stopwatch();
    struct signer_source source;
    size_t rows;

    TRY(demo_open_key(demo, "department", &source, &session, err));
    TRY(registry_export(demo->app, session, out, &rows, err));
    TRY(file_write(home_path(demo, "out/registry.xml"), buffer_span(out), 0644, err));
    *bytes = (struct span){arena_copy(demo->app->arena, out->data, out->size), out->size};
    demo_add_step(demo, "Sổ đăng ký người ký, do sở ký (dòng)", rows, 0, started);
    return OK;
}

/* Every exported file as a stranger would: with nothing but the root and the
 * registry. */
static enum status
verify_files(struct demo *demo, struct span registry, struct error *err)
{
    AUTO(verification) *verification = NULL;
    struct app *app = demo->app;
    struct class_order order = whole_class(demo);
    int64_t started = demo->order->stopwatch();
    struct record_filter filter = {.class_id = order.class_id, .state = "issued", .current = true};
    struct record_rows rows = {0};
    size_t authentic = 0;

    struct verification_order with = {.anchors = home_path(demo, "pki/root.pem"),
                                      .registry = registry,
                                      .now = demo->order->options->system_clock()};

    TRY(verification_open(&with, &verification, err));
    TRY(store_list_records(app->store, &filter, app->arena, &rows, err));
    for (size_t i = 0; i < rows.list.count; i++) {
        AUTO(buffer) *out = buffer_new(VERIFIED_FILE_MAX);
        const char *level;
        TRY(levels_compose(app, rows.list.items[i].uuid, NULL, out, &level, err));
        struct verified_file file = {.bytes = buffer_span(out)};
        authentic += verification_judge(verification, &file, NULL, NULL) == VERDICT_AUTHENTIC;
    }
    demo_add_step(demo, "Xác minh chỉ bằng tệp, chứng thư gốc và sổ đăng ký", authentic,
                  rows.list.count - authentic, started);
    return OK;
}

enum status
demo_run_class(struct demo *demo, struct error *err)
{
    struct span registry;

    TRY(import_workbooks(demo, err));
    TRY(create_class(demo, err));
    const struct class_order all = whole_class(demo);
    TRY(demo_sign(demo, &all, SIGNER_CLASS_TEACHER, "gvcn", "Ký: giáo viên chủ nhiệm", err));
    TRY(demo_sign(demo, &all, SIGNER_PRINCIPAL, "cbql", "Ký: hiệu trưởng", err));
    TRY(demo_sign(demo, &all, SIGNER_SCHOOL, "school", "Ký: con dấu số của trường", err));
    TRY(issue_class(demo, err));
    TRY(close_class(demo, err));
    TRY(demo_enter(demo, err));
    TRY(demo_replace(demo, err));
    TRY(close_class(demo, err));
    TRY(demo_enter(demo, err));
    TRY(raise_class(demo, err));
    TRY(export_to(demo, (struct export_order){.format = EXPORT_XML}, "out/xml", "Xuất XML", err));
    TRY(export_to(demo, (struct export_order){.format = EXPORT_PACKAGE}, "out/packages",
                  "Gói .hocba: học bạ và bằng chứng sổ cái", err));
    TRY(demo_audit(demo, err));
    TRY(write_registry(demo, &registry, err));
    TRY(verify_files(demo, registry, err));
    TRY(export_to(demo, (struct export_order){.format = EXPORT_PDF}, "out/pdf",
                  "In PDF theo mẫu TT27, mỗi học sinh một tệp", err));
    TRY(export_to(
        demo, (struct export_order){.format = EXPORT_PDF, .style = PRINT_DIGITAL, .one_file = true},
        "out/pdf", "In PDF bản thể hiện số, cả lớp một tệp", err));
    return export_to(demo, (struct export_order){.format = EXPORT_XLSX, .period = PERIOD_END_2},
                     "out/xlsx", "Bảng tổng hợp kết quả (Phụ lục 2)", err);
}
