/* SPDX-License-Identifier: Apache-2.0
 *
 * Making packets of what is not reported yet, and seeing each of them through.
 */
#include "service/report_queue.h"

#include "crypto/random.h"
#include "service/access.h"
#include "service/report_inside.h"
#include "signers/open.h"
#include "store/intake.h"
#include "store/records.h"
#include "xml/record_xml.h"

enum { FIRST_POLL_MS = 200, LAST_POLL_MS = 2 * 1000, DOUBLINGS = 12 };

static bool
stopping(const struct report_work *work)
{
    return work->pace->stop && work->pace->stop(work->pace->context);
}

static void
note_trouble(struct report_work *work, const struct error *why)
{
    if (!work->done->trouble)
        work->done->trouble = arena_text(work->app->arena, why->message);
}

/* --- packets ---------------------------------------------------------------------------------- */

enum status
report_pack(struct report_work *work, const char *title, struct buffer *out,
            struct new_report *report, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *packet = buffer_new(CONTENT_MAX);

    buffer_text(work->list, PACKET_CLOSE);
    TRY(report_sign(work->app, &work->key, title, buffer_span(work->list), arena, packet, err));
    TRY(content_pack(buffer_span(packet), out, err));
    *report = (struct new_report){.id = app_new_id(work->app),
                                  .unit = work->unit.id,
                                  .year = work->year,
                                  .content = buffer_span(out),
                                  .made = app_now(work->app)};
    return OK;
}

enum status
report_find_bytes(struct app *app, const char *uuid, bool received, struct arena *arena,
                  struct span *record, struct error *err)
{
    struct issued_document document;

    if (received)
        return store_find_received(app->store, uuid, arena, record, err);
    TRY(store_find_issued(app->store, uuid, arena, &document, err));
    return record_xml_span(document.bytes, record, err);
}

/* Kept, with its id, before anything of it is sent. */
static enum status
finish_packet(struct report_work *work, struct error *err)
{
    AUTO(buffer) *content = buffer_new(CONTENT_MAX);
    struct app *app = work->app;
    struct new_report report;

    if (work->records.count == 0)
        return OK;
    TRY(report_pack(
        work,
        arena_printf(app->arena, "Gói %zu học bạ của %s", work->records.count, work->unit.name),
        content, &report, err));
    report.records = work->records.items;
    report.count = work->records.count;
    TRY(store_add_report(app->store, &report, err));
    work->done->made++;
    work->list->size = work->records.count = 0;
    return OK;
}

static enum status
add_record(struct report_work *work, const struct unreported *one, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct span record;

    TRY(report_find_bytes(work->app, one->uuid, one->received, arena, &record, err));
    if (work->records.count >= PACKET_RECORDS_MAX ||
        (work->records.count && !text_equal(work->year, one->year)) ||
        work->list->size + record.size + strlen(PACKET_CLOSE) > (size_t)REPORT_LIST_MAX)
        TRY(finish_packet(work, err));
    if (work->records.count == 0)
        buffer_text(work->list, PACKET_OPEN);
    work->year = one->year;
    buffer_add(work->list, record.data, record.size);
    *list_add(work->app->arena, work->records) = one->uuid;
    return OK;
}

static enum status
fill_packets(struct report_work *work, const struct unreported_list *list, struct error *err)
{
    for (size_t i = 0; i < list->list.count && !stopping(work); i++)
        TRY(add_record(work, &list->list.items[i], err));
    return finish_packet(work, err);
}

static enum status
make_packets(struct report_work *work, struct error *err)
{
    AUTO(buffer) *list = buffer_new(CONTENT_MAX);
    AUTO(signer_session) *session = NULL;
    struct signer_source source = {.kind = work->peer->signer_kind,
                                   .place = work->peer->signer_place,
                                   .pass_file = work->peer->signer_pass,
                                   .home = work->app->home,
                                   .program = work->app->options.signer_program};
    struct unreported_list unreported = {0};
    struct unsent_wishes wishes = {0};

    TRY(store_list_unreported(work->app->store, work->unit.id, work->app->arena, &unreported, err));
    TRY(store_list_unsent_wishes(work->app->store, work->unit.id, work->app->arena, &wishes, err));
    if (unreported.list.count == 0 && wishes.list.count == 0)
        return OK;
    TRY(signer_session_open(&source, &session, err));
    TRY(report_key_choose(work->app, &work->unit, session, NULL, &work->key, err));
    work->list = list;
    enum status status = report_pack_wishes(work, &wishes, err);
    if (status == OK)
        status = fill_packets(work, &unreported, err);
    xades_identity_free(work->key.identity);
    return status;
}

/* --- one packet on its way -------------------------------------------------------------------- */

