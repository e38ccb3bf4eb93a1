/* SPDX-License-Identifier: Apache-2.0
 *
 * Making packets of what is not reported yet, and seeing each of them through.
 */
#include "service/report_queue.h"

#include "base/file.h"
#include "crypto/random.h"
#include "crypto/secret.h"
#include "service/access.h"
#include "service/report_inside.h"
#include "service/report_wire.h"
#include "signers/open.h"
#include "store/intake.h"
#include "store/records.h"
#include "xml/record_xml.h"

enum { FIRST_POLL_MS = 200, LAST_POLL_MS = 2 * 1000, DOUBLINGS = 12 };

struct running {
    struct app *app;
    const struct report_pace *pace;
    struct report_done *done;
    const struct report_peer *peer;
    struct unit unit;
    struct report_key key;
    struct report_wire wire;
    const char *trouble; /* before anything was sent */
    bool silent;         /* the peer does not answer, or does not let us in */
    /* The packet being filled. */
    struct buffer *list;
    const char *year;
    LIST(const char *) records;
};

static bool
stopping(const struct running *run)
{
    return run->pace->stop && run->pace->stop(run->pace->context);
}

static void
note_trouble(struct running *run, const struct error *why)
{
    if (!run->done->trouble)
        run->done->trouble = arena_text(run->app->arena, why->message);
}

/* --- packets ---------------------------------------------------------------------------------- */

/* Kept, with its id, before anything of it is sent. */
static enum status
finish_packet(struct running *run, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *packet = buffer_new(CONTENT_MAX);
    AUTO(buffer) *content = buffer_new(CONTENT_MAX);
    struct app *app = run->app;

    if (run->records.count == 0)
        return OK;
    buffer_text(run->list, PACKET_CLOSE);
    TRY(report_sign(
        app, &run->key,
        arena_printf(arena, "Gói %zu học bạ của %s", run->records.count, run->unit.name),
        buffer_span(run->list), arena, packet, err));
    TRY(content_pack(buffer_span(packet), content, err));
    const struct new_report report = {.id = app_new_id(app),
                                      .unit = run->unit.id,
                                      .year = run->year,
                                      .content = buffer_span(content),
                                      .made = app_now(app),
                                      .records = run->records.items,
                                      .count = run->records.count};
    TRY(store_add_report(app->store, &report, err));
    run->done->made++;
    run->list->size = run->records.count = 0;
    return OK;
}

static enum status
find_bytes(struct running *run, const struct unreported *one, struct arena *arena,
           struct span *record, struct error *err)
{
    struct issued_document document;

    if (one->received)
        return store_find_received(run->app->store, one->uuid, arena, record, err);
    TRY(store_find_issued(run->app->store, one->uuid, arena, &document, err));
    return record_xml_span(document.bytes, record, err);
}

static enum status
add_record(struct running *run, const struct unreported *one, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct span record;

    TRY(find_bytes(run, one, arena, &record, err));
    if (run->records.count >= PACKET_RECORDS_MAX ||
        (run->records.count && !text_equal(run->year, one->year)) ||
        run->list->size + record.size + strlen(PACKET_CLOSE) > (size_t)REPORT_LIST_MAX)
        TRY(finish_packet(run, err));
    if (run->records.count == 0)
        buffer_text(run->list, PACKET_OPEN);
    run->year = one->year;
    buffer_add(run->list, record.data, record.size);
    *list_add(run->app->arena, run->records) = one->uuid;
    return OK;
}

static enum status
fill_packets(struct running *run, const struct unreported_list *list, struct error *err)
{
    for (size_t i = 0; i < list->list.count && !stopping(run); i++)
        TRY(add_record(run, &list->list.items[i], err));
    return finish_packet(run, err);
}

