/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba unit place: provinces, districts and communes before and after 1/7/2025.
 */
#include "cli/commands.h"
#include "cli/output.h"
#include "model/places.h"

static const char *
future_text(const struct place *place, struct arena *arena)
{
    if (place->era != PLACES_UNTIL_2025_06)
        return NULL;
    struct place_future future = place_future(place);
    if (future.place)
        return arena_printf(arena, "%s %s", future.place->code,
                            place_full_name(future.place, arena));
    if (place->level == PLACE_DISTRICT)
        return arena_printf(arena, "không còn cấp huyện; nay thuộc %s", future.province->name);
    return arena_printf(arena, "mã không còn; nay thuộc %s", future.province->name);
}

static void
print_place(struct output_list *list, const struct place *place, struct arena *arena)
{
    bool before = place->era == PLACES_UNTIL_2025_06;

    output_list_row(list,
                    (const char *[]){before ? "đến 30/6/2025" : "từ 1/7/2025", place->code,
                                     place_full_name(place, arena), future_text(place, arena)});
}

static enum status
run_unit_place(struct cli *cli, struct error *err)
{
    static const struct output_column columns[] = {
        {"era", "THỜI KỲ"}, {"code", "MÃ"}, {"name", "TÊN"}, {"became", "NAY LÀ"}};
    struct output_list list = output_list_new(cli, "places", columns);
    const char *asked = cli->arguments[0];
    size_t count = 0;

    for (enum places_era era = 0; era < PLACES_ERAS; era++) {
        struct places found = {0};
        const struct place *place = place_by_code(era, asked);
        if (place)
            *list_add(cli->arena, found.list) = place;
        else
            places_by_name(era, asked, NULL, cli->arena, &found);
        for (size_t i = 0; i < found.list.count; i++)
            print_place(&list, found.list.items[i], cli->arena);
        count += found.list.count;
    }
    if (count == 0)
        return fail(err, NOT_FOUND,
                    "Không có tỉnh, huyện, xã nào mang tên hoặc mã “%s”, trước cũng như từ "
                    "1/7/2025.",
                    asked);
    output_list_print(&list);
    return OK;
}

const struct command command_unit_place = {
    .name = "unit place",
    .usage = "TÊN|MÃ",
    .summary = "tra tỉnh, huyện, xã theo tên hoặc mã: trước và từ 1/7/2025, mã nào còn dùng",
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_unit_place,
};
