/* SPDX-License-Identifier: Apache-2.0 */
#include "store/reports.h"

#include "store/ask.h"

/* --- peers ------------------------------------------------------------------------------------ */

enum status
store_set_report_peer(struct store *store, const struct report_peer *peer,
                      const struct stamp *stamp, struct error *err)
{
    return ask(ASK(store, SQL_set_report_peer, v_text(peer->unit), v_text(peer->url),
                   v_text(peer->user_name), v_text(peer->ca_file), v_text(peer->signer_kind),
                   v_text(peer->signer_place), v_text(peer->signer_pass), v_moment(stamp->at),
                   v_text(stamp->by)),
               err);
}

static void
read_peer(struct row *row, void *into)
{
    struct report_peer *peer = into;
    peer->unit = row_text(row);
    peer->unit_code = row_text(row);
    peer->unit_name = row_text(row);
    peer->url = row_text(row);
    peer->user_name = row_text(row);
    peer->ca_file = row_text(row);
    peer->signer_kind = row_text(row);
    peer->signer_place = row_text(row);
    peer->signer_pass = row_text(row);
}

enum status
store_list_report_peers(struct store *store, const char *unit, struct arena *arena,
                        struct report_peers *peers, struct error *err)
{
    return ask_list(ASK(store, SQL_list_report_peers, v_text(unit)), read_peer, arena, peers->list,
                    err);
}

/* --- packets ---------------------------------------------------------------------------------- */

static void
read_unreported(struct row *row, void *into)
{
    struct unreported *one = into;
    one->uuid = row_text(row);
    one->year = row_text(row);
    row->column += 2; /* what they are ordered by */
    one->received = row_int(row) != 0;
}

enum status
store_list_unreported(struct store *store, const char *unit, struct arena *arena,
                      struct unreported_list *list, struct error *err)
{
    return ask_list(ASK(store, SQL_list_unreported, v_text(unit)), read_unreported, arena,
                    list->list, err);
}

static enum status
add_report(struct store *store, void *context, struct error *err)
{
    const struct new_report *report = context;
    int64_t number;
    bool hit;

    TRY(ask_int(ASK(store, SQL_add_report_message, v_text(report->id), v_text(report->unit),
                    v_text(report->year), v_bytes(report->content), v_moment(report->made)),
                &number, err));
    for (size_t i = 0; i < report->count; i++) {
        TRY(ask_hit(ASK(store, SQL_add_report_record, v_int(number), v_int((int64_t)i),
                        v_text(report->unit), v_text(report->records[i])),
                    &hit, err));
        if (!hit)
            return fail(err, CONFLICT,
                        "Học bạ %s đã nằm trong một gói khác; gói này không được lập.",
                        report->records[i]);
    }
    return OK;
}

enum status
store_add_report(struct store *store, const struct new_report *report, struct error *err)
{
    return store_transact(store, add_report, (void *)(uintptr_t)report, err);
}

static void
read_open(struct row *row, void *into)
{
    struct report_message *message = into;
    message->number = row_int(row);
    message->id = row_text(row);
    message->year = row_text(row);
    message->phase = row_text(row);
    message->tries = row_int(row);
    message->next_at = row_int(row);
    message->not_before = row_int(row);
    message->wish = row_text(row);
    message->unheard = row_int(row);
}

enum status
store_list_open_reports(struct store *store, const char *unit, struct arena *arena,
                        struct report_messages *messages, struct error *err)
{
    return ask_list(ASK(store, SQL_list_open_reports, v_text(unit)), read_open, arena,
                    messages->list, err);
}

enum status
store_find_report_number(struct store *store, const char *id, int64_t *number, struct error *err)
{
    return ask_int(ASK(store, SQL_find_report_number, v_text(id)), number, err);
}

static void
read_content(struct row *row, void *into)
{
    struct span bytes = row_bytes(row);
    *(const char **)into = arena_copy(row->arena, bytes.data, bytes.size);
}

enum status
store_find_report_content(struct store *store, int64_t number, struct arena *arena,
                          const char **content, struct error *err)
{
    bool found;

    TRY(ask_one(ASK(store, SQL_get_report_content, v_int(number)), read_content, arena, content,
                &found, err));
    return found ? OK : fail(err, NOT_FOUND, "Không có gói tin này.");
}