static enum status
make_packets(struct running *run, struct error *err)
{
    AUTO(buffer) *list = buffer_new(CONTENT_MAX);
    AUTO(signer_session) *session = NULL;
    struct signer_source source = {.kind = run->peer->signer_kind,
                                   .place = run->peer->signer_place,
                                   .pass_file = run->peer->signer_pass,
                                   .home = run->app->home,
                                   .program = run->app->options.signer_program};
    struct unreported_list unreported = {0};

    TRY(store_list_unreported(run->app->store, run->unit.id, run->app->arena, &unreported, err));
    if (unreported.list.count == 0)
        return OK;
    TRY(signer_session_open(&source, &session, err));
    TRY(report_key_choose(run->app, &run->unit, session, NULL, &run->key, err));
    run->list = list;
    enum status status = fill_packets(run, &unreported, err);
    xades_identity_free(run->key.identity);
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

/* It waits for another try; why, unless all is well. */
static enum status
put_off(struct running *run, struct report_message *message, const struct error *why,
        struct error *err)
{
    int64_t now = app_now(run->app).seconds;

    message->tries++;
    /* One more: whole seconds are told, and this one has begun. */
    message->not_before = run->wire.retry_after ? now + run->wire.retry_after + 1 : now;
    message->next_at = now + pause_after(message->tries);
    if (message->next_at < message->not_before)
        message->next_at = message->not_before;
    if (why)
        note_trouble(run, why);
    return store_set_report_message(run->app->store, message, why ? why->message : "", err);
}

static enum status
end_message(struct running *run, const struct report_message *message,
            const struct exchange_answer *answer, const struct exchange_results *results,
            struct error *err)
{
    static const char missing[] = "Cổng tiếp nhận không trả kết quả cho học bạ này.";
    size_t count = results->list.count;
    struct report_result *kept = arena_make_array(run->app->arena, count + 1, struct report_result);
    bool refused = report_wire_refused(answer);

    for (size_t i = 0; i < count; i++) {
        const struct exchange_result *one = &results->list.items[i];
        kept[i] = (struct report_result){.uuid = one->uuid,
                                         .accepted = one->state == EXCHANGE_ACCEPTED,
                                         .error = one->error,
                                         .field = one->field,
                                         .description = one->description};
    }
    run->done->ended++;
    return store_end_report(run->app->store, message->number, app_now(run->app), kept, count,
                            refused ? answer->error : "", refused ? answer->error_title : missing,
                            err);
}

static enum status
take_answer(struct running *run, struct report_message *message,
            const struct exchange_answer *answer, const struct exchange_results *results,
            struct error *err)
{
    bool arrived = text_equal(message->phase, REPORT_SENT_PHASE);

    if (text_equal(answer->response, EXCHANGE_DONE) ? results->list.count > 0
                                                    : report_wire_refused(answer))
        return end_message(run, message, answer, results, err);
    message->phase = REPORT_SENT_PHASE;
    if (!arrived)
        message->tries = 0;
    return put_off(run, message, NULL, err);
}

/* A try that fails is kept with the packet; a failure of our own store is returned. */
static enum status
try_message(struct running *run, struct report_message *message, struct error *err)
{
    struct exchange_results results = {0};
    struct exchange_answer answer;
    const char *content;
    struct error why;
    enum status status;

    if (text_equal(message->phase, REPORT_WAITING_PHASE)) {
        AUTO(arena) *arena = arena_new();
        TRY(store_find_report_content(run->app->store, message->number, arena, &content, err));
        status = report_wire_submit(&run->wire, message->id, message->year, content, &answer, &why);
    } else {
        status = report_wire_result(&run->wire, message->id, &answer, &results, NULL, &why);
    }
    if (status == NOT_FOUND) /* the peer has lost it */
        message->phase = REPORT_WAITING_PHASE;
    run->silent = status == UNAVAILABLE || status == DENIED;
    if (status != OK)
        return put_off(run, message, &why, err);
    return take_answer(run, message, &answer, &results, err);
}

/* --- all of a peer's -------------------------------------------------------------------------- */

static enum status
open_wire(struct running *run, struct error *err)
{
    run->wire.url = run->peer->url;
    run->wire.password_file =
        arena_printf(run->app->arena, "%s/report/%s.password", run->app->home, run->unit.code);
    run->wire.who =
        (struct exchange_request){.user_name = run->peer->user_name, .unit = run->unit.code};
    run->wire.tries = 1;
    return report_wire_open(&run->wire, err);
}

static bool
is_due(const struct running *run, const struct report_message *message, bool first)
{
    bool sent = text_equal(message->phase, REPORT_SENT_PHASE);
    bool now = run->pace->now && (first || sent);

    return app_now(run->app).seconds >= (now ? message->not_before : message->next_at);
}

/* Until the peer is silent, for then it is to the next ones too. *open: packets that have not
 * ended. */
static enum status
send_due(struct running *run, bool first, size_t *open, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct report_messages messages = {0};
    size_t before = run->done->ended;

    run->done->trouble = run->trouble;
    TRY(store_list_open_reports(run->app->store, run->unit.id, arena, &messages, err));
    run->silent = false;
    for (size_t i = 0; i < messages.list.count && !run->silent && !stopping(run); i++)
        if (is_due(run, &messages.list.items[i], first))
            TRY(try_message(run, &messages.list.items[i], err));
    *open = messages.list.count - (run->done->ended - before);
    return OK;
}

static enum status
see_through(struct running *run, struct error *err)
{
    int64_t left_ms = run->pace->wait_s * INT64_C(1000);
    bool (*wait)(void *context, unsigned ms) = run->app->options.wait;
    size_t open;

    run->trouble = run->done->trouble;
    TRY(send_due(run, true, &open, err));
    for (int64_t pause = FIRST_POLL_MS; open && left_ms >= pause && wait;) {
        if (!wait(NULL, (unsigned)pause))
            break;
        left_ms -= pause;
        pause = pause * 2 < LAST_POLL_MS ? pause * 2 : LAST_POLL_MS;
        TRY(send_due(run, false, &open, err));
    }
    run->done->waiting += open;
    return OK;
}

/* What cannot be packed keeps nothing back that is. */
static enum status
run_peer(struct running *run, struct error *err)
{
    AUTO(arena) *secrets = arena_new_wiped();
    AUTO(http_client) *client =
        http_client_new(&(struct http_options){.ca_file = run->peer->ca_file});
    struct error why;

    TRY(store_find_unit(run->app->store, run->peer->unit, run->app->arena, &run->unit, err));
    TRY(access_check(run->app, MAY_REPORT, run->unit.id, err));
    if (make_packets(run, &why) != OK && why.status != CONFLICT) /* another run has packed them */
        note_trouble(run, &why);
    run->wire.client = client;
    run->wire.secrets = secrets;
    run->wire.arena = run->app->arena;
    if (open_wire(run, &why) != OK) {
        note_trouble(run, &why);
        return OK;
    }
    return see_through(run, err);
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
        struct running run = {.app = app, .pace = pace, .done = done, .peer = &peers.list.items[i]};
        TRY(run_peer(&run, err));
    }
    return OK;
}

