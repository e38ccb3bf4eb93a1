/* SPDX-License-Identifier: Apache-2.0
 *
 * Transactions 5 and 6 as a client: packets of what is asked about reported records, and what is
 * decided about each.
 */
#include "service/intake.h"
#include "service/report_inside.h"
#include "service/revocation_bring.h"
#include "service/revocation_effect.h"
#include "xml/packet_wish.h"
#include "xml/record_xml.h"

/* --- packets ---------------------------------------------------------------------------------- */

const char *
report_wish_function(const char *wish)
{
    return text_equal(wish, WISH_WITHDRAW)  ? INTAKE_WITHDRAW
           : text_equal(wish, WISH_GIVE_UP) ? INTAKE_GIVE_UP
                                            : "THAY_THE";
}

/* As the record itself names its pupil. */
static enum status
add_wish(struct report_work *work, const struct unsent_wish *one, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct record *record = arena_make(arena, struct record);
    struct foreign_elements unknown;
    struct span bytes;

    record_init(record);
    TRY(report_find_bytes(work->app, one->record, one->received, arena, &bytes, err));
    TRY(record_xml_read_foreign(bytes, arena, record, &unknown, err));
    const struct packet_wish wish = {.uuid = one->record,
                                     .pupil = record->name,
                                     .number = record->personal_number,
                                     .school_code = one->school_code,
                                     .year = one->year,
                                     .reason = one->reason,
                                     .evidence = one->evidence};
    packet_wish_write(&wish, work->list);
    return work->list->overflow ? fail(err, INVALID, "Gói đề nghị lớn quá giới hạn.") : OK;
}

static enum status
pack(struct report_work *work, const struct unsent_wish *wishes, size_t count, struct error *err)
{
    AUTO(buffer) *content = buffer_new(CONTENT_MAX);
    struct app *app = work->app;
    struct new_report report;

    work->list->size = 0;
    work->year = wishes[0].year;
    buffer_text(work->list, PACKET_OPEN);
    for (size_t i = 0; i < count; i++)
        TRY(add_wish(work, &wishes[i], err));
    TRY(report_pack(
        work, arena_printf(app->arena, "Đề nghị về %zu học bạ của %s", count, work->unit.name),
        content, &report, err));
    work->list->size = 0;
    TRY(store_add_wishes(app->store, &report, wishes, count, err));
    work->done->made++;
    return OK;
}

enum status
report_pack_wishes(struct report_work *work, const struct unsent_wishes *wishes, struct error *err)
{
    const struct unsent_wish *items = wishes->list.items;

    for (size_t from = 0, to; from < wishes->list.count; from = to) {
        for (to = from + 1; to < wishes->list.count &&
                            text_equal(items[to].request, items[from].request) &&
                            text_equal(items[to].wish, items[from].wish);)
            to++;
        TRY(pack(work, &items[from], to - from, err));
    }
    return OK;
}

/* --- answers ---------------------------------------------------------------------------------- */

struct taking {
    struct report_work *work;
    struct report_wishes wishes;
    const struct exchange_answer *answer;
    const struct exchange_results *results;
};

static bool
is_school(const struct report_work *work)
{
    return text_equal(work->unit.kind, UNIT_SCHOOL);
}

static bool
is_open(const struct report_wish *wish)
{
    return text_equal(wish->state, WISH_STATE_OPEN) || text_equal(wish->state, WISH_STATE_WAITING);
}

static const struct exchange_result *
result_of(const struct exchange_results *results, const char *uuid)
{
    for (size_t i = 0; i < results->list.count; i++)
        if (text_equal(results->list.items[i].uuid, uuid))
            return &results->list.items[i];
    return NULL;
}

