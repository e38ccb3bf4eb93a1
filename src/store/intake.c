/* SPDX-License-Identifier: Apache-2.0 */
#include "store/intake.h"

#include "crypto/hash.h"
#include "store/ask.h"
#include "store/document.h"

/* --- clients and tokens ----------------------------------------------------------------------- */

struct adding {
    const struct new_client *client;
    const struct stamp *stamp;
};

static enum status
add_client(struct store *store, void *context, struct error *err)
{
    const struct adding *it = context;
    const struct new_client *client = it->client;
    bool hit;

    TRY(ask_hit(ASK(store, SQL_add_gateway_client, v_text(client->user_name),
                    v_text(client->secret), v_moment(it->stamp->at), v_text(it->stamp->by)),
                &hit, err));
    if (!hit)
        return fail(err, CONFLICT, "Đã có phần mềm gửi mang tên “%s”. Chưa thêm gì.",
                    client->user_name);
    for (size_t i = 0; i < client->units.count; i++)
        TRY(ask(ASK(store, SQL_add_gateway_client_unit, v_text(client->user_name),
                    v_text(client->units.items[i])),
                err));
    return OK;
}

enum status
store_add_client(struct store *store, const struct new_client *client, const struct stamp *stamp,
                 struct error *err)
{
    struct adding it = {client, stamp};

    return store_transact(store, add_client, &it, err);
}

enum status
store_close_client(struct store *store, const char *user_name, const struct stamp *stamp,
                   struct error *err)
{
    bool hit;

    TRY(ask_hit(ASK(store, SQL_close_gateway_client, v_text(user_name), v_moment(stamp->at),
                    v_text(stamp->by)),
                &hit, err));
    return hit ? OK
               : fail(err, NOT_FOUND, "Không có phần mềm gửi nào đang mở mang tên “%s”.",
                      user_name);
}

static void
read_client(struct row *row, void *into)
{
    struct gateway_client *client = into;
    client->user_name = row_text(row);
    client->unit_code = row_text(row);
    client->made = row_moment(row);
    client->closed = row_int(row) != 0;
}

enum status
store_list_clients(struct store *store, struct arena *arena, struct gateway_clients *clients,
                   struct error *err)
{
    struct question question = {.store = store, .id = SQL_list_gateway_clients};

    return ask_list(question, read_client, arena, clients->list, err);
}

enum status
store_find_client_unit(struct store *store, const char *user_name, const char *unit_code,
                       const char *secret, struct arena *arena, const char **unit,
                       struct error *err)
{
    return ask_text(ASK(store, SQL_find_gateway_client_unit, v_text(user_name), v_text(unit_code),
                        v_text(secret)),
                    arena, unit, err);
}

enum status
store_add_token(struct store *store, const char *digest, const char *user_name, int64_t expires,
                struct error *err)
{
    return ask(ASK(store, SQL_add_gateway_token, v_text(digest), v_text(user_name), v_int(expires)),
               err);
}

enum status
store_count_tokens(struct store *store, const char *user_name, int64_t now, int64_t *count,
                   struct error *err)
{
    return ask_int(ASK(store, SQL_count_gateway_tokens, v_text(user_name), v_int(now)), count, err);
}

enum status
store_find_token(struct store *store, const char *digest, int64_t now, struct arena *arena,
                 const char **user_name, struct error *err)
{
    return ask_text(ASK(store, SQL_find_gateway_token, v_text(digest), v_int(now)), arena,
                    user_name, err);
}

/* --- messages --------------------------------------------------------------------------------- */

enum status
store_count_waiting(struct store *store, const char *client, int64_t *count, struct error *err)
{
    return ask_int(ASK(store, SQL_count_gateway_waiting, v_text(client)), count, err);
}

struct coming {
    const struct gateway_message *message;
    bool *added;
};

static enum status
add_message(struct store *store, void *context, struct error *err)
{
    const struct coming *it = context;
    const struct gateway_message *message = it->message;
    int64_t number;

    TRY(ask_int(ASK(store, SQL_add_gateway_message, v_text(message->client), v_text(message->id),
                    v_text(message->unit), v_text(message->year), v_text(message->digest),
                    v_moment(message->received), v_bytes(SPAN("")), v_text(message->kind)),
                &number, err));
    *it->added = number != 0;
    if (!number)
        return OK;
    return ask(ASK(store, SQL_add_gateway_content, v_int(number), v_bytes(message->content)), err);
}

enum status
store_add_message(struct store *store, const struct gateway_message *message, bool *added,
                  struct error *err)
{
    struct coming it = {message, added};

