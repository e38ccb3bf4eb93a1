/* SPDX-License-Identifier: Apache-2.0 */
#include "service/report_send.h"

#include "base/file.h"
#include "base/uuid.h"
#include "service/access.h"
#include "service/report_wire.h"
#include "service/school.h"
#include "store/reports.h"
#include "xml/packet.h"

enum {
    SEND_TRIES = 6,
    FIRST_POLL_MS = 200,
    LAST_POLL_MS = 10 * 1000,
};

struct sending {
    struct app *app;
    struct unit unit;
    const struct report_sending *order;
    struct report_sent *sent;
    struct report_wire wire;
    int64_t left_ms; /* to wait for results */
};

struct packet_file {
    const char *id, *result; /* messageid; ID.result.json */
    struct span xml;
    struct packet packet;
};

/* --- the packet's files ----------------------------------------------------------------------- */

static enum status
open_packet(struct sending *work, const char *path, struct packet_file *file, struct error *err)
{
    struct arena *arena = work->app->arena;
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    size_t size = strlen(name), stem = size > 4 ? size - 4 : 0;

    if (stem == 0 || !text_equal(name + stem, ".xml") || !uuid_is_valid((struct span){name, stem}))
        return fail(err, USAGE, "%s không phải tệp gói tin của hocba report make (MÃ.xml).", path);
    file->id = arena_copy(arena, name, stem);
    file->result = arena_printf(arena, "%.*s.result.json", (int)(strlen(path) - 4), path);
    TRY(file_read(arena, path, CONTENT_MAX, &file->xml, err));
    return packet_split(file->xml, arena, &file->packet, err);
}

/* A record's MA_TRA_CUU_UUID; NULL: it has none that is well written. */
static const char *
uuid_of(struct span record, struct arena *arena)
{
    static const char tag[] = "<MA_TRA_CUU_UUID>";
    const char *at = memmem(record.data, record.size, tag, sizeof tag - 1);
    size_t left = at ? record.size - (size_t)(at - record.data) - (sizeof tag - 1) : 0;

    if (left < UUID_TEXT_SIZE)
        return NULL;
    struct span uuid = {at + sizeof tag - 1, UUID_TEXT_SIZE - 1};
    return uuid_is_valid(uuid) ? arena_copy(arena, uuid.data, uuid.size) : NULL;
}

/* --- one packet ------------------------------------------------------------------------------- */

/* A packet that the gateway never takes is refused like any other and keeps none of those behind it
 * back. */
static enum status
submit(struct sending *work, const struct packet_file *file, struct exchange_answer *answer,
       struct error *err)
{
    AUTO(buffer) *content = buffer_new(CONTENT_MAX);

    TRY(content_pack(file->xml, content, err));
    enum status status =
        report_wire_submit(&work->wire, file->id, work->order->year, content->data, answer, err);
    const char *unwanted = status == OK ? NULL : report_wire_unwanted(&work->wire);
    if (!unwanted)
        return status;
    *answer = (struct exchange_answer){.message_id = file->id,
                                       .error = unwanted,
                                       .error_title = arena_text(work->app->arena, err->message),
                                       .response = EXCHANGE_REFUSE,
                                       .response_text = ""};
    return OK;
}

/* Until it is done, refused, or nobody waits any more. */
static enum status
await_result(struct sending *work, const struct packet_file *file, struct exchange_answer *answer,
             struct exchange_results *results, struct error *err)
{
    const struct app_options *options = &work->app->options;
    struct span body;

    for (int64_t pause = FIRST_POLL_MS;; pause *= 2) {
        TRY(report_wire_result(&work->wire, file->id, answer, results, &body, err));
        if (text_equal(answer->response, EXCHANGE_DONE))
            return file_write(file->result, body, 0600, err);
        pause = pause < LAST_POLL_MS ? pause : LAST_POLL_MS;
        if (report_wire_refused(answer) || work->left_ms < pause || !options->wait ||
            !options->wait(NULL, (unsigned)pause))
            return OK;
        work->left_ms -= pause;
    }
}

static const struct exchange_result *
result_of(const struct exchange_results *results, const char *uuid)
{
    for (size_t i = 0; i < results->list.count; i++)
        if (text_equal(results->list.items[i].uuid, uuid))
            return &results->list.items[i];
    return NULL;
}

