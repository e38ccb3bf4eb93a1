/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/minutes.h"

enum status
minutes_read(struct span file, struct arena *arena, struct minutes_file *minutes, struct error *err)
{
    AUTO(verify_cache) *cache = verify_cache_new();
    struct pair_reading *reading = arena_make(arena, struct pair_reading);
    struct minutes_file made = {0};

    *reading = (struct pair_reading){.arena = arena, .cache = cache};
    TRY(xml_scan(file, MINUTES_FILE_MAX, arena, &reading->xml, err));
    TRY(minutes_xml_read(&reading->xml, arena, &made.data, err));
    TRY(pair_read(reading, PAIR_MINUTES, "Biên bản kiểm tra", err));
    made.head = pair_signer_of(reading, 0);
    made.both = reading->count == PAIR_SIGNATURES;
    if (made.both)
        made.principal = pair_signer_of(reading, 1);
    *minutes = made;
    return OK;
}
