/* SPDX-License-Identifier: Apache-2.0
 *
 * Looking at messages, one after another: the packet as a whole, then its records in batches, each
 * batch in one transaction with its results.  A run that stops anywhere is gone on with behind the
 * last result.
 */
#include "service/access.h"
#include "service/instance.h"
#include "service/intake_inside.h"
#include "service/ledger.h"
#include "service/trust_folder.h"
#include "store/packets.h"
#include "verify/packet.h"
#include "xml/decision_xml.h"

enum { BATCH = 32 };

struct running {
    struct app *app;
    struct intake_judge judge;
    struct gateway_message message; /* being looked at; its texts live as long as that */
    bool (*stop)(void *context);
    void *context;
};

/* --- the packet as a whole -------------------------------------------------------------------- */

static enum status
end_message(struct running *run, const char *code, const char *sentence, struct error *err)
{
    return store_end_message(run->app->store, run->judge.message->number, app_now(run->app), code,
                             sentence, err);
}

static const char *
unpack_code(const char *rule)
{
    static const char *const gzip[] = {"base64", "length", "gzip"};

    for (size_t i = 0; i < COUNT_OF(gzip); i++)
        if (text_equal(rule, gzip[i]))
            return "GZIP";
    return text_equal(rule, "size") || text_equal(rule, "limit") ? "SIZE" : "SYNTAX";
}

/* INVALID with code and sentence of what is wrong with its year or its signature. */
static enum status
check_packet(struct running *run, const struct packet *packet, struct arena *arena,
             const char **code, struct error *err)
{
    struct intake_judge *judge = &run->judge;
    struct foreign_settings settings = {.now = app_now(run->app).seconds, .utf8_only = true};
    struct packet_report report;
    bool fits;

    *code = "YEAR";
    enum status status =
        year_rules_load(run->app, judge->message->unit, judge->message->year, &judge->rules, err);
    if (status == NOT_FOUND)
        return fail(err, INVALID, "Năm học %s của trường chưa mở ở Sở.", judge->message->year);
    TRY(status);
    verify_split_packet(packet, &settings, arena, &report);
    *code = "SIGNATURE";
    if (!report.right)
        return fail(err, INVALID, "Chữ ký của gói không đúng: %s",
                    report.reason ? report.reason : "không kiểm tra được.");
    *code = "CERTIFICATE";
    TRY(intake_seal_fits(run->app, report.signature.certificate_sha256, judge->message->unit,
                         (struct moment){0}, &fits, err));
    return fits ? OK
                : fail(err, INVALID,
                       "Gói không được ký bằng chứng thư số đã được Sở duyệt cho đơn vị gửi, hoặc "
                       "chứng thư đã hết hạn.");
}

static enum status
open_packet(struct running *run, struct arena *arena, struct packet *packet, const char **code,
            struct error *err)
{
    struct span content, text;

    *code = "";
    TRY(store_find_content(run->app->store, run->judge.message->number, arena, &content, err));
    enum status status = content_unpack(content, arena, &text, err);
    if (status == OK)
        status = packet_split(text, arena, packet, err);
    if (status == INVALID)
        *code = unpack_code(err->detail);
    TRY(status);
    return check_packet(run, packet, arena, code, err);
}

/* --- its records ------------------------------------------------------------------------------ */

struct batch {
    struct running *run;
    struct intake_judgement *items;
    size_t count;
    struct arena *arena;
};

/* The same record was accepted from the same school before, though perhaps with less evidence in
 * its signatures: it still is.  What is refused may be too bent to have a digest. */
static enum status
check_same(const struct batch *batch, const struct intake_judgement *item, const char *holder,
           bool *same, struct error *err)
{
    const struct received_record *record = &item->record;
    struct digest ours, theirs;
    struct span bytes;
    struct error bent;

    *same = false;
    if (!text_equal(holder, record->unit) ||
        (!item->result.accepted && ledger_received_digest(record->bytes, &ours, &bent) != OK))
        return OK;
    TRY(store_find_received(batch->run->app->store, item->result.uuid, batch->arena, &bytes, err));
    TRY(ledger_received_digest(record->bytes, &ours, err));
    TRY(ledger_received_digest(bytes, &theirs, err));
    *same = digest_equal(&ours, &theirs);
    return OK;
}

/* What only the store knows, asked of a refused record too: its sender mends everything at once.
 * `item` is a copy, since a transaction may run twice. */
static enum status
keep_one(struct batch *batch, struct intake_judgement *item, struct error *err)
{
    struct store *store = batch->run->app->store;
    const struct received_record *record = &item->record;
    const char *holder = NULL;
    bool again = false;

    if (*item->result.uuid)
        TRY(store_find_uuid_holder(store, item->result.uuid, batch->arena, &holder, err));
    if (holder)
        TRY(check_same(batch, item, holder, &again, err));
    if (holder && !again)
        intake_refuse(item, "DUPLICATE", "MA_TRA_CUU_UUID",
                      "Mã tra cứu này đã được nhận trước đó với nội dung khác.");
    if (!holder && *item->result.pupil_code)
        TRY(intake_take_place(&batch->run->judge, item, batch->arena, err));
    if (!holder)
        TRY(intake_note_number(&batch->run->judge, item, err));
    item->result.description =
        arena_text(batch->arena, item->reasons->size ? item->reasons->data : "");
    return store_add_result(store, record->message, &item->result, err);
}

