/* SPDX-License-Identifier: Apache-2.0
 *
 * What a supplier sends: a content that unpacks is within the ceiling and packs again to the same
 * text; a packet that is split has its records in their order within its bytes; its signature gets
 * a report.  A first byte says whether the rest is a content, a packet or a request.
 */
#include "model/exchange.h"
#include "tests/support/packet_whole.h"
#include "verify/packet.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
try_packet(struct arena *arena, struct span bytes)
{
    const struct foreign_settings settings = {.utf8_only = true};
    const char *before = bytes.data;
    struct packet packet;
    struct packet_report report;
    struct error err;

    if (packet_split(bytes, arena, &packet, &err) == OK) {
        if (!frame_is_whole(&packet, arena))
            __builtin_trap();
        for (size_t i = 0; i < packet.records.count; i++) {
            struct span record = packet.records.items[i];
            if (record.data < before || record.data + record.size > bytes.data + bytes.size ||
                record.size < sizeof "<HOC_BA/>" - 1 ||
                memcmp(record.data, "<HOC_BA", sizeof "<HOC_BA" - 1) != 0 ||
                record.data[record.size - 1] != '>')
                __builtin_trap();
            before = record.data + record.size;
        }
    }
    verify_packet(bytes, &settings, arena, &report);
    if (report.right == (report.rule != NULL))
        __builtin_trap();
}

static void
try_content(struct arena *arena, struct span content)
{
    AUTO(buffer) *out = buffer_new(2 * CONTENT_MAX);
    struct span text, again;
    struct error err;

    if (content_unpack(content, arena, &text, &err) != OK)
        return;
    if (text.size > CONTENT_MAX || content_pack(text, out, &err) != OK ||
        content_unpack(buffer_span(out), arena, &again, &err) != OK || !span_equal(text, again))
        __builtin_trap();
    try_packet(arena, text);
}

static void
try_request(struct arena *arena, struct span body)
{
    struct exchange_request request;
    struct error err;

    for (int i = 0; i < EXCHANGE_COUNT; i++)
        if (exchange_read(body, (enum exchange_transaction)i, arena, &request, &err) == OK &&
            request.message_id && strlen(request.message_id) > EXCHANGE_FIELD_MAX)
            __builtin_trap();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO(arena) *arena = arena_new();

    if (size == 0)
        return 0;
    struct span rest = {(const char *)data + 1, size - 1};
    if (data[0] == 'c')
        try_content(arena, rest);
    else if (data[0] == 'r')
        try_request(arena, rest);
    else
        try_packet(arena, rest);
    return 0;
}