/* Seconds; up to a quarter more by chance, so that not all come at once. */
static int64_t
pause_after(int64_t tries)
{
    int64_t pause = REPORT_PAUSE_FIRST_S;
    uint16_t chance;

    for (int64_t i = 1; i < tries && i < DOUBLINGS; i++)
        pause *= 2;
    if (pause > REPORT_PAUSE_LAST_S)
        pause = REPORT_PAUSE_LAST_S;
    random_bytes(&chance, sizeof chance);
    return pause + (pause * chance / (4 * INT64_C(65536)));
}

enum status
report_put_off(struct report_work *work, struct report_message *message, const struct error *why,
               struct error *err)
{
    int64_t now = app_now(work->app).seconds;

    message->tries++;
    /* One more: whole seconds are told, and this one has begun. */
    message->not_before = work->wire.retry_after ? now + work->wire.retry_after + 1 : now;
    message->next_at = now + pause_after(message->tries);
    if (message->next_at < message->not_before)
        message->next_at = message->not_before;
    if (why)
        note_trouble(work, why);
    return store_set_report_message(work->app->store, message, why ? why->message : "", err);
}

static enum status
end_message(struct report_work *work, const struct report_message *message,
            const struct exchange_answer *answer, const struct exchange_results *results,
            struct error *err)
{
    static const char missing[] = "Cổng tiếp nhận không trả kết quả cho học bạ này.";
    size_t count = results->list.count;
    struct report_result *kept =
        arena_make_array(work->app->arena, count + 1, struct report_result);
    bool refused = report_wire_refused(answer);

    for (size_t i = 0; i < count; i++) {
        const struct exchange_result *one = &results->list.items[i];
        kept[i] = (struct report_result){.uuid = one->uuid,
                                         .accepted = one->state == EXCHANGE_ACCEPTED,
                                         .error = one->error,
                                         .field = one->field,
                                         .description = one->description};
    }
    work->done->ended++;
    return store_end_report(work->app->store, message->number, app_now(work->app), kept, count,
                            refused ? answer->error : "", refused ? answer->error_title : missing,
                            err);
}

static enum status
take_answer(struct report_work *work, struct report_message *message,
            const struct exchange_answer *answer, const struct exchange_results *results,
            struct error *err)
{
    bool arrived = text_equal(message->phase, REPORT_SENT_PHASE);

    if (text_equal(answer->response, EXCHANGE_DONE) ? results->list.count > 0
                                                    : report_wire_refused(answer))
        return end_message(work, message, answer, results, err);
    message->phase = REPORT_SENT_PHASE;
    if (!arrived)
        message->tries = 0;
    return report_put_off(work, message, NULL, err);
}

static enum status
submit(struct report_work *work, const struct report_message *message,
       struct exchange_answer *answer, struct error *why, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    const char *content;

    TRY(store_find_report_content(work->app->store, message->number, arena, &content, err));
    if (message->wish)
        why->status = report_wire_ask(&work->wire, message->id, message->year, content,
                                      report_wish_function(message->wish), answer, why);
    else
        why->status =
            report_wire_submit(&work->wire, message->id, message->year, content, answer, why);
    return OK;
}

static enum status
ask_result(struct report_work *work, const struct report_message *message,
           struct exchange_answer *answer, struct exchange_results *results, struct error *why)
{
    if (message->wish)
        return report_wire_rulings(&work->wire, message->id, answer, results, why);
    return report_wire_result(&work->wire, message->id, answer, results, NULL, why);
}

/* Refused record by record; a person lets the records go out under another id. */
static enum status
end_refused(struct report_work *work, struct report_message *message, const char *unwanted,
            const struct error *why, struct error *err)
{
    const struct exchange_answer answer = {.message_id = message->id,
                                           .error = unwanted,
                                           .error_title =
                                               arena_text(work->app->arena, why->message),
                                           .response = EXCHANGE_REFUSE,
                                           .response_text = ""};
    const struct exchange_results none = {0};

    note_trouble(work, why);
    return message->wish ? report_take_rulings(work, message, &answer, &none, err)
                         : end_message(work, message, &answer, &none, err);
}

/* A try that fails is kept with the packet; a failure of our own store is returned. */
static enum status
try_message(struct report_work *work, struct report_message *message, struct error *err)
{
    struct exchange_results results = {0};
    struct exchange_answer answer;
    struct error why = {0};
    bool submitted = text_equal(message->phase, REPORT_WAITING_PHASE);

    if (submitted)
        TRY(submit(work, message, &answer, &why, err));
    else
        why.status = ask_result(work, message, &answer, &results, &why);
    const char *unwanted = submitted && why.status != OK ? report_wire_unwanted(&work->wire) : NULL;
    if (unwanted)
        return end_refused(work, message, unwanted, &why, err);
    if (why.status == NOT_FOUND) /* the peer has lost it */
        message->phase = REPORT_WAITING_PHASE;
    work->silent = why.status == UNAVAILABLE || why.status == DENIED;
    if (why.status != OK)
        return report_put_off(work, message, &why, err);
    return message->wish ? report_take_rulings(work, message, &answer, &results, err)
                         : take_answer(work, message, &answer, &results, err);
}