static enum status
keep_batch(struct store *store, void *context, struct error *err)
{
    struct batch *batch = context;

    (void)store;
    for (size_t i = 0; i < batch->count; i++) {
        AUTO(buffer) *reasons = buffer_new(INTAKE_REASONS_MAX);
        struct intake_judgement item = batch->items[i];
        buffer_printf(reasons, "%s", item.reasons->size ? item.reasons->data : "");
        item.reasons = reasons;
        TRY(keep_one(batch, &item, err));
    }
    return OK;
}

static enum status
judge_batch(struct batch *batch, const struct span *records, int64_t from, struct error *err)
{
    const struct gateway_message *message = batch->run->judge.message;

    for (size_t i = 0; i < batch->count; i++) {
        struct intake_judgement *item = &batch->items[i];
        item->record = (struct received_record){.message = message->number,
                                                .place = from + (int64_t)i,
                                                .unit = message->unit,
                                                .year = message->year,
                                                .received = app_now(batch->run->app)};
        item->reasons = buffer_new(INTAKE_REASONS_MAX);
        TRY(intake_judge_record(&batch->run->judge, records[i], batch->arena, item, err));
    }
    return store_transact(batch->run->app->store, keep_batch, batch, err);
}

static enum status
take_batch(struct running *run, const struct packet *packet, size_t from, size_t count,
           struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct intake_judgement items[BATCH] = {0};
    struct batch batch = {.run = run, .items = items, .count = count, .arena = arena};

    enum status status = judge_batch(&batch, &packet->records.items[from], (int64_t)from, err);
    for (size_t i = 0; i < count; i++)
        buffer_free(items[i].reasons);
    return status;
}

/* A message that was looked at to its end. From now on its records are kept once. */
struct ending {
    struct running *run;
    struct packet_text packet;
};

static enum status
end_and_pack(struct store *store, void *context, struct error *err)
{
    const struct ending *ending = context;
    bool packed;

    TRY(end_message(ending->run, "", "", err));
    return store_pack_message(store, &ending->packet, &packed, err);
}

static enum status
end_looked_at(struct running *run, const struct packet *packet, struct error *err)
{
    const struct gateway_message *message = run->judge.message;
    struct ending ending = {.run = run,
                            .packet = {.message = message->number,
                                       .unit = message->unit,
                                       .text = packet->bytes,
                                       .places = packet->records.items,
                                       .count = packet->records.count}};

    return store_transact(run->app->store, end_and_pack, &ending, err);
}

static bool
stopping(const struct running *run)
{
    return run->stop && run->stop(run->context);
}

/* *ended false: it was stopped in its middle. */
static enum status
take_message(struct running *run, bool *ended, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct packet packet = {0};
    const char *code;
    size_t count, from = (size_t)run->judge.message->done;

    enum status status = open_packet(run, arena, &packet, &code, err);
    *ended = true;
    if (status == INVALID && code[0])
        return end_message(run, code, err->message, err);
    TRY(status);
    if (!text_equal(run->message.kind, MESSAGE_RECORDS)) {
        if (packet.records.count > DECISION_ROWS_MAX)
            return end_message(run, "SIZE", "Một yêu cầu nêu quá nhiều học bạ; hãy chia nhỏ.", err);
        TRY(intake_take_wishes(&run->judge, &packet, arena, err));
        return end_looked_at(run, &packet, err);
    }
    for (; from < packet.records.count && !stopping(run); from += count) {
        count = packet.records.count - from < BATCH ? packet.records.count - from : BATCH;
        TRY(take_batch(run, &packet, from, count, err));
        app_progress(run->app, "Tiếp nhận", from + count, packet.records.count);
    }
    *ended = from >= packet.records.count;
    return *ended ? end_looked_at(run, &packet, err) : OK;
}

/* --- all that wait ---------------------------------------------------------------------------- */

/* Another run (the server's, an operator's) has taken some of the message meanwhile. */
static bool
is_taken_elsewhere(struct running *run, struct arena *arena)
{
    struct gateway_message now;
    struct error ignored;

    return store_get_message(run->app->store, run->message.number, arena, &now, &ignored) == OK &&
           (now.ended || now.done > run->message.done);
}

static enum status
run_all(struct running *run, size_t *messages, struct error *err)
{
    bool ended = true;

    while (ended && !stopping(run)) {
        AUTO(arena) *arena = arena_new();
        enum status status = store_next_message(run->app->store, arena, &run->message, err);
        if (status == NOT_FOUND)
            return OK;
        TRY(status);
        run->judge.message = &run->message;
        status = take_message(run, &ended, err);
        if (status == CONFLICT && is_taken_elsewhere(run, arena))
            continue;
        TRY(status);
        *messages += ended;
    }
    return OK;
}

enum status
intake_run(struct app *app, bool (*stop)(void *context), void *context, size_t *messages,
           struct error *err)
{
    AUTO(trust) *trust = NULL;
    AUTO(verify_cache) *cache = verify_cache_new();
    struct home_settings settings;
    struct gateway_message waiting;

    TRY(access_check(app, MAY_ENTER_LEDGER, app->actor.unit_id, err));
    enum status status = store_next_message(app->store, app->arena, &waiting, err);
    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    TRY(home_settings_read(app->home, app->arena, &settings, err));
    if (!settings.verify_anchors)
        return fail(err, USAGE,
                    "Chưa có gốc tin cậy để kiểm tra học bạ nhận được; các gói vẫn được giữ và "
                    "đang chờ. Hãy đặt verify.anchors trong %s/settings.",
                    app->home);
    TRY(trust_open(settings.verify_anchors, &trust, err));
    struct running run = {.app = app,
                          .judge = {.app = app, .trust = trust, .cache = cache},
                          .stop = stop,
                          .context = context};
    return run_all(&run, messages, err);
}