    return store_transact(store, add_message, &it, err);
}

static void
read_message(struct row *row, void *into)
{
    struct gateway_message *message = into;
    message->number = row_int(row);
    message->client = row_text(row);
    message->id = row_text(row);
    message->kind = row_text(row);
    message->unit = row_text(row);
    message->unit_code = row_text(row);
    message->unit_name = row_text(row);
    message->year = row_text(row);
    message->digest = row_text(row);
    message->received = row_moment(row);
    message->ended = row_int(row) != 0;
    message->error = row_text(row);
    message->description = row_text(row);
    message->done = row_int(row);
    message->accepted = row_int(row);
}

static enum status
found_message(bool found, struct error *err)
{
    return found ? OK : fail(err, NOT_FOUND, "Cổng không có thông điệp này.");
}

enum status
store_find_message(struct store *store, const char *client, const char *id, struct arena *arena,
                   struct gateway_message *message, struct error *err)
{
    bool found;

    TRY(ask_one(ASK(store, SQL_find_gateway_message, v_text(client), v_text(id)), read_message,
                arena, message, &found, err));
    return found_message(found, err);
}

enum status
store_get_message(struct store *store, int64_t number, struct arena *arena,
                  struct gateway_message *message, struct error *err)
{
    bool found;

    TRY(ask_one(ASK(store, SQL_get_gateway_message, v_int(number)), read_message, arena, message,
                &found, err));
    return found_message(found, err);
}

enum status
store_next_message(struct store *store, struct arena *arena, struct gateway_message *message,
                   struct error *err)
{
    struct question question = {.store = store, .id = SQL_next_gateway_message};
    bool found;

    TRY(ask_one(question, read_message, arena, message, &found, err));
    return found_message(found, err);
}

enum status
store_list_messages(struct store *store, const char *unit, int64_t limit, struct arena *arena,
                    struct gateway_messages *messages, struct error *err)
{
    return ask_list(ASK(store, SQL_list_gateway_messages, v_text(unit), v_int(limit)), read_message,
                    arena, messages->list, err);
}

static void
read_content(struct row *row, void *into)
{
    struct span *content = into;
    *content = row_bytes(row);
}

enum status
store_find_content(struct store *store, int64_t number, struct arena *arena, struct span *content,
                   struct error *err)
{
    bool found;

    TRY(ask_one(ASK(store, SQL_get_gateway_content, v_int(number)), read_content, arena, content,
                &found, err));
    return found_message(found, err);
}

enum status
store_end_message(struct store *store, int64_t number, struct moment at, const char *error,
                  const char *description, struct error *err)
{
    return ask(ASK(store, SQL_end_gateway_message, v_int(number), v_moment(at), v_text(error),
                   v_text(description)),
               err);
}

/* --- results and records ---------------------------------------------------------------------- */

enum status
store_add_result(struct store *store, int64_t message, const struct gateway_result *result,
                 struct error *err)
{
    bool hit;

    TRY(ask_hit(ASK(store, SQL_add_gateway_result, v_int(message), v_int(result->place),
                    v_text(result->uuid), v_text(result->pupil_code), v_text(result->name),
                    v_text(result->number), v_int(result->accepted), v_text(result->error),
                    v_text(result->field), v_text(result->description)),
                &hit, err));
    return hit ? OK : fail(err, CONFLICT, "Thông điệp này đang được xử lý ở nơi khác.");
}

enum status
store_find_number_sharer(struct store *store, const char *number, const char *pupil_code,
                         const char *year, bool *used, struct error *err)
{
    return ask_hit(
        ASK(store, SQL_find_number_sharer, v_text(number), v_text(pupil_code), v_text(year)), used,
        err);
}

static void
read_shared(struct row *row, void *into)
{
    struct shared_number *one = into;
    one->number = row_text(row);
    one->pupil_code = row_text(row);
    one->name = row_text(row);
    one->unit = row_text(row);
    one->unit_code = row_text(row);
    one->school = row_text(row);
    one->uuid = row_text(row);
    one->received = row_moment(row);
}

enum status
store_list_shared_numbers(struct store *store, const char *year, struct arena *arena,
                          struct shared_numbers *numbers, struct error *err)
{
    return ask_list(ASK(store, SQL_list_shared_numbers, v_text(year)), read_shared, arena,
                    numbers->list, err);
}