enum status
store_set_report_message(struct store *store, const struct report_message *message,
                         const char *error, struct error *err)
{
    return ask(ASK(store, SQL_set_report_message, v_int(message->number), v_text(message->phase),
                   v_int(message->tries), v_int(message->next_at), v_int(message->not_before),
                   v_text(error)),
               err);
}

/* --- results ---------------------------------------------------------------------------------- */

struct ending {
    int64_t number;
    struct moment at;
    const struct report_result *results;
    size_t count;
    const char *code, *sentence;
};

static enum status
end_report(struct store *store, void *context, struct error *err)
{
    const struct ending *it = context;
    bool hit;

    TRY(ask_hit(
        ASK(store, SQL_end_report_message, v_int(it->number), v_moment(it->at), v_text(it->code)),
        &hit, err));
    if (!hit)
        return OK;
    for (size_t i = 0; i < it->count; i++) {
        const struct report_result *one = &it->results[i];
        TRY(ask(ASK(store, SQL_set_report_result, v_int(it->number), v_text(one->uuid),
                    v_text(one->accepted ? "accepted" : "refused"), v_text(one->error),
                    v_text(one->field), v_text(one->description)),
                err));
    }
    return ask(ASK(store, SQL_refuse_open_report_records, v_int(it->number), v_text(it->code),
                   v_text(it->sentence)),
               err);
}

enum status
store_end_report(struct store *store, int64_t number, struct moment at,
                 const struct report_result *results, size_t count, const char *code,
                 const char *sentence, struct error *err)
{
    struct ending it = {number, at, results, count, code, sentence};

    return store_transact(store, end_report, &it, err);
}

static void
read_uuid(struct row *row, void *into)
{
    *(const char **)into = row_text(row);
}

enum status
store_again_reports(struct store *store, const char *unit, size_t *count, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    LIST(const char *) again = {0};

    TRY(ask_list(ASK(store, SQL_again_report_records, v_text(unit)), read_uuid, arena, again, err));
    *count = again.count;
    return OK;
}

static void
read_report(struct row *row, void *into)
{
    struct report_row *one = into;
    one->uuid = row_text(row);
    one->unit_code = row_text(row);
    one->unit_name = row_text(row);
    one->year = row_text(row);
    one->class_name = row_text(row);
    one->pupil_code = row_text(row);
    one->pupil_name = row_text(row);
    one->word = (int)row_int(row);
    one->state = row_text(row);
    one->message = row_text(row);
    one->tries = row_int(row);
    one->error = row_text(row);
    one->field = row_text(row);
    one->description = row_text(row);
    one->trouble = row_text(row);
}

enum status
store_list_reports(struct store *store, const struct report_question *asked, struct arena *arena,
                   struct report_rows *rows, struct error *err)
{
    return ask_list(ASK(store, SQL_list_reports, v_text(asked->unit), v_text(asked->year),
                        v_text(asked->school), v_int(asked->word), v_int(asked->limit)),
                    read_report, arena, rows->list, err);
}

static void
read_count(struct row *row, void *into)
{
    struct report_count *count = into;
    count->unit_code = row_text(row);
    count->unit_name = row_text(row);
    count->year = row_text(row);
    count->word = (int)row_int(row);
    count->records = row_int(row);
}

enum status
store_count_reports(struct store *store, const struct report_question *asked, struct arena *arena,
                    struct report_counts *counts, struct error *err)
{
    return ask_list(ASK(store, SQL_count_reports, v_text(asked->unit), v_text(asked->year),
                        v_text(asked->school)),
                    read_count, arena, counts->list, err);
}

static void
read_trouble(struct row *row, void *into)
{
    struct report_trouble *trouble = into;
    trouble->error = row_text(row);
    trouble->tries = row_int(row);
    trouble->next = row_moment(row);
}

enum status
store_find_report_trouble(struct store *store, const char *unit, struct arena *arena,
                          struct report_trouble *trouble, struct error *err)
{
    bool found;

    *trouble = (struct report_trouble){0};
    return ask_one(ASK(store, SQL_find_report_trouble, v_text(unit)), read_trouble, arena, trouble,
                   &found, err);
}
