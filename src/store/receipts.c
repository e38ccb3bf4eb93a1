/* SPDX-License-Identifier: Apache-2.0 */
#include "store/receipts.h"

#include "store/ask.h"

static struct value
v_ended(struct moment moment)
{
    return moment.seconds ? v_moment(moment) : v_text(NULL);
}

struct adding {
    const struct receipt *receipt;
    const struct receipt_items *items;
};

static enum status
add_receipt(struct store *store, void *context, struct error *err)
{
    const struct adding *it = context;
    const struct receipt *receipt = it->receipt;

    TRY(ask(ASK(store, SQL_add_receipt, v_text(receipt->batch), v_text(receipt->person),
                v_text(receipt->class_id), v_text(receipt->role), v_text(receipt->subject),
                v_text(receipt->certificate), v_text(receipt->signer), v_text(receipt->sentence),
                v_moment(receipt->started)),
            err));
    for (size_t i = 0; i < it->items->list.count; i++) {
        const struct receipt_item *item = &it->items->list.items[i];
        TRY(ask(ASK(store, SQL_add_receipt_item, v_text(receipt->batch), v_int(item->place),
                    v_text(item->record), v_text(item->digest), v_text(item->outcome),
                    v_text(item->message), v_ended(item->ended)),
                err));
    }
    return OK;
}

enum status
store_add_receipt(struct store *store, const struct receipt *receipt,
                  const struct receipt_items *items, struct error *err)
{
    struct adding it = {receipt, items};

    return store_transact(store, add_receipt, &it, err);
}

enum status
store_end_receipt_item(struct store *store, const char *batch, const struct receipt_item *item,
                       struct error *err)
{
    return ask(ASK(store, SQL_end_receipt_item, v_text(batch), v_int(item->place),
                   v_text(item->outcome), v_text(item->message), v_moment(item->ended)),
               err);
}

enum status
store_tell_receipt(struct store *store, const char *batch, struct moment at, bool *first,
                   struct error *err)
{
    return ask_hit(ASK(store, SQL_tell_receipt, v_text(batch), v_moment(at)), first, err);
}

enum status
store_remove_unused_receipt(struct store *store, const char *batch, struct error *err)
{
    TRY(ask(ASK(store, SQL_remove_unused_receipt_items, v_text(batch)), err));
    return ask(ASK(store, SQL_remove_unused_receipt, v_text(batch)), err);
}

/* --- reading ---------------------------------------------------------------------------------- */

static void
read_receipt(struct row *row, void *into)
{
    struct receipt *receipt = into;

    receipt->batch = row_text(row);
    receipt->person = row_text(row);
    receipt->class_id = row_text(row);
    receipt->role = row_text(row);
    receipt->subject = row_text(row);
    receipt->certificate = row_text(row);
    receipt->signer = row_text(row);
    receipt->sentence = row_text(row);
    receipt->started = row_moment(row);
    receipt->person_name = row_text(row);
    receipt->login = row_text(row);
    receipt->class_name = row_text(row);
    receipt->year = row_text(row);
    receipt->unit = row_text(row);
    receipt->signed_count = row_int(row);
    receipt->failed = row_int(row);
    receipt->open = row_int(row);
    receipt->ended = row_moment(row);
}

enum status
store_find_receipt(struct store *store, const char *batch, struct arena *arena,
                   struct receipt *receipt, struct error *err)
{
    bool found;

    TRY(ask_one(ASK(store, SQL_find_receipt, v_text(batch)), read_receipt, arena, receipt, &found,
                err));
    return found ? OK : fail(err, NOT_FOUND, "Không có lượt ký này.");
}

enum status
store_list_receipts(struct store *store, const char *person, const char *class_id,
                    struct arena *arena, struct receipts *receipts, struct error *err)
{
    return ask_list(
        ASK(store, SQL_list_receipts, v_text(person), v_text(class_id), v_int(RECEIPTS_MAX)),
        read_receipt, arena, receipts->list, err);
}

static void
read_item(struct row *row, void *into)
{
    struct receipt_item *item = into;

    item->place = row_int(row);
    item->record = row_text(row);
    item->digest = row_text(row);
    item->outcome = row_text(row);
    item->message = row_text(row);
    item->ended = row_moment(row);
    item->pupil_name = row_text(row);
    item->pupil_code = row_text(row);
    item->state = row_text(row);
}

enum status
store_list_receipt_items(struct store *store, const char *batch, struct arena *arena,
                         struct receipt_items *items, struct error *err)
{
    return ask_list(ASK(store, SQL_list_receipt_items, v_text(batch)), read_item, arena,
                    items->list, err);
}

static void
read_refused(struct row *row, void *into)
{
    struct failed_record *refused = into;

    refused->class_id = row_text(row);
    refused->class_name = row_text(row);
    refused->role = row_text(row);
    refused->subject = row_text(row);
    refused->record = row_text(row);
    refused->message = row_text(row);
}

enum status
store_list_refused(struct store *store, const char *person, struct arena *arena,
                   struct failed_records *refused, struct error *err)
{
    return ask_list(ASK(store, SQL_list_refused, v_text(person)), read_refused, arena,
                    refused->list, err);
}

static void
read_pace(struct row *row, void *into)
{
    struct pace *pace = into;

    pace->count = row_int(row);
    int64_t first = row_int(row);
    pace->seconds = row_int(row) - first;
}

enum status
store_find_pace(struct store *store, const char *certificate, const char *signer, int64_t least,
                struct pace *pace, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    bool found;

    *pace = (struct pace){0};
    return ask_one(ASK(store, SQL_find_pace, v_text(certificate), v_text(signer), v_int(least)),
                   read_pace, arena, pace, &found, err);
}