static void
read_result(struct row *row, void *into)
{
    struct gateway_result *result = into;
    result->place = row_int(row);
    result->uuid = row_text(row);
    result->pupil_code = row_text(row);
    result->name = row_text(row);
    result->number = row_text(row);
    result->accepted = row_int(row) != 0;
    result->error = row_text(row);
    result->field = row_text(row);
    result->description = row_text(row);
    result->entered = row_int(row) != 0;
    result->status = row_text(row);
}

enum status
store_list_results(struct store *store, int64_t message, struct arena *arena,
                   struct gateway_results *results, struct error *err)
{
    return ask_list(ASK(store, SQL_list_gateway_results, v_int(message)), read_result, arena,
                    results->list, err);
}

enum status
store_add_received(struct store *store, const struct received_record *record, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    const char *dictionary;
    struct span packed;
    char hex[SHA256_HEX_SIZE];
    struct digest digest = sha256(record->bytes);
    bool hit;

    TRY(document_pack(store, record->unit, record->bytes, record->received, arena, &dictionary,
                      &packed, err));
    TRY(ask_hit(ASK(store, SQL_add_received, v_text(record->uuid), v_int(record->message),
                    v_int(record->place), v_text(record->unit), v_text(record->year),
                    v_text(record->pupil_code), v_int(record->grade), v_text(record->seal),
                    v_moment(record->received), v_text(digest_hex(&digest, hex)),
                    v_int((int64_t)record->bytes.size), v_text(dictionary), v_bytes(packed),
                    v_text(record->replaces), v_text(record->pupil_code), v_text(record->year)),
                &hit, err));
    return hit ? OK : fail(err, CONFLICT, "Mã tra cứu, hoặc năm học của học sinh, đã có học bạ.");
}

enum status
store_find_uuid_holder(struct store *store, const char *uuid, struct arena *arena,
                       const char **holder, struct error *err)
{
    return ask_text(ASK(store, SQL_find_uuid_holder, v_text(uuid)), arena, holder, err);
}

enum status
store_find_slot_holder(struct store *store, const char *pupil_code, const char *year,
                       struct arena *arena, const char **uuid, struct error *err)
{
    return ask_text(ASK(store, SQL_find_slot_holder, v_text(pupil_code), v_text(year)), arena, uuid,
                    err);
}

struct received_row {
    const char *sha256, *dictionary;
    size_t size;
    struct span bytes;
};

static void
read_received(struct row *row, void *into)
{
    struct received_row *it = into;
    row_text(row);
    row_text(row);
    it->sha256 = row_text(row);
    it->size = (size_t)row_int(row);
    it->dictionary = row_text(row);
    it->bytes = row_bytes(row);
}

enum status
store_find_received(struct store *store, const char *uuid, struct arena *arena, struct span *bytes,
                    struct error *err)
{
    struct received_row row = {0};
    char hex[SHA256_HEX_SIZE];
    bool found;

    TRY(ask_one(ASK(store, SQL_find_received, v_text(uuid)), read_received, arena, &row, &found,
                err));
    if (!found)
        return fail(err, NOT_FOUND, "Cổng chưa nhận học bạ mang mã tra cứu %s.", uuid);
    if (row.size <= STORE_DOCUMENT_MAX) {
        TRY(document_unpack(store, row.dictionary, row.bytes, row.size, arena, bytes, err));
        struct digest digest = sha256(*bytes);
        if (text_equal(digest_hex(&digest, hex), row.sha256))
            return OK;
    }
    return fail(err, CORRUPT,
                "Học bạ %s trong kho không còn đúng như lúc nhận. Hãy phục hồi từ bản sao lưu.",
                uuid);
}

/* --- in the ledger ---------------------------------------------------------------------------- */

enum status
store_list_unentered_received(struct store *store, int64_t limit, struct arena *arena,
                              struct unentered_list *unentered, struct error *err)
{
    return ask_list(ASK(store, SQL_list_unentered_received, v_int(limit)), store_read_unentered,
                    arena, unentered->list, err);
}

enum status
store_add_received_entry(struct store *store, const char *uuid, int64_t position,
                         struct moment entered, struct error *err)
{
    return ask(ASK(store, SQL_add_received_entry, v_text(uuid), v_int(position), v_moment(entered)),
               err);
}

static void
read_received_entry(struct row *row, void *into)
{
    struct received_entry *entry = into;
    entry->uuid = row_text(row);
    entry->position = row_int(row);
}

enum status
store_list_received_entries(struct store *store, int64_t from, int64_t limit, struct arena *arena,
                            struct received_entries *entries, struct error *err)
{
    return ask_list(ASK(store, SQL_list_received_entries, v_int(from), v_int(limit)),
                    read_received_entry, arena, entries->list, err);
}
