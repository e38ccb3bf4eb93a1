/* SPDX-License-Identifier: Apache-2.0
 *
 * The supplier kit on transactions 5 and 6.
 */
#include "base/uuid.h"
#include "conformance/supplier_inside.h"
#include "xml/packet_wish.h"

enum { WISHES = 2, WISH_MAX = 4096, FIRST_PAUSE_MS = 200, LAST_PAUSE_MS = 2000 };

#define NOBODYS_UUID "00000000-0000-4000-8000-000000000000"

/* MA_TRA_CUU_UUID of a record; NULL: it has none. */
static const char *
uuid_of(struct span record, struct arena *arena)
{
    static const char tag[] = "<MA_TRA_CUU_UUID>";
    const char *at = memmem(record.data, record.size, tag, sizeof tag - 1);
    size_t left = at ? record.size - (size_t)(at - record.data) - (sizeof tag - 1) : 0;

    return left < UUID_TEXT_SIZE ? NULL
                                 : arena_copy(arena, at + sizeof tag - 1, UUID_TEXT_SIZE - 1);
}

static enum status
make_content(struct supplier *kit, const char *const uuids[WISHES], const char **content,
             struct error *err)
{
    int year = kit->order->year;
    struct records list = {0};
    struct span packet;

    for (size_t i = 0; i < WISHES; i++) {
        AUTO(buffer) *out = buffer_new(WISH_MAX);
        packet_wish_write(
            &(struct packet_wish){.uuid = uuids[i],
                                  .school_code = kit->order->unit,
                                  .year = arena_printf(kit->arena, "%d-%d", year, year + 1),
                                  .reason = "Thử của bộ kiểm tra, không phải đề nghị thật."},
            out);
        *list_add(kit->arena, list.list) =
            (struct span){arena_copy(kit->arena, out->data, out->size), out->size};
    }
    TRY(packet_signed(&list, &kit->seal, moment_in_vietnam(kit->order->clock()), kit->arena,
                      &packet, err));
    return packet_content(packet, kit->arena, content, err);
}

static bool
is_looked_at(const struct reply *reply)
{
    return reply->results.list.count || text_equal(reply->answer.response, EXCHANGE_DONE) ||
           *reply->answer.error;
}

/* Until the gateway has looked at it: nobody waits for a decision here. */
static enum status
poll(struct supplier *kit, const char *id, struct reply *reply, struct error *err)
{
    struct exchange_request request = supplier_request(kit, id, "6");
    int64_t left = kit->order->wait_s * INT64_C(1000);

    for (unsigned pause = FIRST_PAUSE_MS;; left -= pause) {
        TRY(supplier_ask(kit, "revocations/result", &request, EXCHANGE_REVOKED, reply, err));
        if (is_looked_at(reply) || left < pause || !kit->order->wait(NULL, pause))
            return OK;
        pause = pause * 2 < LAST_PAUSE_MS ? pause * 2 : LAST_PAUSE_MS;
    }
}

static void
judge_unknown(struct supplier *kit, const struct exchange_results *results)
{
    for (size_t i = 0; i < results->list.count; i++) {
        const struct exchange_result *one = &results->list.items[i];
        if (!text_equal(one->uuid, NOBODYS_UUID))
            continue;
        if (one->state != EXCHANGE_DECLINED || !*one->error || !*one->description)
            case_miss(kit->report, GATEWAY_WISH_UNKNOWN,
                      "trang_thai là %d, error là “%s”; phải là 3, có error và error_description.",
                      one->state, one->error);
        else
            case_meet(kit->report, GATEWAY_WISH_UNKNOWN);
        return;
    }
    case_miss(kit->report, GATEWAY_WISH_UNKNOWN, "Không có kết quả cho học bạ %s.", NOBODYS_UUID);
}

static void
judge(struct supplier *kit, const struct reply *reply)
{
    const struct exchange_results *results = &reply->results;

    if (results->list.count != WISHES) {
        case_miss(kit->report, GATEWAY_WISHES, "Có %zu kết quả cho %d học bạ. %s %s",
                  results->list.count, WISHES, reply->answer.error, reply->answer.error_title);
        return;
    }
    case_meet(kit->report, GATEWAY_WISHES);
    judge_unknown(kit, results);
}

enum status
supplier_try_wishes(struct supplier *kit, struct error *err)
{
    const char *const uuids[WISHES] = {uuid_of(kit->records.list.items[0], kit->arena),
                                       NOBODYS_UUID};
    const char *id = supplier_new_id(kit);
    struct exchange_request request = supplier_request(kit, id, "5");
    struct reply reply;

    if (!uuids[0]) {
        case_miss(kit->report, GATEWAY_WISHES,
                  "Không dựng được: tệp học bạ đưa vào không có MA_TRA_CUU_UUID.");
        return OK;
    }
    request.function = "THAY_THE";
    TRY(make_content(kit, uuids, &request.content, err));
    TRY(supplier_ask(kit, "revocations", &request, EXCHANGE_REVOKE, &reply, err));
    if (reply.code != 200 || *reply.answer.error) {
        case_miss(kit->report, GATEWAY_WISHES, "Mã HTTP %d, Error “%s”. %s", reply.code,
                  reply.answer.error, reply.answer.error_title);
        return OK;
    }
    TRY(poll(kit, id, &reply, err));
    judge(kit, &reply);
    return OK;
}
