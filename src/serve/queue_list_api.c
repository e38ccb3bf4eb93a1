/* SPDX-License-Identifier: Apache-2.0
 *
 * The API of the pages of those who sign: what waits, a class record by record, a return, issuing.
 */
#include "serve/issued.h"
#include "serve/queue.h"
#include "service/editing.h"
#include "service/record_note.h"

static const char *const place_keys[QUEUE_PLACES] = {
    [QUEUE_ATTENTION] = "attention", [QUEUE_READY] = "ready",   [QUEUE_RETURNED] = "returned",
    [QUEUE_WAITING] = "waiting",     [QUEUE_SIGNED] = "signed",
};

static void
write_class(struct json *json, const struct queue_class *as)
{
    json_text_field(json, "class", as->class.id);
    json_text_field(json, "name", as->class.name);
    json_text_field(json, "year", as->class.year);
    json_text_field(json, "role", signer_role_key(as->role));
    json_text_field(json, "subject", as->subject);
    json_text_field(json, "delegation", as->delegation);
    json_int_field(json, "refused", (int64_t)as->refused);
    json_key(json, "counts");
    json_open(json, '{');
    for (int place = 0; place < QUEUE_PLACES; place++)
        json_int_field(json, place_keys[place], (int64_t)as->counts[place]);
    json_close(json, '}');
}

enum status
queue_api(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);
    struct queue queue;

    TRY(queue_load(visit->app, &queue, err));
    json_open(&json, '{');
    json_text_field(&json, "year", queue.year);
    json_open_list(&json, "classes");
    for (size_t i = 0; i < queue.list.count; i++) {
        json_open(&json, '{');
        write_class(&json, &queue.list.items[i]);
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_close(&json, '}');
    visit_send_json(visit, out);
    return OK;
}

static void
write_note(struct json *json, const struct record_note *note)
{
    json_open(json, '{');
    json_text_field(json, "by", note->by_name);
    json_text_field(json, "role", note->role);
    json_moment_field(json, "at", note->at);
    json_text_field(json, "text", note->text);
    json_close(json, '}');
}

static void
write_record(struct json *json, const struct queue_record *record)
{
    json_open(json, '{');
    json_text_field(json, "record", record->row.uuid);
    json_text_field(json, "name", record->name);
    json_text_field(json, "place", place_keys[record->place]);
    json_text_field(json, "last_by", record->last_by);
    json_text_field(json, "refused", record->refused);
    json_open_list(json, "reasons");
    for (size_t i = 0; i < record->reasons.count; i++)
        json_text(json, record->reasons.items[i]);
    json_close(json, ']');
    json_open_list(json, "notes");
    for (size_t i = 0; i < record->notes.count; i++)
        write_note(json, &record->notes.items[i]);
    json_close(json, ']');
    json_close(json, '}');
}

/* The class of the path, as the role of the path: "gvcn", "gvbm-TV". */
static enum status
open_class(struct visit *visit, struct queue_list *list, struct error *err)
{
    enum signer_role role;
    const char *subject;

    TRY(queue_role_read(visit, visit->argument[1], &role, &subject, err));
    return queue_open(visit->app, visit->argument[0], role, subject, list, err);
}

enum status
queue_class_api(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);
    struct queue_list list;

    TRY(open_class(visit, &list, err));
    json_open(&json, '{');
    write_class(&json, &list.class);
    json_open_list(&json, "records");
    for (size_t i = 0; i < list.records.count; i++)
        write_record(&json, &list.records.items[i]);
    json_close(&json, ']');
    json_close(&json, '}');
    visit_send_json(visit, out);
    return OK;
}

enum status
queue_return_api(struct visit *visit, struct error *err)
{
    struct queue_list list;
    struct json_value body;

    TRY(visit_read_json(visit, &body, err));
    const char *uuid = json_find_text(&body, "record"), *reason = json_find_text(&body, "reason");
    if (!uuid || text_is_blank(reason))
        return fail(err, USAGE, "Cần record và reason; chưa có gì thay đổi.");
    TRY(open_class(visit, &list, err));
    TRY(record_send_back(visit->app, uuid, reason, err));
    return queue_class_api(visit, err);
}

enum status
queue_note_api(struct visit *visit, struct error *err)
{
    struct queue_list list;
    struct json_value body;

    TRY(visit_read_json(visit, &body, err));
    TRY(open_class(visit, &list, err));
    TRY(record_note_add(visit->app, &list, json_find_text(&body, "record"),
                        json_find_text(&body, "text"), err));
    return queue_class_api(visit, err);
}

/* --- issuing ---------------------------------------------------------------------------------- */

static void
write_issued(struct json *json, const struct issued_row *row, const struct outcome *outcome)
{
    const struct standing *standing = &row->standing;

    json_open(json, '{');
    json_text_field(json, "record", row->row.uuid);
    json_text_field(json, "name", row->row.pupil_name);
    json_text_field(json, "state", row->row.state);
    json_moment_field(json, "issued_at", row->issued ? standing->issued : (struct moment){0});
    json_int_field(json, "position", row->issued ? standing->position : -1);
    json_text_field(json, "message", outcome ? outcome->message : NULL);
    json_close(json, '}');
}

static enum status
send_issued(struct visit *visit, const struct issued_view *view, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);
    struct issued_class it;

    TRY(issued_load(visit->app, visit->argument[0], &it, err));
    json_open(&json, '{');
    json_int_field(&json, "issued", (int64_t)it.issued);
    json_int_field(&json, "entered", (int64_t)it.entered);
    json_text_field(&json, "ledger", view->notice.bad);
    json_open_list(&json, "records");
    for (size_t i = 0; i < it.rows.count; i++)
        write_issued(&json, &it.rows.items[i], issued_outcome(view, it.rows.items[i].row.uuid));
    json_close(&json, ']');
    json_close(&json, '}');
    visit_send_json(visit, out);
    return OK;
}

enum status
issued_api(struct visit *visit, struct error *err)
{
    const struct issued_view view = {0};

    return send_issued(visit, &view, err);
}

enum status
issue_api(struct visit *visit, struct error *err)
{
    struct issued_view view = {0};

    TRY(issued_issue(visit, &view, err));
    return send_issued(visit, &view, err);
}
