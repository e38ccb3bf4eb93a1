/* SPDX-License-Identifier: Apache-2.0 */
#include "service/report.h"

#include "base/file.h"
#include "model/state.h"
#include "service/access.h"
#include "service/department.h"
#include "service/report_inside.h"
#include "service/signing.h"
#include "sign/packet_write.h"
#include "store/records.h"
#include "store/reports.h"
#include "verify/packet.h"
#include "xml/record_xml.h"

struct reporting {
    struct app *app;
    const struct report_order *order;
    struct report_made *made;
    struct signer_session *session;
    struct unit school;
    struct report_key key;
    struct report_rows known; /* of a later round: what the queue says */
    struct buffer *list;      /* the packet being filled */
    size_t records;           /* in it */
};

/* --- who signs -------------------------------------------------------------------------------- */

/* A school's own seal, or that of the department that manages it; a department's own. */
static enum status
check_seal(struct app *app, const struct unit *unit, const struct certificate *signer,
           struct error *err)
{
    struct stored_certificate stored = {0};
    struct unit department;
    char hex[SHA256_HEX_SIZE];

    TRY(department_above(app, unit->id, &department, err));
    enum status status = store_find_certificate_by_sha256(
        app->store, digest_hex(&signer->sha256, hex), app->arena, &stored, err);
    if (status != OK && status != NOT_FOUND)
        return status;
    bool own = status == OK && text_equal(stored.unit, unit->id);
    bool above = status == OK && stored.unit && text_equal(stored.unit, department.id);
    if (own && text_equal(unit->kind, UNIT_SCHOOL)) {
        if (!text_equal(stored.state, CERTIFICATE_APPROVED))
            return fail(err, DENIED,
                        "Chứng thư của %s chưa được sở duyệt nên chưa ký gói tin được (CV2088 "
                        "III.1). Chưa ký gì.",
                        unit->name);
        return department_check_usable(app, &stored, signer, err);
    }
    if (own || above)
        return department_of_seal(app, signer, &department, err);
    return fail(err, DENIED,
                "Khóa này (%s) không phải con dấu đã đăng ký của %s hay của sở quản lý trường. "
                "Chưa ký gì.",
                signer->common_name, unit->name);
}

enum status
report_key_choose(struct app *app, const struct unit *unit, struct signer_session *session,
                  const struct digest *certificate, struct report_key *key, struct error *err)
{
    const struct certificate_chain *chain;

    TRY(sign_choose_chain(session, certificate, &chain, err));
    TRY(check_seal(app, unit, chain->items[0], err));
    key->session = session;
    key->signer = chain->items[0];
    return xades_identity_make(chain, &key->identity, err);
}

/* --- one packet ------------------------------------------------------------------------------- */

/* Of what the list says: the same records make the same id, in every round another one. */
static const char *
message_id(struct reporting *work)
{
    struct digest digest = sha256(buffer_span(work->list));
    char text[UUID_TEXT_SIZE], hex[SHA256_HEX_SIZE];

    if (work->order->round > 1)
        digest = sha256(span_of(
            arena_printf(work->app->arena, "%s %d", digest_hex(&digest, hex), work->order->round)));

    return arena_text(work->app->arena, uuid_write(digest.bytes, text));
}

/* What is sent is what anybody can verify. */
static enum status
check_packet(struct app *app, struct span list, struct span packet, struct arena *arena,
             struct error *err)
{
    const struct foreign_settings settings = {.now = app_now(app).seconds, .utf8_only = true};
    size_t same = list.size - strlen(PACKET_CLOSE);
    struct packet_report report;

    verify_packet(packet, &settings, arena, &report);
    if (!report.right)
        return fail(err, CORRUPT, "Gói tin không xác minh được: %s", report.reason);
    if (packet.size < same || memcmp(packet.data, list.data, same) != 0)
        return fail(err, CORRUPT, "Gói tin không chứa đúng những học bạ này.");
    return OK;
}

enum status
report_sign(struct app *app, const struct report_key *key, const char *title, struct span list,
            struct arena *arena, struct buffer *out, struct error *err)
{
    struct signature_value value;
    struct packet_pending pending;

    TRY(packet_prepare(list, app_now(app), key->identity, arena, &pending, err));
    TRY(sign_one(app, key->session, title, &key->signer->sha256, &pending.to_be_signed, &value,
                 err));
    TRY(packet_attach(&pending, (struct span){(const char *)value.bytes, value.size}, out, err));
    return check_packet(app, list, buffer_span(out), arena, err);
}

static const char *
title_of(const struct reporting *work)
{
    return arena_printf(work->app->arena, "Gói %zu học bạ của %s", work->records,
                        work->school.name);
}

/* The signed packet in its file: the one that is there, or a new one. */
static enum status
keep_packet(struct reporting *work, struct report_packet *packet, struct arena *arena,
            struct span *bytes, struct error *err)
{
    AUTO(buffer) *out = buffer_new(CONTENT_MAX);

