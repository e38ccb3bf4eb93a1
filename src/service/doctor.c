/* SPDX-License-Identifier: Apache-2.0
 *
 * Doctor: is this instance well, and are its issued records what they were?
 */
#include <sys/statvfs.h>

#include "base/file.h"
#include "crypto/certificate.h"
#include "service/access.h"
#include "service/backup.h"
#include "service/ledger.h"
#include "service/ledger_slots.h"
#include "service/ledger_stamp.h"
#include "store/certificates.h"
#include "store/instance.h"
#include "store/ledger_entries.h"
#include "store/records.h"
#include "store/units.h"
#include "verify/verify.h"

enum {
    SECONDS_PER_DAY = 24 * 60 * 60,
    BACKUP_DAYS = 7,
    EXPIRY_DAYS = 60,
};
static const uint64_t SPACE_WARNING = 1024ull << 20, SPACE_BAD = 100ull << 20;

static void
add_finding(struct app *app, struct findings *findings, const char *id, enum finding_kind kind,
            const char *sentence)
{
    *list_add(app->arena, findings->list) = (struct finding){id, kind, sentence};
}

/* --- issued records --------------------------------------------------------------------------- */

/* Anchors: the given ones, else any certificate of the registry; the chain then counts for
 * nothing. */
static enum status
some_anchors(struct app *app, struct span pem, struct anchors **anchors, struct error *err)
{
    struct stored_certificates known = {0};
    struct certificate *certificate;

    if (pem.size > 0)
        return anchors_parse(pem, anchors, err);
    TRY(store_list_certificates(app->store, NULL, NULL, app->arena, &known, err));
    if (known.list.count == 0)
        return fail(err, CORRUPT,
                    "Có học bạ đã phát hành nhưng sổ đăng ký không có chứng thư nào.");
    TRY(certificate_parse(known.list.items[0].der, &certificate, err));
    AUTO(buffer) *text = buffer_new(CERTIFICATE_PEM_MAX);
    certificate_write_pem(certificate, text);
    certificate_free(certificate);
    return anchors_parse(buffer_span(text), anchors, err);
}

static const char *
first_no(const struct verdict_report *report, bool with_chain)
{
    for (size_t i = 0; i < CHECK_COUNT; i++) {
        bool of_trust = i == CHECK_CHAIN || i == CHECK_ENTITLEMENT || i == CHECK_STATUS;
        if (report->checks[i].result == CHECK_NO && (with_chain || !of_trust))
            return report->checks[i].reason;
        if (!of_trust && report->checks[i].result == CHECK_UNKNOWN)
            return report->checks[i].reason;
    }
    return NULL;
}

static enum status
verify_one(struct app *app, const struct record_row *row, const struct verify_material *material,
           bool with_chain, struct restore_done *done, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct issued_document document;
    struct verdict_report report;
    const char *reason = NULL;

    enum status status = store_find_issued(app->store, row->uuid, arena, &document, err);
    if (status == NOT_FOUND)
        return OK;
    done->documents++;
    if (status == CORRUPT) {
        reason = err->message;
    } else {
        TRY(status);
        TRY(verify_record(document.bytes, material, arena, &report, err));
        reason = first_no(&report, with_chain);
    }
    if (!reason) {
        done->verified++;
        return OK;
    }
    done->failed++;
    if (!done->first_failure)
        done->first_failure = arena_printf(app->arena, "%s: %s", row->uuid, reason);
    return OK;
}

enum status
issued_verify(struct app *app, struct span anchors_pem, struct restore_done *done,
              struct error *err)
{
    AUTO(anchors) *anchors = NULL;
    AUTO(verify_cache) *cache = verify_cache_new();
    struct record_filter filter = {0};
    struct record_rows rows = {0};

