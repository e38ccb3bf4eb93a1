/* SPDX-License-Identifier: Apache-2.0 */
#include "store/key_closings.h"

#include "store/ask.h"

static void
read_closing(struct row *row, void *into)
{
    struct key_closing *closing = into;
    closing->sha256 = row_text(row);
    closing->key_id = row_text(row);
    closing->action = row_text(row);
    closing->since = row_int(row);
    closing->signer = row_text(row);
    closing->made = row_moment(row);
    closing->by = row_text(row);
    closing->bytes = row_bytes(row);
    closing->position = row_int(row);
}

enum status
store_add_key_closing(struct store *store, const struct key_closing *closing, struct error *err)
{
    bool hit;

    TRY(ask_hit(ASK(store, SQL_add_key_closing, v_text(closing->sha256), v_text(closing->key_id),
                    v_text(closing->action), v_int(closing->since), v_text(closing->signer),
                    v_moment(closing->made), v_text(closing->by), v_bytes(closing->bytes)),
                &hit, err));
    return hit ? OK : fail(err, CONFLICT, "Văn bản thôi dùng khóa này đã có. Chưa ghi gì.");
}

enum status
store_add_closed_certificate(struct store *store, const char *closing, const char *certificate,
                             struct error *err)
{
    return ask(ASK(store, SQL_add_closed_certificate, v_text(closing), v_text(certificate)), err);
}

enum status
store_add_learned_closing(struct store *store, const struct learned_closing *closing, bool *added,
                          struct error *err)
{
    return ask_hit(ASK(store, SQL_add_learned_closing, v_int(closing->position),
                       v_text(closing->sha256), v_text(closing->kid), v_text(closing->action),
                       v_int(closing->since), v_moment(closing->entered),
                       v_moment(closing->learned), v_bytes(closing->proof)),
                   added, err);
}

enum status
store_add_learned_certificate(struct store *store, const char *closing, const char *certificate,
                              struct error *err)
{
    return ask(ASK(store, SQL_add_learned_certificate, v_text(closing), v_text(certificate)), err);
}

static void
read_name(struct row *row, void *into)
{
    *(const char **)into = row_text(row);
}

enum status
store_list_certificates_of_closing(struct store *store, const char *closing, struct arena *arena,
                                   struct closed_certificates *certificates, struct error *err)
{
    return ask_list(ASK(store, SQL_list_certificates_of_closing, v_text(closing)), read_name, arena,
                    certificates->list, err);
}

enum status
store_list_key_closings(struct store *store, const char *key_id, bool open, int64_t limit,
                        struct arena *arena, struct key_closings *closings, struct error *err)
{
    return ask_list(
        ASK(store, SQL_list_key_closings, v_text(key_id), v_int(open ? 1 : 0), v_int(limit)),
        read_closing, arena, closings->list, err);
}

enum status
store_find_closing_of_record(struct store *store, const char *record, struct arena *arena,
                             struct key_closing *closing, struct error *err)
{
    bool found;

    TRY(ask_one(ASK(store, SQL_find_closing_of_record, v_text(record)), read_closing, arena,
                closing, &found, err));
    return found ? OK : fail(err, NOT_FOUND, "Khóa của con dấu này còn dùng.");
}

enum status
store_find_closing_of_certificate(struct store *store, const char *sha256, struct arena *arena,
                                  struct key_closing *closing, struct error *err)
{
    bool found;

    TRY(ask_one(ASK(store, SQL_find_closing_of_certificate, v_text(sha256)), read_closing, arena,
                closing, &found, err));
    return found ? OK : fail(err, NOT_FOUND, "Khóa của chứng thư này còn dùng.");
}

static void
read_closed(struct row *row, void *into)
{
    struct closed_record *closed = into;
    closed->record = row_text(row);
    closed->state = row_text(row);
    closed->class_id = row_text(row);
}

enum status
store_list_closed_records(struct store *store, const char *certificate, int64_t since,
                          struct arena *arena, struct closed_records *records, struct error *err)
{
    return ask_list(ASK(store, SQL_list_closed_records, v_text(certificate), v_int(since)),
                    read_closed, arena, records->list, err);
}

enum status
store_count_unentered_of(struct store *store, const char *certificate, int64_t *count,
                         struct error *err)
{
    return ask_int(ASK(store, SQL_count_unentered_of, v_text(certificate)), count, err);
}

enum status
store_count_closed_received(struct store *store, const char *certificate, int64_t since,
                            int64_t *count, struct error *err)
{
    return ask_int(ASK(store, SQL_count_closed_received, v_text(certificate), v_int(since)), count,
                   err);
}

/* --- settled ---------------------------------------------------------------------------------- */

enum status
store_add_settled_refusal(struct store *store, const struct settled_refusal *settled,
                          struct error *err)
{
    return ask(ASK(store, SQL_add_settled_refusal, v_text(settled->record),
                   v_text(settled->decision), v_text(settled->reason), v_moment(settled->made)),
               err);
}

static void
read_settled(struct row *row, void *into)
{
    struct settled_refusal *settled = into;
    settled->record = row_text(row);
    settled->decision = row_text(row);
    settled->reason = row_text(row);
    settled->made = row_moment(row);
}

enum status
store_list_settled_refusals(struct store *store, int64_t limit, struct arena *arena,
                            struct settled_refusals *settled, struct error *err)
{
    return ask_list(ASK(store, SQL_list_settled_refusals, v_int(limit)), read_settled, arena,
                    settled->list, err);
}

enum status
store_is_settled(struct store *store, const char *record, bool *settled, struct error *err)
{
    int64_t count;

    TRY(ask_int(ASK(store, SQL_is_settled, v_text(record)), &count, err));
    *settled = count > 0;
    return OK;
}

enum status
store_find_final_decision(struct store *store, const char *record, struct arena *arena,
                          const char **decision, struct error *err)
{
    TRY(ask_text(ASK(store, SQL_find_final_decision, v_text(record)), arena, decision, err));
    return *decision ? OK : fail(err, NOT_FOUND, "Chưa có quyết định nào thu hồi học bạ này.");
}