static void
tell(struct sending *work, const struct packet_file *file, const struct exchange_answer *answer,
     const struct exchange_results *results)
{
    bool done = text_equal(answer->response, EXCHANGE_DONE),
         refused = !done && report_wire_refused(answer);

    for (size_t i = 0; i < file->packet.records.count; i++) {
        struct report_outcome *outcome = list_add(work->app->arena, work->sent->list);
        const char *uuid = uuid_of(file->packet.records.items[i], work->app->arena);
        const struct exchange_result *result = done ? result_of(results, uuid) : NULL;
        *outcome = (struct report_outcome){.packet = file->id,
                                           .uuid = uuid,
                                           .state = refused ? REPORT_REFUSED : REPORT_WAITING,
                                           .pupil_code = "",
                                           .error = refused ? answer->error : "",
                                           .field = "",
                                           .description = refused ? answer->error_title : ""};
        if (result) {
            outcome->state = result->state == EXCHANGE_ACCEPTED ? REPORT_ACCEPTED : REPORT_REFUSED;
            outcome->pupil_code = result->pupil_code;
            outcome->error = result->error;
            outcome->field = result->field;
            outcome->description = result->description;
        }
        work->sent->counts[outcome->state]++;
    }
}

/* --- and the queue knows ---------------------------------------------------------------------- */

/* CONFLICT: one of its records is in another packet. */
static enum status
add_packet(struct sending *work, const struct packet_file *file, size_t from, struct error *err)
{
    AUTO(buffer) *content = buffer_new(CONTENT_MAX);
    size_t count = file->packet.records.count;
    const char **uuids = arena_make_array(work->app->arena, count + 1, const char *);
    size_t known = 0;

    for (size_t i = 0; i < count; i++)
        if (work->sent->list.items[from + i].uuid)
            uuids[known++] = work->sent->list.items[from + i].uuid;
    TRY(content_pack(file->xml, content, err));
    const struct new_report report = {.id = file->id,
                                      .unit = work->unit.id,
                                      .year = work->order->year,
                                      .content = buffer_span(content),
                                      .made = app_now(work->app),
                                      .records = uuids,
                                      .count = known};
    return store_add_report(work->app->store, &report, err);
}

/* What the gateway has decided about a packet that was carried here stands beside what the queue
 * sent: the next round leaves out what is accepted. */
static enum status
note_packet(struct sending *work, const struct packet_file *file, size_t from, struct error *err)
{
    size_t count = file->packet.records.count;
    struct report_result *kept =
        arena_make_array(work->app->arena, count + 1, struct report_result);
    int64_t number;

    for (size_t i = 0; i < count; i++) {
        const struct report_outcome *one = &work->sent->list.items[from + i];
        if (one->state == REPORT_WAITING)
            return OK;
        kept[i] = (struct report_result){.uuid = one->uuid ? one->uuid : "",
                                         .accepted = one->state == REPORT_ACCEPTED,
                                         .error = one->error,
                                         .field = one->field,
                                         .description = one->description};
    }
    TRY(store_find_report_number(work->app->store, file->id, &number, err));
    if (number >= 0)
        return OK; /* it was noted before */
    enum status status = add_packet(work, file, from, err);
    if (status == CONFLICT)
        return OK;
    TRY(status);
    TRY(store_find_report_number(work->app->store, file->id, &number, err));
    return store_end_report(work->app->store, number, app_now(work->app), kept, count, "", "", err);
}

static enum status
send_packet(struct sending *work, const char *path, struct error *err)
{
    size_t from = work->sent->list.count;
    struct exchange_results results = {0};
    struct exchange_answer answer;
    struct packet_file file;
    struct span known;

    TRY(open_packet(work, path, &file, err));
    if (file_exists(file.result)) {
        TRY(file_read(work->app->arena, file.result, REPORT_ANSWER_MAX, &known, err));
        TRY(report_wire_read(file.id, known, work->app->arena, &answer, &results, err));
    } else {
        TRY(submit(work, &file, &answer, err));
        if (!report_wire_refused(&answer))
            TRY(await_result(work, &file, &answer, &results, err));
    }
    tell(work, &file, &answer, &results);
    return note_packet(work, &file, from, err);
}

/* --- all of them ------------------------------------------------------------------------------ */

enum status
report_send(struct app *app, const struct report_sending *order, struct report_sent *sent,
            struct error *err)
{
    AUTO(arena) *secrets = arena_new_wiped();
    AUTO(http_client) *client = http_client_new(&(struct http_options){.ca_file = order->ca_file});
    struct sending work = {.app = app,
                           .order = order,
                           .sent = sent,
                           .wire = {.url = order->url,
                                    .password_file = order->password_file,
                                    .client = client,
                                    .secrets = secrets,
                                    .arena = app->arena,
                                    .tries = SEND_TRIES,
                                    .who = {.user_name = order->user}},
                           .left_ms = order->wait_s * INT64_C(1000)};

    *sent = (struct report_sent){0};
    TRY(unit_find(app, order->unit, &work.unit, err));
    TRY(access_check(app, MAY_EXPORT, work.unit.id, err));
    work.wire.who.unit = work.unit.code;
    TRY(report_wire_open(&work.wire, err));
    for (size_t i = 0; i < order->count; i++)
        TRY(send_packet(&work, order->files[i], err));
    return OK;
}