    TRY(store_list_records(app->store, &filter, app->arena, &rows, err));
    if (rows.list.count == 0)
        return OK;
    TRY(some_anchors(app, anchors_pem, &anchors, err));
    struct verify_material material = {
        .anchors = anchors, .now = app_now(app).seconds, .cache = cache};
    for (size_t i = 0; i < rows.list.count; i++) {
        TRY(verify_one(app, &rows.list.items[i], &material, anchors_pem.size > 0, done, err));
        app_progress(app, "Xác minh học bạ", i + 1, rows.list.count);
    }
    return OK;
}

/* --- findings --------------------------------------------------------------------------------- */

static enum status
look_at_database(struct app *app, struct findings *findings, struct error *err)
{
    struct integrity integrity = {0};
    struct store_facts facts;

    TRY(store_facts(app->store, app->arena, &facts, err));
    TRY(store_check_integrity(app->store, app->arena, &integrity, err));
    for (size_t i = 0; i < integrity.problems.count; i++)
        add_finding(app, findings, "database", FINDING_BAD, integrity.problems.items[i]);
    if (integrity.problems.count == 0)
        add_finding(
            app, findings, "database", FINDING_FINE,
            arena_printf(app->arena,
                         "Cơ sở dữ liệu %s %s nguyên vẹn: %zu học bạ, %zu bản đã phát hành, "
                         "%.1f MB.",
                         facts.driver, facts.server, integrity.records, integrity.documents,
                         (double)facts.size / 1e6));
    if (facts.owns_tables)
        add_finding(
            app, findings, "ownership", FINDING_WARNING,
            "Người dùng cơ sở dữ liệu sở hữu các bảng nên có thể gỡ khóa chống sửa; hãy dùng "
            "hai người dùng: --store và --store-owner.");
    return OK;
}

static void
look_at_space(struct app *app, struct findings *findings)
{
    struct statvfs disk;

    if (statvfs(app->home, &disk) != 0) {
        add_finding(app, findings, "space", FINDING_WARNING, "Không đo được chỗ trống trên đĩa.");
        return;
    }
    uint64_t free_bytes = (uint64_t)disk.f_bavail * disk.f_frsize;
    enum finding_kind kind = free_bytes < SPACE_BAD       ? FINDING_BAD
                             : free_bytes < SPACE_WARNING ? FINDING_WARNING
                                                          : FINDING_FINE;
    add_finding(app, findings, "space", kind,
                arena_printf(app->arena, "Đĩa còn trống %.1f GB.%s", (double)free_bytes / 1e9,
                             kind == FINDING_FINE ? ""
                                                  : " Hãy dọn bớt hoặc chuyển sang đĩa lớn "
                                                    "hơn."));
}

static enum status
look_at_clock(struct app *app, struct findings *findings, struct error *err)
{
    const char *created;
    struct moment moment;
    char now[MOMENT_TEXT_SIZE];

    TRY(store_get_instance(app->store, INSTANCE_CREATED, app->arena, &created, err));
    if (created && moment_parse(span_of(created), &moment) &&
        app->options.system_clock() < moment.seconds) {
        add_finding(app, findings, "clock", FINDING_BAD,
                    "Đồng hồ máy chạy sau ngày tạo hệ thống; hãy chỉnh giờ trước khi ký.");
        return OK;
    }
    moment_write(app_now(app), now);
    add_finding(app, findings, "clock", FINDING_FINE,
                arena_printf(app->arena, "Đồng hồ: %s%s.", now,
                             app->clock_start ? " (đồng hồ riêng của hệ thống tập huấn)" : ""));
    return OK;
}

