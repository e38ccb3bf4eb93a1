/* SPDX-License-Identifier: Apache-2.0
 *
 * One personal number, several children: the gateway takes each record, says so, and keeps a list.
 */
#include "service/access_log.h"
#include "service/access_places.h"
#include "service/intake_inside.h"
#include "store/figures.h"

enum status
intake_note_number(const struct intake_judge *judge, struct intake_judgement *judgement,
                   struct error *err)
{
    const struct gateway_result *result = &judgement->result;
    bool used;

    if (!result->accepted || !*result->number)
        return OK;
    TRY(store_find_number_sharer(judge->app->store, result->number, result->pupil_code,
                                 judgement->record.year, &used, err));
    if (used)
        buffer_text(
            judgement->reasons,
            "[IDENTITY SO_CCCD] Học bạ vẫn được tiếp nhận, nhưng một học sinh khác (mã học "
            "sinh khác) trong năm học này cũng mang số định danh cá nhân này. Hãy đối chiếu "
            "giấy khai sinh rồi sửa bên sai.");
    return OK;
}

/* The rows of one number stand together. */
static size_t
end_of(const struct shared_numbers *all, size_t from)
{
    size_t end = from + 1;

    while (end < all->list.count &&
           text_equal(all->list.items[end].number, all->list.items[from].number))
        end++;
    return end;
}

struct seeing {
    struct access_places received,
        pupils; /* what came through the gateway; who is in a class here */
};

static bool
sees(const struct seeing *seeing, const struct shared_number *row)
{
    return access_places_hold(row->uuid ? &seeing->received : &seeing->pupils, row->unit);
}

static void
add_case(struct app *app, const struct seeing *seeing, const struct shared_number *rows,
         size_t count, struct shared_numbers *numbers)
{
    bool any = false;

    for (size_t i = 0; i < count; i++)
        any = any || sees(seeing, &rows[i]);
    for (size_t i = 0; any && i < count; i++) {
        struct shared_number *one = list_add(app->arena, numbers->list);
        *one = rows[i];
        if (!sees(seeing, one))
            one->name = one->pupil_code = one->uuid = NULL;
    }
}

static bool
is_told(const struct shared_number *row, const char *unit)
{
    return row->pupil_code && text_equal(row->unit, unit);
}

/* One entry of each school of which a pupil is told. */
static enum status
note_look(struct app *app, const char *year, const char *address,
          const struct shared_numbers *numbers, struct error *err)
{
    for (size_t i = 0; i < numbers->list.count; i++) {
        const char *unit = numbers->list.items[i].unit;
        size_t pupils = 0;
        bool noted = !numbers->list.items[i].pupil_code;
        for (size_t j = 0; j < numbers->list.count; j++) {
            bool told = is_told(&numbers->list.items[j], unit);
            pupils += told;
            noted = noted || (told && j < i);
        }
        if (!noted)
            TRY(access_log_add(app, ACCESS_NUMBERS, NULL, unit,
                               arena_printf(app->arena, "năm học %s, %zu dòng", year, pupils),
                               address, err));
    }
    return OK;
}

enum status
intake_shared_numbers(struct app *app, const char *year, const char *address,
                      struct shared_numbers *numbers, struct error *err)
{
    struct seeing seeing = {0};
    struct shared_numbers all = {0};

    TRY(access_list_places(app, MAY_SEE_GATEWAY, &seeing.received, err));
    TRY(access_list_places(app, MAY_SEE, &seeing.pupils, err));
    if (!seeing.received.everywhere && seeing.received.units.count == 0)
        return fail(err, DENIED, "Danh sách này chỉ dành cho người theo dõi cổng tiếp nhận.");
    if (!year)
        TRY(store_find_newest_year(app->store, app->arena, &year, err));
    if (year)
        TRY(store_list_shared_numbers(app->store, year, app->arena, &all, err));
    for (size_t i = 0; i < all.list.count; i = end_of(&all, i))
        add_case(app, &seeing, &all.list.items[i], end_of(&all, i) - i, numbers);
    return year ? note_look(app, year, address, numbers, err) : OK;
}