    packet->already = file_exists(packet->file);
    if (packet->already) {
        TRY(file_read(arena, packet->file, CONTENT_MAX, bytes, err));
        if (check_packet(work->app, buffer_span(work->list), *bytes, arena, err) != OK)
            return fail(err, CORRUPT,
                        "Tệp %s có sẵn không phải gói tin đã ký của những học bạ này; không ghi "
                        "đè. Hãy chọn thư mục khác.",
                        packet->file);
        return OK;
    }
    TRY(report_sign(work->app, &work->key, title_of(work), buffer_span(work->list), arena, out,
                    err));
    TRY(file_write(packet->file, buffer_span(out), 0600, err));
    *bytes = (struct span){arena_copy(arena, out->data, out->size), out->size};
    return OK;
}

static enum status
finish_packet(struct reporting *work, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *content = buffer_new(CONTENT_MAX);
    struct report_packet packet = {.records = work->records};
    const char *folder = work->order->folder;
    struct span bytes;

    if (work->records == 0)
        return OK;
    buffer_text(work->list, PACKET_CLOSE);
    packet.id = message_id(work);
    packet.file = arena_printf(work->app->arena, "%s/%s.xml", folder, packet.id);
    packet.content = arena_printf(work->app->arena, "%s/%s.content", folder, packet.id);
    TRY(keep_packet(work, &packet, arena, &bytes, err));
    TRY(content_pack(bytes, content, err));
    TRY(file_write(packet.content, buffer_span(content), 0600, err));
    packet.xml_size = bytes.size;
    packet.content_size = content->size;
    *list_add(work->app->arena, work->made->packets) = packet;
    work->made->records += work->records;
    work->list->size = work->records = 0;
    return OK;
}

/* --- the records ------------------------------------------------------------------------------ */

static enum status
add_record(struct reporting *work, const struct record_row *row, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    size_t most = work->order->at_most ? work->order->at_most : PACKET_RECORDS_MAX;
    struct issued_document document;
    struct span record;

    TRY(store_find_issued(work->app->store, row->uuid, arena, &document, err));
    TRY(record_xml_span(document.bytes, &record, err));
    if (work->records >= most ||
        work->list->size + record.size + strlen(PACKET_CLOSE) > (size_t)REPORT_LIST_MAX)
        TRY(finish_packet(work, err));
    if (work->records == 0)
        buffer_text(work->list, PACKET_OPEN);
    buffer_add(work->list, record.data, record.size);
    work->records++;
    return OK;
}

/* Whose queue: that of the unit under whose seal the packets go. */
static enum status
load_known(struct reporting *work, struct error *err)
{
    struct app *app = work->app;
    struct stored_certificate stored;
    char hex[SHA256_HEX_SIZE];

    if (work->order->round <= 1)
        return OK;
    TRY(store_find_certificate_by_sha256(app->store, digest_hex(&work->key.signer->sha256, hex),
                                         app->arena, &stored, err));
    const struct report_question asked = {.unit = stored.unit,
                                          .year = work->order->year,
                                          .school = work->school.code,
                                          .word = -1,
                                          .limit = REPORTS_SHOWN};
    return store_list_reports(app->store, &asked, app->arena, &work->known, err);
}

/* The receiver has it, or has not answered yet. */
static bool
is_reported(const struct reporting *work, const char *uuid)
{
    for (size_t i = 0; i < work->known.list.count; i++) {
        const struct report_row *row = &work->known.list.items[i];
        if (text_equal(row->uuid, uuid))
            return text_equal(row->state, "accepted") || text_equal(row->state, "open");
    }
    return false;
}

static enum status
make(struct reporting *work, struct error *err)
{
    struct app *app = work->app;
    const struct record_filter filter = {.unit = work->school.id,
                                         .year = work->order->year,
                                         .state = state_key(STATE_ISSUED),
                                         .current = true};
    struct record_rows rows = {0};

    TRY(store_list_records(app->store, &filter, app->arena, &rows, err));
    if (rows.list.count == 0)
        return fail(err, NOT_FOUND, "%s chưa có học bạ nào đã phát hành trong năm học %s.",
                    work->school.name, work->order->year);
    TRY(report_key_choose(app, &work->school, work->session, work->order->certificate, &work->key,
                          err));
    TRY(load_known(work, err));
    TRY(folder_make(work->order->folder, 0700, err));
    for (size_t i = 0; i < rows.list.count; i++) {
        if (is_reported(work, rows.list.items[i].uuid))
            work->made->left_out++;
        else
            TRY(add_record(work, &rows.list.items[i], err));
        app_progress(app, "Đóng gói học bạ", i + 1, rows.list.count);
    }
    return finish_packet(work, err);
}

enum status
report_make(struct app *app, struct signer_session *session, const struct report_order *order,
            struct report_made *made, struct error *err)
{
    AUTO(buffer) *list = buffer_new(CONTENT_MAX);
    struct reporting work = {
        .app = app, .order = order, .made = made, .session = session, .list = list};

    *made = (struct report_made){0};
    TRY(store_find_unit(app->store, order->unit, app->arena, &work.school, err));
    TRY(access_check(app, MAY_EXPORT, work.school.id, err));
    enum status status = make(&work, err);
    xades_identity_free(work.key.identity);
    return status;
}