static enum status
look_at_backup(struct app *app, struct findings *findings, struct error *err)
{
    const char *last;
    struct moment moment;

    TRY(store_get_instance(app->store, INSTANCE_LAST_BACKUP, app->arena, &last, err));
    if (!last || !moment_parse(span_of(last), &moment)) {
        add_finding(app, findings, "backup", FINDING_WARNING,
                    "Chưa sao lưu lần nào; hãy chạy “hocba backup NƠI_GHI”.");
    } else {
        int64_t days = (app->options.system_clock() - moment.seconds) / SECONDS_PER_DAY;
        bool old = days > BACKUP_DAYS;
        add_finding(app, findings, "backup", old ? FINDING_WARNING : FINDING_FINE,
                    arena_printf(app->arena, "Lần sao lưu cuối: %s%s.", last,
                                 old ? "; đã lâu, hãy sao lưu lại" : ""));
    }
    if (file_exists(arena_printf(app->arena, "%s/backup.key", app->home)))
        add_finding(
            app, findings, "backup_key", FINDING_WARNING,
            "Khóa mở bản sao lưu còn nằm trong thư mục hệ thống (backup.key); hãy chép ra nơi "
            "khác rồi xóa ở đây.");
    return OK;
}

static void
look_at_certificate(struct app *app, const struct stored_certificate *certificate,
                    struct findings *findings)
{
    int64_t left = certificate->not_after.seconds - app_now(app).seconds;
    const char *what =
        arena_printf(app->arena, "Chứng thư %.8s (%s)", certificate->sha256, certificate->subject);

    if (text_equal(certificate->state, CERTIFICATE_WITHDRAWN) ||
        text_equal(certificate->state, CERTIFICATE_REFUSED))
        return;
    if (left < 0)
        add_finding(app, findings, "certificate", FINDING_WARNING,
                    arena_printf(app->arena, "%s đã hết hạn.", what));
    else if (left < (int64_t)EXPIRY_DAYS * SECONDS_PER_DAY)
        add_finding(app, findings, "certificate", FINDING_WARNING,
                    arena_printf(app->arena, "%s sẽ hết hạn sau %lld ngày.", what,
                                 (long long)(left / SECONDS_PER_DAY)));
    if (certificate->unit && text_equal(certificate->state, CERTIFICATE_REGISTERED))
        add_finding(
            app, findings, "certificate", FINDING_WARNING,
            arena_printf(app->arena, "%s chưa được sở duyệt nên chưa phát hành được.", what));
}

static enum status
look_at_certificates(struct app *app, struct findings *findings, struct error *err)
{
    struct stored_certificates all = {0};
    size_t before = findings->list.count;

    TRY(store_list_certificates(app->store, NULL, NULL, app->arena, &all, err));
    for (size_t i = 0; i < all.list.count; i++)
        look_at_certificate(app, &all.list.items[i], findings);
    if (findings->list.count == before)
        add_finding(
            app, findings, "certificate", FINDING_FINE,
            arena_printf(app->arena, "%zu chứng thư, không có gì cần làm.", all.list.count));
    return OK;
}

static enum status
look_at_issued(struct app *app, struct findings *findings, struct error *err)
{
    struct restore_done done = {0};

    TRY(issued_verify(app, SPAN(""), &done, err));
    if (done.failed > 0)
        add_finding(app, findings, "issued", FINDING_BAD,
                    arena_printf(app->arena, "%zu trong %zu học bạ đã phát hành không còn đúng: %s",
                                 done.failed, done.documents, done.first_failure));
    else
        add_finding(app, findings, "issued", FINDING_FINE,
                    arena_printf(app->arena, "%zu học bạ đã phát hành còn nguyên, mọi chữ ký đúng.",
                                 done.documents));
    return OK;
}

/* The ledger's folder is not there. */
static void
look_for_ledger(struct app *app, const struct ledger_counts *counts, struct findings *findings)
{
    if (counts->entered)
        add_finding(app, findings, "ledger", FINDING_BAD,
                    arena_printf(app->arena,
                                 "Kho có %lld mục đã ghi vào một sổ cái không còn ở %s/ledger. "
                                 "Học bạ còn nguyên; hãy đưa thư mục ấy trở lại từ bản sao của nó.",
                                 (long long)counts->entered, app->home));
    else if (counts->unentered)
        add_finding(
            app, findings, "ledger", FINDING_BAD,
            arena_printf(app->arena,
                         "Có %lld học bạ đã phát hành mà hệ thống chưa có sổ cái, nên không "
                         "chứng minh được là chúng chưa bị sửa; hãy chạy “hocba ledger "
                         "init” rồi “hocba ledger enter”.",
                         (long long)counts->unentered));
    else
        add_finding(app, findings, "ledger", FINDING_WARNING,
                    "Chưa có sổ cái; hãy chạy “hocba ledger init” trước khi phát hành học bạ.");
}