/* --- all of a peer's -------------------------------------------------------------------------- */

static enum status
open_wire(struct report_work *work, struct error *err)
{
    work->wire.url = work->peer->url;
    work->wire.password_file =
        arena_printf(work->app->arena, "%s/report/%s.password", work->app->home, work->unit.code);
    work->wire.who =
        (struct exchange_request){.user_name = work->peer->user_name, .unit = work->unit.code};
    work->wire.tries = 1;
    return report_wire_open(&work->wire, err);
}

static bool
is_sent(const struct report_message *message)
{
    return text_equal(message->phase, REPORT_SENT_PHASE);
}

/* Somebody above has to decide, which takes days. */
static bool
is_undecided(const struct report_message *message)
{
    return message->wish && is_sent(message) && !message->unheard;
}

static bool
is_due(const struct report_work *work, const struct report_message *message, bool first)
{
    bool now = work->pace->now && (first || (is_sent(message) && !is_undecided(message)));

    return app_now(work->app).seconds >= (now ? message->not_before : message->next_at);
}

/* Those that nobody has to decide about. */
static size_t
count_open(struct report_work *work, const struct report_messages *messages)
{
    size_t open = 0;

    for (size_t i = 0; i < messages->list.count; i++)
        open += !is_undecided(&messages->list.items[i]);
    work->undecided = messages->list.count - open;
    return open;
}

/* Until the peer is silent, for then it is to the next ones too. *open: packets that have not
 * ended and may end soon. */
static enum status
send_due(struct report_work *work, bool first, size_t *open, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct report_messages messages = {0}, left = {0};

    work->done->trouble = work->trouble;
    TRY(store_list_open_reports(work->app->store, work->unit.id, arena, &messages, err));
    work->silent = false;
    for (size_t i = 0; i < messages.list.count && !work->silent && !stopping(work); i++)
        if (is_due(work, &messages.list.items[i], first))
            TRY(try_message(work, &messages.list.items[i], err));
    TRY(store_list_open_reports(work->app->store, work->unit.id, arena, &left, err));
    *open = count_open(work, &left);
    return OK;
}

static enum status
see_through(struct report_work *work, struct error *err)
{
    int64_t left_ms = work->pace->wait_s * INT64_C(1000);
    bool (*wait)(void *context, unsigned ms) = work->app->options.wait;
    size_t open;

    work->trouble = work->done->trouble;
    TRY(send_due(work, true, &open, err));
    for (int64_t pause = FIRST_POLL_MS; open && left_ms >= pause && wait;) {
        if (!wait(NULL, (unsigned)pause))
            break;
        left_ms -= pause;
        pause = pause * 2 < LAST_POLL_MS ? pause * 2 : LAST_POLL_MS;
        TRY(send_due(work, false, &open, err));
    }
    work->done->waiting += open;
    work->done->undecided += work->undecided;
    return OK;
}

/* What cannot be packed keeps nothing back that is. */
static enum status
run_peer(struct report_work *work, struct error *err)
{
    AUTO(arena) *secrets = arena_new_wiped();
    AUTO(http_client) *client =
        http_client_new(&(struct http_options){.ca_file = work->peer->ca_file});
    struct error why;

    TRY(store_find_unit(work->app->store, work->peer->unit, work->app->arena, &work->unit, err));
    TRY(access_check(work->app, MAY_REPORT, work->unit.id, err));
    if (make_packets(work, &why) != OK && why.status != CONFLICT) /* another run has packed them */
        note_trouble(work, &why);
    work->wire.client = client;
    work->wire.secrets = secrets;
    work->wire.arena = work->app->arena;
    if (open_wire(work, &why) != OK) {
        note_trouble(work, &why);
        return OK;
    }
    return see_through(work, err);
}

enum status
report_run(struct app *app, const char *unit, const struct report_pace *pace,
           struct report_done *done, struct error *err)
{
    struct report_peers peers = {0};

    *done = (struct report_done){0};
    TRY(store_list_report_peers(app->store, unit, app->arena, &peers, err));
    if (unit && peers.list.count == 0)
        return fail(err, NOT_FOUND,
                    "Đơn vị chưa có nơi nộp báo cáo. Hãy đặt bằng hocba report peer.");
    for (size_t i = 0; i < peers.list.count; i++) {
        struct report_work work = {
            .app = app, .pace = pace, .done = done, .peer = &peers.list.items[i]};
        TRY(run_peer(&work, err));
    }
    return OK;
}
