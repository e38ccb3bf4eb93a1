/* SPDX-License-Identifier: Apache-2.0
 *
 * Transactions 5 and 6: a supplier asks about records that the gateway received; what can be asked
 * becomes one request among those of the department's own schools (service/revocation.h), and the
 * rulings of its decision are the answer.
 */
#include "base/unicode.h"
#include "ledger/status.h"
#include "service/intake_inside.h"
#include "store/received.h"
#include "verify/decision.h"
#include "xml/packet_wish.h"

#define NO_REASON "Nhà trường đề nghị qua cổng tiếp nhận, không nêu lý do."

/* --- what is asked about a record ------------------------------------------------------------- */

struct asking {
    struct app *app;
    const struct gateway_message *message;
    const struct packet *packet;
    struct arena *arena;
    const char *id;                /* of the request */
    struct revocation_items items; /* that can be asked */
};

static void
deny(struct gateway_result *result, const char *code, const char *field, const char *sentence)
{
    result->accepted = false;
    result->error = code;
    result->field = field;
    result->description = sentence;
}

static bool
is_asked(const struct asking *work, const char *uuid)
{
    for (size_t i = 0; i < work->items.list.count; i++)
        if (text_equal(work->items.list.items[i].record, uuid))
            return true;
    return false;
}

/* What the record's status allows. */
static bool
may_ask(const struct received_state *state, const char *wish)
{
    enum record_status status;

    if (!record_status_parse(state->status, &status))
        return false;
    if (text_equal(wish, WISH_GIVE_UP))
        return status == RECORD_SUSPENDED;
    return status == RECORD_VALID ||
           (status == RECORD_SUSPENDED && text_equal(wish, WISH_WITHDRAW));
}

/* Whatever is told of the pupil is another's: a mistaken UUID, which would take back the record of
 * a child that nobody meant.  One that fits is enough: the other may be what is to be corrected. */
static bool
is_of_another(const struct asking *work, const struct packet_wish *wish,
              const struct received_state *state)
{
    const struct {
        const char *told, *kept;
    } facts[] = {
        {unicode_name_key(work->arena, wish->pupil), unicode_name_key(work->arena, state->name)},
        {wish->number, state->number}};
    bool differs = false;

    for (size_t i = 0; i < COUNT_OF(facts); i++) {
        if (!*facts[i].told || !*facts[i].kept)
            continue;
        if (text_equal(facts[i].told, facts[i].kept))
            return false;
        differs = true;
    }
    return differs;
}

static void
judge_wish(const struct asking *work, const struct packet_wish *wish,
           const struct received_state *state, struct gateway_result *result)
{
    const struct gateway_message *message = work->message;

    if (*wish->school_code && !text_equal(wish->school_code, message->unit_code))
        deny(result, "UNIT", "MA_TRUONG", "Học bạ của trường khác, không phải của đơn vị gửi.");
    else if (is_of_another(work, wish, state))
        deny(result, "UNKNOWN", "HO_VA_TEN",
             "Họ tên, số định danh trong yêu cầu không phải của học sinh có học bạ mang mã tra cứu "
             "này; hãy kiểm tra lại mã.");
    else if (!text_equal(state->year, message->year) ||
             (*wish->year && !text_equal(wish->year, message->year)))
        deny(result, "YEAR", "TEN_NAM_HOC", "Học bạ không phải của năm học mà gói ghi.");
    else if (state->open || is_asked(work, state->uuid))
        deny(result, "DUPLICATE", "MA_TRA_CUU_UUID",
             "Học bạ này đang chờ quyết định theo một yêu cầu khác.");
    else if (!may_ask(state, message->kind))
        deny(result, "STATE", "MA_TRA_CUU_UUID",
             "Không thể đề nghị như vậy: học bạ này đã được đồng ý thay thế, đã bị thu hồi hoặc đã "
             "bị thay thế, hay không chờ bản thay thế nào.");
}

static void
take_reasons(struct asking *work, const struct packet_wish *wish, struct gateway_result *result)
{
    struct revocation_item item = {.record = result->uuid,
                                   .wish = work->message->kind,
                                   .received = true,
                                   .reason = *wish->reason ? wish->reason : NO_REASON,
                                   .evidence = *wish->evidence ? wish->evidence : NULL};

    if (strlen(item.reason) > DECISION_REASON_MAX ||
        (item.evidence && strlen(item.evidence) > DECISION_REASON_MAX))
        deny(result, "STRUCTURE", "LY_DO", "Lý do hoặc căn cứ quá dài.");
    else
        *list_add(work->arena, work->items.list) = item;
}