/* --- peers ------------------------------------------------------------------------------------ */

enum status
report_peer_set(struct app *app, const struct report_peer *peer, const char *password_file,
                struct error *err)
{
    AUTO(secret) *password = NULL;
    struct arena *arena = app->arena;
    struct stamp stamp = app_stamp(app, "report peer");
    struct unit unit;

    TRY(store_find_unit(app->store, peer->unit, arena, &unit, err));
    TRY(access_check(app, MAY_REPORT, unit.id, err));
    if (!http_is_private(peer->url))
        return fail(err, USAGE,
                    "Địa chỉ cổng tiếp nhận phải là https:// (http:// chỉ dùng trên chính máy "
                    "này).");
    if (!peer->signer_pass && text_equal(peer->signer_kind, "key"))
        return fail(err, USAGE,
                    "Con dấu ký không có người bên cạnh nên cần --pass-file. Chưa đổi gì.");
    TRY(secret_read_line(password_file, &password, err));
    TRY(folder_make(arena_printf(arena, "%s/report", app->home), 0700, err));
    TRY(file_write(arena_printf(arena, "%s/report/%s.password", app->home, unit.code),
                   (struct span){secret_text(password), secret_size(password)}, 0600, err));
    return store_set_report_peer(app->store, peer, &stamp, err);
}

enum status
report_peer_list(struct app *app, struct report_peers *peers, struct error *err)
{
    TRY(access_check(app, MAY_REPORT, app->actor.unit_id, err));
    return store_list_report_peers(app->store, NULL, app->arena, peers, err);
}

/* --- what became of them ---------------------------------------------------------------------- */

const char *const report_word_keys[REPORT_WORDS] = {"waiting", "sent", "accepted", "refused"};

const char *
report_word_text(enum report_word word)
{
    static const char *const words[REPORT_WORDS] = {"chờ nộp", "đã nộp, chờ kết quả", "đã nhận",
                                                    "TỪ CHỐI"};

    return words[word];
}

enum report_word
report_row_word(const struct report_row *row)
{
    if (text_equal(row->state, "accepted"))
        return REPORTED_ACCEPTED;
    if (text_equal(row->state, "refused"))
        return REPORTED_REFUSED;
    return text_equal(row->state, "open") && text_equal(row->phase, REPORT_SENT_PHASE)
               ? REPORTED_SENT
               : REPORTED_WAITING;
}

enum status
report_list(struct app *app, const char *unit, const char *year, struct report_rows *rows,
            struct error *err)
{
    TRY(access_check(app, MAY_REPORT, unit, err));
    return store_list_reports(app->store, unit, year, app->arena, rows, err);
}

enum status
report_again(struct app *app, const char *unit, size_t *count, struct error *err)
{
    TRY(access_check(app, MAY_REPORT, unit, err));
    return store_again_reports(app->store, unit, count, err);
}