static void
look_into_ledger(struct app *app, const struct ledger_facts *facts,
                 const struct ledger_refused *refused, struct findings *findings)
{
    const char *wanting =
        refused->count ? arena_printf(app->arena, "sổ không nhận %zu học bạ đã phát hành. %s",
                                      refused->count, refused->first)
        : facts->unentered
            ? arena_printf(app->arena,
                           "%lld học bạ đã phát hành chưa ghi vào sổ; hãy chạy “hocba "
                           "ledger enter”",
                           (long long)facts->unentered)
        : facts->changes
            ? arena_printf(app->arena,
                           "%lld quyết định hoặc thay đổi tình trạng chưa ghi vào sổ; hãy chạy "
                           "“hocba ledger enter”",
                           (long long)facts->changes)
        : !facts->has_place
            ? "chưa có chỗ thứ hai (ledger.place trong settings), nên mọi bằng chứng còn tạm"
        : !facts->has_policy ? "chưa có chính sách nhân chứng (ledger.policy trong settings), nên "
                               "mọi bằng chứng còn "
                               "tạm"
        : facts->leaves && !facts->final
            ? "các mục mới nhất còn chờ nhân chứng ký nhận; hãy chạy “hocba ledger enter”"
            : NULL;

    add_finding(app, findings, "ledger",
                refused->count ? FINDING_BAD
                : wanting      ? FINDING_WARNING
                               : FINDING_FINE,
                arena_printf(app->arena, "Sổ cái %s có %llu mục%s%s%s", facts->origin,
                             (unsigned long long)facts->leaves, wanting ? ": " : "",
                             wanting ? wanting : "", refused->count ? "" : "."));
}

/* What lies under no timestamp cannot be proven once the witnesses' keys are not believed any more.
 */
static enum status
look_at_stamps(struct app *app, struct findings *findings, struct error *err)
{
    int64_t seconds;

    TRY(ledger_unstamped(app, &seconds, err));
    if (seconds > LEDGER_STAMP_LATE)
        add_finding(app, findings, "ledger_timestamp", FINDING_WARNING,
                    arena_printf(app->arena,
                                 "Sổ cái có mục %lld ngày chưa có dấu thời gian; hãy chạy “hocba "
                                 "ledger timestamp” mỗi ngày và xem nơi cấp dấu còn trả lời không.",
                                 (long long)(seconds / SECONDS_PER_DAY)));
    return OK;
}

static enum status
look_at_ledger(struct app *app, struct findings *findings, struct error *err)
{
    struct ledger_counts counts;
    struct ledger_refused refused = {0};
    struct ledger_facts facts;
    struct error why;

    TRY(store_count_ledger(app->store, &counts, err));
    if (!ledger_exists(app)) {
        look_for_ledger(app, &counts, findings);
        return OK;
    }
    if (counts.unentered)
        TRY(ledger_slots_refused(app, &refused, err));
    if (ledger_facts(app, &facts, &why) == OK)
        look_into_ledger(app, &facts, &refused, findings);
    else
        add_finding(app, findings, "ledger", FINDING_BAD,
                    arena_printf(app->arena, "Sổ cái: %s", why.message));
    return look_at_stamps(app, findings, err);
}

enum status
doctor_run(struct app *app, struct findings *findings, struct error *err)
{
    TRY(access_check(app, MAY_BACK_UP, NULL, err));
    TRY(look_at_database(app, findings, err));
    TRY(look_at_issued(app, findings, err));
    look_at_space(app, findings);
    TRY(look_at_clock(app, findings, err));
    TRY(look_at_backup(app, findings, err));
    TRY(look_at_ledger(app, findings, err));
    return look_at_certificates(app, findings, err);
}
