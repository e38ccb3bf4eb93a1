/* SPDX-License-Identifier: Apache-2.0
 *
 * The gateway kit on transactions 5 and 6: what is asked about records, and what it rules.  It
 * agrees about each record that it has taken, the second time it is asked.
 */
#include "base/uuid.h"
#include "conformance/gateway_inside.h"
#include "xml/packet_wish.h"

static const struct seen_record *
find_taken(const struct playing *playing, const char *uuid)
{
    for (size_t i = 0; i < playing->records.count; i++)
        if (text_equal(playing->records.items[i].uuid, uuid))
            return playing->records.items[i].accepted ? &playing->records.items[i] : NULL;
    return NULL;
}

/* Another message asks about it, or this one does already. */
static bool
is_asked(const struct playing *playing, const char *uuid)
{
    for (size_t i = 0; i < playing->messages.count; i++) {
        const struct taken_message *message = playing->messages.items[i];
        for (size_t j = 0; message->kind == EXCHANGE_REVOKE && j < message->results.list.count; j++)
            if (text_equal(message->results.list.items[j].uuid, uuid))
                return true;
    }
    return false;
}

static void
decline(struct exchange_result *result, const char *code, const char *field, const char *sentence)
{
    result->state = EXCHANGE_DECLINED;
    result->error = code;
    result->field = field;
    result->description = sentence;
}

static const char *
wrong_with(const struct taken_message *message, const struct packet_wish *wish, struct arena *arena)
{
    const char *year = arena_printf(arena, "%d-%d", message->year, message->year + 1);

    if (!uuid_is_valid(span_of(wish->uuid)))
        return "MA_TRA_CUU_UUID thiếu hoặc không phải UUID.";
    if (*wish->year && !text_equal(wish->year, year))
        return "TEN_NAM_HOC không phải năm học trong yêu cầu.";
    return NULL;
}

static void
judge_wish(struct playing *playing, const struct taken_message *message, struct span element,
           struct arena *arena, struct exchange_result *result)
{
    struct conformance_report *report = playing->report;
    struct packet_wish wish = {"", "", "", "", "", "", ""};
    struct error why;

    enum status status = packet_wish_read(element, arena, &wish, &why);
    const char *wrong = status == OK ? wrong_with(message, &wish, arena) : why.message;
    result->uuid = arena_text(playing->arena, wish.uuid);
    if (wrong) {
        case_miss(report, SUPPLIER_WISH, "Gói %s: %s", message->id, wrong);
        decline(result, "STRUCTURE", "HOC_BA", arena_text(playing->arena, wrong));
        return;
    }
    case_meet(report, SUPPLIER_WISH);
    if (!find_taken(playing, wish.uuid)) {
        case_miss(report, SUPPLIER_WISH_KNOWN, "Học bạ %s chưa được nhận.", wish.uuid);
        decline(result, "UNKNOWN", "MA_TRA_CUU_UUID", "Cổng chưa nhận học bạ này.");
    } else if (is_asked(playing, wish.uuid)) {
        case_miss(report, SUPPLIER_WISH_KNOWN, "Học bạ %s được đề nghị hai lần.", wish.uuid);
        decline(result, "DUPLICATE", "MA_TRA_CUU_UUID", "Học bạ này đã được đề nghị.");
    } else {
        case_meet(report, SUPPLIER_WISH_KNOWN);
    }
}

void
gateway_judge_wishes(struct playing *playing, struct taken_message *message,
                     const struct packet *packet)
{
    for (size_t i = 0; i < packet->records.count; i++) {
        AUTO(arena) *arena = arena_new();
        struct exchange_result result = {.pupil_code = "",
                                         .name = "",
                                         .number = "",
                                         .uuid = "",
                                         .state = EXCHANGE_WAITING,
                                         .error = "",
                                         .field = "",
                                         .description = ""};
        judge_wish(playing, message, packet->records.items[i], arena, &result);
        *list_add(playing->arena, message->results.list) = result;
    }
}

void
gateway_rule(struct taken_message *message)
{
    for (size_t i = 0; i < message->results.list.count; i++)
        if (message->results.list.items[i].state == EXCHANGE_WAITING)
            message->results.list.items[i].state = EXCHANGE_AGREED;
}

bool
gateway_agreed(const struct playing *playing, const char *uuid)
{
    bool agreed = !find_taken(playing, uuid);

    for (size_t i = 0; i < playing->messages.count; i++) {
        const struct taken_message *message = playing->messages.items[i];
        for (size_t j = 0; message->kind == EXCHANGE_REVOKE && j < message->results.list.count; j++)
            if (text_equal(message->results.list.items[j].uuid, uuid))
                agreed = agreed || message->results.list.items[j].state == EXCHANGE_AGREED;
    }
    return agreed;
}