/* What the answer says about one; false: nothing yet. */
static bool
read_ruling(const struct taking *taking, struct report_wish *wish)
{
    static const char *const states[] = {[EXCHANGE_WAITING] = WISH_STATE_WAITING,
                                         [EXCHANGE_AGREED] = WISH_STATE_AGREED,
                                         [EXCHANGE_DECLINED] = WISH_STATE_REFUSED};
    const struct exchange_result *result = result_of(taking->results, wish->record);

    wish->error = wish->field = wish->description = "";
    if (report_wire_refused(taking->answer)) {
        wish->state = WISH_STATE_REFUSED;
        wish->error = taking->answer->error;
        wish->description = taking->answer->error_title;
    } else if (result) {
        wish->state = states[result->state];
        wish->error = result->error;
        wish->field = result->field;
        wish->description = result->description;
    } else if (text_equal(taking->answer->response, EXCHANGE_DONE) && taking->results->list.count) {
        wish->state = WISH_STATE_REFUSED;
        wish->description = "Cổng tiếp nhận không trả kết quả cho học bạ này.";
    } else {
        return false;
    }
    return true;
}

/* In the school: what it asked for is refused, unless the managing level has ruled here since. */
static enum status
decline(struct report_work *work, const struct report_wish *wish, struct error *err)
{
    struct revocation asked;

    TRY(store_find_revocation(work->app->store, wish->request, work->app->arena, &asked, err));
    return asked.decision
               ? OK
               : revocation_decline(work->app, wish->record,
                                    *wish->description ? wish->description : wish->error, err);
}

/* Each record's answer, and what a refusal does. */
static enum status
take_all(struct store *store, void *context, struct error *err)
{
    const struct taking *taking = context;
    struct report_work *work = taking->work;
    bool changed;

    for (size_t i = 0; i < taking->wishes.list.count; i++) {
        struct report_wish wish = taking->wishes.list.items[i];
        if (!is_open(&wish) || !read_ruling(taking, &wish))
            continue;
        TRY(store_set_wish(store, &wish, &changed, err));
        if (changed && is_school(work) && text_equal(wish.state, WISH_STATE_REFUSED))
            TRY(decline(work, &wish, err));
    }
    return OK;
}

/* What the department agreed to takes effect under its decision, and not without. */
static enum status
bring_decision(struct report_work *work, const struct report_message *message, const char *request,
               struct error *err)
{
    struct revocation asked;
    struct span file;

    TRY(store_find_revocation(work->app->store, request, work->app->arena, &asked, err));
    if (asked.decision)
        return OK;
    enum status status = report_wire_decision(&work->wire, message->id, &file, err);
    if (status == NOT_FOUND)
        return fail(err, NOT_FOUND,
                    "Cơ quan tiếp nhận đã đồng ý nhưng chưa đưa quyết định đã ký qua cổng, nên học "
                    "bạ chưa đổi trạng thái. Nếu có tệp quyết định: hocba revocation bring %s TỆP.",
                    request);
    TRY(status);
    return revocation_bring(work->app, request, file, err);
}

static enum status
end_message(struct report_work *work, const struct report_message *message,
            const struct exchange_answer *answer, struct error *err)
{
    bool refused = report_wire_refused(answer);

    work->done->ended++;
    return store_end_report(work->app->store, message->number, app_now(work->app), NULL, 0,
                            refused ? answer->error : "", "", err);
}

enum status
report_take_rulings(struct report_work *work, struct report_message *message,
                    const struct exchange_answer *answer, const struct exchange_results *results,
                    struct error *err)
{
    struct taking taking = {.work = work, .answer = answer, .results = results};
    struct report_wishes now = {0};
    struct app *app = work->app;
    size_t open = 0, agreed = 0;
    struct error why;

    TRY(store_list_message_wishes(app->store, message->number, app->arena, &taking.wishes, err));
    TRY(store_transact(app->store, take_all, &taking, err));
    TRY(store_list_message_wishes(app->store, message->number, app->arena, &now, err));
    for (size_t i = 0; i < now.list.count; i++) {
        open += is_open(&now.list.items[i]);
        agreed += text_equal(now.list.items[i].state, WISH_STATE_AGREED);
    }
    if (!text_equal(message->phase, REPORT_SENT_PHASE))
        message->tries = 0;
    message->phase = REPORT_SENT_PHASE;
    if (open)
        return report_put_off(work, message, NULL, err);
    if (agreed && is_school(work) &&
        bring_decision(work, message, now.list.items[0].request, &why) != OK)
        return report_put_off(work, message, &why, err);
    return end_message(work, message, answer, err);
}
