/* SPDX-License-Identifier: Apache-2.0 */
#include "service/report.h"

#include "base/file.h"
#include "model/state.h"
#include "service/access.h"
#include "service/department.h"
#include "service/signing.h"
#include "sign/packet_write.h"
#include "store/records.h"
#include "verify/packet.h"
#include "xml/record_xml.h"

enum { LIST_MAX = CONTENT_MAX - PACKET_SIGNATURE_MAX };

struct reporting {
    struct app *app;
    const struct report_order *order;
    struct report_made *made;
    struct signer_session *session;
    struct unit school;
    const struct certificate *signer; /* the session's */
    struct xades_identity *identity;
    struct buffer *list; /* the packet being filled */
    size_t records;      /* in it */
};

/* --- who signs -------------------------------------------------------------------------------- */

static enum status
check_seal(struct reporting *work, struct error *err)
{
    struct app *app = work->app;
    struct stored_certificate stored = {0};
    struct unit department;
    char hex[SHA256_HEX_SIZE];

    enum status status = store_find_certificate_by_sha256(
        app->store, digest_hex(&work->signer->sha256, hex), app->arena, &stored, err);
    if (status != OK && status != NOT_FOUND)
        return status;
    if (status == OK && text_equal(stored.unit, work->school.id)) {
        if (!text_equal(stored.state, CERTIFICATE_APPROVED))
            return fail(err, DENIED,
                        "Chứng thư của %s chưa được sở duyệt nên chưa ký gói tin được (CV2088 "
                        "III.1). Chưa ký gì.",
                        work->school.name);
        return department_check_usable(app, &stored, work->signer, err);
    }
    if (status == OK && stored.unit && text_equal(stored.unit, work->school.parent))
        return department_of_seal(app, work->signer, &department, err);
    return fail(err, DENIED,
                "Khóa này (%s) không phải con dấu đã đăng ký của %s hay của sở quản lý trường. "
                "Chưa ký gì.",
                work->signer->common_name, work->school.name);
}

static enum status
choose_key(struct reporting *work, struct error *err)
{
    const struct certificate_chain *chain;

    TRY(sign_choose_chain(work->session, work->order->certificate, &chain, err));
    work->signer = chain->items[0];
    TRY(check_seal(work, err));
    return xades_identity_make(chain, &work->identity, err);
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
check_packet(struct reporting *work, struct span packet, struct arena *arena, struct error *err)
{
    const struct foreign_settings settings = {.now = app_now(work->app).seconds, .utf8_only = true};
    size_t same = work->list->size - strlen(PACKET_CLOSE);
    struct packet_report report;

    verify_packet(packet, &settings, arena, &report);
    if (!report.right)
        return fail(err, CORRUPT, "Gói tin không xác minh được: %s", report.reason);
    if (packet.size < same || memcmp(packet.data, work->list->data, same) != 0)
        return fail(err, CORRUPT, "Gói tin không chứa đúng những học bạ này.");
    return OK;
}

static enum status
sign_packet(struct reporting *work, struct arena *arena, struct buffer *out, struct error *err)
{
    struct app *app = work->app;
    struct signature_value value;
    struct packet_pending pending;

    TRY(packet_prepare(buffer_span(work->list), app_now(app), work->identity, arena, &pending,
                       err));
    TRY(sign_one(
        app, work->session,
        arena_printf(app->arena, "Gói %zu học bạ của %s", work->records, work->school.name),
        &work->signer->sha256, &pending.to_be_signed, &value, err));
    return packet_attach(&pending, (struct span){(const char *)value.bytes, value.size}, out, err);
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
        if (check_packet(work, *bytes, arena, err) != OK)
            return fail(err, CORRUPT,
                        "Tệp %s có sẵn không phải gói tin đã ký của những học bạ này; không ghi "
                        "đè. Hãy chọn thư mục khác.",
                        packet->file);
        return OK;
    }
    TRY(sign_packet(work, arena, out, err));
    TRY(check_packet(work, buffer_span(out), arena, err));
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
        work->list->size + record.size + strlen(PACKET_CLOSE) > (size_t)LIST_MAX)
        TRY(finish_packet(work, err));
    if (work->records == 0)
        buffer_text(work->list, PACKET_OPEN);
    buffer_add(work->list, record.data, record.size);
    work->records++;
    return OK;
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
    TRY(choose_key(work, err));
    TRY(folder_make(work->order->folder, 0700, err));
    for (size_t i = 0; i < rows.list.count; i++) {
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
    xades_identity_free(work.identity);
    return status;
}