static enum status
ask_one(struct asking *work, size_t place, struct error *err)
{
    struct gateway_result result = {.place = (int64_t)place,
                                    .uuid = "",
                                    .pupil_code = "",
                                    .name = "",
                                    .number = "",
                                    .accepted = true,
                                    .error = "",
                                    .field = "",
                                    .description = ""};
    struct received_state state;
    struct packet_wish wish;
    struct error why;

    enum status status =
        packet_wish_read(work->packet->records.items[place], work->arena, &wish, &why);
    if (status != OK) {
        deny(&result, "STRUCTURE", "HOC_BA", why.message);
        return store_add_result(work->app->store, work->message->number, &result, err);
    }
    result.uuid = wish.uuid;
    result.name = wish.pupil;
    result.number = wish.number;
    status = store_find_received_state(work->app->store, wish.uuid, work->arena, &state, &why);
    if (status == NOT_FOUND || (status == OK && !text_equal(state.unit, work->message->unit))) {
        deny(&result, "UNKNOWN", "MA_TRA_CUU_UUID",
             "Cổng chưa tiếp nhận học bạ nào mang mã tra cứu này của đơn vị gửi.");
    } else if (status != OK) {
        *err = why;
        return status;
    } else {
        result.pupil_code = state.pupil_code;
        result.name = state.name;
        judge_wish(work, &wish, &state, &result);
    }
    if (result.accepted)
        take_reasons(work, &wish, &result);
    return store_add_result(work->app->store, work->message->number, &result, err);
}

static enum status
ask_all(struct store *store, void *context, struct error *err)
{
    struct asking *work = context;
    const struct gateway_message *message = work->message;
    struct revocation request = {.id = work->id,
                                 .unit = message->unit,
                                 .year = message->year,
                                 .made = app_now(work->app),
                                 .by = app_stamp(work->app, NULL).by};

    work->items = (struct revocation_items){0};
    for (size_t i = 0; i < work->packet->records.count; i++)
        TRY(ask_one(work, i, err));
    if (work->items.list.count == 0)
        return OK;
    TRY(store_add_revocation(store, &request, &work->items, err));
    return store_add_received_request(store, work->id, message->number, err);
}

enum status
intake_take_wishes(const struct intake_judge *judge, const struct packet *packet,
                   struct arena *arena, struct error *err)
{
    struct asking work = {.app = judge->app,
                          .message = judge->message,
                          .packet = packet,
                          .arena = arena,
                          .id = app_new_id(judge->app)};

    /* All of them came into the store together. */
    return judge->message->done ? OK : store_transact(judge->app->store, ask_all, &work, err);
}

/* --- what became of it ------------------------------------------------------------------------ */

static const struct decision_row *
row_of(const struct decision_data *data, const char *record)
{
    for (size_t i = 0; i < data->rows.count; i++)
        if (text_equal(data->rows.items[i].record, record))
            return &data->rows.items[i];
    return NULL;
}

static void
take_ruling(const struct decision_row *row, struct gateway_result *result)
{
    result->ruling = !result->accepted              ? EXCHANGE_DECLINED
                     : !row                         ? EXCHANGE_WAITING
                     : row->ruling == RULING_REFUSE ? EXCHANGE_DECLINED
                                                    : EXCHANGE_AGREED;
    if (result->accepted && result->ruling == EXCHANGE_DECLINED) {
        result->error = "DECLINED";
        result->field = "MA_TRA_CUU_UUID";
        result->description = row->reason;
    }
}

enum status
intake_read_rulings(struct app *app, const struct gateway_message *message,
                    struct gateway_results *results, struct error *err)
{
    struct revocation_decision paper;
    struct decision_file file = {0};
    struct revocation request = {0};
    const char *id;

    TRY(store_find_received_request(app->store, message->number, app->arena, &id, err));
    if (id)
        TRY(store_find_revocation(app->store, id, app->arena, &request, err));
    if (request.decision) {
        TRY(store_find_decision_paper(app->store, request.decision, app->arena, &paper, err));
        TRY(decision_read(paper.bytes, app->arena, &file, err));
    }
    for (size_t i = 0; i < results->list.count; i++) {
        struct gateway_result *result = &results->list.items[i];
        take_ruling(row_of(&file.data, result->uuid), result);
    }
    return OK;
}

enum status
intake_decision(struct app *app, const char *token, const char *message_id, struct span *file,
                struct error *err)
{
    struct exchange_request request = {.token = token};
    struct revocation_decision paper;
    struct revocation asked = {0};
    struct gateway_message message;
    const char *client, *unit, *id = NULL;

    TRY(intake_client_of(app, token, &client, err));
    TRY(store_find_message(app->store, client, message_id, app->arena, &message, err));
    request.unit = message.unit_code;
    TRY(intake_sender(app, &request, &client, &unit, err));
    TRY(store_find_received_request(app->store, message.number, app->arena, &id, err));
    if (id)
        TRY(store_find_revocation(app->store, id, app->arena, &asked, err));
    if (!asked.decision)
        return fail(err, NOT_FOUND, "Chưa có quyết định nào về thông điệp này; hãy hỏi lại sau.");
    TRY(store_find_decision_paper(app->store, asked.decision, app->arena, &paper, err));
    *file = paper.bytes;
    return OK;
}
